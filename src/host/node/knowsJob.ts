/** The knowledge of processes, in the worker. */
import { parseFormula, type FormulaNames } from "../../analysis/index.ts";
import { assert, at } from "../../base/assert.ts";
import {
  KnowledgeQuestion,
  type ExploredGraph,
  type FactTable,
  type FormulaTruth,
} from "../../explorer/index.ts";
import type { Way } from "../../explorer/endless/lasso.ts";
import { NoRoom } from "../../explorer/kernel/room.ts";
import { UsageError } from "../../model/error.ts";
import type { LocalState } from "../../model/state/localState.ts";
import type { Predicate } from "../../model/system/protocol.ts";
import type { System } from "../../model/system/system.ts";
import { formulaGiven } from "../../properties/formula/coreFormula.ts";
import { resolved } from "../../properties/formula/knowledgePart.ts";
import { Obligations } from "../../properties/formula/obligations.ts";
import { propertiesOf, type NamedProperty } from "../../properties/property.ts";
import { formatReason, type Unknown } from "../../properties/verdict.ts";
import { Judge, Repetition } from "../../tables/index.ts";
import { cutGraph, exploreGraph, isCut, shownExecution, type GraphSurroundings } from "./graphJob.ts";
import type { ViolationReport } from "./job.ts";
import { ProcessRoom } from "./processRoom.ts";
import type { CutGraphReport, KnowsJob, KnowsReport } from "./theoryJobs.ts";
import { reportOfSystem, systemFor } from "./systemRequest.ts";

/** Finds where a formula about knowledge is true. @throws UsageError, ProtocolError */
export function runKnows(job: KnowsJob, surroundings: GraphSurroundings): KnowsReport | CutGraphReport {
  const explored = systemFor(surroundings, job.system);
  const atoms = new Atoms(explored);
  const given = formulaGiven(parseFormula(job.formula, atoms));
  assert(given !== undefined, "what was read as a formula is one");
  const graph = exploreGraph(explored, job, surroundings);
  if (isCut(graph)) return graph;
  const parts = resolved(explored, given.knowledge, { name: "formula", own: undefined });
  const knowledge = { parts, remembers: job.remembers };
  const asked = { formula: given.formula, knowledge };
  const question = new KnowledgeQuestion(asked, (...read) => new Obligations(...read), graph.size);
  const repetition = new Repetition(() =>
    systemFor({ ...surroundings, protocol: surroundings.fresh() }, job.system),
  );
  const tests = given.predicates.map((predicate) => atoms.test(predicate, graph, repetition));
  for (let node = 0; node < graph.size; node++) {
    const values = graph.valuesOf(node);
    question.tell(
      node,
      tests.map((isTrue) => isTrue(values)),
    );
  }
  repetition.flush();
  const room = new ProcessRoom(job.memoryBytesMax);
  const questioned = graph.questioned((bytes) => room.has(bytes));
  try {
    const open = question.openOn(questioned, 0);
    if (open !== undefined) throw untold(open);
    return reportOf(job, { explored, graph, truth: question.truthOn(questioned) }, surroundings);
  } catch (error) {
    if (error instanceof NoRoom) return cutGraph(explored, "memory", graph.size);
    throw error;
  }
}

/** The error that it is not told what processes know. */
function untold({ reason }: Unknown): UsageError {
  const text = formatReason(reason);
  return new UsageError(
    `It is not told here: ${text}.`,
    "Ask by states (--remembers state), of what is and not of what will be, or about another system.",
  );
}

/** A formula's truth, in a system. */
interface FormulaFindings {
  readonly explored: System;
  readonly graph: ExploredGraph;
  readonly truth: FormulaTruth;
}

function reportOf(
  { formula, remembers }: KnowsJob,
  { explored, graph, truth }: FormulaFindings,
  { version }: GraphSurroundings,
): KnowsReport {
  const { fact, initial, ends } = truth;
  const shown = (way: Way): ViolationReport =>
    shownExecution(explored, graph.scheduleAlong({ stem: truth.wayInGraph(way) }), version);
  const first = fact.indexOf(1);
  const lost = lostIn(truth);
  return {
    kind: "knows",
    protocol: explored.protocol.name,
    system: reportOfSystem(explored),
    formula,
    remembers,
    configurations: { of: fact.length, true: countIn(fact) },
    initial: { of: initial, true: countIn(fact.subarray(0, initial)) },
    ends: { of: ends.length, true: ends.filter((node) => fact[node] === 1).length },
    isLost: lost !== undefined,
    ...(first === -1 ? {} : { first: shown(wayTo(truth, first)) }),
    ...(lost === undefined ? {} : { lost: shown(lost) }),
  };
}

