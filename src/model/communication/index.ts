/** The kinds of channels, by name. A new kind is one file here and one line below. */
import { UsageError } from "../error.ts";
import { anonymous } from "./anonymous.ts";
import { withCapacity } from "./capacity.ts";
import type { Channel } from "./channel.ts";
import { fifo } from "./fifo.ts";
import { messageSet } from "./messageSet.ts";
import { unordered } from "./unordered.ts";

export type { Channel, Letters, Receivable } from "./channel.ts";
export { anonymous, fifo, messageSet, unordered, withCapacity };

/** Every kind of channel that a system may have. */
export const channels: readonly Channel[] = [unordered, fifo, messageSet];

/**
 * The channels that a text such as `fifo`, `fifo:3` or `unordered:anonymous` stands for.
 * @throws UsageError that lists the kinds
 */
export function parseChannels(text: string): Channel {
  const [name = "", ...options] = text.split(":");
  const found = channels.find((channel) => channel.name === name);
  if (found === undefined)
    throw new UsageError(
      `There are no channels called "${text}".`,
      `Possible are ${channels.map((channel) => channel.name).join(", ")}; ` +
        "with room for 3, fifo:3; with senders hidden, unordered:anonymous.",
      { given: name, possible: channels.map((channel) => channel.name) },
    );
  return options.reduce(withOption, found);
}

function withOption(kind: Channel, option: string): Channel {
  if (option === "anonymous") return anonymous(kind);
  const isRoom = /^[1-9]\d{0,8}$/.test(option);
  if (isRoom && kind.capacity === undefined) return withCapacity(kind, Number(option));
  throw new UsageError(
    `There are no channels called "${kind.name}:${option}".`,
    "With room for 3 messages they are fifo:3; with senders hidden, unordered:anonymous.",
    { given: option, possible: ["anonymous"] },
  );
}
