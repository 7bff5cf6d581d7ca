import { Heap } from "../heap.ts";
import type { AdversaryKind } from "./adversary.ts";
import { parseDelay } from "./distribution.ts";

/**
 * Virtual time, as in the simulation of discrete events: whatever becomes possible happens after a delay
 * that is drawn from a distribution (distribution.ts), and all in the order of their moments. Where time is
 * kept, delays are whole ticks within the bounds of the system: that of a message counts from when it was
 * sent, and what is drawn is rounded, and cut off at the bounds. Time passes when nothing is due any more.
 *
 * Source: H. Attiya and J. Welch, Distributed Computing (2004), section 6.1, for timed executions.
 */
export const virtualTime: AdversaryKind = {
  name: "virtual-time",
  about: "everything after a random delay (exponential of mean 2, or :DELAY), in the order of virtual time",
  form: "DELAY",
  begin({ situation, random, text }) {
    const delay = parseDelay(text === "" ? "exponential:2" : text);
    const heap = new Heap();
    /** The moment of each ticket; only an entry of the heap that agrees with it is valid. */
    const moments = new Map<number, number>();
    const beats = new Set<number>();
    let now = 0;
    const momentOf = (ticket: number): number => {
      const left = situation.timeLeft(ticket);
      if (left === Infinity) return now + delay(random);
      const ticks = Math.round(delay(random)) - situation.timeWaited(ticket);
      return now + Math.min(Math.max(0, ticks), left);
    };
    const earliest = (): { readonly item: number; readonly moment: number } | undefined => {
      for (;;) {
        const first = heap.first();
        if (first === undefined || moments.get(first.item) === first.moment) return first;
        heap.pop();
      }
    };
    return {
      get time() {
        return now;
      },
      next() {
        const first = earliest();
        if (first !== undefined && (beats.size === 0 || first.moment <= now)) {
          now = Math.max(now, first.moment);
          return first.item;
        }
        now++;
        return [...beats][random.below(beats.size)] ?? -1;
      },
      choose: (options) => random.below(options.length),
      enabled(ticket) {
        if (situation.isBeat(ticket)) return void beats.add(ticket);
        const moment = momentOf(ticket);
        moments.set(ticket, moment);
        heap.push(ticket, moment);
      },
      disabled(ticket) {
        beats.delete(ticket);
        moments.delete(ticket);
      },
    };
  },
};
