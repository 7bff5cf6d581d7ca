/** Questions to a property that are asked again, of copies of the protocol: see `Repetition`. */
import type { Arrangement } from "../base/rearranged.ts";
import { areIdentical } from "../base/value.ts";
import { ProtocolError } from "../model/error.ts";
import { namesakeIn, type NamedProperty } from "../properties/property.ts";
import type { System } from "../model/system/system.ts";
import { differenceOf, type Repetition } from "./repetition.ts";

/** The answer of a predicate, and the lenses and ids that it has read, alternately. */
export interface Answer {
  readonly isTrue: boolean;
  readonly reads: readonly number[];
}

/** The property that is asked, and what it is asked about. */
interface QuestionSubject {
  readonly subject: string;
  readonly about: "configuration" | "step";
}

/** A question that was answered, and can be asked again. */
interface PosedQuestion extends QuestionSubject {
  readonly first: Answer;
  /** The answer of a copy of the system whose values list their parts in some order. */
  readonly again: (copy: System, order: Arrangement) => Answer;
}

/** A function that finds the property of a copy which has the same name, once for each copy. */
export function namesake(original: NamedProperty): (copy: System) => NamedProperty {
  const found = new WeakMap<System, NamedProperty>();
  return (copy) => {
    const property = found.get(copy) ?? namesakeIn(copy, original);
    found.set(copy, property);
    return property;
  };
}

/** Asks a question again later, of copies. @throws ProtocolError if an answer is another */
export function askAgainLater(repetition: Repetition, asked: PosedQuestion): void {
  const { first, again } = asked;
  repetition.note((copies) => {
    const difference = differenceOf(copies, first, { ask: again, areEqual: areIdentical });
    if (difference === undefined) return;
    const [one, other] = difference.answers;
    if (difference.by === "chance") throw fickle(asked, one, other);
    // To look at one more element, or at one less, is no mistake where that comes to the same.
    if (one.isTrue !== other.isTrue) throw orderObserved(asked, one, other);
  });
}

function orderObserved({ subject }: QuestionSubject, first: Answer, other: Answer): ProtocolError {
  return new ProtocolError(
    "order-observed",
    `${subject} depends on the order in which a Set, a Map or an object ` + "lists its parts.",
    [`answer:                  ${first.isTrue}`, `answer in another order: ${other.isTrue}`],
    "Sets, Maps and objects with the same contents are one value, in whatever order it was put into " +
      "them. Keep an array where the order matters, or sort what is listed.",
  );
}

/** The error of a property that answers differently when it is asked again. */
export function fickle({ subject, about }: QuestionSubject, ...answers: readonly Answer[]): ProtocolError {
  return new ProtocolError(
    "not-deterministic",
    `${subject} is not deterministic: asked twice about one ${about}, it answers or reads differently.`,
    answers.map(({ isTrue, reads }, i) => {
      const count = reads.length / 2;
      const read = count === 1 ? "1 value" : `${count} values`;
      return `${i === 0 ? "first answer:  " : "second answer: "}${isTrue}, having read ${read}`;
    }),
    `A property is a function of the ${about} alone: ` +
      "it may not use clocks, random numbers or variables that it changes.",
  );
}
