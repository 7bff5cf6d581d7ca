/** Nested formulas, judged by both searches, and by what they mean on every execution of small systems. */
import { describe, expect, it } from "vitest";
import { check, formatEvent, isStuck, replay, search, system, type Schedule, type System } from "lightcone";
import { seeded } from "../../src/base/random.ts";
import { doubtAbout } from "../../src/properties/doubt.ts";
import { formulaGiven } from "../../src/properties/formula/coreFormula.ts";
import { truthsAlong } from "../../src/properties/formula/lassoTruth.ts";
import { propertiesOf } from "../../src/properties/property.ts";
import { seeds } from "../effort.ts";
import { agreed } from "./agreement.ts";
import { drawnFormula, isTrueOf } from "./formulas.ts";
import { drawnOptions, generatedProtocol } from "./generated.ts";
import { drawnWalk, isFair, isRefuted, PREDICATES, walking, type Asked, type Walk } from "./walking.ts";

/** What a schedule shows: that it is admissible, and that the formula is false of it. */
function expectFalse(
  made: System,
  walk: Walk,
  { schedule, formula }: { schedule: Schedule; formula: Asked },
) {
  const execution = replay(made, schedule);
  if (isStuck(execution)) throw new Error("stuck");
  const configurations = execution.configurations.map(({ locals }) =>
    locals.map(({ state }) => (state as { place: number }).place),
  );
  const { cycle } = execution;
  expect(isTrueOf(formula, { configurations, back: cycle ?? configurations.length - 1 })).toBe(false);
  const [property] = propertiesOf(made);
  expect(property && doubtAbout(made, property, execution)).toBeUndefined();
  if (cycle === undefined) return;
  expect(configurations.at(-1)).toEqual(configurations[cycle]);
  const steps = schedule.events.slice(cycle).map((event, i) => {
    return { places: configurations[cycle + i + 1] ?? [], who: Number(formatEvent(event)[1]) - 1 };
  });
  expect(isFair(walk, steps)).toBe(true);
}

const tally = { holds: 0, ends: 0, "goes on": 0, long: 0 };

describe.each([
  { who: "one who walks", walkers: 1, size: 5, lengthMax: 7, seeded: seeds(70, 3_000) },
  { who: "two who walk side by side", walkers: 2, size: 3, lengthMax: 6, seeded: seeds(50, 800) },
])("of $who", ({ walkers, size, lengthMax, seeded: drawn }) => {
  it.each(drawn)("a drawn formula is true of every execution, or false of one: %i", (seed) => {
    const random = seeded(seed);
    const walk = drawnWalk(random, { walkers, size: 2 + random.below(size - 1) });
    const part = drawnFormula(random, PREDICATES, 1 + random.below(3));
    const formula =
      random.below(3) === 0 ? part : { [random.below(2) === 0 ? "always" : "eventually"]: part };
    const made = walking(walk, formula);
    const [kernel, reference] = [check(made), search(made)].map(({ verdicts }) => verdicts["asked"]!);
    const isFalse = isRefuted(walk, formula, { lengthMax });
    for (const found of [kernel!, reference!]) {
      if (isFalse) expect(found.verdict).toBe("violated");
      if (found.verdict === "violated") expectFalse(made, walk, { schedule: found.schedule, formula });
      else expect(found.verdict).toBe("holds");
    }
    expect(kernel?.verdict).toBe(reference?.verdict);
    if (kernel?.verdict === "holds") tally.holds++;
    else if (kernel?.verdict === "violated") {
      tally[kernel.schedule.cycle === undefined ? "ends" : "goes on"]++;
      if (!isFalse) tally.long++;
    }
  });
});

it("has met every verdict", () => {
  expect(Math.min(tally.holds, tally.ends, tally["goes on"])).toBeGreaterThan(10);
  console.info(tally);
});

it.each(seeds(1, 40))("what is true of an execution is what its replay says: %i", (seed) => {
  const random = seeded(seed);
  for (let turn = 0; turn < 300; turn++) {
    const configurations = Array.from({ length: 1 + random.below(6) }, () => [random.below(8)]);
    const execution = { configurations, back: random.below(configurations.length) };
    const formula = drawnFormula(random, PREDICATES, 1 + random.below(4));
    const { formula: core, predicates } = formulaGiven(formula) ?? expect.fail();
    const truths = configurations.map((one) =>
      predicates.map((predicate) => predicate(one as never, {} as never)),
    );
    const [found] = truthsAlong(core, { truths, back: execution.back });
    expect(found).toBe(isTrueOf(formula, execution));
  }
});

interface Seen {
  readonly state: { readonly place: number; readonly fuel: number };
}

type Roles = Readonly<Record<string, readonly Seen[]>>;

/** Predicates on generated protocols. */
const GENERATED = [
  (roles: Roles) => Object.values(roles).flat()[0]?.state.fuel === 0,
  (roles: Roles) => Object.values(roles).flat().at(-1)?.state.place === 1,
  (roles: Roles) => Object.values(roles).flat()[0]?.state.place === 2,
];

describe("on generated protocols", () => {
  it.each(seeds(8, 100))("kernel and reference agree, and the other kinds say the same: %i", (seed) => {
    const size = { fuel: 1 };
    const random = seeded(seed);
    const [p, q] = [0, 1].map(() => GENERATED[random.below(GENERATED.length)]) as [object, object];
    const kinds = {
      eventually: { eventually: p },
      infinitelyOften: { infinitelyOften: p },
      eventuallyAlways: { eventuallyAlways: p },
      leadsTo: { leadsTo: [p, q] },
      until: { until: [p, q] },
    };
    const nested = Object.entries(kinds).map(([name, formula]) => [`${name}Nested`, { temporal: formula }]);
    const drawn = { temporal: drawnFormula(random, GENERATED, 3) };
    const invariant = { safe: { invariant: p }, safeNested: { temporal: { always: p } } };
    const properties = { ...kinds, ...Object.fromEntries(nested), drawn, ...invariant };
    const protocol = { ...generatedProtocol(seed, size), properties: properties as never };
    const result = agreed(system(protocol, drawnOptions(seed, size)), 150);
    if (result === undefined) return;
    for (const name of [...Object.keys(kinds), "safe"]) {
      const [found, nested] = [result.verdicts[name]!, result.verdicts[`${name}Nested`]!];
      expect([name, nested.verdict]).toEqual([name, found.verdict]);
      if (found.verdict !== "holds" || nested.verdict !== "holds") continue;
      expect(nested.assumed).toBe(found.assumed);
      if (name === "leadsTo") expect(nested.isVacuous).toBe(found.isVacuous);
    }
  });
});
