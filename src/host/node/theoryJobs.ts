/** The jobs of the theory bench, and their reports. All of it is plain data. */
import type {
  CoordinateName,
  CostName,
  ExecutionHistory,
  Implication,
  TurningPoint,
} from "../../analysis/index.ts";
import type { Recall } from "../../model/system/protocol.ts";
import type { Execution } from "../../model/transition/execution.ts";
import type { PredicateReading } from "../../properties/readings.ts";
import type { DecisivePart } from "./whyFalse.ts";
import type { PropertyName } from "../../properties/property.ts";
import type { Cutoff } from "../../properties/verdict.ts";
import type { MistakeReport } from "./mistakeReport.ts";
import type {
  CounterpartReport,
  CycleReport,
  ReplayJob,
  ReplayReport,
  SystemReport,
  SystemRequest,
  ViolationReport,
} from "./job.ts";

/** Compare two schedules, or the only one with one that is looked for. */
export interface CompareJob {
  readonly kind: "compare";
  readonly schedules: readonly Omit<ReplayJob, "kind">[];
  readonly search?: LookalikeRequest;
}

/** The search for an execution that a process cannot tell from another. */
export interface LookalikeRequest {
  readonly process: string;
  /** The aspect that is otherwise at its end: `decisions`, `failures`, or the name of a property. */
  readonly but: string;
  /** The maximum number of configurations that are visited. */
  readonly max: number;
}

/** Two executions side by side; one alone if there is none that looks alike. */
export interface CompareReport {
  readonly kind: "compare";
  readonly executions: readonly [ReplayReport] | readonly [ReplayReport, ReplayReport];
  /** The search for the second one. */
  readonly searched?: Omit<LookalikeRequest, "max"> & {
    readonly visited: number;
    readonly isCutOff: boolean;
    /** The text of the schedule that was found. */
    readonly schedule?: string;
  };
}

/** The limits of a job that looks at all configurations of a system. */
export interface GraphLimits {
  readonly configurationsMax?: number;
  readonly memoryBytesMax: number;
  readonly timeMsMax?: number;
}

/** Explain why an execution violates a property: the one that is named, or all that it does. */
export interface ExplainJob extends Omit<ReplayJob, "kind">, GraphLimits {
  readonly kind: "explain";
  readonly properties?: readonly string[];
}

/** The violations of properties by an execution, and why they are. */
export interface ExplainReport {
  readonly kind: "explain";
  readonly replayed: ReplayReport;
  readonly violations: readonly Explanation[];
  /** The number of all configurations; what was said of them is there only if no limit was met. */
  readonly configurations?: number;
  readonly cutoff?: Cutoff;
}

/** The reason why an execution violates a property. */
export interface Explanation extends PropertyName {
  /** The parts of its predicate that decide, with the readings of each by number; empty if none are known. */
  readonly parts: readonly DecisivePart[];
  /** All that it reads, and whether the property would be true if this were as it was before. */
  readonly readings: readonly (PredicateReading & { readonly isNeeded: boolean })[];
  /** The truths of each of its predicates, where more than one configuration decides. */
  readonly truths?: readonly PredicateTruths[];
  /** The cycle of an execution that goes on for ever. */
  readonly cycle?: CycleReport;
  /** The specification beside the execution, where they are compared. */
  readonly counterpart?: CounterpartReport;
  /** The history that has no order, where the property asks for one. */
  readonly history?: ExecutionHistory;
  /** The steps without which these readings would not be there; absent in rounds, and of steps. */
  readonly slice?: readonly number[];
  /** The violation among all others, where all configurations are known. */
  readonly among?: AmongAll;
}

/** The moments of an execution in which a predicate is true. */
interface PredicateTruths {
  /** The predicate: its name, or what is written there. */
  readonly text: string;
  /** The steps after which it is true; 0: at the beginning. */
  readonly after: readonly number[];
  /** The number of steps. */
  readonly steps: number;
}

/** A violation among all that a system can do. */
export interface AmongAll {
  /** The number of configurations that violate the property; absent if it is not configurations that do. */
  readonly violating?: number;
  /** The calmest shortest violation: how many steps pass before anything fails, and its switches. */
  readonly calmest?: ViolationReport & { readonly calm: number; readonly switches: number };
  /** Whether that has what this one has: as few steps, as late a failure, as few switches. */
  readonly isCalmest?: boolean;
  /**
   * An execution that satisfies the property and has so many steps in common with this one, as none has more
   * (absent if it begins otherwise), and of those with as many one with the fewest changes: so many of the
   * further steps of this one are struck out, and so many others put in.
   */
  readonly nearest?: ViolationReport & Pick<TurningPoint, "common" | "struck" | "put">;
  /** An execution that goes on for ever and satisfies it, where none that does so ends. */
  readonly endless?: ViolationReport;
}

