/** Whether a formula is true of an execution that is known to its end, or goes round a cycle for ever. */
import { at } from "../../base/assert.ts";
import type { Truths } from "../kinds/kind.ts";
import type { CoreFormula } from "./coreFormula.ts";

/** The truths of the predicates along an execution, and the position to which the last one leads back. */
interface Lasso {
  readonly truths: readonly Truths[];
  readonly back: number;
}

/** The truth of a formula from each configuration of an execution on. */
export function truthsAlong(formula: CoreFormula, lasso: Lasso): readonly boolean[] {
  const { truths, back } = lasso;
  switch (formula.kind) {
    case "true":
      return truths.map(() => true);
    case "predicate":
      return truths.map((one) => at(one, formula.number));
    case "not":
      return truthsAlong(formula.part, lasso).map((isTrue) => !isTrue);
    case "and": {
      const all = formula.parts.map((part) => truthsAlong(part, lasso));
      return truths.map((_, i) => all.every((one) => one[i] === true));
    }
    case "implies": {
      const [first, second] = [truthsAlong(formula.first, lasso), truthsAlong(formula.second, lasso)];
      return truths.map((_, i) => first[i] === false || second[i] === true);
    }
    case "until": {
      const [first, second] = [truthsAlong(formula.first, lasso), truthsAlong(formula.second, lasso)];
      const found = truths.map(() => false);
      // What the end leads back to is known after the first time; the second time tells all before it.
      for (let i = 2 * truths.length - 1; i >= 0; i--) {
        const here = i % truths.length;
        const next = here + 1 < truths.length ? here + 1 : back;
        found[here] = second[here] === true || (first[here] === true && found[next] === true);
      }
      return found;
    }
  }
}
