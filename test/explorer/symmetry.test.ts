/**
 * One configuration of each orbit stands for all: with and without symmetry, the same tuples of local states
 * are reached, the same are ends, every number is the same, and so are verdicts and the lengths of shortest
 * violations. On protocols whose processes are alike, on those that are nearly so, and on pages of the zoo.
 */
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import {
  check,
  format,
  parseFailures,
  system as layOut,
  type Claim,
  type Plain,
  type Protocol,
  type System,
} from "lightcone";
import { Expansion } from "../../src/explorer/kernel/expansion.ts";
import { formatLocal, type LocalState } from "../../src/model/state/localState.ts";
import { LeftOutWrongly } from "../../src/tables/deadItems.ts";
import { Network } from "../../src/tables/network.ts";
import { Reduction } from "../../src/tables/reduction.ts";
import { Unsettled } from "../../src/tables/symmetry/permutation.ts";
import { Symmetry, type SymmetryReport } from "../../src/tables/symmetry/symmetry.ts";
import { ToldApart } from "../../src/tables/symmetry/toldApart.ts";
import { isThorough, seeds } from "../effort.ts";
import { alikeSystem, DIFFERENCES } from "./alike.ts";
import { generatedSystem } from "./generated.ts";
import { expectNothingRash, isInvariant, lengthOf } from "./leftOut.ts";

const CONFIGURATIONS_MAX = 6_000;

/** Local states, but for timers, that a search comes to, those in which it ends, and counts. */
interface Reached {
  readonly counts: Readonly<Record<string, number>>;
  readonly tuples: ReadonlySet<string>;
  readonly ends: ReadonlySet<string>;
  readonly orbits: number;
  readonly report: SymmetryReport;
  readonly restarts: number;
}

/** Explores everything; undefined if that is too much. */
function reached(
  system: System,
  { reduced, symmetric }: { readonly reduced: boolean; readonly symmetric: boolean },
): Reached | undefined {
  const network = new Network(system);
  const reduction = reduced
    ? new Reduction(network, [], { confines: undefined, probed: () => system })
    : undefined;
  const symmetry = new Symmetry(network, symmetric ? 2 : Infinity);
  while (symmetry.isPreparing) symmetry.prepare(1_000);
  for (;;) {
    const tuples: (readonly LocalState[])[] = [];
    const ends: (readonly LocalState[])[] = [];
    let quiescent = 0;
    const storage = { hashed: false, max: CONFIGURATIONS_MAX, rows: symmetry.begin()?.rows };
    const expansion: Expansion = new Expansion(network, storage, {
      visited: (values) => tuples.push(tupleOf(network, values)),
      quiescent: (number, size) => {
        ends.push(tuples[number] as readonly LocalState[]);
        quiescent += size;
      },
    });
    if (!ran(expansion, symmetry, reduction)) continue;
    if (expansion.full) return undefined;
    if (reduction?.mustBeginAgain(expansion.visited.count, true) === "this search") continue;
    const { configurations, transitions, depth, initial, graded } = expansion;
    return {
      counts: { configurations, transitions, depth, initial, quiescent, ...(graded ? { graded: 1 } : {}) },
      tuples: closed(system, symmetry.report, tuples),
      ends: closed(system, symmetry.report, ends),
      orbits: expansion.visited.count,
      report: symmetry.report,
      restarts: reduction?.report.restarts ?? 0,
    };
  }
}

/** Runs an expansion to its end; false if it has to begin again. */
function ran(expansion: Expansion, symmetry: Symmetry, reduction: Reduction | undefined): boolean {
  try {
    while (expansion.advance(1_000));
    symmetry.settle();
    return true;
  } catch (error) {
    if (error instanceof ToldApart) symmetry.tell(error);
    else if (error instanceof Unsettled || error instanceof LeftOutWrongly)
      expect(reduction?.mustBeginAgain(0, true)).toBe("this search");
    else throw error;
    return false;
  }
}

function tupleOf(network: Network, values: Int32Array): readonly LocalState[] {
  return network.processes.map((slot, i) => ({ ...slot.local(values[i] as number), timers: [] }));
}

