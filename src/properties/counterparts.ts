/**
 * The executions of a specification that look like one of another system, up to stuttering (M. Abadi, L.
 * Lamport, *The Existence of Refinement Mappings*, 1991). What is looked at are the states of the
 * specification's processes. For each beginning of an execution, the configurations are known in which the
 * specification may be that has looked the same so far: a set, as it may have done what is not seen, with
 * messages and timers. If the set is empty, it can do nothing that looks like this.
 *
 * An execution that ends, or goes on for ever, has a counterpart if one of those that look the same is
 * admissible. Where the look stays as it is, every one in the set is asked whether an admissible execution
 * can rest there. Where it changes again and again, executions of the specification have to pay on the way
 * what they owe. If the sets on it have one member each, there is one way to go; what is paid by one of
 * several steps between the same two, or by one that leads back to where it began, can then be paid each time
 * that they are met. Otherwise one lasso at a time can be judged (followed.ts), and all of them by an
 * automaton (counterpartAutomaton.ts).
 */
import { at } from "../base/assert.ts";
import { isFollowed } from "./followed.ts";
import { SpecificationGraph, type NoteOfSteps, type Specified } from "./specificationGraph.ts";

/** The set of no configurations: the specification has no such execution. */
export const NO_COUNTERPART = 0;

/** The configurations in which a specification may be, as sets, by number. */
export class Counterparts {
  readonly graph: SpecificationGraph;
  private readonly sets: (readonly number[])[] = [[]];
  private readonly setNumbers = new Map<string, number>([["", NO_COUNTERPART]]);
  private readonly following = new Map<string, number>();
  private readonly resting: (boolean | undefined)[] = [];
  private first: readonly number[] | undefined;

  constructor(specified: Specified, note?: NoteOfSteps) {
    this.graph = new SpecificationGraph(specified, note);
  }

  /** The set of those in which it begins, if it looks like this. */
  begin(looks: string): number {
    this.first ??= this.graph.beginnings();
    return this.setOf(this.first, looks);
  }

  /** The set of those in which it may be after a step of the other system, if it looks like this then. */
  next(set: number, looks: string): number {
    const members = this.membersOf(set);
    if (members.length === 0 || this.looksIn(set) === looks) return set;
    const key = `${set} ${looks}`;
    const known =
      this.following.get(key) ??
      this.setOf(
        members.flatMap((one) => this.leadsTo(one)),
        looks,
      );
    this.following.set(key, known);
    return known;
  }

  /** The set of those in which it may be after some looks, one after the other. */
  after([first = "", ...others]: readonly string[]): number {
    return others.reduce((set, looks) => this.next(set, looks), this.begin(first));
  }

  /** The members of a set. */
  membersOf(set: number): readonly number[] {
    return at(this.sets, set);
  }

  /** The member of a set that has just one. */
  onlyMemberOf(set: number): number | undefined {
    const [member, ...others] = this.membersOf(set);
    return others.length === 0 ? member : undefined;
  }

  /** The debts that some member of a set owes. */
  get debts(): readonly number[] {
    return [...new Set(this.sets.flat().flatMap((member) => this.graph.owedIn(member)))];
  }

  /** Whether the look of a set may stay as it is for ever, or where an execution ends. */
  mayRest(set: number): boolean {
    const members = this.membersOf(set);
    return (this.resting[set] ??= isFollowed(this.graph, members, [this.looksIn(set) ?? ""]));
  }

  /** Whether looks may come again and again, one after the other, of which the first is that of a set. */
  mayRepeat(set: number, looks: readonly string[]): boolean {
    const changing = looks.filter((one, i) => one !== looks[(i + 1) % looks.length]);
    return changing.length < 2 ? this.mayRest(set) : isFollowed(this.graph, this.membersOf(set), changing);
  }

  /** The look of all of a set; undefined of the empty one. */
  private looksIn(set: number): string | undefined {
    const [member] = this.membersOf(set);
    return member === undefined ? undefined : this.graph.looks(member);
  }

  /** Those of some nodes that look like this, and all to which steps lead that are not seen. */
  private setOf(nodes: readonly number[], looks: string): number {
    const found = new Set(nodes.filter((node) => this.graph.looks(node) === looks));
    for (const node of found)
      for (const next of this.leadsTo(node)) if (this.graph.looks(next) === looks) found.add(next);
    const members = [...found].sort((a, b) => a - b);
    const text = members.join();
    const number = this.setNumbers.get(text) ?? this.sets.push(members) - 1;
    this.setNumbers.set(text, number);
    return number;
  }

  private leadsTo(node: number): readonly number[] {
    return this.graph.from(node).map(({ to }) => to);
  }
}
