/** Graphs of configurations, valence and longest walks against their definitions, by brute force. */
import { fc, test as property } from "@fast-check/vitest";
import {
  format,
  formatConfiguration,
  formatEvent,
  isStuck,
  parseFailures,
  protocol,
  replay,
  role,
  system,
  type Protocol,
  type Schedule,
  type System,
} from "lightcone";
import {
  criticalConfigurations,
  hookAt,
  isBivalent,
  longestWalk,
  valencesOf,
  type CostedGraph,
  type Valences,
} from "lightcone/analysis";
import { exploredGraph, GraphSearch, type ExploredGraph } from "lightcone/explorer";
import { describe, expect, test } from "vitest";
import { at } from "../../src/base/assert.ts";
import { Components } from "../../src/base/components.ts";
import compareAndSwap from "../../zoo/consensus/compare-and-swap-consensus.ts";
import phaseKing from "../../zoo/consensus/phase-king.ts";
import testAndSet from "../../zoo/consensus/test-and-set-consensus.ts";
import { isThorough, seeds } from "../effort.ts";
import { drawnOptions, generatedProtocol } from "../explorer/generated.ts";
import { modelGraphOf, reachableIn, type ModelNode } from "./modelGraph.ts";

const SYSTEMS = seeds(25, 300);
const CONFIGURATIONS_MAX = 250;

/** The graph of a system, which must not be cut off. */
function graphOf(made: System): ExploredGraph {
  const graph = exploredGraph(made);
  if (graph === undefined) throw new Error("there was no limit");
  return graph;
}

function textsIn(graph: ExploredGraph): string[] {
  return Array.from({ length: graph.size }, (_, node) =>
    formatConfiguration(graph.network.configuration(graph.valuesOf(node))),
  );
}

function valuesIn({ values }: Valences, set: number): string[] {
  return values.map(format).filter((_, i) => ((set >> i) & 1) === 1);
}

/** The values that can be decided from a node, by definition. */
function decidable(nodes: ReadonlyMap<string, ModelNode>, from: string): string[] {
  const decided = [...reachableIn(nodes, from)].flatMap((text) =>
    (nodes.get(text)?.configuration.locals ?? []).flatMap(({ decision }) =>
      decision === undefined ? [] : [format(decision)],
    ),
  );
  return [...new Set(decided)].toSorted();
}

describe("on generated systems", () => {
  const tally = { systems: 0, edges: 0, bivalent: 0, univalent: 0, failing: 0 };

  test.each(SYSTEMS)("the graph is that of the model, and so are valences: %i", (seed) => {
    const size = { fuel: 1 + (seed % 2) };
    const failures = parseFailures(["none", "crash:1", "loss:1"][seed % 3] ?? "none");
    const options = drawnOptions(seed, size);
    if (seed % 3 === 2 && options.channels?.keeps === true) return;
    const made = system(generatedProtocol(seed, size), { ...options, failures });
    const nodes = modelGraphOf(made, CONFIGURATIONS_MAX);
    if (nodes === undefined) return;
    const graph = graphOf(made);
    const texts = textsIn(graph);
    expect(new Set(texts)).toEqual(new Set(nodes.keys()));
    expect(texts.slice(0, graph.initial).every((text) => nodes.get(text)?.isInitial)).toBe(true);
    tally.systems++;
    if (made.failures.length > 0) tally.failing++;
    const valences = valencesOf(graph);
    if (valences === undefined) throw new Error("few values are decided");
    for (const [node, text] of texts.entries()) {
      const edges = edgesFrom(graph, node).map(({ to, events }) => `${at(texts, to)} ${events.join("; ")}`);
      const steps = nodes.get(text)?.steps ?? [];
      expect(edges.toSorted()).toEqual(
        steps.map(({ to, events }) => `${to} ${events.map(formatEvent).join("; ")}`).toSorted(),
      );
      tally.edges += edges.length;
      const values = valuesIn(valences, at([...valences.sets], node));
      expect(values).toEqual(decidable(nodes, text));
      tally[values.length > 1 ? "bivalent" : "univalent"]++;
    }
    expectHook(graph, valences, nodes);
  });

  test("everything happened often enough to mean something", () => {
    console.info(tally);
    expect(Math.min(...Object.values(tally))).toBeGreaterThan(SYSTEMS.length / 15);
  });
});

