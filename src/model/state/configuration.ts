/**
 * Configurations: the local states of all processes, and the environment (messages in transit). A
 * configuration in the middle of a step, or of a round, also holds what has still to happen in it; in a
 * *settled* one there is nothing of the kind.
 */
import { formatLetter } from "./letter.ts";
import { formatLocal, type LocalState } from "./localState.ts";
import type { Part, Pending } from "./part.ts";
import { looks } from "../memory/access.ts";
import { at } from "../../base/assert.ts";
import { stringOf } from "../../base/foreign.ts";
import { format } from "../../base/text.ts";
import { type Plain } from "../../base/value.ts";
import { malformed } from "../error.ts";
import { formatCause, formatEvent } from "../event/eventText.ts";
import { type Letter } from "./message.ts";
import { isEffect, type Start } from "../event/event.ts";
import { mayBefall } from "../failure/failure.ts";
import { remembers, type Notes } from "../failure/notes.ts";

import type { Reaction } from "../step/localStep.ts";
import { start } from "../step/reaction.ts";
import type { Process } from "./process.ts";
import { textOf } from "./shape.ts";
import type { System } from "../system/system.ts";
import type { Ticks } from "../timing/timing.ts";

/** The state of a whole system at one moment. */
export interface Configuration {
  /** The local states, by process number. */
  readonly locals: readonly LocalState[];
  /** The letters in transit to each process, by its number, in the channel's canonical order. */
  readonly mailboxes: readonly (readonly Letter[])[];
  /** The values of the shared objects, by object number. Absent where there are none. */
  readonly objects?: readonly Plain[];
  /** The states of the monitors, by their number. Absent where there are none. */
  readonly monitors?: readonly Plain[];
  /** The events that have begun and have still to happen, in order. Empty: settled. */
  readonly pending: readonly Pending[];
  /** The amount spent of each failure's budget, by failure. Absent where nothing can fail. */
  readonly spent?: readonly number[];
  /** The notes of failure models. Absent where none takes any. */
  readonly notes?: Notes;
  /** Ticks that have passed, as properties see them (`ConfigurationView`); absent where nobody counts. */
  readonly elapsed?: number;
}

/** The text of a configuration; equal texts are equal configurations. */
export function formatConfiguration(configuration: Configuration): string {
  const { locals, mailboxes, objects, monitors, pending, spent, notes, elapsed } = configuration;
  return [
    ...locals.map(
      (local, i) => `${formatLocal(local)} <- ${(mailboxes[i] ?? []).map(formatLetter).join("; ")}`,
    ),
    ...(objects === undefined ? [] : [`objects: ${objects.map(format).join(", ")}`]),
    ...(monitors === undefined ? [] : [`monitors: ${monitors.map(format).join(", ")}`]),
    ...(spent === undefined ? [] : [`spent: ${spent.join(", ")}`]),
    ...(notes === undefined ? [] : [`noted: ${notes.known.join(", ")}; ${notes.fresh?.join(", ") ?? ""}`]),
    ...(elapsed === undefined ? [] : [`elapsed: ${elapsed}`]),
    ...pending.map(formatPending),
  ].join("\n");
}

function formatPending(event: Pending): string {
  if (isEffect(event)) return formatEvent(event);
  const { process, ...cause } = event;
  const received = cause.kind === "exchange" ? cause.received.map(formatLetter) : [];
  return [formatCause(process, cause), ...received].join("; ");
}

/** The value of `elapsed` at the beginning; undefined if nobody counts ticks. */
export function elapsedAtFirst(ticks: Ticks | undefined): number | undefined {
  if (ticks?.stabilizes === true) return -1;
  return ticks === undefined || ticks.horizon === 0 ? undefined : 0;
}

/**
 * A vector of inputs, by process number, and after them the first values of the objects that have several, in
 * order: all that the adversary chooses at the beginning (see `FirstChoice`).
 */
export type InputVector = readonly Plain[];

/**
 * Every allowed vector of inputs, in lexicographic order of the processes' lists.
 * @throws ProtocolError if there is none, or `assume` does not answer
 */
export function* inputVectors(system: System): Generator<InputVector> {
  for (const vector of inputCandidates(system)) if (vector !== undefined) yield vector;
}

/**
 * The vectors of inputs, with undefined for every one that is not allowed, so that a caller can pause: where
 * few of very many vectors are allowed, the next one may be far away.
 */
