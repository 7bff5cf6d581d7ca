/** `lightcone history FILE --object KIND`: whether a concurrent history is as its objects allow. */
import { readFileSync } from "node:fs";
import type { Consistency } from "../../analysis/index.ts";
import { format, NotReadable, parse } from "../../base/text.ts";
import type { Plain } from "../../base/value.ts";
import { UsageError } from "../../model/error.ts";
import { objectKinds } from "../../model/memory/index.ts";
import type { ObjectKind } from "../../model/memory/object.ts";
import { ExitCode } from "../exitCode.ts";
import { json } from "../fileFlags.ts";
import { verb, type Flags } from "../verb.ts";

/** Flags of `history`. */
interface HistoryFlags {
  readonly object: string;
  readonly initial: string | undefined;
  readonly consistency: Consistency;
  readonly json: boolean;
}

/** The values that objects begin with unless told, by kind. */
const INITIALS: Readonly<Record<string, Plain>> = {
  register: null,
  swap: null,
  "compare&swap": null,
  "test&set": false,
  "fetch&add": 0,
  queue: [],
  stack: [],
};

const flags = {
  object: {
    kind: "parsed",
    parse: String,
    brief: "The kind of the objects, such as register or queue",
    placeholder: "KIND",
    default: "register",
    more: `Kinds: ${Object.keys(INITIALS).join(", ")}.`,
  },
  initial: {
    kind: "parsed",
    parse: String,
    brief: "The value that each object begins with; default: empty, 0, false or null",
    placeholder: "VALUE",
    optional: true,
  },
  consistency: {
    kind: "enum",
    values: ["linearizable", "sequential"],
    brief: "linearizable keeps the order of what does not overlap, sequential that of each process alone",
    default: "linearizable",
  },
  json,
} as const satisfies Flags<HistoryFlags>;

/** The value that objects begin with. @throws UsageError */
function initialOf(kind: ObjectKind, text: string | undefined): Plain {
  if (text === undefined) return INITIALS[kind.name] ?? null;
  try {
    return parse(text);
  } catch (error) {
    if (!(error instanceof NotReadable)) throw error;
    throw new UsageError(`The first value ${text} cannot be read: ${error.message}.`, "As in --initial 0.");
  }
}

/** The verb `history`. */
export const history = verb<HistoryFlags, [string]>({
  brief: "Say whether a concurrent history is linearizable",
  about: [
    "A history is a list of events, a line each: `p1 invokes write(1) on x`, and later `p1 responds`, with",
    "the answer behind it. It is linearizable if its operations could have happened one at a time, each",
    "between its two events. If not, says how far it is, and which operations contradict each other.",
  ],
  examples: [
    "lightcone history some.history --object register --initial 0",
    "lightcone history some.history --object queue --consistency sequential",
  ],
  exitCodes: "0 it is, 1 it is not, 2 a mistake",
  flags,
  positional: [
    { brief: "A file with a history, or - for the standard input", parse: String, placeholder: "FILE" },
  ],
  async run(given, path) {
    const { judgeHistory, parseHistory } = await import("../../analysis/index.ts");
    const kind = kindNamed(given.object);
    const specification = { kind, initial: initialOf(kind, given.initial) };
    const operations = parseHistory(textOf(path));
    const verdict = judgeHistory(specification, operations, given.consistency);
    this.process.exitCode = verdict.holds ? ExitCode.holds : ExitCode.violated;
    const { documentOfHistory, linesOfHistory } = await import("../historyReport.ts");
    const object = `${kind.name} that begins with ${format(specification.initial)}`;
    const told = { file: path, object, consistency: given.consistency, operations, verdict };
    if (this.json) this.answer(documentOfHistory(told));
    else this.print(linesOfHistory(told));
  },
});

function kindNamed(name: string): ObjectKind {
  const possible = Object.keys(INITIALS);
  const kind = objectKinds.find((one) => one.name === name);
  if (kind !== undefined && possible.includes(name)) return kind;
  throw new UsageError(
    `There is no kind of objects "${name}" for histories.`,
    `Kinds: ${possible.join(", ")}.`,
    {
      given: name,
      possible,
    },
  );
}

function textOf(path: string): string {
  try {
    return readFileSync(path === "-" ? 0 : path, "utf8");
  } catch (error) {
    throw new UsageError(`The history ${path} cannot be read: ${(error as Error).message}.`, "Name a file.");
  }
}
