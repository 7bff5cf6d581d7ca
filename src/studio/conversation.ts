/** The conversation between the page and an engine, which runs author code in a worker. All is plain data. */
import type { Scene, StateField } from "../diagram/index.ts";
import type { Progress } from "../explorer/index.ts";
import type { SystemReport, SystemRequest } from "../host/node/job.ts";
import type { Measure, SimulationProgress } from "../simulator/index.ts";
import type { CodePlace, Program } from "./compiling/program.ts";
import type { CheckFindings } from "./findings.ts";
import type { News } from "./news.ts";

/** A mistake: what happened, the evidence, what to do; and where, if it is at a line of a file. */
export interface StudioMistake {
  readonly what: string;
  readonly evidence: readonly string[];
  readonly advice: string;
  readonly place?: { readonly path: string; readonly line: number; readonly column: number };
}

/** The contents of a program. */
export interface ProgramFacts {
  readonly protocol: string;
  readonly about?: string;
  readonly source?: string;
  /** The names of the systems that its file exports. */
  readonly systems: readonly string[];
  readonly claims: readonly ClaimFacts[];
}

/** A claim of a program, its system as a request. */
export interface ClaimFacts {
  readonly claim: string;
  readonly property: string;
  readonly verdict: string;
  readonly system: SystemRequest;
}

/** A system, laid out. */
export interface SystemFacts {
  readonly report: SystemReport;
  /** Whether its failures may strike in the middle of a step. */
  readonly cutsSteps: boolean;
  readonly processes: readonly { readonly id: string; readonly role: string }[];
  readonly properties: readonly { readonly name: string; readonly kind: string }[];
  /** The first of the possible vectors of inputs, as texts by process; one where none has a choice. */
  readonly inputs: readonly (readonly string[])[];
}

/** A thing that may be chosen of a system, and why it cannot be, if it cannot. */
export interface SystemChoice {
  /** The value as text; of failures, with the least budget that makes sense. */
  readonly value: string;
  readonly about: string;
  readonly refusal?: string;
}

/** All that may be chosen of a system, one thing at a time; and its links, by the numbers of processes. */
export interface SystemChoices {
  readonly topology: readonly SystemChoice[];
  readonly channels: readonly SystemChoice[];
  readonly timing: readonly SystemChoice[];
  readonly failures: readonly SystemChoice[];
  readonly links: readonly (readonly [from: number, to: number])[];
}

/** A thing that may happen next. */
export interface OfferedEvent {
  /** The event as in a schedule, which names it. */
  readonly text: string;
  /** The event for readers: who, and what happens there. */
  readonly who: string;
  readonly words: string;
  /** The event as pictures have it, beside its process; absent where the words do. */
  readonly title?: string;
  /** The one word of a button. */
  readonly verb: string;
  readonly sort: "trigger" | "effect" | "fault" | "beat";
  /** The letter that it is about, as the picture's arrows are called. */
  readonly letter?: {
    /** Undefined where channels hide it from who receives. */
    readonly from: string | undefined;
    readonly to: string;
    readonly label: string;
    readonly message: string;
  };
  readonly timer?: string;
  /** The liar who speaks, or says nothing in its turn, and the process that would hear it. */
  readonly liar?: string;
  readonly hearer?: string;
  /** The choices in it, and the probability of its coins. */
  readonly choices?: string;
  readonly probability?: number;
  /** The code that would deal with it. */
  readonly place?: CodePlace;
  /** The budget that it takes from, with what is left: "1 left". */
  readonly left?: string;
}

/** A moment of a history: a configuration, and what may happen next there. */
export interface PlayedMoment {
  readonly id: number;
  readonly parent?: number;
  /** The number of steps, or rounds, that lead there. */
  readonly step: number;
  /** The events from the moment before to this one. */
  readonly events: readonly string[];
  /** The code that dealt with them, as far as it is known. */
  readonly places: readonly ProcessPlace[];
  /** Whether it is between steps. */
  readonly isSettled: boolean;
  /** Whether nothing has to happen any more. */
  readonly isEnd: boolean;
  /** Whether it is told without its offers and its configuration, which can be asked for. */
  readonly isBrief?: true;
  /** All that is enabled. */
  readonly offers: readonly OfferedEvent[];
  readonly processes: readonly ProcessFacts[];
  readonly objects: readonly StateField[];
  readonly budgets: readonly BudgetFacts[];
  /** The ticks that have passed; absent where nobody counts. */
  readonly time?: string;
  /** In the order of the protocol; absent between steps. */
  readonly truth: readonly PropertyTruth[];
  /** The earlier moment of this history with an equal configuration. */
  readonly repeats?: number;
}

/** A moment, and the picture of the history up to it. */
export interface SeenMoment {
  readonly moment: PlayedMoment;
  readonly scene: Scene;
}

/** The same, for who has heard all news before. */
export interface MomentNews {
  readonly moment: News<PlayedMoment>;
  readonly scene: News<Scene>;
}

/** The place of the code that dealt with an event of a process. */
export interface ProcessPlace extends CodePlace {
  readonly process: string;
}

