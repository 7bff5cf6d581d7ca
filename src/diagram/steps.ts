/**
 * Executions as steps: a trigger and the effects that follow it are one step of one process. What a
 * process does before its first trigger is its start step.
 */
import { followLetters, vectorTimes, type LetterWays, type VectorTime } from "../analysis/index.ts";
import { assert, at, unreachable } from "../base/assert.ts";
import {
  formatEvent,
  drawnOf,
  fateIn,
  isBeat,
  isEffect,
  isFault,
  orderTexts,
  participantOf,
  stepNumbers,
  type Beat,
  type Effect,
  type Event,
  type Execution,
  type Fault,
  type Trigger,
} from "../model/index.ts";

/** The first event of a step in a picture: a trigger, or a fault, which takes no step but has its place. */
type Opening = Trigger | Fault;

/** A later event of the step: an effect, or a fault that is told there. */
type Followup = Effect | Fault;

/** One step of one process. */
export interface DrawnStep {
  /** The number of the step or round, from 1; 0 for start steps. */
  readonly number: number;
  /** The number of the process. */
  readonly process: number;
  /** The event that began it; undefined for a start step. */
  readonly trigger: Opening | undefined;
  /** The effects, and the faults that stand in their place. */
  readonly effects: readonly Followup[];
  /** The positions of its first event and after its last one; equal for a start step without effects. */
  readonly from: number;
  readonly to: number;
  /** The position, in the list of steps, of the step that sent; for receipts whose send is known. */
  readonly cause: number | undefined;
  /** Its vector time, counted in steps. */
  readonly time: VectorTime;
  /** The position of the next step of its process with another number. */
  readonly next: number | undefined;
}

/** A message that was sent, by positions in the list of steps. */
export interface Passage {
  readonly sender: number;
  /** The position of the send among the sender's effects. */
  readonly effect: number;
  /** The steps that received it: none while it is in transit, several if the channel keeps messages. */
  readonly receivers: readonly number[];
  /** The number of the step with which it was lost; absent if that is an event of its own. */
  readonly lost?: number;
  /** Whether it is in transit at the end, or a copy of it. */
  readonly isWaiting: boolean;
}

/** An event of the whole system, in words, before a step (a position in the list of steps). */
export interface BeatPlace {
  readonly before: number;
  /** The number of its step or round. */
  readonly number: number;
  readonly kind: Beat["kind"];
  readonly text: string;
}

/** An execution as steps, and what went between them. */
export interface DrawnSteps {
  /** The start steps, by process number, and then the other steps in the order of the execution. */
  readonly steps: readonly DrawnStep[];
  readonly passages: readonly Passage[];
  /** The events of the whole system. */
  readonly beats: readonly BeatPlace[];
  /** The number of the step or round of each event. */
  readonly numbers: readonly number[];
  /** The number of the last one. */
  readonly length: number;
  /** Whether time goes in rounds. */
  readonly inRounds: boolean;
}

type StepDraft = {
  number: number;
  process: number;
  trigger: Opening | undefined;
  effects: Followup[];
  from: number;
  to: number;
};

/** The steps of an execution. */
export function stepsOf(execution: Execution): DrawnSteps {
  const numbers = stepNumbers(execution);
  const { drafts, places, beats } = group(execution, numbers);
  const ways = followLetters(execution);
  const { sends } = ways;
  const causes = drafts.map(({ trigger, from }) => {
    const send = trigger === undefined ? undefined : sends[from];
    return send === undefined ? undefined : at(places, send).step;
  });
  const points = drafts.map(({ process }, i) => ({ process, cause: causes[i] }));
  const times = vectorTimes(points, execution.processes.length);
  const following = followingOf(drafts);
  const steps = drafts.map((draft, i): DrawnStep => ({
    ...draft,
    cause: causes[i],
    time: at(times, i),
    next: following[i],
  }));
  return {
    steps,
    passages: passagesOf(execution, { places, numbers, ways }),
    beats,
    numbers,
    length: numbers.at(-1) ?? 0,
    inRounds: execution.names?.inRounds ?? beats.some(({ kind }) => kind === "round"),
  };
}

