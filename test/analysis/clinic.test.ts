/** The calmest violation and the turning point, by trying all ways; and executions as walks. */
import { fc, test as property } from "@fast-check/vitest";
import { isStuck, parseFailures, replay, system } from "lightcone";
import { calmestWay, tracedWalk, turningPoint, type MovedGraph } from "lightcone/analysis";
import { exploredGraph } from "lightcone/explorer";
import { describe, expect, test } from "vitest";
import { at } from "../../src/base/assert.ts";
import { seeded } from "../../src/base/random.ts";
import { seeds } from "../effort.ts";
import { drawnOptions, generatedProtocol } from "../explorer/generated.ts";

/** An edge of a drawn graph. */
interface DrawnEdge {
  readonly to: number;
  readonly mover: number | undefined;
  readonly fails: boolean;
}

const SIZE = 7;

/** Graphs with a set of nodes, as lists of edges; those of them that are initial are the first. */
const drawn = fc.record({
  edges: fc.array(
    fc.array(
      fc.record({
        to: fc.nat(SIZE - 1),
        mover: fc.constantFrom(0, 1, 2, undefined),
        fails: fc.boolean(),
      }),
      { maxLength: 4 },
    ),
    { minLength: SIZE, maxLength: SIZE },
  ),
  initial: fc.integer({ min: 1, max: 2 }),
  marks: fc.array(fc.boolean(), { minLength: SIZE, maxLength: SIZE }),
});

/** Graphs of layers, in which many ways are equally short. */
const layered = fc
  .array(
    fc.array(
      fc.record({
        side: fc.nat(1),
        mover: fc.constantFrom(0, 1),
        fails: fc.constantFrom(false, false, false, true),
      }),
      { minLength: 2, maxLength: 4 },
    ),
    { minLength: 6, maxLength: 6 },
  )
  .map((lists) => ({
    edges: [
      ...lists.map((list, node): DrawnEdge[] =>
        list.map(({ side, ...edge }) => ({ ...edge, to: Math.min(6, 2 * ((node >> 1) + 1) + side) })),
      ),
      [],
    ],
    initial: 2,
    marks: Array.from({ length: SIZE }, (_, node) => node === 6),
  }));

function graphOf(edges: readonly (readonly DrawnEdge[])[], initial: number): MovedGraph {
  const all = edges.flat();
  const first = [0];
  for (const list of edges) first.push(at(first, first.length - 1) + list.length);
  return {
    size: edges.length,
    initial,
    first: Int32Array.from(first),
    to: Int32Array.from(all, ({ to }) => to),
    moverOf: (edge) => at(all, edge).mover,
    isFault: (edge) => at(all, edge).fails,
  };
}

/** All walks of at most so many edges from a node, as lists of edges. */
function walksFrom(edges: readonly (readonly DrawnEdge[])[], node: number, length: number): DrawnEdge[][] {
  if (length === 0) return [[]];
  return [
    [],
    ...at(edges, node).flatMap((edge) =>
      walksFrom(edges, edge.to, length - 1).map((walk) => [edge, ...walk]),
    ),
  ];
}

