/**
 * The reference search: breadth first over the model, as plainly as it can be said. It is slow, and it
 * is the specification of the kernel, which must agree with it in every number and every verdict.
 */
import { listen } from "../model/system/listen.ts";
import { at } from "../base/assert.ts";
import { Listener } from "../model/system/alphabet.ts";
import {
  formatConfiguration,
  initialConfiguration,
  inputVectors,
  type Configuration,
} from "../model/state/configuration.ts";
import type { Way } from "./endless/lasso.ts";
import type { Refuted } from "./endless/longRun.ts";
import type { LongRunQuestion, LooksOfGraph, QuestionedGraph } from "./endless/longRunQuestion.ts";
import { Guesses } from "./guesses.ts";
import { endlessRoom } from "./kernel/room.ts";
import { questionOf } from "./knowledge/questionOf.ts";
import { modelGraph } from "./modelGraph.ts";
import type { Event } from "../model/event/event.ts";
import { formatLocal } from "../model/state/localState.ts";
import type { Schedule } from "../model/transition/execution.ts";
import { hasForgers } from "../model/failure/index.ts";
import { formatWithin } from "../model/system/within.ts";
import type { System } from "../model/system/system.ts";
import { isVoice } from "../model/state/voice.ts";
import { enabled, isQuiescent, settlements, step } from "../model/transition/transition.ts";
import { ANY, noLetters, timeMayStand, type Terms } from "../model/transition/debt.ts";
import { isKeptWaiting, turnsSince } from "../properties/kinds/boundedWaiting.ts";
import { isOfConfigurations, looksBack, type Truths } from "../properties/kinds/kind.ts";
import {
  boundOf,
  propertiesOf,
  termsOf,
  type NamedProperty,
  type StepAsked,
} from "../properties/property.ts";
import {
  assumedIn,
  cutOff,
  heldWithin,
  testedBy,
  turnedRound,
  type Exploration,
  type Limits,
  type Verdict,
} from "../properties/verdict.ts";
import { viewOfConfiguration } from "../properties/view.ts";

/** A configuration that was visited, and how it was reached first: from another, or from the inputs. */
interface Visit {
  readonly configuration: Configuration;
  readonly depth: number;
  readonly from: { readonly visit: Visit; readonly events: readonly Event[] } | Schedule;
  /** The steps that may be taken next, and the visits that they lead to. */
  readonly next: { readonly events: readonly Event[]; readonly to: Visit }[];
  readonly number: number;
}

interface Graph {
  readonly visits: readonly Visit[];
  readonly initial: number;
  /** The number of visits, from the first, that have been left by every enabled event. */
  readonly expanded: number;
  readonly complete: boolean;
  /** The number of visits beyond the bounds in which something may happen. */
  readonly beyond: number;
  /** All that is reached within so many steps is there; undefined if not even the initial ones are. */
  readonly completed: number | undefined;
  /** The listener that has heard all messages sent on the way. */
  readonly listener: Listener;
}

/**
 * Visits the configurations that are reachable through configurations in which `goOn` is true.
 * Configurations in which it is false are visited and not left.
 */
