/**
 * Composes the scene of an execution: chooses what is shown, and gives everything its row. Every receipt
 * has a row of its own, so that labels beside arrowheads never meet.
 */
import { at, unreachable } from "../base/assert.ts";
import {
  choiceTexts,
  drawnOf,
  fateIn,
  format,
  formatEvent,
  formatMessage,
  formOf,
  isTrigger,
  labelOf,
  phrase,
  type Event,
  type Execution,
  type LocalState,
  type Message,
} from "../model/index.ts";
import { abridged } from "./characters.ts";
import { shownSteps } from "./elide.ts";
import type { Arrow, StepMark, StateField, GridPoint, Lane, Mark, Row, Scene, Sending } from "./scene.ts";
import { stepsOf, type Passage, type DrawnStep, type BeatPlace, type DrawnSteps } from "./steps.ts";

/** The moment at which a property fails: the position of a configuration, from 0 (the initial one). */
export interface ViolatingMoment {
  readonly at: number;
  readonly property: string;
  readonly verdict?: "violated";
}

/** The options of a scene: what it shows besides the execution itself, and how much. */
export interface SceneOptions {
  readonly violation?: ViolatingMoment;
  /** Executions of more steps are shown in part. Default 150; about 60 suits a terminal. */
  readonly maxSteps?: number;
  /** The maximum number of rows of messages in transit at the end. Default 12. */
  readonly maxTransitRows?: number;
}

/** The scene of an execution. */
export function sceneOf(execution: Execution, options: SceneOptions = {}): Scene {
  const { maxSteps = 150, maxTransitRows = 12, violation } = options;
  const whole = stepsOf(execution);
  const starts = execution.processes.length;
  const count = whole.steps.length - starts;
  const violating = violation === undefined ? undefined : stepAt(whole.steps, violation.at, starts);
  const wanted =
    violating === undefined
      ? []
      : pastOf(whole.steps, violating).flatMap((i) => (i < starts ? [] : [i - starts]));
  const shown = shownSteps({ count, limit: maxSteps, wanted }).map((i) => i + starts);
  const layout = layOut(whole, shown, { starts, violating, property: violation?.property ?? "" });
  const stage: Stage = { execution, whole, starts, rowOf: layout.rowOf };
  const marks = [...whole.steps.keys()]
    .filter((i) => i < starts || layout.marked.has(i))
    .map((i) => markOf(stage, i));
  const transit = transitArrows(stage, layout.rows.length, maxTransitRows);
  return {
    protocol: execution.protocol,
    lanes: lanesOf(stage),
    rows: [...layout.rows, ...transit.rows],
    marks,
    arrows: [...whole.passages.flatMap((passage) => travelled(stage, passage, layout)), ...transit.arrows],
    ...(layout.violation === undefined ? {} : { violation: layout.violation }),
    stepCount: count,
    hiddenCount: count - shown.length,
  };
}

/** The parts from which a scene is made. */
interface Stage {
  readonly execution: Execution;
  readonly whole: DrawnSteps;
  /** The number of start steps: one per process. */
  readonly starts: number;
  /** The row of each step, by its position, or that of the gap in which it lies. */
  readonly rowOf: readonly number[];
}

interface RowPlan {
  readonly rows: readonly Row[];
  readonly rowOf: readonly number[];
  /** The positions of the steps that have a row of their own. */
  readonly marked: ReadonlySet<number>;
  readonly violation?: number;
}

/** The position of the step that leads to a configuration; of the last start step for the initial one. */
function stepAt(steps: readonly DrawnStep[], configuration: number, starts: number): number {
  const found = steps.findIndex(({ from, to }) => from < configuration && configuration <= to);
  return found === -1 ? starts - 1 : found;
}

/** The positions of the steps that happened before a step, and its own. */
function pastOf(steps: readonly DrawnStep[], last: number): number[] {
  const { time } = at(steps, last);
  const counts = time.map(() => 0);
  return steps.flatMap(({ process }, i) => {
    counts[process] = (counts[process] ?? 0) + 1;
    return (counts[process] ?? 0) <= (time[process] ?? 0) ? [i] : [];
  });
}

interface ViolationPlace {
  readonly starts: number;
  readonly violating: number | undefined;
  readonly property: string;
}

function layOut(
  { steps, beats }: DrawnSteps,
  shown: readonly number[],
  { starts, violating, property }: ViolationPlace,
): RowPlan {
  const rows: Row[] = [{ kind: "start" }];
  const rowOf: number[] = new Array<number>(starts).fill(0);
  let violation: number | undefined;
  const mark = (): void => void (violation = rows.push({ kind: "violation", property }) - 1);
  if (violating !== undefined && violating < starts) mark();
  const marked = new Set(shown);
  for (let i = starts; i < steps.length; i++) {
    const text = beatsAt(beats, i);
    if (text !== "" && (marked.has(i) || marked.has(i - 1))) rows.push({ kind: "beat", text });
    const last = rows.at(-1) as Row;
    const step = i - starts + 1;
    if (marked.has(i)) rows.push({ kind: "step", step });
    else if (last.kind === "gap") rows[rows.length - 1] = { ...last, last: step };
    else rows.push({ kind: "gap", first: step, last: step });
    rowOf.push(rows.length - 1);
    if (i === violating && i < steps.length - 1) mark();
  }
  const text = beatsAt(beats, steps.length);
  if (text !== "") rows.push({ kind: "beat", text });
  if (violating !== undefined && violating >= starts && violating === steps.length - 1) mark();
  return { rows, rowOf, marked, ...(violation === undefined ? {} : { violation }) };
}

