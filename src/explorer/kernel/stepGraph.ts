/** The steps of an expansion as a graph, with what is owed, for judging what can go on for ever. */
import { at } from "../../base/assert.ts";
import type { Event } from "../../model/event/event.ts";
import type { Configuration } from "../../model/state/configuration.ts";
import type { System } from "../../model/system/system.ts";
import type { Terms } from "../../model/transition/debt.ts";
import type { View } from "../../properties/view.ts";
import { Debts } from "../../tables/debts.ts";
import { ABSENT, IntList, PairTable } from "../../tables/integers.ts";
import { eachMove, movesFrom, type MovePlace } from "../../tables/move.ts";
import type { Network } from "../../tables/network.ts";
import { TableView } from "../../tables/tableView.ts";
import type { SteppedGraph } from "../endless/chanceGraph.ts";
import type { ExecutionStart, LooksOfGraph } from "../endless/longRunQuestion.ts";
import type { Expansion } from "./expansion.ts";
import { unpack } from "./rowLayout.ts";

/** The edges between the configurations that an expansion has visited, found again one after the other. */
export class StepGraph implements LooksOfGraph {
  readonly network: Network;
  readonly size: number;
  readonly first = new IntList();
  readonly to = new IntList();
  /** The number of the place of each edge's move: see `placeOf`. */
  readonly move = new IntList();
  readonly expansion: Expansion;
  private readonly values: Int32Array;
  private readonly words: Int32Array;
  private readonly view: TableView;
  private readonly placeIds = new PairTable();
  private readonly places: MovePlace[] = [];

  /** The bytes that a graph takes, with what is made of it. */
  static bytesFor({ visited: { count }, transitions }: Expansion): number {
    return 16 * transitions + 40 * count;
  }

  constructor(network: Network, expansion: Expansion) {
    this.network = network;
    this.expansion = expansion;
    this.size = expansion.visited.count;
    this.values = new Int32Array(network.slots.length);
    this.words = new Int32Array(expansion.layout.words);
    this.view = new TableView(network);
  }

  get bytes(): number {
    return this.first.bytes + this.to.bytes + this.move.bytes;
  }

  /** Adds the steps of more configurations, as far as they were left. @returns false when all are there */
  advance(count: number): boolean {
    const { network, expansion, first, to, move } = this;
    const end = Math.min(this.size, first.length + count);
    for (let node = first.length; node < end; node++) {
      first.push(to.length);
      const values = this.valuesOf(node);
      if (node >= expansion.expanded || !expansion.leaves(node, values)) continue;
      eachMove(network, values, (after, slot, item) => {
        const next = expansion.find(after);
        // A search that was cut off has not visited all.
        if (next === -1) return;
        to.push(next);
        move.push(this.placeId(slot, item));
      });
    }
    if (end < this.size) return true;
    first.push(to.length);
    return false;
  }

  /** The values of all slots in a configuration, valid until the next call. */
  valuesOf(node: number): Int32Array {
    const { expansion, words, values } = this;
    expansion.visited.read(node, words);
    unpack(expansion.layout, words, 0, values);
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

  private placeId(slot: number, item: number): number {
    const known = this.placeIds.get(slot + 1, item);
    if (known !== ABSENT) return known;
    this.placeIds.add(slot + 1, item, this.places.length);
    return this.places.push({ slot, item }) - 1;
  }

  /** The place in the tables of a move, by its number in the graph. */
  placeOf(move: number): MovePlace {
    return this.places[move] as MovePlace;
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
    this.first = steps.first.data;
    this.to = steps.to.data;
    this.move = steps.move.data;
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
