import { describe, expect, test } from "vitest";
import { check, parseFailures, system } from "../../index.ts";
import twoGenerals from "../../../zoo/coordination/two-generals.ts";
import twoPhaseCommit from "../../../zoo/commit/two-phase-commit.ts";
import trafficLights from "../../../zoo/first-steps/traffic-lights.ts";
import { exploredGraph } from "../../explorer/index.ts";
import { valencesOf } from "../../analysis/index.ts";
import testAndSetConsensus from "../../../zoo/consensus/test-and-set-consensus.ts";
import { graphOf } from "./graph.ts";

describe("the configuration graph", () => {
  test("has the configurations that a full check counts, if there are few", () => {
    for (const made of [
      system(twoGenerals, { failures: parseFailures("loss:1") }),
      system(twoPhaseCommit, { processes: { resourceManager: 2 } }),
      system(trafficLights),
    ]) {
      const inputs = made.processes.map(() => null);
      const graph = graphOf(made, inputs, []);
      expect(graph.isCut).toBe(false);
      const { configurations, depth } = check(made);
      expect(graph.nodes.length).toBe(configurations);
      expect(Math.max(...graph.nodes.map((node) => node.depth))).toBe(depth);
    }
  });

  test("says that there is more, and has the nearest", () => {
    const graph = graphOf(
      system(twoPhaseCommit, { processes: { resourceManager: 5 } }),
      new Array(6).fill(null),
      [],
    );
    expect(graph.isCut).toBe(true);
    expect(graph.nodes).toHaveLength(400);
    expect(
      graph.nodes.every(({ depth }, i, { [i - 1]: before }) => before === undefined || before.depth <= depth),
    ).toBe(true);
  });

  test("knows where properties are false, and how one gets there", () => {
    const made = system(twoGenerals, { failures: parseFailures("loss:1") });
    const graph = graphOf(made, [null, null], []);
    const bad = graph.nodes.filter(({ refuted }) => refuted.includes("bothOrNone"));
    expect(bad).toHaveLength(1);
    expect(bad[0]?.events.at(-1)).toBe("the network loses attack(number: 3) from general1 to general2");
  });

  test("knows what can still be decided, as valence has it", () => {
    const made = system(testAndSetConsensus, { inputs: { p1: [0], p2: [1] } });
    const { nodes, values, isCut } = graphOf(made, [0, 1], []);
    expect({ values, isCut }).toEqual({ values: ["0", "1"], isCut: false });
    const explored = exploredGraph(made);
    const valences = explored && valencesOf(explored);
    expect(valences?.values).toEqual([0, 1]);
    const sets = nodes.map(({ decidable = [] }) => decidable.reduce((set, value) => set | (1 << value), 0));
    expect(sets.toSorted()).toEqual([...(valences?.sets ?? [])].toSorted());
  });
});
