/**
 * What an adversary can bring about where coins fall by chance, against brute force: all sets of
 * configurations are tried that an execution may come to again and again.
 */
import { describe, expect, test } from "vitest";
import type { Event } from "lightcone";
import { seeded, type Random } from "../../src/base/random.ts";
import type { SteppedGraph } from "../../src/explorer/endless/chanceGraph.ts";
import { refutationByChance } from "../../src/explorer/endless/longRun.ts";
import { seeds } from "../effort.ts";

/** What may be done in a configuration: coins fall, and on each side there are ways to go on. */
interface Action {
  readonly sides: readonly (readonly { readonly to: number; readonly pays: readonly number[] }[])[];
}

/** A configuration: what may be done in it, and the debts that may be paid there, or are in transit. */
interface Place {
  readonly actions: readonly Action[];
  readonly owed: readonly number[];
  readonly waiting: readonly number[];
}

/** Debt 0 is owed if it is payable again and again, unless it is gone again and again; 1 is, anyway. */
const [LETTER, FAIR, STEP] = [0, 1, 2];
const DEBTS = [LETTER, FAIR, STEP];

function some(random: Random, list: readonly number[], of: number): number[] {
  return list.filter(() => random.below(of) === 0);
}

function drawnPlaces(seed: number): Place[] {
  const random = seeded(seed);
  const size = 2 + random.below(5);
  return Array.from({ length: size }, () => {
    const owed = some(random, DEBTS, 3);
    const count = random.below(6) === 0 ? 0 : 1 + random.below(3);
    const actions = Array.from({ length: count }, (): Action => {
      const sides = random.below(2) === 0 ? 1 : 2 + random.below(2);
      return {
        sides: Array.from({ length: sides }, () =>
          Array.from({ length: random.below(4) === 0 ? 2 : 1 }, () => ({
            to: random.below(size),
            pays: some(random, DEBTS, 4),
          })),
        ),
      };
    });
    return { actions, owed, waiting: [...new Set([...owed, ...some(random, DEBTS, 3)])] };
  });
}

/** A trigger, with a coin where there are several sides. */
function triggerOf(action: number, side: number, sides: number): Event {
  const begun = { kind: "timeout", process: "p1", timer: `t${action}` } as const;
  if (sides === 1) return { ...begun, choices: [] };
  return { ...begun, choices: [side], coins: [{ at: 0, probability: 1 / sides }] };
}

/** What follows a trigger. */
function effectOf(way: number): Event {
  return { kind: "output", process: "p1", value: way };
}

function graphOf(places: readonly Place[]): SteppedGraph {
  const edges = places.map(({ actions }) =>
    actions.flatMap(({ sides }, a) =>
      sides.flatMap((ways, s) =>
        ways.map(({ to, pays }, w) => ({ to, pays, events: [triggerOf(a, s, sides.length), effectOf(w)] })),
      ),
    ),
  );
  const flat = edges.flat();
  const sums = edges.reduce((all, own) => [...all, (all.at(-1) ?? 0) + own.length], [0]);
  return {
    size: places.length,
    first: Int32Array.from(sums),
    to: Int32Array.from(flat, ({ to }) => to),
    move: Int32Array.from(flat, (_, edge) => edge),
    scopes: 1,
    eventsFrom: (node) => edges[node]?.map(({ events }) => events) ?? [],
    isOneStep: () => false,
    factsOf: (node, facts) => void (facts[0] = node),
    owedIn: (fact) => places[fact]?.owed ?? [],
    waitingIn: (fact) => places[fact]?.waiting ?? [],
    paidBy: (move) => flat[move]?.pays ?? [],
    isCompassionate: (debt) => debt !== STEP,
    isOwedAtEnds: () => false,
    isSettledWhenGone: (debt) => debt === LETTER,
  };
}

/** The ways that an adversary may take who stays in a set, whatever coins do. */
function waysWithin(place: Place, set: ReadonlySet<number>): Action["sides"][number] {
  return place.actions.flatMap(({ sides }) => {
    const staying = sides.map((ways) => ways.filter(({ to }) => set.has(to)));
    return staying.every((ways) => ways.length > 0) ? staying.flat() : [];
  });
}

/** Whether an adversary can come to all of a set, and to nothing else, again and again, and owe nothing. */
function canStay(places: readonly Place[], set: ReadonlySet<number>): boolean {
  const ways = new Map([...set].map((node) => [node, waysWithin(places[node] as Place, set)]));
  for (const from of set) {
    const reached = new Set<number>();
    const todo = [from];
    for (const one of todo)
      for (const { to } of ways.get(one) ?? []) {
        if (reached.has(to)) continue;
        reached.add(to);
        todo.push(to);
      }
    if (reached.size < set.size) return false;
  }
  const members = [...set].map((node) => places[node] as Place);
  const paid = new Set([...ways.values()].flat().flatMap(({ pays }) => pays));
  return DEBTS.every((debt) => {
    if (paid.has(debt)) return true;
    if (debt === STEP) return members.some(({ owed }) => !owed.includes(debt));
    if (members.every(({ owed }) => !owed.includes(debt))) return true;
    return debt === LETTER && members.some(({ waiting }) => !waiting.includes(debt));
  });
}

function subsetsOf(list: readonly number[]): Set<number>[] {
  return Array.from(
    { length: 2 ** list.length - 1 },
    (_, bits) => new Set(list.filter((_one, i) => (((bits + 1) >> i) & 1) === 1)),
  );
}

describe("what an adversary can keep away for ever", () => {
  const tally = { ends: 0, lassos: 0, none: 0, byCoins: 0 };

  const GROUPS = seeds(12, 400);

  test.each(GROUPS)("is found where it can, and nowhere else: %i", (group) => {
    for (let seed = group * 40; seed < group * 40 + 40; seed++) {
      const places = drawnPlaces(seed);
      const waits = places.map((_, node) => (seed + node) % 4 !== 0);
      const inside = [...places.keys()].filter((node) => waits[node]);
      const ends = inside.filter((node) => places[node]?.actions.length === 0);
      const staying = subsetsOf(inside).filter((set) => canStay(places, set));
      const graph = graphOf(places);
      const question = {
        goesOn: (node: number) => waits[node] === true,
        ends,
        endsOnly: false,
        distanceTo: (node: number) => node,
      };
      const found = refutationByChance(graph, question, true);
      expect({ seed, isFound: found !== undefined }).toEqual({
        seed,
        isFound: ends.length > 0 || staying.length > 0,
      });
      if (found === undefined) tally.none++;
      else if (found.cycle === undefined) tally.ends++;
      else {
        tally.lassos++;
        const { nodes, edges } = found.cycle;
        expect(nodes.at(-1)).toBe(nodes[0]);
        expect(edges.map((edge) => graph.to[edge])).toEqual(nodes.slice(1));
        expect(staying.some((set) => nodes.every((node) => set.has(node)))).toBe(true);
      }
      // Were coins the adversary's, it could.
      if (found !== undefined) continue;
      const chosen = places.map((place) => ({
        ...place,
        actions: place.actions.flatMap(({ sides }) => sides.map((ways) => ({ sides: [ways] }))),
      }));
      if (subsetsOf(inside).some((set) => canStay(chosen, set))) tally.byCoins++;
    }
  });

  test("everything happened often enough to mean something", () => {
    console.info(tally);
    expect(Math.min(...Object.values(tally))).toBeGreaterThan(GROUPS.length);
  });
});
