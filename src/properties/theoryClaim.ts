/**
 * Claims that the theory bench settles: what is asserted of the executions or the configurations of a system
 * as a whole, as one step of a proof. Some pages of the zoo export them as `theory`.
 */
import type { SystemOptions } from "../model/system/system.ts";

/** The name of a cost of executions. */
export type CostName = "messages" | "bits" | "steps" | "rounds" | "time";

/** One such claim. */
export interface TheoryClaim {
  /** The claim, and what follows from it, in a sentence. */
  readonly claim: string;
  /** The system, where it is not the protocol's own. */
  readonly system?: SystemOptions;
  /** The finding of the bench. */
  readonly finds: TheoryFinding;
}

/** The finding of an analysis. */
export type TheoryFinding =
  /**
   * A shortest chain of executions between two that have to come out differently, and how many links it has;
   * 0: there is none. Executions are looked at after so many steps, or rounds, or where they end.
   */
  | { readonly kind: "chain"; readonly after?: number; readonly links: number }
  /**
   * The numbers of bivalent initial configurations and of critical ones; the kind of objects that all steps
   * from all of these are at, if it is one; and how long an adversary can keep the decision open.
   */
  | {
      readonly kind: "valence";
      readonly bivalent: number;
      readonly critical: number;
      readonly at?: string;
      readonly open: "for ever" | "unfairly" | "so long" | "never";
    }
  /** The properties that some execution violates which is cut out of the ring of two copies. */
  | { readonly kind: "splice"; readonly violates: readonly string[] }
  /** The greatest cost of any execution. */
  | { readonly kind: "worst"; readonly cost: CostName; readonly greatest: number | "unbounded" };