function explore(system: System, limit: number, goOn: (configuration: Configuration) => boolean): Graph {
  const visits: Visit[] = [];
  let beyond = 0;
  let edge = Infinity;
  const known = new Map<string, Visit>();
  const listener = new Listener();
  const hear = (events: readonly Event[]): void => {
    if (!hasForgers(system)) return;
    listen({ system, listener }, { sends: events.filter((event) => event.kind === "send") });
  };
  const visit = (configuration: Configuration, depth: number, from: Visit["from"]): Visit | undefined => {
    const key = formatConfiguration(configuration);
    const before = known.get(key);
    if (before !== undefined || visits.length === limit) return before;
    const fresh = { configuration, depth, from, next: [], number: visits.length };
    known.set(key, fresh);
    visits.push(fresh);
    return fresh;
  };
  for (const inputs of inputVectors(system)) {
    for (const { settled, events } of settlements(system, initialConfiguration(system, inputs))) {
      hear(events);
      if (visit(settled, 0, { inputs, events }) === undefined)
        return {
          visits,
          initial: visits.length,
          expanded: 0,
          complete: false,
          beyond,
          completed: undefined,
          listener,
        };
    }
  }
  const initial = visits.length;
  for (const [expanded, here] of visits.entries()) {
    if (!goOn(here.configuration)) continue;
    const isInside = isWithin(system, here);
    const possible = enabled(system, here.configuration);
    if (!isInside && possible.length > 0) {
      beyond++;
      edge = Math.min(edge, here.depth);
    }
    for (const event of possible) {
      const begun = step(system, here.configuration, event);
      for (const { settled, events } of settlements(system, begun, [event])) {
        // What is said by the first step beyond the bounds is said in some execution, and may be forged.
        hear(events);
        if (!isInside) continue;
        const there = visit(settled, here.depth + 1, { visit: here, events });
        if (there === undefined)
          return {
            visits,
            initial,
            expanded,
            complete: false,
            beyond,
            completed: Math.min(edge, here.depth),
            listener,
          };
        here.next.push({ events, to: there });
      }
    }
  }
  const completed = Math.min(edge, at(visits, visits.length - 1).depth);
  return { visits, initial, expanded: visits.length, complete: true, beyond, completed, listener };
}

/** Whether a visit is within the bounds of the search, so that it is left. */
function isWithin(system: System, { configuration, depth }: Visit): boolean {
  const { mailbox: largest = Infinity, depth: deepest = Infinity } = system.within;
  const isSmall = configuration.mailboxes.every(
    (mailbox) => mailbox.filter((letter) => !isVoice(letter)).length <= largest,
  );
  const isInside = boundOf(system)?.predicate(viewOfConfiguration(system, configuration)) ?? true;
  return depth < deepest && isSmall && isInside;
}

/** The schedule by which a configuration was reached first, the sends of the start steps included. */
function scheduleTo(visit: Visit): Schedule {
  const steps: (readonly Event[])[] = [];
  let { from } = visit;
  for (; "visit" in from; from = from.visit.from) steps.unshift(from.events);
  return { inputs: from.inputs, events: [...from.events, ...steps.flat()] };
}

function judge(system: System, property: NamedProperty, whole: Graph, limit: number): Verdict {
  const { kind, predicates } = property;
  const truthsOf = ({ configuration }: Visit): Truths =>
    predicates.map((predicate) => predicate(viewOfConfiguration(system, configuration)));
  const { waiting } = kind;
  if (property.step !== undefined) return judgeSteps(system, property.step, whole);
  if (kind.countsTurns === true) return judgeTurns(system, property, whole);
  if (isOfConfigurations(kind)) {
    const refuting = whole.visits.find((visit) => truthsOf(visit)[0] === false);
    if (refuting !== undefined) return { verdict: "violated", schedule: scheduleTo(refuting) };
    // What is said beyond the bounds might be forged.
    const isSure = !hasForgers(system) || (whole.complete && whole.beyond === 0);
    const completed = isSure ? whole.completed : undefined;
    if (whole.complete) return heldWithin(system.within, whole, completed);
    return cutOff("configurations", whole.visits.length, completed);
  }
  const goesOn = (configuration: Configuration): boolean =>
    waiting?.goesOn(predicates.map((predicate) => predicate(viewOfConfiguration(system, configuration)))) ??
    true;
  const graph = looksBack(kind) ? whole : explore(system, limit, goesOn);
  const truths = graph.visits.map(truthsOf);
  const broken = graph.visits.find(({ number }) => waiting?.breaks?.(at(truths, number)) === true);
  if (broken !== undefined) return { verdict: "violated", schedule: scheduleTo(broken) };
  const question = questionOf(property, graph.visits.length, {
    automatonOf: (...read) => new Guesses(...read),
  });
  for (const [number, one] of truths.entries()) question.tell(number, one);
  const isCut = !graph.complete || (!whole.complete && hasForgers(system));
  const cut = isCut ? cutOff("configurations", graph.visits.length) : undefined;
  const terms = termsOf(property);
  const judged = { system, graph, question, terms };
  const open = question.openOn && (cut ?? question.openOn(askedOn(judged, terms), graph.beyond));
  if (open !== undefined) return open;
  const found = inTheLongRun(judged) ?? cut ?? question.leftOpen;
  if (found !== undefined) return found;
  // What is said beyond the bounds might be forged.
  const isOpen = hasForgers(system) && whole.beyond > 0 && graph.beyond === 0;
  const held = heldWithin(system.within, isOpen ? whole : graph);
  if (held.verdict !== "holds") return held;
  return testedBy(beyondDoubt(judged), question.isTestedOn(askedOn(judged, terms)));
}