export function* inputCandidates(system: System): Generator<InputVector | undefined> {
  const { firstChoices } = system;
  const digits = firstChoices.map(() => 0);
  let allowed = 0;
  for (;;) {
    const vector = firstChoices.map(({ values }, i) => values[digits[i] as number] as Plain);
    const isAllowed = isAssumed(system, vector);
    if (isAllowed) allowed++;
    yield isAllowed ? vector : undefined;
    let last = digits.length - 1;
    while (last >= 0 && (digits[last] as number) + 1 === firstChoices[last]?.values.length)
      digits[last--] = 0;
    if (last < 0) break;
    digits[last] = (digits[last] as number) + 1;
  }
  if (allowed === 0)
    throw malformed(`"assume" allows no inputs at all; it was asked about ${listInputs(system)}`);
}

/** `p1 (0, 1), p2 (0, 1)`: the processes and their inputs, and the objects with several first values. */
function listInputs({ firstChoices }: System): string {
  return firstChoices.map(({ name, values }) => `${name} (${values.map(format).join(", ")})`).join(", ");
}

/** Whether the protocol's `assume` allows a vector of inputs. @throws ProtocolError if it does not answer */
export function isAssumed({ protocol, processes, firstChoices }: System, vector: InputVector): boolean {
  if (protocol.assume === undefined) return true;
  const named = firstChoices.map(({ name }, i) => [name, vector[i]] as const);
  const inputs = Object.fromEntries(named.slice(0, processes.length));
  const objects = Object.fromEntries(named.slice(processes.length));
  const texts = (): string => format(Object.fromEntries(named) as Plain);
  let answer: unknown;
  try {
    answer = protocol.assume(inputs, objects);
  } catch (error) {
    throw malformed(`"assume" threw an error for the inputs ${texts()} (${stringOf(error)})`, error);
  }
  if (typeof answer === "boolean") return answer;
  throw malformed(`"assume" answered ${textOf(answer)}, not true or false, for ${texts()}`);
}

/**
 * The local state of a process that has taken its start step, and the events that follow: of who has crashed
 * before, there are none.
 */
export function begunWith(
  system: System,
  process: Process,
  { next, effects }: Pick<Reaction, "next" | "effects">,
): Pick<Part, "local" | "pending"> {
  const faults = system.begin.filter((fault) => mayBefall(fault, process));
  const local = faults.reduce((before, { kind }) => kind.inPlace?.(before, process) ?? before, next);
  return { local, pending: local.down === undefined ? [...beginningOf(system, process), ...effects] : [] };
}

/** The `start` event of a process that may turn out to be Byzantine instead; none for others. */
function beginningOf({ failures }: System, process: Process): Start[] {
  const mayForge = failures.some((failure) => failure.kind.forges === true && mayBefall(failure, process));
  return mayForge ? [{ kind: "start", process: process.id }] : [];
}

/**
 * The configuration in which every process has taken its start step with the given input. The effects
 * of the start steps (their sends) are pending, process by process.
 */
export function initialConfiguration(system: System, inputs: InputVector): Configuration {
  const started = system.processes.map((process, i) =>
    begunWith(system, process, start(system, process, inputs[i] as Plain)),
  );
  const elapsed = elapsedAtFirst(system.timing.ticks);
  return {
    locals: started.map(({ local }) => local),
    mailboxes: system.processes.map(() => []),
    ...(system.objects.length === 0 ? {} : { objects: firstObjects(system, inputs) }),
    ...(system.monitors.length === 0 ? {} : { monitors: system.monitors.map(({ initial }) => initial) }),
    pending: started.flatMap(({ pending }) => pending),
    ...(system.failures.length === 0 ? {} : { spent: system.failures.map(() => 0) }),
    ...(remembers(system.failures) ? { notes: { known: [] } } : {}),
    ...(elapsed === undefined ? {} : { elapsed }),
  };
}

/** The values that the objects begin with, given what the adversary has chosen. */
export function firstObjects({ objects, firstChoices }: System, inputs: InputVector): Plain[] {
  const values = objects.map(({ initials }) => at(initials, 0));
  for (const [i, { object }] of firstChoices.entries())
    if (object !== undefined) values[object] = at(inputs, i);
  return values;
}

/** The part of a configuration that belongs to a process. */
export function partOf(system: System, configuration: Configuration, { number, id }: Process): Part {
  const { locals, mailboxes, objects = [], pending, notes } = configuration;
  const others = pending.findIndex((event) => event.process !== id);
  const local = at(locals, number);
  const seen = looks(system, local) ? objects : undefined;
  return {
    local,
    mailbox: at(mailboxes, number),
    ...(seen === undefined ? {} : { seen }),
    ...(notes === undefined ? {} : { noted: notes.known }),
    pending: others === -1 ? pending : pending.slice(0, others),
  };
}
