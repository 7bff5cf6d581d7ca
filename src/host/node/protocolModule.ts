/** Making a copy of author code and finding the protocol in it. Runs in a worker. */
import { relative } from "node:path";
import type { TheoryClaim } from "../../properties/theoryClaim.ts";
import { caught, stringOf } from "../../base/foreign.ts";
import { ForbiddenInHandler } from "../../model/error.ts";
import type { Protocol } from "../../model/system/protocol.ts";
import type { SystemOptions } from "../../model/system/system.ts";
import type { Claim } from "../../properties/claim.ts";
import type { AdversaryKind } from "../../simulator/adversary/index.ts";
import { Failed, loadFailure } from "./mistakeReport.ts";
import type { AuthorCode } from "./authorCode.ts";
import type { Heartbeat } from "./heartbeat.ts";
import { authorFrames } from "./stackTrace.ts";

/** The exports of a protocol file. */
interface ProtocolModule {
  readonly protocol: Protocol;
  /** The export `claims` of the file. */
  readonly claims: readonly Claim[];
  /** The export `theory` of the file. */
  readonly theory: readonly TheoryClaim[];
  /** The export `systems` of the file, by name. */
  readonly systems: Readonly<Record<string, SystemOptions>>;
  /** The export `adversaries` of the file, each under its name. */
  readonly adversaries: readonly AdversaryKind[];
}

/**
 * Makes a copy of the code of a protocol file.
 * @throws Failed if it throws, or does not export one protocol by default.
 */
export function loadProtocol(code: AuthorCode, name: string, heartbeat: Heartbeat): ProtocolModule {
  heartbeat.enter({ kind: "file", name });
  try {
    const module = foundIn(code.copy(), name);
    heartbeat.leave();
    return module;
  } catch (thrown) {
    heartbeat.leave();
    const error = caught(thrown);
    throw error instanceof Failed ? error : loadingFailure(name, error, code.cycles);
  }
}

/** The parts of a module that Lightcone looks for. To look may run code of the author's. @throws Failed */
function foundIn(module: Readonly<Record<string, unknown>>, name: string): ProtocolModule {
  return {
    protocol: { ...defaultProtocol(module, name) },
    claims: listIn<Claim>(module, "claims", name),
    theory: listIn<TheoryClaim>(module, "theory", name),
    systems: systemsOf(module, name),
    adversaries: adversariesOf(module, name),
  };
}

/** The claims that a module exports under a name; none if it exports none. @throws Failed */
function listIn<T extends object>(
  module: Readonly<Record<string, unknown>>,
  field: string,
  name: string,
): readonly T[] {
  const exported = module[field] ?? [];
  if (Array.isArray(exported) && exported.every((one) => typeof one === "object" && one !== null))
    return exported as T[];
  throw new Failed(
    loadFailure("not-a-protocol", {
      what: `${name} exports \`${field}\`, which is no list of claims.`,
      evidence: [],
      advice: "Export a list of objects, each with its `claim` in a sentence; or call it otherwise.",
    }),
  );
}

/** The systems that a module exports. @throws Failed */
function systemsOf(
  module: Readonly<Record<string, unknown>>,
  name: string,
): Readonly<Record<string, SystemOptions>> {
  const exported = module["systems"] ?? {};
  const isRecord = (value: unknown): boolean =>
    typeof value === "object" && value !== null && !Array.isArray(value);
  if (isRecord(exported) && Object.values(exported).every(isRecord))
    return exported as Readonly<Record<string, SystemOptions>>;
  throw new Failed(
    loadFailure("not-a-protocol", {
      what: `${name} exports \`systems\`, which is no record of systems by name.`,
      evidence: [],
      advice:
        'Export options by name: export const systems = { lossy: { failures: parseFailures("loss") } };',
    }),
  );
}

/** The adversaries that a module exports. @throws Failed */
function adversariesOf(module: Readonly<Record<string, unknown>>, name: string): readonly AdversaryKind[] {
  const exported = module["adversaries"];
  if (exported === undefined) return [];
  const isKind = (value: unknown): boolean =>
    typeof value === "object" &&
    value !== null &&
    typeof (value as Partial<AdversaryKind>).name === "string" &&
    typeof (value as Partial<AdversaryKind>).begin === "function";
  if (Array.isArray(exported) && exported.every(isKind)) return exported as AdversaryKind[];
  throw new Failed(
    loadFailure("not-a-protocol", {
      what: `${name} exports \`adversaries\`, which is no list of adversaries.`,
      evidence: [],
      advice: "Export a list of objects with a name and a function `begin`, or call it otherwise.",
    }),
  );
}

