/**
 * Questions of which execution a formula is false that says what processes know. Such a part is true or
 * not in a configuration, whatever comes; so it is found out first, from the inside, and then is a
 * predicate. What will be is known if it will be in all admissible executions from all configurations
 * that look the same.
 */
import type { Digraph } from "../../base/digraph.ts";
import { isTemporal, type CoreFormula } from "../../properties/formula/coreFormula.ts";
import type { KnowledgeAsked, ResolvedPart } from "../../properties/formula/knowledgePart.ts";
import { Valuations } from "../../properties/formula/valuations.ts";
import type { Truths } from "../../properties/kinds/kind.ts";
import type { Unknown } from "../../properties/verdict.ts";
import { FormulaQuestion, type AutomatonMaker } from "../endless/formulaQuestion.ts";
import type { Way } from "../endless/lasso.ts";
import { refutedThere, type Refuted } from "../endless/longRun.ts";
import type { LongRunQuestion, QuestionedGraph } from "../endless/longRunQuestion.ts";
import { Knowledge, type FactTable } from "./knowledge.ts";
import { EdgeLooks, LocalScheduleGraph } from "./localScheduleGraph.ts";
import { surelyTrue } from "./surelyTrue.ts";

/** A formula, and its parts about knowledge. */
interface AskedFormula {
  readonly formula: CoreFormula;
  readonly knowledge: KnowledgeAsked;
}

/** A graph in which it is known what is known: the parts about knowledge are predicates. */
interface Informed {
  readonly asked: QuestionedGraph;
  /** The graph of local schedules, if these are remembered. */
  readonly unfolded?: LocalScheduleGraph;
  readonly known: Valuations;
  readonly valuations: Int32Array;
}

/**
 * The truth of a formula in all places: in the configurations of a graph or, where local schedules are
 * remembered, in each with what processes have seen.
 */
export interface FormulaTruth {
  readonly fact: FactTable;
  /** The graph of the places. */
  readonly graph: Digraph;
  /** The number of places, from the first, in which executions begin. */
  readonly initial: number;
  readonly ends: readonly number[];
  /** A walk over places, as one over configurations. */
  wayInGraph(way: Way): Way;
}

/** The question of which execution a formula about knowledge is false. */
export class KnowledgeQuestion implements LongRunQuestion {
  private readonly formula: CoreFormula;
  private readonly knowledge: KnowledgeAsked;
  private readonly automatonOf: AutomatonMaker;
  private readonly told = new Valuations();
  private readonly valuations: Int32Array;

  /** @param size the number of configurations */
  constructor({ formula, knowledge }: AskedFormula, automatonOf: AutomatonMaker, size: number) {
    this.formula = formula;
    this.knowledge = knowledge;
    this.automatonOf = automatonOf;
    this.valuations = new Int32Array(size);
  }

  tell(node: number, truths: Truths): void {
    this.valuations[node] = this.told.numberOf(truths);
  }

  openOn(asked: QuestionedGraph, beyond: number): Unknown | undefined {
    const { parts, remembers } = this.knowledge;
    const { timing, channel, processes } = asked.looks.system;
    if (beyond > 0) return open("beyond bounds");
    if (processes.some(({ role }) => role.automaton !== undefined)) return open("simulated");
    const speaksOfLater = parts.some(({ known }) => isTemporal(known));
    if (speaksOfLater && (timing.ticks !== undefined || channel.keeps)) return open("later times");
    if (remembers === "state") return undefined;
    return this.looksOn(asked).endless() === undefined ? undefined : open("endless schedules");
  }

  private looksOn(asked: QuestionedGraph): EdgeLooks {
    return new EdgeLooks(asked, [...new Set(this.knowledge.parts.flatMap(({ group }) => group))]);
  }

  refutationOn(asked: QuestionedGraph): Refuted | undefined {
    const informed = this.informedOn(asked);
    const found = this.formulaOn(informed).refutationOn(informed.asked);
    const { unfolded } = informed;
    if (found === undefined || unfolded === undefined) return found;
    return refutedThere(found, (way) => unfolded.wayInGraph(way));
  }

