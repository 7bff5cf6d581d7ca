/** Chains of executions against the definition of similarity, by brute force on small systems. */
import { parseFailures, system, type Configuration, type System } from "lightcone";
import { endsAfter, Similarity } from "lightcone/analysis";
import { exploredGraph, type ExploredGraph } from "lightcone/explorer";
import { describe, expect, test } from "vitest";
import { at } from "../../src/base/assert.ts";
import { formatLocal } from "../../src/model/state/localState.ts";
import twoGenerals from "../../zoo/coordination/two-generals.ts";
import floodSet from "../../zoo/consensus/floodset.ts";
import hasty from "../../zoo/consensus/floodset-hasty.ts";
import phaseKing from "../../zoo/consensus/phase-king.ts";
import { isThorough, seeds } from "../effort.ts";
import { drawnOptions, generatedProtocol } from "../explorer/generated.ts";
import { modelGraphOf } from "./modelGraph.ts";
import { formatConfiguration } from "lightcone";

function graphOf(made: System): ExploredGraph {
  const graph = exploredGraph(made);
  if (graph === undefined) throw new Error("there was no limit");
  return graph;
}

function configurationsIn(graph: ExploredGraph, nodes: readonly number[]): Configuration[] {
  return nodes.map((node) => graph.network.configuration(graph.valuesOf(node)));
}

/** A configuration, as the texts of the states of its processes; undefined for one that is not correct. */
type Texts = readonly (string | undefined)[];

const textsOf = ({ locals }: Configuration): Texts =>
  locals.map((local) =>
    local.down === undefined && local.faults === undefined ? formatLocal(local) : undefined,
  );

/** The processes that cannot tell two configurations apart. */
function unableToTell(a: Texts, b: Texts): number[] {
  return [...a.keys()].filter((process) => a[process] !== undefined && a[process] === b[process]);
}

/** The length of a shortest chain between each two, by trying all. */
function distances(all: readonly Texts[]): number[][] {
  const similar = all.map((a) => all.map((b) => a === b || unableToTell(a, b).length > 0));
  return all.map((_, start) => {
    const distance = all.map((_, i) => (i === start ? 0 : Infinity));
    const queue = [start];
    for (const here of queue)
      for (const next of all.keys())
        if (distance[next] === Infinity && at(at(similar, here), next)) {
          distance[next] = at(distance, here) + 1;
          queue.push(next);
        }
    return distance;
  });
}

const SYSTEMS = seeds(9, 200);

describe("on generated systems", () => {
  const tally = { systems: 0, several: 0, chains: 0 };

  test.each(SYSTEMS)("components and shortest chains are those of the definition: %i", (seed) => {
    const size = { fuel: 1 + (seed % 2) };
    const failures = parseFailures(["none", "crash:1"][seed % 2] ?? "none");
    const made = system(generatedProtocol(seed, size), { ...drawnOptions(seed, size), failures });
    const nodes = modelGraphOf(made, 200);
    if (nodes === undefined) return;
    const graph = graphOf(made);
    const after = seed % 3 === 0 ? undefined : seed % 4;
    const ends = endsAfter(graph, after);
    const all = configurationsIn(graph, ends);
    if (after !== undefined) {
      let layer = new Set([...nodes].flatMap(([text, { isInitial }]) => (isInitial ? [text] : [])));
      for (let i = 0; i < after; i++) {
        layer = new Set(
          [...layer].flatMap((text) => {
            const steps = nodes.get(text)?.steps ?? [];
            return steps.length === 0 ? [text] : steps.map(({ to }) => to);
          }),
        );
      }
      expect(new Set(all.map(formatConfiguration))).toEqual(layer);
    }
    if (all.length === 0 || all.length > 60) return;
    const states = all.map(textsOf);
    const expected = distances(states);
    const similarity = new Similarity(graph, ends);
    const { of, count } = similarity.components();
    for (const a of all.keys())
      for (const b of all.keys()) expect(of[a] === of[b]).toBe(at(at(expected, a), b) < Infinity);
    expect(count).toBe(new Set(of).size);
    tally.systems++;
    if (count > 1) tally.several++;
    for (const target of all.keys()) {
      const chain = similarity.chain([0], (position) => position === target);
      expect(chain?.processes.length ?? Infinity).toBe(at(at(expected, 0), target));
      if (chain === undefined) continue;
      if (chain.processes.length > 1) tally.chains++;
      expect([chain.positions[0], chain.positions.at(-1)]).toEqual([0, target]);
      for (const [i, process] of chain.processes.entries()) {
        const [a, b] = [at(chain.positions, i), at(chain.positions, i + 1)].map((position) =>
          at(states, position),
        );
        expect(unableToTell(a as Texts, b as Texts)).toContain(process);
      }
    }
  });

  test("everything happened often enough to mean something", () => {
    console.info(tally);
    expect(Math.min(...Object.values(tally))).toBeGreaterThan(0);
  });
});

describe("what textbooks prove by chains", () => {
  /** Whether a chain leads from all inputs 0 to all inputs 1, those of liars aside. */
  const isConnected = (made: System, after?: number): boolean => {
    const graph = graphOf(made);
    const ends = endsAfter(graph, after);
    const all = configurationsIn(graph, ends);
    const isAll = (input: number) => (position: number) =>
      at(all, position).locals.every((local) => local.down === "Byzantine" || local.input === input);
    const starts = [...all.keys()].filter(isAll(0));
    return new Similarity(graph, ends).chain(starts, isAll(1)) !== undefined;
  };

  test("f rounds are not enough for consensus with f crashes, and f + 1 are", () => {
    expect(isConnected(system(floodSet), 0)).toBe(true);
    expect(isConnected(system(floodSet), 1)).toBe(true);
    expect(isConnected(system(floodSet), 2)).toBe(false);
    expect(isConnected(system(floodSet))).toBe(false);
    expect(isConnected(system(hasty))).toBe(true);
  });

  test("of three processes one must not lie, and of four it may", () => {
    expect(isConnected(system(phaseKing, { processes: { process: 3 } }))).toBe(true);
    if (isThorough) expect(isConnected(system(phaseKing))).toBe(false);
  });

  test("the two generals: who sent the last message cannot tell", () => {
    const graph = graphOf(system(twoGenerals, { failures: parseFailures("loss") }));
    const ends = endsAfter(graph);
    expect(new Similarity(graph, ends).components().count).toBe(1);
  });
});
