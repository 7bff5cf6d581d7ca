/**
 * Links made of registers. The sender of a link writes one register, its receiver another; each reads the
 * other's. The sender's holds what it has sent and does not know to be taken; the receiver's says which of
 * that it has taken. Whoever sends looks there first, and leaves out what has been taken.
 *
 * So neither waits for the other, and neither counts without end: places are numbered anew whenever the
 * sender leaves something out, which flips the parity; the receiver follows with its next look, and the
 * sender does not leave out anything again before it sees that.
 */
import { format } from "../../base/text.ts";
import { equal, type Plain } from "../../base/value.ts";
import type { Channel } from "../../model/communication/index.ts";
import type { Message } from "../../model/state/message.ts";
import {
  sharedObject,
  type ObjectKind,
  type Performed,
  type SharedObject,
} from "../../model/memory/object.ts";
import { register } from "../../model/memory/register.ts";

/** The value of the sender's register. */
export interface Sent {
  /** The parity, which flips when places are numbered anew. */
  readonly parity: 0 | 1;
  /** The places, as they were numbered before that, which were left out. */
  readonly omitted: readonly number[];
  /** The messages by place, in the order of sending. */
  readonly messages: readonly Message[];
}

/** The value of the receiver's register; null where messages stay though they have been received. */
export type TakenLetters = {
  /** The parity of the sender's register when it looked last. */
  readonly parity: 0 | 1;
  /** The places of what it has taken, sorted. */
  readonly places: readonly number[];
} | null;

/** The answer to a process that awaits something: the sender, and the value of its register. */
export interface Fetched extends Sent {
  readonly from: string;
  /** The place of the message that may be received. */
  readonly place: number;
  /** Whether it stays there, to be received again. */
  readonly stays: boolean;
}

/** The initial value of the sender's register. */
export const NOTHING_SENT: Sent = { parity: 0, omitted: [], messages: [] };

/** The initial value of the receiver's register. */
export const NOTHING_TAKEN: NonNullable<TakenLetters> = { parity: 0, places: [] };

/** The new value of the sender's register, after it has seen which messages the receiver has taken. */
export function shortened(sent: Sent, taken: TakenLetters): Sent {
  if (taken === null || taken.parity !== sent.parity || taken.places.length === 0) return sent;
  return {
    parity: sent.parity === 0 ? 1 : 0,
    omitted: taken.places,
    messages: sent.messages.filter((_, place) => !taken.places.includes(place)),
  };
}

/** The sender's register with one message more; where messages stay, none needs to be there twice. */
export function withMessage(sent: Sent, message: Message, stays: boolean): Sent {
  const isThere = sent.messages.some((one) => equal(one as unknown as Plain, message as unknown as Plain));
  return stays && isThere ? sent : { ...sent, messages: [...sent.messages, message] };
}

/** The receiver's register, in the numbering that the sender's register uses now. */
export function renumbered(taken: TakenLetters, { parity, omitted }: Sent): TakenLetters {
  if (taken === null || taken.parity === parity) return taken;
  const places = taken.places
    .filter((place) => !omitted.includes(place))
    .map((place) => place - omitted.filter((one) => one < place).length);
  return { parity, places };
}

/** The receiver's register with one more place. */
export function withPlace(taken: TakenLetters, place: number): TakenLetters {
  return taken === null ? null : { ...taken, places: [...taken.places, place].sort((a, b) => a - b) };
}

/** The senders' registers of the links to one process, and what is true of these links. */
export interface IncomingLinks {
  /** The order of the kind of channel: any message may come next, or only the first of each sender. */
  readonly order: Channel["order"];
  /** Whether a message stays when it has been received. */
  readonly stays: boolean;
  /** The registers, by sender; absent ones hold what they held at first. */
  readonly from: Readonly<Record<string, Sent>>;
}

/** The places of messages that may be received next, if they are of one of some types (null: of any). */
function placesOpen(
  order: IncomingLinks["order"],
  { sent, taken }: { readonly sent: Sent; readonly taken: TakenLetters },
  types: readonly string[] | null,
): number[] {
  const { messages } = sent;
  const left = placesLeft(sent, taken);
  const next = order === "sender" ? left.slice(0, 1) : left.filter(isFirst);
  return next.filter((place) => types?.includes((messages[place] as Message).type) !== false);

  /** Whether a message is the oldest of those equal to it, which is received first. */
  function isFirst(place: number): boolean {
    const text = textAt(place);
    return left.find((other) => textAt(other) === text) === place;
  }

  function textAt(place: number): string {
    return format(messages[place] as unknown as Plain);
  }
}

/** The places of what a register holds and its reader has not taken. */
export function placesLeft(sent: Sent, taken: TakenLetters): number[] {
  const gone = renumbered(taken, sent)?.places ?? [];
  return sent.messages.map((_, place) => place).filter((place) => !gone.includes(place));
}

/**
 * The kind of object that holds the senders' registers of all links to one process. Each is written by one
 * process and read by one; they are one object so that the reader can wait for the first of them that holds
 * something new, as with an await statement, instead of reading one after the other in vain.
 */
const rowKind: ObjectKind = {
  name: "row of registers",
  about: "registers of several writers; await waits until one of them holds something new, and reads that",
  operations: {
    write: (row: IncomingLinks, [sent], writer) => ({
      value: { ...row, from: { ...row.from, [writer]: sent as Sent } },
    }),
    await: (row: IncomingLinks, [all, types]) =>
      Object.entries(row.from).flatMap(([from, sent]) => {
        const taken = (all as Readonly<Record<string, TakenLetters>>)[from] ?? NOTHING_TAKEN;
        const places = placesOpen(row.order, { sent, taken }, types as readonly string[] | null);
        return places.map((place): Performed => {
          return { value: row, response: { from, ...sent, place, stays: row.stays } };
        });
      }),
  },
};

/** The registers that a process reads to receive. */
export function rowTo(receiver: string, { order, keeps }: Channel): SharedObject {
  return sharedObject(rowKind, rowName(receiver), { order, stays: keeps, from: {} } satisfies IncomingLinks);
}

/** The register in which the receiver of a link says what it has taken. */
export function takenRegister(link: RegisterLink, { keeps }: Channel): SharedObject {
  return register<TakenLetters>(takenName(link), keeps ? null : NOTHING_TAKEN, link.to);
}

/** The sender and the receiver of a link. */
interface RegisterLink {
  readonly from: string;
  readonly to: string;
}

/** The name of the object that holds the registers which a process reads to receive. */
export function rowName(receiver: string): string {
  return `to[${receiver}]`;
}

/** The name of the register in which the receiver of a link says what it has taken. */
export function takenName({ from, to }: RegisterLink): string {
  return `taken[${from}, ${to}]`;
}
