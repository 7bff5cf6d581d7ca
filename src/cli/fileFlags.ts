/** Parameters that several verbs have: the file, the schedule, and how they are gone about. */
import { parseDuration } from "./flagValues.ts";
import type { Flags } from "./verb.ts";

/** The protocol file. */
export const file = {
  brief: "A TypeScript file that exports a protocol by default",
  parse: String,
  placeholder: "FILE",
} as const;

/** The schedule. */
export const schedule = {
  brief: "A file with a schedule, or - for the standard input",
  parse: String,
  placeholder: "SCHEDULE",
} as const;

/** The flag that asks for JSON; every verb has it. */
export const json = {
  kind: "boolean",
  brief: "Print one JSON document (docs/json.md)",
  default: false,
  withNegated: false,
} as const;

/** The flags of verbs that work on one file. */
export interface FileFlags {
  readonly json: boolean;
  readonly typecheck: boolean;
}

/** The flags of verbs that work on one file, with their briefs. */
export const fileFlags = {
  json,
  typecheck: {
    kind: "boolean",
    brief: "Check the types of the file too",
    default: true,
    more: "A type error is a mistake, whatever else is found. `--no-typecheck` leaves types alone.",
  },
} as const satisfies Flags<FileFlags>;

/** The flags of verbs that judge properties. */
export interface JudgingFlags {
  readonly property: readonly string[] | undefined;
  readonly handlerTimeout: number;
}

/** The flags of verbs that judge properties, with their briefs. */
export const judgingFlags = {
  property: {
    kind: "parsed",
    parse: String,
    brief: "Judge this property; default all",
    placeholder: "NAME",
    optional: true,
    variadic: true,
  },
  handlerTimeout: {
    kind: "parsed",
    parse: parseDuration,
    brief: "How long one call of a handler may take",
    default: "5s",
    placeholder: "TIME",
    more: "`30s`, `5m` or `1h`.",
  },
} as const satisfies Flags<JudgingFlags>;
