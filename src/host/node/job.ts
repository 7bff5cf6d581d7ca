/** The jobs that the main thread gives a worker, and the worker's reports. All of it is plain data. */
import type { ExecutionHistory } from "../../analysis/index.ts";
import type { TheoryClaim } from "../../properties/theoryClaim.ts";
import type { LastCounterpart } from "../../properties/lastCounterpart.ts";
import type { Plain } from "../../base/value.ts";
import type { Event } from "../../model/event/event.ts";
import type { DebtEntry } from "../../model/transition/account.ts";
import type { Execution, Stuck } from "../../model/transition/execution.ts";
import type { CheckResult } from "../../explorer/explorer.ts";
import type { Claim } from "../../properties/claim.ts";
import type { StepFacts } from "../../model/error.ts";
import type { PropertyName } from "../../properties/property.ts";
import type { PredicateReading } from "../../properties/readings.ts";
import type { Holds, Unknown, Unreachable, VisitedKind } from "../../properties/verdict.ts";
import type { Shrunk } from "../../simulator/shrink.ts";
import type { SimulationResult } from "../../simulator/simulation.ts";
import type { Warning } from "./warning.ts";

/** A system as users ask for it; what is absent is as the protocol has it. */
export interface SystemRequest {
  /** The name of a system that the file exports; what else is asked for changes it. */
  readonly named?: string;
  /** The number of a claim for the theory bench whose system it is. */
  readonly theory?: number;
  readonly processes?: Readonly<Record<string, number>>;
  /** The topology, in the form that `parseTopology` reads. */
  readonly topology?: string;
  /** The name of a kind of channel. */
  readonly channels?: string;
  /** The timing model, in the form that `parseTiming` reads. */
  readonly timing?: string;
  /** The failures, in the form that `parseFailures` reads. */
  readonly failures?: string;
  /** The faults that are in place when it begins, in the same form. */
  readonly begin?: string;
  /** The memory, in the form that `parseMemory` reads. */
  readonly memory?: string;
  readonly inputs?: Readonly<Record<string, readonly Plain[]>>;
  /** The bounds of a search, in the form that `parseWithin` reads. */
  readonly within?: string;
}

/** Limits of a check and how it stores what it has visited. */
interface CheckRequest {
  readonly properties?: readonly string[];
  readonly visited?: VisitedKind;
  readonly configurationsMax?: number;
  readonly memoryBytesMax: number;
  readonly timeMsMax?: number;
  readonly keepGoing?: boolean;
  /** Whether what cannot matter is left out. */
  readonly reduced?: boolean;
  /** The handlers that are not tried out, as `roles.ROLE.upon.TYPE`: what is meant for them matters. */
  readonly unprobed?: readonly string[];
}

/** Check a protocol: under the system that is asked for, or under that of its claim with this number. */
export interface CheckJob extends CheckRequest {
  readonly kind: "check";
  readonly system: SystemRequest;
  readonly claim?: number;
}

/** Replay the text of a schedule. */
export interface ReplayJob {
  readonly kind: "replay";
  readonly schedule: string;
  /** The name by which errors call it. */
  readonly name: string;
}

/** Take one good run of a protocol, in which nothing fails: by a fair adversary, or as a reader wants it. */
export interface RunJob {
  readonly kind: "run";
  readonly system: SystemRequest;
  /** The seed of what is drawn: the inputs, the coins and the schedule. */
  readonly seed: number;
  /** The events that the reader has chosen, as texts; what follows by itself is added. */
  readonly chosen: readonly string[];
  /** Whether the fair adversary goes on after them. */
  readonly goesOn: boolean;
  /** A run that goes on ends after so many events. */
  readonly eventsMax: number;
}

/** The job of describing a protocol file. */
export interface DescribeJob {
  readonly kind: "describe";
}

/** Find the events that lead to a step, or to where a predicate does not return (again). */
export interface PathJob {
  readonly kind: "path";
  readonly system: SystemRequest;
  /** The facts on the step; absent if it was a predicate. */
  readonly step?: StepFacts;
}

