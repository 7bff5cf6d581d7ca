/** The names in an execution that only its pictures need: objects, and fields in the order of the author. */
import type { Configuration } from "../state/configuration.ts";
import { fieldOrderOf } from "../state/fieldOrder.ts";
import type { Event } from "../event/event.ts";
import type { System } from "../system/system.ts";

/** The names that pictures use. */
export interface Wording {
  /** The shared objects, by number. */
  readonly objects: readonly string[];
  /** The monitors, by number. */
  readonly monitors: readonly string[];
  /** Whether it is an execution in rounds. */
  readonly inRounds: boolean;
  /** The objects that might have begun with another value, in order. */
  readonly varied: readonly string[];
  /** The fields of each type of messages, in the order in which the author wrote them. */
  readonly messages: Readonly<Record<string, readonly string[]>>;
  /** The fields of the state of each process, by its number, in the order in which `initially` has them. */
  readonly states: readonly (readonly string[])[];
}

/** The names in an execution that starts with the first of these configurations. */
export function wordingOf(
  { objects, monitors, processes, firstChoices, timing }: System,
  configurations: readonly Configuration[],
): Wording {
  const names: Wording = {
    objects: objects.map(({ name }) => name),
    monitors: monitors.map(({ name }) => name),
    inRounds: timing.rounds,
    varied: firstChoices.slice(processes.length).map(({ name }) => name),
    messages: {},
    states: (configurations[0]?.locals ?? []).map(({ state }) => fieldOrderOf(state) ?? []),
  };
  return wordingWith(names, configurations);
}

/** The names in an execution that goes on with these configurations: the same object if none is new. */
export function wordingWith(names: Wording, configurations: readonly Configuration[]): Wording {
  const found = new Map<string, readonly string[]>();
  for (const { pending } of configurations) {
    for (const event of pending) {
      if (event.kind !== "send") continue;
      const { message } = event;
      if (Object.hasOwn(names.messages, message.type) || found.has(message.type)) continue;
      found.set(message.type, fieldOrderOf(message) ?? []);
    }
  }
  if (found.size === 0) return names;
  return { ...names, messages: Object.fromEntries([...Object.entries(names.messages), ...found]) };
}

/** A record with the fields that are named first, in that order, and then all others. */
export function inOrder<R extends object>(record: R, names: readonly string[] = []): R {
  const fields = new Map<string, unknown>(Object.entries(record));
  const first = names.filter((name) => fields.has(name));
  const rest = [...fields.keys()].filter((name) => !first.includes(name));
  return Object.fromEntries([...first, ...rest].map((name) => [name, fields.get(name)])) as R;
}

/** An event, the fields of its message in the order in which the author wrote them. */
export function worded<E extends Event>(names: Wording | undefined, event: E): E {
  if (!("message" in event) || names === undefined) return event;
  const { message } = event;
  const order = Object.hasOwn(names.messages, message.type) ? names.messages[message.type] : undefined;
  return { ...event, message: inOrder(message, order) };
}
