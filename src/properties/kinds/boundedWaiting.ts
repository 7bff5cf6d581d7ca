import type { PropertyKind, Truths } from "./kind.ts";

/**
 * Fairness: while a process of a role waits, no other has its turn more than so many times (Attiya and Welch,
 * section 4.2: bounded waiting; Lynch, section 10.2: bounded bypass). Given are whether a process waits,
 * whether it has its turn, and how often others may go first. Its predicates are, for a process of the role,
 * whether it waits, whether it has its turn, and of each other process whether that has.
 */
export const boundedWaiting: PropertyKind = {
  name: "boundedWaiting",
  about: "fairness: while a process of a role waits, no other has its turn more than so many times",
  ofEach: "by itself",
  countsTurns: true,
  form: "a list of two functions and a whole number",
  predicatesOf: (given) => (isGiven(given) ? [given[0], given[1]] : undefined),
  boundOf: (given) => (isGiven(given) ? given[2] : 0),
  isFine: () => true,
  caption: ({ length }) => `others go first too often, in ${length}`,
  explanation: () => "It waits, and meanwhile another has had its turn more often than that.",
  isShortest: false,
  falsehood: () => "another went first once too often",
};

function isGiven(given: unknown): given is [() => boolean, () => boolean, number] {
  if (!Array.isArray(given) || given.length !== 3) return false;
  const [waits, hasTurn, bound] = given as unknown[];
  const isBound = typeof bound === "number" && Number.isInteger(bound) && bound >= 0;
  return typeof waits === "function" && typeof hasTurn === "function" && isBound;
}

/** Whether the process waits, and has not its turn. */
export function isKeptWaiting([waits, hasTurn]: Truths): boolean {
  return waits === true && hasTurn === false;
}

/**
 * The number of times that each other process has had its turn since the process waits, after a step.
 * @param counts the numbers before it; undefined: nobody has waited
 */
export function turnsSince(counts: readonly number[] | undefined, before: Truths, after: Truths): number[] {
  const waited = isKeptWaiting(before) && isKeptWaiting(after);
  return after.slice(OTHERS).map((hasTurn, i) => {
    if (!waited) return 0;
    return (counts?.[i] ?? 0) + (hasTurn && before[OTHERS + i] === false ? 1 : 0);
  });
}

/** The position of the first predicate that is about another process. */
export const OTHERS = 2;
