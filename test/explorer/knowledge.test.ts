/**
 * Formulas about knowledge, as properties: judged by both searches, and by what they mean on all
 * executions of small systems, point by point.
 */
import { describe, expect, it } from "vitest";
import {
  check,
  formatConfiguration,
  formatEvent,
  isStuck,
  parseFailures,
  replay,
  search,
  system,
  type Configuration,
  type Event,
  type System,
} from "lightcone";
import { seeded, type Random } from "../../src/base/random.ts";
import { formatLocal } from "../../src/model/state/localState.ts";
import { initialConfiguration, inputVectors } from "../../src/model/state/configuration.ts";
import { isQuiescent, settlements } from "../../src/model/transition/transition.ts";
import { viewOfConfiguration } from "../../src/properties/view.ts";
import { stepsFrom, viewText } from "../analysis/views.ts";
import { isThorough, seeds } from "../effort.ts";
import { drawnFormula, isTrueOf, type Formula } from "./formulas.ts";
import { drawnOptions, generatedProtocol } from "./generated.ts";
import { beginnings, drawnWalk, isRefuted, PREDICATES, walking, type Places, type Walk } from "./walking.ts";

/** A formula, in which parts may say what processes know. */
type Asked<P> = P | { readonly [operator: string]: unknown };

const KNOWING = ["knows", "knowTogether", "commonKnowledge"];

/** A formula of so many levels, of which some say what processes know. */
function drawnKnowledge<P extends object>(
  random: Random,
  { predicates, ids }: { predicates: readonly P[]; ids: readonly string[] },
  levels: number,
): Asked<P> {
  if (levels === 0) {
    const state = drawnFormula(random, predicates, random.below(2)) as Asked<P>;
    return ([state, { always: state }, { eventually: state }] as const)[random.below(3)] as Asked<P>;
  }
  const part = (): Asked<P> => drawnKnowledge(random, { predicates, ids }, levels - 1 - random.below(levels));
  const inner = part();
  const operator = KNOWING[random.below(3)] as string;
  const group = random.below(2) === 0 ? ids : [ids[random.below(ids.length)] as string];
  const known = { [operator]: [group, inner] };
  switch (random.below(5)) {
    case 0:
      return { always: { implies: [part(), known] } };
    case 1:
      return { eventually: random.below(2) === 0 ? known : { not: known } };
    case 2:
      return { [random.below(2) === 0 ? "until" : "leadsTo"]: [part(), known] };
    case 3:
      return { always: { or: [{ not: known }, part()] } };
    default:
      return { not: known };
  }
}

/** A point: an execution, and how many of its steps have been taken. */
interface Point {
  readonly run: number;
  readonly position: number;
  /** What each process sees there, by its id: of states, or of local schedules. */
  readonly looks: ReadonlyMap<string, string>;
}

type Test = (configuration: Configuration) => boolean;

/** The executions of a system that end, all of them; undefined if one does not, or if there are too many. */
function allRuns(made: System, recall: string): { runs: Configuration[][]; points: Point[][] } | undefined {
  const [runs, points]: [Configuration[][], Point[][]] = [[], []];
  interface Walked {
    readonly configurations: readonly Configuration[];
    readonly events: readonly (readonly Event[])[];
  }
  const looksOf = (inputs: readonly never[], { configurations, events }: Walked, i: number) =>
    new Map(
      made.processes.map(({ id, number }) => {
        const schedule = { inputs, events: events.slice(0, i + 1).flat() };
        const local = configurations[i]?.locals[number];
        return [id, recall === "state" ? formatLocal(local!) : viewText(made, schedule, id)] as const;
      }),
    );
  for (const inputs of inputVectors(made)) {
    const todo: Walked[] = [...settlements(made, initialConfiguration(made, inputs))].map(
      ({ settled, events }) => ({ configurations: [settled], events: [events] }),
    );
    for (let walked = todo.pop(); walked !== undefined; walked = todo.pop()) {
      const { configurations, events } = walked;
      const here = configurations.at(-1) as Configuration;
      const texts = configurations.map(formatConfiguration);
      if (new Set(texts).size < texts.length) return undefined;
      if (isQuiescent(made, here)) {
        const run = runs.push([...configurations]) - 1;
        const one: Walked = walked;
        points.push(
          configurations.map((_, position) => ({
            run,
            position,
            looks: looksOf(inputs as readonly never[], one, position),
          })),
        );
      }
      if (runs.length + todo.length > 400) return undefined;
      for (const { settled, events: next } of stepsFrom(made, here))
        todo.push({ configurations: [...configurations, settled], events: [...events, next] });
    }
  }
  return { runs, points };
}

