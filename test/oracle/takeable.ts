/** Messages that a process could take next. */
import { accessOf, patienceOf } from "./accesses.ts";
import { wordOf, type Local, type Post } from "./configuration.ts";
import { keepsBack } from "./steps.ts";
import type { Tiny, Who } from "./tiny.ts";

/** The messages that a process could receive next but for their time, as places in its sorted mail. */
export function firsts(tiny: Tiny, mail: readonly Post[]): readonly number[] {
  const earlier = (post: Post, i: number): boolean =>
    mail.slice(0, i).some((other) => {
      if (other.from !== post.from) return false;
      return tiny.channels === "fifo" || wordOf(other) === wordOf(post);
    });
  return [...mail.keys()].filter((i) => !earlier(mail[i] as Post, i));
}

/** Whether a process takes a message where it is; its access may begin with another sort of receipt. */
export function takes(who: Who, local: Local, post: Post): boolean {
  if (keepsBack(who, local, post) || accessOf(who.role, local) !== undefined) return false;
  return patienceOf(who.role, local)?.types.includes(post.type) ?? true;
}

/** Whether the access that process code awaits begins with the receipt of a message. */
export function receivesFirst(who: Who, local: Local, post: Post): boolean {
  return accessOf(who.role, local)?.first === post.type && !keepsBack(who, local, post);
}
