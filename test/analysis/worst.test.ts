/** Worst cases against brute force over all executions of generated systems, and growth laws. */
import { fc, test as property } from "@fast-check/vitest";
import {
  fifo,
  formatConfiguration,
  initialConfiguration,
  inputVectors,
  isStuck,
  parseFailures,
  parseTiming,
  replay,
  ring,
  system,
  type Event,
  type System,
} from "lightcone";
import { costs, growthLaw, worstCost, type CostName } from "lightcone/analysis";
import { exploredGraph } from "lightcone/explorer";
import { adversaryNamed, Simulation } from "lightcone/simulator";
import { describe, expect, test } from "vitest";
import { at } from "../../src/base/assert.ts";
import { settlements } from "../../src/model/transition/transition.ts";
import changRoberts from "../../zoo/election/chang-roberts.ts";
import hirschbergSinclair from "../../zoo/election/hirschberg-sinclair.ts";
import phaseKing from "../../zoo/consensus/phase-king.ts";
import echo from "../../zoo/broadcast/echo.ts";
import lights from "../../zoo/first-steps/traffic-lights.ts";
import floodSet from "../../zoo/consensus/floodset.ts";
import { isThorough, seeds } from "../effort.ts";
import { drawnOptions, generatedProtocol } from "../explorer/generated.ts";
import { modelGraphOf, type ModelNode } from "./modelGraph.ts";

function worst(made: System, name: CostName) {
  const graph = exploredGraph(made);
  if (graph === undefined) throw new Error("there was no limit");
  return worstCost(graph, name);
}

/** The greatest cost from each node on, by trying every way; Infinity where a cycle costs something. */
function greatest(nodes: ReadonlyMap<string, ModelNode>, costOf: (events: readonly Event[]) => number) {
  const best = new Map([...nodes.keys()].map((text) => [text, 0]));
  // Without a cycle that costs something, no way has more edges that cost than there are nodes.
  for (let round = 0; round <= nodes.size + 1; round++) {
    let isStable = true;
    for (const [text, { steps }] of nodes) {
      const own = Math.max(
        0,
        ...steps.map(({ to, events }) => (to === text ? 0 : costOf(events)) + (best.get(to) ?? 0)),
      );
      if (own > (best.get(text) ?? 0)) isStable = false;
      best.set(text, own);
    }
    if (isStable) return best;
  }
  return undefined;
}

const SYSTEMS = seeds(8, 300);

describe("on generated systems", () => {
  const tally = { bounded: 0, unbounded: 0, costly: 0, averaged: 0, failing: 0 };

  test.each(SYSTEMS)("the worst case is the greatest of all executions: %i", (seed) => {
    const size = { fuel: 1 + (seed % 2) };
    const options = drawnOptions(seed, size);
    if (seed % 3 === 2 && options.channels?.keeps === true) return;
    const failures = parseFailures(["none", "crash:1", "duplication"][seed % 3] ?? "none");
    const made = system(generatedProtocol(seed, size), { ...options, failures });
    const nodes = modelGraphOf(made, 250);
    if (nodes === undefined) return;
    if (failures.length > 0) tally.failing++;
    for (const name of ["messages", "bits", "steps"] as const) {
      const found = worst(made, name);
      const best = greatest(nodes, costs[name]);
      expect(found.isBounded).toBe(best !== undefined);
      tally[best === undefined ? "unbounded" : "bounded"]++;
      const execution = replay(made, found.schedule);
      if (isStuck(execution)) throw new Error("stuck");
      if (best === undefined) {
        expect(costs[name](execution.events.slice(execution.cycle))).toBe(found.cost);
        expect(found.cost).toBeGreaterThan(0);
        expect(execution.configurations.at(-1)).toEqual(at(execution.configurations, execution.cycle ?? -1));
        continue;
      }
      const byInputs = [...inputVectors(made)].map((inputs) => {
        const begun = [...settlements(made, initialConfiguration(made, inputs))];
        return Math.max(
          ...begun.map(
            ({ settled, events }) => costs[name](events) + (best.get(formatConfiguration(settled)) ?? 0),
          ),
        );
      });
      expect(found.cost).toBe(Math.max(...byInputs));
      const sum = byInputs.reduce((one, other) => one + other, 0);
      expect(found.average).toBe(byInputs.length === 1 ? undefined : sum / byInputs.length);
      if (found.average !== undefined && found.average < found.cost) tally.averaged++;
      expect(costs[name](execution.events)).toBe(found.cost);
      if (found.cost > 0) tally.costly++;
    }
  });

  test("everything happened often enough to mean something", () => {
    console.info(tally);
    expect(Math.min(tally.bounded, tally.costly, tally.averaged, tally.failing)).toBeGreaterThan(
      SYSTEMS.length / 15,
    );
  });
});

/** All arrangements of the ids 1 to n on a ring. */
function permutations(n: number): number[][] {
  if (n === 0) return [[]];
  return permutations(n - 1).flatMap((ids) =>
    Array.from({ length: n }, (_, i) => [...ids.slice(0, i), n, ...ids.slice(i)]),
  );
}

/** The messages of Hirschberg and Sinclair's algorithm, phase by phase, by what it says in the textbook. */
function messagesOf(ids: readonly number[]): number {
  const n = ids.length;
  let [sum, asking] = [n, [...ids.keys()]];
  for (let distance = 1; asking.length > 0; distance *= 2) {
    asking = asking.filter((i) => {
      const ways = [1, -1].map((side) => {
        const reached = Array.from({ length: distance }, (_, k) => (i + side * (k + 1) + n * distance) % n);
        const end = reached.findIndex((j) => at(ids, j) >= at(ids, i));
        sum += end === -1 ? 2 * distance : end + 1;
        return end === -1;
      });
      return ways.every((isWon) => isWon);
    });
  }
  return sum;
}