/** The texts of tuples, and of all that they become when interchangeable processes trade places. */
function closed(
  system: System,
  { interchangeable, isRing }: SymmetryReport,
  tuples: readonly (readonly LocalState[])[],
): ReadonlySet<string> {
  const cycles = interchangeable.flatMap(({ processes: ids }) => {
    return isRing ? [ids] : ids.slice(1).map((id, i) => [ids[i] as string, id]);
  });
  const known = new Map<string, readonly LocalState[]>();
  const waiting = [...tuples];
  for (let tuple = waiting.pop(); tuple !== undefined; tuple = waiting.pop()) {
    const text = tuple.map(formatLocal).join("\n");
    if (known.has(text)) continue;
    known.set(text, tuple);
    for (const cycle of cycles) waiting.push(turned(system, tuple, cycle));
  }
  return new Set(known.keys());
}

/** What a tuple becomes when each process of a cycle takes the place of the next. */
function turned({ numbers }: System, tuple: readonly LocalState[], cycle: readonly string[]): LocalState[] {
  const next = new Map(cycle.map((id, i) => [id, cycle[(i + 1) % cycle.length] as string]));
  const after = tuple.map((local) => renamed(local as unknown as Plain, next) as unknown as LocalState);
  const places = [...after];
  for (const [from, to] of next) places[numbers.get(to) ?? -1] = after[numbers.get(from) ?? -1] as LocalState;
  return places;
}

/** A second reading of what renaming is: by text. Sets and Maps of the tests hold nothing but ids. */
function renamed(value: Plain, next: ReadonlyMap<string, string>): Plain {
  if (typeof value === "string") return next.get(value) ?? value;
  if (value instanceof Set) return new Set([...value].map((one) => renamed(one as Plain, next)).sort());
  if (value instanceof Map) {
    const entries = [...(value as ReadonlyMap<Plain, Plain>)];
    const all = entries.map(([key, held]): [Plain, Plain] => [renamed(key, next), renamed(held, next)]);
    return new Map(all.sort(([a], [b]) => (format(a) < format(b) ? -1 : 1)));
  }
  if (Array.isArray(value)) return value.map((one) => renamed(one as Plain, next));
  if (typeof value !== "object" || value === null) return value;
  const fields = Object.entries(value).map(([key, held]): [string, Plain] => {
    return [next.get(key) ?? key, renamed(held as Plain, next)];
  });
  return Object.fromEntries(fields.sort(([a], [b]) => (a < b ? -1 : 1)));
}

const tally = { systems: 0, symmetric: 0, full: 0, orbits: 0, apart: 0, begunAgain: 0, violated: 0 };

function expectSame(system: System): void {
  const full = reached(system, { reduced: false, symmetric: false });
  if (full === undefined) return;
  const alone = reached(system, { reduced: false, symmetric: true }) as Reached;
  const reduced = reached(system, { reduced: true, symmetric: false }) as Reached;
  const both = reached(system, { reduced: true, symmetric: true }) as Reached;
  expect(alone.counts).toEqual(full.counts);
  // Where processes were taken for alike, and are not, less is left out.
  if (both.report.apart.length === 0) expect(both.counts).toEqual(reduced.counts);
  for (const one of [alone, both]) {
    expect([...one.tuples].sort()).toEqual([...full.tuples].sort());
    if (!system.channel.keeps || one === alone) expect([...one.ends].sort()).toEqual([...full.ends].sort());
  }
  tally.systems++;
  tally.full += full.counts["configurations"] ?? 0;
  tally.orbits += alone.orbits;
  tally.symmetric += Math.min(1, alone.report.interchangeable.length);
  tally.apart += alone.report.apart.length;
  tally.begunAgain += alone.report.restarts;
  expectSameVerdicts(system);
}

