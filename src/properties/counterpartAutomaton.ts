/**
 * The looks that a specification can show in an admissible way while they change again and again, as a Büchi
 * automaton that reads each change. A state is a configuration of the specification, the debt that is waited
 * for, one after the other, and the debts that are given up: those of compassion that from some moment on are
 * owed nowhere, so that nothing has to pay them. Which ones are is guessed. A transition is accepting if
 * the last debt of the list has been settled on it (generalized acceptance made simple, as in J.-M. Couvreur,
 * *On-the-fly Verification of Linear Temporal Logic*, 1999).
 */
import { at } from "../base/assert.ts";
import type { BuchiTransition } from "../base/historyTree.ts";
import type { SpecificationGraph } from "./specificationGraph.ts";

/** Of so many debts of compassion at most it is guessed which are given up. */
const GUESSED_MAX = 4;

/** A guess which debts are given up, and the other ones, in the order in which they are waited for. */
interface GuessedDebts {
  readonly givenUp: readonly number[];
  readonly waitedFor: readonly number[];
}

/** A state. */
interface FollowingState {
  readonly node: number;
  /** The number of the guess; undefined as long as none has been made. */
  readonly guess: number | undefined;
  /** The place of the debt that is waited for, in the list of the guess. */
  readonly place: number;
}

/** The automaton. */
export class CounterpartAutomaton {
  private readonly graph: SpecificationGraph;
  private readonly guesses: readonly GuessedDebts[];
  private readonly states: FollowingState[] = [];
  private readonly numbers = new Map<string, number>();
  private readonly known = new Map<string, readonly BuchiTransition[]>();

  /** @param debts all that may be owed */
  private constructor(graph: SpecificationGraph, debts: readonly number[], compassionate: readonly number[]) {
    this.graph = graph;
    this.guesses = subsetsOf(compassionate).map((givenUp) => {
      return { givenUp, waitedFor: debts.filter((debt) => !givenUp.includes(debt)) };
    });
  }

  /** Such an automaton; undefined if there is too much to be guessed. */
  static of(graph: SpecificationGraph, debts: readonly number[]): CounterpartAutomaton | undefined {
    const compassionate = debts.filter((debt) => graph.isCompassionate(debt));
    if (compassionate.length > GUESSED_MAX) return undefined;
    return new CounterpartAutomaton(graph, debts, compassionate);
  }

  /** The states in which it begins, if the specification may be in some configurations. */
  begin(nodes: readonly number[]): readonly number[] {
    return nodes.flatMap((node) => this.guessedAt(node));
  }

  /** The transitions from a state, if the look changes to another one. */
  next(state: number, looks: string): readonly BuchiTransition[] {
    const key = `${state} ${looks}`;
    const known = this.known.get(key) ?? this.transitionsOf(at(this.states, state), looks);
    this.known.set(key, known);
    return known;
  }

  /** The states where no guess has been made: with one, or without one yet. */
  private guessedAt(node: number): number[] {
    const guessed = this.guesses.flatMap(({ givenUp }, guess) =>
      this.isOwed(node, givenUp) ? [] : [this.stateOf({ node, guess, place: 0 })],
    );
    if (this.guesses.length === 1) return guessed;
    return [this.stateOf({ node, guess: undefined, place: 0 }), ...guessed];
  }

  /** Steps that are not seen come first, as many as one likes, and then one that is seen. */
  private transitionsOf(begun: FollowingState, looks: string): readonly BuchiTransition[] {
    const { graph } = this;
    const before = graph.looks(begun.node);
    const found = new Map<number, boolean>();
    const open: StepsUnderWay[] = [{ ...begun, isAccepting: false }];
    const met = new Set<string>();
    for (const here of open) {
      for (const { to, paid } of graph.from(here.node)) {
        const look = graph.looks(to);
        if (look !== before && look !== looks) continue;
        const there = this.progress(here, to, paid);
        if (there === undefined) continue;
        const key = `${to} ${there.place} ${there.isAccepting}`;
        if (look === before && !met.has(key)) open.push(there);
        met.add(key);
        if (look !== looks) continue;
        for (const state of there.guess === undefined ? this.guessedAt(to) : [this.stateOf(there)])
          found.set(state, there.isAccepting || found.get(state) === true);
      }
    }
    return [...found].map(([to, isAccepting]) => ({ to, isAccepting }));
  }

  /** The debts settled after a step more; undefined if what was given up is owed. */
  private progress(here: StepsUnderWay, node: number, paid: readonly number[]): StepsUnderWay | undefined {
    if (here.guess === undefined) return { ...here, node };
    const { givenUp, waitedFor } = at(this.guesses, here.guess);
    if (this.isOwed(node, givenUp)) return undefined;
    let { place } = here;
    const isSettled = (debt: number): boolean => paid.includes(debt) || !this.graph.mayOwe(node, debt);
    while (place < waitedFor.length && isSettled(waitedFor[place] as number)) place++;
    const isRound = place === waitedFor.length;
    return { guess: here.guess, node, place: isRound ? 0 : place, isAccepting: here.isAccepting || isRound };
  }

  private isOwed(node: number, debts: readonly number[]): boolean {
    const owed = this.graph.owedIn(node);
    return debts.some((debt) => owed.includes(debt));
  }

  private stateOf({ node, guess, place }: FollowingState): number {
    const key = `${node} ${guess} ${place}`;
    const number = this.numbers.get(key) ?? this.states.push({ node, guess, place }) - 1;
    this.numbers.set(key, number);
    return number;
  }
}

/** A state on the way to the next change, and whether the last debt has been settled on it. */
type StepsUnderWay = FollowingState & { readonly isAccepting: boolean };

function subsetsOf(items: readonly number[]): (readonly number[])[] {
  const [first, ...others] = items;
  if (first === undefined) return [[]];
  return subsetsOf(others).flatMap((some) => [some, [first, ...some]]);
}
