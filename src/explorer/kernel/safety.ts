import type { Cutoff, Verdict } from "../../properties/verdict.ts";
import { cutoffReason } from "../../properties/verdict.ts";
import { Expansion } from "./expansion.ts";
import type { Judge } from "./judge.ts";
import type { Network } from "./network.ts";
import { retrace } from "./retrace.ts";

/** After a violation the search goes on for so many configurations, or for as many again as it took. */
export const GRACE_CONFIGURATIONS = 100_000;

/** Visits everything, and judges invariants on the way. */
export class SafetySearch {
  readonly expansion: Expansion;
  quiescent = 0;
  private readonly network: Network;
  /** The judges of the invariants that have not been violated yet. */
  private judges: readonly Judge[];
  private readonly violations = new Map<Judge, number>();
  private readonly keepGoing: boolean;
  private number = 0;
  private goOnUntil = Infinity;

  constructor(
    network: Network,
    judges: readonly Judge[],
    options: { readonly hashed: boolean; readonly max: number; readonly keepGoing: boolean },
  ) {
    this.network = network;
    this.judges = judges;
    this.keepGoing = options.keepGoing;
    this.expansion = new Expansion(network, options, {
      visited: (values) => this.judge(values),
      quiescent: () => this.quiescent++,
    });
  }

  /** Whether the search has gone on long enough after a violation. */
  get isEnough(): boolean {
    return this.expansion.visited.count > this.goOnUntil;
  }

  /** Whether some invariant has been violated. */
  get isViolated(): boolean {
    return this.violations.size > 0;
  }

  private judge(values: Int32Array): void {
    const number = this.number++;
    for (let i = 0; i < this.judges.length; i++) {
      const judge = this.judges[i] as Judge;
      if (judge.isTrue(values)) continue;
      this.violations.set(judge, number);
      this.judges = this.judges.toSpliced(i--, 1);
      if (!this.keepGoing)
        this.goOnUntil = Math.min(this.goOnUntil, Math.max(GRACE_CONFIGURATIONS, 2 * number));
    }
  }

  /** The verdict on each invariant, given why the search ended early, if it did. */
  verdict(judge: Judge, cutoff: Cutoff | undefined): Verdict {
    const number = this.violations.get(judge);
    if (number !== undefined)
      return { verdict: "violated", schedule: retrace(this.network, this.expansion, number) };
    if (cutoff === undefined) return { verdict: "holds" };
    return { verdict: "unknown", reason: cutoffReason(cutoff, this.expansion.visited.count) };
  }
}
