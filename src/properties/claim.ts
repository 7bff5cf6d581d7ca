/** Claims: what is asserted of a protocol under a system, to be checked. Every page of the zoo has some. */
import type { SystemOptions } from "../model/system/system.ts";
import type { Verdict } from "./verdict.ts";

/** One claim about one property of a protocol. */
export interface Claim {
  /** The claim, and why it is interesting, in a sentence. */
  readonly claim: string;
  /** The system, where it is not the protocol's own. */
  readonly system?: SystemOptions;
  /** The name of the property; of one that is asked of each process of a role, it is claimed of all. */
  readonly property: string;
  readonly verdict: Verdict["verdict"];
  /**
   * The exact number of reachable configurations, for claims whose search visits all of them. Without it,
   * what cannot matter is left out.
   */
  readonly configurations?: number;
  /**
   * The number of facts with which the property is inductive, for claims that are proved by induction and
   * without a search; 0 if it is so by itself.
   */
  readonly facts?: number;
  /** The number of steps (or rounds, if there are any) of a shortest violating schedule, for violations. */
  readonly steps?: number;
}

/** The finding that counts of those on one claim: what refutes it, or leaves it open, before all others. */
export function decisive<F extends Pick<Verdict, "verdict">>(findings: readonly F[]): F | undefined {
  const is = (verdict: Verdict["verdict"]): F | undefined =>
    findings.find((finding) => finding.verdict === verdict);
  return is("violated") ?? is("unreachable") ?? is("unknown") ?? findings[0];
}