function countIn(truth: FactTable): number {
  return truth.reduce((sum, one) => sum + one, 0);
}

/** A shortest way to a place. */
function wayTo({ graph: { size, first, to }, initial }: FormulaTruth, place: number): Way {
  const by = new Int32Array(size).fill(-1);
  const from = new Int32Array(size).fill(-1);
  const queue = Array.from({ length: initial }, (_, node) => node);
  for (const node of queue) {
    if (node === place) break;
    for (let edge = first[node] as number; edge < (first[node + 1] as number); edge++) {
      const next = to[edge] as number;
      if (next < initial || by[next] !== -1) continue;
      by[next] = edge;
      from[next] = node;
      queue.push(next);
    }
  }
  const [nodes, edges] = [[place], [] as number[]];
  for (let node = place; by[node] !== -1; node = from[node] as number) {
    edges.unshift(by[node] as number);
    nodes.unshift(from[node] as number);
  }
  return { nodes, edges };
}

/** A way with whose last step what was true is so no longer. */
function lostIn(truth: FormulaTruth): Way | undefined {
  const { fact, graph } = truth;
  const { size, first, to } = graph;
  for (let node = 0; node < size; node++) {
    if (fact[node] === 0) continue;
    for (let edge = first[node] as number; edge < (first[node + 1] as number); edge++) {
      const next = to[edge] as number;
      if (fact[next] === 1) continue;
      const { nodes, edges } = wayTo(truth, node);
      return { nodes: [...nodes, next], edges: [...edges, edge] };
    }
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

/** The values of slots in a configuration, in which something is true or not. */
type Test = (values: Int32Array) => boolean;

/** The names in formulas: of properties, of facts about one process, of processes and roles. */
class Atoms implements FormulaNames<Predicate<unknown>> {
  private readonly system: System;
  /** The atoms by number, each with a function that stands for it. */
  private readonly known = new Map<string, Predicate<unknown>>();

  constructor(system: System) {
    this.system = system;
  }

  /** The processes of a group. @throws UsageError if a name is that of nobody */
  group(names: readonly string[]): readonly string[] {
    const { numbers, roles } = this.system;
    if (names.length === 0) return [...numbers.keys()];
    return names.flatMap((name) => (numbers.has(name) ? [name] : (roles[name] ?? this.stranger(name))));
  }

  private stranger(name: string): never {
    throw new UsageError(
      `There is no process ${name}.`,
      `There are ${[...this.system.numbers.keys()].join(", ")}.`,
    );
  }

  /** The function that stands for an atom. @throws UsageError if there is no such property or process */
  atom(name: string, process: string | undefined): Predicate<unknown> {
    const isLocal = Object.hasOwn(LOCAL_ATOMS, name);
    if (process !== undefined && !this.system.numbers.has(process)) this.stranger(process);
    if (isLocal && process === undefined)
      throw new UsageError(`Of whom is "${name}" said?`, `Write ${name}{p1}.`);
    if (!isLocal) predicatesCalled(this.system, name);
    const key = isLocal ? `${name} ${process}` : name;
    const known = this.known.get(key) ?? (() => true);
    this.known.set(key, known);
    return known;
  }

  /** The test whether an atom is true. @param repetition asks again what author code has answered */
  test(atom: Predicate<unknown>, { network }: ExploredGraph, repetition: Repetition): Test {
    const [key] = at(
      [...this.known].filter(([, one]) => one === atom),
      0,
    );
    const [name = "", process = ""] = key.split(" ");
    const isTrue = Object.hasOwn(LOCAL_ATOMS, name) ? LOCAL_ATOMS[name] : undefined;
    if (isTrue !== undefined) {
      const number = this.system.numbers.get(process) as number;
      const slot = at(network.processes, number);
      return (values) => isTrue(slot.local(values[number] as number));
    }
    const judges = predicatesCalled(network.system, name).map((property) => {
      const judge = new Judge(network, property, { repetition });
      return (values: Int32Array) => judge.isTrue(values) !== (property.kind.isWanted === true);
    });
    return (values) => judges.every((one) => one(values));
  }
}
