/**
 * A system compiled, as all its runs share it: what one run has found out, no other has to find out again.
 */
import type { System } from "../model/system/system.ts";
import type { Truths } from "../properties/kinds/kind.ts";
import type { NamedProperty } from "../properties/property.ts";
import { Judge, Junctures, Network, Repeat, Repetition } from "../tables/index.ts";
import { Hearsay } from "./hearsay.ts";

/**
 * Tables that take more bytes than this are forgotten, and begun anew from the configuration that the run
 * is in: where states hardly ever come again, as those of counters, they would grow without end.
 */
export const TABLES_MAX = 2 ** 27;

/** The tables of a system. They know of no run. */
export class Compiled {
  readonly system: System;
  readonly network: Network;
  readonly junctures: Junctures;
  readonly hearsay: Hearsay;
  private readonly judges = new Map<NamedProperty, readonly Judge[]>();

  private readonly bytesMax: number;
  private readonly repetition: Repetition;

  constructor(system: System, bytesMax: number) {
    this.system = system;
    this.bytesMax = bytesMax;
    this.repetition = new Repetition(() => system);
    this.network = new Network(system, new Repeat(this.repetition));
    this.junctures = new Junctures(this.network);
    this.hearsay = new Hearsay(system);
  }

  /** Whether they have become too large. */
  get isFull(): boolean {
    const judges = [...this.judges.values()].flat().reduce((sum, { bytes }) => sum + bytes, 0);
    return this.network.bytes + this.junctures.bytes + judges > this.bytesMax;
  }

  /** The truths of a property's predicates, given the values of all slots. @throws ProtocolError */
  truths(property: NamedProperty, values: Int32Array): Truths {
    return this.judgesOf(property).map((judge) => judge.isTrue(values));
  }

  private judgesOf(property: NamedProperty): readonly Judge[] {
    const known = this.judges.get(property);
    if (known !== undefined) return known;
    const { network, repetition } = this;
    const made = property.predicates.map((_, part) => new Judge(network, property, { repetition, part }));
    this.judges.set(property, made);
    return made;
  }
}
