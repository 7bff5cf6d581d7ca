/**
 * Temporal formulas in terms of five operators, over predicates by number. What the others mean that authors
 * write is said here and nowhere else.
 */
import type { Predicate } from "../../model/system/protocol.ts";

/** A formula over predicates by number. */
export type CoreFormula =
  | { readonly kind: "true" }
  | { readonly kind: "predicate"; readonly number: number }
  | { readonly kind: "not"; readonly part: CoreFormula }
  | { readonly kind: "and"; readonly parts: readonly CoreFormula[] }
  | { readonly kind: "implies"; readonly first: CoreFormula; readonly second: CoreFormula }
  | UntilFormula;

/** The second is true now or at some later time, and until then the first is. */
export interface UntilFormula {
  readonly kind: "until";
  readonly first: CoreFormula;
  readonly second: CoreFormula;
}

/** A formula, and the predicates that its numbers stand for. */
interface FormulaRead {
  readonly formula: CoreFormula;
  readonly predicates: readonly Predicate<unknown>[];
}

const TRUE: CoreFormula = { kind: "true" };
const not = (part: CoreFormula): CoreFormula => ({ kind: "not", part });
const and = (parts: readonly CoreFormula[]): CoreFormula => ({ kind: "and", parts });
const or = (parts: readonly CoreFormula[]): CoreFormula => not(and(parts.map(not)));
const implies = (first: CoreFormula, second: CoreFormula): CoreFormula => ({
  kind: "implies",
  first,
  second,
});
const until = (first: CoreFormula, second: CoreFormula): CoreFormula => ({ kind: "until", first, second });
const eventually = (part: CoreFormula): CoreFormula => until(TRUE, part);
const always = (part: CoreFormula): CoreFormula => not(eventually(not(part)));

/** The operators of one formula. */
const OF_ONE: Readonly<Record<string, (part: CoreFormula) => CoreFormula>> = {
  not,
  always,
  eventually,
  infinitelyOften: (part) => always(eventually(part)),
  eventuallyAlways: (part) => eventually(always(part)),
};

/** The operators of two. */
const OF_TWO: Readonly<Record<string, (first: CoreFormula, second: CoreFormula) => CoreFormula>> = {
  implies,
  until,
  weakUntil: (first, second) => not(until(not(second), not(or([first, second])))),
  releases: (first, second) => not(until(not(first), not(second))),
  leadsTo: (first, second) => always(implies(first, eventually(second))),
};

/** The operators of any number. */
const OF_SOME: Readonly<Record<string, (parts: readonly CoreFormula[]) => CoreFormula>> = { and, or };

/** The names of all operators. */
export const operatorNames: readonly string[] = [OF_ONE, OF_TWO, OF_SOME].flatMap((some) =>
  Object.keys(some),
);

/** The formula that an author has given; undefined if it is malformed. */
export function formulaGiven(given: unknown): FormulaRead | undefined {
  const predicates: Predicate<unknown>[] = [];
  const formula = readFrom(given, predicates);
  return formula === undefined ? undefined : { formula, predicates };
}

/** So many formulas may be in each other. One that contains itself has no end. */
export const FORMULA_DEPTH_MAX = 1_000;

/** Reads a formula, and notes its predicates, each once. */
function readFrom(given: unknown, predicates: Predicate<unknown>[], depth = 1): CoreFormula | undefined {
  if (depth > FORMULA_DEPTH_MAX) return undefined;
  if (typeof given === "function") {
    const predicate = given as Predicate<unknown>;
    const known = predicates.indexOf(predicate);
    return { kind: "predicate", number: known === -1 ? predicates.push(predicate) - 1 : known };
  }
  const [entry, ...others] = typeof given === "object" && given !== null ? Object.entries(given) : [];
  if (entry === undefined || others.length > 0) return undefined;
  const [operator, operands] = entry as [string, unknown];
  const list: readonly unknown[] = Array.isArray(operands) ? operands : [operands];
  const parts = list.map((one) => readFrom(one, predicates, depth + 1));
  if (!areFormulas(parts)) return undefined;
  if (Object.hasOwn(OF_SOME, operator))
    return Array.isArray(operands) ? OF_SOME[operator]?.(parts) : undefined;
  const [first, second] = parts;
  if (first === undefined) return undefined;
  if (Object.hasOwn(OF_ONE, operator)) return Array.isArray(operands) ? undefined : OF_ONE[operator]?.(first);
  if (second === undefined || parts.length > 2 || !Object.hasOwn(OF_TWO, operator)) return undefined;
  return OF_TWO[operator]?.(first, second);
}

function areFormulas(parts: readonly (CoreFormula | undefined)[]): parts is readonly CoreFormula[] {
  return !parts.includes(undefined);
}

/**
 * The formulas that say more than one: each says of one implication that what it begins with never comes. If
 * such a formula holds, too, the implication is not put to the test (I. Beer, S. Ben-David, C. Eisner, Y.
 * Rodeh, *Efficient Detection of Vacuity in Temporal Model Checking*, 2001: antecedent failure).
 */
export function strengthened(formula: CoreFormula, isNegated = false): CoreFormula[] {
  const within = (
    part: CoreFormula,
    around: (part: CoreFormula) => CoreFormula,
    flips = false,
  ): CoreFormula[] => strengthened(part, isNegated !== flips).map(around);
  switch (formula.kind) {
    case "true":
    case "predicate":
      return [];
    case "not":
      return within(formula.part, not, true);
    case "and":
      return formula.parts.flatMap((part, i) => within(part, (one) => and(formula.parts.with(i, one))));
    case "until":
      return [
        ...within(formula.first, (one) => until(one, formula.second)),
        ...within(formula.second, (one) => until(formula.first, one)),
      ];
    case "implies":
      return [
        ...(isNegated ? [] : [not(formula.first)]),
        ...within(formula.first, (one) => implies(one, formula.second), true),
        ...within(formula.second, (one) => implies(formula.first, one)),
      ];
  }
}
