/** Who can send to whom, sentence by sentence: see docs/semantics.md. */
import { fc, test as property } from "@fast-check/vitest";
import { describe, expect, test } from "vitest";
import { play } from "../../../test/semantics/play.ts";
import { initialConfiguration } from "../state/configuration.ts";
import { protocol } from "../system/protocol.ts";
import { role } from "../system/role.ts";
import { system } from "../system/system.ts";
import {
  complete,
  edges,
  grid,
  hypercube,
  line,
  randomGraph,
  ring,
  star,
  tree,
  type Topology,
} from "../system/topology.ts";

/** The links among n processes, numbered from 1: `1-2 2-1`. */
function links(topology: Topology, n: number): string {
  const list = topology.links(n).map(([a, b]) => `${a + 1}-${b + 1}`);
  return list.toSorted().join(" ");
}

/** p1 sends a letter at the start; who gets one answers it. */
const post = (to: string, topology: Topology) =>
  protocol<{ type: "letter" }>()({
    name: "post",
    topology,
    roles: {
      process: role({
        processes: 3,
        initially: ({ index, send, neighbors }) => {
          if (index === 1) send(to, { type: "letter" });
          return { neighbors: [...neighbors] };
        },
        upon: { letter: (_state, _message, { reply }) => reply({ type: "letter" }) },
      }),
    },
  });

const directed = { directed: true };

describe("Topologies", () => {
  test("`complete`: everybody can send to everybody else.", () => {
    expect(links(complete(), 3)).toBe("1-2 1-3 2-1 2-3 3-1 3-2");
    expect(links(complete(), 1)).toBe("");
  });

  test("`ring`: each process and the next, the last and the first; directed, to the next only.", () => {
    expect(links(ring(), 3)).toBe("1-2 1-3 2-1 2-3 3-1 3-2");
    expect(links(ring(), 4)).toBe("1-2 1-4 2-1 2-3 3-2 3-4 4-1 4-3");
    expect(links(ring(directed), 4)).toBe("1-2 2-3 3-4 4-1");
  });

  test("`line`: each process and the next; directed, to the next only.", () => {
    expect(links(line(), 3)).toBe("1-2 2-1 2-3 3-2");
    expect(links(line(directed), 3)).toBe("1-2 2-3");
  });

  test("`star`: the first process and each of the others; directed, from the first.", () => {
    expect(links(star(), 3)).toBe("1-2 1-3 2-1 3-1");
    expect(links(star(directed), 3)).toBe("1-2 1-3");
  });

  test("`tree`: a complete binary tree, filled level by level; directed, away from the root.", () => {
    expect(links(tree(directed), 6)).toBe("1-2 1-3 2-4 2-5 3-6");
    expect(links(tree(), 3)).toBe("1-2 1-3 2-1 3-1");
  });

  test("`grid`: rows and columns, numbered row by row; directed, to the right and down.", () => {
    expect(links(grid(2, 3, directed), 6)).toBe("1-2 1-4 2-3 2-5 3-6 4-5 5-6");
    expect(links(grid(2, 2), 4)).toBe("1-2 1-3 2-1 2-4 3-1 3-4 4-2 4-3");
  });

  test("`hypercube`: 2ᵈ processes, linked if their numbers, from 0, differ in one of d bits.", () => {
    expect(links(hypercube(2, directed), 4)).toBe("1-2 1-3 2-4 3-4");
    expect(hypercube(3).links(8)).toHaveLength(24);
    for (const [a, b] of hypercube(3).links(8)) expect([1, 2, 4]).toContain(a ^ b);
  });

  property.prop([fc.integer({ min: 1, max: 12 }), fc.nat(), fc.double({ min: 0, max: 1, noNaN: true })])(
    "`random`: a random tree, and other pairs with a given probability; the same for the same seed.",
    (n, seed, probability) => {
      const topology = randomGraph(probability, seed);
      expect(topology.links(n)).toEqual(randomGraph(probability, seed).links(n));
      const reached = new Set([0]);
      for (const process of reached)
        for (const [from, to] of topology.links(n)) if (from === process) reached.add(to);
      expect(reached.size).toBe(n);
      expect(randomGraph(0, seed).links(n)).toHaveLength(2 * (n - 1));
      expect(randomGraph(1, seed).links(n)).toHaveLength(n * (n - 1));
    },
  );

  test("`edges`: those of a list, numbered from 1; directed, from the first of a pair to the second.", () => {
    const list = [
      [1, 2],
      [3, 1],
    ] as const;
    expect(links(edges(list), 3)).toBe("1-2 1-3 2-1 3-1");
    expect(links(edges(list, directed), 3)).toBe("1-2 3-1");
  });
});

