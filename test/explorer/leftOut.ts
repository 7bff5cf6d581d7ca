/** What a system comes to without what cannot matter, compared with what it comes to with it. */
import { expect } from "vitest";
import { check, isStuck, replay, type CheckOptions, type CheckResult, type System } from "lightcone";
import { Expansion } from "../../src/explorer/kernel/expansion.ts";
import { formatLocal } from "../../src/model/state/localState.ts";
import { formatMessage } from "../../src/model/state/message.ts";
import { LeftOutWrongly } from "../../src/tables/deadItems.ts";
import { Network } from "../../src/tables/network.ts";
import { Reduction } from "../../src/tables/reduction.ts";
import { isThorough } from "../effort.ts";

/** More configurations of a system are too many. */
export const CONFIGURATIONS_MAX = isThorough ? 5_000 : 3_000;

/** The local states of all processes, but for timers, that a search comes to, and those in which it ends. */
interface Reached {
  readonly configurations: number;
  readonly tuples: ReadonlySet<string>;
  readonly ends: ReadonlySet<string>;
  /** The messages that may be forged. */
  readonly forged: readonly string[];
  readonly restarts: number;
}

/** Explores everything, with all that may be forged; undefined if that is too much. */
function reached(system: System, reduced: boolean): Reached | undefined {
  const network = new Network(system);
  const reduction = reduced
    ? new Reduction(network, [], { confines: undefined, probed: () => system })
    : undefined;
  for (;;) {
    const tuples: string[] = [];
    const ends = new Set<string>();
    const expansion: Expansion = new Expansion(
      network,
      { hashed: false, max: CONFIGURATIONS_MAX },
      {
        visited: (values) => tuples.push(tupleOf(network, values)),
        quiescent: (number) => ends.add(tuples[number] as string),
      },
    );
    const isThrough = wentThrough(() => {
      while (expansion.advance(1_000));
    });
    if (isThrough && expansion.full) return undefined;
    if (reduction?.mustBeginAgain(expansion.visited.count, true) === "this search") continue;
    const larger = network.listener.extend(system);
    if (larger !== system) return reached(larger, reduced);
    const restarts = reduction?.report.restarts ?? 0;
    const forged = [...system.alphabet.values()].flat().map(formatMessage);
    return { configurations: tuples.length, tuples: new Set(tuples), ends, forged, restarts };
  }
}

/** Whether a search was not ended because of what it has left out. */
function wentThrough(search: () => void): boolean {
  try {
    search();
    return true;
  } catch (error) {
    if (error instanceof LeftOutWrongly) return false;
    throw error;
  }
}

function tupleOf(network: Network, values: Int32Array): string {
  const locals = network.processes.map((slot, i) => slot.local(values[i] as number));
  return locals.map((local) => formatLocal({ ...local, timers: [] })).join("\n");
}

/** The number of systems that were compared, and what happened there. */
export const tally = { systems: 0, full: 0, reduced: 0, restarts: 0, violated: 0, forged: 0 };

/** Compares all that a system comes to with and without, if that is not too much. */
export function expectSame(system: System): void {
  const full = reached(system, false);
  if (full === undefined) return;
  const reduced = reached(system, true) as Reached;
  expect([...reduced.tuples].sort()).toEqual([...full.tuples].sort());
  if (!system.channel.keeps) expect([...reduced.ends].sort()).toEqual([...full.ends].sort());
  expect([...reduced.forged].sort()).toEqual([...full.forged].sort());
  tally.systems++;
  tally.forged += full.forged.length;
  tally.full += full.configurations;
  tally.reduced += reduced.configurations;
  tally.restarts += reduced.restarts;
  expectSameVerdicts(system);
}

function expectSameVerdicts(system: System): void {
  const options = { configurationsMax: CONFIGURATIONS_MAX, keepGoing: true };
  const [full, reduced] = [check(system, options), check(system, { ...options, reduced: true })];
  expectNothingRash(system, full);
  expect(reduced.reduction?.isShortest).toBe(true);
  for (const [name, { verdict }] of Object.entries(full.verdicts)) {
    expect([name, reduced.verdicts[name]?.verdict]).toEqual([name, verdict]);
    if (verdict !== "violated") continue;
    tally.violated++;
    const lengths = [full, reduced].map((result) => lengthOf(system, result, name));
    if (isInvariant(system, name)) expect(lengths[1]).toBe(lengths[0]);
  }
}

/**
 * A search that is cut short says nothing that the whole one does not say, and its schedules are whole.
 * @param options how it searches; it is cut after 2 configurations, and so many times as many, and so on
 */
export function expectNothingRash(
  system: System,
  full: CheckResult,
  { factor = 2, ...options }: CheckOptions & { readonly factor?: number } = {},
): void {
  for (let configurationsMax = 2; configurationsMax < 60; configurationsMax *= factor) {
    const cut = check(system, { configurationsMax, reduced: true, ...options });
    for (const [name, { verdict }] of Object.entries(cut.verdicts)) {
      if (verdict !== "unknown") expect([name, verdict]).toEqual([name, full.verdicts[name]?.verdict]);
      if (verdict === "violated") lengthOf(system, cut, name);
    }
  }
}

/** Whether a property is an invariant. */
export function isInvariant({ protocol }: System, name: string): boolean {
  return Object.hasOwn(protocol.properties?.[name] ?? {}, "invariant");
}

/** The length of a violation, which the model confirms. */
export function lengthOf(system: System, { verdicts }: CheckResult, name: string): number {
  const verdict = verdicts[name];
  if (verdict?.verdict !== "violated") throw new Error(`${name} is not violated`);
  const execution = replay(system, verdict.schedule);
  if (isStuck(execution)) throw new Error(`stuck at ${execution.at}`);
  return execution.configurations.filter(({ pending }) => pending.length === 0).length;
}
