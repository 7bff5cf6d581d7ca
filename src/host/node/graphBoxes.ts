/** The graph of all configurations as boxes: the job, and its report. All of it is plain data. */
import type { SystemReport } from "./job.ts";
import type { GraphRequest } from "./theoryJobs.ts";

/** The ways to look at configurations as one: not at all, where nothing forks, or if they look alike. */
export type Collapse = "none" | "chains" | "alike";

/** Draw the graph of all configurations. */
export interface GraphPictureJob extends GraphRequest {
  readonly kind: "graph";
  /** Absent: the first of the ways that leaves few enough boxes. */
  readonly collapse?: Collapse;
  /** The names of variables that are shown, too. */
  readonly show: readonly string[];
}

/** The graph of all configurations, as boxes. */
export interface GraphPictureReport {
  readonly kind: "graph";
  readonly protocol: string;
  readonly system: SystemReport;
  readonly configurations: number;
  readonly transitions: number;
  readonly collapse: Collapse;
  /** The values that are decided anywhere; empty if they are more than 30. */
  readonly values: readonly string[];
  /** The variables that states have. */
  readonly variables: readonly string[];
  readonly boxes: readonly GraphBox[];
  readonly arrows: readonly GraphArrow[];
  /** The boxes that are too far away, and their configurations. */
  readonly leftOut: { readonly boxes: number; readonly configurations: number };
}

/** Some configurations that are looked at as one, and what is seen of the first of them. */
export interface GraphBox {
  readonly configurations: number;
  /** The number of steps to the nearest of them. */
  readonly depth: number;
  readonly isInitial: boolean;
  /** Whether an execution may end in one of them. */
  readonly isEnd: boolean;
  readonly decided: readonly { readonly process: string; readonly value: string }[];
  /** The variables that are shown, by process. */
  readonly states: readonly { readonly process: string; readonly value: string }[];
  /** The values that can still be decided. */
  readonly valence: readonly string[];
  /** The invariants that are false. */
  readonly refuted: readonly string[];
}

/** All steps from one box to another. Boxes are called by their positions. */
export interface GraphArrow {
  readonly from: number;
  readonly to: number;
  readonly steps: number;
  /** The events of the first of these steps. */
  readonly events: readonly string[];
}
