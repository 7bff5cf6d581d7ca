/** The probabilities of properties, in the worker. */
import { Chances, type Attained, type ExpectedCost, type PlayQuestion } from "../../analysis/index.ts";
import type { Pulse } from "../../base/pulse.ts";
import { format } from "../../base/text.ts";
import type { ExploredGraph } from "../../explorer/index.ts";
import { UsageError } from "../../model/error.ts";
import type { Event } from "../../model/event/event.ts";
import { formatEvent } from "../../model/event/eventText.ts";
import type { System } from "../../model/system/system.ts";
import { ADMISSIBLE, ANY } from "../../model/transition/debt.ts";
import type { PropertyKind } from "../../properties/kinds/kind.ts";
import { propertiesOf, termsOf, type NamedProperty } from "../../properties/property.ts";
import { assumedIn } from "../../properties/verdict.ts";
import { Judge, Repetition } from "../../tables/index.ts";
import { cutGraph, exploreGraph, isCut, shownExecution, type GraphSurroundings } from "./graphJob.ts";
import { withinLimits } from "./limitedWork.ts";
import { reportOfSystem, systemFor } from "./systemRequest.ts";
import {
  ROWS_MAX,
  type AdversaryReport,
  type CostReport,
  type NumberReport,
  type ProbabilityJob,
  type ProbabilityReport,
  type PropertyChances,
  type TreeRow,
} from "./probabilities.ts";
import type { CutGraphReport } from "./theoryJobs.ts";
import { checkCost } from "./worstJob.ts";

/** Finds how probable properties are, and what executions cost. @throws UsageError, ProtocolError */
export function runProbability(
  job: ProbabilityJob,
  surroundings: GraphSurroundings,
): ProbabilityReport | CutGraphReport {
  const explored = systemFor(surroundings, job.system);
  refuseSystem(explored);
  if (job.cost !== undefined) checkCost(explored, job.cost);
  const { asked, unasked } = askedIn(explored, job);
  checkComing(job, asked);
  const graph = exploreGraph(explored, job, surroundings);
  if (isCut(graph)) return graph;
  return withinLimits<ProbabilityReport | CutGraphReport>(
    { ...job, heartbeat: surroundings.heartbeat },
    (pulse) => chancesOn(graph, job, { ...surroundings, asked, unasked, pulse }),
    (cutoff) => cutGraph(explored, cutoff, graph.size),
  );
}

/** The properties that are asked about, and the names of those that are of other kinds. */
interface AskedProperties {
  readonly asked: readonly NamedProperty[];
  readonly unasked: readonly string[];
}

/** The chances in a graph that has been explored. */
function chancesOn(
  graph: ExploredGraph,
  job: ProbabilityJob,
  { asked, unasked, pulse, ...surroundings }: GraphSurroundings & AskedProperties & { readonly pulse: Pulse },
): ProbabilityReport {
  const explored = graph.network.system;
  const repetition = new Repetition(() =>
    systemFor({ ...surroundings, protocol: surroundings.fresh() }, job.system),
  );
  const whole = new Plays(graph, repetition, pulse);
  const properties = job.cost === undefined || job.property !== undefined ? asked : [];
  const chances = properties.map((property) => ({ property, of: whole.of(property) }));
  const found = chances.map((one) => chancesOf(explored, one));
  const [only, ...others] = chances;
  const shown =
    job.cost === undefined
      ? only !== undefined && others.length === 0
        ? adversaryOf(only.of, job.shown)
        : undefined
      : costOf(only?.of ?? whole.whole, { ...job, cost: job.cost });
  repetition.flush();
  const { version } = surroundings;
  const { adversary, cost } = shown ?? {};
  return {
    kind: "probability",
    protocol: explored.protocol.name,
    system: reportOfSystem(explored),
    configurations: graph.size,
    properties: found,
    unasked,
    ...(cost === undefined ? {} : { cost }),
    ...(adversary === undefined ? {} : { adversary: reportOf(graph, adversary, version) }),
  };
}

/** @throws UsageError */
function refuseSystem({ processes }: System): void {
  if (processes.every(({ role }) => role.automaton === undefined)) return;
  throw new UsageError(
    "Here processes simulate others, step by step.",
    "What they owe to each other is not known: ask about the protocol itself, without --memory registers.",
  );
}

/** @throws UsageError */
function askedIn(explored: System, { property }: ProbabilityJob): AskedProperties {
  const all = propertiesOf(explored, property === undefined ? undefined : [property]);
  const asked = all.filter(({ kind }) => hasProbability(kind));
  const unasked = all.filter(({ kind }) => !hasProbability(kind));
  const [other] = unasked;
  if (property !== undefined && other !== undefined)
    throw new UsageError(
      `Property ${other.name} is of the kind \`${other.kind.name}\`, of which no probability is told.`,
      "Name one that is asked of configurations, such as an invariant or what is true almostSurely.",
    );
  if (property !== undefined && asked.length > 1)
    throw new UsageError(
      `Property ${property} is asked of each process.`,
      `Name one: ${asked.map(({ name }) => name).join(", ")}.`,
    );
  return { asked, unasked: unasked.map(({ name }) => name) };
}

/** @throws UsageError if a property never comes, and so costs nothing until then */
function checkComing({ property, cost }: ProbabilityJob, asked: readonly NamedProperty[]): void {
  const [one] = asked;
  if (property === undefined || cost === undefined || one === undefined) return;
  const { waiting, isWanted, name } = one.kind;
  if (waiting?.begins === "at the start" || isWanted === true) return;
  throw new UsageError(
    `Property ${one.name} is of the kind \`${name}\`: there is no moment from which on it holds.`,
    "Name one that is true at some time (`eventually`), or none, for what whole executions cost.",
  );
}

