/** The edges between configurations against their definition: each move of each, and where it leads. */
import { describe, expect, it } from "vitest";
import { check, parseFailures, parseTiming, system, type Channel, type System } from "lightcone";
import filterLock from "../../zoo/mutual-exclusion/filter-lock.ts";
import { copyOf } from "../../src/explorer/kernel/copyOf.ts";
import { EdgeRecord } from "../../src/explorer/kernel/edgeRecord.ts";
import { Expansion } from "../../src/explorer/kernel/expansion.ts";
import { NoRoom } from "../../src/explorer/kernel/room.ts";
import { StepGraph } from "../../src/explorer/kernel/stepGraph.ts";
import { eachMove } from "../../src/tables/move.ts";
import { Network, Repeat, Repetition } from "../../src/tables/index.ts";
import { refusalOf } from "../../src/model/system/combination.ts";
import { seeds } from "../effort.ts";
import { drawnOptions, generatedProtocol, generatedSystem } from "./generated.ts";
import { generatedCode } from "./generatedCode.ts";

const CONFIGURATIONS_MAX = 800;

interface Asked {
  readonly max?: number;
  readonly records?: boolean;
}

/** An expansion to its end, or to so many configurations. */
function expanded(asked: System, { max = CONFIGURATIONS_MAX, records = false }: Asked): Expansion {
  const network = new Network(asked, new Repeat(new Repetition(() => copyOf(asked, undefined))));
  const edges = records ? new EdgeRecord(network) : undefined;
  const driver = { visited: () => undefined, quiescent: () => undefined };
  const expansion = new Expansion(network, { hashed: false, max, edges }, driver);
  while (expansion.advance(100));
  return expansion;
}

/** Where edges lead and what they are, of each configuration that they leave. */
type Edges = readonly string[];

/** By definition: every move is tried, and its successor looked up. */
function edgesOneByOne(expansion: Expansion): Edges {
  return Array.from({ length: expansion.visited.count }, (_, node) => {
    const found: string[] = [];
    if (node >= expansion.expanded) return "";
    eachMove(expansion.network, expansion.valuesOf(node), (after, slot, item) => {
      const to = expansion.find(after);
      if (to !== -1) found.push(`${slot}:${item} to ${to}`);
    });
    return found.join(", ");
  });
}

function edgesOf(expansion: Expansion): Edges {
  const graph = new StepGraph(expansion.network, expansion);
  while (graph.advance(7));
  return Array.from({ length: graph.size }, (_, node) =>
    Array.from({ length: (graph.first[node + 1] as number) - (graph.first[node] as number) }, (_, i) => {
      const edge = (graph.first[node] as number) + i;
      const { slot, item } = graph.placeOf(graph.move[edge] as number);
      return `${slot}:${item} to ${graph.to[edge] as number}`;
    }).join(", "),
  );
}

/** Compares both ways of finding edges with the definition. @returns how many are left by some */
function compared(asked: System): number {
  const plain = expanded(asked, {});
  const edges = edgesOneByOne(plain);
  expect(edgesOf(plain)).toEqual(edges);
  if (!plain.full) expect(edgesOf(expanded(asked, { records: true }))).toEqual(edges);
  const half = expanded(asked, { max: Math.ceil(plain.visited.count / 2) });
  expect(edgesOf(half)).toEqual(edgesOneByOne(half));
  return edges.filter((list) => list !== "").length;
}

describe("edges, recorded and taken again", () => {
  it.each(seeds(8, 120))("are the moves of generated system and code %i", (seed) => {
    const some = [generatedSystem(seed, { fuel: 1 + (seed % 2) }), system(generatedCode(seed))];
    expect(Math.max(...some.map(compared))).toBeGreaterThan(0);
  });

  it("are the moves of systems in three words, and of rows that grow while they are explored", () => {
    for (const seed of seeds(2, 12)) compared(generatedSystem(seed + 1000, { fuel: 1, crowd: 58 }));
  });

  it.each(["asynchronous", "synchronous", "synchronous:in-order", "bounded:1-2,step:0,horizon:2"])(
    "are the moves where timing is %s and something fails",
    (timing) => {
      const failures = ["crash:1", "loss", "crash-recovery:1", "duplication:1,omission:1", "partition:1"];
      const edges = failures.map((list, i) => {
        const size = { fuel: 1, restarts: list === "crash-recovery:1" };
        const models = { timing: parseTiming(timing), failures: parseFailures(list) };
        const [protocol, options] = [generatedProtocol(i, size), drawnOptions(i, size)];
        const refusal = refusalOf({ protocol, channel: options.channels as Channel, ...models });
        return refusal === undefined ? compared(system(protocol, { ...options, ...models })) : 0;
      });
      expect(Math.max(...edges)).toBeGreaterThan(5);
    },
  );

  it("are not recorded beyond the room that there is", () => {
    const { network } = expanded(generatedSystem(0, { fuel: 1 }), {});
    const record = new EdgeRecord(network, { capacity: 2, hasRoom: () => false });
    const add = (): void => {
      record.by(0, 0);
      record.leadsTo(0);
    };
    add();
    add();
    expect(add).toThrow(NoRoom);
  });

  it("are forgone in a check that has no room for them, which begins again without", () => {
    const lock = system(filterLock, { processes: { process: 3 } });
    const refused: number[] = [];
    // Room for the first 2,048 edges, and for anything else.
    const hasRoom = (bytes: number): boolean => bytes !== 8 * 4_096 || refused.push(bytes) === 0;
    const { bytes: _, authorCalls, ...result } = check(lock, { hasRoom });
    expect(refused).toHaveLength(1);
    const { bytes: __, authorCalls: calls, ...whole } = check(lock);
    expect(result).toEqual(whole);
    expect(authorCalls).toBe(calls);
  });
});
