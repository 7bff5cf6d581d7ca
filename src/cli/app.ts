/** The verbs of the command line, and what is said of words that it does not know. */
import { join } from "node:path";
import {
  ArgumentScannerError,
  buildApplication,
  buildRouteMap,
  formatMessageForArgumentScannerError,
  text_en,
  type Application,
} from "@stricli/core";
import { OWN_FOLDER, PROJECT_FOLDER } from "../host/node/cache.ts";
import { visible } from "../base/visible.ts";
import { packageRoot, packageVersion } from "../host/node/package.ts";
import { bold, cyan, red } from "./ink.ts";
import type { Terminal } from "./terminal.ts";
import type { Verb } from "./verb.ts";
import { chain } from "./verbs/chain.ts";
import { check } from "./verbs/check.ts";
import { causality } from "./verbs/causality.ts";
import { compare } from "./verbs/compare.ts";
import { draw } from "./verbs/draw.ts";
import { explain } from "./verbs/explain.ts";
import { graph } from "./verbs/graph.ts";
import { history } from "./verbs/history.ts";
import { induction } from "./verbs/induction.ts";
import { knows } from "./verbs/knows.ts";
import { create } from "./verbs/new.ts";
import { probability } from "./verbs/probability.ts";
import { replay } from "./verbs/replay.ts";
import { run } from "./verbs/run.ts";
import { simulate } from "./verbs/simulate.ts";
import { studio } from "./verbs/studio.ts";
import { splice } from "./verbs/splice.ts";
import { valence } from "./verbs/valence.ts";
import { worst } from "./verbs/worst.ts";
import { zoo } from "./verbs/zoo.ts";

/** All verbs, by name. */
export const verbs: Readonly<Record<string, Verb>> = {
  check,
  run,
  simulate,
  replay,
  draw,
  explain,
  compare,
  causality,
  graph,
  valence,
  worst,
  probability,
  chain,
  splice,
  knows,
  induction,
  history,
  studio,
  zoo,
  new: create,
};

const ADVICE = "See lightcone --help, or --help after a command.";

/** The argument parser's texts, in the form of all other errors; terminal learn of each as data, too. */
function textFor({ complaints }: Terminal): typeof text_en {
  const complaint = (what: string, corrections: readonly string[] = []): string => {
    const whole = visible(withCorrections(what, corrections));
    complaints.push({ what: whole, advice: ADVICE });
    return `${red("error")}: ${bold(whole)}\n\n${cyan(ADVICE)}`;
  };
  return {
    ...text_en,
    exceptionWhileParsingArguments: (error) =>
      complaint(error instanceof ArgumentScannerError ? slipText(error) : String(error)),
    noCommandRegisteredForInput: ({ input, corrections }) =>
      complaint(
        `There is no command "${input}".`,
        corrections.map((command) => command.replaceAll("`", "")),
      ),
  };
}

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

/** The command `lightcone`. */
export function appIn(terminal: Terminal): Application<Terminal> {
  return buildApplication(
    buildRouteMap({
      routes: Object.fromEntries(Object.entries(verbs).map(([name, { command }]) => [name, command])),
      docs: {
        brief:
          "Write a distributed protocol once, and check it against every schedule an adversary could choose",
        fullDescription: [
          "Lightcone takes a protocol, written as plain TypeScript, and finds the schedule that breaks it,",
          "or shows that there is none.",
          "",
          "Begin here:",
          "  lightcone new my-protocol",
          "  lightcone check my-protocol.ts",
          "  lightcone zoo",
          "",
          `To read, in ${join(packageRoot, "docs")}:`,
          "  guide.md         protocols, properties, verdicts, systems that a file exports (`systems`)",
          "  process-code.md  sequential code (`run`, `yield*`) and objects of your own",
          "  models.md        topologies, channels, timing, failures, memory, objects",
          "  options.md       every flag of every verb; errors.md: every mistake",
          "",
          `Bundles and types are kept for the next check in ${PROJECT_FOLDER}, or, where there is`,
          `no node_modules, in ${OWN_FOLDER}. They can be deleted at any time.`,
        ].join("\n"),
      },
    }),
    {
      name: "lightcone",
      versionInfo: { getCurrentVersion: async () => packageVersion() },
      scanner: { caseStyle: "allow-kebab-for-camel", allowArgumentEscapeSequence: true },
      localization: { text: textFor(terminal) },
    },
  );
}
