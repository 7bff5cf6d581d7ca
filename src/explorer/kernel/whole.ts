/** Schedules of a reduced search made whole: what was left out happens in them where it has to. */
import { assert } from "../../base/assert.ts";
import { initialConfiguration, type Configuration } from "../../model/state/configuration.ts";
import { isBeat, type Event } from "../../model/event/event.ts";
import { isOwed } from "../../model/failure/index.ts";
import type { Schedule } from "../../model/transition/execution.ts";
import {
  enabled,
  isQuiescent,
  NotEnabled,
  sameConfiguration,
  settle,
  step,
} from "../../model/transition/transition.ts";
import type { Verdict, Violated } from "../../properties/verdict.ts";
import type { Network } from "../../tables/network.ts";
import type { System } from "../../model/system/system.ts";

/**
 * The schedule with the receipts of dead letters that stand in a queue before one that is received, lost or
 * doubled; and, if it has to end, with all that is dead and may still happen.
 */
function whole(system: System, { inputs, events }: Schedule, hasToEnd: boolean): Schedule {
  const course = new Course(system, initialConfiguration(system, inputs));
  course.follow(events);
  while (hasToEnd && !isQuiescent(system, course.configuration)) {
    const next = enabled(system, course.configuration).find(isOwed);
    assert(next !== undefined, "what is not quiescent can go on");
    course.take(next);
  }
  return { inputs, events: course.happened };
}

/**
 * The same for a schedule that goes round a cycle: on it all that is dead and may happen does. Undefined
 * if the cycle does not lead back, because letters pile up that nobody ever takes; or if there is no end of
 * what is dead, because a step makes a timer possible again that does nothing, and changes nothing else.
 * @param isSame whether two configurations differ in nothing but what is left out
 */
function wholeCycle(
  system: System,
  { inputs, events, cycle = 0 }: Schedule,
  isSame: (a: Configuration, b: Configuration) => boolean,
): Schedule | undefined {
  const course = new Course(system, initialConfiguration(system, inputs));
  course.follow(events.slice(0, cycle));
  if (!course.clear(isSame)) return undefined;
  const [begun, first] = [course.happened.length, course.configuration];
  course.follow(events.slice(cycle));
  if (!course.clear(isSame)) return undefined;
  if (!sameConfiguration(first, course.configuration)) return undefined;
  return { inputs, events: course.happened, cycle: begun };
}

/**
 * A verdict with its schedule made whole; undefined if its cycle does not lead back then.
 * @param hasToEnd whether what refutes the property ends, or goes on for ever
 */
export function wholeVerdict(network: Network, verdict: Verdict, hasToEnd: boolean): Verdict | undefined {
  if (verdict.verdict !== "violated") return verdict;
  const { schedule } = verdict;
  const { system } = network;
  if (schedule.cycle === undefined) return { ...verdict, schedule: whole(system, schedule, hasToEnd) };
  const closed = wholeCycle(system, schedule, (a, b) => {
    const [here, there] = [network.valuesOf(a), network.valuesOf(b)];
    return here.every((value, slot) => value === there[slot]);
  });
  return closed === undefined ? undefined : { ...verdict, schedule: closed };
}

/** Violations with their schedules made whole: each once, as that takes steps of the model. */
export class WholeViolations {
  private readonly system: System;
  private readonly known = new WeakMap<Violated, Violated>();

  constructor(system: System) {
    this.system = system;
  }

  of(found: Violated): Violated {
    const known = this.known.get(found);
    if (known !== undefined) return known;
    const made = { ...found, schedule: whole(this.system, found.schedule, false) };
    this.known.set(found, made);
    return made;
  }
}

/** The maximum number of dead steps in a row: with more, they are taken to make each other possible. */
const DEAD_MAX = 1_000;

/** A course of events, as far as it has come. */
class Course {
  readonly happened: Event[] = [];
  configuration: Configuration;
  private readonly system: System;

  constructor(system: System, first: Configuration) {
    this.system = system;
    this.configuration = first;
  }

  take(event: Event): void {
    this.configuration = step(this.system, this.configuration, event);
    this.happened.push(event);
  }

  /** Takes events, and before each what has to come first. */
  follow(events: readonly Event[]): void {
    const { system } = this;
    for (const event of events) {
      let after = trying(system, this.configuration, event);
      for (; after === undefined; after = trying(system, this.configuration, event))
        this.take(inFrontOf(system, this.configuration, event));
      this.configuration = after;
      this.happened.push(event);
    }
  }

  /** Takes steps that change nothing but what is left out. @returns false if no end of them is in sight */
  clear(isSame: (a: Configuration, b: Configuration) => boolean): boolean {
    for (let steps = 0; steps < DEAD_MAX; steps++) {
      const next = this.nextDead(isSame);
      if (next === undefined) return true;
      this.follow(next);
    }
    return false;
  }

  /** The events of a step that changes nothing but what is left out; undefined if there is none. */
  private nextDead(isSame: (a: Configuration, b: Configuration) => boolean): readonly Event[] | undefined {
    const { system, configuration } = this;
    for (const event of enabled(system, configuration)) {
      if (!isOwed(event) || isBeat(event)) continue;
      const { settled, effects } = settle(system, step(system, configuration, event));
      if (sameConfiguration(settled, configuration) || !isSame(settled, configuration)) continue;
      return [event, ...effects];
    }
    return undefined;
  }
}

function trying(system: System, before: Configuration, event: Event): Configuration | undefined {
  try {
    return step(system, before, event);
  } catch (error) {
    if (error instanceof NotEnabled) return undefined;
    throw error;
  }
}

/** The receipt of the letter that stands before the one that is received, lost or doubled. */
function inFrontOf(system: System, configuration: Configuration, event: Event): Event {
  const first = enabled(system, configuration).find(
    (other) =>
      other.kind === "receive" &&
      "from" in event &&
      other.process === event.process &&
      other.from === event.from,
  );
  assert(first !== undefined, "only letters in front keep back what a reduced search takes");
  return first;
}
