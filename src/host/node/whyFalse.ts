/**
 * The reason why a predicate is false: the smallest of its parts on which that depends, and what each of them
 * has read. Of a conjunction it is the part that is false; of a disjunction all are.
 */
import { format } from "../../base/text.ts";
import type { Plain } from "../../base/value.ts";
import { at } from "../../base/assert.ts";
import type { PredicateNote, PredicatePart } from "./predicateSource.ts";

/** A part of a predicate that decides what it comes to. */
export interface DecisivePart {
  readonly text: string;
  readonly isTrue: boolean;
  /** The values of what it compares, as texts. */
  readonly operands: readonly { readonly text: string; readonly value: string }[];
  /** The numbers of its reads. */
  readonly reads: readonly number[];
}

/** A part, evaluated once. */
interface Evaluated {
  readonly part: PredicatePart;
  value: unknown;
  readonly within: Evaluated[];
  readonly reads: number[];
}

/** The decisive parts of a predicate, from the notes of one answer. */
export function decisiveParts(
  parts: readonly PredicatePart[],
  notes: readonly PredicateNote[],
): DecisivePart[] {
  const root = evaluated(parts, notes);
  return root === undefined ? [] : decisive(root).map(told);
}

/** The last part that was evaluated and lies in no other: what the predicate returned. */
function evaluated(parts: readonly PredicatePart[], notes: readonly PredicateNote[]): Evaluated | undefined {
  const open: Evaluated[] = [];
  let root: Evaluated | undefined;
  for (const note of notes) {
    if ("read" in note) {
      for (const one of open) one.reads.push(note.read);
      continue;
    }
    if ("begun" in note) {
      open.push({ part: at(parts, note.begun), value: undefined, within: [], reads: [] });
      continue;
    }
    const done = open.pop();
    if (done === undefined) return undefined;
    done.value = note.value;
    const around = open.at(-1);
    if (around === undefined) root = done;
    else around.within.push(done);
  }
  return root;
}

function decisive(one: Evaluated): Evaluated[] {
  const deciding = decidingWithin(one);
  return deciding.length === 0 ? [one] : deciding.flatMap(decisive);
}

/** The parts within from which the truth of a part follows. */
function decidingWithin({ part, value, within }: Evaluated): Evaluated[] {
  const last = within.slice(-1);
  switch (part.sort) {
    case "and":
    case "every":
      return value === true ? within : last;
    case "or":
    case "some":
      return value === true ? last : within;
    case "not":
    case "choice":
      return last;
    case "comparison":
    case "plain":
    case "operand":
      return [];
  }
}

function told({ part, value, within, reads }: Evaluated): DecisivePart {
  const operands = within
    .filter((one) => one.part.sort === "operand")
    .map((one) => ({ text: one.part.text, value: textOf(one.value) }));
  return { text: part.text, isTrue: value === true, operands, reads: [...new Set(reads)] };
}

function textOf(value: unknown): string {
  try {
    return value === undefined ? "undefined" : format(value as Plain);
  } catch {
    return `a ${typeof value}`;
  }
}
