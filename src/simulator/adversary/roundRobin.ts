import { NumberSet } from "../numberSet.ts";
import type { AdversaryKind } from "./adversary.ts";

/**
 * The processes that can take a step take one each, in order, again and again, with their oldest event.
 * Choices are drawn; all else is the same in every run.
 */
export const roundRobin: AdversaryKind = {
  name: "round-robin",
  about: "the processes in turn, each with its oldest event",
  begin({ situation, random }) {
    const able = new NumberSet(situation.processes);
    const enabled = new Int32Array(situation.processes);
    let turn = 0;
    return {
      next() {
        const process = able.from(turn) ?? able.from(0) ?? 0;
        turn = process + 1;
        return situation.oldestOf(process);
      },
      choose: (options) => random.below(options.length),
      enabled(ticket) {
        const process = situation.ownerOf(ticket);
        const before = enabled[process] as number;
        enabled[process] = before + 1;
        if (before === 0) able.add(process);
      },
      disabled(ticket) {
        const process = situation.ownerOf(ticket);
        const after = (enabled[process] as number) - 1;
        enabled[process] = after;
        if (after === 0) able.delete(process);
      },
    };
  },
};