describe("on drawn graphs", () => {
  property.prop([fc.oneof(drawn, layered)])("no shortest way is calmer", ({ edges, initial, marks }) => {
    const graph = graphOf(edges, initial);
    const found = calmestWay(graph, Uint8Array.from(marks, Number));
    const ends = (start: number, walk: readonly DrawnEdge[]): number => walk.at(-1)?.to ?? start;
    const ways = Array.from({ length: initial }, (_, start) =>
      walksFrom(edges, start, 4)
        .filter((walk) => marks[ends(start, walk)] === true)
        .map((walk) => {
          const fault = walk.findIndex(({ fails }) => fails);
          const switches = walk.filter(({ mover }, i) => i > 0 && at(walk, i - 1).mover !== mover).length;
          return { steps: walk.length, calm: fault === -1 ? walk.length : fault, switches };
        }),
    ).flat();
    const [best] = ways.toSorted((a, b) => a.steps - b.steps || b.calm - a.calm || a.switches - b.switches);
    if (found !== undefined && found.walk.edges.length > 4) return;
    expect(
      found === undefined
        ? undefined
        : { steps: found.walk.edges.length, calm: found.calm, switches: found.switches },
    ).toEqual(best);
    for (const [i, edge] of (found?.walk.edges ?? []).entries())
      expect(graph.to[edge]).toBe(found?.walk.nodes[i + 1]);
  });

  property.prop([
    drawn,
    fc.array(fc.nat(20), { maxLength: 5 }),
    fc.array(fc.boolean(), { minLength: SIZE, maxLength: SIZE }),
    fc.boolean(),
  ])(
    "no way has more in common with the bad one before it comes to something good, nor fewer changes after",
    ({ edges, initial, marks }, choices, good, isOpen) => {
      const graph = graphOf(edges, initial);
      const isAllowed = (node: number): boolean => marks[node] === true;
      const isGood = (node: number): boolean => good[node] === true;
      const bad = { nodes: [0], edges: [] as number[] };
      for (const choice of choices) {
        const from = at(bad.nodes, bad.nodes.length - 1);
        const own = at(edges, from);
        if (own.length === 0 || !isAllowed(from)) break;
        bad.edges.push((graph.first[from] as number) + (choice % own.length));
        bad.nodes.push(at(own, choice % own.length).to);
      }
      /** Whether something good is reached over what is allowed, by definition: at most SIZE steps. */
      const canEndWell = (node: number, steps = SIZE): boolean =>
        isAllowed(node) &&
        (isGood(node) || (steps > 0 && at(edges, node).some(({ to }) => canEndWell(to, steps - 1))));
      const common = bad.nodes.findLastIndex((node) => canEndWell(node));
      const textsFrom = (node: number): string[] => at(edges, node).map(({ mover }) => `${mover}`);
      const found = turningPoint({ ...graph, textsFrom }, bad, { isGood, isAllowed, isOpen });
      const anywhere = Array.from({ length: initial }, (_, node) => node).some((node) => canEndWell(node));
      expect(found === undefined).toBe(common === -1 && !anywhere);
      if (found === undefined) return;
      expect(found.common).toBe(common === -1 ? undefined : common);
      const { nodes } = found.walk;
      expect(nodes.slice(0, common + 1)).toEqual(bad.nodes.slice(0, common + 1));
      expect(nodes.every(isAllowed) && isGood(at(nodes, nodes.length - 1))).toBe(true);
      for (const [i, edge] of found.walk.edges.entries()) expect(graph.to[edge]).toBe(nodes[i + 1]);
      const begun = Math.max(0, common);
      const textOf = (edge: number): string => `${graph.moverOf(edge, -1)}`;
      const rest = bad.edges.slice(begun).map(textOf);
      /** The fewest changes with which some walk of at most so many steps from a node ends well. */
      const fewest = (node: number, left: readonly string[], steps: number): number => {
        const isEnd = isGood(node) && (isOpen || left.length === 0);
        if (!isAllowed(node)) return Infinity;
        if (isEnd) return 0;
        const [next, ...others] = left;
        const ways = next === undefined ? [] : [1 + fewest(node, others, steps)];
        if (steps > 0)
          for (const { to, mover } of at(edges, node)) {
            ways.push(1 + fewest(to, left, steps - 1));
            if (`${mover}` === next) ways.push(fewest(to, others, steps - 1));
          }
        return Math.min(Infinity, ...ways);
      };
      const changes = found.struck + found.put;
      const starts =
        common === -1 ? Array.from({ length: initial }, (_, node) => node) : [at(bad.nodes, common)];
      expect(Math.min(...starts.map((node) => fewest(node, rest, 5)))).toBeGreaterThanOrEqual(changes);
      const shortest = found.walk.edges.length - begun;
      if (shortest <= 5) expect(Math.min(...starts.map((node) => fewest(node, rest, 5)))).toBe(changes);
      expect(found.put).toBeLessThanOrEqual(shortest);
      if (!isOpen) expect(rest.length - found.struck).toBe(shortest - found.put);
    },
  );
});

test.each(seeds(5, 100))("an execution is found in the graph by its events: %i", (seed) => {
  const size = { fuel: 1 };
  const failures = parseFailures(["none", "crash:1"][seed % 2] ?? "none");
  const made = system(generatedProtocol(seed, size), { ...drawnOptions(seed, size), failures });
  const graph = exploredGraph(made, { configurationsMax: 500 });
  if (graph === undefined) return;
  const random = seeded(seed);
  const nodes = [random.below(graph.initial)];
  const edges: number[] = [];
  for (let i = 0; i < 6; i++) {
    const from = at(nodes, nodes.length - 1);
    const count = (graph.first[from + 1] as number) - (graph.first[from] as number);
    if (count === 0) break;
    const edge = (graph.first[from] as number) + random.below(count);
    edges.push(edge);
    nodes.push(graph.to[edge] as number);
  }
  const execution = replay(made, graph.scheduleAlong({ stem: { nodes, edges } }));
  if (isStuck(execution)) throw new Error("a walk is an execution");
  expect(tracedWalk(graph, execution)?.nodes).toEqual(nodes);
});
