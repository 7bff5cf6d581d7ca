/**
 * The automaton of the looks that a specification cannot show in an admissible way while they change again
 * and again: history trees of the automaton of those that it can. A word is none of those if each node is
 * removed again and again, or turns green for the last time: that is a debt of compassion, owed where the
 * node turns green, and settled where it is removed.
 */
import { at } from "../../base/assert.ts";
import { grownTree, plantedTree, type HistoryTree } from "../../base/historyTree.ts";
import { CounterpartAutomaton } from "../../properties/counterpartAutomaton.ts";
import { NO_COUNTERPART, type Counterparts } from "../../properties/counterparts.ts";
import type { FormulaAutomaton } from "./productGraph.ts";

/** The number of states that may be met. */
const STATES_MAX = 50_000;

/** Thrown where more states would be met than may be. */
export class TooManyTrees extends Error {}

/** A state: a tree, what has become of its nodes with the last configuration, and the set at its root. */
interface TreeState {
  /** The set of counterparts. */
  readonly set: number;
  /** The look of the last configuration, by number. */
  readonly look: number;
  readonly tree: HistoryTree;
  readonly green: readonly number[];
  readonly removed: readonly number[];
  /** Whether the last configuration changed the look. */
  readonly isChange: boolean;
}

/** The state that has no counterpart, whatever follows. */
const REFUTED = 0;

/** The automaton, of looks by number. */
export class UnfollowedAutomaton implements FormulaAutomaton {
  readonly refuted = REFUTED;
  private readonly counterparts: Counterparts;
  private readonly followed: CounterpartAutomaton;
  private readonly looks: readonly string[];
  private readonly states: TreeState[] = [
    { set: NO_COUNTERPART, look: -1, tree: plantedTree([]), green: [], removed: [], isChange: false },
  ];
  private readonly numbers = new Map<string, number>();
  private readonly following = new Map<string, number>();
  /** The number of names that nodes have had. */
  private nameCount = 0;

  private constructor(counterparts: Counterparts, followed: CounterpartAutomaton, looks: readonly string[]) {
    this.counterparts = counterparts;
    this.followed = followed;
    this.looks = looks;
  }

  /** Such an automaton; undefined if there is too much to be guessed. */
  static of(counterparts: Counterparts, looks: readonly string[]): UnfollowedAutomaton | undefined {
    const followed = CounterpartAutomaton.of(counterparts.graph, counterparts.debts);
    return followed && new UnfollowedAutomaton(counterparts, followed, looks);
  }

  begin(look: number, isStart: boolean): readonly number[] {
    if (!isStart) return [];
    const set = this.counterparts.begin(at(this.looks, look));
    if (set === NO_COUNTERPART) return [REFUTED];
    const tree = plantedTree(this.followed.begin(this.counterparts.membersOf(set)));
    return [this.stateOf({ set, look, tree, green: [], removed: [], isChange: false })];
  }

  /** @throws TooManyTrees */
  next(state: number, look: number): readonly number[] {
    const key = `${state} ${look}`;
    const known = this.following.get(key) ?? this.after(at(this.states, state), look);
    this.following.set(key, known);
    return [known];
  }

  private after(state: TreeState, look: number): number {
    if (state.look === look) return this.stateOf({ ...state, green: [], removed: [], isChange: false });
    const text = at(this.looks, look);
    const set = this.counterparts.next(state.set, text);
    if (set === NO_COUNTERPART) return REFUTED;
    const grown = grownTree(state.tree, (one) => this.followed.next(one, text));
    return this.stateOf({ set, look, ...grown, isChange: true });
  }

  private stateOf(state: TreeState): number {
    const { set, look, tree, green, removed, isChange } = state;
    const key = JSON.stringify([set, look, tree, green, removed, isChange]);
    const known = this.numbers.get(key);
    if (known !== undefined) return known;
    if (this.states.length > STATES_MAX) throw new TooManyTrees();
    for (const name of [...green, ...removed]) this.nameCount = Math.max(this.nameCount, name + 1);
    const number = this.states.push(state) - 1;
    this.numbers.set(key, number);
    return number;
  }

  /** The set of counterparts in a state. */
  setOf(state: number): number {
    return at(this.states, state).set;
  }

  /** Whether the look has changed with the configuration that led to a state. */
  isChange(state: number): boolean {
    return at(this.states, state).isChange;
  }

  owedIn(state: number): readonly number[] {
    return at(this.states, state).green;
  }

  waitingIn(state: number): readonly number[] {
    const { removed } = at(this.states, state);
    return Array.from({ length: this.nameCount }, (_, name) => name).filter(
      (name) => !removed.includes(name),
    );
  }

  isForEver(): boolean {
    return false;
  }
}
