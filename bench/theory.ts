/**
 * How long the theory bench takes beside exploring the same system: CPU seconds of this process, as ratios
 * within each round. Exploring is a check without properties, of all configurations.
 */
import { check, parseFailures, system, type System } from "lightcone";
import { criticalConfigurations, Similarity, valencesOf } from "lightcone/analysis";
import { GraphSearch, Knowledge, type ExploredGraph } from "lightcone/explorer";
import paxos from "../zoo/consensus/paxos.ts";
import { pairedRatio } from "./statistics.ts";
import { formatCount, formatRatio, formatTable } from "./table.ts";

const processes = { proposer: 2, acceptor: 4 };

/** The systems by size: two million configurations, and ten. */
const SYSTEMS = {
  small: system(paxos, { processes }),
  full: system(paxos, { processes, failures: parseFailures("crash:1") }),
};

/** The parts that are timed, in order; the first is what the others are compared with. */
const PARTS = ["exploring", "graph", "valence", "knowledge", "similarity"] as const;

type Part = (typeof PARTS)[number];

/** The CPU seconds of each part, by round. */
export interface TheorySeconds {
  readonly configurations: number;
  readonly seconds: Readonly<Record<Part, readonly number[]>>;
}

/** Times the analyses of a system, so many times. */
export function timeTheory(size: "small" | "full", rounds: number): TheorySeconds {
  const seconds: Record<Part, number[]> = {
    exploring: [],
    graph: [],
    valence: [],
    knowledge: [],
    similarity: [],
  };
  let configurations = 0;
  for (let round = 0; round < rounds; round++) {
    const made = SYSTEMS[size];
    seconds.exploring.push(cpuSecondsOf(() => check(made, { properties: [] }))[0]);
    const search = new GraphSearch(made);
    const [all, graph] = cpuSecondsOf(() => {
      while (search.advance());
      return search.graph;
    });
    // The search is made again: what comes on top is noting its steps, for whoever walks along them.
    seconds.graph.push(Math.max(0, all - (seconds.exploring.at(-1) as number)));
    configurations = graph.size;
    seconds.valence.push(cpuSecondsOf(() => valence(graph))[0]);
    seconds.knowledge.push(cpuSecondsOf(() => knowledge(graph, made))[0]);
    seconds.similarity.push(cpuSecondsOf(() => similarity(graph))[0]);
  }
  return { configurations, seconds };
}

function cpuSecondsOf<T>(work: () => T): [seconds: number, result: T] {
  const before = process.cpuUsage();
  const result = work();
  const { user, system: own } = process.cpuUsage(before);
  return [(user + own) / 1e6, result];
}

function valence(graph: ExploredGraph): number {
  const valences = valencesOf(graph);
  return valences === undefined ? 0 : criticalConfigurations(graph, valences).length;
}

/** E, D and C of all processes, of a fact that is false in one configuration of seven. */
function knowledge(graph: ExploredGraph, made: System): number {
  const { looks } = graph.questioned(() => true);
  const known = new Knowledge((process) => looks.statesOf(process));
  const fact = new Uint8Array(graph.size).map((_, node) => (node % 7 === 0 ? 0 : 1));
  const all = made.processes.map(({ number }) => number);
  return [known.everyone(all, fact), known.distributed(all, fact), known.common(all, fact)].length;
}

function similarity(graph: ExploredGraph): number {
  const nodes = Array.from({ length: graph.size }, (_, node) => node);
  return new Similarity(graph, nodes).components().count;
}

/** The ratios, as a table. */
export function formatTheory({ configurations, seconds }: TheorySeconds): string {
  const rows = PARTS.map((part) => {
    const median = seconds[part].toSorted((a, b) => a - b)[Math.floor(seconds[part].length / 2)] ?? 0;
    const ratio = (of: readonly number[]): string => formatRatio(pairedRatio(of, seconds.exploring));
    const withGraph = seconds[part].map((one, i) => one + (seconds.graph[i] as number));
    const isAnalysis = part !== "exploring" && part !== "graph";
    return [part, median.toFixed(2), ratio(seconds[part]), isAnalysis ? ratio(withGraph) : ""];
  });
  return [
    `${formatCount(configurations)} configurations`,
    "",
    formatTable(["", "CPU s", "time / exploring", "with the graph"], rows),
  ].join("\n");
}
