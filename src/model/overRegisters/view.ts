/**
 * Properties of a protocol, asked about its simulation by registers: what is in transit is found in the
 * registers, and with those who are about to write it.
 */
import { formatMessage } from "../event.ts";
import type { ConfigurationView, Letter, Message, ProcessView, Protocol } from "../protocol.ts";
import { asSimulated, seenWith } from "../simulatedProperties.ts";
import { PAUSE, type Remote } from "./act.ts";
import { NOTHING_SENT, NOTHING_TAKEN, placesLeft, rowName, type Row, type Sent } from "./link.ts";

/** The properties of the protocol, for its simulation. */
export function overRegistersAsked(properties: NonNullable<Protocol["properties"]>): typeof properties {
  return asSimulated(properties, viewOf, {});
}

function viewOf(process: ProcessView, all: ConfigurationView): ProcessView {
  return seenWith(process, {
    timers() {
      const set = process.timers.filter((timer) => timer !== PAUSE);
      return process.crashed ? set : [...new Set([...set, ...remoteOf(process).due])].sort();
    },
    mailbox: () => mailboxOf(process, all),
  });
}

function remoteOf({ state }: ProcessView): Remote {
  return (state as { overRegisters: Remote }).overRegisters;
}

/** What is in transit to a process, in the order of the channel: nothing, if the process has crashed. */
function mailboxOf(process: ProcessView, { processes, objects }: ConfigurationView): readonly Letter[] {
  if (process.crashed) return [];
  const row = objects[rowName(process.id)] as unknown as Row;
  return processes.flatMap((sender) => {
    const { id: from } = sender;
    const sent = row.from[from] ?? NOTHING_SENT;
    const places = placesLeft(sent, remoteOf(process).taken[from] ?? NOTHING_TAKEN);
    const written = places.map((place) => sent.messages[place] as Message);
    const messages = inOrder(row, [...written, ...unwritten(sender, process.id)]);
    return messages.map((message): Letter => ({ from, message }));
  });
}

/** Messages of one sender as a mailbox has them. */
function inOrder({ order, stays }: Row, messages: readonly Message[]): readonly Message[] {
  if (order === "sender") return messages;
  const texts = messages.map((message) => ({ message, text: formatMessage(message) }));
  const kept = stays
    ? texts.filter(({ text }, i) => texts.findIndex((one) => one.text === text) === i)
    : texts;
  return kept.sort((a, b) => (a.text < b.text ? -1 : a.text > b.text ? 1 : 0)).map(({ message }) => message);
}

/** What a process is about to send to another. */
function unwritten(sender: ProcessView, to: string): Sent["messages"] {
  if (sender.crashed) return [];
  return remoteOf(sender).effects.flatMap((effect) =>
    effect.kind === "send" && effect.to === to ? [effect.message] : [],
  );
}
