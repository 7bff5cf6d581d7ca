import { formulaGiven, operatorNames } from "../formula/coreFormula.ts";
import { falsehoods, waitsFor, type PropertyKind } from "./kind.ts";

/** In every admissible execution, a formula of linear temporal logic is true: see temporalFormula.ts. */
export const temporal: PropertyKind = {
  name: "temporal",
  about: "a formula, in which operators such as always and eventually are nested, is true",
  form:
    `a formula: a function, or one of ${operatorNames.join(", ")} of formulas, ` +
    "as in { always: { implies: [first, second] } }",
  predicatesOf: (given) => formulaGiven(given)?.predicates,
  formulaOf: (given) => formulaGiven(given)?.formula,
  knowledgeOf: (given) => formulaGiven(given)?.knowledge,
  caption: ({ length, cycle }) =>
    cycle === undefined
      ? `in an execution of ${length}`
      : "an execution goes on for ever of which it is false",
  explanation: (told) =>
    told.cycle === undefined ? undefined : waitsFor(told, `${told.name} is false of it`),
  isShortest: false,
  falsehood: falsehoods("false, should nothing more happen", "false of what goes on for ever"),
};
