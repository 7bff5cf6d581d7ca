/**
 * Checks where messages may be forged: what a Byzantine process may say depends on what others say, and that
 * on what it says. So the search is made again, with all that was said in the last one, until nothing is new.
 */
import type { Listener } from "../../model/system/alphabet.ts";
import type { System } from "../../model/system/system.ts";
import { cutOff, heldWithin, type Cutoff, type Verdict } from "../../properties/verdict.ts";
import type { Check, CheckResult, Progress } from "../explorer.ts";

/** A check with one alphabet. */
export interface AlphabetRound extends Check {
  /** Learns of all that processes say. */
  readonly listener: Listener;
  /** Whether it has ended early, for want of time or room. */
  readonly isCutOff: boolean;
  /** Whether it has visited everything within the bounds, so that it has heard all that is said there. */
  readonly isExhaustive: boolean;
}

/** A check that makes its alphabet grow. */
export class AlphabetCheck implements Check {
  private readonly begin: (system: System) => AlphabetRound;
  /** The system with what may be forged in this round. */
  private system: System;
  private round: AlphabetRound;

  /** @param begin begins to check a system, whose alphabet stays as it is */
  constructor(system: System, begin: (system: System) => AlphabetRound) {
    this.system = system;
    this.begin = begin;
    this.round = begin(system);
  }

  get progress(): Progress {
    // With more messages, more may be reached within as many steps.
    const { completed: _completed, ...progress } = this.round.progress;
    return progress;
  }

  advance(): boolean {
    if (this.round.advance()) return true;
    if (this.round.isCutOff || !this.round.isExhaustive) return false;
    const larger = this.round.listener.extend(this.system);
    if (larger === this.system) return false;
    this.system = larger;
    this.round = this.begin(larger);
    return true;
  }

  stop(cutoff: Cutoff): void {
    this.round.stop(cutoff);
  }

  /**
   * The result of the last round. If more messages may be forged, such as what is said beyond bounds, `holds`
   * becomes unknown: it need not hold with all of them.
   */
  result(): CheckResult {
    const result = { ...this.round.result(), alphabet: this.system.alphabet };
    const { isExhaustive, listener } = this.round;
    const hasHeard = isExhaustive && listener.extend(this.system) === this.system;
    const { cutoff = "interrupted", configurations, beyond = 0 } = result;
    if (hasHeard && beyond === 0) return result;
    const unknown = hasHeard ? heldWithin(this.system.within, { beyond }) : cutOff(cutoff, configurations);
    const verdicts = Object.entries(result.verdicts).map(([name, verdict]) => {
      const isOpen =
        verdict.verdict === "unreachable" || (verdict.verdict === "holds" && verdict.witness === undefined);
      return [name, isOpen ? unknown : withoutSteps(verdict)] as const;
    });
    return { ...result, ...(hasHeard ? {} : { cutoff }), verdicts: Object.fromEntries(verdicts) };
  }
}

/** A verdict that says nothing of short schedules: with more messages, they may do more. */
function withoutSteps(verdict: Verdict): Verdict {
  if (verdict.verdict !== "unknown" || !("safeSteps" in verdict.reason)) return verdict;
  const { safeSteps: _, ...reason } = verdict.reason;
  return { verdict: "unknown", reason };
}