describe("what textbooks say", () => {
  test("Chang and Roberts send n(n + 1)/2 candidates and n more messages, and no more", () => {
    for (const n of [2, 3, 4])
      expect(worst(system(changRoberts, { processes: { process: n } }), "messages")).toMatchObject({
        isBounded: true,
        cost: (n * (n + 1)) / 2 + n,
      });
  });

  test("Chang and Roberts send n Hₙ candidates on average over all orders of the ids, and n more", () => {
    const measured = [2, 3, 4, 5].map((n) => {
      const made = system(changRoberts, { processes: { process: n }, timing: parseTiming("synchronous") });
      return { n, value: worst(made, "messages").average ?? 0 };
    });
    expect(measured[1]?.value).toBeCloseTo(3 * (1 + 1 / 2 + 1 / 3) + 3, 9);
    expect(growthLaw(measured)).toEqual({ isExact: true, text: "n Hₙ + n", error: 0 });
  });

  test.each(isThorough ? [3, 4, 5] : [3, 4])(
    "Hirschberg and Sinclair send as many messages as the ids of %i on a ring ask for, and no more",
    (n) => {
      const made = system(hirschbergSinclair, { processes: { process: n }, channels: fifo });
      const expected = Math.max(...permutations(n).map(messagesOf));
      expect(worst(made, "messages")).toMatchObject({ isBounded: true, cost: expected });
    },
  );

  test("they send about n log n on rings of any size, and never more than 8n for each phase", () => {
    const sent = [16, 32, 64, 128, 256].map((n) => {
      const made = system(hirschbergSinclair, { processes: { process: n } });
      const simulation = new Simulation(made, { adversary: adversaryNamed("random"), runs: 4, seed: 1 });
      while (simulation.advance());
      const { messages } = simulation.result().samples;
      expect(Math.max(...messages)).toBeLessThan(8 * n * (Math.log2(n) + 2) + n);
      return { n, value: Math.max(...messages) };
    });
    expect(growthLaw(sent)?.text).toMatch(/ n log₂ n$/);
  });

  test("the reigns of f + 1 kings cost of the order of n² messages, if nobody lies", () => {
    const sent = [4, 5, 6, 7].map((n) => {
      const made = system(phaseKing, { processes: { process: n }, failures: [] });
      return { n, value: worst(made, "messages").cost };
    });
    expect(growthLaw(sent)).toMatchObject({ isExact: true, text: expect.stringMatching(/^\d+n²/) as string });
  });

  test("an echo costs two messages for each link, and takes as many ticks as the ring has processes", () => {
    const made = (timing: string) =>
      system(echo, { processes: { process: 5 }, topology: ring(), timing: parseTiming(timing) });
    expect(worst(made("asynchronous"), "messages").cost).toBe(10);
    expect(worst(made("bounded:0-1"), "time").cost).toBe(5);
  });

  test("FloodSet ends after f + 1 rounds", () => {
    expect(worst(system(floodSet), "rounds")).toMatchObject({ isBounded: true, cost: 2 });
  });

  test("traffic lights change for ever", () => {
    expect(worst(system(lights), "messages")).toMatchObject({ isBounded: false, cost: 2 });
  });
});

describe("growth laws", () => {
  property.prop([fc.array(fc.integer({ min: -3, max: 3 }), { minLength: 1, maxLength: 4 }), fc.nat(4)])(
    "of polynomials are told exactly, with one number to spare",
    (coefficients, start) => {
      const value = (n: number): number => coefficients.reduce((sum, c, power) => sum + c * n ** power, 0);
      const measured = Array.from({ length: Math.max(3, coefficients.length + 1) }, (_, i) => start + i).map(
        (n) => ({ n, value: value(n) }),
      );
      const law = growthLaw(measured);
      expect(law?.isExact).toBe(true);
      const terms = (law?.text ?? "").replaceAll(" - ", " + -").split(" + ");
      const powers = ["", "n", "n²", "n³"];
      const told = (n: number): number =>
        terms.reduce((sum, term) => {
          const [, sign, number, name] = /^(-?)(\d*)(n?[²³]?)$/.exec(term) ?? [];
          return sum + (sign === "-" ? -1 : 1) * Number(number || 1) * n ** powers.indexOf(name ?? "?");
        }, 0);
      expect(law?.text === "0" ? 0 : told(10)).toBe(value(10));
    },
  );

  test.each([
    ["n²/2 + 3n/2", [2, 3, 4, 5], (n: number) => (n * (n + 3)) / 2],
    ["2n", [3, 5, 7], undefined],
    ["1.5 n log₂ n", [2, 4, 8, 16], (n: number) => 1.5 * n * Math.log2(n)],
    ["1 2ⁿ", [2, 3, 4, 5, 6, 7], (n: number) => 2 ** n],
  ])("%s", (text, ns, law = (n) => 2 * n) => {
    const found = growthLaw(ns.map((n) => ({ n, value: law(n) })));
    expect(found?.text.replace("2 n", "2n")).toBe(text);
    expect(found?.error).toBeLessThan(0.001);
  });

  test("are not told of three numbers that they fit nearly", () => {
    const ofChangRoberts = (ns: readonly number[]) => ns.map((n) => ({ n, value: (n * (n + 3)) / 2 }));
    expect(growthLaw(ofChangRoberts([3, 4, 5]))).toBeUndefined();
    expect(growthLaw(ofChangRoberts([3, 4, 5, 6]))).toMatchObject({ isExact: true });
  });

  test("are not told of two numbers", () => {
    expect(growthLaw([3, 4].map((n) => ({ n, value: n })))).toBeUndefined();
  });
});
