/**
 * A graph in which processes remember their whole local schedules S|p: its nodes are configurations, each
 * with what some processes have seen so far. So to a process two nodes look the same if its number is the
 * same in both. If p has received a and q has received b, in either order, that is one configuration and
 * one node; if p has received a, then b, or b, then a, and is in the same state after both, that is two
 * nodes.
 */
import { at } from "../../base/assert.ts";
import { format } from "../../base/text.ts";
import type { Event } from "../../model/event/event.ts";
import { formatEvent } from "../../model/event/eventText.ts";
import { isSeenBy } from "../../model/transition/execution.ts";
import type { System } from "../../model/system/system.ts";
import { ABSENT, IntList, PairTable } from "../../tables/integers.ts";
import type { SteppedGraph } from "../endless/chanceGraph.ts";
import { Components } from "../../base/components.ts";
import type { Way } from "../endless/lasso.ts";
import type { QuestionedGraph } from "../endless/longRunQuestion.ts";
import { NoRoom } from "../kernel/room.ts";

/** The number of nothing seen. */
const NOTHING = 0;

/** The processes that see, by number, and what each edge of a graph shows to each of them. */
export class EdgeLooks {
  readonly processes: readonly number[];
  private readonly system: System;
  private readonly numbers = new Map<string, number>([["", NOTHING]]);
  /** For each edge, and each of the processes, the number of what it sees. */
  private readonly seen: Int32Array;
  private readonly graph: SteppedGraph;

  constructor({ graph, looks: { system } }: QuestionedGraph, processes: readonly number[]) {
    this.system = system;
    this.graph = graph;
    this.processes = processes;
    this.seen = new Int32Array((graph.first[graph.size] as number) * processes.length);
    for (let node = 0; node < graph.size; node++) {
      for (const [i, events] of graph.eventsFrom(node).entries())
        this.seen.set(this.ofEvents(events), ((graph.first[node] as number) + i) * processes.length);
    }
  }

  /** The numbers of what each process sees of some events; of start steps, with the inputs of all. */
  ofEvents(events: readonly Event[], inputs: readonly string[] = []): number[] {
    return this.processes.map((process) => {
      const { id, role } = at(this.system.processes, process);
      const texts = events.filter((event) => isSeenBy(event, id)).map(formatEvent);
      const input = role.forgetsInput === true ? [] : inputs.slice(process, process + 1);
      return this.numberOf([...input, ...texts].join("; "));
    });
  }

  private numberOf(text: string): number {
    const number = this.numbers.get(text) ?? this.numbers.size;
    this.numbers.set(text, number);
    return number;
  }

  /** The number of what an edge shows to the process of a position. */
  of(edge: number, position: number): number {
    return this.seen[edge * this.processes.length + position] as number;
  }

  /** A process that may see something again and again for ever; undefined if there is none. */
  endless(): number | undefined {
    const { graph } = this;
    const region = new Int32Array(graph.size).fill(ABSENT);
    const all = Int32Array.from({ length: graph.size }, (_, node) => node);
    for (const [number, nodes] of new Components(graph).of(all).entries())
      for (const node of nodes) region[node] = number;
    for (let node = 0; node < graph.size; node++) {
      if (region[node] === ABSENT) continue;
      for (let edge = graph.first[node] as number; edge < (graph.first[node + 1] as number); edge++) {
        if (region[graph.to[edge] as number] !== region[node]) continue;
        const found = this.processes.find((_, position) => this.of(edge, position) !== NOTHING);
        if (found !== undefined) return found;
      }
    }
    return undefined;
  }
}

/** The number of nodes at which room is asked for first; then whenever they have doubled. */
const FIRST_ASKED = 2 ** 16;

/** The bytes that a node takes, and an edge, with what is made of them. */
const BYTES = { node: 60, edge: 12 };

/** The graph of configurations and of what has been seen. No process may see something for ever. */
export class LocalScheduleGraph implements SteppedGraph {
  readonly first: Int32Array;
  readonly to: Int32Array;
  readonly move: Int32Array;
  readonly scopes: number;
  /** The number of nodes in which executions begin: the first ones. */
  readonly initial: number;
  private readonly graph: SteppedGraph;
  private readonly looks: EdgeLooks;
  private readonly configurations = new IntList();
  /** The local schedules in each node, one for each of the processes that see. */
  private readonly schedules = new IntList();
  private readonly edges = new IntList();
  /** By a local schedule, and what is seen next: the one that comes of it. */
  private readonly longer = new PairTable();
  private scheduleCount = 1;
  /** The vectors of local schedules, one after the other: see `vector`. */
  private readonly vectors = new PairTable();
  private vectorCount = 1;
  private readonly nodes = new PairTable();

