/**
 * Violations that may not be shortest ones, looked at again. Where letters are left out of queues, a schedule
 * is made whole by receipts of what stood before a letter that is received (see `Reduction`): with them it
 * may be longer than another whose configurations were further away. So all configurations that are nearer
 * are visited, with nothing left out, if they are not too many: then either one of them violates the
 * property, or none does.
 */
import type { Verdict } from "../../properties/verdict.ts";
import type { Judge } from "../../tables/judge.ts";
import type { Network } from "../../tables/network.ts";
import type { Expansion, Storage } from "./expansion.ts";
import { SafetySearch } from "./safety.ts";

/** A search of the whole system for violations with fewer steps than those that are known. */
export class Shortening {
  private readonly search: SafetySearch;
  /** The numbers of steps of the violations that are known. */
  private readonly steps: ReadonlyMap<Judge, number>;

  constructor(network: Network, steps: ReadonlyMap<Judge, number>, storage: Storage) {
    this.steps = steps;
    this.search = new SafetySearch(network, [...steps.keys()], { ...storage, keepGoing: true });
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