/** The truth of a formula at all points, by the definitions. */
function truthsAt(formula: Asked<Test>, runs: Configuration[][], points: Point[][]): boolean[][] {
  if (typeof formula === "function") return runs.map((run) => run.map((one) => (formula as Test)(one)));
  const [[operator, given]] = Object.entries(formula) as [[string, unknown]];
  if (KNOWING.includes(operator)) {
    const [group, inner] = given as [string[], Asked<Test>];
    return knownAt({ operator, group, points }, truthsAt(inner, runs, points));
  }
  const parts = (Array.isArray(given) ? given : [given]).map((one) =>
    truthsAt(one as Asked<Test>, runs, points),
  );
  return runs.map((run, r) =>
    run.map((_, position) => {
      const rest = run.slice(position).map((_, i) => position + i);
      const placed = parts.map((part) => (i: number) => part[r]?.[i] === true);
      const asked = { [operator]: Array.isArray(given) ? placed : placed[0] } as Formula<
        (i: number) => boolean
      >;
      return isTrueOf(asked, { configurations: rest, back: rest.length - 1 });
    }),
  );
}

/** What a group knows, by the definition: what is true at all points that look the same. */
function knownAt(
  { operator, group, points }: { operator: string; group: readonly string[]; points: Point[][] },
  truths: boolean[][],
): boolean[][] {
  const lookTo = (ids: readonly string[], { looks }: Point): string =>
    ids.map((id) => looks.get(id)).join("\n\n");
  /** Where something is true at all points that look the same to some who put together what they see. */
  const sureFor = (ids: readonly string[], given: boolean[][]): boolean[][] => {
    const open = points.flat().filter(({ run, position }) => given[run]?.[position] !== true);
    const looks = new Set(open.map((one) => lookTo(ids, one)));
    return points.map((some) => some.map((one) => !looks.has(lookTo(ids, one))));
  };
  if (operator === "knowTogether") return sureFor(group, truths);
  const everybody = (given: boolean[][]): boolean[][] => {
    const each = group.map((id) => sureFor([id], given));
    return points.map((some, run) => some.map((_, i) => each.every((one) => one[run]?.[i] === true)));
  };
  let now = everybody(truths);
  if (operator === "knows") return now;
  for (;;) {
    const next = everybody(now);
    const before = now.flat();
    if (next.flat().every((truth, i) => truth === before[i])) return now;
    now = next;
  }
}

interface Seen {
  readonly processes: readonly { readonly state: { readonly fuel: number; readonly place: number } }[];
}

/** Predicates on configurations, of which those of authors are made, and those of this file. */
const GENERATED: readonly ((seen: Seen) => boolean)[] = [
  ({ processes }) => processes[0]?.state.fuel === 0,
  ({ processes }) => processes.at(-1)?.state.place === 1,
  ({ processes }) => processes[0]?.state.place === 2,
];

const tally = { systems: 0, holds: 0, violated: 0, "by schedules": 0, long: 0, unlike: 0 };

/** So many formulas are drawn for each system. */
const FORMULAS = 12;

