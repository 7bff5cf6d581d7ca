import { at } from "../../base/assert.ts";
import { faultOf, type FaultForm } from "../event/event.ts";
import { lettersOf } from "../state/letter.ts";
import type { Letter } from "../state/message.ts";
import { arrivals } from "./arrival.ts";
import type { FailureKind, FailureScope } from "./failure.ts";

const delays = {
  what: "delays",
  strikes: "channel",
  letters: "stay",
  drawn: { sign: "mishap", remark: "the network delays {label}" },
} as const satisfies FaultForm;

/**
 * Timing failures of channels: a message that would have to be received now is under way for one more tick
 * (F. Cristian, H. Aghili, R. Strong and D. Dolev, *Atomic Broadcast: From Simple Message Diffusion to
 * Byzantine Agreement*, 1985). Nobody notices. A budget counts the ticks by which messages are late.
 */
export const delay: FailureKind = {
  name: "delay",
  about: "a message takes a tick longer than the bounds on time allow",
  counts: "faults",
  needsMessages: true,
  faults: [delays],
  strikes: (part, { id }, system) =>
    arrivals(part, system)
      .filter(({ letter }) => letter.delay?.within === 0)
      .map(({ letter }) => {
        const { from, message } = letter;
        return {
          event: faultOf(delays, { process: id, from, message }),
          after: { ...part, mailbox: postponed(system, part.mailbox, letter) },
          breaksBounds: true,
        };
      }),
  refusal({ budget }, { timing }) {
    if (timing.ticks === undefined) return "there are no bounds that a message could miss";
    return budget === Infinity ? "without a budget messages need never arrive; use loss" : undefined;
  },
};

/** A mailbox in which one letter arrives a tick later. */
function postponed(system: FailureScope, mailbox: readonly Letter[], letter: Letter): readonly Letter[] {
  const letters = lettersOf(system);
  const place = mailbox.findIndex((other) => letters.compare(other, letter) === 0);
  const later = mailbox.with(place, { ...at(mailbox, place), delay: { after: 1, within: 1 } });
  return later.reduce((before, one) => system.channel.send(before, one, letters), [] as readonly Letter[]);
}