/** Simulate runs of a protocol. */
export interface SimulateJob {
  readonly kind: "simulate";
  readonly system: SystemRequest;
  readonly properties?: readonly string[];
  readonly runs: number;
  readonly seed: number;
  /** The adversary, in the form that `adversaryNamed` reads. */
  readonly adversary: string;
  /** A schedule with which every run begins; the adversary goes on where it ends. */
  readonly script?: { readonly path: string; readonly text: string };
  readonly eventsMax?: number;
  readonly stride?: number;
  readonly timeMsMax?: number;
  /** Whether the heartbeat tells every call in full; this takes far longer than the calls themselves. */
  readonly careful?: boolean;
}

/** The system that was built, as texts. */
export interface SystemReport {
  readonly processes: Readonly<Record<string, number>>;
  readonly topology: string;
  readonly channels: string;
  readonly timing: string;
  /** Whether time goes in rounds: then the length of a schedule is the number of its rounds. */
  readonly rounds: boolean;
  readonly failures: readonly string[];
  /** The faults that are in place when it begins; absent if there are none. */
  readonly begin?: readonly string[];
  /** The memory; absent if it is shared, as usual. */
  readonly memory?: string;
  /** The possible inputs, as texts, of each process that has others than null alone; absent if none has. */
  readonly inputs?: Readonly<Record<string, readonly string[]>>;
  /** The bounds of its search; absent if there are none, or nothing is searched. */
  readonly within?: string;
}

/** The way in which a property is violated, or a configuration is reached that is wanted. */
export interface ViolationReport {
  /** The text of the schedule. */
  readonly schedule: string;
  /** The number of its steps, or of its rounds. */
  readonly steps: number;
  /** The execution, replayed by the reference model. */
  readonly execution: Execution;
  /** The cycle that is gone round for ever; absent if the execution ends. */
  readonly cycle?: CycleReport;
  /** The specification beside an execution that it does not have. */
  readonly counterpart?: CounterpartReport;
  /** The history that has no order, where the property asks for one. */
  readonly history?: ExecutionHistory;
  /** All that the property has read at the end of an execution that violates it, and ends. */
  readonly readings?: readonly PredicateReading[];
}

/** A specification, as far as it has an execution that looks the same. */
export interface CounterpartReport extends Omit<LastCounterpart, "specification" | "schedule"> {
  readonly protocol: string;
  readonly schedule?: string;
  readonly execution?: Execution;
}

/** A cycle, and how all that is owed on it is paid. */
export interface CycleReport {
  /** The number of its steps, or of its rounds: the last ones. */
  readonly steps: number;
  readonly account: readonly DebtEntry[];
  /** Whether it need not pay what it owes, as the property says. */
  readonly fairness?: "none";
  /** The debt that it does not pay, and the properties that it refutes all the same; only of replays. */
  readonly inadmissible?: { readonly owes: string; readonly refuted: readonly string[] };
}

/** One property and what was found of it. */
export type PropertyReport = PropertyName &
  (HoldsReport | Unknown | Unreachable | ({ readonly verdict: "violated" } & ViolationReport));

/** A property that holds; of a configuration that was wanted, with how it is reached. */
interface HoldsReport extends Omit<Holds, "witness"> {
  readonly witness?: ViolationReport;
}

/** The counts of a search. */
type Counts = Pick<
  CheckResult,
  "configurations" | "transitions" | "depth" | "initial" | "quiescent" | "authorCalls" | "bytes"
>;

/** The numbers of a check; there are no counts if it was ended from outside before it told any. */
type CheckNumbers = Omit<CheckResult, "verdicts" | keyof Counts> &
  (Counts | { readonly [K in keyof Counts]?: undefined });

