/**
 * The zoo's catalogue: every room says where it comes from, and every claim is true, to the last
 * configuration and the last step. The kernel checks all claims; where the reference search can follow, it
 * must say the same. What is large is left to the thorough run.
 */
import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import {
  check,
  formatSchedule,
  isExecution,
  isQuiescent,
  isStuck,
  lengthOf,
  parseSchedule,
  parseTopology,
  replay,
  scheduleFor,
  search,
  system,
  type CheckResult,
  type Claim,
  type Execution,
  type Exploration,
  type Protocol,
  type Schedule,
  type System,
  type Verdict,
} from "lightcone";
import { at } from "../src/base/assert.ts";
import { drawText, sceneOf } from "../src/diagram/index.ts";
import { bySystem, chosen, factsFor, nameOf, searchesFor, sizeOf } from "./claimGroups.ts";
import { isThorough } from "./effort.ts";
import { ROOMS } from "./rooms.ts";
import { withAlphabet } from "../src/model/system/alphabet.ts";
import { doubtAbout } from "../src/properties/doubt.ts";
import { decisive } from "../src/properties/claim.ts";
import { propertiesOf, type NamedProperty } from "../src/properties/property.ts";
import { viewOfConfiguration } from "../src/properties/view.ts";

/** Of each page, larger systems than this are left to the thorough run, if there is a smaller one. */
const CONFIGURATIONS_MAX = 200;

/** The same for pages with very many transitions to few configurations. */
const EXCEPTIONS: Readonly<Record<string, number>> = {
  "consensus/dolev-strong.ts": 100,
  "consensus/exponential-information-gathering.ts": 100,
  "consensus/phase-king.ts": 1_000,
};

/** The reference search visits about two thousand configurations a second. */
const REFERENCE_CONFIGURATIONS_MAX = isThorough ? 3_000 : 100;
const REFERENCE_TRANSITIONS_MAX = isThorough ? 60_000 : 500;

interface Room {
  readonly file: string;
  readonly protocol: Protocol;
  readonly claims: readonly Claim[];
}

const zoo = new URL("../zoo/", import.meta.url);
const files = readdirSync(zoo, { recursive: true, encoding: "utf8" })
  .map((file) => file.replaceAll("\\", "/"))
  .filter((file) => file.endsWith(".ts"))
  .toSorted();
const rooms = await Promise.all(files.map(enter));

async function enter(file: string): Promise<Room> {
  const room = (await import(fileURLToPath(new URL(file, zoo)))) as { default: Protocol; claims: Claim[] };
  return { file, protocol: room.default, claims: room.claims };
}

test("the zoo has these rooms", () => {
  expect(files).toEqual(ROOMS);
});

test.each(rooms.filter(isAlgorithm))("$file fails interestingly, by itself or in a sibling", (algorithm) => {
  const family = rooms.filter((room) => room === algorithm || isSibling(room, algorithm));
  expect(family.flatMap(({ claims }) => claims.map(({ verdict }) => verdict))).toContain("violated");
});

test("no two rooms have the same name", () => {
  expect(new Set(rooms.map(({ protocol }) => protocol.name)).size).toBe(rooms.length);
});

/** The pages, of which the usual run checks the claims of every third. */
const turns = rooms.map((room, i) => ({ ...room, isTried: isThorough || i % 3 === 2 }));

