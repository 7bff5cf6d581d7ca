/** The job that asks how probable things are, and its report. All of it is plain data. */
import type { CostName } from "../../analysis/index.ts";
import type { SystemReport, ViolationReport } from "./job.ts";
import type { GraphRequest } from "./theoryJobs.ts";

/** Find how probable properties are, and what executions cost on average. */
export interface ProbabilityJob extends GraphRequest {
  readonly kind: "probability";
  /** The property that is asked about; absent: all, and what whole executions cost. */
  readonly property?: string;
  readonly cost?: CostName;
  /** The adversary that is shown: one that does the worst, or the best. */
  readonly shown: "worst" | "best";
}

/** The probabilities of properties of a system, and the costs of its executions. */
export interface ProbabilityReport {
  readonly kind: "probability";
  readonly protocol: string;
  readonly system: SystemReport;
  readonly configurations: number;
  readonly properties: readonly PropertyChances[];
  /** The properties that are of a kind of which no probability is told. */
  readonly unasked: readonly string[];
  /** The expected cost, if it was asked for. */
  readonly cost?: CostReport;
  /** The adversary that was to be shown; absent if all do the same to what is asked, or none was. */
  readonly adversary?: AdversaryReport;
}

/** The bounds between which a number lies. */
export interface NumberReport {
  readonly lower: number;
  readonly upper: number;
}

/** The least and the greatest probability that a property holds, over all admissible adversaries. */
export interface PropertyChances {
  readonly name: string;
  readonly least: NumberReport;
  readonly greatest: NumberReport;
  /** The fairness that was assumed besides, or instead, if any. */
  readonly assumed?: string;
}

/** The expected cost of executions, until a property holds if there is one. */
export interface CostReport {
  readonly cost: CostName;
  readonly property?: string;
  /** `never`: what is waited for need not come; `unbounded`: it can cost more and more. */
  readonly least: NumberReport | "never";
  readonly greatest: NumberReport | "never" | "unbounded";
}

/** An adversary that attains a number: all it does if that is little, and a run. */
export interface AdversaryReport {
  /** The number that it attains. */
  readonly attains: "least probability" | "greatest probability" | "least cost" | "greatest cost";
  readonly inputs: readonly string[];
  /** The rows of a tree in which coins branch; absent if there are more than `ROWS_MAX`. */
  readonly tree?: readonly TreeRow[];
  /** A run that comes to what it wants, and with which probability coins fall so. */
  readonly run: ViolationReport & { readonly probability: number };
}

/** A tree with more rows is not shown. */
export const ROWS_MAX = 48;

/** A row of a tree: a step, or a way in which its coins fall. */
export interface TreeRow {
  /** The events that tell what is chosen in it, and what comes of that. */
  readonly events: readonly string[];
  readonly probability: number;
  /** The number of coins that have branched before it, or with it. */
  readonly depth: number;
  /** The outcome, where it is the last: what the adversary wants has come, or never will. */
  readonly end?: "come" | "gone";
  /** The row, from 1, after which all goes on as after this one; 0 for the beginning. */
  readonly as?: number;
}
