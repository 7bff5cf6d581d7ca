/** The verbs of the command line: flags, help and action of each, in one value. */
import { buildCommand, type Command, type FlagParametersForType } from "@stricli/core";
import { failureOf } from "../host/node/mistakeReport.ts";
import { complain } from "./complain.ts";
import type { Terminal } from "./terminal.ts";

/** The flags of a verb, each with a brief for the help; `more` is what the reference says besides. */
export type Flags<F> = {
  readonly [K in keyof FlagParametersForType<F>]: FlagParametersForType<F>[K] & { readonly more?: string };
};

/** A parameter that stands in its place. */
interface Positional {
  readonly brief: string;
  readonly parse: (text: string) => string;
  readonly placeholder: string;
  readonly optional?: true;
}

/** The help of a verb. */
interface Help {
  /** The verb in one line. */
  readonly brief: string;
  /** The verb in a few lines. */
  readonly about: readonly string[];
  readonly examples: readonly string[];
  /** The meanings of its exit codes, if it has codes of its own. */
  readonly exitCodes?: string;
  readonly positional: readonly Positional[];
}

/** A flag, as far as a reference tells of it. */
export interface FlagText {
  readonly kind: "parsed" | "enum" | "boolean" | "counter";
  readonly brief: string;
  readonly more?: string;
  readonly placeholder?: string;
  readonly values?: readonly string[];
  readonly default?: unknown;
  readonly variadic?: unknown;
}

/** A verb, its types forgotten. */
export interface Verb {
  readonly help: Help;
  readonly flags: Readonly<Record<string, FlagText>>;
  readonly command: Command<Terminal>;
}

/** The flags, with what stands after each in its brief. */
function withValues(flags: object): Record<string, FlagText> {
  const texts = Object.entries(flags as Readonly<Record<string, FlagText>>);
  return Object.fromEntries(
    texts.map(([name, flag]) => {
      const { placeholder, brief } = flag;
      return [name, placeholder === undefined ? flag : { ...flag, brief: `${placeholder}: ${brief}` }];
    }),
  );
}

/**
 * Makes a verb with flags F and other parameters A. Whatever `run` throws is told as a failure.
 */
export function verb<F extends object, A extends readonly (string | undefined)[]>(
  definition: Help & {
    readonly flags: Flags<F>;
    readonly run: (this: Terminal, flags: F, ...parameters: A) => Promise<void>;
  },
): Verb {
  const { flags, run, ...help } = definition;
  const { brief, about, examples, exitCodes, positional } = help;
  const command = buildCommand<F, A, Terminal>({
    async func(given, ...parameters) {
      try {
        await run.call(this, given, ...parameters);
      } catch (error) {
        complain(this, failureOf(error));
      }
    },
    parameters: { flags: withValues(flags), positional: { kind: "tuple", parameters: positional } } as never,
    docs: {
      brief,
      fullDescription: [
        ...about,
        "",
        "Examples:",
        ...examples.map((example) => `  ${example}`),
        ...(exitCodes === undefined ? [] : ["", `Exit codes: ${exitCodes}.`]),
      ].join("\n"),
    },
  });
  return { help, flags: flags as Readonly<Record<string, FlagText>>, command };
}
