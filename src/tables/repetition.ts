/**
 * The determinism check: what author code answers is asked again, of other copies of it. Each of the first
 * answers is compared with that of a copy which has not run before, so it is a function of what was asked;
 * from then on a copy answers for a batch, last first, so that what it has met before is never the same.
 * What a copy was asked first it is asked some times again, when it has answered all; but most of those
 * that answer one question alone answer it twice.
 * Hidden counters, caches and variables that processes share show as two different answers.
 *
 * A copy is given values that are equal and list their parts in another order: at first each question is
 * asked in both of two other orders, then by turns.
 */
import { asItIs, REARRANGEMENTS, type Arrangement } from "../base/rearranged.ts";
import { at } from "../base/assert.ts";
import type { System } from "../model/system/system.ts";

/** The number of questions that are each asked of a copy of their own. */
const SINGLES = 128;

/** The number of times that a copy is asked its first question again. */
const TIMES_AGAIN = 4;

/** The number of single questions that are asked so often, and of later ones the share: one in so many. */
const SINGLES_AGAIN = 16;
const SINGLES_EACH = 8;

/** The maximum size of a batch, to which later batches double. */
const BATCH_MAX = 4096;

/** Copies of a system: one that has answered before, perhaps, and others that have not. */
export interface Copies {
  readonly copy: System;
  readonly fresh: () => System;
  /** The order in which the copy is given its values. */
  readonly order: Arrangement;
  /** The same order, made anew. */
  readonly reorder: () => Arrangement;
}

/** Asks the author's code of a system once more; throws if the answer is another. */
type Question = (copies: Copies) => void;

/** Two answers to one question, and what makes the difference. */
export interface AnsweredTwice<T> {
  readonly by: "chance" | "order";
  readonly answers: readonly [first: T, second: T];
}

/**
 * The difference, if there is one, between the first answer to a question and that of a copy.
 * @param ask asks a copy, which is given its values in some order
 */
export function differenceOf<T>(
  { copy, fresh, order, reorder }: Copies,
  first: T,
  {
    ask,
    areEqual,
  }: { ask: (copy: System, order: Arrangement) => T; areEqual: (one: T, other: T) => boolean },
): AnsweredTwice<T> | undefined {
  const second = ask(copy, order);
  if (areEqual(first, second)) return undefined;
  for (const same of [1, 2].map(() => ask(fresh(), asItIs)))
    if (!areEqual(first, same)) return { by: "chance", answers: [first, same] };
  // What the copy has met before may have made the difference, and not the order.
  const ordered = ask(fresh(), reorder());
  return areEqual(second, ordered)
    ? { by: "order", answers: [first, second] }
    : { by: "chance", answers: [ordered, second] };
}

/** Collects questions and asks them again. */
export class Repetition {
  private readonly fresh: () => System;
  private waiting: Question[] = [];
  private batches = 0;

  /** @param fresh the same system over a new copy of the protocol */
  constructor(fresh: () => System) {
    this.fresh = fresh;
  }

  /** Notes a question that has been answered. @throws ProtocolError as `flush` */
  note(question: Question): void {
    this.waiting.push(question);
    const batch = Math.min(2 ** Math.max(0, this.batches - SINGLES), BATCH_MAX);
    if (this.waiting.length >= batch) this.flush();
  }

  /** Asks what waits. @throws ProtocolError if an answer is not the same */
  flush(): void {
    if (this.waiting.length === 0) return;
    const questions = this.waiting.reverse();
    this.waiting = [];
    const { batches, fresh } = this;
    this.batches++;
    const copy = fresh();
    const turns = batches < SINGLES ? REARRANGEMENTS : [at(REARRANGEMENTS, batches % REARRANGEMENTS.length)];
    const [first] = questions as [Question, ...Question[]];
    const isSpared = batches >= SINGLES_AGAIN && batches < SINGLES && batches % SINGLES_EACH !== 0;
    for (const reorder of turns) {
      const copies = { copy, fresh, order: reorder(), reorder };
      for (const ask of questions) ask(copies);
      if (reorder === turns[0] && !isSpared) for (let i = 0; i < TIMES_AGAIN; i++) first(copies);
    }
  }
}
