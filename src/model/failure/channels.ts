import { faultOf, type FaultForm } from "../event/event.ts";
import type { Part } from "../state/part.ts";
import { arrivals, withinQueues } from "./arrival.ts";
import type { Failure, FailureKind, FailureScope, FailureSetting, Strike } from "./failure.ts";

const loses = {
  what: "loses",
  strikes: "channel",
  letters: "lost",
  drawn: { sign: "lost", remark: "lost" },
} as const satisfies FaultForm;

const duplicates = {
  what: "duplicates",
  strikes: "channel",
  letters: "doubled",
  drawn: { sign: "doubled", remark: "the network doubles {label}" },
} as const satisfies FaultForm;

/**
 * Lossy channels: a message in transit disappears, wherever it is. No process is to blame, and none notices.
 * Without a budget, any number of messages may be lost.
 */
export const loss: FailureKind = {
  name: "loss",
  about: "a channel loses messages",
  counts: "faults",
  needsMessages: true,
  faults: [loses],
  strikes: (part, { id }, system) => [
    ...arrivals(part, system).map(({ letter: { from, message }, without }) => ({
      event: faultOf(loses, { process: id, from, message }),
      after: without,
    })),
    ...fromWithin(part, id, system),
  ],
  refusal(failure, setting) {
    const { channel, timing } = setting;
    if (channel.capacity === undefined || timing.ticks === undefined) return keptLetters(failure, setting);
    return "where time is kept, a loss does not say which of several messages makes room in a channel";
  },
};

/**
 * Fair-lossy channels: they lose as others do, and yet what is sent again and again is received again and
 * again (C. Cachin, R. Guerraoui and L. Rodrigues, *Introduction to Reliable and Secure Distributed
 * Programming*, 2nd edition, 2011, section 2.4.2).
 */
export const fairLoss: FailureKind = {
  ...loss,
  name: "fair-loss",
  about: "a channel loses messages, but what is sent again and again arrives again and again",
  isFair: true,
  refusal(failure, setting) {
    if (failure.budget !== Infinity) return "with a budget, losses end: that is loss";
    if (setting.timing.rounds) return "in rounds it is not said what is sent again and again";
    if (setting.failures.some(({ kind }) => kind === loss)) return "what loss takes may be taken for ever";
    return loss.refusal?.(failure, setting);
  },
};

/**
 * The losses of messages that others are in front of. Where channels are bounded they make room; otherwise
 * nobody can tell them from a loss when the message has come to the front.
 */
function fromWithin(part: Part, id: string, system: FailureScope): Strike[] {
  const { channel } = system;
  if (channel.capacity === undefined || channel.order === "any") return [];
  return withinQueues(part, system).map(({ letter: { from, message }, behind, without }) => ({
    event: faultOf(loses, { process: id, from, message, behind }),
    after: without,
  }));
}

/** Duplicating channels: a message in transit is there once more, right behind the first. */
export const duplication: FailureKind = {
  name: "duplication",
  about: "a channel delivers messages twice",
  counts: "faults",
  needsMessages: true,
  faults: [duplicates],
  strikes: (part, { id }, system) =>
    arrivals(part, system).flatMap(({ letter: { from, message }, twice }) =>
      twice === undefined
        ? []
        : [{ event: faultOf(duplicates, { process: id, from, message }), after: twice }],
    ),
  refusal(failure, system) {
    if (failure.budget === Infinity) return "without a budget, messages in transit multiply without end";
    return keptLetters(failure, system);
  },
};

function keptLetters(_failure: Failure, { channel }: FailureSetting): string | undefined {
  if (!channel.keeps) return undefined;
  return `with ${channel.name} channels messages may stay away and come again anyway`;
}
