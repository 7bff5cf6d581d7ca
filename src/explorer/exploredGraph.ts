/**
 * The graph of configurations: all that a system can reach, as numbers, and the steps between them, for those
 * who look at a system as a whole. Nothing is left out and nothing stands for something else: no dead
 * letters, no symmetry. Numbers grow with the distance from the beginning; the first ones are initial.
 */
import { at } from "../base/assert.ts";
import type { Pulse } from "../base/pulse.ts";
import type { Event } from "../model/event/event.ts";
import type { System } from "../model/system/system.ts";
import { ADMISSIBLE, type Terms } from "../model/transition/debt.ts";
import type { Schedule } from "../model/transition/execution.ts";
import { Network } from "../tables/network.ts";
import { Repeat } from "../tables/repeat.ts";
import { Repetition } from "../tables/repetition.ts";
import { ChanceGraph } from "./endless/chanceGraph.ts";
import { Components } from "../base/components.ts";
import type { Way } from "./endless/lasso.ts";
import { LongRun } from "./endless/longRun.ts";
import type { ExecutionStart, QuestionedGraph } from "./endless/longRunQuestion.ts";
import type { CheckOptions, Progress } from "./explorer.ts";
import { copyOf } from "./kernel/copyOf.ts";
import { EdgeRecord } from "./kernel/edgeRecord.ts";
import { Expansion } from "./kernel/expansion.ts";
import { retrace } from "./kernel/retrace.ts";
import { endlessRoom, NoRoom, type HasRoom } from "./kernel/room.ts";
import { OwingGraph, StepGraph } from "./kernel/stepGraph.ts";
import { distanceTo, scheduleAlong } from "./kernel/walks.ts";

/** The graph of all configurations that a system can reach. */
export class ExploredGraph {
  readonly network: Network;
  /** The number of configurations, and of the first ones, which are initial. */
  readonly size: number;
  readonly initial: number;
  /** The position of the first edge of each configuration; one more, for the end. */
  readonly first: Int32Array;
  /** The configuration that each edge leads to. */
  readonly to: Int32Array;
  /** The number of the move of each edge: the same local step at the same process has the same. */
  readonly move: Int32Array;
  /** The configurations in which nothing has to happen. */
  readonly ends: readonly number[];
  private readonly steps: StepGraph;

  constructor(steps: StepGraph, ends: readonly number[]) {
    const { network, size, first, to, move, expansion } = steps;
    this.network = network;
    this.size = size;
    this.initial = expansion.initial;
    this.first = first;
    this.to = to;
    this.move = move;
    this.ends = ends;
    this.steps = steps;
  }

  /** The ways in which executions begin: the inputs, the start steps, and what they lead to. */
  beginnings(): Iterable<ExecutionStart> {
    return this.steps.beginnings();
  }

  /** The values of all slots in a configuration, valid until the next call. */
  valuesOf(node: number): Int32Array {
    return this.steps.valuesOf(node);
  }

  /** The events of each edge from a configuration, in order. */
  eventsFrom(node: number): (readonly Event[])[] {
    return this.steps.eventsFrom(node);
  }

  /** The events of an edge, which leads from a configuration. */
  eventsOf(edge: number, from: number): readonly Event[] {
    return at(this.eventsFrom(from), edge - (this.first[from] as number));
  }

  /** The number of the process that makes a move; undefined if the whole system does. */
  moverOf(move: number): number | undefined {
    const { slot } = this.steps.placeOf(move);
    return slot < 0 ? undefined : slot;
  }

  /** The schedule by which a configuration is reached first, with the fewest steps. */
  scheduleTo(node: number): Schedule {
    return retrace(this.network, this.steps.expansion, node);
  }

  /** The schedule that leads to where a walk begins, along it, and perhaps round a cycle for ever. */
  scheduleAlong(walk: { readonly stem: Way; readonly cycle?: Way }): Schedule {
    return scheduleAlong(this.steps, walk);
  }

  /** The graph as it is asked what admissible executions do. */
  questioned(hasRoom: HasRoom): QuestionedGraph {
    const { steps, initial, ends } = this;
    return {
      graph: new OwingGraph(steps, ADMISSIBLE),
      isWhole: true,
      initial,
      ends,
      distanceTo: (node) => distanceTo(steps, node),
      hasRoom,
      looks: steps,
    };
  }