  isTestedOn(asked: QuestionedGraph): boolean {
    const informed = this.informedOn(asked);
    return this.formulaOn(informed).isTestedOn(informed.asked);
  }

  /** The places in which the formula will be true whatever comes. @throws NoRoom */
  truthOn(asked: QuestionedGraph): FormulaTruth {
    const informed = this.informedOn(asked);
    const { graph, ends, hasRoom, initial } = informed.asked;
    const fact = surelyTrue(this.formula, { graph, ends, hasRoom, ...informed }, this.automatonOf);
    const { unfolded } = informed;
    const wayInGraph = (way: Way): Way => unfolded?.wayInGraph(way) ?? way;
    return { fact, graph, initial, ends, wayInGraph };
  }

  /** The question, after it is known what is known. */
  private formulaOn({ asked, known, valuations }: Informed): FormulaQuestion {
    const question = new FormulaQuestion(this.formula, this.automatonOf, asked.graph.size);
    for (const [node, valuation] of valuations.entries()) question.tell(node, known.truthsOf(valuation));
    return question;
  }

  private informedOn(given: QuestionedGraph): Informed {
    const unfolded =
      this.knowledge.remembers === "state" ? undefined : new LocalScheduleGraph(given, this.looksOn(given));
    const asked = unfolded === undefined ? given : within(unfolded, given);
    const sight = (process: number): Int32Array =>
      unfolded?.schedulesOf(process) ?? given.looks.statesOf(process);
    const knowledge = new Knowledge(sight);
    let known = this.told;
    let valuations =
      unfolded === undefined
        ? this.valuations
        : Int32Array.from({ length: unfolded.size }, (_, node) => {
            return this.valuations[unfolded.configurationOf(node)] as number;
          });
    for (const part of this.knowledge.parts) {
      const { graph, ends, hasRoom } = asked;
      const fact = surelyTrue(part.known, { graph, ends, hasRoom, known, valuations }, this.automatonOf);
      [known, valuations] = extended({ known, valuations }, knownBy(knowledge, part, fact));
    }
    return { asked, known, valuations, ...(unfolded === undefined ? {} : { unfolded }) };
  }
}

/** A verdict that what is known depends on what cannot be told. */
function open(of: "beyond bounds" | "simulated" | "later times" | "endless schedules"): Unknown {
  return { verdict: "unknown", reason: { kind: "knowledge", of } };
}

/** The places in which a group knows a fact. */
function knownBy(knowledge: Knowledge, { operator, group }: ResolvedPart, fact: FactTable): FactTable {
  switch (operator) {
    case "knows":
      return knowledge.everyone(group, fact);
    case "knowTogether":
      return knowledge.distributed(group, fact);
    case "commonKnowledge":
      return knowledge.common(group, fact);
  }
}

/** Valuations with one more truth in each place. */
function extended(
  { known, valuations }: Pick<Informed, "known" | "valuations">,
  fact: FactTable,
): [Valuations, Int32Array] {
  const larger = new Valuations();
  const numbers: number[] = [];
  const after = valuations.map((valuation, node) => {
    const pair = 2 * valuation + (fact[node] as number);
    return (numbers[pair] ??= larger.numberOf([...known.truthsOf(valuation), fact[node] === 1]));
  });
  return [larger, after];
}

/** A graph of local schedules, asked in place of the graph of its configurations. */
function within(graph: LocalScheduleGraph, asked: QuestionedGraph): QuestionedGraph {
  const isEnd = new Set(asked.ends);
  const nodes = Array.from({ length: graph.size }, (_, node) => node);
  return {
    ...asked,
    graph,
    initial: graph.initial,
    ends: nodes.filter((node) => isEnd.has(graph.configurationOf(node))),
    distanceTo: (node) => asked.distanceTo(graph.configurationOf(node)),
  };
}