function edgesFrom(graph: ExploredGraph, node: number): { to: number; events: string[] }[] {
  const found: { to: number; events: string[] }[] = [];
  for (let edge = at([...graph.first], node); edge < at([...graph.first], node + 1); edge++)
    found.push({ to: graph.to[edge] ?? -1, events: graph.eventsOf(edge, node).map(formatEvent) });
  return found;
}

/** Holds the hook that is found to the definition, in the model's graph. @returns whether there is one */
function expectHook(
  graph: ExploredGraph,
  valences: Valences,
  nodes: ReadonlyMap<string, ModelNode>,
): boolean {
  const open = [...valences.sets.keys()].filter((node) => isBivalent(valences.sets[node] ?? 0));
  const hook = hookAt(graph, valences, open);
  const texts = textsIn(graph);
  const stepsOf = (text: string) =>
    (nodes.get(text)?.steps ?? []).flatMap(({ events: [trigger], to }) =>
      trigger === undefined || trigger.kind === "fault" || !("process" in trigger)
        ? []
        : [{ process: trigger.process, text: formatEvent(trigger), to, values: decidable(nodes, to) }],
    );
  /** A step upon the same, or at the same object, whatever comes of it. */
  const kindOf = (text: string): string => text.replace(/ on (\S+) and gets .*/, " on $1");
  const isHook = (text: string): boolean =>
    decidable(nodes, text).length > 1 &&
    stepsOf(text).some((early) =>
      stepsOf(text).some(
        (other) =>
          early.values.length <= 1 &&
          early.process !== other.process &&
          stepsOf(other.to).some(
            (late) =>
              late.process === early.process &&
              kindOf(late.text) === kindOf(early.text) &&
              late.values.length <= 1 &&
              late.values.join() !== early.values.join(),
          ),
      ),
    );
  const where = open.find((node) => isHook(at(texts, node)));
  expect(hook?.node).toBe(where);
  return hook !== undefined;
}

function isCritical(nodes: ReadonlyMap<string, ModelNode>, text: string): boolean {
  const steps = (nodes.get(text)?.steps ?? []).filter(({ events }) => events[0]?.kind !== "fault");
  const isOpen = (other: string): boolean => decidable(nodes, other).length > 1;
  return isOpen(text) && steps.length > 0 && !steps.some(({ to }) => isOpen(to));
}

describe("the consensus number of an object", () => {
  const criticalIn = (made: System): string[][] => {
    const graph = graphOf(made);
    const valences = valencesOf(graph);
    if (valences === undefined) throw new Error("two values are decided");
    return criticalConfigurations(graph, valences).map((node) =>
      edgesFrom(graph, node).map(({ events: [first = ""] }) => first.replace(/ and .*/, "")),
    );
  };

  test.each([
    ["test&set", system(testAndSet), 2],
    ["test&set, where one crashes", system(testAndSet, { failures: parseFailures("crash:1") }), 2],
    ["test&set, of three", system(testAndSet, { processes: { process: 3 } }), 0],
    ["compare&swap", system(compareAndSwap), 6],
    [
      "two that may crash",
      system(compareAndSwap, { processes: { process: 2 }, failures: parseFailures("crash:2") }),
      2,
    ],
  ])("critical configurations are what the definition says: %s", (_, made, count) => {
    const nodes = modelGraphOf(made, 1_000) ?? new Map<string, ModelNode>();
    const graph = graphOf(made);
    const texts = textsIn(graph);
    const valences = valencesOf(graph);
    if (valences === undefined) throw new Error("two values are decided");
    const critical = criticalConfigurations(graph, valences).map((node) => at(texts, node));
    expect(critical.toSorted()).toEqual(
      [...nodes.keys()].filter((text) => isCritical(nodes, text)).toSorted(),
    );
    expect(critical).toHaveLength(count);
    if (count > 0) expect(expectHook(graph, valences, nodes)).toBe(true);
  });

  test("where two processes agree by test&set, whoever sets the bit next decides", () => {
    expect(criticalIn(system(testAndSet))).toEqual(
      [1, 2].map(() => ["p1 performs testAndSet on isWon", "p2 performs testAndSet on isWon"]),
    );
  });

  test("of three that try, nobody decides for all: there is no critical configuration", () => {
    expect(criticalIn(system(testAndSet, { processes: { process: 3 } }))).toEqual([]);
  });

  test("with compare&swap the first step of any of them decides, for any number", () => {
    const all = criticalIn(system(compareAndSwap));
    expect(all).toHaveLength(6);
    for (const steps of all) {
      expect(steps).toHaveLength(3);
      expect(steps.every((step) => /performs compareAndSwap.* on first$/.test(step))).toBe(true);
    }
  });
});

