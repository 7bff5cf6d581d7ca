/**
 * Scenes: pictures of executions as plain data. A scene says what is shown and where, on a grid of
 * columns (one per process, from left to right) and rows (time, downwards; one per step), and nothing
 * about characters, pixels or colours. All drawings are made from scenes, so they agree.
 */
import type { Sign as EventSign } from "../model/index.ts";

/** A point of the grid. */
export interface GridPoint {
  readonly column: number;
  readonly row: number;
}

/** The line of a process. */
export interface Lane {
  readonly process: string;
  readonly column: number;
  /** The text of its input; absent if it has none. */
  readonly input?: string;
  /** The row in which it halts; absent if it goes on to the end. */
  readonly end?: number;
  /** The rows between which it is cut off; absent if it never is. */
  readonly walls?: readonly Wall[];
  /** The operations of which it tells, by invocation; absent if it tells of none. */
  readonly operations?: readonly OperationInterval[];
  /** Set if its input is another one in the execution that this one is compared with. */
  readonly differs?: true;
}

/** A time for which a process is cut off: from one row to another; without `to`, to the end. */
export interface Wall {
  readonly from: number;
  readonly to?: number;
}

/** An operation that a process tells of: from the row of its invocation to that of its response, if any. */
export interface OperationInterval {
  /** The call: `write(1)`. */
  readonly call: string;
  readonly from: number;
  readonly to?: number;
}

/** The content of a row. */
export type Row =
  /** The start steps of all processes. */
  | { readonly kind: "start" }
  /** A thing that happens at one process, in a numbered step; `continues`: a row above has the number. */
  | { readonly kind: "step"; readonly step: number; readonly continues?: true }
  /** The steps from number `first` to number `last`, which are not shown. */
  | { readonly kind: "gap"; readonly first: number; readonly last: number }
  /** A round begins, or something else happens to the whole system, in a step of its own. */
  | { readonly kind: "beat"; readonly text: string; readonly step?: number }
  /** Time has passed, in the steps from `first` to `last`. */
  | { readonly kind: "tick"; readonly text: string; readonly first: number; readonly last: number }
  /** The beginning of a cycle, with the step that has this number; or its end, from where it begins anew. */
  | { readonly kind: "cycle"; readonly at: "beginning" | "end"; readonly step: number }
  /** Messages that are lost with the step above; several may share a row. */
  | { readonly kind: "lost" }
  /** The moment at which the property fails. */
  | { readonly kind: "violation"; readonly property: string }
  /** Messages in transit at the end; several may share a row. */
  | { readonly kind: "transit" }
  /** Says that `count` more messages are in transit, or lost. */
  | { readonly kind: "more"; readonly count: number; readonly fate: "in transit" | "lost" }
  /** Nothing: it keeps a place beside a row of another scene, so that what is the same in both is level. */
  | { readonly kind: "space"; readonly beside: Row };

/** One thing that is known about a process, such as a variable of its state. */
export interface StateField {
  readonly name: string;
  readonly value: string;
  /** The value before the step, if the step has changed it ("" if there was none). */
  readonly before?: string;
  /** Whether it is of the author's state, known to Lightcone (input, timers, …), an object, or a monitor. */
  readonly of: "state" | "process" | "object" | "monitor";
}

/** The beginning of a step. */
export interface StepMark {
  readonly sign: EventSign | "start";
  /** The event as schedule text, without what was chosen. */
  readonly text: string;
  /** The event in few words; absent where arrows and signs say enough. */
  readonly remark?: string;
  /** The text beside the sign; absent: the remark. */
  readonly label?: string;
  /** The sender of the message that it is about, if it is about one. */
  readonly from?: string;
}

/** All that is known of one process, or of the shared objects, at some moment. */
export interface States {
  readonly name: string;
  readonly fields: readonly StateField[];
}

/** Equal messages that a step sent, in the order of sending. */
export interface Sending {
  readonly label: string;
  /** The message in full. */
  readonly message: string;
  readonly to: readonly string[];
}

