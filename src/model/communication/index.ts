/** The kinds of channels, by name. A new kind is one file here and one line below. */
import { UsageError } from "../error.ts";
import { withCapacity } from "./capacity.ts";
import type { Channel } from "./channel.ts";
import { fifo } from "./fifo.ts";
import { messageSet } from "./messageSet.ts";
import { unordered } from "./unordered.ts";

export type { Channel, Letters, Receivable } from "./channel.ts";
export { fifo, messageSet, unordered, withCapacity };

/** Every kind of channel that a system may have. */
export const channels: readonly Channel[] = [unordered, fifo, messageSet];

/** The channels that a text such as `fifo` or `fifo:3` stands for. @throws UsageError that lists the kinds */
export function parseChannels(text: string): Channel {
  const [name = "", capacity, ...more] = text.split(":");
  const found = channels.find((channel) => channel.name === name);
  if (found === undefined || more.length > 0)
    throw new UsageError(
      `There are no channels called "${text}".`,
      `Possible are ${channels.map((channel) => channel.name).join(", ")}; or, with room for 3, fifo:3.`,
      { given: name, possible: channels.map((channel) => channel.name) },
    );
  if (capacity === undefined) return found;
  if (/^[1-9]\d{0,8}$/.test(capacity)) return withCapacity(found, Number(capacity));
  throw new UsageError(`Channels ${name} with room for "${capacity}" messages are none.`, "Write fifo:3.");
}
