/**
 * Consistent cuts: how far each process has come, so that nothing has happened in them without its cause.
 * They are the global states that may have been, whatever the order in which concurrent steps were taken, and
 * form a lattice (F. Mattern, *Virtual Time and Global States of Distributed Systems*, 1988). A predicate
 * holds *possibly* if it does in some of them, and *definitely* if every way through the lattice comes to one
 * in which it does (R. Cooper and K. Marzullo, *Consistent Detection of Global Predicates*, 1991).
 */
import { at } from "../base/assert.ts";
import { format } from "../base/text.ts";
import { step, type Configuration, type Event, type Schedule, type System } from "../model/index.ts";
import type { CausalStep, CausalSteps } from "./causalSteps.ts";

/** A cut: the number of steps of each thread that lie before it. */
export type Cut = readonly number[];

/** The cut before all steps. */
export function firstCut({ threads }: CausalSteps): Cut {
  return threads.map(() => 0);
}

/** The steps with which a consistent cut may go on, by position: all that they need has been. */
export function stepsAfter({ steps, threads }: CausalSteps, cut: Cut): number[] {
  const isIn = (needed: number): boolean => {
    const { thread, index } = at(steps, needed);
    return index < at(cut, thread);
  };
  return threads.flatMap((own, thread) => {
    const next = own[at(cut, thread)];
    return next !== undefined && at(steps, next).needs.every(isIn) ? [next] : [];
  });
}

/** The cut one step further. */
function beyond(cut: Cut, { thread }: CausalStep): Cut {
  return cut.with(thread, at(cut, thread) + 1);
}

/** A consistent cut, and how it was come to. */
interface ReachedCut {
  readonly cut: Cut;
  readonly from: ReachedCut | undefined;
  /** The step with which it was come to. */
  readonly by: number;
}

/** The ways through the lattice that are taken. */
interface CutWays {
  /** Whether a cut is left; all of them by default. */
  goesOn?(reached: ReachedCut): boolean;
  /** The text on what else tells two ways to the same cut apart; nothing by default. */
  memoryOf?(reached: ReachedCut): string;
}

/** The consistent cuts that are come to through those at which one may go on, breadth first. */
export function* consistentCuts(
  all: CausalSteps,
  { goesOn = () => true, memoryOf = () => "" }: CutWays = {},
): Generator<ReachedCut> {
  const known = new Set<string>();
  const queue: ReachedCut[] = [];
  const reach = (reached: ReachedCut): void => {
    const key = `${reached.cut.join()} ${memoryOf(reached)}`;
    if (!known.has(key)) queue.push(reached);
    known.add(key);
  };
  reach({ cut: firstCut(all), from: undefined, by: -1 });
  for (const here of queue) {
    yield here;
    if (!goesOn(here)) continue;
    for (const next of stepsAfter(all, here.cut))
      reach({ cut: beyond(here.cut, at(all.steps, next)), from: here, by: next });
  }
}

/** The number of consistent cuts; undefined if there are more than `max`. */
export function countCuts(all: CausalSteps, max: number): number | undefined {
  let count = 0;
  for (const _ of consistentCuts(all)) if (++count > max) return undefined;
  return count;
}

/** The steps that lead to a cut, by position, in the order in which they were taken. */
export function stepsTo(reached: ReachedCut): number[] {
  const path: number[] = [];
  for (let here = reached; here.from !== undefined; here = here.from) path.unshift(here.by);
  return path;
}

/** The events of some steps, after those of the start steps. */
export function eventsOf({ execution, steps }: CausalSteps, order: readonly number[]): Event[] {
  const start = execution.events.slice(0, steps[0]?.from ?? execution.events.length);
  return [
    ...start,
    ...order.flatMap((position) => {
      const { from, to } = at(steps, position);
      return execution.events.slice(from, to);
    }),
  ];
}

/** The answer to when a predicate is true of an execution, whatever the order of concurrent steps. */
export interface Detected {
  readonly possibly: boolean;
  readonly definitely: boolean;
  /**
   * A schedule of the same steps, up to a cut in which it is true, with the fewest steps; absent: none is.
   */
  readonly schedule?: Schedule;
  /** The number of consistent cuts that were looked at, each with all that monitors may remember there. */
  readonly cuts: number;
}

/**
 * Says whether a predicate holds possibly, and definitely, in an execution; undefined where more than `max`
 * cuts would have to be looked at. The model takes the steps in other orders. Monitors hear concurrent events
 * in the order in which they come, which no process sees: a cut counts once for each of their memories.
 */
export function detect(
  { system, steps: all }: { readonly system: System; readonly steps: CausalSteps },
  holds: (configuration: Configuration) => boolean,
  max: number,
): Detected | undefined {
  const truths = new Map<ReachedCut, boolean>();
  const states = new Map<ReachedCut, Configuration>();
  const stateAt = (reached: ReachedCut): Configuration => {
    const known = states.get(reached);
    if (known !== undefined) return known;
    const { configurations, events } = all.execution;
    const { from, to } = reached.by === -1 ? { from: 0, to: 0 } : at(all.steps, reached.by);
    const state =
      reached.from === undefined
        ? at(configurations, all.steps[0]?.from ?? events.length)
        : events.slice(from, to).reduce((here, event) => step(system, here, event), stateAt(reached.from));
    states.set(reached, state);
    return state;
  };
  const judge = (reached: ReachedCut): boolean => {
    const truth = truths.get(reached) ?? holds(stateAt(reached));
    truths.set(reached, truth);
    return truth;
  };
  const memoryOf = (reached: ReachedCut): string =>
    system.monitors.length === 0 ? "" : (stateAt(reached).monitors ?? []).map(format).join();
  let found: ReachedCut | undefined;
  let cuts = 0;
  for (const reached of consistentCuts(all, { memoryOf })) {
    if (++cuts > max) return undefined;
    if (judge(reached)) found ??= reached;
  }
  let escapes = false;
  for (const reached of consistentCuts(all, { memoryOf, goesOn: (one) => !judge(one) }))
    escapes ||= !judge(reached) && stepsAfter(all, reached.cut).length === 0;
  const { inputs } = all.execution;
  return {
    possibly: found !== undefined,
    definitely: !escapes,
    ...(found === undefined ? {} : { schedule: { inputs, events: eventsOf(all, stepsTo(found)) } }),
    cuts,
  };
}