describe("Neighbours", () => {
  test("A process can send to its neighbours only; to send to another is a mistake of the protocol.", () => {
    expect(play(post("p2", line())).afterSteps().inTransit("p2")).toEqual(["letter from p1"]);
    expect(() => play(post("p3", line()))).not.toThrow();
    expect(() => initialConfiguration(system(post("p3", line())), [null, null, null])).toThrow("p3");
  });

  test("A process knows the ids of its neighbours, and of all processes, and its own.", () => {
    const { state } = play(post("p2", line())).afterSteps();
    expect(["p1", "p2", "p3"].map((id) => state(id)["neighbors"])).toEqual([["p2"], ["p1", "p3"], ["p2"]]);
    const knowing = protocol()({
      name: "knowing",
      topology: line(),
      roles: {
        process: role({
          processes: 3,
          initially: ({ self, processes }) => ({ self, all: [...processes()] }),
        }),
      },
    });
    expect(play(knowing).afterSteps().state("p3")).toEqual({ self: "p3", all: ["p1", "p2", "p3"] });
  });

  test("Who receives a message knows its sender, unless it is hidden; to answer it needs a link.", () => {
    const both = play(post("p2", line())).afterSteps("p2 receives letter from p1");
    expect(both.inTransit("p1")).toEqual(["letter from p2"]);
    const oneWay = play(post("p2", line(directed)));
    expect(() => oneWay.afterSteps("p2 receives letter from p1")).toThrow("p1");
  });

  test("Nobody sends to itself, but where the topology links it to itself.", () => {
    expect(() => initialConfiguration(system(post("p1", complete())), [null, null, null])).toThrow("p1");
    const linked = system(post("p1", complete({ self: true })));
    expect(initialConfiguration(linked, [null, null, null]).pending).toHaveLength(1);
    const pairs = [
      [1, 1],
      [1, 2],
    ] as const;
    const one = system(post("p1", edges(pairs, { processes: 3 })));
    expect(one.processes.map(({ neighbors }) => neighbors)).toEqual([["p1", "p2"], ["p1"], []]);
  });

  test("With `:self` each process is the last of its own neighbours.", () => {
    const linked = system(post("p1", complete({ self: true })));
    expect(linked.processes.map(({ neighbors }) => neighbors)).toEqual([
      ["p2", "p3", "p1"],
      ["p1", "p3", "p2"],
      ["p1", "p2", "p3"],
    ]);
  });

  test("What a process sends to itself is in transit like all else, and received in a later step.", () => {
    const alone = play(post("p1", complete({ self: true })));
    const send = "p1 sends letter to p1";
    expect(alone.after(send).inTransit("p1")).toEqual(["letter from p1"]);
    expect(alone.after(send).next).toEqual(["p1 receives letter from p1"]);
    const crashing = play(post("p1", complete({ self: true })), { failures: "crash:1" });
    expect(crashing.after(send, "p1 crashes").inTransit("p1")).toEqual([]);
  });

  test("A process that is in no edge has no neighbours; a list of edges may be for more processes.", () => {
    const few = system(post("p2", edges([[1, 2]], { processes: 3 })));
    expect(few.processes.map(({ neighbors }) => neighbors)).toEqual([["p2"], ["p1"], []]);
  });
});