/** The system of such a job, and its limits. */
export interface GraphRequest extends GraphLimits {
  readonly system: SystemRequest;
}

/** Find the valence of all configurations of a system. */
export interface ValenceJob extends GraphRequest {
  readonly kind: "valence";
}

/** Find the worst case of a system, or of several that differ in size. */
export interface WorstJob extends GraphRequest {
  readonly kind: "worst";
  readonly cost: CostName;
  /** The differences of each system; a single one that is empty for the system itself. */
  readonly sizes: readonly Pick<SystemRequest, "processes" | "topology">[];
}

/** Find a chain of executions, each of which some process cannot tell from the next. */
export interface ChainJob extends GraphRequest {
  readonly kind: "chain";
  /** The number of steps, or rounds, after which executions are looked at; absent: where they end. */
  readonly after?: number;
}

/** Put two copies of three processes into a ring, and cut executions with one liar out of it. */
export interface SpliceJob {
  readonly kind: "splice";
  readonly system: SystemRequest;
}

/** Find where a formula about knowledge is true. */
export interface KnowsJob extends GraphRequest {
  readonly kind: "knows";
  readonly formula: string;
  readonly remembers: Recall;
}

/** Prove invariants by induction. */
export interface InductionJob extends Omit<GraphLimits, "configurationsMax"> {
  readonly kind: "induction";
  readonly system: SystemRequest;
  /** The number of a claim, whose system and property are asked about in place of these. */
  readonly claim?: number;
  /** The invariants; absent: all. */
  readonly properties?: readonly string[];
  /** Whether facts about several values at a time are looked for. */
  readonly strengthen: boolean;
  /** So many equal letters may be in transit to a process. */
  readonly copies: number;
}

/** A proof by induction, or why there is none. */
export interface InductionReport {
  readonly kind: "induction";
  readonly protocol: string;
  readonly system: SystemReport;
  /** The invariants, which are assumed and proved together. */
  readonly properties: readonly string[];
  readonly copies: number;
  /** The number of values that the facts are about: 1 if they are the domains alone. */
  readonly width: number;
  /** The parts of a configuration, and how many values each has; empty where that is not known. */
  readonly domains: readonly { readonly subject: CoordinateName; readonly values: number }[];
  /** The letters of which there may be more in transit than was looked at. */
  readonly beyond: readonly CoordinateName[];
  readonly outcome: InductionOutcome;
}

/** The outcome of a proof by induction. */
export type InductionOutcome =
  /** The invariants and these facts, none of which can be spared, are inductive within the domains. */
  | { readonly kind: "inductive"; readonly facts: readonly Implication[] }
  | ({ readonly kind: "breached" } & BreachReport)
  | { readonly kind: "false initially"; readonly property: string }
  | { readonly kind: "too many values"; readonly values: number }
  | { readonly kind: "cut off"; readonly cutoff: Cutoff };

/** A counterexample to induction. */
export interface BreachReport {
  readonly broken:
    | { readonly kind: "property"; readonly property: string }
    | { readonly kind: "mistake"; readonly mistake: MistakeReport };
  /** One step; none if author code makes a mistake in it. */
  readonly execution: Execution;
  /** The step that the code of each process is about to take; null for those without such code. */
  readonly next: readonly (string | null)[];
  /** The letters in transit to each process before the step. */
  readonly inTransit: readonly (readonly string[])[];
}

/** The reason why not all configurations were visited, so that nothing can be said of them together. */
export interface CutGraphReport {
  readonly kind: "graph cut off";
  readonly protocol: string;
  readonly system: SystemReport;
  readonly cutoff: Cutoff;
  readonly configurations: number;
}

/** The valence of the configurations of a system. Valences are sets of values, as texts. */
export interface ValenceReport {
  readonly kind: "valence";
  readonly protocol: string;
  readonly system: SystemReport;
  readonly configurations: number;
  /** The values that are decided anywhere. */
  readonly values: readonly string[];
  readonly counts: readonly {
    readonly valence: readonly string[];
    readonly configurations: number;
    readonly initial: number;
  }[];
  /** The vectors of inputs, or the first of them, and what can be decided from each. */
  readonly inputs: readonly { readonly inputs: readonly string[]; readonly valence: readonly string[] }[];
  /** The critical configurations, and the way to a nearest one; absent if there are none. */
  readonly critical?: CriticalReport;
  /** A hook: at the nearest critical configuration, or where none is critical, at another bivalent one. */
  readonly hook?: HookReport;
  /** The execution in which the decision stays open longest; absent where it is never open. */
  readonly adversary?: ValuedExecution & {
    /** For ever in an admissible execution, or in none that is admissible, or until it ends. */
    readonly lasts: "for ever" | "unfairly" | "so long";
  };
}

