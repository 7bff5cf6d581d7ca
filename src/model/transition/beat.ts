/** Events of the system as a whole: when one may happen, and what it does. */
import { at, unreachable } from "../../base/assert.ts";
import { formatLetter } from "../state/letter.ts";
import { formatLocal } from "../state/localState.ts";
import type { Beat, Round } from "../event/event.ts";
import { roundOf } from "./options.ts";
import { type Configuration, partOf } from "../state/configuration.ts";
import type { Part } from "../state/part.ts";
import type { System } from "../system/system.ts";
import { afterTick } from "./tick.ts";
import { isResolved, roundsOf, turnsIn } from "./conflict.ts";
import { arranged, expected } from "./lockstep.ts";
import { afterMending } from "../memory/environment.ts";
import { canCome } from "../failure/index.ts";
import { isVoice } from "../state/voice.ts";

/** The beats that may happen next. `rounds`: those to choose from where one may begin; default: all. */
export function beatsOf(system: System, configuration: Configuration, rounds = roundsOf): Beat[] {
  if (system.timing.rounds) return mayBeginRound(system, configuration) ? rounds(system, configuration) : [];
  const beats: Beat[] = [
    ...(["tick", "stabilize"] as const).map((kind): Beat => ({ kind })),
    ...system.objects.map(({ name: object }): Beat => ({ kind: "mend", object })),
  ];
  return beats.filter((beat) => afterBeat(system, configuration, beat) !== undefined);
}

/** The configuration after a beat; undefined if it may not happen. */
export function afterBeat(system: System, before: Configuration, beat: Beat): Configuration | undefined {
  switch (beat.kind) {
    case "round": {
      // In a schedule that is replayed, a Byzantine process may say what it likes.
      if (!mayBeginRound(system, before, () => true) || !isResolved(system, before, beat)) return undefined;
      return arranged(system, beginRound(system, before, beat));
    }
    case "tick":
      return tick(system, before);
    case "stabilize":
      return before.elapsed === -1 && before.pending.length === 0 ? { ...before, elapsed: 0 } : undefined;
    case "mend":
      return mend(system, before, beat.object);
    default:
      return unreachable(beat);
  }
}

/** The mending of an object: what has to happen to it at some time. */
function mend(system: System, before: Configuration, name: string): Configuration | undefined {
  const number = system.objectNumbers.get(name);
  const { objects = [], pending } = before;
  if (number === undefined || pending.length > 0) return undefined;
  const after = afterMending(at(system.objects, number), at(objects, number));
  return after === undefined ? undefined : { ...before, objects: objects.with(number, after) };
}

/** A round may begin when the one before is over and it holds something for somebody. */
function mayBeginRound(
  system: System,
  configuration: Configuration,
  comes: typeof canCome = canCome,
): boolean {
  if (!system.timing.rounds || configuration.pending.length > 0) return false;
  return system.processes.some((process) =>
    expected(system, process, partOf(system, configuration, process)).some((event) =>
      comes(system, process, event),
    ),
  );
}

/**
 * The configuration in which a round has begun, whether it may or not: all that is in transit is about to be
 * received; those who recover do so first.
 */
export function beginRound(system: System, before: Configuration, round: Round): Configuration {
  const turns = turnsIn(system, round);
  const events = turns.flatMap((process) => roundOf(process, partOf(system, before, process)));
  const [first, rest] = [true, false].map((wanted) =>
    events.filter(({ kind }) => (kind === "recover") === wanted),
  );
  return {
    ...before,
    mailboxes: before.mailboxes.map((mailbox) => mailbox.filter(isVoice)),
    pending: [...(first ?? []), ...(rest ?? [])],
  };
}

/** Whether something has to happen somewhere before time may pass. */
export function isOverdue(system: System, before: Configuration): boolean {
  const isStable = before.elapsed !== -1;
  return system.processes.some(
    (process) => afterTick({ system, process, isStable }, partOf(system, before, process)) === undefined,
  );
}

/** A tick: time passes unless something has to happen first, or nothing waits for it. */
function tick(system: System, before: Configuration): Configuration | undefined {
  const { ticks } = system.timing;
  if (ticks === undefined || before.pending.length > 0) return undefined;
  const isStable = before.elapsed !== -1;
  const parts: Part[] = [];
  let changes = false;
  for (const process of system.processes) {
    const part = partOf(system, before, process);
    const after = afterTick({ system, process, isStable }, part);
    if (after === undefined) return undefined;
    changes ||= textOf(after) !== textOf(part);
    parts.push(after);
  }
  const elapsed = elapsedAfterTick(ticks.horizon, before.elapsed);
  if (!changes && elapsed === before.elapsed) return undefined;
  return {
    ...before,
    locals: parts.map(({ local }) => local),
    mailboxes: parts.map(({ mailbox }) => mailbox),
    ...(elapsed === undefined ? {} : { elapsed }),
  };
}

/** The value of `elapsed` after a tick, which is at most `horizon`. */
export function elapsedAfterTick(horizon: number, elapsed: number | undefined): number | undefined {
  return elapsed === undefined || elapsed === -1 ? elapsed : Math.min(elapsed + 1, horizon);
}

/** The text of a part, with all that a tick may change. */
function textOf({ local, mailbox }: Part): string {
  return [formatLocal(local), ...mailbox.map(formatLetter)].join("\n");
}
