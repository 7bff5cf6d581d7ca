import { describe, expect, test } from "vitest";
import { UsageError } from "../error.ts";
import {
  complete,
  edges,
  grid,
  hypercube,
  line,
  parseTopology,
  randomGraph,
  ring,
  star,
  tree,
  type Topology,
} from "./topology.ts";

/** The links among n processes, numbered from 1: `1-2 2-1`. */
function links(topology: Topology, n: number): string {
  return topology
    .links(n)
    .map(([a, b]) => `${a + 1}-${b + 1}`)
    .join(" ");
}

const directed = { directed: true };

describe("links", () => {
  test.each([
    [complete(), 1, ""],
    [complete(), 3, "1-2 2-1 1-3 3-1 2-3 3-2"],
    [ring(), 1, ""],
    [ring(), 2, "1-2 2-1"],
    [ring(), 3, "1-2 2-1 2-3 3-2 3-1 1-3"],
    [ring(directed), 3, "1-2 2-3 3-1"],
    [line(), 1, ""],
    [line(), 3, "1-2 2-1 2-3 3-2"],
    [line(directed), 3, "1-2 2-3"],
    [star(), 3, "1-2 2-1 1-3 3-1"],
    [star(directed), 4, "1-2 1-3 1-4"],
    [tree(directed), 6, "1-2 1-3 2-4 2-5 3-6"],
    [tree(), 2, "1-2 2-1"],
    [grid(2, 3, directed), 6, "1-2 1-4 2-3 2-5 3-6 4-5 5-6"],
    [grid(1, 2), 2, "1-2 2-1"],
    [hypercube(1), 2, "1-2 2-1"],
    [hypercube(2, directed), 4, "1-2 1-3 2-4 3-4"],
    [hypercube(3, directed), 8, "1-2 1-3 1-5 2-4 2-6 3-4 3-7 4-8 5-6 5-7 6-8 7-8"],
    [
      edges(
        [
          [1, 2],
          [3, 1],
        ],
        directed,
      ),
      3,
      "1-2 3-1",
    ],
    [
      edges([
        [1, 2],
        [2, 1],
        [1, 1],
      ]),
      2,
      "1-2 2-1 1-1",
    ],
    [randomGraph(0, 7, directed), 2, "1-2"],
  ])("$text of $1: case %#", (topology, n, expected) => {
    expect(links(topology, n)).toBe(expected);
  });

  test("of a complete graph are in the order of the processes, for each process", () => {
    const to = complete()
      .links(4)
      .filter(([from]) => from === 2)
      .map(([, process]) => process);
    expect(to).toEqual([0, 1, 3]);
  });
});

describe("the text of a topology", () => {
  test.each([
    "complete",
    "ring",
    "line",
    "star",
    "tree",
    "ring:directed",
    "grid:2x3",
    "grid:2x3:directed",
    "hypercube:3",
    "random:0.5:7",
    "random:1:0:directed",
    "edges:1-2,2-3",
    "edges:1-2:directed",
    "edges:1-2,2-2",
    "edges:1-2:4",
    "complete:self",
    "ring:directed:self",
    "grid:2x2:self",
  ])("%s is read back", (text) => {
    const topology = parseTopology(text);
    expect(topology.text).toBe(text);
    const n = topology.size ?? 4;
    expect(parseTopology(topology.text).links(n)).toEqual(topology.links(n));
  });

  test.each([
    ["ring:5", "ring", 5],
    ["ring:5:directed", "ring:directed", 5],
    ["complete:3", "complete", 3],
    ["random:.5:7:9", "random:0.5:7", 9],
    ["grid:2x3", "grid:2x3", 6],
    ["hypercube:3", "hypercube:3", 8],
    ["edges:1-2,2-5", "edges:1-2,2-5", 5],
  ])("%s fixes the number of processes", (form, text, size) => {
    expect(parseTopology(form)).toMatchObject({ text, size });
  });

  test.each([
    "",
    "circle",
    "ring:0",
    "ring:x",
    "ring:3:4",
    "grid",
    "grid:2",
    "grid:0x3",
    "grid:2x3:4",
    "hypercube",
    "hypercube:0",
    "hypercube:10",
    "random",
    "random:2:1",
    "random:0.5",
    "random:0.5:x",
    "edges",
    "edges:1",
    "edges:0-1",
    "edges:1-99999999999999999999999",
    "grid:2x99999999999999999999999",
    "random:0.3:99999999999999999999999",
    "edges:1-2,",
    "complete:directed",
    "ring:self:directed",
    "edges:1-2:0",
    "edges:1-2:3:4",
    "directed",
    "self",
    "toString",
    "constructor",
    "__proto__",
  ])("cannot be %j", (text) => {
    expect(() => parseTopology(text)).toThrow(
      expect.objectContaining({
        what: `There is no topology "${text}".`,
        advice:
          "Possible are complete, ring, line, star, tree, grid:ROWSxCOLUMNS, hypercube:DIMENSION, " +
          "random:PROBABILITY:SEED, edges:1-2,2-3,…; with a number of processes where none is implied " +
          '(ring:5) or others have no links (edges:1-2:4), with ":directed", and with ":self", so that ' +
          "each process can send to itself.",
      }),
    );
  });

  test.each([grid(2, 2), hypercube(2), edges([[1, 4]])])(
    "$text is for as many processes as it says",
    (topology) => {
      expect(() => topology.links(3)).toThrow(
        new UsageError(
          `The topology ${topology.text} has 4 processes, and the system has 3.`,
          "Give both the same number, or choose another topology.",
        ),
      );
    },
  );
});
