import { Canonical } from "../base/canonical.ts";
import type { Plain } from "../base/value.ts";
import { ABSENT, IntList, ListInterner } from "./integers.ts";

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
  private readonly shapes = new ListInterner();
  /** The id of the value whose parts are a list. */
  private readonly idOfList = new IntList();
  /** The values and all their parts, by id. */
  private readonly parts: Plain[] = [];
  /** The values that were asked for, and the number of each among them, by id. */
  private readonly values: Plain[] = [];
  private readonly numbers = new IntList();

  get bytes(): number {
    const tables = [this.lists, this.shapes, this.idOfList, this.numbers];
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

  /** The id of a value, or of a part of one. */
  private id(value: Plain): number {
    return typeof value === "object" && value !== null ? this.idOfObject(value) : this.idOfAtom(value);
  }

  private idOfAtom(value: Plain): number {
    const key = Object.is(value, -0) ? NEGATIVE_ZERO : value;
    const known = this.atoms.get(key);
    if (known !== undefined) return known;
    this.atoms.set(key, this.parts.length);
    return this.parts.push(value) - 1;
  }

  private idOfObject(value: Plain & object): number {
    const known = Canonical.numberOf(value, this);
    if (known !== ABSENT) return known;
    const list = this.lists.id(this.listOf(value));
    if (list === this.idOfList.length) this.idOfList.push(this.parts.push(value) - 1);
    const number = this.idOfList.at(list);
    Canonical.number(value, { by: this, number });
    return number;
  }

  private listOf(value: Plain & object): number[] {
    if (Array.isArray(value)) return this.listFrom(ARRAY, value);
    if (value instanceof Set) return this.listFrom(SET, value);
    if (value instanceof Map) return this.listFrom(MAP, [...(value as ReadonlyMap<Plain, Plain>)].flat());
    const names = Object.keys(value);
    const shape = this.shapes.id(names.map((name) => this.id(name)));
    return this.listFrom(RECORD + shape, Object.values(value as Readonly<Record<string, Plain>>));
  }

  private listFrom(form: number, parts: Iterable<Plain>): number[] {
    const list = [form];
    for (const part of parts) list.push(this.id(part));
    return list;
  }
}
