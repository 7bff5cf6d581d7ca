/**
 * The evidence of why a search has no end, read from what it has visited: what keeps growing from one depth
 * to the next, and which part of configurations it is in which most of them differ.
 */
import type { Plain } from "../../base/value.ts";
import { formatLocal, type LocalState } from "../../model/state/localState.ts";
import { format } from "../../base/text.ts";
import { formatEvent } from "../../model/event/eventText.ts";
import type { Event } from "../../model/event/event.ts";
import type { Network } from "../../tables/network.ts";
import type { ProcessSlot } from "../../tables/slot.ts";
import type { Expansion } from "./expansion.ts";

/** A part of configurations: the mailbox of a process, a variable of one, a shared object, or a monitor. */
interface GrowingPart {
  readonly of: "mailbox" | "variable" | "object" | "monitor";
  /** The process, but for objects and monitors. */
  readonly process?: string;
  /** The role of the process. */
  readonly role?: string;
  /** The name of the variable, object or monitor. */
  readonly name?: string;
}

/** A part that keeps growing. */
export interface Growing extends GrowingPart {
  /** The unit of its size: messages, elements (of a list, a Set, a Map, a text), or its own value. */
  readonly unit: "messages" | "elements" | "value";
  /** The largest size among the configurations that were looked at, by the number of steps to them. */
  readonly sizes: readonly { readonly depth: number; readonly size: number }[];
  /** Steps that send there, one of each handler, as events. Empty for what is no mailbox. */
  readonly senders: readonly string[];
  /** Those of them that are timers which the step sets anew. */
  readonly timers: readonly string[];
}

/** The part in which most configurations differ. */
export interface Difference {
  /** The messages in transit; the variables of a role with one name; an object; a monitor; or what failed. */
  readonly part:
    | "in transit"
    | "failures"
    | { readonly role: string; readonly variable: string }
    | { readonly object: string }
    | { readonly monitor: string };
  /** The number of those that are different if one does not look at the part. */
  readonly without: number;
}

/** The evidence. */
export interface Sprawl {
  /** The number of configurations that were looked at, all of them different. */
  readonly looked: number;
  readonly growing: readonly Growing[];
  /** Absent if no part makes half of them differ. */
  readonly difference?: Difference;
  /** The number of those in which two different messages of one sender are in transit to one process. */
  readonly unorderedPairs: number;
  /** The number of different messages, by receiver and sender, that were ever sent. */
  readonly messages: number;
  /** The number of configurations that follow one on average. */
  readonly branching: number;
}

/** So many configurations are looked at for differences, and so many of each depth for growth. */
const LOOKED_MAX = 500;
const LEVEL_MAX = 100;
/** Growing is looked for at so many depths, if there are so many levels at least. */
const DEPTHS = 4;
const LEVELS_MIN = 8;

/** The evidence of an expansion that has not come to its end; undefined if it keeps hashes alone. */
export function sprawlOf(network: Network, expansion: Expansion): Sprawl | undefined {
  if (expansion.hashed) return undefined;
  const { count } = expansion.visited;
  const rows = spread(0, count, LOOKED_MAX).map((number) => expansion.valuesOf(number));
  const difference = differenceOf(network, rows);
  return {
    looked: rows.length,
    growing: growingIn(network, expansion),
    ...(difference === undefined ? {} : { difference }),
    unorderedPairs: rows.filter((values) => network.processes.some((slot) => hasPair(slot, values))).length,
    messages: network.processes.reduce((sum, { letters }) => sum + letters.values.length, 0),
    branching: expansion.expanded === 0 ? 0 : expansion.transitions / expansion.expanded,
  };
}

/** Numbers from `from` to before `to`, evenly spread, at most so many. */
function spread(from: number, to: number, most: number): number[] {
  const many = Math.min(most, to - from);
  return Array.from({ length: many }, (_, i) => from + Math.floor((i * (to - from)) / many));
}

function valueOf(slot: ProcessSlot, values: Int32Array): number {
  return values[slot.process.number] as number;
}

/** Whether two different messages of one sender are in transit to a process. */
function hasPair(slot: ProcessSlot, values: Int32Array): boolean {
  const letters = [...new Set(slot.mailboxes.list(slot.mailboxOf.at(valueOf(slot, values))))];
  return new Set(letters.map((letter) => slot.letters.value(letter).from)).size < letters.length;
}

/** The variables of a process, of its code too. */
function variablesOf({ state, control }: LocalState): Readonly<Record<string, Plain>> {
  return Object.assign(
    {},
    state,
    ...(control?.calls ?? []).map(({ variables }) => variables),
  ) as typeof state;
}

/** The parts that are larger at each of some depths than at the one before. */
function growingIn(network: Network, expansion: Expansion): Growing[] {
  const { levels } = expansion;
  // The last level may not be complete.
  if (levels.length <= LEVELS_MIN) return [];
  const depths = Array.from({ length: DEPTHS }, (_, i) =>
    Math.floor(((i + 1) * (levels.length - 2)) / DEPTHS),
  );
  const measured = depths.map((depth) => {
    const numbers = spread(levels[depth] as number, levels[depth + 1] as number, LEVEL_MAX);
    return largestIn(
      network,
      numbers.map((number) => expansion.valuesOf(number)),
    );
  });
  return [...(measured[0]?.keys() ?? [])].flatMap((key) => {
    const sizes = measured.map((largest, i) => ({
      depth: depths[i] as number,
      size: largest.get(key)?.size ?? 0,
    }));
    if (!sizes.every(({ size }, i) => i === 0 || size > (sizes[i - 1]?.size ?? 0))) return [];
    const found = measured[0]?.get(key);
    return found === undefined
      ? []
      : [{ ...found.part, unit: found.unit, sizes, ...sendersTo(network, found.part) }];
  });
}

