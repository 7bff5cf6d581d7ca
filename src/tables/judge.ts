/**
 * A predicate, evaluated once for each distinct combination of what it reads. While author code runs,
 * every facet that it reads is noted; the notes form a decision tree whose inner nodes name a facet and
 * whose branches are that facet's values. To judge a configuration is to walk the tree.
 */
import { type Facet, facetOf, formatObserved, type View, viewOf } from "../properties/view.ts";
import { asItIs, type Arrangement } from "../base/rearranged.ts";
import { at } from "../base/assert.ts";
import type { System } from "../model/system/system.ts";
import { formatLetter } from "../model/state/letter.ts";
import type { Letter } from "../model/state/message.ts";
import type { NamedProperty } from "../properties/property.ts";
import { askAgainLater, fickle, namesake, type Answer } from "./askedAgain.ts";
import { ABSENT, Interner, IntList } from "./integers.ts";
import type { Network } from "./network.ts";
import type { Repetition } from "./repetition.ts";
import { ClockSlot, ObjectSlot, ProcessSlot } from "./slot.ts";

/** One facet of one slot: its value, interned, by the slot's value. */
export class Lens {
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

  /** The id of what the facet is in a value of the slot: of what has one facet only, the value itself. */
  id(value: number): number {
    const slot = this.network.slots[this.slot];
    if (!(slot instanceof ProcessSlot)) return value;
    const known = value < this.seen.length ? this.seen.at(value) : ABSENT;
    if (known !== ABSENT) return known;
    const found = facetOf(slot.local(value), this.mailbox(slot, value), this.facet);
    const id = this.distinct.id(this.text(found), found);
    this.seen.put(value, id, ABSENT);
    return id;
  }

  /** The value that an id stands for. */
  value(id: number): unknown {
    const slot = this.network.slots[this.slot];
    if (slot instanceof ObjectSlot) return slot.content(id);
    return slot instanceof ClockSlot ? slot.elapsed(id) : this.distinct.value(id);
  }

  private mailbox(slot: ProcessSlot, value: number): Letter[] {
    if (this.facet !== "mailbox") return [];
    const { processes } = this.network.system;
    return slot.mailbox(value).map(({ from, ...letter }) => ({ ...letter, from: processes[from]?.id }));
  }

  private text(found: unknown): string {
    if (this.facet === "mailbox") return (found as readonly Letter[]).map(formatLetter).join("; ");
    return formatObserved(found);
  }
}

/** The target of a branch of the tree: an answer, FALSE or TRUE, or the offset of a node in the tree. */
const FALSE = 0;
const TRUE = 1;
const FIRST_NODE = 2;

/** The offset of the branch to the root. */
const ROOT = 0;

/** A node: the number of its lens, how many branches there is room for, and that many branches. */
const LENS = 0;
const ROOM = 1;
const BRANCHES = 2;

/** A larger tree is forgotten and begun anew: 256 MB. */
const TREE_MAX = 2 ** 26;

/** The options of a judge. */
interface JudgeOptions {
  /** The position of its predicate among those of the property; default the first. */
  readonly part?: number;
  /** The repetition that asks for answers again, to see that they are constant. */
  readonly repetition: Repetition;
  /** The tree is forgotten when it has more integers than this. */
  readonly treeMax?: number;
  /** The same property of a copy of the system. Default: the one of its protocol that has the name. */
  readonly find?: (copy: System) => NamedProperty;
}

/** A configuration that is known in part. */
interface InPart {
  /** A value of the slot of a lens that has what the lens shows; ABSENT if that is not known. */
  valueAt(lens: Lens): number;
  /** Some configuration that has all that is known, as values of all slots. */
  complete(): Int32Array;
}

/** A property's predicate over the configurations of a network. */
export class Judge {
  readonly property: NamedProperty;
  /** The repetition in which answers wait to be asked for again. */
  readonly repetition: Repetition;
  private readonly network: Network;
  private readonly part: number;
  private readonly treeMax: number;
  private readonly find: (copy: System) => NamedProperty;
  private readonly view: View;
  /** All that the predicate has ever read. */
  readonly lenses: Lens[] = [];
  /** The number of each lens, by slot and facet. */
  private readonly lensIds: Map<Facet, number>[];
  /** The root, then nodes one behind the other, from offset FIRST_NODE; one that grows moves to the end. */
  private readonly tree = new IntList();
  /** Learns of each slot of which the predicate reads something for the first time. */
  private told: (slot: number) => void = () => {};
  /** The configuration while author code runs, and the lenses and ids that it has read, alternately. */
  private current: Int32Array = new Int32Array(0);
  private reads: number[] = [];
  /** The order in which Sets, Maps and records list their parts to the predicate. */
  private order: Arrangement = asItIs;

  constructor(network: Network, property: NamedProperty, options: JudgeOptions) {
    const { repetition, part = 0, treeMax = TREE_MAX, find = namesake(property) } = options;
    this.network = network;
    this.part = part;
    this.find = find;
    this.property = property;
    this.repetition = repetition;
    this.treeMax = treeMax;
    this.lensIds = network.slots.map(() => new Map<Facet, number>());
    this.forget();
    this.view = viewOf(network.system, (process, facet) => this.observe(process, facet));
  }

  private forget(): void {
    this.tree.length = 0;
    for (let i = 0; i < FIRST_NODE; i++) this.tree.push(ABSENT);
  }

  get bytes(): number {
    return this.lenses.reduce((sum, { seen }) => sum + seen.bytes, this.tree.bytes);
  }

