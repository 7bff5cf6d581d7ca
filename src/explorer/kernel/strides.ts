/** The strides of a check: how much it does between two looks at whether that is enough, or too much. */
import type { Author } from "../../tables/author.ts";
import type { Expansion } from "./expansion.ts";

/** The number of configurations that are expanded between two looks at whether that is enough. */
export const STRIDE = 256;

/** A stride is taken in parts, each of which ends when author code has been called so often. */
const CALLS_MAX = 16;

/** The number of configurations that are expanded between two looks at that, where it is called at all. */
const PACE = 16;

/** The number of parts between two looks at the size of tables, where author code is not called. */
const UNLOOKED_MAX = 16;

/** Takes strides, one after the other. */
export class Strides {
  private readonly author: Pick<Author, "calls">;
  /** The number of configurations that have been expanded of the stride which is not over. */
  private done = 0;
  private pace = STRIDE;
  /** The calls of author code at the last look at tables, and the number of parts since one was due. */
  private callsSeen = 0;
  private unlooked = 0;

  constructor(author: Pick<Author, "calls">) {
    this.author = author;
  }

  /** Whether a part of a stride has been taken, and not yet the rest. */
  get isUnderWay(): boolean {
    return this.done > 0;
  }

  /** Expands a stride, or a part of it. @returns false when there is nothing left to expand */
  take(expansion: Expansion): boolean {
    const { author } = this;
    const callsMax = author.calls + CALLS_MAX;
    let more = true;
    do {
      const { calls } = author;
      more = expansion.advance(this.pace);
      this.done += this.pace;
      this.pace = author.calls === calls ? STRIDE : PACE;
    } while (more && this.done < STRIDE && author.calls < callsMax);
    if (!more || this.done >= STRIDE) this.done = 0;
    return more;
  }

  /** Leaves the stride under way, as another search begins. */
  beginAgain(): void {
    this.done = 0;
  }

  /** Whether tables, but for those of the search itself, may have grown much since this was last true. */
  mayHaveGrown(): boolean {
    const { calls } = this.author;
    this.unlooked = calls === this.callsSeen ? (this.unlooked + 1) % UNLOOKED_MAX : 0;
    this.callsSeen = calls;
    return this.unlooked === 0;
  }
}
