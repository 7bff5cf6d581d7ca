/** The knowledge of processes, in the worker. */
import { and, Knowledge, not, parseFormula, type FactTable, type Formula } from "../../analysis/index.ts";
import { at, unreachable } from "../../base/assert.ts";
import type { ExploredGraph } from "../../explorer/index.ts";
import { UsageError } from "../../model/error.ts";
import type { LocalState } from "../../model/state/localState.ts";
import type { System } from "../../model/system/system.ts";
import { propertiesOf, type NamedProperty } from "../../properties/property.ts";
import { Judge, Repetition } from "../../tables/index.ts";
import { exploreGraph, isCut, shownExecution, type GraphSurroundings } from "./graphJob.ts";
import type { CutGraphReport, KnowsJob, KnowsReport } from "./theoryJobs.ts";
import { reportOfSystem, systemFor } from "./systemRequest.ts";

/** Finds where a formula about knowledge is true. @throws UsageError, ProtocolError */
export function runKnows(job: KnowsJob, surroundings: GraphSurroundings): KnowsReport | CutGraphReport {
  const explored = systemFor(surroundings, job.system);
  const formula = parseFormula(job.formula);
  checkNames(explored, formula);
  const graph = exploreGraph(explored, job, surroundings);
  if (isCut(graph)) return graph;
  const repetition = new Repetition(() =>
    systemFor({ ...surroundings, protocol: surroundings.fresh() }, job.system),
  );
  const truth = new Meaning(graph, repetition).of(formula);
  repetition.flush();
  const { version } = surroundings;
  const shown = (node: number) => shownExecution(explored, graph.scheduleTo(node), version);
  const first = truth.indexOf(1);
  const lost = lostIn(graph, truth);
  return {
    kind: "knows",
    protocol: explored.protocol.name,
    system: reportOfSystem(explored),
    formula: job.formula,
    configurations: { of: graph.size, true: countIn(truth) },
    initial: { of: graph.initial, true: countIn(truth.subarray(0, graph.initial)) },
    ends: { of: graph.ends.length, true: graph.ends.filter((node) => truth[node] === 1).length },
    isLost: lost !== undefined,
    ...(first === -1 ? {} : { first: shown(first) }),
    ...(lost === undefined
      ? {}
      : { lost: shownExecution(explored, graph.scheduleAlong({ stem: lost }), version) }),
  };
}

function countIn(truth: FactTable): number {
  return truth.reduce((sum, one) => sum + one, 0);
}

/** A step with which what was true is so no longer. */
function lostIn(
  { size, first, to }: ExploredGraph,
  truth: FactTable,
): { readonly nodes: readonly number[]; readonly edges: readonly number[] } | undefined {
  for (let node = 0; node < size; node++) {
    if (truth[node] === 0) continue;
    for (let edge = first[node] as number; edge < (first[node + 1] as number); edge++)
      if (truth[to[edge] as number] === 0) return { nodes: [node, to[edge] as number], edges: [edge] };
  }
  return undefined;
}

/** The atoms about one process. */
const LOCAL_ATOMS: Readonly<Record<string, (local: LocalState) => boolean>> = {
  decided: ({ decision }) => decision !== undefined,
  failed: ({ down, faults }) => down !== undefined || faults !== undefined,
};

/**
 * The properties of a name: several if it is asked of each process.
 * @throws UsageError if there is none, or it is not true or false in a configuration
 */
function predicatesCalled(explored: System, name: string): readonly NamedProperty[] {
  const found = propertiesOf(explored, [name]);
  const isAsked = ({ predicates, kind }: NamedProperty): boolean =>
    predicates.length === 1 && kind.judgesSteps !== true;
  if (found.every(isAsked)) return found;
  throw new UsageError(
    `Property ${name} has not one predicate that is true or false in a configuration.`,
    "Name one that has: an invariant, or what is true eventually.",
  );
}