describe.each(turns)("$file", (room) => {
  const { file, protocol, claims, isTried } = room;
  const all = Object.keys(protocol.properties ?? {}).toSorted();

  test("says what it is, where it comes from and what is claimed of it", () => {
    expect(protocol.name).toContain(file.replace(/.*\/|\.ts$/g, ""));
    expect(protocol.about).toMatch(/^[A-Z].*\.$/);
    expect(protocol.source).toMatch(/\w/);
    expect(claims.length).toBeGreaterThanOrEqual(2);
    expect(new Set(claims.map(({ claim }) => claim)).size).toBe(claims.length);
    for (const { claim, verdict, configurations, steps } of claims) {
      expect(claim).toMatch(/^\S.*[.…]$/);
      expect(configurations ?? 1).toBeGreaterThan(0);
      expect(steps === undefined).toBe(verdict !== "violated");
    }
  });

  test("claims something of every property", () => {
    const claimed = new Set(claims.map(({ property }) => property));
    expect([...claimed].toSorted()).toEqual(all);
  });

  const groups = bySystem(
    protocol,
    claims.filter(({ facts }) => facts === undefined),
  );
  const configurationsMax = isThorough ? Infinity : (EXCEPTIONS[file] ?? CONFIGURATIONS_MAX);
  /** The handlers that no schedule reaches, by the system. */
  const unreached = new Map<string, string[]>();
  /** What was found of all properties, by the system. */
  const everything = new Map<string, CheckResult>();

  describe.each(isTried ? chosen(groups, configurationsMax) : [])(
    "in the system $name",
    ({ name, here, claims }) => {
      const searches = searchesFor(claims);
      const small = sizeOf({ claims }) <= REFERENCE_CONFIGURATIONS_MAX;
      let known: readonly CheckResult[] | undefined;
      /** What the kernel finds. The first test that asks searches: if a hook fails, no test tells of it. */
      const searched = (property?: string): CheckResult => {
        known ??= searches.map((options) => check(here, options));
        if (searches.length === 1 && searches[0]?.properties.length === all.length)
          everything.set(name, at(known, 0));
        unreached.set(name, common(known.map((result) => result.unreached)));
        const which = searches.findIndex(({ properties }) => properties.includes(property ?? ""));
        return at(known, Math.max(0, which));
      };

      test.each(claims)("$claim", (claim) => {
        const { configurations, verdicts } = searched(claim.property);
        if (claim.configurations !== undefined) expect(configurations).toBe(claim.configurations);
        const found = propertiesOf(here, [claim.property]).map(({ name }) => {
          return { name, ...(verdicts[name] as Verdict) };
        });
        const finding = decisive(found);
        expect(finding?.verdict).toBe(claim.verdict);
        if (finding?.verdict !== "violated") return;
        const execution = replay(here, finding.schedule);
        expect(isStuck(execution) ? "stuck" : lengthOf(execution)).toBe(claim.steps);
        expectRefuted(here, finding.name, finding.schedule);
        if (!isStuck(execution)) expectOneCount(execution, finding.name);
      });

      test.runIf(small)("the reference search agrees", ({ skip }) => {
        const properties = claims.map(({ property }) => property);
        const result = searched();
        skip(result.transitions > REFERENCE_TRANSITIONS_MAX, "too many transitions");
        const asKnown = result.alphabet === undefined ? here : withAlphabet(here, result.alphabet);
        const reference = search(asKnown, { properties });
        expect(numbers(result)).toEqual(numbers(reference));
        expect(outcomes(here, result)).toEqual(outcomes(here, reference));
      });
    },
  );

  const proved = claims.filter(({ facts }) => facts !== undefined);
  test.runIf(proved.length > 0)("what is claimed to be proved by induction is", () => {
    for (const claim of proved)
      expect({ verdict: "holds", facts: factsFor(protocol, claim) }).toEqual({
        verdict: claim.verdict,
        facts: claim.facts,
      });
  });

  test.runIf(isTried && isAlgorithm(room))("holds what it says, if nothing else is asked", () => {
    const here = system(protocol);
    const { verdicts, cutoff } =
      everything.get(nameOf(here)) ?? check(here, { configurationsMax, reduced: true });
    expect(all.length).toBeGreaterThan(0);
    expect(Object.keys(verdicts)).toEqual(propertiesOf(here).map(({ name }) => name));
    const possible = cutoff === undefined ? ["holds"] : ["holds", "unknown"];
    for (const { verdict } of Object.values(verdicts)) expect(possible).toContain(verdict);
    if (isThorough) expect(cutoff).toBeUndefined();
  });

  test("has no handler that no schedule of any claim reaches", ({ skip }) => {
    skip(unreached.size < groups.length, "not all claims were checked");
    expect(common([...unreached.values()])).toEqual([]);
  });
});

test.each([
  ["ring:4", 4],
  ["line:5", 1],
  ["complete:4", 16], // Cayley: nⁿ⁻²
  ["complete:3", 3],
  ["grid:2x3", 15],
])("flooding ends in as many ways as the graph has spanning trees: %s, %i", async (topology, trees) => {
  const { protocol } = await enter("broadcast/flooding.ts");
  const here = system(protocol, { topology: parseTopology(topology) });
  expect(check(here, { properties: [] }).quiescent).toBe(trees);
});

/** An algorithm as in the textbook, and not a sibling of one: broken, or with more asked of it. */
function isAlgorithm(room: Room): boolean {
  return !rooms.some((other) => isSibling(room, other));
}

/** `paxos-duel.ts` is a sibling of `paxos.ts`: in the same folder, with a name that contains the other's. */
function isSibling(room: Room, algorithm: Room): boolean {
  const [folder, page = ""] = room.file.split("/");
  const [otherFolder, otherPage = ""] = algorithm.file.replace(/\.ts$/, "").split("/");
  return room !== algorithm && folder === otherFolder && page.includes(otherPage);
}

