/**
 * Causality: which events can have influenced which others. *Happens before* is the smallest transitive
 * relation that contains the order of events at each process and puts every send before its receive
 * (L. Lamport, *Time, Clocks, and the Ordering of Events in a Distributed System*, CACM 1978). It is
 * kept as vector times (Fidge; Mattern, both 1988): an event's vector counts, for each process, the
 * events there that happened before it or are the event itself.
 */
import { assert, at, unreachable } from "../base/assert.ts";
import {
  fateIn,
  formatMessage,
  isBeat,
  participantOf,
  type Event,
  type Execution,
  type Message,
} from "../model/index.ts";

/** A vector time: by process number, how many points of that process are in the causal past. */
export type VectorTime = readonly number[];

/** Something that happens at a process, perhaps because of an earlier point of another process. */
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
   * By event: the number of its process. Undefined for beats and for faults of channels, which no process
   * takes part in: they are concurrent with everything.
   */
  readonly processes: readonly (number | undefined)[];
  /** By event: for a receive (or a message that is lost), the send of it; undefined for all others. */
  readonly sends: readonly (number | undefined)[];
  /** By event: its vector time. */
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

/**
 * By event: the send that a receive, a loss or an omitted receipt takes its message from. Equal letters
 * leave in the order in which they were sent. Where channels keep what was received (message sets), a letter
 * may be received more often than it was sent; what is left over is matched with the earliest send of it. A
 * receive in a fragment that does not contain the send has none. What does not arrive, because failures
 * are between sender and receiver, is matched with nothing.
 */
export function matchSends(execution: Execution): (number | undefined)[] {
  const transit = new Transit();
  return execution.events.map((event, i) => {
    const fate = fateIn(event);
    if (fate === "stay" || isBeat(event)) return undefined;
    if (fate === "emptied") return transit.emptied(event.process);
    const letter = letterIn(event);
    switch (fate) {
      case "sent":
        return event.kind === "fault" || arrives(execution, i, letter.to)
          ? transit.sent(letter, i)
          : undefined;
      case "doubled":
        return transit.doubled(letter);
      case "received":
      case "lost":
        return transit.gone(letter);
      default:
        return unreachable(fate);
    }
  });
}

/** A letter on its way. */
interface Way {
  readonly from: string;
  readonly to: string;
  readonly message: Message;
}

/** The letter to which something happens in an event. */
function letterIn(event: Event): Way {
  assert("message" in event, "something happens to a message");
  const { process, message } = event;
  return "from" in event
    ? { from: event.from, to: process, message }
    : { from: process, to: event.to, message };
}

/** Whether what is sent, in the event at a position, comes to be in transit. */
function arrives({ processes, configurations }: Execution, event: number, to: string): boolean {
  const [before, after] = [0, 1].map(
    (later) => at(configurations, event + later).mailboxes[processes.indexOf(to)],
  );
  return (after?.length ?? 0) > (before?.length ?? 0);
}

/** Which sends are in transit, by letter. */
class Transit {
  /** By receiver and letter: the sends of it, in order, and how many of them have left the channel. */
  private readonly letters = new Map<string, Map<string, { sends: number[]; gone: number }>>();

  private of({ from, to, message }: Way): { sends: number[]; gone: number } {
    const letters = this.letters.get(to) ?? new Map<string, { sends: number[]; gone: number }>();
    this.letters.set(to, letters);
    const name = `${from} ${formatMessage(message)}`;
    const known = letters.get(name) ?? { sends: [], gone: 0 };
    letters.set(name, known);
    return known;
  }

  sent(letter: Way, event: number): undefined {
    this.of(letter).sends.push(event);
  }

  /** The send of a letter that leaves its channel. */
  gone(letter: Way): number | undefined {
    const known = this.of(letter);
    return known.sends[known.gone++] ?? known.sends[0];
  }

  doubled(letter: Way): undefined {
    const { sends, gone } = this.of(letter);
    const next = sends[gone];
    if (next !== undefined) sends.splice(gone, 0, next);
  }

  /** A process that crashes gets nothing of what was sent before. */
  emptied(to: string): undefined {
    for (const letter of this.letters.get(to)?.values() ?? []) letter.gone = letter.sends.length;
  }
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