/** The text of the beats before a step; of ticks in a row, the last only. */
function beatsAt(beats: readonly BeatPlace[], before: number): string {
  const here = beats.filter((beat) => beat.before === before);
  const told = here.filter(({ kind }, i) => kind !== "tick" || here[i + 1]?.kind !== "tick");
  return told.map(({ text }) => text).join(", ");
}

function lanesOf({ execution, whole, rowOf }: Stage): Lane[] {
  return execution.processes.map((process, column): Lane => {
    const input = execution.inputs[column] ?? null;
    const end = whole.steps.findIndex(
      (step) =>
        step.process === column &&
        (hasEnded(execution, step) || step.effects.some(({ kind }) => kind === "halt")),
    );
    return {
      process,
      column,
      ...(input === null ? {} : { input: abridged(format(input)) }),
      ...(end === -1 ? {} : { end: at(rowOf, end) }),
    };
  });
}

/** Whether a process is down for ever after a step. */
function hasEnded({ configurations }: Execution, { process, to }: DrawnStep): boolean {
  return at(configurations, to).locals[process]?.down === "for ever";
}

function placeOf({ whole, rowOf }: Stage, i: number): GridPoint {
  return { column: at(whole.steps, i).process, row: at(rowOf, i) };
}

function markOf(stage: Stage, i: number): Mark {
  const { execution, whole, starts } = stage;
  const step = at(whole.steps, i);
  const { trigger, effects, process } = step;
  const before = i < starts ? undefined : execution.configurations[step.from]?.locals[process];
  const after = at(at(execution.configurations, step.to).locals, process);
  return {
    ...placeOf(stage, i),
    step: i < starts ? 0 : i - starts + 1,
    process: at(execution.processes, process),
    beginning: beginningOf(stage, step),
    choices: trigger !== undefined && isTrigger(trigger) ? choiceTexts(trigger) : [],
    ...doingsOf(step),
    events: [...(trigger === undefined ? [] : [trigger]), ...effects].map(shownEvent),
    fields: fieldsOf(after, before),
    time: step.time,
  };
}

function shownEvent(event: Event): string {
  return abridged(formatEvent(event));
}

function beginningOf(stage: Stage, { trigger, process }: DrawnStep): StepMark {
  if (trigger === undefined)
    return { sign: "start", text: `${at(stage.execution.processes, process)} starts` };
  const { sign = "step", remark, label } = drawnOf(trigger) ?? {};
  const withoutChoices = isTrigger(trigger) ? { ...trigger, choices: [] } : trigger;
  return {
    sign,
    text: shownEvent(withoutChoices),
    ...(remark === undefined ? {} : { remark: abridged(phrase(remark, trigger)) }),
    ...(label === undefined ? {} : { label: phrase(label, trigger) }),
    ...("from" in trigger ? { from: trigger.from } : {}),
  };
}

/** The doings of a process in a step, each sort of effects by itself. */
type Doings = Pick<Mark, "sendings" | "omissions" | "decision" | "outputs" | "halts">;

function doingsOf({ effects }: DrawnStep): Doings {
  const sendings = new Map<string, Sending>();
  const [omissions, outputs]: [string[], string[]] = [[], []];
  const rest: { decision?: string; halts: boolean } = { halts: false };
  for (const effect of effects) {
    switch (effect.kind) {
      case "send": {
        const message = formatMessage(effect.message);
        const to = [...(sendings.get(message)?.to ?? []), effect.to];
        sendings.set(message, { label: abridged(labelOf(effect.message)), message: abridged(message), to });
        break;
      }
      case "fault":
        omissions.push(phrase(formOf(effect).drawn?.remark ?? "", effect));
        break;
      case "decide":
        rest.decision = abridged(format(effect.value));
        break;
      case "output":
        outputs.push(abridged(format(effect.value)));
        break;
      case "halt":
        rest.halts = true;
        break;
      case "start":
        break;
      default:
        unreachable(effect);
    }
  }
  return { sendings: [...sendings.values()], omissions, outputs, ...rest };
}

function fieldsOf(after: LocalState, before: LocalState | undefined): StateField[] {
  const then =
    before === undefined
      ? undefined
      : new Map(textsOf(before).map((field) => [field.name + field.of, field.value]));
  const now = textsOf(after);
  const gone =
    before === undefined
      ? []
      : textsOf(before).filter((old) => !now.some((field) => field.name === old.name && field.of === old.of));
  return [...now, ...gone.map((field) => ({ ...field, value: "" }))].map((field) => {
    const old = then?.get(field.name + field.of) ?? "";
    const shown = { ...field, value: abridged(field.value) };
    return then === undefined || old === field.value ? shown : { ...shown, before: abridged(old) };
  });
}