  /** @throws NoRoom */
  constructor(asked: QuestionedGraph, looks: EdgeLooks) {
    const { graph, hasRoom } = asked;
    this.graph = graph;
    this.looks = looks;
    this.scopes = graph.scopes;
    for (const { inputs, events, node } of asked.looks.beginnings()) {
      const seen = looks.ofEvents(events, inputs.map(format));
      this.node(
        node,
        seen.map((one) => this.lengthened(0, one)),
      );
    }
    this.initial = this.size;
    const [first, to, width] = [new IntList(), new IntList(), looks.processes.length];
    let room = FIRST_ASKED;
    for (let node = 0; node < this.size; node++) {
      if (this.size > room) {
        if (!hasRoom(BYTES.node * this.size + BYTES.edge * to.length)) throw new NoRoom();
        room = 2 * this.size;
      }
      first.push(to.length);
      const here = this.configurationOf(node);
      for (let edge = graph.first[here] as number; edge < (graph.first[here + 1] as number); edge++) {
        const after = Array.from({ length: width }, (_, i) =>
          this.lengthened(this.schedules.at(node * width + i), looks.of(edge, i)),
        );
        to.push(this.node(graph.to[edge] as number, after));
        this.edges.push(edge);
      }
    }
    first.push(to.length);
    this.first = first.data;
    this.to = to.data;
    this.move = Int32Array.from({ length: to.length }, (_, i) => graph.move[this.edges.at(i)] as number);
  }

  get size(): number {
    return this.configurations.length;
  }

  /** The local schedule that comes of another by what is seen next. */
  private lengthened(schedule: number, seen: number): number {
    if (seen === NOTHING && schedule !== 0) return schedule;
    const known = this.longer.get(schedule, seen);
    if (known !== ABSENT) return known;
    this.longer.add(schedule, seen, this.scheduleCount);
    return this.scheduleCount++;
  }

  private node(configuration: number, schedules: readonly number[]): number {
    const vector = schedules.reduce((before, one) => this.vector(before, one), 0);
    const known = this.nodes.get(configuration, vector);
    if (known !== ABSENT) return known;
    const node = this.size;
    this.nodes.add(configuration, vector, node);
    this.configurations.push(configuration);
    for (const one of schedules) this.schedules.push(one);
    return node;
  }

  /** The number of a vector that goes on with one more. */
  private vector(before: number, schedule: number): number {
    const known = this.vectors.get(before, schedule);
    if (known !== ABSENT) return known;
    this.vectors.add(before, schedule, this.vectorCount);
    return this.vectorCount++;
  }

  /** The configuration of a node. */
  configurationOf(node: number): number {
    return this.configurations.at(node);
  }

  /** The number of the local schedule of a process in each node. */
  schedulesOf(process: number): Int32Array {
    const { processes } = this.looks;
    const position = processes.indexOf(process);
    return Int32Array.from({ length: this.size }, (_, node) =>
      this.schedules.at(node * processes.length + position),
    );
  }

  /** A walk in it, as one in the graph. */
  wayInGraph({ nodes, edges }: Way): Way {
    return {
      nodes: nodes.map((node) => this.configurationOf(node)),
      edges: edges.map((edge) => this.edges.at(edge)),
    };
  }

  eventsFrom(node: number): readonly (readonly Event[])[] {
    return this.graph.eventsFrom(this.configurationOf(node));
  }

  isOneStep(move: number): boolean {
    return this.graph.isOneStep(move);
  }

  factsOf(node: number, facts: Int32Array): void {
    this.graph.factsOf(this.configurationOf(node), facts);
  }

  owedIn(fact: number): readonly number[] {
    return this.graph.owedIn(fact);
  }

  waitingIn(fact: number): readonly number[] {
    return this.graph.waitingIn(fact);
  }

  paidBy(move: number): readonly number[] {
    return this.graph.paidBy(move);
  }

  isCompassionate(debt: number): boolean {
    return this.graph.isCompassionate(debt);
  }

  isOwedAtEnds(debt: number): boolean {
    return this.graph.isOwedAtEnds(debt);
  }

  isSettledWhenGone(debt: number): boolean {
    return this.graph.isSettledWhenGone(debt);
  }
}