/** The shared object that a step is at, and whether it is another one afterwards. */
export interface ObjectAccess {
  readonly object: string;
  readonly changes: boolean;
}

/** One step of a process, where it stands. */
export interface Mark extends GridPoint {
  /** The number of the step, or of the round, that it belongs to, from 1; 0 for start steps. */
  readonly step: number;
  readonly process: string;
  readonly beginning: StepMark;
  readonly choices: readonly string[];
  readonly sendings: readonly Sending[];
  /** The messages that it failed to send, a line each. */
  readonly omissions: readonly string[];
  readonly decision?: string;
  /** The things that it tells the outside world, in words: `outputs 1`, `invokes read()`. */
  readonly outputs: readonly string[];
  readonly halts: boolean;
  /** Its events as schedule text, the trigger first. */
  readonly events: readonly string[];
  /** The process after the step. */
  readonly fields: readonly StateField[];
  /** The fields that the step has changed, of the process or of shared objects. */
  readonly changes: readonly StateField[];
  /** The objects that it is at, in the order of their lanes; absent if it is at none that has one. */
  readonly accesses?: readonly ObjectAccess[];
  /** Its vector time, by column, counted in steps (all steps, shown or not). */
  readonly time: readonly number[];
  /** The valence after its step, in words, where that is another one than before. */
  readonly turn?: string;
  /** Set if the process sees here for the first time that this is another execution. */
  readonly differs?: true;
  /** Set if the process by which the scene is seen does not know of it, or it is in no cone. */
  readonly isUnknown?: true;
}

/** A part of a picture in which the cones of a step are shown; `beside`: what is concurrent with it. */
export type ConePart = "self" | "past" | "future" | "beside";

/** The causal past and future of a step. */
export interface Cones {
  /** The mark of the step. */
  readonly of: number;
  /** The part of each mark. */
  readonly parts: readonly ConePart[];
  /**
   * The smallest consistent cut in which it has happened: by column, the row of the last step before it,
   * undefined if none is.
   */
  readonly cut: readonly (number | undefined)[];
}

/** The fate of a message, as far as the picture shows it. */
export type MessageFate = "received" | "lost" | "in transit" | "not shown";

/** A message on its way from process to process. */
export interface Arrow {
  readonly label: string;
  /** The label without the names of fields, for where there is little room. */
  readonly brief: string;
  /** The message in full. */
  readonly message: string;
  readonly fate: MessageFate;
  /** The mark that sent it, or the gap in which it was sent. */
  readonly from: GridPoint;
  /** The mark of its receipt or loss, the row where it is shown in transit, or the gap of its receipt. */
  readonly to: GridPoint;
  /** The number of the step that sent it. */
  readonly sent: number;
  /** Whether the sender has taken further steps between sending it and its receipt; never told in rounds. */
  readonly overtaken: boolean;
  /** Set if the process by which the scene is seen does not know of its receipt. */
  readonly isUnknown?: true;
}

/** The values that can still be decided after each step of an execution, by its number, from 0 on. */
export interface StepValences {
  /** All values that are decided in some configuration. */
  readonly values: readonly string[];
  readonly after: readonly (readonly string[])[];
}

/** A picture of an execution. */
export interface Scene {
  /** The name of the protocol. */
  readonly protocol: string;
  readonly lanes: readonly Lane[];
  readonly rows: readonly Row[];
  /** The marks, in the order of the execution. */
  readonly marks: readonly Mark[];
  readonly arrows: readonly Arrow[];
  /** The row of the violation. */
  readonly violation?: number;
  /** The shared objects, each of which has a lane; absent if there are none, or too many. */
  readonly objects?: readonly string[];
  /** The first values of objects that might have had others. */
  readonly beginnings: readonly string[];
  /** All processes, and the shared objects, where it is violated; without a violation, at the end. */
  readonly states: readonly States[];
  /** The unit that is counted: steps, or rounds where time goes in rounds. */
  readonly unit: "step" | "round";
  /** The length of the execution, in steps or rounds. */
  readonly stepCount: number;
  /** The number of steps, or rounds, that are not shown. */
  readonly hiddenCount: number;
  /** The process as which it is seen; absent: everything is. */
  readonly seenBy?: string;
  /** The cones of the step that is looked at; absent: none is. */
  readonly cones?: Cones | undefined;
  /** The values that can still be decided after each step; absent: nobody asks. */
  readonly valences?: StepValences;
}

