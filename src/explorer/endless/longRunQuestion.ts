/** Questions about what goes on for ever, or ends: what refutes a property on a graph of configurations. */
import { assert } from "../../base/assert.ts";
import { strengthened, type CoreFormula } from "../../properties/formula/coreFormula.ts";
import { Valuations } from "../../properties/formula/valuations.ts";
import type { Truths, Wait } from "../../properties/kinds/kind.ts";
import type { NamedProperty } from "../../properties/property.ts";
import type { HasRoom } from "../kernel/room.ts";
import type { SteppedGraph } from "./chanceGraph.ts";
import { LongRun, refutationByChance, type Refuted, type WaitingNodes } from "./longRun.ts";
import { ProductGraph, type FormulaAutomaton } from "./productGraph.ts";

/** The parts of a graph that a question needs to know, besides what is owed in it. */
export interface QuestionedGraph {
  readonly graph: SteppedGraph;
  /** Whether all configurations are there, and no limit has cut anything off. */
  readonly isWhole: boolean;
  /** The number of configurations, from the first, in which executions begin. */
  readonly initial: number;
  /** The configurations in which nothing has to happen. */
  readonly ends: readonly number[];
  readonly distanceTo: (node: number) => number;
  readonly hasRoom: HasRoom;
}

/** A question what refutes a property. It is told of all configurations before it is asked. */
export interface LongRunQuestion {
  /** Learns what the predicates are in a configuration. */
  tell(node: number, truths: Truths): void;
  /** A refutation; undefined if there is none. @throws NoRoom */
  refutationOn(asked: QuestionedGraph): Refuted | undefined;
  /** Whether something puts a property to the test that nothing refutes. @throws NoRoom */
  isTestedOn(asked: QuestionedGraph): boolean;
}

/** The marks of a configuration. */
const GOES_ON = 1;
const STARTS = 2;
const WANTED = 4;

/** The question whether an execution waits for what does not come. */
export class WaitQuestion implements LongRunQuestion {
  private readonly waiting: Wait;
  private readonly marks: Uint8Array;
  private isTested = false;

  /** @param size the number of configurations */
  constructor(waiting: Wait, size: number) {
    this.waiting = waiting;
    this.marks = new Uint8Array(size);
  }

  tell(node: number, truths: Truths): void {
    const { goesOn, starts, again, tests } = this.waiting;
    this.isTested ||= tests?.(truths) ?? true;
    this.marks[node] =
      (goesOn(truths) ? GOES_ON : 0) |
      (starts?.(truths) === true ? STARTS : 0) |
      (again?.(truths) === true ? WANTED : 0);
  }

  refutationOn({ graph, ends, isWhole, distanceTo }: QuestionedGraph): Refuted | undefined {
    const { starts, again, endsOnly, byChance } = this.waiting;
    const has = (mark: number) => (node: number) => ((this.marks[node] as number) & mark) !== 0;
    const question: WaitingNodes = {
      goesOn: has(GOES_ON),
      ...(starts === undefined ? {} : { starts: has(STARTS) }),
      ...(again === undefined ? {} : { isWanted: has(WANTED) }),
      ends,
      endsOnly: endsOnly === true,
      distanceTo,
    };
    return byChance === true
      ? refutationByChance(graph, question, isWhole)
      : new LongRun(graph, question).refutation();
  }

  isTestedOn({ ends }: QuestionedGraph): boolean {
    return this.waiting.endsOnly === true ? ends.length > 0 : this.isTested;
  }
}

/** The maker of the automaton of those executions of which a formula is false. */
type AutomatonMaker = (formula: CoreFormula, valuations: Valuations) => FormulaAutomaton;

/** The question of which execution a formula is false. */
class FormulaQuestion implements LongRunQuestion {
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
    const isEnd = new Set(asked.ends);
    const ends = Array.from({ length: product.size }, (_, node) => node).filter((node) => {
      const here = product.configurationOf(node);
      return isEnd.has(here) && automaton.isForEver(product.stateOf(node), valuations[here] as number);
    });
    const found = new LongRun(product, {
      goesOn: () => true,
      starts: (node) => node < product.begun,
      breaks: (node) => product.stateOf(node) === automaton.refuted,
      ends,
      endsOnly: false,
      distanceTo: (node) => asked.distanceTo(product.configurationOf(node)),
    }).refutation();
    if (found === undefined) return undefined;
    const { stem, cycle } = found;
    return {
      ...found,
      stem: product.wayInGraph(stem),
      ...(cycle === undefined ? {} : { cycle: product.wayInGraph(cycle) }),
    };
  }
}

/** The question what refutes a property in the long run. @param size the number of configurations */
export function questionOf(
  { kind, formula }: NamedProperty,
  size: number,
  automatonOf: AutomatonMaker,
): LongRunQuestion {
  if (formula !== undefined) return new FormulaQuestion(formula, automatonOf, size);
  assert(kind.waiting !== undefined, "what is refuted in the long run waits, or is a formula");
  return new WaitQuestion(kind.waiting, size);
}
