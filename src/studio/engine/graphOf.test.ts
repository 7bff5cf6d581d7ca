import { describe, expect, test } from "vitest";
import { check, parseFailures, system } from "../../index.ts";
import twoGenerals from "../../../zoo/coordination/two-generals.ts";
import twoPhaseCommit from "../../../zoo/commit/two-phase-commit.ts";
import trafficLights from "../../../zoo/first-steps/traffic-lights.ts";
import { exploredGraph } from "../../explorer/index.ts";
import { valencesOf } from "../../analysis/index.ts";
import testAndSetConsensus from "../../../zoo/consensus/test-and-set-consensus.ts";
import { graphOf } from "./graphOf.ts";
import { Playing } from "./playing.ts";

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

  test("says that there is more, and has what is near to where one is, and the way there", () => {
    const made = system(twoPhaseCommit, { processes: { resourceManager: 5 } });
    const nowhere = graphOf(made, new Array(6).fill(null), []);
    expect(nowhere.isCut).toBe(true);
    expect(nowhere.nodes).toHaveLength(60);
    expect(nowhere.nodes.every(({ depth }, i, { [i - 1]: before }) => (before?.depth ?? 0) <= depth)).toBe(
      true,
    );
    const playing = new Playing(made);
    let moment = playing.begin(new Array(6).fill(null));
    for (let i = 0; i < 4; i++) {
      const next = moment.offers.map(({ text }) => playing.take(moment.id, text, false));
      moment = next.find(({ repeats }) => repeats === undefined) ?? moment;
    }
    const { nodes, path, edges } = graphOf(playing.heard, new Array(6).fill(null), playing.walkTo(moment.id));
    expect(nodes.length).toBeLessThanOrEqual(60);
    expect(path).toEqual([0, 1, 2, 3, 4]);
    expect(edges).toEqual(
      expect.arrayContaining([
        [0, 1],
        [1, 2],
        [2, 3],
        [3, 4],
      ]),
    );
    expect(edges.filter(([from]) => from < 4)).toHaveLength(4);
    expect(nodes[4]?.events.length).toBe(playing.execution(moment.id).events.length);
    expect(nodes.slice(5).every(({ depth }) => depth > 4)).toBe(true);
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
