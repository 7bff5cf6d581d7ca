/** The question what refutes a property in the long run. */
import { assert } from "../../base/assert.ts";
import type { NamedProperty } from "../../properties/property.ts";
import { FormulaQuestion, type AutomatonMaker } from "../endless/formulaQuestion.ts";
import { WaitQuestion, type LongRunQuestion } from "../endless/longRunQuestion.ts";
import { RefinementQuestion, type RefinementNotes } from "../endless/refinementQuestion.ts";
import { KnowledgeQuestion } from "./knowledgeQuestion.ts";

/** The makers of what a question needs. */
interface QuestionParts {
  readonly automatonOf: AutomatonMaker;
  /** Those who note what is asked of a refinement; absent: nobody. */
  readonly notesOn?: () => RefinementNotes;
}

/** The question of a property. @param size the number of configurations */
export function questionOf(
  { kind, formula, knowledge, refined }: NamedProperty,
  size: number,
  { automatonOf, notesOn }: QuestionParts,
): LongRunQuestion {
  if (refined !== undefined) return new RefinementQuestion(refined, size, notesOn?.());
  if (formula !== undefined)
    return knowledge === undefined
      ? new FormulaQuestion(formula, automatonOf, size)
      : new KnowledgeQuestion({ formula, knowledge }, automatonOf, size);
  assert(kind.waiting !== undefined, "what is refuted in the long run waits, or is a formula");
  return new WaitQuestion(kind.waiting, size);
}
