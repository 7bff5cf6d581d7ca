/**
 * Failures as plain data: what went wrong when there is no verdict to give. They cross from the worker to
 * the main thread and into JSON unchanged, and always have three parts: what happened, the evidence, and
 * what to do.
 */
import { caught, stringOf, textOfThrown } from "../../base/foreign.ts";
import { malformed, ProtocolError, UsageError } from "../../model/error.ts";
import { nearest } from "../../base/spelling.ts";
import { authorFrames } from "./stackTrace.ts";

/** A reason why a protocol file could not be loaded. Each name has a paragraph in docs/errors.md. */
type LoadFault =
  | "file-not-found"
  | "syntax-error"
  | "cannot-compile"
  | "import-failed"
  | "import-cycle"
  | "ambient-state"
  | "awaits-at-load"
  | "threw-at-load"
  | "never-loads"
  | "out-of-memory"
  | "no-default-export"
  | "not-a-protocol"
  | "type-error";

/** The text of a mistake that a plugin of ours finds; esbuild gives it back as `detail` of its message. */
export interface Told {
  readonly name: LoadFault;
  /** Goes on after the name of the protocol file. */
  readonly what: string;
  readonly advice: string;
}

/** The place where it has to be mended: the protocol, its file, the command line, or Lightcone itself. */
type MistakeKind = "protocol" | "load" | "usage" | "lightcone";

/** A mistake, ready to be shown. */
export interface MistakeReport {
  readonly kind: MistakeKind;
  /** The stable name under which docs/errors.md explains it. */
  readonly name: string;
  readonly what: string;
  /** Lines, some of which may hold a code frame of several lines. */
  readonly evidence: readonly string[];
  readonly advice: string;
  /** The events that lead there, as schedule text, where they are known. */
  readonly schedule?: readonly string[];
}

/** Thrown where a failure is found; `failure` says everything. */
export class Failed extends Error {
  readonly failure: MistakeReport;
  constructor(failure: MistakeReport) {
    super([failure.what, ...failure.evidence, failure.advice].join("\n"));
    this.failure = failure;
  }
}

/** A failure to load a file. */
export function loadFailure(
  name: LoadFault,
  told: Pick<MistakeReport, "what" | "evidence" | "advice">,
): MistakeReport {
  return { kind: "load", name, ...told };
}

/** A mistake on the command line or in a schedule. */
export function usageFailure(what: string, advice: string): MistakeReport {
  return { kind: "usage", name: "usage", what, evidence: [], advice };
}

/** The failure that a thrown value stands for; what Lightcone does not know is a bug of Lightcone. */
export function failureOf(given: unknown): MistakeReport {
  const thrown = caught(given);
  if (thrown instanceof Failed) return thrown.failure;
  if (thrown instanceof UsageError) return usageFailure(thrown.what, withSuggestion(thrown));
  if (thrown instanceof ProtocolError) {
    const { fault: name, what, advice, schedule } = thrown;
    const frames = authorFrames(thrown.cause).slice(0, 1);
    const evidence = [...thrown.evidence, ...frames.filter((frame) => !thrown.evidence.includes(frame))];
    return {
      kind: "protocol",
      name,
      what,
      evidence,
      advice,
      ...(schedule === undefined ? {} : { schedule }),
    };
  }
  const stack = thrown instanceof Error ? (thrown.stack ?? thrown.message) : stringOf(thrown);
  const [frame] = authorFrames(thrown);
  // An error that code of the author's has thrown is the author's, wherever it was called.
  if (
    frame !== undefined &&
    stack
      .split("\n")
      .find((line) => /^\s+at /.test(line))
      ?.trim() === frame
  )
    return failureOf(malformed(`code of its file threw an error (${textOfThrown(thrown)})`, thrown));
  return lightconeFailure(
    "Lightcone failed; this is its own mistake and not the protocol's.",
    stack.split("\n"),
  );
}

/** The advice of a usage error, with the possible word in front that is closest to the one that was given. */
function withSuggestion({ advice, choice }: UsageError): string {
  const close = choice === undefined ? undefined : nearest(choice.given, choice.possible);
  return close === undefined || close === choice?.given ? advice : `Did you mean ${close}? ${advice}`;
}

/** A failure of Lightcone itself. */
export function lightconeFailure(what: string, evidence: readonly string[]): MistakeReport {
  return {
    kind: "lightcone",
    name: "lightcone",
    what,
    evidence,
    advice: "Please report it, with the protocol if you can share it.",
  };
}