describe("on generated systems, whose executions end", () => {
  it.each(seeds(5, 200))("what is known is what is true at all points that look the same: %i", (seed) => {
    const size = { fuel: 1 };
    const failures = parseFailures(["none", "crash:1", "loss:1"][seed % 3] ?? "none");
    const options = { ...drawnOptions(seed, size), failures };
    if (options.channels?.keeps === true) return;
    const protocol = generatedProtocol(seed, size);
    const bare = system(protocol, options);
    const ids = bare.processes.map(({ id }) => id);
    const drawnWith = <P extends object>(predicates: readonly P[]): Asked<P>[] => {
      const random = seeded(seed + 77);
      return Array.from({ length: FORMULAS }, (_, i) =>
        drawnKnowledge(random, { predicates, ids }, 1 + (i % 3)),
      );
    };
    const written = drawnWith(GENERATED.map((one) => (_: never, all: never) => one(all)));
    const asked = drawnWith(
      GENERATED.map((one): Test => {
        return (configuration) => one(viewOfConfiguration(bare, configuration).configuration as never);
      }),
    );
    const found = (["state", "local schedule"] as const).map((remembers) => {
      const all = allRuns(bare, remembers);
      if (all === undefined) return [];
      const { runs, points } = all;
      const properties = Object.fromEntries(
        written.map((temporal, i) => [`asked${i}`, { temporal, remembers }] as const),
      );
      const made = system({ ...protocol, properties: properties as never }, options);
      const expected = asked.map((one) => truthsAt(one, runs, points).every(([first]) => first === true));
      const ways = [{ keepGoing: true }, { keepGoing: true, reduced: true }];
      for (const { verdicts } of [search(made), ...ways.map((one) => check(made, one))])
        expect(Object.values(verdicts).map(({ verdict }) => verdict)).toEqual(
          expected.map((isTrue) => (isTrue ? "holds" : "violated")),
        );
      for (const isTrue of expected) tally[isTrue ? "holds" : "violated"]++;
      tally.systems++;
      if (remembers !== "state") tally["by schedules"]++;
      if (runs.length > 20) tally.long++;
      return expected;
    });
    if (found[0]?.some((isTrue, i) => isTrue !== found[1]?.[i]) === true) tally.unlike++;
  });

  it.runIf(isThorough)("has met everything often enough to mean something", () => {
    console.info(tally);
    const { unlike, ...often } = tally;
    expect(unlike).toBeGreaterThan(0);
    expect(Math.min(...Object.values(often))).toBeGreaterThan(5);
  });
});

const lasting = { holds: 0, violated: 0 };

/** Executions of walks repeat themselves after so many steps, if they ever show that a formula is false. */
const lengthFor = ({ walkers }: Walk): number => (walkers === 1 ? 7 : 6);

describe("on walks that go on for ever", () => {
  /** The formula in which each part about knowledge is the set of places where it is true. */
  function resolved(
    formula: Asked<(places: Places) => boolean>,
    walk: Walk,
    all: readonly Places[],
  ): unknown {
    if (typeof formula === "function") return formula;
    const [[operator, given]] = Object.entries(formula) as [[string, unknown]];
    if (!KNOWING.includes(operator)) {
      const parts = (Array.isArray(given) ? given : [given]).map((one) => resolved(one as never, walk, all));
      return { [operator]: Array.isArray(given) ? parts : parts[0] };
    }
    const [group, inner] = given as [string[], never];
    const known = resolved(inner, walk, all) as never;
    const points = all.map((places) => [
      { run: 0, position: 0, looks: new Map(places.map((place, i) => [`p${i + 1}`, String(place)])) },
    ]);
    const numbered = points.map(([one], run) => [{ ...one!, run }]);
    const truths = all.map((places) => [
      !isRefuted(walk, known, { lengthMax: lengthFor(walk), first: [places] }),
    ]);
    const where = knownAt({ operator, group, points: numbered }, truths);
    const texts = new Set(all.filter((_, i) => where[i]?.[0] === true).map(String));
    return (places: Places) => texts.has(String(places));
  }

  it.each(seeds(4, 200))("what will be is known as it is: %i", (seed) => {
    const random = seeded(seed + 5);
    const walkers = 1 + random.below(2);
    const walk = drawnWalk(random, { walkers, size: walkers === 1 ? 4 : 2 });
    const ids = Array.from({ length: walkers }, (_, i) => `p${i + 1}`);
    const all = beginnings(walk).map((places): Places => places);
    const known = new Set(all.map(String));
    for (const places of all)
      for (const [who, place] of places.entries())
        for (const there of walk.ways[place] ?? []) {
          const next = places.with(who, there);
          if (known.size < known.add(String(next)).size) all.push(next);
        }
    const formula = drawnKnowledge(random, { predicates: PREDICATES, ids }, 1 + random.below(2));
    const isFalse = isRefuted(walk, resolved(formula, walk, all) as never, { lengthMax: lengthFor(walk) });
    const made = walking(walk, formula as never);
    for (const { verdicts } of [search(made), check(made), check(made, { reduced: true })]) {
      const verdict = verdicts["asked"]!;
      expect(verdict.verdict).toBe(isFalse ? "violated" : "holds");
      if (verdict.verdict !== "violated") continue;
      const execution = replay(made, verdict.schedule);
      if (isStuck(execution)) throw new Error(`stuck at ${formatEvent(execution.event)}`);
    }
    lasting[isFalse ? "violated" : "holds"]++;
  });

  it.runIf(isThorough)("has met both verdicts", () => {
    console.info(lasting);
    expect(Math.min(...Object.values(lasting))).toBeGreaterThan(5);
  });
});
