/** `lightcone new NAME`: a file to begin with. */
import { existsSync, writeFileSync } from "node:fs";
import { basename, dirname } from "node:path";
import { UsageError } from "../../model/error.ts";
import { json } from "../fileFlags.ts";
import { cyan, green } from "../ink.ts";
import { JSON_VERSION } from "../json.ts";
import { shellWord } from "../keptSchedule.ts";
import { starterText } from "../starter.ts";
import { verb } from "../verb.ts";

/** The verb `new`. */
export const create = verb<{ readonly json: boolean }, [string]>({
  brief: "Begin a protocol: a small file with comments that checks at once",
  about: ["Writes NAME.ts, and never over a file that exists."],
  examples: ["lightcone new my-protocol && lightcone check my-protocol.ts"],
  flags: { json },
  positional: [{ brief: "Its name; the file is NAME.ts", parse: String, placeholder: "NAME" }],
  async run(_given, name) {
    const path = writeStarter(name);
    if (this.json) return this.answer({ lightcone: "new", version: JSON_VERSION, path });
    this.print([
      `${green("✓")} ${path} is there: a small protocol with comments. To go on:`,
      cyan(`  lightcone check ${shellWord(path)} --watch`),
    ]);
  },
});

/** Writes a starter file, and never over a file that exists. @returns its path @throws UsageError */
function writeStarter(name: string): string {
  const path = name.endsWith(".ts") ? name : `${name}.ts`;
  const word = basename(path, ".ts");
  if (!/^[A-Za-z][\w-]*$/.test(word)) {
    throw new UsageError(
      `"${word}" cannot name a protocol.`,
      "Use letters, digits and -, and begin with a letter.",
    );
  }
  if (!existsSync(dirname(path)))
    throw new UsageError(`There is no folder ${dirname(path)}.`, "Make the folder first.");
  if (existsSync(path))
    throw new UsageError(`${path} exists already, and is left as it is.`, "Choose another name.");
  try {
    writeFileSync(path, starterText(word), { flag: "wx" });
  } catch (error) {
    throw new UsageError(`${path} cannot be written: ${(error as Error).message}.`, "Choose another place.");
  }
  return path;
}
