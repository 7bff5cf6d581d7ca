/** `lightcone new NAME`: a file to begin with. */
import { existsSync, writeFileSync } from "node:fs";
import { basename, dirname } from "node:path";
import { usageFailure } from "../host/node/failure.ts";
import { complain } from "./complain.ts";
import { cyan, green } from "./ink.ts";
import { JSON_VERSION, jsonText } from "./json.ts";
import { starterText } from "./starter.ts";
import type { Surroundings } from "./surroundings.ts";

/** Writes a starter file, and never over a file that exists. */
export async function create(
  this: Surroundings,
  _flags: { readonly json: boolean },
  name: string,
): Promise<void> {
  const path = name.endsWith(".ts") ? name : `${name}.ts`;
  const word = basename(path, ".ts");
  if (!/^[A-Za-z][\w-]*$/.test(word)) {
    return complain(
      this,
      usageFailure(
        `"${word}" cannot name a protocol.`,
        "Use letters, digits and -, and begin with a letter.",
      ),
    );
  }
  if (!existsSync(dirname(path)))
    return complain(this, usageFailure(`There is no folder ${dirname(path)}.`, "Make the folder first."));
  if (existsSync(path))
    return complain(
      this,
      usageFailure(`${path} exists already, and is left as it is.`, "Choose another name."),
    );
  try {
    writeFileSync(path, starterText(word), { flag: "wx" });
  } catch (error) {
    return complain(
      this,
      usageFailure(`${path} cannot be written: ${(error as Error).message}.`, "Choose another place."),
    );
  }
  const next = `  lightcone check ${path} --watch`;
  this.process.stdout.write(
    this.json
      ? jsonText({ lightcone: "new", version: JSON_VERSION, path })
      : `${green("✓")} ${path} is there: a small protocol with comments. To go on:\n${cyan(next)}\n`,
  );
}