/** The position of the next step of the same process with another number, for each step. */
function followingOf(drafts: readonly StepDraft[]): (number | undefined)[] {
  const following = new Array<number | undefined>(drafts.length).fill(undefined);
  const latest = new Map<number, number>();
  for (const [i, { process, number }] of [...drafts.entries()].toReversed()) {
    const next = latest.get(process);
    following[i] = next !== undefined && at(drafts, next).number === number ? following[next] : next;
    latest.set(process, i);
  }
  return following;
}

/** The place of an event: its step, and its position among the effects (-1: it is the trigger). */
interface EventPlace {
  readonly step: number;
  readonly effect: number;
}

type Grouped = { drafts: StepDraft[]; places: EventPlace[]; beats: BeatPlace[] };

function group({ processes: ids, events }: Execution, steps: readonly number[]): Grouped {
  const drafts = ids.map((_, process): StepDraft => ({
    number: 0,
    process,
    trigger: undefined,
    effects: [],
    from: 0,
    to: 0,
  }));
  const current = new Map(ids.map((id, process) => [id, process]));
  const numbers = new Map(current);
  const places: EventPlace[] = [];
  const beats: BeatPlace[] = [];
  const counts = { round: 0, tick: 0, stabilize: 0, mend: 0 };
  for (const [i, event] of events.entries()) {
    const number = at(steps, i);
    if (isBeat(event)) {
      const { kind } = event;
      beats.push({ before: drafts.length, number, kind, text: beatText(event, ++counts[kind]) });
      places.push({ step: -1, effect: -1 });
      continue;
    }
    const process = numbers.get(participantOf(event) ?? event.process);
    assert(process !== undefined, `${event.process} is a process of the execution`);
    if (isFault(event) && drawnOf(event) === undefined) {
      places.push({ step: -1, effect: -1 });
      continue;
    }
    if (isOpening(event)) {
      const forged = forgedBy(event);
      current.set(event.process, drafts.length);
      places.push({ step: drafts.length, effect: forged.length - 1 });
      drafts.push({ number, process, trigger: event, effects: forged, from: i, to: i + 1 });
      continue;
    }
    const step = current.get(event.process) as number;
    const draft = at(drafts, step);
    if (draft.to === 0) draft.from = i;
    draft.to = i + 1;
    places.push({ step, effect: draft.effects.push(event) - 1 });
  }
  return { drafts, places, beats };
}

/** Whether an event has a place of its own in pictures. */
function isOpening(event: Exclude<Event, Beat>): event is Opening {
  return !isEffect(event) && drawnOf(event)?.sign !== undefined;
}

/** The message that a liar makes up, as if it had sent it. */
function forgedBy(event: Opening): Followup[] {
  if (!isFault(event) || event.strikes !== "truth") return [];
  return [{ kind: "send", process: event.from, to: event.process, message: event.message }];
}

function beatText(beat: Beat, count: number): string {
  switch (beat.kind) {
    case "round":
      return [`round ${count}`, ...orderTexts(beat.order ?? [])].join(", ");
    case "tick":
      return `time ${count}`;
    case "stabilize":
      return "the system stabilizes";
    case "mend":
      return formatEvent(beat);
    default:
      return unreachable(beat);
  }
}

/** The parts from which passages are made. */
interface Ways {
  readonly places: readonly EventPlace[];
  /** The number of the step of each event. */
  readonly numbers: readonly number[];
  readonly ways: LetterWays;
}

function passagesOf(
  { events }: Execution,
  { places, numbers, ways: { sends, lost, waiting } }: Ways,
): Passage[] {
  const receivers = new Map<number, number[]>();
  for (const [i, event] of events.entries()) if (fateIn(event) === "sent") receivers.set(i, []);
  for (const [i, send] of sends.entries()) {
    if (send !== undefined) receivers.get(send)?.push(at(places, i).step);
  }
  return [...receivers].map(([send, steps]) => {
    const { step, effect } = at(places, send);
    const gone = lost.get(send);
    const fate = gone === undefined ? {} : { lost: at(numbers, gone) };
    return { sender: step, effect, receivers: steps, ...fate, isWaiting: waiting.has(send) };
  });
}