  /** Tells `told`, from now on, of everything that the predicate reads: once for each slot and facet. */
  tellOfReads(told: (slot: number) => void): void {
    this.told = told;
    for (const { slot } of this.lenses) told(slot);
  }

  /** Whether the predicate has ever read a facet, of whatever process. */
  readsFacet(facet: Facet): boolean {
    return this.lenses.some((lens) => lens.facet === facet);
  }

  /** The ids, in a value of a slot, of everything that the predicate has ever read of that slot. */
  idsOf(slot: number, value: number): number[] {
    const ids: number[] = [];
    for (const lens of this.lenses) if (lens.slot === slot) ids.push(lens.id(value));
    return ids;
  }

  /** Whether the predicate is true in the configuration with these slot values. @throws ProtocolError */
  isTrue(values: Int32Array): boolean {
    const tree = this.tree.data;
    let place = tree[ROOT] as number;
    while (place >= FIRST_NODE) {
      const lens = this.lenses[tree[place + LENS] as number] as Lens;
      const branch = lens.id(values[lens.slot] as number);
      place = branch < (tree[place + ROOM] as number) ? (tree[place + BRANCHES + branch] as number) : ABSENT;
    }
    return place === ABSENT ? this.ask(values) : place === TRUE;
  }

  /**
   * The answer of the predicate as far as a configuration is known; or a facet, not known, on which it
   * depends. @throws ProtocolError
   */
  answerTo({ valueAt, complete }: InPart): boolean | Lens {
    let place = this.tree.at(ROOT);
    for (;;) {
      if (place === ABSENT) {
        this.ask(complete());
        place = this.tree.at(ROOT);
      }
      if (place < FIRST_NODE) return place === TRUE;
      const lens = at(this.lenses, this.tree.at(place + LENS));
      const value = valueAt(lens);
      if (value === ABSENT) return lens;
      const branch = lens.id(value);
      place = branch < this.tree.at(place + ROOM) ? this.tree.at(place + BRANCHES + branch) : ABSENT;
    }
  }

  /** Runs the author's predicate, and adds what it read to the tree. */
  private ask(values: Int32Array): boolean {
    const first = this.answer(this.property, values);
    this.repeatLater(values.slice(), first);
    if (this.tree.length > this.treeMax) this.forget();
    this.learn(first);
    return first.isTrue;
  }

  private answer({ predicates }: NamedProperty, values: Int32Array): Answer {
    this.current = values;
    this.reads = [];
    const isTrue = at(predicates, this.part)(this.view);
    return { isTrue, reads: this.reads };
  }

  private repeatLater(values: Int32Array, first: Answer): void {
    const { repetition } = this;
    const { subject } = this.property;
    const again = (copy: System, order: Arrangement): Answer => this.answerAgain(copy, values, order);
    askAgainLater(repetition, { subject, about: "configuration", first, again });
  }

  /**
   * The answer of a copy of the protocol about a configuration whose values list their parts in some order.
   */
  private answerAgain(copy: System, values: Int32Array, order: Arrangement): Answer {
    const property = this.find(copy);
    this.order = order;
    try {
      return this.answer(property, values);
    } finally {
      this.order = asItIs;
    }
  }

  private observe(process: number, facet: Facet): unknown {
    const known = at(this.lensIds, process);
    let number = known.get(facet);
    if (number === undefined) {
      number = this.lenses.push(new Lens(this.network, process, facet)) - 1;
      known.set(facet, number);
      this.told(process);
    }
    const lens = this.lenses[number] as Lens;
    const id = lens.id(this.current[process] as number);
    if (!this.hasRead(number)) this.reads.push(number, id);
    return this.order(lens.value(id));
  }

  private hasRead(lens: number): boolean {
    for (let i = 0; i < this.reads.length; i += 2) if (this.reads[i] === lens) return true;
    return false;
  }

  /** Walks the tree along what was read, growing it where it ends, to the answer. */
  private learn({ isTrue, reads }: Answer): void {
    const { tree } = this;
    let from = ROOT;
    for (let i = 0; i < reads.length; i += 2) {
      const lens = reads[i] as number;
      const branch = reads[i + 1] as number;
      if (tree.at(from) === ABSENT) tree.put(from, this.addNode(lens, branch + 1), ABSENT);
      const node = tree.at(from);
      if (node < FIRST_NODE || tree.at(node + LENS) !== lens)
        throw fickle({ subject: this.property.subject, about: "configuration" });
      if (branch >= tree.at(node + ROOM)) tree.put(from, this.widen(node, branch + 1), ABSENT);
      from = tree.at(from) + BRANCHES + branch;
    }
    if (tree.at(from) !== ABSENT) throw fickle({ subject: this.property.subject, about: "configuration" });
    tree.put(from, isTrue ? TRUE : FALSE, ABSENT);
  }

  private addNode(lens: number, room: number): number {
    const node = this.tree.length;
    this.tree.push(lens);
    this.tree.push(room);
    for (let i = 0; i < room; i++) this.tree.push(ABSENT);
    return node;
  }

  /** A copy of a node, with room for more branches. */
  private widen(node: number, needed: number): number {
    const { tree } = this;
    const room = tree.at(node + ROOM);
    const copy = this.addNode(tree.at(node + LENS), Math.max(needed, room + (room >> 1)));
    for (let i = 0; i < room; i++) tree.put(copy + BRANCHES + i, tree.at(node + BRANCHES + i), ABSENT);
    return copy;
  }
}
