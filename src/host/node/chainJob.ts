/** Chains of executions that processes cannot tell apart, in the worker. */
import { endsAfter, Similarity, valencesOf } from "../../analysis/index.ts";
import { at } from "../../base/assert.ts";
import { format } from "../../base/text.ts";
import type { ExploredGraph } from "../../explorer/index.ts";
import { UsageError } from "../../model/error.ts";
import { isFault } from "../../model/event/event.ts";
import { formatEvent } from "../../model/event/eventText.ts";
import type { Configuration } from "../../model/state/configuration.ts";
import { formatLocal } from "../../model/state/localState.ts";
import type { System } from "../../model/system/system.ts";
import { exploreGraph, isCut, shownExecution, type GraphSurroundings } from "./graphJob.ts";
import type { ChainJob, ChainReport, CutGraphReport, LinkedExecution } from "./theoryJobs.ts";
import { Failed, lightconeFailure } from "./mistakeReport.ts";
import { reportOfSystem, systemFor } from "./systemRequest.ts";

/**
 * Looks for a chain between executions that have to come out differently. @throws UsageError, ProtocolError
 */
export function runChain(job: ChainJob, surroundings: GraphSurroundings): ChainReport | CutGraphReport {
  const explored = systemFor(surroundings, job.system);
  const graph = exploreGraph(explored, job, surroundings);
  if (isCut(graph)) return graph;
  const similarity = new Similarity(graph, endsAfter(graph, job.after));
  if (similarity.nodes.length === 0)
    throw new UsageError("No execution ends.", "Look at them after some steps: --after 5.");
  const { of, count } = similarity.components();
  const sizes = new Array<number>(count).fill(0);
  for (const component of of) sizes[component] = at(sizes, component) + 1;
  const { by, names, labels } = outcomesOf(graph, similarity.nodes);
  const [from, to] = names;
  const whole = { protocol: explored.protocol.name, system: reportOfSystem(explored) };
  const report = {
    kind: "chain" as const,
    ...whole,
    ...(job.after === undefined ? {} : { after: job.after }),
    configurations: similarity.nodes.length,
    components: sizes.toSorted((a, b) => b - a),
    by,
    ...(from === undefined || to === undefined ? {} : { between: [from, to] as const }),
  };
  if (from === undefined || to === undefined) return report;
  const starts = [...labels.keys()].filter((position) => labels[position] === from);
  const chain = similarity.chain(starts, (position) => labels[position] === to);
  if (chain === undefined) return report;
  const executions = chain.positions.map((position) => {
    return linkedExecution(explored, graph, { node: at(similarity.nodes, position), surroundings });
  });
  return { ...report, chain: { executions, links: linksIn(explored, executions, chain.processes) } };
}

/** The outcomes that executions have to come to, and the reason why that is known. */
interface Outcomes {
  readonly by: ChainReport["by"];
  /** Two different ones; fewer if there are no two. */
  readonly names: readonly string[];
  /** The outcome of each execution, undefined where it is open. */
  readonly labels: readonly (string | undefined)[];
}

/**
 * By validity: where all have the same input, that is what they have to decide. Where no two inputs are
 * possible, what is decided, or can still be, if that is one value at most.
 */
function outcomesOf(graph: ExploredGraph, nodes: readonly number[]): Outcomes {
  const byInputs = nodes.map((node) => commonInput(graph.network.configuration(graph.valuesOf(node))));
  const inputs = namesIn(byInputs);
  if (inputs.length > 1) return { by: "inputs", names: inputs, labels: byInputs };
  const valences = valencesOf(graph);
  const values = valences?.values ?? [];
  const byDecisions = nodes.map((node) => {
    const set = valences?.sets[node] ?? -1;
    if ((set & (set - 1)) !== 0) return undefined;
    return set === 0 ? "nothing" : format(values[31 - Math.clz32(set)] ?? null);
  });
  return { by: "decisions", names: namesIn(byDecisions), labels: byDecisions };
}

function namesIn(labels: readonly (string | undefined)[]): string[] {
  return [...new Set(labels)].filter((label) => label !== undefined).toSorted();
}

/** The input that all have, those aside who lie about it; undefined if there is no such one. */
function commonInput({ locals }: Configuration): string | undefined {
  const honest = locals.filter(({ down }) => down !== "Byzantine");
  const inputs = new Set(honest.map(({ input }) => format(input)));
  const [input] = inputs;
  return inputs.size === 1 ? input : undefined;
}

function linkedExecution(
  explored: System,
  graph: ExploredGraph,
  { node, surroundings }: { readonly node: number; readonly surroundings: GraphSurroundings },
): LinkedExecution {
  const shown = shownExecution(explored, graph.scheduleTo(node), surroundings.version);
  const { events, inputs, configurations, processes } = shown.execution;
  const { locals } = at(configurations, events.length);
  return {
    ...shown,
    inputs: inputs.map(format),
    faults: events.filter(isFault).map(formatEvent),
    decisions: processes.flatMap((process, i) => {
      const { decision } = at(locals, i);
      return decision === undefined ? [] : [{ process, value: format(decision) }];
    }),
    undecided: processes.filter((_, i) => {
      const { decision, down, faults } = at(locals, i);
      return decision === undefined && down === undefined && faults === undefined;
    }),
  };
}

/** The links of a chain: that the process is in the same state in both is seen in what the model replays. */
function linksIn(
  explored: System,
  executions: readonly LinkedExecution[],
  processes: readonly number[],
): NonNullable<ChainReport["chain"]>["links"] {
  return processes.map((process, i) => {
    const [a, b] = [at(executions, i), at(executions, i + 1)].map(({ execution }) =>
      formatLocal(at(at(execution.configurations, execution.events.length).locals, process)),
    );
    if (a !== b) throw new Failed(lightconeFailure("A link of a chain does not hold.", [a ?? "", b ?? ""]));
    return { process: at(explored.processes, process).id, state: a ?? "" };
  });
}
