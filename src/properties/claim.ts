/** Claims: what is asserted of a protocol under a system, to be checked. Every page of the zoo has some. */
import type { SystemOptions } from "../model/system/system.ts";
import type { Verdict } from "./verdict.ts";

/** One claim about one property of a protocol. */
export interface Claim {
  /** The claim, and why it is interesting, in a sentence. */
  readonly claim: string;
  /** The system, where it is not the protocol's own. */
  readonly system?: SystemOptions;
  /** The name of the property. */
  readonly property: string;
  readonly verdict: Verdict["verdict"];
  /**
   * The exact number of reachable configurations, for claims whose search visits all of them. Without it,
   * what cannot matter is left out.
   */
  readonly configurations?: number;
  /** The number of steps (or rounds, if there are any) of a shortest violating schedule, for violations. */
  readonly steps?: number;
}