/** @throws UsageError if there is no such process, role or property */
function checkNames(explored: System, formula: Formula): void {
  const { numbers, roles } = explored;
  const all = [...namesIn(formula)];
  for (const { process, isGroup } of all) {
    if (process === undefined || numbers.has(process) || (isGroup && Object.hasOwn(roles, process))) continue;
    throw new UsageError(`There is no process ${process}.`, `There are ${[...numbers.keys()].join(", ")}.`);
  }
  for (const { property, process } of all) {
    if (property === undefined) continue;
    const isLocal = Object.hasOwn(LOCAL_ATOMS, property);
    if (isLocal && process === undefined)
      throw new UsageError(`Of whom is "${property}" said?`, `Write ${property}{p1}.`);
    if (!isLocal) predicatesCalled(explored, property);
  }
}

function* namesIn(
  formula: Formula,
): Generator<{ readonly process?: string; readonly property?: string; readonly isGroup: boolean }> {
  switch (formula.kind) {
    case "atom": {
      const { name: property, process } = formula;
      return yield { property, isGroup: false, ...(process === undefined ? {} : { process }) };
    }
    case "not":
      return yield* namesIn(formula.of);
    case "and":
    case "or":
    case "implies":
      yield* namesIn(formula.left);
      return yield* namesIn(formula.right);
    default:
      for (const process of formula.group) yield { process, isGroup: formula.kind !== "K" };
      return yield* namesIn(formula.of);
  }
}

/** The meaning of formulas in a graph. */
class Meaning {
  private readonly graph: ExploredGraph;
  private readonly repetition: Repetition;
  private readonly knowledge: Knowledge;

  /** @param repetition asks again what author code has answered */
  constructor(graph: ExploredGraph, repetition: Repetition) {
    this.graph = graph;
    this.repetition = repetition;
    this.knowledge = new Knowledge(graph);
  }

  of(formula: Formula): FactTable {
    switch (formula.kind) {
      case "atom":
        return this.atom(formula.name, formula.process);
      case "not":
        return not(this.of(formula.of));
      case "and":
        return and(this.of(formula.left), this.of(formula.right));
      case "or":
        return not(and(not(this.of(formula.left)), not(this.of(formula.right))));
      case "implies":
        return not(and(this.of(formula.left), not(this.of(formula.right))));
      case "K":
        return this.knowledge.knows(at(this.group(formula.group), 0), this.of(formula.of));
      case "E":
        return this.knowledge.everyone(this.group(formula.group), this.of(formula.of));
      case "D":
        return this.knowledge.distributed(this.group(formula.group), this.of(formula.of));
      case "C":
        return this.knowledge.common(this.group(formula.group), this.of(formula.of));
      default:
        return unreachable(formula);
    }
  }

  /** The numbers of the processes of a group: of all if it is empty. */
  private group(names: readonly string[]): number[] {
    const { numbers, roles, processes } = this.graph.network.system;
    if (names.length === 0) return [...processes.keys()];
    return names
      .flatMap((name) => (numbers.has(name) ? [name] : (roles[name] ?? [])))
      .map((id) => numbers.get(id) as number);
  }

  private atom(name: string, process: string | undefined): FactTable {
    const { graph } = this;
    const fact = new Uint8Array(graph.size);
    const local = LOCAL_ATOMS[name];
    const isTrue = local === undefined ? this.property(name) : this.ofProcess(process ?? "", local);
    for (const node of fact.keys()) fact[node] = isTrue(graph.valuesOf(node)) ? 1 : 0;
    return fact;
  }

  private ofProcess(id: string, isTrue: (local: LocalState) => boolean): (values: Int32Array) => boolean {
    const { system, processes } = this.graph.network;
    const number = system.numbers.get(id) as number;
    const slot = at(processes, number);
    return (values) => isTrue(slot.local(values[number] as number));
  }

  /** The predicate of a property, as its author wrote it; of each process, if it is asked of each. */
  private property(name: string): (values: Int32Array) => boolean {
    const { network } = this.graph;
    const judges = predicatesCalled(network.system, name).map((property) => {
      const judge = new Judge(network, property, { repetition: this.repetition });
      return (values: Int32Array) => judge.isTrue(values) !== (property.kind.isWanted === true);
    });
    return (values) => judges.every((isTrue) => isTrue(values));
  }
}
