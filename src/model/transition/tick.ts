/** The effect of passing time on a process. */
import { goingOn } from "./options.ts";
import type { LocalState, LocalTime } from "../state/localState.ts";
import { accepts, mailboxOf, receivable } from "../state/due.ts";
import type { Part } from "../state/part.ts";
import type { Process } from "../state/process.ts";
import type { System } from "../system/system.ts";
import { later, timerOf, type Window } from "../timing/window.ts";

/** A process, and the rules of the system's timing at this moment. */
interface TickScope {
  readonly system: System;
  readonly process: Process;
  /** Whether the bounds hold; if not, nothing need happen. */
  readonly isStable: boolean;
}

/**
 * The part of a process one tick later; undefined if time may not pass, because something that is due there
 * has to happen first. For processes that take no steps time stands still.
 */
export function afterTick(moment: TickScope, part: Part): Part | undefined {
  const { local } = part;
  const { ticks } = moment.system.timing;
  if (ticks === undefined || local.halted || local.down !== undefined) return part;
  if (moment.isStable && isUrgent(moment, part)) return undefined;
  const { maxDelay, maxStep } = ticks.bounds;
  const letterLeast = moment.isStable ? 0 : maxDelay;
  const mailbox = part.mailbox.map((letter) => {
    return letter.delay === undefined ? letter : { ...letter, delay: later(letter.delay, letterLeast) };
  });
  return { ...part, mailbox, local: laterLocal(moment, part, moment.isStable ? 0 : maxStep) };
}

function laterLocal({ system, process }: TickScope, part: Part, least: number): LocalState {
  const { local } = part;
  const { ticks } = system.timing;
  if (local.time === undefined || ticks === undefined) return local;
  const { timers, acts, step, sleep } = local.time;
  const allLater = (windows: Readonly<Record<string, Window>>): Readonly<Record<string, Window>> =>
    Object.fromEntries(Object.entries(windows).map(([name, one]) => [name, later(one, least)]));
  const time: LocalTime = {
    ...(timers === undefined ? {} : { timers: allLater(timers) }),
    ...(acts === undefined ? {} : { acts: allLater(acts) }),
    ...(step === undefined
      ? {}
      : { step: isBlocked({ system, process }, part, step) ? timerOf(0, ticks) : later(step, least) }),
    ...(sleep === undefined ? {} : { sleep: later(sleep, least) }),
  };
  return { ...local, time };
}

/**
 * The local state of a process where objects hold what it sees: an operation that cannot happen has all of
 * its STEP before it, however short a time it cannot.
 */
export function heldUp(
  system: System,
  process: Process,
  { local, seen }: Required<Pick<Part, "local" | "seen">>,
): LocalState {
  const { time, halted, down } = local;
  const { ticks } = system.timing;
  if (ticks === undefined || time?.step === undefined || halted || down !== undefined) return local;
  if (!isBlocked({ system, process }, { local, seen }, time.step)) return local;
  return { ...local, time: { ...time, step: timerOf(0, ticks) } };
}

/** Whether the next step of process code is an operation that the object does not let happen now. */
function isBlocked(
  { system, process }: Omit<TickScope, "isStable">,
  part: Pick<Part, "local" | "seen">,
  step: Window,
): boolean {
  const isOperation = part.local.control?.awaits.kind === "operation";
  return isOperation && step.after === 0 && goingOn(system, process, part).length === 0;
}

/** Whether a process has to do something before time may pass. */
function isUrgent({ system, process }: TickScope, part: Part): boolean {
  const { local, mailbox } = part;
  const { timers = {}, acts = {}, step, sleep } = local.time ?? {};
  if (Object.values(timers).some(isOver) || Object.values(acts).some(isOver)) return true;
  const isAlone = local.control?.awaits.kind !== "whichever";
  const isDue = step !== undefined && isOver(step) && isAlone;
  if (isDue && goingOn(system, process, part).length > 0) return true;
  if (sleep !== undefined && isOver(sleep)) return true;
  return receivable(system, mailboxOf(system, mailbox)).some(({ letter }) => {
    const { delay, message } = letter;
    if (delay === undefined || !isOver(delay) || !accepts(system, { process, local }, letter)) return false;
    const isHandled = Object.hasOwn(process.role.upon ?? {}, message.type);
    return isHandled || step === undefined || isOver(step);
  });
}

function isOver({ within }: Window): boolean {
  return within === 0;
}