  /** The graph in which coins fall by chance, with what is owed in it. @throws ProtocolError */
  byChance(terms: Terms, pulse: Pulse): ChanceGraph {
    return new ChanceGraph(new OwingGraph(this.steps, terms), true, pulse);
  }

  /** An admissible execution that never ends and stays in a part of the graph; undefined if there is none. */
  endlessWithin(isInside: (node: number) => boolean): Schedule | undefined {
    const { steps } = this;
    const found = new LongRun(new OwingGraph(steps, ADMISSIBLE), {
      goesOn: isInside,
      ends: [],
      endsOnly: false,
      distanceTo: (node) => distanceTo(steps, node),
    }).refutation();
    return found === undefined ? undefined : scheduleAlong(steps, found);
  }
}

/** The options of exploring a graph. */
export type GraphOptions = Pick<CheckOptions, "configurationsMax" | "hasRoom" | "fresh">;

/** The number of configurations between two looks at whether to go on. */
const STRIDE = 2_000;

/** A graph that is being explored. It owns no clock: whoever calls `advance` decides how long it goes on. */
export class GraphSearch {
  private readonly options: GraphOptions;
  private system: System;
  private repetition: Repetition;
  private network: Network;
  private expansion: Expansion;
  private ends: number[] = [];
  private steps: StepGraph | undefined;
  /** The reason why not all is there. */
  cutoff: "configurations" | "memory" | undefined;

  constructor(system: System, options: GraphOptions = {}) {
    this.options = options;
    this.system = system;
    [this.repetition, this.network, this.expansion] = this.begun();
  }

  private begun(): [Repetition, Network, Expansion] {
    const { system, options } = this;
    const repetition = new Repetition(() => copyOf(system, options.fresh));
    const network = new Network(system, new Repeat(repetition));
    const { configurationsMax: max = Infinity, hasRoom = endlessRoom } = options;
    const edges = new EdgeRecord(network, { hasRoom });
    const ends: number[] = [];
    this.ends = ends;
    const driver = { visited: () => undefined, quiescent: (number: number) => void ends.push(number) };
    return [repetition, network, new Expansion(network, { hashed: false, max, hasRoom, edges }, driver)];
  }

  get progress(): Progress {
    const { configurations, transitions, depth, visited, expanded, initial } = this.expansion;
    return {
      configurations,
      transitions,
      depth,
      frontier: visited.count - expanded,
      bytes: this.expansion.bytes + this.network.bytes,
      restarts: 0,
      initial,
      quiescent: this.ends.length,
      authorCalls: this.network.author.calls,
    };
  }

  /** Goes on. @returns false when all is there, or a limit was met. @throws ProtocolError */
  advance(): boolean {
    if (this.cutoff !== undefined || this.steps !== undefined) return false;
    try {
      return this.expand();
    } catch (error) {
      if (!(error instanceof NoRoom)) throw error;
      this.cutoff = "memory";
      return false;
    }
  }

  private expand(): boolean {
    const { expansion, network, options } = this;
    if (expansion.advance(STRIDE)) return true;
    if (expansion.full) {
      this.cutoff = "configurations";
      return false;
    }
    this.repetition.flush();
    const larger = network.listener.extend(this.system);
    if (larger !== this.system) {
      // What was said may be forged: all is explored again, until nothing is new.
      this.system = larger;
      [this.repetition, this.network, this.expansion] = this.begun();
      return true;
    }
    const bytes = StepGraph.bytesFor(expansion) + Components.bytesFor(expansion.visited.count);
    if (options.hasRoom?.(bytes) === false) throw new NoRoom();
    this.steps = new StepGraph(network, expansion);
    return false;
  }

  /** The graph, when all is there. */
  get graph(): ExploredGraph {
    if (this.steps === undefined) throw new Error("the graph is complete");
    return new ExploredGraph(this.steps, this.ends);
  }
}

/** Explores the graph of a system to its end; undefined if a limit was met. @throws ProtocolError */
export function exploredGraph(system: System, options: GraphOptions = {}): ExploredGraph | undefined {
  const search = new GraphSearch(system, options);
  while (search.advance());
  return search.cutoff === undefined ? search.graph : undefined;
}
