/** The steps of an expansion as a graph, with what is owed, for judging what can go on for ever. */
import { at } from "../../base/assert.ts";
import type { Event } from "../../model/event/event.ts";
import type { Configuration } from "../../model/state/configuration.ts";
import type { System } from "../../model/system/system.ts";
import type { Terms } from "../../model/transition/debt.ts";
import type { View } from "../../properties/view.ts";
import { Debts } from "../../tables/debts.ts";
import { ABSENT } from "../../tables/integers.ts";
import { movesFrom, type MovePlace } from "../../tables/move.ts";
import type { Network } from "../../tables/network.ts";
import { TableView } from "../../tables/tableView.ts";
import type { SteppedGraph } from "../endless/chanceGraph.ts";
import type { ExecutionStart, LooksOfGraph } from "../endless/longRunQuestion.ts";
import { EdgeRecord } from "./edgeRecord.ts";
import { EdgesAgain } from "./edgesAgain.ts";
import type { Expansion } from "./expansion.ts";
import { unpack } from "./rowLayout.ts";

/** The edges between the configurations that an expansion has visited: as recorded, or taken again. */
export class StepGraph implements LooksOfGraph {
  readonly network: Network;
  readonly size: number;
  readonly expansion: Expansion;
  private readonly edges: EdgeRecord;
  /** Takes them again; absent: they are there. */
  private again: EdgesAgain | undefined;
  private readonly values: Int32Array;
  private words: Int32Array;
  private readonly view: TableView;

  /** The bytes that a graph takes that is not there yet, with what is made of it. */
  static bytesFor({ edges, visited: { count }, transitions }: Expansion): number {
    return (edges === undefined ? 16 : 8) * transitions + 40 * count;
  }

  /** @param expansion one that is over */
  constructor(network: Network, expansion: Expansion) {
    this.network = network;
    this.expansion = expansion;
    this.size = expansion.visited.count;
    this.values = new Int32Array(network.slots.length);
    this.words = new Int32Array(expansion.layout.words);
    this.edges = expansion.edges ?? new EdgeRecord(network, { capacity: expansion.transitions });
    if (expansion.edges === undefined) this.again = new EdgesAgain(network, expansion, this.edges);
    else this.edges.finish();
    this.view = new TableView(network);
  }

  get bytes(): number {
    return this.edges.bytes;
  }

  /** The position of the first edge of each configuration; one more, for the end. */
  get first(): Int32Array {
    return this.edges.first.data;
  }

  /** The configuration that each edge leads to. */
  get to(): Int32Array {
    return this.edges.to;
  }

  /** The number of the place of each edge's move: see `placeOf`. */
  get move(): Int32Array {
    return this.edges.move;
  }

  /** Whether some steps are there. */
  get hasBegun(): boolean {
    return this.edges.first.length > 0;
  }

  /** Takes the steps of more configurations again. @returns false when all are there */
  advance(count: number): boolean {
    const { again, edges, size } = this;
    if (again === undefined) return false;
    const end = Math.min(size, edges.first.length + count);
    for (let node = edges.first.length; node < end; node++) {
      edges.leave();
      again.from(node);
    }
    if (end < size) return true;
    again.flush();
    this.again = undefined;
    edges.finish();
    return false;
  }

  /** The values of all slots in a configuration, valid until the next call. */
  valuesOf(node: number): Int32Array {
    const { expansion, values } = this;
    const { layout, visited } = expansion;
    if (this.words.length !== layout.words) this.words = new Int32Array(layout.words);
    visited.read(node, this.words);
    unpack(layout, this.words, 0, values);
    return values;
  }

  configurationOf(node: number): Configuration {
    return this.network.configuration(this.valuesOf(node));
  }

  viewOf(node: number): View {
    return this.view.of(this.valuesOf(node));
  }

  get system(): System {
    return this.network.system;
  }

  /** The number of the local state of a process, in each configuration. */
  statesOf(process: number): Int32Array {
    const { localOf } = at(this.network.processes, process);
    const states = new Int32Array(this.size);
    for (let node = 0; node < this.size; node++)
      states[node] = localOf.at(this.valuesOf(node)[process] as number);
    return states;
  }

  /** The ways in which executions begin: the inputs, the start steps, and what they lead to. */
  *beginnings(): Generator<ExecutionStart> {
    for (const start of this.network.starts.all()) {
      if (start === undefined) continue;
      const { inputs, events, values } = start;
      yield { inputs, events, node: this.expansion.find(values) };
    }
  }

  /** The events of each edge from a configuration, in order. */
  eventsFrom(node: number): (readonly Event[])[] {
    const { network, expansion } = this;
    return movesFrom(network, this.valuesOf(node).slice())
      .filter(({ values }) => expansion.find(values) !== -1)
      .map(({ events }) => events);
  }

  /** The place in the tables of a move, by its number in the graph. */
  placeOf(move: number): MovePlace {
    return this.edges.placeOf(move);
  }
}

/** A step graph, and what is owed in it. */
export class OwingGraph implements SteppedGraph {
  readonly size: number;
  readonly first: Int32Array;
  readonly to: Int32Array;
  readonly move: Int32Array;
  readonly scopes: number;
  private readonly steps: StepGraph;
  private readonly debts: Debts;
  /** The debts that each move pays, as far as that was asked. */
  private readonly paid: (readonly number[] | undefined)[] = [];

  constructor(steps: StepGraph, terms: Terms) {
    this.steps = steps;
    this.size = steps.size;
    this.first = steps.first;
    this.to = steps.to;
    this.move = steps.move;
    this.debts = new Debts(steps.network, terms);
    this.scopes = this.debts.scopes;
  }

  eventsFrom(node: number): (readonly Event[])[] {
    return this.steps.eventsFrom(node);
  }

  isOneStep(move: number): boolean {
    return this.steps.placeOf(move).slot !== ABSENT;
  }

  factsOf(node: number, facts: Int32Array): void {
    this.debts.factsOf(this.steps.valuesOf(node), facts);
  }

  /** The process that makes a move, which stands in one of its lists, and that has one fact. */
  scopeOf(move: number): number {
    const { slot } = this.steps.placeOf(move);
    return slot === ABSENT ? this.scopes : slot;
  }

  owedIn(fact: number): readonly number[] {
    return this.debts.owedIn(fact);
  }

  waitingIn(fact: number): readonly number[] {
    return this.debts.waitingIn(fact);
  }

  paidBy(move: number): readonly number[] {
    return (this.paid[move] ??= this.debts.paidAt(this.steps.placeOf(move)));
  }

  isCompassionate(debt: number): boolean {
    return this.debts.isCompassionate(debt);
  }

  isOwedAtEnds(debt: number): boolean {
    return this.debts.isOwedAtEnds(debt);
  }

  isSettledWhenGone(debt: number): boolean {
    return this.debts.isSettledWhenGone(debt);
  }
}