/** Judges what is asked of steps, on all that have been taken. */
function judgeSteps(system: System, asked: StepAsked, whole: Graph): Verdict {
  for (const here of whole.visits) {
    const before = viewOfConfiguration(system, here.configuration);
    for (const { events, to } of here.next) {
      if (asked(before, viewOfConfiguration(system, to.configuration), () => events)) continue;
      const { inputs, events: earlier } = scheduleTo(here);
      return { verdict: "violated", schedule: { inputs, events: [...earlier, ...events] } };
    }
  }
  if (whole.complete) return heldWithin(system.within, whole);
  return cutOff("configurations", whole.visits.length);
}

/** Judges what counts turns: goes through all visits, each with every count that executions come with. */
function judgeTurns(system: System, { predicates, bound = 0 }: NamedProperty, whole: Graph): Verdict {
  const truths = whole.visits.map(({ configuration }) =>
    predicates.map((predicate) => predicate(viewOfConfiguration(system, configuration))),
  );
  interface Counted {
    readonly visit: Visit;
    readonly counts: readonly number[];
    readonly schedule: Schedule;
  }
  const todo = whole.visits.slice(0, whole.initial).map((visit): Counted => {
    return { visit, counts: [], schedule: scheduleTo(visit) };
  });
  const known = new Set<string>();
  for (const { visit, counts, schedule } of todo) {
    for (const { events, to } of visit.next) {
      const after = turnsSince(counts, at(truths, visit.number), at(truths, to.number));
      const longer = { inputs: schedule.inputs, events: [...schedule.events, ...events] };
      if (after.some((count) => count > bound)) return { verdict: "violated", schedule: longer };
      const key = `${to.number} ${after.join()}`;
      if (known.has(key)) continue;
      known.add(key);
      todo.push({ visit: to, counts: after, schedule: longer });
    }
  }
  if (!whole.complete) return cutOff("configurations", whole.visits.length);
  return testedBy(heldWithin(system.within, whole), truths.some(isKeptWaiting));
}

/** A graph, and a property to be judged on it in the long run. */
interface LongRunCase {
  readonly system: System;
  readonly graph: Graph;
  readonly question: LongRunQuestion;
  readonly terms: Terms;
}

/** The verdict if something refutes a property that waits. */
function inTheLongRun(judged: LongRunCase): Verdict | undefined {
  const found = refutationOn(judged, judged.terms);
  if (found === undefined) return undefined;
  const { system, graph } = judged;
  const isSimulated = system.processes.some(({ role }) => role.automaton !== undefined);
  if (isSimulated && found.cycle !== undefined) return { verdict: "unknown", reason: { kind: "simulated" } };
  const edges = graph.visits.flatMap(({ next }) => next);
  const along = (walk: Way): Event[] => walk.edges.flatMap((edge) => at(edges, edge).events);
  const { inputs, events } = scheduleTo(at(graph.visits, at(found.stem.nodes, 0)));
  const stem = [...events, ...along(found.stem)];
  if (found.cycle === undefined) return { verdict: "violated", schedule: { inputs, events: stem } };
  const schedule = { inputs, events: [...stem, ...along(found.cycle)], cycle: stem.length };
  return { verdict: "violated", schedule };
}