describe("an adversary", () => {
  /** A process that may decide 0 or 1 at any time, and two that send a message to and fro. */
  const undecided = (acts: "may" | "must") =>
    protocol<{ type: "ball" }>()({
      name: "undecided",
      roles: {
        player: role({
          processes: 2,
          initially: ({ index, send }) => {
            if (index === 1) send("player2", { type: "ball" });
            return {};
          },
          upon: { ball: (_state, _message, { reply }) => void reply({ type: "ball" }) },
        }),
        judge: role({
          initially: () => ({ isOver: false }),
          [acts]: {
            decideZero: {
              while: (state: { isOver: boolean }) => !state.isOver,
              do: (state: { isOver: boolean }, { decide }: { decide: (value: number) => void }) => {
                state.isOver = true;
                decide(0);
              },
            },
            decideOne: {
              while: (state: { isOver: boolean }) => !state.isOver,
              do: (state: { isOver: boolean }, { decide }: { decide: (value: number) => void }) => {
                state.isOver = true;
                decide(1);
              },
            },
          },
        }),
      },
    }) as Protocol;

  const staysOpen = (made: System): Schedule | undefined => {
    const graph = graphOf(made);
    const valences = valencesOf(graph);
    return graph.endlessWithin((node) => isBivalent(valences?.sets[node] ?? 0));
  };

  test("stays among bivalent configurations for ever, if it may", () => {
    const made = system(undecided("may"));
    const schedule = staysOpen(made);
    if (schedule?.cycle === undefined) throw new Error("it cannot");
    const execution = replay(made, schedule);
    if (isStuck(execution)) throw new Error("stuck");
    expect(execution.configurations.at(-1)).toEqual(at(execution.configurations, execution.cycle ?? -1));
    expect(execution.events.some(({ kind }) => kind === "decide")).toBe(false);
    expect(execution.events.filter(({ kind }) => kind === "receive").length).toBeGreaterThan(1);
  });

  test("cannot, where a decision is owed", () => {
    expect(staysOpen(system(undecided("must")))).toBeUndefined();
  });
});

describe("limits", () => {
  test("a graph that is cut off is none", () => {
    const made = system(compareAndSwap, { failures: parseFailures("crash:2") });
    expect(exploredGraph(made, { configurationsMax: 100 })).toBeUndefined();
    expect(exploredGraph(made, { hasRoom: () => false })).toBeUndefined();
    expect(graphOf(made).size).toBe(1_258);
  });

  test.runIf(isThorough)("what may be forged is explored until nothing new is said", () => {
    const search = new GraphSearch(system(phaseKing));
    while (search.advance());
    expect(search.graph.size).toBe(2_264);
  });
});

/** A small graph, from numbers. */
const graphs = fc
  .tuple(
    fc.integer({ min: 1, max: 7 }),
    fc.array(fc.tuple(fc.nat(6), fc.nat(6), fc.nat(2)), { maxLength: 14 }),
  )
  .map(([size, drawn]): CostedGraph => {
    const edges = drawn
      .map(([from, to, cost]) => ({ from: from % size, to: to % size, cost }))
      .toSorted((a, b) => a.from - b.from);
    const first = Array.from(
      { length: size + 1 },
      (_, node) => edges.filter(({ from }) => from < node).length,
    );
    return {
      size,
      first: Int32Array.from(first),
      to: Int32Array.from(edges, ({ to }) => to),
      cost: Int32Array.from(edges, ({ cost }) => cost),
      starts: [
        { node: 0, cost: 0 },
        { node: size - 1, cost: 1 },
      ],
    };
  });

