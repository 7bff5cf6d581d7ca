/** Questions of which execution a formula is false. */
import { strengthened, type CoreFormula } from "../../properties/formula/coreFormula.ts";
import { Valuations } from "../../properties/formula/valuations.ts";
import type { Truths } from "../../properties/kinds/kind.ts";
import { LongRun, refutedThere, type Refuted } from "./longRun.ts";
import type { LongRunQuestion, QuestionedGraph } from "./longRunQuestion.ts";
import { ProductGraph, type FormulaAutomaton } from "./productGraph.ts";

/** The maker of the automaton of those executions of which a formula is false. */
export type AutomatonMaker = (formula: CoreFormula, valuations: Valuations) => FormulaAutomaton;

/** The question of which execution a formula is false. */
export class FormulaQuestion implements LongRunQuestion {
  private readonly formula: CoreFormula;
  private readonly automatonOf: AutomatonMaker;
  private readonly known = new Valuations();
  private readonly valuations: Int32Array;

  /** @param size the number of configurations */
  constructor(formula: CoreFormula, automatonOf: AutomatonMaker, size: number) {
    this.formula = formula;
    this.automatonOf = automatonOf;
    this.valuations = new Int32Array(size);
  }

  tell(node: number, truths: Truths): void {
    this.valuations[node] = this.known.numberOf(truths);
  }

  refutationOn(asked: QuestionedGraph): Refuted | undefined {
    return this.refutationOf(this.formula, asked);
  }

  isTestedOn(asked: QuestionedGraph): boolean {
    return strengthened(this.formula).every((one) => this.refutationOf(one, asked) !== undefined);
  }

  private refutationOf(formula: CoreFormula, asked: QuestionedGraph): Refuted | undefined {
    const { valuations } = this;
    const automaton = this.automatonOf(formula, this.known);
    const product = new ProductGraph({ ...asked, valuations }, automaton);
    const found = new LongRun(product, {
      goesOn: () => true,
      starts: (node) => node < product.begun,
      breaks: (node) => product.stateOf(node) === automaton.refuted,
      ends: acceptedEnds(product, automaton, { ends: asked.ends, valuations }),
      endsOnly: false,
      distanceTo: (node) => asked.distanceTo(product.configurationOf(node)),
    }).refutation();
    return found && refutedThere(found, (way) => product.wayInGraph(way));
  }
}

/** The nodes of a product in which executions may end that its automaton accepts. */
export function acceptedEnds(
  product: ProductGraph,
  automaton: FormulaAutomaton,
  { ends, valuations }: { readonly ends: readonly number[]; readonly valuations: Int32Array },
): number[] {
  const isEnd = new Set(ends);
  return Array.from({ length: product.size }, (_, node) => node).filter((node) => {
    const here = product.configurationOf(node);
    return isEnd.has(here) && automaton.isForEver(product.stateOf(node), valuations[here] as number);
  });
}
