/** The verbs of the command line. Their code is loaded when they are used. */
import {
  ArgumentScannerError,
  buildApplication,
  buildCommand,
  buildRouteMap,
  formatMessageForArgumentScannerError,
  text_en,
  type FlagParametersForType,
} from "@stricli/core";
import { packageVersion } from "../host/node/package.ts";
import { checkFlags, type CheckFlags } from "./checkFlags.ts";
import { bold, cyan, red } from "./ink.ts";
import { simulateFlags, type SimulateFlags } from "./simulateFlags.ts";
import type { Surroundings } from "./surroundings.ts";

/** A verb, with whatever it throws told as a failure. */
function told<F, A extends readonly unknown[]>(
  verb: (this: Surroundings, flags: F, ...parameters: A) => Promise<void>,
): (this: Surroundings, flags: F, ...parameters: A) => Promise<void> {
  return async function (flags, ...parameters) {
    try {
      await verb.call(this, flags, ...parameters);
    } catch (error) {
      const [{ complain }, { failureOf }] = await Promise.all([
        import("./complain.ts"),
        import("../host/node/failure.ts"),
      ]);
      complain(this, failureOf(error));
    }
  };
}

const file = {
  brief: "A TypeScript file that exports a protocol by default",
  parse: String,
  placeholder: "FILE",
};
const schedule = {
  brief: "A file with a schedule, or - for the standard input",
  parse: String,
  placeholder: "SCHEDULE",
};
const json = {
  kind: "boolean",
  brief: "Print one JSON document (docs/json.md)",
  default: false,
  withNegated: false,
} as const;
const typecheck = { kind: "boolean", brief: "Check the types of the file too", default: true } as const;

/** Flags of the verbs that work on one file. */
export interface FileFlags {
  readonly json: boolean;
  readonly typecheck: boolean;
}
const fileFlags = { json, typecheck } satisfies FlagParametersForType<FileFlags>;

const check = buildCommand<CheckFlags, [string], Surroundings>({
  loader: async () => told((await import("./check.ts")).check),
  parameters: {
    flags: { ...checkFlags, json, typecheck },
    positional: { kind: "tuple", parameters: [file] },
  },
  docs: {
    brief: "Check a protocol against every schedule",
    fullDescription: [
      "Visits every configuration that a protocol can reach, and says of each property whether it holds.",
      "Every violation comes with a schedule, drawn and written to a file; for an invariant none has fewer",
      "steps.",
      "",
      "Examples:",
      "  lightcone check my-protocol.ts",
      "  lightcone check paxos.ts --processes acceptor=5 --limit time=5m",
      "  lightcone check election.ts --topology ring:6 --channels fifo --property oneLeader",
      "  lightcone check consensus.ts --inputs process=0,1 --watch",
      "",
      "Exit codes: 0 all properties hold, 1 some are violated, 2 a mistake, 3 some are unknown.",
    ].join("\n"),
  },
});

const simulate = buildCommand<SimulateFlags, [string], Surroundings>({
  loader: async () => told((await import("./simulate.ts")).simulate),
  parameters: {
    flags: { ...simulateFlags, json, typecheck },
    positional: { kind: "tuple", parameters: [file] },
  },
  docs: {
    brief: "Run a protocol many times, each time with another schedule",
    fullDescription: [
      "An adversary chooses the schedule of each run, by a seed. Tells which properties were violated in",
      "how many runs, and how many messages and steps they took. A violating run is made short, drawn and",
      "written to a file. Runs show that a property can be violated; that it holds only `check` can show.",
      "",
      "Examples:",
      "  lightcone simulate my-protocol.ts",
      "  lightcone simulate paxos.ts --adversary priority:3 --runs 100000",
      "  lightcone simulate election.ts --processes process=10000 --runs 10 --limit time=5m",
      "",
      "Exit codes: 0 no violation was seen, 1 some property was violated, 2 a mistake.",
    ].join("\n"),
  },
});

const replay = buildCommand<FileFlags, [string, string], Surroundings>({
  loader: async () => told((await import("./replay.ts")).replay),
  parameters: { flags: fileFlags, positional: { kind: "tuple", parameters: [file, schedule] } },
  docs: {
    brief: "Replay a schedule and say where it gets stuck",
    fullDescription: [
      "Runs the events of a schedule one by one. Says which event is the first that cannot happen, and what",
      "could happen instead; and which properties are true in the last configuration.",
      "",
      "Examples:",
      "  lightcone replay my-protocol.ts .lightcone/my-protocol-agreement.schedule",
      "  head -n 20 old.schedule | lightcone replay my-protocol.ts -",
      "",
      "Exit codes: 0 the schedule is an execution, 1 it gets stuck, 2 a mistake.",
    ].join("\n"),
  },
});

/** Flags of `draw`. */
export interface DrawFlags extends FileFlags {
  readonly svg: string | undefined;
  readonly html: string | undefined;
  readonly ascii: boolean;
}