/** Whether the step of one mark happened before that of another (Lamport 1978), by their vector times. */
export function markBefore(a: Mark, b: Mark): boolean {
  return a !== b && (b.time[a.column] ?? 0) >= (a.time[a.column] ?? 0);
}

/** The effects of a step, a line each: `sends prepare to p2, p3`, `decides 1`, `halts`. */
export function effectTexts(mark: Mark): string[] {
  const sends = mark.sendings.map(({ message, to }) => `sends ${message} to ${to.join(", ")}`);
  return [...sends, ...furtherRemarks(mark)];
}

/** The texts of a mark besides its arrow and its sends: `times out on retry`, `decides 1`, `halts`. */
export function remarks(mark: Mark): string[] {
  const { remark } = mark.beginning;
  return [...(remark === undefined ? [] : [remark]), ...furtherRemarks(mark)];
}

/** The texts of a mark without the beginning of its step. */
export function furtherRemarks(mark: Mark): string[] {
  const { choices, decision, outputs, halts, omissions, differs, turn } = mark;
  return [
    ...(differs === true ? ["≠"] : []),
    ...omissions,
    ...(choices.length === 0 ? [] : [`chooses ${choices.join(", ")}`]),
    ...(decision === undefined ? [] : [`decides ${decision}`]),
    ...outputs,
    ...(halts ? ["halts"] : []),
    ...(turn === undefined ? [] : [`→ ${turn}`]),
  ];
}

/** The size of a picture, for its title: `12 steps from r: 2`, `200 steps, 140 of them not shown`. */
export function sizeText({ stepCount, hiddenCount, unit, beginnings, marks, cones }: Scene): string {
  const steps = stepCount === 1 ? `1 ${unit}` : `${stepCount} ${unit}s`;
  const from = beginnings.length === 0 ? steps : `${steps} from ${beginnings.join(", ")}`;
  const shown = hiddenCount === 0 ? from : `${from}, ${hiddenCount} of them not shown`;
  const of = cones === undefined ? undefined : marks[cones.of];
  return of === undefined ? shown : `${shown} · past and future of ${unit} ${of.step} (${of.process})`;
}

/** The text of a row for messages that are left out. */
export function moreText({ count, fate }: Extract<Row, { kind: "more" }>): string {
  return `… and ${count} more ${fate} …`;
}

/** The text of a row for steps that are left out. */
export function gapText({ first, last }: Extract<Row, { kind: "gap" }>, { unit }: Scene): string {
  return `… ${last - first + 1} ${unit}s not shown …`;
}

/** The text of a row where a cycle begins or ends. */
export function cycleText({ at, step }: Extract<Row, { kind: "cycle" }>, { unit }: Scene): string {
  return at === "beginning" ? "from here on again and again" : `back to ${unit} ${step}`;
}

/** The number in front of a row: that of its step, or those of several; empty where a row above has it. */
export function numberText(row: Row): string {
  if (row.kind === "step") return row.continues === true ? "" : `${row.step}`;
  if (row.kind === "beat") return `${row.step ?? ""}`;
  if (row.kind !== "tick") return "";
  return row.first === row.last ? `${row.first}` : `${row.first}–${row.last}`;
}

/** The heading of the states. */
export function statesHeading({ violation }: Scene): string {
  return violation === undefined ? "States at the end:" : "States where it is violated:";
}

/** The text of a field: `queue: []`; what Lightcone knows of a process, in its words: `halted`. */
export function fieldText({ name, value, of }: StateField): string {
  if (of !== "process") return `${name}: ${value}`;
  if (name === "halted") return name;
  if (name === "marks" || value === "Byzantine") return value;
  return name === "down" ? `down ${value}` : `${name}: ${value}`;
}
