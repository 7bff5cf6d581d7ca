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

/** The ways to know: each for itself, together, and commonly. */
type KnowledgeOperator = "knows" | "knowTogether" | "commonKnowledge";

/**
 * A part of a formula as an author gives it: who knows what. In what is known, earlier parts are predicates.
 */
export interface KnowledgePart {
  readonly operator: KnowledgeOperator;
  /** The names of processes and roles; empty: the process of which the property is asked. */
  readonly group: readonly string[];
  readonly known: CoreFormula;
}

/** The names of the operators. */
const knowledgeOperators: readonly KnowledgeOperator[] = ["knows", "knowTogether", "commonKnowledge"];

/** A formula, and what its numbers stand for: first the predicates, then what is known. */
interface FormulaRead {
  readonly formula: CoreFormula;
  readonly predicates: readonly Predicate<unknown>[];
  /** The parts about knowledge, each after those within it. */
  readonly knowledge: readonly KnowledgePart[];
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
export const operatorNames: readonly string[] = [
  ...[OF_ONE, OF_TWO, OF_SOME].flatMap((some) => Object.keys(some)),
  ...knowledgeOperators,
];

/** The formula that an author has given; undefined if it is malformed. */
export function formulaGiven(given: unknown): FormulaRead | undefined {
  const read: FormulaReading = { predicates: [...predicatesIn(given)], knowledge: [], depth: 0 };
  const formula = readFrom(given, read);
  return formula && { formula, predicates: read.predicates, knowledge: read.knowledge };
}

/** So many formulas may be in each other. One that contains itself has no end. */
export const FORMULA_DEPTH_MAX = 1_000;

/** The predicates in a formula, each once. */
function predicatesIn(given: unknown): Set<Predicate<unknown>> {
  const found = new Set<Predicate<unknown>>();
  const looked = new Set<object>();
  const look = (part: unknown): void => {
    if (typeof part === "function") found.add(part as Predicate<unknown>);
    else if (typeof part === "object" && part !== null && !looked.has(part)) {
      looked.add(part);
      Object.values(part).forEach(look);
    }
  };
  look(given);
  return found;
}

/** The predicates, the parts about knowledge that have been read, and how deep in the formula reading is. */
interface FormulaReading {
  readonly predicates: readonly Predicate<unknown>[];
  readonly knowledge: KnowledgePart[];
  depth: number;
}

/** Reads a formula, and notes its parts about knowledge. */
function readFrom(given: unknown, read: FormulaReading): CoreFormula | undefined {
  if (read.depth === FORMULA_DEPTH_MAX) return undefined;
  read.depth++;
  const formula = readHere(given, read);
  read.depth--;
  return formula;
}

function readHere(given: unknown, read: FormulaReading): CoreFormula | undefined {
  if (typeof given === "function")
    return { kind: "predicate", number: read.predicates.indexOf(given as Predicate<unknown>) };
  const [entry, ...others] = typeof given === "object" && given !== null ? Object.entries(given) : [];
  if (entry === undefined || others.length > 0) return undefined;
  const [operator, operands] = entry as [string, unknown];
  if (isKnowledge(operator)) return readKnowledge(operator, operands, read);
  const list: readonly unknown[] = Array.isArray(operands) ? operands : [operands];
  const parts = list.map((one) => readFrom(one, read));
  if (!areFormulas(parts)) return undefined;
  if (Object.hasOwn(OF_SOME, operator))
    return Array.isArray(operands) ? OF_SOME[operator]?.(parts) : undefined;
  const [first, second] = parts;
  if (first === undefined) return undefined;
  if (Object.hasOwn(OF_ONE, operator)) return Array.isArray(operands) ? undefined : OF_ONE[operator]?.(first);
  if (second === undefined || parts.length > 2 || !Object.hasOwn(OF_TWO, operator)) return undefined;
  return OF_TWO[operator]?.(first, second);
}

function isKnowledge(operator: string): operator is KnowledgeOperator {
  return knowledgeOperators.some((one) => one === operator);
}

/** Reads who knows what. */
function readKnowledge(
  operator: KnowledgeOperator,
  given: unknown,
  read: FormulaReading,
): CoreFormula | undefined {
  const operands: readonly unknown[] = Array.isArray(given) ? given : [[], given];
  if (operands.length !== 2) return undefined;
  const group = typeof operands[0] === "string" ? [operands[0]] : operands[0];
  if (!Array.isArray(group) || !group.every((one) => typeof one === "string")) return undefined;
  if (group.length === 0 && (Array.isArray(given) || operator !== "knows")) return undefined;
  const known = readFrom(operands[1], read);
  if (known === undefined) return undefined;
  const number = read.predicates.length + read.knowledge.length;
  read.knowledge.push({ operator, group, known });
  return { kind: "predicate", number };
}

function areFormulas(parts: readonly (CoreFormula | undefined)[]): parts is readonly CoreFormula[] {
  return !parts.includes(undefined);
}

/** Whether a formula speaks of more than the configuration in which it is asked. */
export function isTemporal(formula: CoreFormula): boolean {
  switch (formula.kind) {
    case "true":
    case "predicate":
      return false;
    case "not":
      return isTemporal(formula.part);
    case "and":
      return formula.parts.some(isTemporal);
    case "implies":
      return isTemporal(formula.first) || isTemporal(formula.second);
    case "until":
      return true;
  }
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
