/**
 * The configurations from which on a formula is true of every admissible execution. It is false of some if
 * the automaton of its negation accepts one: in the product of both, something is reached in which it does
 * (M. Vardi and P. Wolper, *An Automata-Theoretic Approach to Automatic Program Verification*, 1986). What
 * comes before a configuration matters neither to the formula nor to whether an execution is admissible.
 */
import { closeUnder, turned } from "../../base/predecessors.ts";
import { isTemporal, type CoreFormula } from "../../properties/formula/coreFormula.ts";
import { truthsAlong } from "../../properties/formula/lassoTruth.ts";
import type { Valuations } from "../../properties/formula/valuations.ts";
import { Admissibility } from "../../model/admissible/admissible.ts";
import { Components } from "../../base/components.ts";
import { acceptedEnds, type AutomatonMaker } from "../endless/formulaQuestion.ts";
import { mayEndIn } from "../endless/longRun.ts";
import type { QuestionedGraph } from "../endless/longRunQuestion.ts";
import { ProductGraph } from "../endless/productGraph.ts";
import type { FactTable } from "./knowledge.ts";

/** A graph, and the valuation of each configuration. */
type GraphOfTruths = Pick<QuestionedGraph, "graph" | "ends" | "hasRoom"> & {
  readonly known: Valuations;
  readonly valuations: Int32Array;
};

/** The configurations in which it is true that a formula will be true whatever comes. @throws NoRoom */
export function surelyTrue(
  formula: CoreFormula,
  valued: GraphOfTruths,
  automatonOf: AutomatonMaker,
): FactTable {
  const { known, valuations } = valued;
  if (isTemporal(formula)) return not(mayBeFalse(formula, valued, automatonOf));
  const isTrue = Array.from({ length: known.count }, (_, valuation) => {
    return Number(truthsAlong(formula, { truths: [known.truthsOf(valuation)], back: 0 })[0]);
  });
  return Uint8Array.from(valuations, (valuation) => isTrue[valuation] as number);
}

/** The configurations from which a formula is false of some admissible execution. */
function mayBeFalse(formula: CoreFormula, valued: GraphOfTruths, automatonOf: AutomatonMaker): FactTable {
  const { graph, ends, known, valuations, hasRoom } = valued;
  const automaton = automatonOf(formula, known);
  const product = new ProductGraph({ graph, initial: graph.size, valuations, hasRoom }, automaton);
  const marks = new Uint8Array(product.size);
  for (let node = 0; node < product.size; node++)
    if (product.stateOf(node) === automaton.refuted) marks[node] = 1;
  for (const node of acceptedEnds(product, automaton, { ends, valuations }))
    if (mayEndIn(product, node)) marks[node] = 1;
  const nodes = Int32Array.from({ length: product.size }, (_, node) => node);
  for (const endless of new Admissibility(product, new Components(product)).all({ nodes }))
    for (const node of endless.nodes) marks[node] = 1;
  closeUnder(turned(product), marks, 1);
  return where({ graph, valuations, automaton, product, marks });
}

/** The configurations in which an automaton begins that accepts, or from which it may begin later. */
function where({
  graph,
  valuations,
  automaton,
  product,
  marks,
}: Pick<GraphOfTruths, "graph" | "valuations"> & {
  readonly automaton: ReturnType<AutomatonMaker>;
  readonly product: ProductGraph;
  readonly marks: Uint8Array;
}): FactTable {
  const [now, later] = [new Uint8Array(graph.size), new Uint8Array(graph.size)];
  for (let node = 0; node < product.begun; node++) {
    if (marks[node] === 0) continue;
    const [here, state] = [product.configurationOf(node), product.stateOf(node)];
    const valuation = valuations[here] as number;
    if (automaton.begin(valuation, true).includes(state)) now[here] = 1;
    if (automaton.begin(valuation, false).includes(state)) later[here] = 1;
  }
  closeUnder(turned(graph), later, 1);
  return now.map((is, node) => is | (later[node] as number));
}

/** The opposite of a fact. */
function not(fact: FactTable): FactTable {
  return fact.map((truth) => 1 - truth);
}
