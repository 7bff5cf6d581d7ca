/** The kinds of channels, by name. A new kind is one file here and one line below. */
import type { Channel } from "./channel.ts";
import { fifo } from "./fifo.ts";
import { messageSet } from "./messageSet.ts";
import { unordered } from "./unordered.ts";

export type { Channel, Letters, Receivable } from "./channel.ts";
export { fifo, messageSet, unordered };

/** Every kind of channel that a system may have. */
export const channels: readonly Channel[] = [unordered, fifo, messageSet];