/** A process at some moment. */
export interface ProcessFacts {
  readonly id: string;
  /** Each with its value before the last step, if that changed it. */
  readonly fields: readonly StateField[];
  /** The labels of the letters in transit to it. */
  readonly waiting: readonly string[];
  readonly isDown: boolean;
}

/** A budget of failures. */
export interface BudgetFacts {
  readonly name: string;
  readonly spent: number;
  /** Absent: any number. */
  readonly budget?: number;
}

/** A property at some moment. */
export interface PropertyTruth {
  readonly name: string;
  readonly kind: string;
  readonly isTrue: boolean;
  /** Whether that refutes it. */
  readonly isRefuted: boolean;
}

/** The outcome of an event. */
export interface Preview {
  readonly changes: readonly { readonly process: string; readonly field: StateField }[];
  readonly refuted: readonly string[];
}

/** A check as its reader wants it. */
export interface CheckWish {
  readonly seconds: number;
  readonly megabytes: number;
  /** Whether to explore what cannot matter, too. */
  readonly isFull: boolean;
  /** Whether to visit everything, even after a violation. */
  readonly keepsGoing: boolean;
  /** The bounds of its search, as text; absent: those of the system. */
  readonly within?: string;
  /** The properties to judge; absent: all. */
  readonly properties?: readonly string[];
}

/** A run that violates a property at its end. */
export interface FoundRun {
  readonly steps: number;
  readonly events: readonly string[];
}

/** The findings of a simulation. */
export interface SimulationFindings {
  readonly runs: number;
  readonly properties: readonly {
    readonly name: string;
    /** The process, where it is asked of each process of a role. */
    readonly process?: string;
    readonly violated: number;
    /** A violation: as it came, and made short. */
    readonly found?: {
      readonly inputs: readonly string[];
      readonly asItCame: FoundRun;
      readonly short: FoundRun;
    };
  }[];
  readonly samples: Readonly<Record<Measure, readonly number[]>>;
  readonly sampled: "quiescent" | "all";
  readonly seconds: number;
}

/** A request to an engine, by what it asks for. */
export interface EngineAsks {
  open: { readonly program: Program };
  layOut: { readonly system: SystemRequest };
  /** The choices that there are besides the system that is laid out. */
  choices: Readonly<Record<never, never>>;
  begin: { readonly inputs: number };
  take: { readonly moment: number; readonly event: string; readonly isCareful: boolean };
  finish: { readonly moment: number };
  preview: { readonly moment: number; readonly event: string };
  moment: { readonly moment: number };
  scene: { readonly moment: number };
  /** Follows events from a first configuration as far as they are enabled. */
  follow: { readonly inputs: readonly string[] | undefined; readonly events: readonly string[] };
  schedule: { readonly moment: number };
  check: CheckWish;
  simulate: { readonly runs: number; readonly seed: number; readonly seconds: number };
  graph: { readonly moment: number };
  /** The processes that cannot tell two histories apart. */
  alike: { readonly moments: readonly [number, number] };
}

/** The answers of an engine, by what was asked for. */
export interface EngineAnswers {
  open: ProgramFacts;
  layOut: SystemFacts;
  choices: SystemChoices;
  begin: PlayedMoment;
  take: MomentNews;
  finish: MomentNews;
  preview: Preview;
  moment: MomentNews;
  scene: News<Scene>;
  follow: { readonly moments: readonly PlayedMoment[]; readonly stuck?: string };
  schedule: { readonly text: string; readonly inputs: readonly string[] };
  check: CheckFindings;
  simulate: SimulationFindings;
  graph: ConfigurationGraph;
  alike: readonly string[];
}

/** The configurations of a small system. */
export interface ConfigurationGraph {
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly (readonly [from: number, to: number])[];
  /** Whether there are more than are shown. */
  readonly isCut: boolean;
  /** The values that are decided somewhere in it, as texts. */
  readonly values: readonly string[];
  /** The nodes of the moments that were asked for. */
  readonly path: readonly number[];
}

/** A configuration in a graph. */
export interface GraphNode {
  readonly depth: number;
  readonly isEnd: boolean;
  /** The properties that are refuted there. */
  readonly refuted: readonly string[];
  /** The processes that have decided, as texts. */
  readonly decided: readonly string[];
  /** The numbers of the values that can still be decided; absent if the graph is cut, or has too many. */
  readonly decidable?: readonly number[];
  /** The events that lead there. */
  readonly events: readonly string[];
}

/** A message to an engine. */
export type EngineAsk =
  | {
      [K in keyof EngineAsks]: { readonly id: number; readonly kind: K; readonly ask: EngineAsks[K] };
    }[keyof EngineAsks]
  | { readonly kind: "stop" };

/** A message of an engine. */
export type EngineMessage =
  | { readonly kind: "answer"; readonly id: number; readonly answer: EngineAnswers[keyof EngineAnswers] }
  | { readonly kind: "mistake"; readonly id: number; readonly mistake: StudioMistake }
  /** It is busy, and author code does return. */
  | { readonly kind: "alive" }
  | { readonly kind: "checking"; readonly progress: Progress; readonly heapBytes?: number }
  | { readonly kind: "simulating"; readonly progress: SimulationProgress };
