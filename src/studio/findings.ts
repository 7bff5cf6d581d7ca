/** The findings of a check in the tab, as plain data. */
import type { SystemReport } from "../host/node/job.ts";

/** A property, and what was found of it. */
export type PropertyFinding = { readonly name: string; readonly kind: string } & (
  | { readonly verdict: "holds" }
  /** A configuration is wanted that no execution comes to. */
  | { readonly verdict: "unreachable" }
  | { readonly verdict: "unknown"; readonly reason: string }
  | {
      readonly verdict: "violated";
      readonly steps: number;
      /** The number of its last steps that can go on for ever; absent where it ends. */
      readonly cycle?: number;
      readonly isShortest: boolean;
      readonly inputs: readonly string[];
      readonly events: readonly string[];
    }
);

/** The findings of a check. */
export interface CheckFindings {
  readonly system: SystemReport;
  readonly properties: readonly PropertyFinding[];
  readonly configurations: number;
  readonly transitions: number;
  readonly depth: number;
  /** The reason why it ended early; absent if it did not. */
  readonly cutoff?: string;
  readonly seconds: number;
  readonly bytes: number;
  /** Handlers that no schedule reaches. */
  readonly unreached: readonly string[];
}
