/**
 * Composes the scene of an execution: chooses what is shown, and gives everything its row. Every receipt
 * has a row of its own, so that labels beside arrowheads never meet.
 */
import { at, unreachable } from "../base/assert.ts";
import {
  choiceTexts,
  drawnOf,
  format,
  formatEvent,
  formatMessage,
  isTrigger,
  labelOf,
  phrase,
  type Configuration,
  type Event,
  type Execution,
  type LocalState,
} from "../model/index.ts";
import { worded } from "../model/transition/wording.ts";
import { phraseSaid } from "../model/event/saidOperation.ts";
import { arrowsIn, withTransitRows } from "./arrows.ts";
import { abridged } from "./characters.ts";
import { withValences } from "./valenceKeys.ts";
import { withCones, type NamedStep } from "./cones.ts";
import { shownSteps } from "./elide.ts";
import { changesOf, fieldsAfter, statesAt } from "./fields.ts";
import { accessesIn, objectsIn } from "./objectLanes.ts";
import { DrawnBefore } from "./drawnBefore.ts";
import { operationsOf } from "./operationIntervals.ts";
import { layOut } from "./rows.ts";
import { asSeenBy } from "./seenBy.ts";
import type { StepMark, StepValences, Lane, Mark, Scene, Sending, StateField, Wall } from "./scene.ts";
import { placeOf, type Stage } from "./stage.ts";
import { stepsOf, type DrawnStep, type DrawnSteps } from "./steps.ts";
import { effectsTold, omissionsOf } from "./unsent.ts";

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
  /** The maximum number of rows of messages in transit at the end. Default 12; without: `withTransitRows`. */
  readonly maxTransitRows?: number | "unplaced";
  /** The first differences from another execution: positions of events, and ids, for inputs. */
  readonly differences?: readonly (number | string)[];
  /** The process as which it is seen: what that cannot know is marked. */
  readonly seenBy?: string;
  /** The step whose causal past and future are shown. */
  readonly conesOf?: NamedStep;
  /** The values that can still be decided after each step. */
  readonly valences?: StepValences;
}

/** The scene of an execution. */
export function sceneOf(execution: Execution, options: SceneOptions = {}): Scene {
  const { maxSteps = 150, maxTransitRows = 12, violation, differences = [] } = options;
  const whole = stepsOf(execution);
  const starts = execution.processes.length;
  const violating = violation === undefined ? undefined : numberAt(whole, execution, violation.at);
  const shown = new Set([0, ...shownIn(whole, { starts, violating, maxSteps })]);
  const cycle = execution.cycle === undefined ? undefined : numberAfter(whole, execution.cycle);
  const plan = layOut(execution, whole, { shown, violating, property: violation?.property ?? "", cycle });
  const stage: Stage = { execution, whole, starts, shown, rowOf: plan.rowOf, differences };
  const objects = objectsIn(execution);
  const marked = [...whole.steps.keys()].filter((i) => shown.has(at(whole.steps, i).number));
  const unplaced: Scene = {
    protocol: execution.protocol,
    lanes: lanesOf(stage),
    rows: plan.rows,
    marks: marked.map((i) => markOf(stage, i)),
    arrows: arrowsIn(stage, plan),
    ...(plan.violation === undefined ? {} : { violation: plan.violation }),
    ...(objects.length === 0 ? {} : { objects }),
    beginnings: beginningsIn(execution),
    states: statesAt(execution, Math.min(violation?.at ?? Infinity, execution.configurations.length - 1)).map(
      ({ name, fields }) => ({ name, fields: fields.map(shownField) }),
    ),
    unit: whole.inRounds ? "round" : "step",
    stepCount: whole.length,
    hiddenCount: whole.length + 1 - shown.size,
  };
  const scene = maxTransitRows === "unplaced" ? unplaced : withTransitRows(unplaced, maxTransitRows);
  const { seenBy, conesOf, valences } = options;
  if (valences !== undefined) return withValences(scene, valences);
  if (conesOf !== undefined) return withCones(scene, conesOf);
  return seenBy === undefined ? scene : asSeenBy(scene, seenBy, { steps: whole.steps, shown: marked });
}

