/** Properties and verdicts. */
export { agreement, strongValidity, termination, validity } from "./agreement.ts";
export type { Claim } from "./claim.ts";
export { distinct } from "./distinct.ts";
export { pairs } from "./pairs.ts";
export type {
  Cutoff,
  Exploration,
  Holds,
  Limits,
  Unknown,
  Verdict,
  Violated,
  VisitedKind,
} from "./verdict.ts";
