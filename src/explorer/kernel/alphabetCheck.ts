/**
 * Checks where messages may be forged: what a Byzantine process may say depends on what others say, and that
 * on what it says. So the search is made again, with all that was said in the last one, until nothing is new.
 */
import { withAlphabet, type Alphabet, type Listener } from "../../model/system/alphabet.ts";
import type { System } from "../../model/system/system.ts";
import { cutOff, type Cutoff, type Verdict } from "../../properties/verdict.ts";
import type { Check, CheckResult, Progress } from "../explorer.ts";

/** A check with one alphabet. */
export interface AlphabetRound extends Check {
  /** Learns of all that processes say. */
  readonly listener: Listener;
  /** Whether it has ended early, for want of time or room. */
  readonly isCutOff: boolean;
  /** Whether it has visited everything, so that it has heard everything. */
  readonly isExhaustive: boolean;
}

/** A check that makes its alphabet grow. */
export class AlphabetCheck implements Check {
  private readonly system: System;
  private readonly begin: (system: System) => AlphabetRound;
  private alphabet: Alphabet;
  private round: AlphabetRound;

  /** @param begin begins to check a system, whose alphabet stays as it is */
  constructor(system: System, begin: (system: System) => AlphabetRound) {
    this.system = system;
    this.begin = begin;
    this.alphabet = system.alphabet;
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
    const larger = this.round.listener.extend(this.alphabet);
    if (larger === this.alphabet) return false;
    this.alphabet = larger;
    this.round = this.begin(withAlphabet(this.system, larger));
    return true;
  }

  stop(cutoff: Cutoff): void {
    this.round.stop(cutoff);
  }

  /**
   * The result of the last round. If more messages may be forged, `holds` becomes unknown: it need not hold
   * with all of them.
   */
  result(): CheckResult {
    const result = { ...this.round.result(), alphabet: this.alphabet };
    const { isExhaustive, listener } = this.round;
    if (isExhaustive && listener.extend(this.alphabet) === this.alphabet) return result;
    const { cutoff = "interrupted", configurations } = result;
    const unknown = cutOff(cutoff, configurations);
    const verdicts = Object.entries(result.verdicts).map(([name, verdict]) => {
      return [name, verdict.verdict === "holds" ? unknown : withoutSteps(verdict)] as const;
    });
    return { ...result, cutoff, verdicts: Object.fromEntries(verdicts) };
  }
}

/** A verdict that says nothing of short schedules: with more messages, they may do more. */
function withoutSteps(verdict: Verdict): Verdict {
  if (verdict.verdict !== "unknown" || verdict.reason.kind !== "cut off") return verdict;
  return cutOff(verdict.reason.cutoff, verdict.reason.configurations);
}
