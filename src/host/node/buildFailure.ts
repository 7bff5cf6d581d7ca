/** The failures of bundling: esbuild's messages on a file, as failures that teach. */
import { existsSync, readFileSync } from "node:fs";
import { relative } from "node:path";
import type { Message } from "esbuild";
import { codeFrame } from "./codeFrame.ts";
import { GIVEN_NAMESPACE, givenNames } from "./imports.ts";
import { nearest } from "../../base/spelling.ts";
import { loadFailure, type MistakeReport, type Told } from "./mistakeReport.ts";

const RELATIVE = "Relative imports begin with ./ and name the file with its ending.";

/** The failure for these messages about a protocol file, or about what it imports. */
export function buildFailure(file: string, errors: readonly Message[]): MistakeReport {
  const name = relative(process.cwd(), file);
  const evidence = errors.slice(0, 5).flatMap(messageLines);
  const unresolved = errors.filter(({ text }) => /^Could not resolve|^No matching export/.test(text));
  const missing = errors.find(({ text }) => NOT_EXPORTED.test(text));
  if (missing !== undefined) {
    const [, imported = ""] = NOT_EXPORTED.exec(missing.text) ?? [];
    const close = nearest(imported, givenNames());
    const notes = close === undefined ? [] : [{ text: `Did you mean "${close}"?`, location: null }];
    return loadFailure("import-failed", {
      what: `${name} imports "${imported}", which Lightcone does not export.`,
      evidence: messageLines({ ...missing, text: `There is no ${imported}`, notes }),
      advice: "Correct the name; the README lists what a protocol file can import.",
    });
  }
  if (unresolved.length === errors.length) {
    const advice = unresolved.some(({ text }) => /resolve "[^./]/.test(text))
      ? `Install the package beside the file, or correct the name. ${RELATIVE}`
      : `Correct the import. ${RELATIVE}`;
    return loadFailure("import-failed", { what: `${name} imports what is not there.`, evidence, advice });
  }
  const refused = errors.find(({ detail }) => detail !== undefined);
  if (refused !== undefined) {
    const { name: kind, what, advice } = refused.detail as Told;
    return loadFailure(kind, { what: `${name} ${what}.`, evidence: messageLines(refused), advice });
  }
  const awaits = errors.find(({ text }) => text.startsWith("Top-level await"));
  if (awaits !== undefined) {
    return loadFailure("awaits-at-load", {
      what: `${name} awaits something while it is loaded.`,
      evidence: messageLines({ ...awaits, text: "An await outside of functions" }),
      advice: "Nothing comes from outside of a protocol: write down what it is made of.",
    });
  }
  return loadFailure("syntax-error", {
    what: `${name} cannot be read as TypeScript.`,
    evidence,
    advice: errors.some(({ text }) => text.startsWith('"yield" is a reserved word'))
      ? "Process code is a generator function, with a star before its name: `*run(state) { … }`."
      : "Correct the syntax.",
  });
}

function messageLines({
  text,
  location,
  notes,
}: Pick<Message, "text" | "location"> & {
  notes: Pick<Message["notes"][number], "text" | "location">[];
}): string[] {
  const hints = notes.filter((note) => note.location === null).map((note) => note.text);
  const own = hints.filter((hint) => !hint.startsWith("You can mark the path"));
  if (location === null) return [text, ...own];
  const { file, line, column, length, lineText } = location;
  const source = existsSync(file) ? readFileSync(file, "utf8") : `${"\n".repeat(line - 1)}${lineText}`;
  return [
    `${file}:${line}:${column + 1}: ${text}`,
    codeFrame(source, { line, column: column + 1, length }),
    ...own,
  ];
}

/** The pattern of esbuild's message for a name that Lightcone does not export. */
const NOT_EXPORTED = new RegExp(`No matching export in "${GIVEN_NAMESPACE}:[^"]*" for import "([^"]+)"`);