/** What is in all of some lists. */
function common([first = [], ...others]: readonly (readonly string[])[]): string[] {
  return first.filter((one) => others.every((list) => list.includes(one)));
}

function numbers({ configurations, transitions, depth, initial, quiescent, cutoff }: Exploration): object {
  return { configurations, transitions, depth, initial, quiescent, cutoff };
}

/** The verdicts, without which of several shortest schedules was found. */
function outcomes(here: System, { verdicts }: Exploration): object {
  const outcome = (verdict: Verdict): unknown =>
    verdict.verdict === "violated" ? lengthOf(replay(here, verdict.schedule) as Execution) : verdict.verdict;
  return Object.fromEntries(Object.entries(verdicts).map(([name, verdict]) => [name, outcome(verdict)]));
}

/** The schedule is an execution, can be read back from its text, and refutes the property. */
function expectRefuted(here: System, name: string, schedule: Schedule): void {
  const execution = replay(here, schedule);
  const written = formatSchedule(here, schedule);
  if (isStuck(execution)) throw new Error(`stuck at event ${execution.at} of:\n${written}`);
  expect(isExecution(here, execution)).toBe(true);

  const text = parseSchedule(written);
  const { processes, topology, channels } = text.options;
  const again = system(here.protocol, { ...text.options, inputs: inputsOf(here) });
  expect(processes).toEqual(counts(here));
  expect([topology?.text, channels?.name]).toEqual([here.topology.text, here.channel.name]);
  expect(scheduleFor(again, text)).toEqual(schedule);
  expect(replay(again, scheduleFor(again, text))).toEqual(execution);

  const [property] = propertiesOf(here, [name]);
  if (property === undefined) return;
  expect(doubtAbout(here, property, execution)).toBeUndefined();
  const isPlain = property.kind.name === "invariant" || property.kind.name === "eventually";
  if (isPlain && execution.cycle === undefined) expectFalseAtEnd(here, property, execution);
}

/** Caption and rows of a picture count what the verdict counts, and the violation stands below them all. */
function expectOneCount(execution: Execution, property: string): void {
  const length = lengthOf(execution);
  const violation = { at: execution.events.length, property };
  const scene = sceneOf(execution, { violation, maxSteps: Infinity });
  const unit = scene.unit === "round" ? "round" : "step";
  const [title] = drawText(scene, { width: 1_000 }).split("\n");
  expect(title?.replace(/ from .*/, "")).toBe(
    `${execution.protocol} · ${length} ${unit}${length === 1 ? "" : "s"}`,
  );
  const told = scene.rows.flatMap((row) => {
    if (row.kind === "tick") return Array.from({ length: row.last + 1 - row.first }, (_, i) => row.first + i);
    if (row.kind === "beat") return [row.step ?? Number(/^round (\d+)/.exec(row.text)?.[1])];
    return row.kind === "step" && row.continues !== true ? [row.step] : [];
  });
  expect(told).toEqual(Array.from({ length }, (_, i) => i + 1));
  const below = scene.rows.slice((scene.violation ?? Infinity) + 1).map(({ kind }) => kind);
  expect(scene.violation).toBeGreaterThan(0);
  expect(below.every((kind) => kind === "transit" || kind === "more")).toBe(true);
}

/** An invariant is true until the last configuration. What should happen eventually does not, to the end. */
function expectFalseAtEnd(here: System, property: NamedProperty, execution: Execution): void {
  const { kind, predicate } = property;
  expect(doubtAbout(here, property, execution)).toBeUndefined();
  if (kind.name !== "invariant" && kind.name !== "eventually") return;
  const settled = execution.configurations.filter(({ pending }) => pending.length === 0);
  const answers = settled.map((configuration) => predicate(viewOfConfiguration(here, configuration)));
  expect(answers).toEqual(answers.map((_, i) => kind.name === "invariant" && i < answers.length - 1));
  const last = settled.at(-1);
  if (kind.name === "eventually" && last !== undefined) expect(isQuiescent(here, last)).toBe(true);
}

function counts({ roles }: System): Record<string, number> {
  return Object.fromEntries(Object.entries(roles).map(([role, ids]) => [role, ids.length]));
}

function inputsOf({ processes }: System): Record<string, readonly unknown[]> {
  return Object.fromEntries(processes.map(({ id, inputs }) => [id, inputs]));
}
