/**
 * The executions of a specification that look like one of another system, up to stuttering (M. Abadi, L.
 * Lamport, *The Existence of Refinement Mappings*, 1991). What is looked at are the states of the
 * specification's processes. For each beginning of an execution, the configurations are known in which the
 * specification may be that has looked the same so far: a set, as it may have done what is not seen, with
 * messages and timers. If the set is empty, it can do nothing that looks like this.
 */
import { at } from "../base/assert.ts";
import { format } from "../base/text.ts";
import { canonical } from "../base/value.ts";
import { ProtocolError } from "../model/error.ts";
import {
  formatConfiguration,
  initialConfiguration,
  inputVectors,
  type Configuration,
} from "../model/state/configuration.ts";
import type { System } from "../model/system/system.ts";
import { enabled, settlements, step } from "../model/transition/transition.ts";

/** The number of configurations of a specification that may be visited. */
const CONFIGURATIONS_MAX = 20_000;

/** The set of no configurations: the specification has no such execution. */
export const NO_COUNTERPART = 0;

/** A configuration of the specification, as far as it is known. */
interface SpecificationNode {
  readonly configuration: Configuration;
  readonly looks: string;
  next?: readonly number[];
}

/** The configurations in which a specification may be, as sets, by number. */
export class Counterparts {
  private readonly specification: System;
  private readonly nodes: SpecificationNode[] = [];
  private readonly nodeNumbers = new Map<string, number>();
  private readonly sets: (readonly number[])[] = [[]];
  private readonly setNumbers = new Map<string, number>([["", NO_COUNTERPART]]);
  private readonly following = new Map<string, number>();
  private first: readonly number[] | undefined;

  constructor(specification: System) {
    this.specification = specification;
  }

  /** The set of those in which it begins, if it looks like this. */
  begin(looks: string): number {
    this.first ??= [...inputVectors(this.specification)].flatMap((inputs) =>
      this.settled(initialConfiguration(this.specification, inputs)),
    );
    return this.setOf(this.first, looks);
  }

  /** The set of those in which it may be after a step of the other system, if it looks like this then. */
  next(set: number, looks: string): number {
    const members = at(this.sets, set);
    if (members.length === 0 || this.looksIn(set) === looks) return set;
    const key = `${set} ${looks}`;
    const known =
      this.following.get(key) ??
      this.setOf(
        members.flatMap((one) => this.after(one)),
        looks,
      );
    this.following.set(key, known);
    return known;
  }

  /** The look of all of a set; undefined of the empty one. */
  private looksIn(set: number): string | undefined {
    const [member] = at(this.sets, set);
    return member === undefined ? undefined : at(this.nodes, member).looks;
  }

  /** Those of some nodes that look like this, and all to which steps lead that are not seen. */
  private setOf(nodes: readonly number[], looks: string): number {
    const found = new Set(nodes.filter((node) => at(this.nodes, node).looks === looks));
    for (const node of found)
      for (const next of this.after(node)) if (at(this.nodes, next).looks === looks) found.add(next);
    const members = [...found].sort((a, b) => a - b);
    const text = members.join();
    const number = this.setNumbers.get(text) ?? this.sets.push(members) - 1;
    this.setNumbers.set(text, number);
    return number;
  }

  private after(node: number): readonly number[] {
    const { specification } = this;
    const known = at(this.nodes, node);
    return (known.next ??= enabled(specification, known.configuration).flatMap((event) =>
      this.settled(step(specification, known.configuration, event)),
    ));
  }

  private settled(begun: Configuration): number[] {
    return [...settlements(this.specification, begun)].map(({ settled }) => this.node(settled));
  }

  private node(configuration: Configuration): number {
    const text = formatConfiguration(configuration);
    const known = this.nodeNumbers.get(text);
    if (known !== undefined) return known;
    const number = this.nodes.push({ configuration, looks: looksOf(this.specification, configuration) }) - 1;
    this.nodeNumbers.set(text, number);
    if (number < CONFIGURATIONS_MAX) return number;
    throw new ProtocolError(
      "bad-property",
      `The specification ${this.specification.protocol.name} has too many configurations.`,
      [`More than ${CONFIGURATIONS_MAX} were met.`],
      "A specification says what is seen, and leaves out how it comes about: make it smaller.",
    );
  }
}

/** The look of a configuration of a specification: the states of its processes, by id, as text. */
export function looksOf({ processes }: System, { locals }: Configuration): string {
  const states = processes.map(({ id, number }) => [id, at(locals, number).state]);
  return format(canonical(Object.fromEntries(states)));
}