/** An execution, and the values that can still be decided after each of its steps. */
export interface ValuedExecution extends ViolationReport {
  /** By the number of the step, from 0 on. */
  readonly valences: readonly (readonly string[])[];
}

/** The critical configurations of a system. */
export interface CriticalReport extends ValuedExecution {
  readonly count: number;
  /** The places where the steps from them are: the name of an object, or words. */
  readonly places: readonly { readonly place: string; readonly kind?: string; readonly count: number }[];
  /** The steps from the first one. */
  readonly next: readonly StepReport[];
}

/** A hook, and the way to it. */
export interface HookReport extends ValuedExecution {
  /** The valence of its configuration. */
  readonly valence: readonly string[];
  /** The step that decides if it is taken at once. */
  readonly early: StepReport;
  /** The step of another process. */
  readonly other: StepReport;
  /** The first step again, after the other. */
  readonly late: StepReport;
  /** The execution that goes on with the other step, and then the first one. */
  readonly through: ValuedExecution;
}

/** A step from a configuration, and the valence after it. */
export interface StepReport {
  readonly events: readonly string[];
  readonly valence: readonly string[];
  readonly isFault: boolean;
  /** The object that it is at. */
  readonly object?: string;
}

/** The worst cases of some systems. */
export interface WorstReport {
  readonly kind: "worst";
  readonly protocol: string;
  readonly cost: CostName;
  readonly results: readonly WorstResult[];
  /** The system for which a limit was met; larger ones were not tried. */
  readonly cut?: CutGraphReport;
}

/** The worst case of a system, and an execution that attains it. */
export interface WorstResult extends ViolationReport {
  readonly system: SystemReport;
  readonly configurations: number;
  /** Whether there is a greatest cost; otherwise the execution goes round a cycle that costs something. */
  readonly isBounded: boolean;
  readonly cost: number;
  /** The average of the greatest costs over all inputs, where there are several. */
  readonly average?: number;
}

/** The executions of a system to some moment, and a chain of them. */
export interface ChainReport {
  readonly kind: "chain";
  readonly protocol: string;
  readonly system: SystemReport;
  readonly after?: number;
  /** The number of configurations that executions have come to. */
  readonly configurations: number;
  /** The sizes of the components of similar ones. */
  readonly components: readonly number[];
  /** The reason why some have to come out in one way: equal inputs, or what they decide. */
  readonly by: "inputs" | "decisions";
  /** The two outcomes that are to be connected; absent if there are no two. */
  readonly between?: readonly [string, string];
  /** The chain; absent if there is none. */
  readonly chain?: {
    readonly executions: readonly LinkedExecution[];
    /** The process that cannot tell each from the next, and its state. */
    readonly links: readonly { readonly process: string; readonly state: string }[];
  };
}

/** An execution of a chain. */
export interface LinkedExecution extends ViolationReport {
  readonly inputs: readonly string[];
  readonly faults: readonly string[];
  readonly decisions: readonly { readonly process: string; readonly value: string }[];
  /** The processes that have not failed, and not decided. */
  readonly undecided: readonly string[];
}

/** The executions of three processes that are cut out of a ring of two copies. */
export interface SpliceReport {
  readonly kind: "splice";
  readonly protocol: string;
  readonly system: SystemReport;
  readonly processes: readonly string[];
  /** The input of the first copy, and that of the second. */
  readonly inputs: readonly string[];
  readonly executions: readonly RingExecution[];
}

/** One of them: of two neighbours, between whom the third process lies. */
export interface RingExecution extends ViolationReport {
  readonly honest: readonly {
    readonly process: string;
    readonly copy: 0 | 1;
    readonly input: string;
    /** Absent if it has not decided. */
    readonly decision?: string;
  }[];
  readonly liar: string;
  /** The names of the properties that it refutes. */
  readonly refuted: readonly string[];
}

/** The number of some configurations, and of those in which a formula is true. */
interface TruthCount {
  readonly of: number;
  readonly true: number;
}

/** The places where a formula about knowledge is true. */
export interface KnowsReport {
  readonly kind: "knows";
  readonly protocol: string;
  readonly system: SystemReport;
  readonly formula: string;
  readonly remembers: Recall;
  /** The configurations; where local schedules are remembered, each with what has been seen. */
  readonly configurations: TruthCount;
  readonly initial: TruthCount;
  /** The configurations in which executions end. */
  readonly ends: TruthCount;
  /** Whether some step makes it false where it was true. */
  readonly isLost: boolean;
  /** The way to a nearest configuration in which it is true, if there is one. */
  readonly first?: ViolationReport;
  /** An execution with whose last step it becomes false, if there is one. */
  readonly lost?: ViolationReport;
}
