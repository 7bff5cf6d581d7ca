import type { Channel } from "./channel.ts";
import { UsageError } from "../error.ts";

/**
 * Channels of a kind that tell nobody who has sent a message. Who has sent it is forgotten when it is sent,
 * so that equal messages are equal, whoever has sent them.
 * @throws UsageError if that makes no sense
 */
export function anonymous(kind: Channel): Channel {
  const refuse = (why: string): never => {
    throw new UsageError(
      `The channels ${kind.name} cannot hide who sends: ${why}.`,
      "Use unordered:anonymous or message-set:anonymous.",
    );
  };
  if (kind.hidesSenders === true) return kind;
  if (kind.order === "sender") refuse("to receive in order is to know what comes from one process");
  if (kind.capacity !== undefined) refuse("the room is for the messages of one process");
  return { ...kind, name: `${kind.name}:anonymous`, hidesSenders: true };
}
