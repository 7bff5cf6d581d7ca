/**
 * A predicate, evaluated once for each distinct combination of what it reads. While author code runs,
 * every facet that it reads is noted; the notes form a decision tree whose inner nodes name a facet and
 * whose branches are that facet's values. To judge a configuration is to walk the tree.
 */
import { format } from "../../base/text.ts";
import type { Plain } from "../../base/value.ts";
import { formatLetter } from "../../model/configuration.ts";
import { ProtocolError } from "../../model/error.ts";
import type { Letter } from "../../model/protocol.ts";
import type { NamedProperty } from "../../properties/property.ts";
import { facetOf, viewOf, type Facet, type View } from "../../properties/view.ts";
import { ABSENT, Interner, IntList, PairTable } from "./integers.ts";
import type { Network } from "./network.ts";
import type { Slot } from "./slot.ts";

/** One facet of one slot: its value, interned, by the slot's value. */
class Lens {
  readonly slot: number;
  readonly facet: Facet;
  readonly seen = new IntList();
  private readonly distinct = new Interner<unknown>();
  private readonly network: Network;

  constructor(network: Network, slot: number, facet: Facet) {
    this.network = network;
    this.slot = slot;
    this.facet = facet;
  }

  /** The id of what the facet is in a value of the slot. */
  id(value: number): number {
    const known = value < this.seen.length ? this.seen.at(value) : ABSENT;
    if (known !== ABSENT) return known;
    const slot = this.network.slots[this.slot] as Slot;
    const found = facetOf(slot.local(value), this.mailbox(slot, value), this.facet);
    const id = this.distinct.id(this.text(found), found);
    this.seen.put(value, id, ABSENT);
    return id;
  }

  /** What an id stands for. */
  value(id: number): unknown {
    return this.distinct.value(id);
  }

  private mailbox(slot: Slot, value: number): Letter[] {
    if (this.facet !== "mailbox") return [];
    const { processes } = this.network.system;
    return slot.mailbox(value).map(({ from, message }) => ({ from: processes[from]?.id ?? "", message }));
  }

  private text(found: unknown): string {
    if (this.facet === "mailbox") return (found as readonly Letter[]).map(formatLetter).join("; ");
    return found === undefined ? "undefined" : format(found as Plain);
  }
}

/** What a branch of the tree leads to: FALSE, TRUE, or FIRST_NODE + the number of a node. */
const FALSE = 0;
const TRUE = 1;
const FIRST_NODE = 2;

/** A property's predicate over the configurations of a network. */
export class Judge {
  readonly property: NamedProperty;
  /** How often author code was asked. */
  evaluations = 0;
  private readonly network: Network;
  private readonly view: View;
  private readonly lenses: Lens[] = [];
  private readonly lensIds = new Map<string, number>();
  /** By node: the number of its lens. */
  private readonly nodes = new IntList();
  /** By node and facet value: where to go on. */
  private readonly branches = new PairTable();
  private root = ABSENT;
  /** While author code runs: the configuration, and the lenses and ids that it has read, alternately. */
  private current: Int32Array = new Int32Array(0);
  private reads: number[] = [];

  constructor(network: Network, property: NamedProperty) {
    this.network = network;
    this.property = property;
    this.view = viewOf(network.system, (process, facet) => this.observe(process, facet));
  }

  get bytes(): number {
    return this.lenses.reduce((sum, { seen }) => sum + seen.bytes, this.nodes.bytes + this.branches.bytes);
  }

  /** Whether the predicate is true in the configuration with these slot values. @throws ProtocolError */
  isTrue(values: Int32Array): boolean {
    let place = this.root;
    while (place >= FIRST_NODE) {
      const node = place - FIRST_NODE;
      const lens = this.lenses[this.nodes.at(node)] as Lens;
      const value = values[lens.slot] as number;
      const known = value < lens.seen.length ? lens.seen.at(value) : ABSENT;
      place = this.branches.get(node, known === ABSENT ? lens.id(value) : known);
    }
    return place === ABSENT ? this.ask(values) : place === TRUE;
  }

  /** Runs the author's predicate and adds what it read to the tree. */
  private ask(values: Int32Array): boolean {
    this.current = values;
    this.reads = [];
    this.evaluations++;
    const answer = this.property.predicate(this.view);
    this.learn(answer ? TRUE : FALSE);
    return answer;
  }

  private observe(process: number, facet: Facet): unknown {
    const name = `${process} ${facet}`;
    let number = this.lensIds.get(name);
    if (number === undefined) {
      number = this.lenses.push(new Lens(this.network, process, facet)) - 1;
      this.lensIds.set(name, number);
    }
    const lens = this.lenses[number] as Lens;
    const id = lens.id(this.current[process] as number);
    if (!this.hasRead(number)) this.reads.push(number, id);
    return lens.value(id);
  }

  private hasRead(lens: number): boolean {
    for (let i = 0; i < this.reads.length; i += 2) if (this.reads[i] === lens) return true;
    return false;
  }

  /** Walks the tree along what was read, growing it where it ends, to the answer. */
  private learn(answer: number): void {
    const { reads } = this;
    let from = ABSENT;
    let branch = 0;
    for (let i = 0; i < reads.length; i += 2) {
      const place = from === ABSENT ? this.root : this.branches.get(from, branch);
      const node = place === ABSENT ? this.grow(from, branch, FIRST_NODE + this.nodes.length) : place - FIRST_NODE;
      if (node === this.nodes.length) this.nodes.push(reads[i] as number);
      if (node < 0 || this.nodes.at(node) !== reads[i]) throw this.fickle();
      from = node;
      branch = reads[i + 1] as number;
    }
    if (from !== ABSENT && this.branches.get(from, branch) !== ABSENT) throw this.fickle();
    this.grow(from, branch, answer);
  }

  private grow(from: number, branch: number, place: number): number {
    if (from === ABSENT) this.root = place;
    else this.branches.add(from, branch, place);
    return place - FIRST_NODE;
  }

  private fickle(): ProtocolError {
    return new ProtocolError(
      "not-deterministic",
      `Property ${this.property.name} is not deterministic: it reads different things from equal configurations.`,
      [],
      "A property is a function of the configuration alone: it may not use clocks, random numbers or variables that it changes.",
    );
  }
}
