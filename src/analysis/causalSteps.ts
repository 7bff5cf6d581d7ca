/**
 * An execution as steps that are partly ordered. What has to come first is what happened before at the same
 * process, the send of what is received, and whatever happened before at the same shared object, or channel
 * that may be full. A step in which something fails, or which is one of the whole system, keeps its place
 * among all: whether a letter is lost with a crash depends on whether it was sent before.
 */
import { at } from "../base/assert.ts";
import {
  accessedIn,
  isBeat,
  isFault,
  stepNumbers,
  type Event,
  type Execution,
  type System,
} from "../model/index.ts";
import { matchSends } from "./letters.ts";

/** A step, and what has to come before it. */
export interface CausalStep {
  /** The process that takes it, by number; the number of processes for what keeps its place. */
  readonly thread: number;
  /** Its position among the steps of its thread. */
  readonly index: number;
  /** The positions of its first event, and after its last one. */
  readonly from: number;
  readonly to: number;
  /** The steps that have to come right before it, by position. */
  readonly needs: readonly number[];
}

/** The steps of an execution. */
export interface CausalSteps {
  readonly execution: Execution;
  readonly steps: readonly CausalStep[];
  /** The steps of each thread, by position. */
  readonly threads: readonly (readonly number[])[];
}

/** The steps of an execution, and what has to come before each. What start steps send is in none of them. */
export function causalStepsOf({ channel }: System, execution: Execution): CausalSteps {
  const { processes, events } = execution;
  const sends = matchSends(execution);
  const numbers = stepNumbers(execution);
  const threads: number[][] = [...processes, ""].map(() => []);
  const steps: CausalStep[] = [];
  const lastAt = new Map<string, number>();
  for (let from = numbers.lastIndexOf(0) + 1; from < events.length;) {
    const next = numbers.findIndex((number) => number > at(numbers, from));
    const to = next === -1 ? events.length : next;
    const own = events.slice(from, to);
    const thread = threadOf(processes, own);
    const isFixed = thread === processes.length;
    const needs = new Set<number>(isFixed ? steps.keys() : at(threads, processes.length).slice(-1));
    const before = at(threads, thread).at(-1);
    if (before !== undefined) needs.add(before);
    for (const send of sends.slice(from, to)) {
      const sent = steps.findIndex((step) => send !== undefined && step.from <= send && send < step.to);
      if (sent !== -1) needs.add(sent);
    }
    for (const object of objectsIn(own, channel.capacity !== undefined)) {
      const last = lastAt.get(object);
      if (last !== undefined) needs.add(last);
      lastAt.set(object, steps.length);
    }
    const number = steps.push({ thread, index: at(threads, thread).length, from, to, needs: [...needs] }) - 1;
    at(threads, thread).push(number);
    from = to;
  }
  return { execution, steps, threads };
}

/** The process that takes a step, by number; the number of processes if it has to keep its place. */
function threadOf(processes: readonly string[], events: readonly Event[]): number {
  const [trigger] = events;
  if (trigger === undefined || isBeat(trigger) || events.some(isFault)) return processes.length;
  return processes.indexOf((trigger as { readonly process: string }).process);
}

/** The shared objects that events are at, and the channels, if these may be full. */
function objectsIn(events: readonly Event[], isBounded: boolean): string[] {
  return events.flatMap((event) => {
    const accessed = accessedIn(event);
    if (!isBounded) return accessed;
    if (event.kind === "send") return [`${event.process} to ${event.to}`];
    return event.kind === "receive" ? [...accessed, `${event.from} to ${event.process}`] : accessed;
  });
}
