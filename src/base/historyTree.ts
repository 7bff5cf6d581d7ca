/**
 * History trees, the states of a deterministic automaton that accepts what a nondeterministic Büchi automaton
 * does (S. Safra, *On the Complexity of ω-Automata*, 1988; in the form of S. Schewe, *Tighter Bounds for the
 * Determinisation of Büchi Automata*, 2009, with acceptance on transitions, and with names that stay).
 *
 * The root has all states in which the automaton may be; the children of a node have those of its states that
 * were come to by an accepting transition since they were last put together, each state in the oldest child
 * that has it. When the children of a node have all of its states, it *turns green*, and they go. A word is
 * accepted if some node, from some moment on, is never removed, and turns green again and again.
 */

/** A node of a history tree, and those below it, the oldest first. */
export interface HistoryTree {
  readonly name: number;
  /** Its states, in order. */
  readonly states: readonly number[];
  readonly children: readonly HistoryTree[];
}

/** A transition of the nondeterministic automaton. */
export interface BuchiTransition {
  readonly to: number;
  readonly isAccepting: boolean;
}

/** A tree after a letter, and what has become of the nodes that there were before. */
interface GrownTree {
  readonly tree: HistoryTree;
  /** The names of the nodes that turned green. */
  readonly green: readonly number[];
  /** The names of those that were removed. */
  readonly removed: readonly number[];
}

/** A node under way: it has no name as long as it is new. */
interface NodeDraft {
  name: number | undefined;
  states: Set<number>;
  children: NodeDraft[];
}

/** The tree before the first letter. */
export function plantedTree(states: readonly number[]): HistoryTree {
  return { name: 0, states: sorted(states), children: [] };
}

/** The tree after a letter, whose transitions are given. */
export function grownTree(tree: HistoryTree, next: (state: number) => readonly BuchiTransition[]): GrownTree {
  const root = advanced(tree, next);
  keepOldest(root, new Set(root.states));
  const green: number[] = [];
  putTogether(root, green);
  const before = namesIn(tree);
  const kept = new Set(namesIn(root));
  let fresh = -1;
  const nameOfNew = (): number => {
    do fresh++;
    while (before.includes(fresh));
    return fresh;
  };
  return {
    tree: named(root, nameOfNew),
    green,
    removed: before.filter((name) => !kept.has(name)),
  };
}

/** A node with the states that follow its own, and with one more child: of those behind an accepting step. */
function advanced({ name, states, children }: HistoryTree, next: Parameters<typeof grownTree>[1]): NodeDraft {
  const arrows = states.flatMap(next);
  const accepted = arrows.filter(({ isAccepting }) => isAccepting);
  const child: NodeDraft = { name: undefined, states: new Set(accepted.map(({ to }) => to)), children: [] };
  return {
    name,
    states: new Set(arrows.map(({ to }) => to)),
    children: [...children.map((one) => advanced(one, next)), child],
  };
}

/** Leaves to a node the states that are allowed it, each to the oldest of its children, and so on. */
function keepOldest(draft: NodeDraft, allowed: ReadonlySet<number>): void {
  draft.states = new Set([...draft.states].filter((state) => allowed.has(state)));
  const left = new Set(draft.states);
  for (const child of draft.children) {
    keepOldest(child, left);
    for (const state of child.states) left.delete(state);
  }
  draft.children = draft.children.filter(({ states }) => states.size > 0);
}

/** Takes the children of those nodes away that have no states but theirs. */
function putTogether(draft: NodeDraft, green: number[]): void {
  const below = draft.children.reduce((sum, { states }) => sum + states.size, 0);
  if (below < draft.states.size || draft.states.size === 0) {
    for (const child of draft.children) putTogether(child, green);
    return;
  }
  draft.children = [];
  if (draft.name !== undefined) green.push(draft.name);
}

function named({ name, states, children }: NodeDraft, nameOfNew: () => number): HistoryTree {
  return {
    name: name ?? nameOfNew(),
    states: sorted(states),
    children: children.map((child) => named(child, nameOfNew)),
  };
}

/** The names that are in use in a tree. */
function namesIn({ name, children }: HistoryTree | NodeDraft): number[] {
  const below = (children as readonly (HistoryTree | NodeDraft)[]).flatMap(namesIn);
  return name === undefined ? below : [name, ...below];
}

function sorted(states: Iterable<number>): number[] {
  return [...new Set(states)].sort((a, b) => a - b);
}
