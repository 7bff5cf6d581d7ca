/**
 * Negation normal form: a formula in which only predicates are negated, as a list of its parts, of which
 * equal ones are one. For always(p implies eventually q):
 *
 *     0  false     2  true     4  2 until 3     6  0 releases 5
 *     1  not p     3  q        5  1 or 4
 */
import type { CoreFormula } from "./coreFormula.ts";

/** A part; its own parts are numbers. */
type NormalPart =
  | { readonly kind: "constant"; readonly isTrue: boolean }
  | { readonly kind: "predicate"; readonly number: number; readonly isTrue: boolean }
  | { readonly kind: "and" | "or"; readonly parts: readonly number[] }
  | { readonly kind: "until" | "releases"; readonly first: number; readonly second: number };

/** A formula in normal form. */
export class NormalForm {
  /** All parts, each after its own parts. */
  readonly parts: NormalPart[] = [];
  /** The part that is the formula. */
  readonly whole: number;
  private readonly numbers = new Map<string, number>();

  /** @param isNegated whether it is the negation of the formula */
  constructor(formula: CoreFormula, isNegated: boolean) {
    this.whole = this.partFor(formula, isNegated);
  }

  private partFor(formula: CoreFormula, isNegated: boolean): number {
    switch (formula.kind) {
      case "true":
        return this.number({ kind: "constant", isTrue: !isNegated });
      case "predicate":
        return this.number({ kind: "predicate", number: formula.number, isTrue: !isNegated });
      case "not":
        return this.partFor(formula.part, !isNegated);
      case "and":
        return this.number({
          kind: isNegated ? "or" : "and",
          parts: formula.parts.map((part) => this.partFor(part, isNegated)),
        });
      case "implies":
        return this.number({
          kind: isNegated ? "and" : "or",
          parts: [this.partFor(formula.first, !isNegated), this.partFor(formula.second, isNegated)],
        });
      case "until":
        return this.number({
          kind: isNegated ? "releases" : "until",
          first: this.partFor(formula.first, isNegated),
          second: this.partFor(formula.second, isNegated),
        });
    }
  }

  private number(part: NormalPart): number {
    const text = JSON.stringify(part);
    const number = this.numbers.get(text) ?? this.parts.push(part) - 1;
    this.numbers.set(text, number);
    return number;
  }
}
