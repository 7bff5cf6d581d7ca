/** The flags of `check`, and what their values mean. */
import type { FlagParametersForType } from "@stricli/core";

/** One `--limit`. */
export type Limit =
  | { readonly kind: "configurations"; readonly count: number }
  | { readonly kind: "memory"; readonly bytes: number }
  | { readonly kind: "time"; readonly ms: number };

/** Flags of `check`, as they were given. */
export interface CheckFlags {
  readonly processes: readonly (readonly [role: string, count: number])[] | undefined;
  readonly topology: string | undefined;
  readonly system: string | undefined;
  readonly channels: string | undefined;
  readonly timing: string | undefined;
  readonly failures: string | undefined;
  readonly memory: string | undefined;
  readonly inputs: readonly string[] | undefined;
  readonly property: readonly string[] | undefined;
  readonly limit: readonly Limit[] | undefined;
  readonly visited: "exact" | "hashed";
  readonly keepGoing: boolean;
  readonly resilience: boolean;
  readonly watch: boolean;
  readonly handlerTimeout: number;
  readonly json: boolean;
  readonly typecheck: boolean;
}

/** The flags of `check` but for those that all verbs have. */
export const checkFlags = {
  system: {
    kind: "parsed",
    parse: String,
    brief: "A system that the file exports in `systems`",
    placeholder: "NAME",
    optional: true,
  },
  processes: {
    kind: "parsed",
    parse: parseProcesses,
    brief: "How many processes play a role",
    placeholder: "ROLE=N",
    optional: true,
    variadic: true,
  },
  topology: {
    kind: "parsed",
    parse: String,
    brief: "Who can send to whom: complete, ring, ring:5, line, star, tree, grid:2x3, …",
    placeholder: "GRAPH",
    optional: true,
  },
  channels: {
    kind: "parsed",
    parse: String,
    brief: "unordered, fifo or message-set",
    placeholder: "KIND",
    optional: true,
  },
  timing: {
    kind: "parsed",
    parse: String,
    brief:
      "When steps and messages happen: asynchronous, synchronous, bounded:3, partially-synchronous:gst:3",
    placeholder: "MODEL",
    optional: true,
  },
  failures: {
    kind: "parsed",
    parse: String,
    brief: "What may fail, and how often: crash:1, loss:2, crash:p1+p2, crash:1,loss, …; none",
    placeholder: "KIND:N,…",
    optional: true,
  },
  memory: {
    kind: "parsed",
    parse: String,
    brief: "shared; servers:3 keep the registers, by messages; registers: channels are made of them",
    placeholder: "KIND",
    optional: true,
  },
  inputs: {
    kind: "parsed",
    parse: String,
    brief: "The inputs that a role or process may have",
    placeholder: "NAME=VALUE,VALUE",
    optional: true,
    variadic: true,
  },
  property: {
    kind: "parsed",
    parse: String,
    brief: "Judge this property; default all",
    placeholder: "NAME",
    optional: true,
    variadic: true,
  },
  limit: {
    kind: "parsed",
    parse: parseLimit,
    brief: "End the search at configurations=N, memory=2GB or time=30s",
    placeholder: "KIND=VALUE",
    optional: true,
    variadic: true,
  },
  visited: {
    kind: "enum",
    values: ["exact", "hashed"],
    brief: "How to store what was visited; hashed takes less memory and may miss something",
    default: "exact",
  },
  keepGoing: {
    kind: "boolean",
    brief: "Visit everything, even after a violation",
    default: false,
    withNegated: false,
  },
  resilience: {
    kind: "boolean",
    brief: "Find the most failures with which each property holds",
    default: false,
    withNegated: false,
  },
  watch: {
    kind: "boolean",
    brief: "Check again whenever the file, or what it imports, is saved",
    default: false,
    withNegated: false,
  },
  handlerTimeout: {
    kind: "parsed",
    parse: parseDuration,
    brief: "How long one call of a handler may take",
    default: "5s",
    placeholder: "TIME",
  },
} satisfies FlagParametersForType<Omit<CheckFlags, "json" | "typecheck">>;

/** A mistake in the value of a flag; the argument parser adds which flag. */
export function slip(text: string): Error {
  const error = new Error(text);
  error.stack = text;
  error.toString = () => text;
  return error;
}

function parseProcesses(text: string): readonly [string, number] {
  const [, role, count] = /^([^=]+)=(\d+)$/.exec(text) ?? [];
  if (role === undefined) throw slip("give a role and a number of processes, such as --processes acceptor=3");
  if (!Number.isSafeInteger(Number(count))) throw slip(`${count} processes are too many for any system`);
  return [role, Number(count)];
}

const BYTES: Readonly<Record<string, number>> = {
  "": 1,
  B: 1,
  KB: 2 ** 10,
  MB: 2 ** 20,
  GB: 2 ** 30,
  TB: 2 ** 40,
};
const MS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 };

function parseLimit(text: string): Limit {
  const [, kind, value = ""] = /^(configurations|memory|time)=(.+)$/.exec(text) ?? [];
  switch (kind) {
    case "configurations":
      return { kind, count: parseCount(value) };
    case "memory":
      return { kind, bytes: parseBytes(value) };
    case "time":
      return { kind, ms: parseDuration(value) };
    default:
      throw slip("limits are configurations=1000000, memory=2GB and time=30s");
  }
}

function parseCount(text: string): number {
  const count = Number(text.replaceAll("_", "").replaceAll(",", ""));
  if (Number.isSafeInteger(count) && count > 0) return count;
  throw slip(`"${text}" is no number of configurations; give a whole number, such as 1000000 or 1e6`);
}

/** Less is what nobody means: a unit has been forgotten. */
const BYTES_MIN = 2 ** 20;

function parseBytes(text: string): number {
  const [, number, unit = ""] = /^(\d+(?:\.\d+)?)\s*([KMGT]?B)?$/i.exec(text) ?? [];
  const bytes = Number(number) * (BYTES[unit.toUpperCase()] ?? Number.NaN);
  if (bytes > 0 && bytes < BYTES_MIN)
    throw slip(`"${text}" is less memory than any check takes; give 500MB or 2GB`);
  if (bytes > 0) return Math.floor(bytes);
  throw slip(`"${text}" is no amount of memory; give 500MB or 2GB`);
}

/** A length of time, in milliseconds: `30s`, `5m`, `1h`. */
export function parseDuration(text: string): number {
  const [, number, unit = ""] = /^(\d+(?:\.\d+)?)(ms|s|m|h)$/.exec(text) ?? [];
  const ms = Number(number) * (MS[unit] ?? Number.NaN);
  if (ms > 0) return ms;
  throw slip(`"${text}" is no length of time; give 30s, 5m or 1h`);
}

/** The limits of one kind each; of several of one kind, the last. */
export function limitsOf(limits: readonly Limit[] = []): {
  configurations?: number;
  memoryBytes?: number;
  timeMs?: number;
} {
  const found: { configurations?: number; memoryBytes?: number; timeMs?: number } = {};
  for (const limit of limits) {
    if (limit.kind === "configurations") found.configurations = limit.count;
    else if (limit.kind === "memory") found.memoryBytes = limit.bytes;
    else found.timeMs = limit.ms;
  }
  return found;
}