/** The edges of a graph, each with the node that it leaves. */
function listed({ size, first, to, cost }: CostedGraph): { from: number; to: number; cost: number }[] {
  return Array.from({ length: size }, (_, node) => node).flatMap((from) =>
    [...to.subarray(first[from], first[from + 1])].map((there, i) => ({
      from,
      to: there,
      cost: cost[(first[from] ?? 0) + i] ?? 0,
    })),
  );
}

describe("walks", () => {
  property.prop([graphs])("components are what leads to each other", (graph) => {
    const { nodes, first } = new Components(graph).all(Array.from({ length: graph.size }, (_, i) => i));
    const of = Array.from({ length: graph.size }, (_, node) => {
      const place = nodes.indexOf(node);
      return first.findLastIndex((start) => start <= place);
    });
    expect(first.at(-1)).toBe(graph.size);
    const leads = Array.from({ length: graph.size }, (_, node) => {
      const reached = new Set([node]);
      for (const here of reached)
        for (const { from, to } of listed(graph)) if (from === here) reached.add(to);
      return reached;
    });
    for (let a = 0; a < graph.size; a++)
      for (let b = 0; b < graph.size; b++)
        expect(of[a] === of[b]).toBe(at(leads, a).has(b) && at(leads, b).has(a));
    for (const { from, to } of listed(graph)) expect(of[to]).toBeLessThanOrEqual(of[from] ?? -1);
  });

  property.prop([graphs, fc.nat(127)])(
    "the longest is the greatest cost of any, and unbounded if a cycle costs something",
    (whole, kept) => {
      const isInside = (node: number): boolean => ((kept | 1) >> node) % 2 === 1;
      const graph = { ...whole, isInside };
      // Longest costs with ever more edges; more than all nodes and what goes on growing has a cycle.
      const rounds = 4 * graph.size;
      const best = graph.starts.reduce(
        (all, { node, cost }) => (isInside(node) ? all.with(node, Math.max(at(all, node), cost)) : all),
        new Array<number>(graph.size).fill(-Infinity),
      );
      const history = [Math.max(...best)];
      let now = best;
      for (let i = 0; i < rounds; i++) {
        const next = [...now];
        for (const { from, to, cost } of listed(graph))
          if (isInside(to)) next[to] = Math.max(at(next, to), at(now, from) + cost);
        now = next;
        history.push(Math.max(...now));
      }
      const grows = at(history, rounds) > at(history, 2 * graph.size);
      const found = longestWalk(graph);
      if (found === undefined) throw new Error("node 0 is a start");
      expect(found.kind).toBe(grows ? "unbounded" : "bounded");
      for (const { nodes, edges } of found.kind === "bounded" ? [found.walk] : [found.stem, found.cycle]) {
        expect(nodes.length).toBe(edges.length + 1);
        expect(nodes.every(isInside)).toBe(true);
        for (const [i, edge] of edges.entries()) {
          expect(graph.to[edge]).toBe(nodes[i + 1]);
          expect(
            edge >= (graph.first[at(nodes, i)] ?? 0) && edge < (graph.first[at(nodes, i) + 1] ?? 0),
          ).toBe(true);
        }
      }
      const costOf = (edges: readonly number[]): number =>
        edges.reduce((sum, edge) => sum + (graph.cost[edge] ?? 0), 0);
      if (found.kind === "unbounded") {
        expect(found.cycle.nodes[0]).toBe(found.cycle.nodes.at(-1));
        expect(found.stem.nodes.at(-1)).toBe(found.cycle.nodes[0]);
        expect(costOf(found.cycle.edges)).toBeGreaterThan(0);
        return;
      }
      expect(found.cost).toBe(at(history, rounds));
      const before = graph.starts.filter(({ node }) => node === found.walk.nodes[0]).map(({ cost }) => cost);
      expect(before.map((cost) => cost + costOf(found.walk.edges))).toContain(found.cost);
    },
  );
});