/** The first values of objects that might have had others: `token: 2`. */
function beginningsIn({ inputs, processes, names }: Execution): string[] {
  const varied = names?.varied ?? [];
  return varied.map((name, i) => `${name}: ${abridged(format(at(inputs, processes.length + i)))}`);
}

/** The number of the step that leads to a configuration; 0 if start steps do. */
function numberAt({ numbers }: DrawnSteps, { events }: Execution, configuration: number): number {
  return numbers[Math.min(configuration, events.length) - 1] ?? 0;
}

/** The number of the step that an event belongs to. */
function numberAfter({ numbers }: DrawnSteps, event: number): number | undefined {
  return numbers[event];
}

/** The limits of what is shown of an execution. */
interface Extent {
  readonly starts: number;
  readonly violating: number | undefined;
  readonly maxSteps: number;
}

/** The numbers of the steps that are shown. */
function shownIn({ steps, beats, length }: DrawnSteps, { starts, violating, maxSteps }: Extent): number[] {
  const past =
    violating === undefined
      ? []
      : pastOf(
          steps,
          steps.findLastIndex(({ number }) => number <= violating),
        );
  const wanted = [...new Set([...past.map((i) => at(steps, i).number), violating ?? 0])].filter(
    (one) => one > 0,
  );
  // A round takes many rows.
  const perStep = Math.max(1, (steps.length - starts + beats.length) / Math.max(1, length));
  const limit = Math.max(2, Math.floor(maxSteps / perStep));
  const positions = shownSteps({
    count: length,
    limit: perStep < 2 ? maxSteps : limit,
    wanted: wanted.map((one) => one - 1),
  });
  return positions.map((position) => position + 1);
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

function lanesOf(stage: Stage): Lane[] {
  const { execution, whole, rowOf, differences } = stage;
  return execution.processes.map((process, column): Lane => {
    const input = execution.inputs[column] ?? null;
    const end = whole.steps.findIndex(
      (step) =>
        step.process === column &&
        (hasEnded(execution, step) || step.effects.some(({ kind }) => kind === "halt")),
    );
    const walls = wallsOf(stage, column);
    const operations = operationsOf(stage, column);
    return {
      process,
      column,
      ...(input === null ? {} : { input: abridged(format(input)) }),
      ...(end === -1 ? {} : { end: at(rowOf, end) }),
      ...(walls.length === 0 ? {} : { walls }),
      ...(operations.length === 0 ? {} : { operations }),
      ...(differences.includes(process) ? { differs: true } : {}),
    };
  });
}

/** The times for which a process is cut off: only partitions leave a mark on it. */
function wallsOf({ execution, whole, rowOf }: Stage, column: number): Wall[] {
  const walls: Wall[] = [];
  let from: number | undefined;
  for (const [i, { process, to }] of whole.steps.entries()) {
    if (process !== column) continue;
    const isCut = at(execution.configurations, to).locals[column]?.marks !== undefined;
    if (isCut) from ??= at(rowOf, i);
    else if (from !== undefined) {
      walls.push({ from, to: at(rowOf, i) });
      from = undefined;
    }
  }
  return from === undefined ? walls : [...walls, { from }];
}

/** Whether a process is down for ever after a step. */
function hasEnded({ configurations }: Execution, { process, to }: DrawnStep): boolean {
  return at(configurations, to).locals[process]?.down === "for ever";
}

function markOf(stage: Stage, i: number): Mark {
  const { execution, whole, differences } = stage;
  const step = at(whole.steps, i);
  const { trigger, effects, cause } = step;
  const process = at(execution.processes, step.process);
  // A picture knows who has sent, whether or not the receiver is told.
  const sender = cause === undefined ? undefined : execution.processes[at(whole.steps, cause).process];
  const [before, after] = [step.from, step.to].map((position) => at(execution.configurations, position));
  const [first] = execution.configurations;
  const place = placeOf(stage, i);
  const isOther = differences.some((event) => Number(event) >= step.from && Number(event) < step.to);
  const content = [first, before, execution.names, process, sender, trigger, ...effects];
  const of = [...content, place.row, step.number, isOther, ...step.time];
  return marks.recall(after as Configuration, of, () => ({
    ...place,
    step: step.number,
    process,
    ...contents.recall(after as Configuration, content, () => contentOf(execution, step, sender)),
    time: step.time,
    ...(isOther ? { differs: true } : {}),
  }));
}

/** All of a mark but its place: what its process does, and what comes of it. */
type MarkContent = Omit<Mark, "column" | "row" | "step" | "process" | "time" | "differs">;

const contents = new DrawnBefore<Configuration, MarkContent>();
const marks = new DrawnBefore<Configuration, Mark>();

function contentOf(execution: Execution, step: DrawnStep, sender: string | undefined): MarkContent {
  const { names, processes, configurations } = execution;
  const first = configurations[0]?.locals[step.process];
  const trigger = step.trigger === undefined ? undefined : worded(names, step.trigger);
  const [process, before, after] = [
    at(processes, step.process),
    at(configurations, step.from),
    at(configurations, step.to),
  ];
  const effects = effectsTold(step, { process, before, after }).map((effect) => worded(names, effect));
  const fields = fieldsAfter(execution, step);
  const changes = changesOf(execution, step, fields).map(shownField);
  const accesses = accessesIn(execution, trigger, changes);
  return {
    beginning: {
      ...beginningOf(trigger, process, first),
      ...(sender === undefined ? {} : { from: sender }),
    },
    choices: trigger !== undefined && isTrigger(trigger) ? choiceTexts(trigger) : [],
    ...doingsOf(effects),
    events: [...(trigger === undefined ? [] : [trigger]), ...effects].map(shownEvent),
    fields: fields.map(shownField),
    changes,
    ...(accesses.length === 0 ? {} : { accesses }),
  };
}

function shownField({ before, ...field }: StateField): StateField {
  const value = abridged(field.value);
  return { ...field, value, ...(before === undefined ? {} : { before: abridged(before) }) };
}

function shownEvent(event: Event): string {
  return abridged(formatEvent(event));
}

function beginningOf(
  trigger: DrawnStep["trigger"],
  process: string,
  first: LocalState | undefined,
): StepMark {
  if (trigger === undefined) return startOf(process, first);
  const { sign = "step", remark: form = "", label } = drawnOf(trigger) ?? {};
  const remark = abridged(phrase(form, trigger));
  const withoutChoices = isTrigger(trigger) ? { ...trigger, choices: [] } : trigger;
  return {
    sign,
    text: shownEvent(withoutChoices),
    ...(remark === "" ? {} : { remark }),
    ...(label === undefined ? {} : { label: phrase(label, trigger) }),
    ...("from" in trigger && trigger.from !== undefined ? { from: trigger.from } : {}),
  };
}

/** The start of a process, which may be down or cut off already. */
function startOf(process: string, { down, marks = [] }: Partial<LocalState> = {}): StepMark {
  if (down !== undefined && down !== "Byzantine")
    return { sign: "crash", text: `${process} is down from the start`, remark: "is down", label: "is down" };
  const [mark] = marks;
  if (mark === undefined) return { sign: "start", text: `${process} starts` };
  const remark = `is ${mark}`;
  return { sign: "mishap", text: `${process} ${remark} from the start`, remark, label: remark };
}

/** The doings of a process in a step, each sort of effects by itself. */
type Doings = Pick<Mark, "sendings" | "omissions" | "decision" | "outputs" | "halts">;

function doingsOf(effects: DrawnStep["effects"]): Doings {
  const sendings = new Map<string, Sending>();
  const outputs: string[] = [];
  const rest: { decision?: string; halts: boolean } = { halts: false };
  for (const effect of effects) {
    switch (effect.kind) {
      case "send": {
        const message = formatMessage(effect.message);
        const to = [...(sendings.get(message)?.to ?? []), effect.to];
        sendings.set(message, { label: abridged(labelOf(effect.message)), message: abridged(message), to });
        break;
      }
      case "decide":
        rest.decision = abridged(format(effect.value));
        break;
      case "output":
        outputs.push(abridged(phraseSaid(effect.value) ?? `outputs ${format(effect.value)}`));
        break;
      case "halt":
        rest.halts = true;
        break;
      case "start":
      case "fault":
        break;
      default:
        unreachable(effect);
    }
  }
  return { sendings: [...sendings.values()], omissions: omissionsOf(effects), outputs, ...rest };
}