function textsOf({ input, state, timers, decision, halted, down, faults = [] }: LocalState): StateField[] {
  const own = (name: string, value: string): StateField => ({ name, value, of: "process" });
  return [
    ...Object.entries(state).map(([name, value]): StateField => ({
      name,
      value: format(value),
      of: "state",
    })),
    ...(input === null ? [] : [own("input", format(input))]),
    ...(timers.length === 0 ? [] : [own("timers", timers.join(", "))]),
    ...(decision === undefined ? [] : [own("decision", format(decision))]),
    ...(halted ? [own("halted", "true")] : []),
    ...(down === undefined ? [] : [own("down", down)]),
    ...(faults.length === 0 ? [] : [own("faults", faults.join(", "))]),
  ];
}

function messageOf({ whole }: Stage, { sender, effect }: Passage): { to: string; message: Message } {
  const sent = at(at(whole.steps, sender).effects, effect);
  if (sent.kind !== "send") throw new Error("a passage begins with a send");
  return sent;
}

/** The arrows of a message that was received, once or several times, as far as they touch what is shown. */
function travelled(stage: Stage, passage: Passage, { marked }: RowPlan): Arrow[] {
  const { whole, starts } = stage;
  const isShown = (i: number): boolean => i < starts || marked.has(i);
  const isLost = (i: number): boolean => {
    const { trigger } = at(whole.steps, i);
    return trigger !== undefined && fateIn(trigger) === "lost";
  };
  return passage.receivers
    .filter((receiver) => isShown(passage.sender) || isShown(receiver))
    .map((receiver) => {
      const { process } = at(whole.steps, passage.sender);
      const arrival = at(whole.steps, receiver);
      const overtaken = whole.steps.some(
        (step, i) => i > passage.sender && i < receiver && step.process === process,
      );
      return arrow(stage, passage, {
        fate: !isShown(receiver) ? "not shown" : isLost(receiver) ? "lost" : "received",
        to: { column: arrival.process, row: at(stage.rowOf, receiver) },
        overtaken,
      });
    });
}

function arrow(stage: Stage, passage: Passage, rest: Pick<Arrow, "fate" | "to" | "overtaken">): Arrow {
  const { message } = messageOf(stage, passage);
  return {
    label: abridged(labelOf(message)),
    message: abridged(formatMessage(message)),
    from: placeOf(stage, passage.sender),
    sent: Math.max(0, passage.sender - stage.starts + 1),
    ...rest,
  };
}

/**
 * The messages in transit at the end: sent, never received, and still in the receiver's mailbox. Those
 * that do not overlap share a row.
 */
function transitArrows(stage: Stage, firstRow: number, maxRows: number): { rows: Row[]; arrows: Arrow[] } {
  const taken: [left: number, right: number][][] = [];
  const arrows: Arrow[] = [];
  let hidden = 0;
  for (const passage of inTransit(stage)) {
    const from = placeOf(stage, passage.sender).column;
    const to = stage.execution.processes.indexOf(messageOf(stage, passage).to);
    const [left, right] = [Math.min(from, to), Math.max(from, to)];
    const free = taken.findIndex((spans) => spans.every(([l, r]) => right <= l || r <= left));
    const row = free === -1 ? taken.length : free;
    if (row >= maxRows) {
      hidden++;
      continue;
    }
    (taken[row] ??= []).push([left, right]);
    const later = stage.whole.steps.some((step, i) => i > passage.sender && step.process === from);
    arrows.push(
      arrow(stage, passage, {
        fate: "in transit",
        to: { column: to, row: firstRow + row },
        overtaken: later,
      }),
    );
  }
  const more: Row[] = hidden === 0 ? [] : [{ kind: "more", count: hidden }];
  return { rows: [...taken.map((): Row => ({ kind: "transit" })), ...more], arrows };
}

/** Sends that were never received; of equal ones, no more than the mailbox at the end holds. */
function inTransit(stage: Stage): Passage[] {
  const last = stage.execution.configurations.at(-1);
  const waiting = new Map<string, number>();
  for (const [to, mailbox] of (last?.mailboxes ?? []).entries()) {
    for (const { from, message } of mailbox) {
      const letter = `${from} ${stage.execution.processes[to]} ${formatMessage(message)}`;
      waiting.set(letter, (waiting.get(letter) ?? 0) + 1);
    }
  }
  return stage.whole.passages
    .filter(({ receivers }) => receivers.length === 0)
    .filter((passage) => {
      const { to, message } = messageOf(stage, passage);
      const sender = at(stage.execution.processes, at(stage.whole.steps, passage.sender).process);
      const letter = `${sender} ${to} ${formatMessage(message)}`;
      const count = waiting.get(letter) ?? 0;
      waiting.set(letter, count - 1);
      return count > 0;
    });
}
