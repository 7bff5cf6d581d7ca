import { faultOf, type FaultForm } from "../event/event.ts";
import type { LocalState } from "../state/localState.ts";
import type { Part } from "../state/part.ts";
import type { FailureKind, Strike } from "./failure.ts";
import { isMarked, marked } from "./mark.ts";

const CUT_OFF = "cut off";

const cut = {
  what: "is cut off",
  strikes: "connection",
  letters: "stay",
  drawn: { sign: "mishap", remark: "is cut off" },
  sets: CUT_OFF,
} as const satisfies FaultForm;

const healed = {
  what: "is connected again",
  strikes: "connection",
  letters: "stay",
  drawn: { sign: "mishap", remark: "is connected again" },
  clears: CUT_OFF,
  isRemedy: true,
} as const satisfies FaultForm;

/** The connection of a process, cut or there again. */
function changing(process: string, form: typeof cut | typeof healed, part: Part): Strike {
  return { event: faultOf(form, { process }), after: { ...part, local: marked(part.local, form) } };
}

/** A process that never takes a step again, and nothing that is sent to it is ever received. */
function isGone({ down }: LocalState): boolean {
  return down !== undefined && down !== "for a time";
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
  occasion: "a message sent across a partition (what start steps send is in transit before there is one)",
  faults: [cut, healed],
  strikes(part, { id }) {
    const { local, pending } = part;
    const isOut = local.halted || isGone(local) || isMarked(local, CUT_OFF);
    return isOut || pending.length > 0 ? [] : [changing(id, cut, part)];
  },
  remedies(part, { id }) {
    const { local, pending } = part;
    const isOut = isGone(local) || !isMarked(local, CUT_OFF);
    return isOut || pending.length > 0 ? [] : [changing(id, healed, part)];
  },
  inPlace: (local) => (isGone(local) ? local : marked(local, cut)),
  passes: (sender, receiver) => isMarked(sender, CUT_OFF) === isMarked(receiver, CUT_OFF),
  refusal(_failure, { timing, channel }) {
    if (timing.rounds) return "a round has no moment in which somebody could be cut off; use loss:N/round";
    return channel.keeps ? "with these channels messages may stay away and come again anyway" : undefined;
  },
};
