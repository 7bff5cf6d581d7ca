/**
 * Executions: C₀ e₁ C₁ e₂ … as plain data, which every analysis and diagram consumes. A fragment need
 * not start in an initial configuration.
 */
import { at } from "../../base/assert.ts";
import { equal, type Plain } from "../../base/value.ts";
import {
  formatConfiguration,
  initialConfiguration,
  inputVectors,
  isAssumed,
  type Configuration,
  type InputVector,
} from "../state/configuration.ts";
import { formatEvent } from "../event/eventText.ts";
import { isBeat, isFault, type Event } from "../event/event.ts";
import type { System } from "../system/system.ts";
import { wordingOf, type Wording } from "./wording.ts";
import { enabled, NotEnabled, sameConfiguration, step } from "./transition.ts";

/** Alternating configurations and events; there is one configuration more than events. */
export interface Fragment {
  readonly configurations: readonly Configuration[];
  readonly events: readonly Event[];
}

/** A fragment that starts in an initial configuration, with what a reader needs to know of the system. */
export interface Execution extends Fragment {
  readonly protocol: string;
  /** The ids of the processes, by number. */
  readonly processes: readonly string[];
  /** The inputs, by process number, and the first values of objects that have several. */
  readonly inputs: InputVector;
  /** The position of the event with which the cycle begins, of an execution that goes on for ever. */
  readonly cycle?: number;
  /** The names that only pictures need; absent in executions that are not replayed. */
  readonly names?: Wording;
}

/** A schedule: an execution without its configurations, but with its inputs. */
export interface Schedule {
  readonly inputs: InputVector;
  readonly events: readonly Event[];
  /** The position of an event: it and all that follows happen again and again. Absent: it ends. */
  readonly cycle?: number;
}

/** The schedule of an execution. */
export function scheduleOf(execution: Execution): Schedule {
  const { inputs, events, cycle } = execution;
  return { inputs, events, ...(cycle === undefined ? {} : { cycle }) };
}

/**
 * The length of an execution: the number of its steps, ticks and faults between steps included; in a
 * synchronous system the number of its rounds. So often it comes to a new settled configuration.
 */
export function lengthOf({ configurations }: Execution): number {
  return configurations.filter(({ pending }) => pending.length === 0).length - 1;
}

/**
 * The number of the step, or round, that each event belongs to: 0 for what start steps send, and then one
 * more wherever the configuration before is settled. The last is the length of the execution.
 */
export function stepNumbers({ configurations, events }: Execution): number[] {
  let number = 0;
  return events.map((_, i) => (at(configurations, i).pending.length === 0 ? ++number : number));
}

/** A replay that stopped at an event which was not enabled. */
export interface Stuck {
  /** The execution up to that event. */
  readonly execution: Execution;
  /** The position of the event in the schedule, from 0. */
  readonly at: number;
  readonly event: Event;
  /** The events that were enabled instead. */
  readonly enabled: readonly Event[];
}

/**
 * Runs a schedule: the execution, or where it got stuck. Effects that a schedule leaves out are not added:
 * what a search finds names every event.
 */
export function replay(system: System, schedule: Schedule): Execution | Stuck {
  return follow(system, schedule, () => undefined);
}

/**
 * Runs a schedule that somebody has written: what follows by itself in a step or a round may be left out, and
 * is added, also at the end if nothing else can happen there. Of what a process was sending when it crashed
 * nothing goes out by itself.
 */
export function replayWritten(system: System, schedule: Schedule): Execution | Stuck {
  return follow(system, schedule, (possible, configuration, event) => {
    if (isCutShort(system, configuration))
      return isGoneBy(configuration, event) ? undefined : possible.find(isFault);
    const regular = possible.filter((event) => !isFault(event));
    return regular.length === 1 ? regular[0] : undefined;
  });
}

/** Whether the message that is about to be sent is one of a process which has crashed. */
function isCutShort({ numbers }: System, { pending: [head], locals }: Configuration): boolean {
  return head?.kind === "send" && at(locals, numbers.get(head.process) ?? -1).down !== undefined;
}

/** Whether an event is that the process which has begun sends a message, and that cannot come any more. */
function isGoneBy({ pending }: Configuration, event: Event | undefined): boolean {
  if (event?.kind !== "send" || event.process !== pending[0]?.process) return false;
  return !pending.some((one) => one.kind === "send" && formatEvent(one) === formatEvent(event));
}