function expectSameVerdicts(system: System): void {
  const options = { configurationsMax: CONFIGURATIONS_MAX, keepGoing: true };
  const full = check(system, options);
  const reduced = check(system, { ...options, reduced: true, symmetryMin: Infinity });
  const symmetric = check(system, { ...options, reduced: true, symmetryMin: 2 });
  const isWhole = (symmetric.symmetry?.apart.length ?? 0) === 0;
  for (const count of ["configurations", "transitions", "depth", "initial", "quiescent"] as const)
    if (isWhole) expect([count, symmetric[count]]).toEqual([count, reduced[count]]);
  expectNothingRash(system, full, { symmetryMin: 2, factor: 4 });
  for (const [name, { verdict }] of Object.entries(full.verdicts)) {
    expect([name, symmetric.verdicts[name]?.verdict]).toEqual([name, verdict]);
    if (verdict !== "violated") continue;
    tally.violated++;
    const lengths = [full, symmetric].map((result) => lengthOf(system, result, name));
    if (system.channel.order === "any" && isInvariant(system, name)) expect(lengths[1]).toBe(lengths[0]);
  }
}

const FAILURES = [
  "none",
  "crash:1",
  "loss:1",
  "duplication:1",
  "partition:1",
  "crash-recovery:1",
  "crash:p1",
];

/** A system of processes that are alike, or in every third case nearly so. */
function drawnAlike(seed: number): System {
  const difference = seed % 3 === 0 ? pick(DIFFERENCES, seed / 3) : "none";
  const options = { seed, difference, peers: 3 + (seed % 2), fuel: 1 + (seed % 2) };
  const system = alikeSystem(options);
  if (seed % 2 === 0) return system;
  const failures = parseFailures(pick(FAILURES, seed >> 1));
  const isRefused = system.channel.keeps && failures.some(({ kind }) => kind.needsMessages === true);
  return isRefused || failures.some(({ kind: { name } }) => system.channel.keeps && name === "partition")
    ? system
    : alikeSystem({ ...options, failures });
}

function pick<T>(list: readonly T[], number: number): T {
  return list[number % list.length] as T;
}

const zoo = new URL("../../zoo/", import.meta.url);
const ROOMS = [
  "broadcast/echo.ts",
  "broadcast/flooding.ts",
  "broadcast/reliable-broadcast-uniform.ts",
  "commit/two-phase-commit.ts",
  "commit/two-phase-commit-blocking.ts",
  "commit/two-phase-commit-majority.ts",
  "consensus/paxos-duel.ts",
  "consensus/rotating-coordinator-deaf.ts",
  "election/chang-roberts.ts",
  "election/dolev-klawe-rodeh.ts",
  "election/itai-rodeh.ts",
  "first-steps/client-server.ts",
  "mutual-exclusion/lamport.ts",
  "replication/raft-forgets-its-vote.ts",
  "snapshot/chandy-lamport.ts",
];
describe("one configuration of each orbit stands for all", () => {
  it.each(seeds(3, 400))("where processes are alike, or nearly, in system %i", (seed) => {
    expectSame(drawnAlike(seed));
  });

  it("where code tells processes apart by what one of them has left out", () => {
    const nearly = drawnAlike(150);
    expectSame(nearly);
    const { symmetry } = check(nearly, { reduced: true, symmetryMin: 2 });
    expect(symmetry?.interchangeable).toEqual([]);
  });

  it.each(seeds(2, 100))("where processes are drawn as they come, in system %i", (seed) => {
    expectSame(generatedSystem(seed, { fuel: 1 }));
  });

  it.each(ROOMS)("in %s", async (room) => {
    const page = (await import(fileURLToPath(new URL(room, zoo)))) as {
      default: Protocol;
      claims: readonly Claim[];
    };
    const systems = new Set(page.claims.map(({ system }) => system));
    for (const options of isThorough ? systems : [...systems].slice(0, 1))
      expectSame(layOut(page.default, options));
  });

  it("has met enough for the comparison to mean something", () => {
    console.info(tally);
    expect(tally.symmetric).toBeGreaterThan(0.5 * tally.systems);
    expect(tally.orbits).toBeLessThan(0.8 * tally.full);
    expect(tally.begunAgain).toBeGreaterThan(0);
    expect(tally.violated).toBeGreaterThan(10);
  });
});
