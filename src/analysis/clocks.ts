/**
 * Lamport's logical clocks: the time of an event is one more than the greatest of all that happened before
 * it. If e happened before f, the time of e is less; the converse is not true, for which vector times are
 * needed (L. Lamport, *Time, Clocks, and the Ordering of Events in a Distributed System*, CACM 1978).
 */
import { at } from "../base/assert.ts";
import type { Causality } from "./causality.ts";

/**
 * The Lamport time of each event, from 1; 0 for what happens to no process. Vector times say which event of
 * each process is the last that happened before it, and no other has a greater time.
 */
export function lamportTimes({ processes, times }: Pick<Causality, "processes" | "times">): number[] {
  const known = new Map<string, number>();
  return processes.map((process, i) => {
    if (process === undefined) return 0;
    const vector = at(times, i);
    const before = vector.map((count, p) => known.get(`${p} ${p === process ? count - 1 : count}`) ?? 0);
    const time = 1 + Math.max(...before);
    known.set(`${process} ${at(vector, process)}`, time);
    return time;
  });
}
