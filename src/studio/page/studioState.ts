/** The state of the studio, as plain data: all that is seen is a function of it. */
import type { Progress } from "../../explorer/index.ts";
import type { SystemRequest } from "../../host/node/job.ts";
import type { SimulationProgress } from "../../simulator/index.ts";
import type { CodePlace, PlacedMistake, SourceFiles } from "../compiling/program.ts";
import type {
  CheckWish,
  ConfigurationGraph,
  OfferedEvent,
  PlayedMoment,
  Preview,
  ProgramFacts,
  SeenMoment,
  SimulationFindings,
  StudioMistake,
  SystemFacts,
} from "../conversation.ts";
import type { CheckFindings } from "../findings.ts";
import type { Experiment } from "../address.ts";
import type { Histories } from "../histories.ts";
import type { Chapter, ZooEntry } from "./experimentSource.ts";

/** The panels beside the diagram. */
export const PANELS = ["story", "code", "why", "runs", "graph"] as const;

/** A panel beside the diagram. */
export type Panel = (typeof PANELS)[number];

/** The program that is open. */
export interface OpenProgram {
  readonly origin: "zoo" | "followed" | "own" | "stranger";
  /** The name by which it is called: that of its file, without the ending. */
  readonly name: string;
  readonly files: SourceFiles;
}

/** A check: none, under way, or over. */
export type CheckStatus =
  | { readonly kind: "none" }
  | { readonly kind: "running"; readonly progress?: Progress; readonly rate: number; readonly bytes: number }
  | { readonly kind: "done"; readonly findings: CheckFindings }
  | { readonly kind: "failed"; readonly mistake: StudioMistake };

/** A simulation: none, under way, or over. */
type SimulationStatus =
  | { readonly kind: "none" }
  | { readonly kind: "running"; readonly progress?: SimulationProgress }
  | { readonly kind: "done"; readonly findings: SimulationFindings }
  | { readonly kind: "failed"; readonly mistake: StudioMistake };

/** A sweep: the same work for each size of a role, from one to another. */
export interface SweepOrder {
  readonly sort: "check" | "simulate";
  readonly role: string;
  readonly from: number;
  readonly to: number;
}

/** The findings for one size. */
export type SweepRow = { readonly size: number } & (
  | { readonly kind: "checked"; readonly findings: CheckFindings }
  | { readonly kind: "simulated"; readonly findings: SimulationFindings }
  | { readonly kind: "failed"; readonly mistake: StudioMistake }
);

/** A sweep, as far as it has come. */
export interface Sweep {
  readonly order: SweepOrder;
  readonly rows: readonly SweepRow[];
  readonly isRunning: boolean;
}

/** An event that is offered, and its number among all that are. */
export interface NumberedOffer {
  readonly offer: OfferedEvent;
  readonly number: number;
}

/** The menu over the page. */
export type Overlay = "zoo" | "system" | "share" | "keys" | "compare" | undefined;

/** The state of the studio. */
export interface StudioState {
  readonly zoo: readonly ZooEntry[];
  /** The chapters of the guide, once somebody has looked for them; and the one that is read. */
  readonly guide?: readonly Chapter[];
  readonly chapter?: string;
  readonly program?: OpenProgram;
  /** The files as they are in the editor, which may be newer than what is played. */
  readonly edited?: SourceFiles;
  readonly facts?: ProgramFacts;
  readonly request: SystemRequest;
  readonly system?: SystemFacts;
  readonly inputs: number;
  readonly histories?: Histories;
  readonly moments: ReadonlyMap<number, PlayedMoment>;
  /** The moment that is drawn: until the picture of another one is there, that where the reader was. */
  readonly scene?: SeenMoment;
  /** The number of the selected event among those offered. */
  readonly selected: number;
  readonly preview?: { readonly key: string; readonly preview: Preview };
  readonly isCareful: boolean;
  /** The process with whose eyes the execution is seen. */
  readonly eyes?: string;
  /** The mark whose causes and effects are shown. */
  readonly focus?: number;
  readonly panel: Panel;
  /** The content of a small screen: the diagram with what can be done, or with what is; or the panel. */
  readonly sheet: "play" | "now" | "panel";
  readonly overlay: Overlay;
  readonly check: CheckStatus;
  readonly wish: CheckWish;
  readonly simulation: SimulationStatus;
  readonly sweep?: Sweep;
  readonly graph?: ConfigurationGraph;
  /** The mistake of what was asked last: by the model, the program, or the compiler. */
  readonly mistake?: StudioMistake;
  readonly codeMistake?: PlacedMistake;
  /** The line of the code that the reader wanted to see. */
  readonly codePlace?: CodePlace;
  /** A word about what has just happened. */
  readonly notice?: string;
  /** The moment of a violation that was opened, so that the reader can come back. */
  readonly opened?: { readonly property: string; readonly end: number };
  /** The program of a link that somebody has sent, which has not run. */
  readonly stranger?: OpenProgram;
  readonly strangerPlayed?: Experiment;
  readonly damaged?: string;
  readonly isBusy: boolean;
}

/** Hears which parts of the state were changed. */
export type StateListener = (changed: readonly (keyof StudioState)[]) => void;

/** The check that is made if nobody wants another. */
export const USUAL_CHECK: CheckWish = { seconds: 120, megabytes: 1_024, isFull: false, keepsGoing: false };

/** The state before anything is open. */
export const NOTHING_OPEN: StudioState = {
  zoo: [],
  request: {},
  inputs: 0,
  moments: new Map(),
  selected: 0,
  isCareful: false,
  panel: "story",
  sheet: "play",
  overlay: undefined,
  check: { kind: "none" },
  wish: USUAL_CHECK,
  simulation: { kind: "none" },
  isBusy: true,
};

/** The moment that the reader is at. */
export function momentNow({ histories, moments }: StudioState): PlayedMoment | undefined {
  return histories === undefined ? undefined : moments.get(histories.now);
}