interface Measured {
  readonly part: GrowingPart;
  readonly unit: Growing["unit"];
  readonly size: number;
}

/** The largest size of each part in some configurations. */
function largestIn(network: Network, rows: readonly Int32Array[]): Map<string, Measured> {
  const largest = new Map<string, Measured>();
  const note = (part: GrowingPart, unit: Growing["unit"], size: number): void => {
    const key = JSON.stringify(part);
    if (size >= (largest.get(key)?.size ?? 0)) largest.set(key, { part, unit, size });
  };
  for (const values of rows) {
    for (const slot of network.processes) {
      const { id: process, roleName: role } = slot.process;
      const value = valueOf(slot, values);
      note(
        { of: "mailbox", process, role },
        "messages",
        slot.mailboxes.list(slot.mailboxOf.at(value)).length,
      );
      for (const [name, found] of Object.entries(variablesOf(slot.local(value))))
        note({ of: "variable", process, role, name }, ...measure(found));
    }
    for (const [of, name, content] of contentsIn(network, values)) note({ of, name }, ...measure(content));
  }
  return largest;
}

/** The values of shared objects and the states of monitors, with their names. */
function contentsIn(
  { system, processes, objects, monitors, monitorsAt }: Network,
  values: Int32Array,
): (readonly [of: "object" | "monitor", name: string, content: Plain])[] {
  return [
    ...objects.map((slot, i) => {
      const content = slot.content(values[processes.length + i] as number);
      return ["object", system.objects[i]?.name ?? "", content] as const;
    }),
    ...monitors.map((slot, i) => {
      return ["monitor", slot.monitor.name, slot.content(values[monitorsAt + i] as number)] as const;
    }),
  ];
}

/** The size of a value: of a number, how far it is from 0; of all else, the number of its elements. */
function measure(value: Plain): [Growing["unit"], number] {
  if (typeof value === "number" || typeof value === "bigint") return ["value", Math.abs(Number(value)) || 0];
  return ["elements", elementsOf(value)];
}

function elementsOf(value: Plain): number {
  if (typeof value === "string") return value.length;
  if (typeof value !== "object" || value === null) return 1;
  const parts =
    value instanceof Map ? [...value.values()] : value instanceof Set ? [...value] : Object.values(value);
  return (parts as Plain[]).reduce(
    (sum: number, part) => sum + (typeof part === "object" ? elementsOf(part) : 1),
    0,
  );
}

/** The steps by which messages come to a mailbox. */
function sendersTo(
  { processes }: Network,
  { of, process }: GrowingPart,
): Pick<Growing, "senders" | "timers"> {
  const to = of === "mailbox" ? processes.findIndex((slot) => slot.process.id === process) : -1;
  const [senders, timers] = [new Map<string, string>(), new Set<string>()];
  for (const slot of processes) {
    for (const { events, parcels, local } of slot.outcomes) {
      const [first] = events;
      if (first === undefined || !parcels.some((receiver, i) => i % 2 === 0 && receiver === to)) continue;
      senders.set(`${slot.process.roleName} ${handlerOf(first)}`, formatEvent(first));
      if (first.kind === "timeout" && slot.locals.value(local).timers.includes(first.timer))
        timers.add(first.timer);
    }
  }
  return { senders: [...senders.values()], timers: [...timers] };
}

/** The handler of a step, by its first event. */
function handlerOf(event: Event): string {
  if (event.kind === "receive") return `receives ${event.message.type}`;
  return event.kind === "timeout" ? `times out on ${event.timer}` : event.kind;
}

/** The part without which the fewest configurations are different, if that is at most half of them. */
function differenceOf(network: Network, rows: readonly Int32Array[]): Difference | undefined {
  const columns = new Map<string, { readonly part: Difference["part"]; readonly texts: string[] }>();
  const write = (part: Difference["part"] | "other", row: number, text: string): void => {
    const key = JSON.stringify(part);
    const column = columns.get(key) ?? { part: part as Difference["part"], texts: rows.map(() => "") };
    columns.set(key, column);
    column.texts[row] += `${text};`;
  };
  for (const [row, values] of rows.entries()) {
    for (const slot of network.processes) {
      const value = valueOf(slot, values);
      const { down, marks, faults, state, control, ...rest } = slot.local(value);
      write("in transit", row, `${slot.mailboxOf.at(value)}`);
      write("failures", row, `${down} ${marks?.join()} ${faults?.join()}`);
      for (const [variable, found] of Object.entries(state))
        write({ role: slot.process.roleName, variable }, row, format(found));
      const code = control === undefined ? {} : { control };
      write("other", row, formatLocal({ ...rest, state: {}, ...code }));
    }
    for (const [of, name, content] of contentsIn(network, values))
      write(of === "object" ? { object: name } : { monitor: name }, row, format(content));
    const first = network.monitorsAt + network.monitors.length;
    for (let i = first; i < values.length; i++)
      write(i === network.clock ? "other" : "failures", row, `${values[i]}`);
  }
  const counted = [...columns.values()].flatMap(({ part }) => {
    if ((part as string) === "other") return [];
    const others = [...columns.values()].filter((column) => column.part !== part);
    const without = new Set(rows.map((_, row) => others.map(({ texts }) => texts[row]).join("|"))).size;
    return [{ part, without }];
  });
  const [best] = counted.toSorted((a, b) => a.without - b.without);
  return best !== undefined && 2 * best.without <= rows.length ? best : undefined;
}