const draw = buildCommand<DrawFlags, [string, string], Surroundings>({
  loader: async () => told((await import("./draw.ts")).draw),
  parameters: {
    flags: {
      ...fileFlags,
      svg: {
        kind: "parsed",
        parse: String,
        brief: "Write an SVG picture to this file",
        optional: true,
        placeholder: "OUT",
      },
      html: {
        kind: "parsed",
        parse: String,
        brief: "Write a web page to this file",
        optional: true,
        placeholder: "OUT",
      },
      ascii: {
        kind: "boolean",
        brief: "Draw with ASCII characters alone",
        default: false,
        withNegated: false,
      },
    },
    positional: { kind: "tuple", parameters: [file, schedule] },
  },
  docs: {
    brief: "Draw the space-time diagram of a schedule",
    fullDescription: [
      "Draws what a schedule does: a column for each process, an arrow for each message.",
      "",
      "Examples:",
      "  lightcone draw my-protocol.ts .lightcone/my-protocol-agreement.schedule",
      "  lightcone draw my-protocol.ts some.schedule --svg some.svg --html some.html",
    ].join("\n"),
  },
});

/** Flags of `zoo`. */
export interface ZooFlags {
  readonly check: boolean;
  readonly json: boolean;
}

const zoo = buildCommand<ZooFlags, [string?], Surroundings>({
  loader: async () => told((await import("./zoo.ts")).zoo),
  parameters: {
    flags: {
      json,
      check: { kind: "boolean", brief: "Check the claims of the page", default: false, withNegated: false },
    },
    positional: {
      kind: "tuple",
      parameters: [{ brief: "A page of the zoo", parse: String, placeholder: "NAME", optional: true }],
    },
  },
  docs: {
    brief: "Visit the zoo of textbook algorithms",
    fullDescription: [
      "Without a name, lists the rooms. With a name, shows the page: what it is, where it comes from, its",
      "properties, and what is claimed of them.",
      "",
      "Examples:",
      "  lightcone zoo",
      "  lightcone zoo two-phase-commit",
      "  lightcone zoo two-phase-commit --check",
    ].join("\n"),
  },
});

const create = buildCommand<{ readonly json: boolean }, [string], Surroundings>({
  loader: async () => told((await import("./new.ts")).create),
  parameters: {
    flags: { json },
    positional: {
      kind: "tuple",
      parameters: [{ brief: "Its name; the file is NAME.ts", parse: String, placeholder: "NAME" }],
    },
  },
  docs: {
    brief: "Begin a protocol: a small file with comments that checks at once",
    fullDescription: [
      "Writes NAME.ts, and never over a file that exists.",
      "",
      "Examples:",
      "  lightcone new my-protocol && lightcone check my-protocol.ts",
    ].join("\n"),
  },
});

/** The argument parser's texts, in the form of all other errors. */
const text: typeof text_en = {
  ...text_en,
  exceptionWhileParsingArguments: (error) =>
    usageText(error instanceof ArgumentScannerError ? slipText(error) : String(error)),
  noCommandRegisteredForInput: ({ input, corrections }) =>
    usageText(
      `There is no command "${input}".`,
      corrections.map((command) => command.replaceAll("`", "")),
    ),
};

function slipText(error: ArgumentScannerError): string {
  return formatMessageForArgumentScannerError(error, {
    ArgumentParseError: ({ externalFlagNameOrPlaceholder: flag, input, exception }) =>
      `--${flag} ${input} cannot be read: ${(exception as Error).message}.`,
    FlagNotFoundError: ({ input, corrections }) =>
      withCorrections(
        `There is no option --${input}.`,
        corrections.map((flag) => `--${kebab(flag)}`),
      ),
    EnumValidationError: ({ externalFlagName: flag, input, values }) =>
      `--${flag} cannot be "${input}"; it is ${values.join(" or ")}.`,
    UnsatisfiedPositionalError: ({ placeholder }) => `${placeholder} is missing.`,
    UnexpectedPositionalError: ({ input }) => `"${input}" is one argument too many.`,
    UnexpectedFlagError: ({ externalFlagName: flag, previousInput, input }) =>
      `--${flag} is given twice: "${previousInput}", and then "${input}".`,
    AliasNotFoundError: ({ input }) => `There is no option -${input}.`,
    UnsatisfiedFlagError: ({ externalFlagName: flag }) => `--${flag} has no value.`,
  });
}

/** The name of a flag as it is written on the command line. */
function kebab(flag: string): string {
  return flag.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

function withCorrections(what: string, corrections: readonly string[]): string {
  return corrections.length === 0 ? what : `${what} Did you mean ${corrections.join(" or ")}?`;
}

function usageText(what: string, corrections: readonly string[] = []): string {
  const heading = `${red("error")}: ${bold(withCorrections(what, corrections))}`;
  return `${heading}\n\n${cyan("See lightcone --help, or --help after a command.")}`;
}

/** The command `lightcone`. */
export const app = buildApplication(
  buildRouteMap({
    routes: { check, simulate, replay, draw, zoo, new: create },
    docs: {
      brief:
        "Write a distributed protocol once, and check it against every schedule an adversary could choose",
      fullDescription: [
        "Lightcone takes a protocol, written as plain TypeScript, and finds the schedule that breaks it, or",
        "shows that there is none.",
        "",
        "Begin here:",
        "  lightcone new my-protocol",
        "  lightcone check my-protocol.ts",
        "  lightcone zoo",
      ].join("\n"),
    },
  }),
  {
    name: "lightcone",
    versionInfo: { getCurrentVersion: async () => packageVersion() },
    scanner: { caseStyle: "allow-kebab-for-camel", allowArgumentEscapeSequence: true },
    localization: { text },
  },
);
