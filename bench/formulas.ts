/**
 * Formulas of linear temporal logic, drawn, on drawn systems under justice and compassion: the verdict of
 * Lightcone beside that of TLC.
 */
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { runChild } from "./child.ts";
import { drawSystems, inTla, protocolFile, tlaModule, type DrawnSystem } from "./drawnFormulas.ts";
import { COMMAND } from "./lightcone.ts";
import { formatCount, formatTable } from "./table.ts";
import { isTrueOf, readLasso } from "./tlcTrace.ts";
import { argumentsFor, CONFIGURATION, reasonWithout } from "./tlc.ts";

/** What both said of so many formulas, and where they differ: a module and the two verdicts. */
export interface ComparedFormulas {
  readonly systems: number;
  readonly holds: number;
  readonly violated: number;
  /** Formulas that TLC says are violated by an execution of which they are true. */
  readonly mistaken: number;
  readonly differences: readonly string[];
}

/** What is drawn, and where: so many systems with a few formulas each. */
interface Drawing {
  readonly systems: number;
  readonly seed: number;
  progress(line: string): void;
}

const MODULE = "Drawn.tla";

/** Judges drawn formulas by both. @throws Error if TLC cannot be used here, or neither holds nor refutes */
export async function compareFormulas(root: string, asked: Drawing): Promise<ComparedFormulas> {
  const reason = await reasonWithout(root);
  if (reason !== null) throw new Error(`TLC: ${reason}`);
  const directory = join(root, "bench/out/formulas");
  rmSync(directory, { recursive: true, force: true });
  mkdirSync(directory, { recursive: true });
  writeFileSync(join(directory, CONFIGURATION), "SPECIFICATION Spec\nPROPERTY Property\n");
  const counts = { holds: 0, violated: 0, mistaken: 0 };
  const differences: string[] = [];
  for (const [number, drawn] of drawSystems(asked.systems, asked.seed).entries()) {
    const verdicts = await askLightcone(directory, drawn);
    for (const [i, formula] of drawn.formulas.entries()) {
      const module = tlaModule(drawn, formula);
      const { verdict, stdout } = await askTlc(root, directory, module);
      const lasso = readLasso(stdout);
      if (verdict === verdicts[i]) counts[verdict]++;
      else if (lasso !== undefined && isTrueOf(lasso, formula)) counts.mistaken++;
      else differences.push(`TLC: ${verdict}; Lightcone: ${verdicts[i]}: ${inTla(formula)}\n${module}`);
    }
    if ((number + 1) % 50 === 0) asked.progress(`${number + 1} systems, ${differences.length} differences`);
  }
  return { systems: asked.systems, ...counts, differences };
}

/** The verdicts of Lightcone's command on all formulas of a system. */
async function askLightcone(directory: string, drawn: DrawnSystem): Promise<readonly string[]> {
  const file = join(directory, "drawn.ts");
  writeFileSync(file, protocolFile(drawn));
  const { stdout, stderr } = await runChild(process.execPath, [COMMAND, "check", file, "--json"], ".");
  if (stdout === "") throw new Error(`Lightcone said nothing of ${file}:\n${stderr}`);
  const { properties } = JSON.parse(stdout) as { properties: readonly { readonly verdict: string }[] };
  return properties.map(({ verdict }) => verdict);
}

/** What TLC says of a module, and all that it prints. */
interface TlcAnswer {
  readonly verdict: "holds" | "violated";
  readonly stdout: string;
}

async function askTlc(root: string, directory: string, module: string): Promise<TlcAnswer> {
  writeFileSync(join(directory, MODULE), module);
  const quick = ["-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"];
  const { stdout } = await runChild("java", [...quick, ...argumentsFor(root, directory, MODULE)], directory);
  if (stdout.includes("No error has been found.")) return { verdict: "holds", stdout };
  if (/^Error: (Temporal properties were|Invariant \w+ is) violated/m.test(stdout))
    return { verdict: "violated", stdout };
  throw new Error(`TLC came to no verdict on\n${module}\n${stdout}`);
}

/** What was compared, as a table, and the differences. */
export function formatFormulas({ differences, ...found }: ComparedFormulas): string {
  const { systems, holds, violated, mistaken } = found;
  const header = ["systems", "formulas", "both: holds", "both: violated", "TLC mistaken", "differences"];
  const formulas = holds + violated + mistaken + differences.length;
  const row = [systems, formulas, holds, violated, mistaken, differences.length].map(formatCount);
  return [formatTable(header, [row]), ...differences].join("\n\n");
}
