/**
 * Causality: which events can have influenced which others. *Happens before* is the smallest transitive
 * relation that contains the order of events at each process and puts every send before its receive
 * (L. Lamport, *Time, Clocks, and the Ordering of Events in a Distributed System*, CACM 1978). It is
 * kept as vector times (Fidge; Mattern, both 1988): an event's vector counts, for each process, the
 * events there that happened before it or are the event itself.
 */
import { assert, at } from "../base/assert.ts";
import { participantOf, type Execution } from "../model/index.ts";
import { matchSends } from "./letters.ts";

/** A vector time: by process number, how many points of that process are in the causal past. */
export type VectorTime = readonly number[];

/** An event at a process, perhaps because of an earlier point of another process. */
export interface Point {
  /** The number of the process; undefined for what happens to no process, and influences none. */
  readonly process: number | undefined;
  /** The position, in the same list, of the point that sent what is received here. */
  readonly cause: number | undefined;
}

/** The vector times of points, which are listed in an order in which they can have happened. */
export function vectorTimes(points: readonly Point[], processCount: number): VectorTime[] {
  const latest: VectorTime[] = Array.from({ length: processCount }, () =>
    new Array<number>(processCount).fill(0),
  );
  const times: VectorTime[] = [];
  for (const [i, { process, cause }] of points.entries()) {
    assert(cause === undefined || cause < i, "a message is sent before it is received");
    if (process === undefined) {
      times.push(new Array<number>(processCount).fill(0));
      continue;
    }
    const own = at(latest, process);
    const known = cause === undefined ? own : own.map((count, p) => Math.max(count, at(at(times, cause), p)));
    const time = known.with(process, at(own, process) + 1);
    latest[process] = time;
    times.push(time);
  }
  return times;
}

/** The causal structure of an execution. Events are named by their positions in it, from 0. */
export interface Causality {
  /**
   * The number of the process of each event. Undefined for beats and for faults of channels, which no process
   * takes part in: they are concurrent with everything.
   */
  readonly processes: readonly (number | undefined)[];
  /** The send of each event that is a receive, or a lost message; undefined for all others. */
  readonly sends: readonly (number | undefined)[];
  /** The vector time of each event. */
  readonly times: readonly VectorTime[];
}

/** The causal structure of an execution. */
export function causality(execution: Execution): Causality {
  const { processes: ids, events } = execution;
  const numbers = new Map(ids.map((id, number) => [id, number]));
  const processes = events.map((event) => {
    const id = participantOf(event);
    if (id === undefined) return undefined;
    const number = numbers.get(id);
    assert(number !== undefined, `${id} is a process of the execution`);
    return number;
  });
  const sends = matchSends(execution);
  const points = processes.map((process, i) => ({ process, cause: sends[i] }));
  return { processes, sends, times: vectorTimes(points, ids.length) };
}

/** Whether event `a` happened before event `b`, and may have influenced it; never for a = b. */
export function happensBefore({ processes, times }: Causality, a: number, b: number): boolean {
  const process = at(processes, a);
  return a !== b && process !== undefined && at(at(times, b), process) >= at(at(times, a), process);
}

/** Whether neither of two different events happened before the other. */
export function concurrent(order: Causality, a: number, b: number): boolean {
  return a !== b && !happensBefore(order, a, b) && !happensBefore(order, b, a);
}

/** The events that happened before `event`, in the order of the execution. */
export function causalPast(order: Causality, event: number): number[] {
  return positions(order).filter((other) => happensBefore(order, other, event));
}

/** The events that `event` happened before, in the order of the execution. */
export function causalFuture(order: Causality, event: number): number[] {
  return positions(order).filter((other) => happensBefore(order, event, other));
}

function positions({ times }: Causality): number[] {
  return times.map((_, i) => i);
}
