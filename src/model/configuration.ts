/**
 * Configurations: the local states of all processes, and the environment (messages in transit). A
 * configuration in the middle of a step, or of a round, also holds what has still to happen in it; in a
 * *settled* one there is nothing of the kind.
 */
import { format } from "../base/text.ts";
import type { Plain } from "../base/value.ts";
import type { Letters } from "./communication/index.ts";
import { malformed } from "./error.ts";
import { formatEvent, formatMessage, isEffect, type Event } from "./event.ts";
import { start } from "./reaction.ts";
import type { Pending } from "./part.ts";
import type { Letter } from "./protocol.ts";
import type { Control } from "./sequential/control.ts";
import type { System } from "./system.ts";

/** The local state of one process. Handlers see `state`; the rest is kept for them. */
export interface LocalState {
  readonly input: Plain;
  readonly state: Readonly<Record<string, Plain>>;
  /** The timers that are set, sorted. */
  readonly timers: readonly string[];
  /** Absent until the process decides. */
  readonly decision?: Plain;
  readonly halted: boolean;
  /** Where it is in its process code; absent if its role has none, or when it is at its end. */
  readonly control?: Control;
  /** In the middle of a synchronous round: what has been received in it. */
  readonly received?: readonly Letter[];
  /** Absent unless the process has crashed: whether it stays so or will recover. */
  readonly down?: "for ever" | "for a time";
  /** The failures that the process suffers from, by name, sorted; absent if there are none. */
  readonly faults?: readonly string[];
}

/** What a system is like at one moment. */
export interface Configuration {
  /** By process number. */
  readonly locals: readonly LocalState[];
  /** By the receiver's number: the letters in transit to it, in the channel's canonical order. */
  readonly mailboxes: readonly (readonly Letter[])[];
  /** By object number: the values of the shared objects. Absent where there are none. */
  readonly objects?: readonly Plain[];
  /** What has begun and has still to happen, in order. Empty: settled. */
  readonly pending: readonly Pending[];
  /** By failure of the system: how much of its budget has been spent. Absent where nothing can fail. */
  readonly spent?: readonly number[];
}

/** The text of a local state; equal texts are equal states. */
export function formatLocal(local: LocalState): string {
  return format(local as unknown as Plain);
}

/** The text of a letter in transit. */
export function formatLetter(letter: Letter): string {
  return `${formatMessage(letter.message)} from ${letter.from}`;
}

/** The text of a configuration; equal texts are equal configurations. */
export function formatConfiguration(configuration: Configuration): string {
  const { locals, mailboxes, objects, pending, spent } = configuration;
  return [
    ...locals.map(
      (local, i) => `${formatLocal(local)} <- ${(mailboxes[i] ?? []).map(formatLetter).join("; ")}`,
    ),
    ...(objects === undefined ? [] : [`objects: ${objects.map(format).join(", ")}`]),
    ...(spent === undefined ? [] : [`spent: ${spent.join(", ")}`]),
    ...pending.map(formatPending),
  ].join("\n");
}

function formatPending(event: Pending): string {
  return formatEvent(isEffect(event) ? event : ({ ...event, choices: [] } as Event));
}

/** The order of letters in the mailboxes of a system: by sender, then by text. */
export function lettersOf(system: System): Letters<Letter> {
  const sender = (letter: Letter): number => system.numbers.get(letter.from) ?? -1;
  return {
    sender,
    compare(a, b) {
      if (sender(a) !== sender(b)) return sender(a) - sender(b);
      const [textA, textB] = [formatMessage(a.message), formatMessage(b.message)];
      return textA === textB ? 0 : textA < textB ? -1 : 1;
    },
  };
}

/** A vector of inputs, by process number. */
export type InputVector = readonly Plain[];

/**
 * Every allowed vector of inputs, in lexicographic order of the processes' lists.
 * @throws ProtocolError if there is none, or `assume` does not answer
 */
export function* inputVectors(system: System): Generator<InputVector> {
  for (const vector of inputCandidates(system)) if (vector !== undefined) yield vector;
}

/**
 * The same, with undefined for every vector that is not allowed, so that a caller can pause: where few of
 * very many vectors are allowed, the next one may be far away.
 */
export function* inputCandidates(system: System): Generator<InputVector | undefined> {
  const { processes } = system;
  const digits = processes.map(() => 0);
  let allowed = 0;
  for (;;) {
    const vector = processes.map((process, i) => process.inputs[digits[i] as number] as Plain);
    const isAllowed = isAssumed(system, vector);
    if (isAllowed) allowed++;
    yield isAllowed ? vector : undefined;
    let last = digits.length - 1;
    while (last >= 0 && (digits[last] as number) + 1 === processes[last]?.inputs.length) digits[last--] = 0;
    if (last < 0) break;
    digits[last] = (digits[last] as number) + 1;
  }
  if (allowed === 0)
    throw malformed(`"assume" allows no inputs at all; it was asked about ${listInputs(system)}`);
}

/** `p1 (0, 1), p2 (0, 1)`: the processes and their inputs. */
function listInputs({ processes }: System): string {
  return processes.map(({ id, inputs }) => `${id} (${inputs.map(format).join(", ")})`).join(", ");
}

/** Whether the protocol's `assume` allows a vector of inputs. @throws ProtocolError if it does not answer */
export function isAssumed({ protocol, processes }: System, vector: InputVector): boolean {
  if (protocol.assume === undefined) return true;
  const inputs = Object.fromEntries(processes.map((process, i) => [process.id, vector[i]]));
  let answer: unknown;
  try {
    answer = protocol.assume(inputs);
  } catch (error) {
    throw malformed(
      `"assume" threw an error for the inputs ${format(inputs as Plain)} (${String(error)})`,
      error,
    );
  }
  if (typeof answer === "boolean") return answer;
  throw malformed(`"assume" answered ${String(answer)}, not true or false, for ${format(inputs as Plain)}`);
}

/**
 * The configuration in which every process has taken its start step with the given input. The effects
 * of the start steps (their sends) are pending, process by process.
 */
export function initialConfiguration(system: System, inputs: InputVector): Configuration {
  const started = system.processes.map((process, i) => start(system, process, inputs[i] as Plain));
  return {
    locals: started.map(({ next }) => next),
    mailboxes: system.processes.map(() => []),
    ...(system.objects.length === 0 ? {} : { objects: system.objects.map(({ initial }) => initial) }),
    pending: started.flatMap(({ effects }) => effects),
    ...(system.failures.length === 0 ? {} : { spent: system.failures.map(() => 0) }),
  };
}
