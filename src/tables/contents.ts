import { Canonical } from "../base/canonical.ts";
import { canonicalBy, finished, kindOf, type Plain } from "../base/value.ts";
import { ABSENT, IntList, ListInterner } from "./integers.ts";
import { Shapes } from "./shapes.ts";

/** The beginnings of lists of parts: what these are parts of; from RECORD on, with which fields. */
const ARRAY = 0;
const SET = 1;
const MAP = 2;
const RECORD = 3;

/** Negative zero, which a Map takes for zero. */
const NEGATIVE_ZERO = Symbol("-0");

/**
 * Large values as integers. A value is the list of the ids of its parts, and so on down (hash consing; A. P.
 * Ershov, *On programming of arithmetic operations*, 1958): of a value that differs in one part from one that
 * is known, all other parts are known, and found without being looked at, because canonical values share
 * them.
 */
export class Contents {
  /** The ids of what has no parts. */
  private readonly atoms = new Map<unknown, number>();
  private readonly lists = new ListInterner();
  private readonly shapes = new Shapes();
  /** The id of the value whose parts are a list. */
  private readonly idOfList = new IntList();
  /** The values and all their parts, by id. */
  private readonly parts: Plain[] = [];
  /** The values that were asked for, and the number of each among them, by id. */
  private readonly values: Plain[] = [];
  private readonly numbers = new IntList();

  get bytes(): number {
    const tables = [this.lists, this.idOfList, this.numbers];
    return tables.reduce((sum, table) => sum + table.bytes, 150 * this.parts.length + 8 * this.values.length);
  }

  /** The number of a canonical value, counted from 0. */
  number(value: Plain): number {
    const id = this.id(value);
    const known = id < this.numbers.length ? this.numbers.at(id) : ABSENT;
    if (known !== ABSENT) return known;
    this.numbers.put(id, this.values.length, ABSENT);
    return this.values.push(this.parts[id] as Plain) - 1;
  }

  /** The value with a number. */
  value(number: number): Plain {
    return this.values[number] as Plain;
  }

  /** The canonical form of a value: of equal values, the very same. @throws NotPlain */
  unique(value: unknown): Plain {
    return this.parts[this.id(canonicalBy(this.finish, value))] as Plain;
  }

  /**
   * Whether a value reads as one that `unique` has given. Of a Map or a Set, and of what differs, it is not
   * told whether its canonical form is the same.
   */
  readsAs(value: unknown, plain: Plain | undefined): boolean {
    if (Object.is(value, plain)) return true;
    const id = this.idRead(value);
    return id !== ABSENT && Object.is(this.parts[id], plain);
  }

  /** Finishes a copy; answers with the known value that is equal to it, if there is one. */
  private readonly finish = <T extends object>(copy: T, below: number): T => {
    const list = this.lists.id(this.listOf(copy as Plain & object));
    if (list < this.idOfList.length) return this.parts[this.idOfList.at(list)] as T;
    const value = finished(copy, below);
    this.enter(value as Plain & object);
    return value;
  };

  /** Gives an id to a value whose list is the newest. */
  private enter(value: Plain & object): void {
    this.idOfList.push(this.parts.length);
    this.numbered(value, this.parts.length);
    this.parts.push(value);
  }

  /** The id of a value, or of a part of one. */
  private id(value: Plain): number {
    return typeof value === "object" && value !== null ? this.idOfObject(value) : this.idOfAtom(value);
  }

  private idOfAtom(value: Plain): number {
    const known = this.atoms.get(keyOf(value));
    if (known !== undefined) return known;
    this.atoms.set(keyOf(value), this.parts.length);
    return this.parts.push(value) - 1;
  }

  private idOfObject(value: Plain & object): number {
    const known = Canonical.of(value);
    if (known?.numberedBy === this) return known.number;
    const list = this.lists.id(this.listOf(value));
    if (list === this.idOfList.length) this.enter(value);
    return this.numbered(value, this.idOfList.at(list));
  }

  /** Notes the id of a canonical object with it, until it stands among others. */
  private numbered(value: object, number: number): number {
    const known = Canonical.of(value);
    if (known !== undefined) [known.numberedBy, known.number] = [this, number];
    return number;
  }

  private listOf(value: Plain & object): number[] {
    if (Array.isArray(value)) return this.listFrom(ARRAY, value);
    if (value instanceof Set) return this.listFrom(SET, value);
    if (value instanceof Map) return this.listFrom(MAP, [...(value as ReadonlyMap<Plain, Plain>)].flat());
    const { number, names } = this.shapes.of(Object.keys(value));
    const list = [RECORD + number];
    for (const name of names) list.push(this.id((value as Readonly<Record<string, Plain>>)[name] as Plain));
    return list;
  }

  private listFrom(form: number, parts: Iterable<Plain>): number[] {
    const list = [form];
    for (const part of parts) list.push(this.id(part));
    return list;
  }

  /** The id of what a value reads as; ABSENT if that is not known. */
  private idRead(value: unknown): number {
    if (typeof value !== "object" || value === null) return this.atoms.get(keyOf(value)) ?? ABSENT;
    const known = Canonical.of(value);
    if (known?.numberedBy === this) return known.number;
    const list = this.listRead(value);
    const place = list === undefined ? ABSENT : this.lists.find(list);
    return place === ABSENT ? ABSENT : this.idOfList.at(place);
  }

  /** The list of what a value reads as; undefined if a part is not known. */
  private listRead(value: object): number[] | undefined {
    const kind = kindOf(value);
    if (kind !== "array" && kind !== "record") return undefined;
    const isArray = kind === "array";
    const shape = isArray ? undefined : this.shapes.of(Object.keys(value));
    const list = [shape === undefined ? ARRAY : RECORD + shape.number];
    const length = shape?.names.length ?? (value as readonly unknown[]).length;
    for (let i = 0; i < length; i++) {
      const id = this.idRead((value as Readonly<Record<string, unknown>>)[shape?.names[i] ?? i]);
      if (id === ABSENT) return undefined;
      list.push(id);
    }
    return list;
  }
}

/** The key that stands for a value without parts in a Map. */
function keyOf(value: unknown): unknown {
  return Object.is(value, -0) ? NEGATIVE_ZERO : value;
}