/** Whether a probability is told of properties of a kind: those asked of configurations, one by one. */
function hasProbability({ waiting, name }: PropertyKind): boolean {
  return waiting !== undefined || name === "invariant" || name === "reachable";
}

/** The plays of properties on one graph. */
class Plays {
  private readonly graph: ExploredGraph;
  private readonly repetition: Repetition;
  private readonly pulse: Pulse;

  constructor(graph: ExploredGraph, repetition: Repetition, pulse: Pulse) {
    this.pulse = pulse;
    this.graph = graph;
    this.repetition = repetition;
  }

  /** The play of whole executions. */
  get whole(): Chances {
    return sound(new Chances(this.graph, ADMISSIBLE, { pulse: this.pulse }));
  }

  /** The play of a property. @throws UsageError if nobody can go on as has to be */
  of(property: NamedProperty): Chances {
    const { graph, repetition, pulse } = this;
    const judges = property.predicates.map(
      (_, part) => new Judge(graph.network, property, { part, repetition }),
    );
    const known: (readonly boolean[])[] = [];
    const { waiting, isWanted } = property.kind;
    const question: PlayQuestion = {
      ...(waiting === undefined ? {} : { waiting }),
      ...(isWanted === undefined ? {} : { isWanted }),
      truthsIn: (node) => (known[node] ??= judges.map((judge) => judge.isTrue(graph.valuesOf(node)))),
    };
    return sound(new Chances(graph, termsOf(property), { question, pulse }));
  }
}

/** @throws UsageError */
function sound(chances: Chances): Chances {
  if (chances.isSound) return chances;
  throw new UsageError(
    "There are configurations from which no execution goes on as it has to.",
    "Time stands still there, or what is asked for by fairness cannot happen: check says more.",
  );
}

function chancesOf(
  { channel }: System,
  { property, of: chances }: { readonly property: NamedProperty; readonly of: Chances },
): PropertyChances {
  const { violation, success } = chances;
  const terms = termsOf(property);
  const keeps = property.kind.waiting !== undefined && channel.keeps;
  const { assumed } =
    terms === ANY
      ? { assumed: "no fairness" }
      : assumedIn(terms.demands, keeps ? "kept messages come again" : undefined);
  return {
    name: property.name,
    least: { lower: Math.max(0, 1 - violation.upper), upper: 1 - violation.lower },
    greatest: numberOf(success),
    ...(assumed === undefined ? {} : { assumed }),
  };
}

function numberOf({ lower, upper }: NumberReport): NumberReport {
  return { lower, upper };
}

/** An adversary that is shown, and what it attains. */
interface ShownStrategy {
  readonly attains: AdversaryReport["attains"];
  readonly attained: Attained;
}

function adversaryOf(
  chances: Chances,
  shown: ProbabilityJob["shown"],
): { readonly adversary?: ShownStrategy; readonly cost?: undefined } {
  const attained = shown === "worst" ? chances.violation : chances.success;
  if (attained.upper === 0) return {};
  const attains = shown === "worst" ? "least probability" : "greatest probability";
  return { adversary: { attains, attained } };
}

function costOf(
  chances: Chances,
  { cost: name, property, shown }: ProbabilityJob & { readonly cost: CostReport["cost"] },
): { readonly cost: CostReport; readonly adversary?: ShownStrategy } {
  const [least, greatest] = [chances.cost(name, "least"), chances.cost(name, "greatest")];
  const told = <T extends string>(one: ExpectedCost | T): NumberReport | T =>
    typeof one === "string" ? (one as T) : numberOf(one);
  const cost: CostReport = {
    cost: name,
    ...(property === undefined ? {} : { property }),
    least: told<"never">(least as Attained | "never"),
    greatest: told<"never" | "unbounded">(greatest),
  };
  const attained = shown === "worst" ? greatest : least;
  if (typeof attained === "string") return { cost };
  return { cost, adversary: { attains: shown === "worst" ? "greatest cost" : "least cost", attained } };
}

function reportOf(
  graph: ExploredGraph,
  { attains, attained: { strategy, start } }: ShownStrategy,
  version: string,
): AdversaryReport {
  const { walk, probability } = strategy.run(start);
  const schedule = graph.scheduleAlong({ stem: walk });
  const rows = strategy.tree(start, ROWS_MAX);
  return {
    attains,
    inputs: schedule.inputs.map(format),
    run: { ...shownExecution(graph.network.system, schedule, version), probability },
    ...(rows === undefined
      ? {}
      : {
          tree: rows.map(({ step, from, probability: odds, depth, as, node }): TreeRow => {
            const outcome = strategy.outcomeOf(node);
            return {
              events: toldOf(graph.eventsOf(step, from)).map(formatEvent),
              probability: odds,
              depth,
              ...(as === undefined ? {} : { as: as + 1 }),
              ...(outcome === undefined ? {} : { end: outcome }),
            };
          }),
        }),
  };
}

/** The events of a step that tell what was chosen, and what came of it. */
function toldOf(events: readonly Event[]): Event[] {
  const [first, ...others] = events;
  if (first === undefined) return [];
  const isTold = (event: Event): boolean =>
    event.kind !== "send" && ("choices" in event ? event.choices.length > 0 : true);
  const told = others.filter(isTold);
  return first.kind === "round" && told.length > 0 ? told : [first, ...told];
}
