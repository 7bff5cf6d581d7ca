/**
 * The senders of letters, where channels tell them. Where they hide them, letters have none, and code that
 * asks for one is told so: it cannot go on as if there were a process called `undefined`.
 */
import type { Channel } from "../communication/index.ts";
import type { Letter, Message, Received } from "./message.ts";

/** Thrown where code asks who has sent a message, and channels hide that. */
export class SenderHidden extends Error {
  constructor() {
    super("asked who has sent a message");
  }
}

const HIDDEN: PropertyDescriptor = {
  get(): never {
    throw new SenderHidden();
  },
  configurable: true,
  enumerable: false,
};

/** The prototype of letters whose senders are hidden; what is inherited is no part of a value. */
const NAMELESS: object = Object.freeze(Object.create(null, { from: HIDDEN }));

/** The words for the sender of a letter, with a space before them; none where channels hide it. */
export function bySender({ from }: Pick<Letter, "from">): string {
  return from === undefined ? "" : ` from ${from}`;
}

/** The sender among the facts that code is given, without asking as code would. */
export function knownSender(facts: object): Pick<Letter, "from"> {
  return { from: Object.getOwnPropertyDescriptor(facts, "from")?.value as string | undefined };
}

/** The sender as a letter in transit has it: undefined where channels hide it. */
export function senderIn({ channel }: { readonly channel: Channel }, process: string): string | undefined {
  return channel.hidesSenders === true ? undefined : process;
}

/** The letter as code gets it, which may ask for its sender where that is known. */
export function received({ from, message }: Pick<Letter, "from" | "message">): Received<Message> {
  if (from !== undefined) return { from, message };
  return Object.assign(Object.create(NAMELESS) as Received<Message>, { message });
}

/** Facts with the sender of a message among them: those very facts, changed. */
export function withSender<T extends object>(facts: T, from: string | undefined): T & Pick<Received, "from"> {
  if (from !== undefined) return Object.assign(facts, { from });
  return Object.defineProperty(facts, "from", HIDDEN) as T & Pick<Received, "from">;
}
