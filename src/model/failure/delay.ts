import { at } from "../../base/assert.ts";
import { lettersOf } from "../configuration.ts";
import type { Letter } from "../protocol.ts";
import type { System } from "../system.ts";
import { arrivals } from "./arrival.ts";
import type { FailureKind, MishapForm } from "./failure.ts";

const delays: MishapForm = { what: "delays", befalls: "message" };

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
  mishaps: [delays],
  strikes: (part, { id }, system) =>
    arrivals(part, system)
      .filter(({ letter }) => letter.delay?.within === 0)
      .map(({ letter }) => {
        const { from, message } = letter;
        return {
          event: { kind: "mishap", process: id, what: delays.what, letter: { from, message } },
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
function postponed(system: System, mailbox: readonly Letter[], letter: Letter): readonly Letter[] {
  const letters = lettersOf(system);
  const place = mailbox.findIndex((other) => letters.compare(other, letter) === 0);
  const later = mailbox.with(place, { ...at(mailbox, place), delay: { after: 1, within: 1 } });
  return later.reduce((before, one) => system.channel.send(before, one, letters), [] as readonly Letter[]);
}
