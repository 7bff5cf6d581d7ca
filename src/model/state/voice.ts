/**
 * The *voice* of a Byzantine process: a letter in the mailbox of each of its neighbours, which stands for
 * whatever it may say to that neighbour, and stays there. So what may happen at a process is still a function
 * of its own part of the configuration, and what a liar could have said, and nobody received, takes no room.
 */
import type { LocalState } from "./localState.ts";
import { faultOf, type Fault, type FaultForm } from "../event/event.ts";
import type { Letter, Message } from "./message.ts";

/** The message of a voice; no message of an author has an empty type. */
const VOICE: Message = Object.freeze({ type: "" });

/** The voice of a process, as it is sent. */
export function voiceOf(process: string, to: string): { process: string; to: string; message: Message } {
  return { process, to, message: VOICE };
}

/** Whether a letter, or the receipt of one, is a voice. */
export function isVoice({ message }: Pick<Letter, "message">): boolean {
  return message.type === VOICE.type;
}

/** Whether what is sent to a process in some local state comes into its mailbox. */
export function isTakenIn({ down }: LocalState, letter: Pick<Letter, "message">): boolean {
  return down === undefined || (down === "for a time" && isVoice(letter));
}

/** The fault in which a Byzantine process says nothing in a round. */
export const withholds = {
  what: "withholds its message from",
  strikes: "silence",
  letters: "stay",
} as const satisfies FaultForm;

/** The fault by which a voice says nothing in its turn of a round. */
export function silenceOf(from: string, process: string): Fault {
  return faultOf(withholds, { process, from });
}