function loadingFailure(name: string, error: unknown, cycles: AuthorCode["cycles"]): Failed {
  const frames = authorFrames(error).slice(0, 3);
  if (error instanceof ForbiddenInHandler) {
    return new Failed(
      loadFailure("ambient-state", {
        what: `${name} used ${error.used} while it was loaded.`,
        evidence: frames,
        advice: "A protocol is the same whenever and wherever it is loaded: write down what it is made of.",
      }),
    );
  }
  const text = error instanceof Error ? `${error.name}: ${error.message}` : `It threw ${describe(error)}.`;
  if (error instanceof ReferenceError && cycles.length > 0 && /before initialization/.test(error.message)) {
    const circles = cycles.map(
      (files) => `${[...files, ...files.slice(0, 1)].map(called).join(" imports ")}.`,
    );
    return new Failed(
      loadFailure("import-cycle", {
        what: `${name} is made of files that import each other, and one needs another too early.`,
        evidence: [text, ...frames, ...circles],
        advice: "Move what they all need into a file that imports none of them.",
      }),
    );
  }
  return new Failed(
    loadFailure("threw-at-load", {
      what: `${name} threw an error while it was loaded.`,
      evidence: [text, ...frames],
      advice: "Mend the code outside the handlers: it runs once, when the file is loaded.",
    }),
  );
}

function called(file: string): string {
  return relative(process.cwd(), file);
}

const EXPORT_ADVICE = "Export it so: export default protocol<Message>()({ name, roles, properties });";

/** The protocol that a module exports by default. @throws Failed */
function defaultProtocol(module: Readonly<Record<string, unknown>>, name: string): Protocol {
  const exported = module["default"];
  if (isProtocol(exported)) return exported;
  if (exported === undefined) throw withoutDefault(module, name);
  const found = (evidence: readonly string[], advice = EXPORT_ADVICE): Failed =>
    new Failed(
      loadFailure("not-a-protocol", {
        what: `The default export of ${name} is ${describe(exported)}, not a protocol.`,
        evidence,
        advice,
      }),
    );
  if (typeof exported === "function") {
    if (isClass(exported))
      return fail(
        found(["A protocol is a plain object with a name and roles; states and handlers need no classes."]),
      );
    return fail(
      found([
        "`protocol` is called twice: protocol<Message>() fixes the messages; its result takes the rest.",
      ]),
    );
  }
  if (Array.isArray(exported)) {
    return fail(
      found(
        ["One file holds one protocol."],
        "Put each protocol into a file of its own, and export it by default.",
      ),
    );
  }
  if (typeof exported === "object" && exported !== null) {
    const inside = Object.entries(exported)
      .filter(([, value]) => isProtocol(value))
      .map(([key]) => key);
    if (inside.length > 0)
      return fail(
        found(
          [`It holds several protocols: ${inside.join(", ")}.`],
          "Put each protocol into a file of its own, and export it by default.",
        ),
      );
    const missing = ["name", "roles"].filter((key) => !(key in exported));
    const keys = Object.keys(exported).join(", ") || "no properties";
    const lacking = missing.length === 2 ? "" : ` (${missing.join(", ")} is missing)`;
    return fail(found([`It has ${keys}; a protocol has name and roles${lacking}.`]));
  }
  return fail(found([]));
}

function fail(error: Failed): never {
  throw error;
}

function withoutDefault(module: Readonly<Record<string, unknown>>, name: string): Failed {
  const names = Object.keys(module);
  const protocols = names.filter((key) => isProtocol(module[key]));
  const evidence = names.length === 0 ? ["It exports nothing."] : [`It exports: ${names.join(", ")}.`];
  const [only] = protocols;
  const advice =
    protocols.length === 1
      ? `Write "export default" where it says "export const ${only} =".`
      : protocols.length > 1
        ? "Put each protocol into a file of its own, and export it by default."
        : EXPORT_ADVICE;
  return new Failed(
    loadFailure("no-default-export", { what: `${name} has no default export.`, evidence, advice }),
  );
}

function isProtocol(value: unknown): value is Protocol {
  return typeof value === "object" && value !== null && "name" in value && "roles" in value;
}

/** Whether a function is a class: only its author's text tells. */
function isClass(value: unknown): boolean {
  return /^class\b/.test(Function.prototype.toString.call(value));
}

/** The kind of a value, in a few words. */
function describe(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return `an array of ${value.length}`;
  if (typeof value === "function") {
    const hasName = value.name !== "" && value.name !== "default";
    const kind = isClass(value) ? `${hasName ? "the" : "a"} class` : "a function";
    return hasName ? `${kind} ${value.name}` : kind;
  }
  if (typeof value !== "object")
    return typeof value === "string"
      ? `the string ${JSON.stringify(value)}`
      : `the ${typeof value} ${stringOf(value)}`;
  if (typeof (value as { then?: unknown }).then === "function") return "a promise";
  const name = (value as { constructor?: { name?: string } }).constructor?.name;
  return name === undefined || name === "Object" ? "an object" : `an instance of ${name}`;
}