/** @param fill what follows by itself before an event, or the end, of all that is enabled there */
function follow(
  system: System,
  { inputs, events, cycle }: Schedule,
  fill: (possible: readonly Event[], configuration: Configuration, event?: Event) => Event | undefined,
): Execution | Stuck {
  const configurations = [initialConfiguration(system, inputs)];
  const happened: Event[] = [];
  /** The position of the cycle among what has happened, to which effects may have been added. */
  let begun: number | undefined;
  const last = (): Configuration => at(configurations, configurations.length - 1);
  const take = (event: Event): void => {
    configurations.push(step(system, last(), event));
    happened.push(event);
  };
  const execution = (): Execution => ({
    protocol: system.protocol.name,
    processes: system.processes.map(({ id }) => id),
    inputs,
    configurations,
    events: happened,
    ...(begun === undefined ? {} : { cycle: begun }),
    names: wordingOf(system, configurations),
  });
  for (const [i, event] of events.entries()) {
    for (let isTaken = false; !isTaken;) {
      if (i === cycle && last().pending.length === 0) begun ??= happened.length;
      try {
        take(event);
        isTaken = true;
      } catch (error) {
        if (!(error instanceof NotEnabled)) throw error;
        const between = last().pending.length === 0 ? undefined : fill(error.enabled, last(), event);
        if (between === undefined) return { execution: execution(), at: i, event, enabled: error.enabled };
        take(between);
      }
    }
  }
  while (last().pending.length > 0) {
    const possible = enabled(system, last());
    const isClear = possible.length === 1 || isCutShort(system, last());
    const next = isClear ? fill(possible, last()) : undefined;
    if (next === undefined) break;
    take(next);
  }
  return execution();
}

/** Whether a replay got stuck. */
export function isStuck(result: Execution | Stuck): result is Stuck {
  return "enabled" in result;
}

/**
 * The reason why a sequence is no execution: its first configuration, or the first triple C e C′ that does
 * not fit.
 */
export interface Misfit {
  /** The position of the event, from 0; -1 if the first configuration is not initial. */
  readonly at: number;
  readonly reason: string;
}

/** The first triple that does not follow the transition rules, or undefined if the sequence is a fragment. */
export function misfitOfFragment(system: System, { configurations, events }: Fragment): Misfit | undefined {
  if (configurations.length !== events.length + 1) {
    const numbers = `${configurations.length} configurations for ${events.length} events`;
    return { at: -1, reason: `there are ${numbers}; there must be one more` };
  }
  for (const [i, event] of events.entries()) {
    try {
      const next = step(system, at(configurations, i), event);
      if (sameConfiguration(next, at(configurations, i + 1))) continue;
      return {
        at: i,
        reason: `"${formatEvent(event)}" leads to another configuration:\n${formatConfiguration(next)}`,
      };
    } catch (error) {
      if (!(error instanceof NotEnabled)) throw error;
      const instead = error.enabled.map(formatEvent).join("; ") || "none";
      return { at: i, reason: `"${formatEvent(event)}" is not enabled; enabled are: ${instead}` };
    }
  }
  return undefined;
}

/** The first reason why a sequence is not an execution of `system`, or undefined if it is one. */
export function misfit(system: System, fragment: Fragment): Misfit | undefined {
  const [first] = fragment.configurations;
  if (first === undefined) return { at: -1, reason: "there is no configuration" };
  if (!isInitial(system, first)) {
    return { at: -1, reason: "the first configuration is not an initial one" };
  }
  return misfitOfFragment(system, fragment);
}

/** Whether a sequence of configurations and events is an execution of `system`. */
export function isExecution(system: System, fragment: Fragment): boolean {
  return misfit(system, fragment) === undefined;
}

/** Whether a configuration is initial, for the inputs that it shows, or for some if it shows not all. */
function isInitial(system: System, configuration: Configuration): boolean {
  const isFrom = (inputs: InputVector): boolean =>
    sameConfiguration(configuration, initialConfiguration(system, inputs));
  if (system.processes.some(({ role }) => role.forgetsInput === true))
    return [...inputVectors(system)].some(isFrom);
  const { locals, objects = [] } = configuration;
  const inputs = system.firstChoices.map(({ object }, i) => {
    return (object === undefined ? locals[i]?.input : objects[object]) ?? null;
  });
  return isAllowed(system, inputs) && isFrom(inputs);
}

function isAllowed(system: System, inputs: InputVector): boolean {
  const known = system.firstChoices.every(({ values }, i) =>
    values.some((value) => equal(value, inputs[i] ?? null)),
  );
  return known && inputs.length === system.firstChoices.length && isAssumed(system, inputs);
}

/** A local schedule S|p: the input of p and the events at p, in order. */
export interface LocalSchedule {
  readonly process: string;
  readonly input: Plain;
  readonly events: readonly Event[];
}

/** The restriction S|p of a schedule to one process. */
export function restrict(system: System, { inputs, events }: Schedule, process: string): LocalSchedule {
  const number = system.numbers.get(process) ?? -1;
  return { process, input: at(inputs, number), events: events.filter((event) => isSeenBy(event, process)) };
}

/** Whether an event happens at a process, in a way that it takes part in: of failures it does not know. */
export function isSeenBy(event: Event, process: string): boolean {
  return !isBeat(event) && !isFault(event) && event.process === process;
}
