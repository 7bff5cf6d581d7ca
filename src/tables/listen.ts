/** What processes say, noted where somebody may forge it. */
import { type Listener, wordsOf } from "../model/alphabet.ts";
import { formatMessage, type Message } from "../model/message.ts";
import { UsageError } from "../model/error.ts";
import type { Send } from "../model/event.ts";
import type { System } from "../model/system.ts";
import { isVoice } from "../model/voice.ts";

/**
 * Notes what a process says in a step, or a round.
 * @throws UsageError if that is more than it may in a round
 */
export function listen(
  { system, listener }: { readonly system: System; readonly listener: Listener },
  { sends }: { readonly sends: readonly Send[] },
): void {
  const said = sends.filter((send) => !isVoice(send));
  for (const [i, send] of said.entries()) {
    const { to, message } = send;
    for (const word of wordsOf(system, send)) listener.hear(word);
    const before = system.timing.rounds ? said.slice(0, i).find((other) => other.to === to) : undefined;
    if (before !== undefined) throw saidTwice(before, message);
  }
}

/** In a round a Byzantine process says one thing to each other, so that the others may not say more. */
function saidTwice({ process, to, message }: Send, second: Message): UsageError {
  const both = [message, second].map(formatMessage).join(" and ");
  return new UsageError(
    `In one round ${process} sends two messages to ${to}: ${both}.`,
    "Where processes may be Byzantine, put all that one says to another in a round into one message.",
  );
}
