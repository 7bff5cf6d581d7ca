/**
 * The reference search: breadth first over the model, as plainly as it can be said. It is slow, and it
 * is the specification of the kernel, which must agree with it in every number and every verdict.
 */
import { listen } from "../model/system/listen.ts";
import { at } from "../base/assert.ts";
import { Listener, withAlphabet } from "../model/system/alphabet.ts";
import {
  formatConfiguration,
  initialConfiguration,
  inputVectors,
  type Configuration,
} from "../model/state/configuration.ts";
import { isOptional, type Event } from "../model/event/event.ts";
import type { Schedule } from "../model/transition/execution.ts";
import { hasForgers } from "../model/failure/index.ts";
import { formatWithin } from "../model/system/within.ts";
import type { System } from "../model/system/system.ts";
import { isVoice } from "../model/state/voice.ts";
import { enabled, isQuiescent, settlements, step } from "../model/transition/transition.ts";
import { isRefutedAt } from "../properties/kinds/kind.ts";
import { boundOf, propertiesOf, type NamedProperty } from "../properties/property.ts";
import { cutOff, heldWithin, type Exploration, type Limits, type Verdict } from "../properties/verdict.ts";
import { viewOfConfiguration } from "../properties/view.ts";

/** A configuration that was visited, and how it was reached first: from another, or from the inputs. */
interface Visit {
  readonly configuration: Configuration;
  readonly depth: number;
  readonly from: { readonly visit: Visit; readonly events: readonly Event[] } | Schedule;
  /** The visits that one step leads to, one for each event. */
  readonly next: Visit[];
  /** The number of them that lead back to this visit and do not count as a cycle. */
  stutters: number;
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
    const fresh = { configuration, depth, from, next: [], stutters: 0 };
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
    if (!isWithin(system, here)) {
      if (enabled(system, here.configuration).length === 0) continue;
      beyond++;
      edge = Math.min(edge, here.depth);
      continue;
    }
    for (const event of enabled(system, here.configuration)) {
      const begun = step(system, here.configuration, event);
      for (const { settled, events } of settlements(system, begun, [event])) {
        hear(events);
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
        here.next.push(there);
        if (there === here && isStutter(system, here.configuration, event)) here.stutters++;
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

/**
 * Whether an event that leads from a configuration to itself is owed to nobody: to let it happen for ever is
 * to let nothing else happen, which no admissible execution does if something else is enabled.
 */
function isStutter(system: System, configuration: Configuration, event: Event): boolean {
  return isOptional(event) || isQuiescent(system, configuration);
}

/** Whether a configuration lies on a cycle, or leads to one, within a graph. */
function hasCycle({ visits }: Graph): boolean {
  const waiting = new Map(visits.map((visit) => [visit, visit.next.length - visit.stutters]));
  const before = new Map<Visit, Visit[]>(visits.map((visit) => [visit, []]));
  for (const visit of visits) for (const next of visit.next) before.get(next)?.push(visit);
  const ready = visits.filter((visit) => waiting.get(visit) === 0);
  for (const visit of ready) {
    for (const previous of before.get(visit) ?? []) {
      const left = (waiting.get(previous) ?? 0) - 1;
      waiting.set(previous, left);
      if (left === 0) ready.push(previous);
    }
  }
  return ready.length < visits.length;
}

function judge(system: System, { kind, predicate }: NamedProperty, whole: Graph, limit: number): Verdict {
  const isTrue = (configuration: Configuration): boolean =>
    predicate(viewOfConfiguration(system, configuration));
  const graph = kind.goesOn === "everywhere" ? whole : explore(system, limit, (one) => !isTrue(one));
  const refuting = graph.visits.find(
    ({ configuration }) => !isTrue(configuration) && isRefutedAt(kind, isQuiescent(system, configuration)),
  );
  if (refuting !== undefined) return { verdict: "violated", schedule: scheduleTo(refuting) };
  if (!whole.complete && hasForgers(system)) return cutOff("configurations", graph.visits.length);
  if (!graph.complete)
    return cutOff(
      "configurations",
      graph.visits.length,
      kind.goesOn === "everywhere" ? graph.completed : undefined,
    );
  if (kind.cycles === "unknown" && hasCycle(graph)) return { verdict: "unknown", reason: { kind: "cycle" } };
  // What is said beyond the bounds might be forged.
  if (hasForgers(system) && whole.beyond > 0)
    return heldWithin(system.within, graph.beyond > 0 ? graph : whole);
  return heldWithin(system.within, graph, kind.goesOn === "everywhere" ? graph.completed : undefined);
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
  const larger = graph.complete ? graph.listener.extend(system.alphabet) : system.alphabet;
  if (larger !== system.alphabet) return search(withAlphabet(system, larger), options);
  const properties = propertiesOf(system.protocol, options.properties);
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
      properties.map((property) => [property.name, judge(system, property, graph, limit)]),
    ),
  };
}