/** The findings of a check. */
export interface CheckReport {
  readonly kind: "check";
  readonly protocol: string;
  readonly system: SystemReport;
  readonly properties: readonly PropertyReport[];
  readonly result: CheckNumbers;
  readonly warnings: readonly Warning[];
  readonly seconds: number;
  /** The largest amount of memory that the whole program has taken so far. */
  readonly peakBytes: number;
}

/** An execution, and what there is at its end. */
export interface ExecutionReport {
  readonly protocol: string;
  readonly system: SystemReport;
  /** All of it, or as far as it went. */
  readonly execution: Execution;
  /** Whether each property is true in the last configuration, and whether the execution refutes it. */
  readonly properties: readonly (PropertyName & {
    readonly isTrue: boolean;
    readonly isRefuted: boolean;
    /** The mistake that it makes when it is asked, in a sentence; then it is neither. */
    readonly mistake?: string;
  })[];
  /** The events that are enabled in the last configuration. */
  readonly enabled: readonly Event[];
}

/** The findings of a replay. */
export interface ReplayReport extends ExecutionReport {
  readonly kind: "replay";
  readonly stuck?: StuckReport;
  /** The cycle, where the schedule has one: as it should be, or why it cannot be gone round for ever. */
  readonly cycle?: CycleReport | { readonly doubt: string };
  readonly warnings: readonly Warning[];
}

/** A run, as far as it went. */
export interface RunReport extends ExecutionReport {
  readonly kind: "run";
  /** The text of its schedule. */
  readonly schedule: string;
  /** Whether it ended because of the limit of events. */
  readonly isCut: boolean;
}

/** The place where a replay got stuck. */
export interface StuckReport extends Pick<Stuck, "at" | "event"> {
  /** The line of the schedule's text, from 1. */
  readonly line: number;
  /** Whether a step was unfinished, so that its next effect had to come first. */
  readonly unfinished: boolean;
}

/** The contents of a protocol file. */
export interface DescribeReport {
  readonly kind: "describe";
  readonly protocol: string;
  readonly about?: string;
  readonly source?: string;
  readonly system: SystemReport;
  readonly properties: readonly PropertyName[];
  readonly claims: readonly ClaimReport[];
  readonly theory: readonly TheoryReport[];
}

/** A claim, its system as text. */
export interface ClaimReport extends Omit<Claim, "system"> {
  readonly system: SystemReport;
}

/** A claim for the theory bench, its system as text. */
export interface TheoryReport extends Omit<TheoryClaim, "system"> {
  readonly system: SystemReport;
}

/** The path to a step, if it was found. */
export interface PathReport {
  readonly kind: "path";
  readonly schedule?: readonly string[];
}

/** The findings of a simulation. */
export interface SimulateReport {
  readonly kind: "simulate";
  readonly protocol: string;
  readonly system: SystemReport;
  readonly adversary: string;
  readonly seed: number;
  readonly result: SimulationResult;
  /** One for each property that was violated. */
  readonly violations: readonly RunViolation[];
  readonly warnings: readonly Warning[];
  /** The reason why the simulation ended before all runs were done. */
  readonly cutoff?: "time" | "interrupted";
  readonly seconds: number;
  readonly peakBytes: number;
}

/** The way in which a property is violated in one of the runs. */
export interface RunViolation extends PropertyName, Omit<Shrunk, "schedule"> {
  readonly seed: number;
  /** The text of the schedule. */
  readonly schedule: string;
  /** Whether the model has replayed the schedule; it cannot where the system is too large. */
  readonly isConfirmed: boolean;
  /** All that the property has read at its end, where it is confirmed. */
  readonly readings?: readonly PredicateReading[];
  /** The execution, where it is confirmed and can be drawn; otherwise, how its steps begin. */
  readonly shown: { readonly execution: Execution } | { readonly beginning: readonly Event[] };
}

/** The subject of a check, told before it begins, so that it is known even if the worker dies. */
export interface CheckSubject {
  readonly protocol: string;
  readonly system: SystemReport;
  readonly properties: readonly PropertyName[];
}
