/** Determinized Büchi automata accept what the automata accept, word by word. */
import { describe, expect, it } from "vitest";
import { seeds } from "../../test/effort.ts";
import { at } from "./assert.ts";
import { grownTree, plantedTree, type BuchiTransition } from "./historyTree.ts";
import { seeded } from "./random.ts";

/** For each state and each letter its transitions. */
type Automaton = readonly (readonly (readonly BuchiTransition[])[])[];

/** An automaton of two letters that was drawn. */
function drawn(seed: number): Automaton {
  const random = seeded(seed);
  const size = 1 + random.below(5);
  const density = 1 + random.below(3);
  return Array.from({ length: size }, () =>
    [0, 1].map(() =>
      Array.from({ length: random.below(density + 1) }, () => {
        return { to: random.below(size), isAccepting: random.below(3) === 0 };
      }),
    ),
  );
}

/** A word: letters, and those that come again and again after them. */
interface Word {
  readonly stem: readonly number[];
  readonly cycle: readonly number[];
}

function words(length: number): readonly (readonly number[])[] {
  if (length === 0) return [[]];
  return words(length - 1).flatMap((word) => [0, 1].map((letter) => [...word, letter]));
}

/** All words with so long a stem and cycle at most. */
const WORDS: readonly Word[] = [0, 1, 2].flatMap((s) =>
  [1, 2, 3, 4].flatMap((c) => words(s).flatMap((stem) => words(c).map((cycle) => ({ stem, cycle })))),
);

/** Whether a run from state 0 goes through accepting transitions again and again: by looking at all runs. */
function accepts(automaton: Automaton, { stem, cycle }: Word): boolean {
  let begun = new Set([0]);
  const next = (state: number, letter: number) => at(at(automaton, state), letter);
  for (const letter of stem)
    begun = new Set([...begun].flatMap((state) => next(state, letter).map(({ to }) => to)));
  const size = automaton.length * cycle.length;
  const ways = Array.from({ length: size }, () => new Array<boolean>(size).fill(false));
  const accepting: (readonly [number, number])[] = [];
  for (let node = 0; node < size; node++) {
    const [state, place] = [Math.floor(node / cycle.length), node % cycle.length];
    for (const { to, isAccepting } of next(state, at(cycle, place))) {
      const there = to * cycle.length + ((place + 1) % cycle.length);
      at(ways, node)[there] = true;
      if (isAccepting) accepting.push([node, there]);
    }
  }
  for (let k = 0; k < size; k++)
    for (let i = 0; i < size; i++)
      for (let j = 0; j < size; j++) at(ways, i)[j] ||= at(at(ways, i), k) && at(at(ways, k), j);
  const isMet = (node: number): boolean =>
    [...begun].some((state) => state * cycle.length === node || at(at(ways, state * cycle.length), node));
  return accepting.some(([from, to]) => isMet(from) && (from === to || at(at(ways, to), from)));
}

/** Whether some node of the trees stays, and turns green again and again. */
function isAcceptedByTrees(automaton: Automaton, { stem, cycle }: Word): boolean {
  let tree = plantedTree([0]);
  const read = (letter: number) => grownTree(tree, (state) => at(at(automaton, state), letter));
  for (const letter of stem) tree = read(letter).tree;
  const met: string[] = [];
  const rounds: { readonly green: readonly number[]; readonly removed: readonly number[] }[] = [];
  for (;;) {
    const text = JSON.stringify(tree);
    const begun = met.indexOf(text);
    if (begun !== -1) {
      const loop = rounds.slice(begun * cycle.length);
      const removed = new Set(loop.flatMap((one) => one.removed));
      return loop.some(({ green }) => green.some((name) => !removed.has(name)));
    }
    met.push(text);
    for (const letter of cycle) {
      const grown = read(letter);
      tree = grown.tree;
      rounds.push(grown);
    }
  }
}

describe("history trees", () => {
  it.each(seeds(12, 600))("accept what the automaton accepts: %i", (seed) => {
    const automaton = drawn(seed);
    for (const word of WORDS)
      expect({ word, accepted: isAcceptedByTrees(automaton, word) }).toEqual({
        word,
        accepted: accepts(automaton, word),
      });
  });

  it("are asked about words of both kinds", () => {
    const accepted = WORDS.filter((word) => accepts(drawn(12), word)).length;
    expect(accepted).toBeGreaterThan(WORDS.length / 2);
    expect(accepted).toBeLessThan(WORDS.length);
  });
});
