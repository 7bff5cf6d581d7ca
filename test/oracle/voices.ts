/**
 * What Byzantine processes may say: what somebody of their role says to somebody of that role, in some
 * execution.
 */
import { processesOf, type Tiny } from "./tiny.ts";

/** A message without its sender. */
export interface Word {
  readonly type: string;
  readonly n: number;
}

/** What may be said so far, and what has been heard: more executions are searched until nothing is new. */
export interface Voices {
  readonly known: ReadonlyMap<string, Word>;
  readonly heard: Map<string, Word>;
}

/** A message, by the numbers of its sender and its receiver. */
export interface Saying extends Word {
  readonly from: number;
  readonly to: number;
}

function linkOf(tiny: Tiny, { from, to }: { readonly from: number; readonly to: number }): string {
  const all = processesOf(tiny);
  return `${all[from]?.role.name} to ${all[to]?.role.name}: `;
}

/** Takes note of what a correct process sends. */
export function hear(tiny: Tiny, { heard }: Voices, { type, n, ...link }: Saying): void {
  heard.set(`${linkOf(tiny, link)}${type}(${n})`, { type, n });
}

/** What a liar may say to somebody. */
export function wordsOf(tiny: Tiny, { known }: Voices, link: { from: number; to: number }): readonly Word[] {
  const name = linkOf(tiny, link);
  return [...known].filter(([text]) => text.startsWith(name)).map(([, word]) => word);
}
