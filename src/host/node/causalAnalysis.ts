/** The question about causality in one execution, and its answer: what the command line asks and tells. */
import type { Execution } from "../../model/transition/execution.ts";
import type { PropertyName } from "../../properties/property.ts";
import type { ReplayJob, ReplayReport } from "./job.ts";

/** Look at the causality in the execution of a schedule. */
export interface CausalityJob extends Omit<ReplayJob, "kind"> {
  readonly kind: "causality";
  /** The maximum number of consistent cuts that are looked at. */
  readonly cutsMax: number;
  /** The seed of a causal shuffle that is to be drawn; absent: none is. */
  readonly shuffle?: number;
}

/** An execution, and the other orders in which its steps may have been taken. */
export interface CausalityReport {
  readonly kind: "causality";
  readonly replayed: ReplayReport;
  /** The number of consistent cuts; absent if there are more than were to be looked at. */
  readonly cuts?: number;
  /** For each invariant, whether it is violated possibly, and definitely; absent with too many cuts. */
  readonly violations?: readonly (PropertyName & (DetectedViolation | { readonly isCutOff: true }))[];
  /** A causal shuffle, if one was asked for: null if there is no other order. */
  readonly shuffle?: { readonly execution: Execution; readonly schedule: string } | null;
}

/** Whether an invariant is violated in some order of the concurrent steps, and whether in every one. */
interface DetectedViolation {
  readonly possibly: boolean;
  readonly definitely: boolean;
  /** The text of a schedule of the same steps that violates it. */
  readonly schedule?: string;
}