/** The verdict where nothing refutes a property that waits: it may still rest on an assumption. */
function beyondDoubt(judged: LongRunCase): Verdict {
  if (judged.terms === ANY) return { verdict: "holds", assumed: "no fairness" };
  const { timing, channel } = judged.system;
  const { demands } = judged.terms;
  if (timing.ticks !== undefined && refutationOn(judged, timeMayStand(judged.terms)) !== undefined)
    return { verdict: "unknown", reason: { kind: "time stands still" } };
  if (channel.keeps && refutationOn(judged, noLetters(judged.terms)) !== undefined)
    return { verdict: "holds", ...assumedIn(demands, "kept messages come again") };
  return { verdict: "holds", ...assumedIn(demands) };
}

function refutationOn(judged: LongRunCase, terms: Terms): Refuted | undefined {
  return judged.question.refutationOn(askedOn(judged, terms));
}

function askedOn({ system, graph }: LongRunCase, terms: Terms): QuestionedGraph {
  const { visits, initial, expanded } = graph;
  const numbered = {
    configurations: visits.map(({ configuration }) => configuration),
    steps: visits.map(({ next }) => next.map(({ events, to }) => ({ events, to: to.number }))),
  };
  const ends = visits.slice(0, expanded).filter(({ configuration }) => isQuiescent(system, configuration));
  return {
    graph: modelGraph(system, numbered, terms),
    initial,
    isWhole: graph.complete,
    ends: ends.map(({ number }) => number),
    distanceTo: (node) => at(visits, node).depth,
    hasRoom: endlessRoom,
    looks: looksOf(system, graph),
  };
}

/** The looks of a graph: equal texts of states are equal numbers. */
function looksOf(system: System, { visits, initial }: Graph): LooksOfGraph {
  return {
    system,
    configurationOf: (node) => at(visits, node).configuration,
    viewOf: (node) => viewOfConfiguration(system, at(visits, node).configuration),
    statesOf(process) {
      const numbers = new Map<string, number>();
      const texts = visits.map(({ configuration }) => formatLocal(at(configuration.locals, process)));
      for (const text of texts) if (!numbers.has(text)) numbers.set(text, numbers.size);
      return Int32Array.from(texts, (text) => numbers.get(text) ?? 0);
    },
    *beginnings() {
      const first = visits.slice(0, initial);
      const texts = first.map(({ configuration }) => formatConfiguration(configuration));
      for (const inputs of inputVectors(system))
        for (const { settled, events } of settlements(system, initialConfiguration(system, inputs)))
          yield { inputs, events, node: texts.indexOf(formatConfiguration(settled)) };
    },
  };
}

/**
 * Explores every schedule of a system and judges its properties (all, or those named). The only limit
 * it knows is the number of configurations. Where messages may be forged, what was said in one exploration
 * may be forged in the next, until nothing is new.
 * @throws ProtocolError, UsageError
 */
export function search(
  system: System,
  options: { readonly properties?: readonly string[]; readonly limits?: Limits } = {},
): Exploration {
  const limit = options.limits?.configurations ?? Infinity;
  const graph = explore(system, limit, () => true);
  const larger = graph.complete ? graph.listener.extend(system) : system;
  if (larger !== system) return search(larger, options);
  const properties = propertiesOf(system, options.properties);
  const expanded = graph.visits.slice(0, graph.expanded);
  return {
    configurations: graph.visits.length,
    transitions: graph.visits.reduce((sum, { next }) => sum + next.length, 0),
    depth: at(graph.visits, graph.visits.length - 1).depth,
    initial: graph.initial,
    ...(formatWithin(system.within) === "" ? {} : { beyond: graph.beyond }),
    quiescent: expanded.filter(({ configuration }) => isQuiescent(system, configuration)).length,
    ...(graph.complete ? {} : { cutoff: "configurations" as const }),
    verdicts: Object.fromEntries(
      properties.map((property) => {
        const verdict = judge(system, property, graph, limit);
        return [property.name, property.kind.isWanted === true ? turnedRound(verdict) : verdict];
      }),
    ),
  };
}
