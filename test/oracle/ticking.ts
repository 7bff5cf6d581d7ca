/** Time that passes, and what has to happen before it does. */
import { accessOf, ways, type Access } from "./accesses.ts";
import {
  isUp,
  keepsTime,
  sorted,
  type Local,
  type Moment,
  type Post,
  type Span,
  type Timed,
} from "./configuration.ts";
import { must, type Happening } from "./happening.ts";
import { freshStep } from "./steps.ts";
import { firsts, receivesFirst, takes } from "./takeable.ts";
import { processesOf, type Tiny, type Who } from "./tiny.ts";

/** The name of what is owed to time. */
export const TIME = "time";

/** Time passes, or the bounds begin to hold. */
export function ofTime(tiny: Tiny, moment: Moment): readonly Happening[] {
  const { timing } = tiny;
  if (!keepsTime(timing)) return [];
  const isCounted = moment.elapsed !== null && moment.elapsed >= 0 && moment.elapsed < (timing.horizon ?? 0);
  const isAwaited = moment.locals.some((local, i) => {
    if (!isUp(local)) return false;
    const timers = [...Object.values(local.timers), ...Object.values(local.due), ...ofCode(tiny, moment, i)];
    const posts = [...(moment.mail[i] ?? []), ...takeable(tiny, moment, i)];
    // A message that is kept back past its time waits for no time any more.
    const isWaiting = ({ after, within }: Span): boolean => after > 0 || within > 0;
    // Process code that awaits what is not there waits until it might have come to it at once.
    const step = accessOf((processesOf(tiny)[i] as Who).role, local)?.first === "" ? null : local.step;
    if (moment.stable) return timers.length > 0 || posts.some(isWaiting) || (step?.within ?? 0) > 0;
    // Before the bounds hold time passes until all is due, timers by the slowest of clocks.
    return timers.some(({ within }) => within > timing.step) || posts.some(({ after }) => after > 0);
  });
  const tick =
    !isOverdue(tiny, moment) && (isAwaited || isCounted) ? [must([ticked(timing, moment)], TIME)] : [];
  if (moment.stable) return tick;
  const stable = { ...moment, stable: true, elapsed: moment.elapsed === null ? null : 0 };
  return [...tick, must([stable], "stabilization")];
}

/** The spans of what process code could do next but for time, beside to receive. */
function ofCode(tiny: Tiny, moment: Moment, at: number): readonly Span[] {
  const local = moment.locals[at] as Local;
  const { role } = processesOf(tiny)[at] as Who;
  const access = accessOf(role, local);
  if (access?.first === "a" || access?.first === "b") return [];
  if (local.nap !== null) return [local.nap];
  if (local.step === null || access === undefined || !isPossible(moment, access)) return [];
  return [local.step];
}

/** Whether an access that begins with no receipt can happen now. */
function isPossible({ objects }: Moment, { parts }: Access): boolean {
  return ways(parts, { objects, sum: 0 }).length > 0;
}

/**
 * The messages that a process could take next but for time, with their spans. Process code has at least as
 * long as for any step of its own.
 */
function takeable(tiny: Tiny, moment: Moment, at: number): readonly Post[] {
  const who = processesOf(tiny)[at] as Who;
  const local = moment.locals[at] as Local;
  const mail = sorted(tiny, moment.mail[at] ?? []);
  return firsts(tiny, mail)
    .map((i) => mail[i] as Post)
    .filter((post) => receivesFirst(who, local, post) || takes(who, local, post))
    .map((post) => ({ ...post, within: Math.max(post.within, local.step?.within ?? 0) }));
}

/** The configuration in which an operation that cannot happen has all its time before it. */
export function settled(tiny: Tiny, moment: Moment): Moment {
  if (!keepsTime(tiny.timing)) return moment;
  const locals = moment.locals.map((local, i) => {
    const access = accessOf((processesOf(tiny)[i] as Who).role, local);
    const isBlocked = local.step !== null && access?.first === "" && !isPossible(moment, access);
    return isBlocked ? { ...local, step: freshStep(tiny) } : local;
  });
  return { ...moment, locals };
}

/** Whether something has to happen before time passes; what waits behind another message cannot. */
export function isOverdue(tiny: Tiny, moment: Moment): boolean {
  if (!moment.stable) return false;
  const isLast = ({ after, within }: Span): boolean => after <= 0 && within <= 0;
  return moment.locals.some((local, i) => {
    if (!isUp(local)) return false;
    const steps = [...ofCode(tiny, moment, i), ...takeable(tiny, moment, i)];
    return [...Object.values(local.timers), ...Object.values(local.due), ...steps].some(isLast);
  });
}

/** A tick later, for all who are up: for others time stands still. */
function ticked(timing: Timed, moment: Moment): Moment {
  const { stable, elapsed } = moment;
  const of = ({ after, within }: Span, least: { after: number; within: number }): Span => ({
    after: Math.max(least.after, after - 1),
    within: Math.max(least.within, within - 1),
  });
  // How late a timer is, is known where clocks are right. Before the bounds hold nothing is late, and what is
  // due has all its time before it.
  const lateness = stable && timing.drift === 0 ? -Infinity : 0;
  const leastOfTimer = { after: lateness, within: stable ? 0 : timing.step };
  const leastOfMessage = { after: 0, within: stable ? 0 : timing.max };
  const locals = moment.locals.map((local): Local => {
    if (!isUp(local)) return local;
    const timers = Object.entries(local.timers).map(([name, span]) => [name, of(span, leastOfTimer)]);
    const due = Object.entries(local.due).map(([name, span]) => [
      name,
      of(span, { ...leastOfTimer, after: 0 }),
    ]);
    return {
      ...local,
      timers: Object.fromEntries(timers) as Local["timers"],
      due: Object.fromEntries(due) as Local["due"],
      step: local.step === null ? null : of(local.step, { ...leastOfTimer, after: 0 }),
      nap: local.nap === null ? null : of(local.nap, { ...leastOfTimer, after: 0 }),
    };
  });
  const mail = moment.mail.map((posts, i) =>
    isUp(moment.locals[i] as Local) ? posts.map((post) => ({ ...post, ...of(post, leastOfMessage) })) : posts,
  );
  const isCounting = elapsed !== null && elapsed >= 0;
  return {
    ...moment,
    locals,
    mail,
    elapsed: isCounting ? Math.min(elapsed + 1, timing.horizon ?? 0) : elapsed,
  };
}
