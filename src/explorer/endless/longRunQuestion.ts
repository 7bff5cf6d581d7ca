/** Questions about what goes on for ever, or ends: what refutes a property on a graph of configurations. */
import type { Event } from "../../model/event/event.ts";
import type { Configuration, InputVector } from "../../model/state/configuration.ts";
import type { System } from "../../model/system/system.ts";
import type { Truths, Wait } from "../../properties/kinds/kind.ts";
import type { Unknown } from "../../properties/verdict.ts";
import type { View } from "../../properties/view.ts";
import type { HasRoom } from "../kernel/room.ts";
import type { SteppedGraph } from "./chanceGraph.ts";
import { LongRun, refutationByChance, type Refuted, type WaitingNodes } from "./longRun.ts";

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
  readonly looks: LooksOfGraph;
}

/** The looks of a graph to those who are in it. */
export interface LooksOfGraph {
  readonly system: System;
  /** The number of the state that a process is in, in each configuration. */
  statesOf(process: number): Int32Array;
  configurationOf(node: number): Configuration;
  /** The view of a configuration, valid until the next call. */
  viewOf(node: number): View;
  /** The ways in which executions begin, each with the configuration that it leads to. */
  beginnings(): Iterable<ExecutionStart>;
}

/** A way in which executions begin. */
export interface ExecutionStart {
  readonly inputs: InputVector;
  /** The events of the start steps. */
  readonly events: readonly Event[];
  readonly node: number;
}

/** A question what refutes a property. It is told of all configurations before it is asked. */
export interface LongRunQuestion {
  /**
   * The reason why a graph does not answer it, though nothing has cut it off; undefined if it does. Absent:
   * any does; otherwise a whole one alone. `beyond`: so many configurations lie beyond bounds.
   */
  openOn?(asked: QuestionedGraph, beyond: number): Unknown | undefined;
  /** Learns what the predicates are in a configuration. */
  tell(node: number, truths: Truths): void;
  /** A refutation; undefined if there is none. @throws NoRoom */
  refutationOn(asked: QuestionedGraph): Refuted | undefined;
  /** The reason why it may be refuted on the graph asked about last, though no refutation was found. */
  readonly leftOpen?: Unknown | undefined;
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
