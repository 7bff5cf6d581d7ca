/**
 * Violations that may not be shortest ones, looked at again. Where letters are left out of queues, a schedule
 * is made whole by receipts of what stood before a letter that is received (see `Reduction`): with them it
 * may be longer than another whose configurations were further away. So all configurations that are nearer
 * are visited, with nothing left out, if they are not too many: then either one of them violates the
 * property, or none does.
 */
import { assert } from "../../base/assert.ts";
import { isStuck, lengthOf, replay } from "../../model/transition/execution.ts";
import type { System } from "../../model/system/system.ts";
import type { Verdict, Violated } from "../../properties/verdict.ts";
import type { Judge } from "../../tables/judge.ts";
import type { Network } from "../../tables/network.ts";
import type { Expansion, Storage } from "./expansion.ts";
import { SafetySearch } from "./safety.ts";

/** The number of configurations that are visited for it, or four times as many as before. */
const SEARCHED_MIN = 100_000;

/** A search of the whole system for violations with fewer steps than those that are known. */
export class Shortening {
  private readonly search: SafetySearch;
  /** The numbers of steps of the violations that are known. */
  private readonly steps: ReadonlyMap<Judge, number>;

  constructor(
    network: Network,
    steps: ReadonlyMap<Judge, number>,
    { before, ...storage }: Storage & { readonly before: Expansion },
  ) {
    this.steps = steps;
    const max = Math.min(storage.max, Math.max(SEARCHED_MIN, 4 * before.configurations));
    this.search = new SafetySearch(network, [...steps.keys()], { ...storage, max, keepGoing: true });
  }

  get expansion(): Expansion {
    return this.search.expansion;
  }

  get bytes(): number {
    return this.search.bytes;
  }

  /** Whether the shortest violations of all properties are known. */
  get isOver(): boolean {
    return [...this.steps.keys()].every((judge) => this.isShortest(judge));
  }

  /** Whether it is known how short a violation of a property can be. */
  isShortest(judge: Judge): boolean {
    const steps = this.steps.get(judge);
    return steps === undefined || this.search.violates(judge) || this.safeSteps >= steps - 1;
  }

  /** A violation that is shorter, or as short, if there is one and it was found. */
  shorter(judge: Judge): Verdict | undefined {
    return this.search.violates(judge) ? this.search.verdict(judge, undefined, undefined) : undefined;
  }

  private get safeSteps(): number {
    return this.expansion.completed ?? -1;
  }
}

/** The number of steps of a violation. */
export function stepsOf(system: System, { schedule }: Violated): number {
  const execution = replay(system, schedule);
  assert(!isStuck(execution), "a whole schedule can be replayed");
  return lengthOf(execution);
}
