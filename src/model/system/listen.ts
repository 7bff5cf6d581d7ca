/** Notes on sent messages, in systems where a Byzantine process may forge them. */
import { type Listener, wordsOf } from "./alphabet.ts";
import { formatMessage, type Message } from "../state/message.ts";
import { UsageError } from "../error.ts";
import type { Send } from "../event/event.ts";
import type { System } from "./system.ts";
import { isVoice } from "../state/voice.ts";

/**
 * Notes what processes say in a step, or a round.
 * @throws UsageError if one says more than it may in a round
 */
export function listen(
  { system, listener }: { readonly system: System; readonly listener: Listener },
  { sends }: { readonly sends: readonly Send[] },
): void {
  const said = sends.filter((send) => !isVoice(send));
  for (const [i, send] of said.entries()) {
    const { process, to, message } = send;
    for (const word of wordsOf(system, send)) listener.hear(word);
    if (!system.timing.rounds) continue;
    const before = said.slice(0, i).find((other) => other.process === process && other.to === to);
    if (before !== undefined) throw saidTwice(before, message);
  }
}

/**
 * The error of sending two messages to one process in a round. A Byzantine process sends one, so that the
 * others may not send more.
 */
function saidTwice({ process, to, message }: Send, second: Message): UsageError {
  const both = [message, second].map(formatMessage).join(" and ");
  return new UsageError(
    `In one round ${process} sends two messages to ${to}: ${both}.`,
    "Where processes may be Byzantine, put all that one says to another in a round into one message.",
  );
}
