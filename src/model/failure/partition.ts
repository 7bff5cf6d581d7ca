import type { LocalState } from "../configuration.ts";
import type { FailureKind, MishapForm } from "./failure.ts";
import { isMarked, mishapAt } from "./mark.ts";

const CUT_OFF = "cut off";

const cut: MishapForm = { what: "is cut off", befalls: "process", sets: CUT_OFF };
const healed: MishapForm = {
  what: "is connected again",
  befalls: "process",
  clears: CUT_OFF,
  isRemedy: true,
};

/** A process that is never heard of again; one that is down for a time is. */
function isGone({ halted, down }: LocalState): boolean {
  return halted || (down !== undefined && down !== "for a time");
}

/**
 * A temporary partition: some processes are cut off from the others for a time. What one side sends to the
 * other meanwhile is lost; what was in transit before still arrives, and those on the same side hear each
 * other. No process notices, and none is to blame. Every partition is over at some time: to be cut off for
 * ever is to lose messages for ever (`loss`). A budget counts how often a process is cut off.
 */
export const partition: FailureKind = {
  name: "partition",
  about: "a process is cut off for a time, alone or with others; what is sent across is lost",
  counts: "faults",
  needsMessages: true,
  mishaps: [cut, healed],
  strikes(part, { id }) {
    const { local, pending } = part;
    const isOut = isGone(local) || isMarked(local, CUT_OFF);
    return isOut || pending.length > 0 ? [] : [mishapAt(id, cut, part)];
  },
  remedies(part, { id }) {
    const { local, pending } = part;
    const isOut = isGone(local) || !isMarked(local, CUT_OFF);
    return isOut || pending.length > 0 ? [] : [mishapAt(id, healed, part)];
  },
  passes: (sender, receiver) => isMarked(sender, CUT_OFF) === isMarked(receiver, CUT_OFF),
  refusal(_failure, { timing, channel }) {
    if (timing.rounds) return "a round has no moment in which somebody could be cut off; use loss:N/round";
    return channel.keeps ? "with these channels messages may stay away and come again anyway" : undefined;
  },
};
