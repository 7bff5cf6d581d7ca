/** Verdicts: what a check says of a property. */
import type { Schedule } from "../model/execution.ts";

/** A bound on a search. What is absent is not bounded. */
export interface Limits {
  /** How many configurations may be visited. */
  readonly configurations?: number;
  /** How many bytes the search may take, as far as it can tell. */
  readonly memoryBytes?: number;
  /** How long it may take, in milliseconds. */
  readonly timeMs?: number;
}

/** Why a search ended before it had visited everything. */
export type Cutoff = "configurations" | "memory" | "time" | "interrupted" | "violation";

/** Safety or liveness was established: the search was exhausted. */
export interface Holds {
  readonly verdict: "holds";
}

/** The property is refuted by a schedule; no schedule with fewer steps refutes an invariant. */
export interface Violated {
  readonly verdict: "violated";
  readonly schedule: Schedule;
}

/** Neither was established. `reason` says why, in a sentence. */
export interface Unknown {
  readonly verdict: "unknown";
  readonly reason: string;
}

/** What a check says of a property. */
export type Verdict = Holds | Violated | Unknown;

/** How a search remembers what it has visited. */
export type VisitedKind = "exact" | "hashed";

/** What a search found. The reference search and the kernel agree in every number. */
export interface Exploration {
  /** Distinct reachable configurations, between steps, that were visited. */
  readonly configurations: number;
  /** Enabled events of the configurations that were expanded; those that change nothing count too. */
  readonly transitions: number;
  /** The largest number of steps on a shortest schedule to a configuration. */
  readonly depth: number;
  /** Initial configurations. */
  readonly initial: number;
  /** Configurations in which nothing is enabled. */
  readonly quiescent: number;
  /** Absent if everything was visited. */
  readonly cutoff?: Cutoff;
  /** By property, in the protocol's order. */
  readonly verdicts: Readonly<Record<string, Verdict>>;
}

/** The sentence for an `unknown` that is due to a cut-off. */
export function cutoffReason(cutoff: Cutoff, configurations: number): string {
  const visited = `${configurations.toLocaleString("en-US")} configurations were visited`;
  switch (cutoff) {
    case "configurations":
      return `the limit on configurations was reached; ${visited}`;
    case "memory":
      return `the limit on memory was reached; ${visited}`;
    case "time":
      return `the limit on time was reached; ${visited}`;
    case "interrupted":
      return `the search was interrupted; ${visited}`;
    case "violation":
      return `the search ended some time after another property was violated; ${visited}`;
  }
}
