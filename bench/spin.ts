import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { isInstalled, runOrThrow } from "./child.ts";
import type { Contender, Report } from "./contender.ts";
import type { BenchSystem, Instance } from "./system.ts";

/** A way to build SPIN's verifier. */
interface Build {
  readonly name: string;
  readonly timed: boolean;
  /** Take receives that change nothing as well. */
  readonly idleReceives: boolean;
  /** With partial-order reduction. */
  readonly isReducing: boolean;
  /** Judges the formula of the model, under weak fairness, by nested depth-first search (-a -f). */
  readonly isLive?: true;
  readonly flags: readonly string[];
}

/**
 * The timed build was the fastest of those tried, if by little: with SPIN's masking of states, with partial
 * order reduction (which finds nothing to reduce in one process), -DSPACE, -DBFS, -DSFH, -DHASH32, -O2 and
 * -march=native it takes as long or longer. It stores whole states, so its search is exact. With idle
 * receives it takes the very transitions that Lightcone takes.
 */
const BUILDS: readonly Build[] = [
  { name: "spin", timed: true, idleReceives: false, isReducing: false, flags: ["-DNOREDUCE", "-DNOCOMP"] },
  { name: "spin, reducing", timed: true, idleReceives: false, isReducing: true, flags: [] },
  {
    name: "spin, idle receives",
    timed: true,
    idleReceives: true,
    isReducing: false,
    flags: ["-DNOREDUCE", "-DNOCOMP"],
  },
];

/** Safety alone, and what is asked in the long run. Without masking of states SPIN refuses -a. */
const WITHOUT_LIVENESS: Build = {
  name: "spin, masking",
  timed: true,
  idleReceives: false,
  isReducing: false,
  flags: ["-DNOREDUCE"],
};
const WITH_LIVENESS: Build = { ...WITHOUT_LIVENESS, name: "spin, -a -f", isLive: true };

const MEMORY_LIMIT_MEGABYTES = 24_000;
/** No search goes deeper than there are configurations; SPIN wants to know before it begins. */
const DEPTH_LIMIT_MIN = 10_000;

/** As many bits as give each state a slot of the hash table, within what SPIN and a machine can bear. */
function hashBits(configurations: number): number {
  return Math.min(28, Math.max(18, Math.ceil(Math.log2(configurations))));
}

function depthLimit({ configurations }: Instance): number {
  return Math.max(DEPTH_LIMIT_MIN, configurations);
}

/** What is to be explored. */
interface Subject {
  readonly system: BenchSystem;
  readonly instance: Instance;
}

/** Generates and compiles the verifier, whose large counts are made to print in full. Returns its folder. */
async function compile(root: string, build: Build, subject: Subject): Promise<string> {
  const { system, instance } = subject;
  const { spin: model } = system;
  if (model === undefined) throw new Error(`there is no SPIN model of ${system.name}`);
  const sizes = Object.entries(instance.processes);
  const name = [system.name, ...sizes.map(([, count]) => count), build.name.replace(/\W+/g, "-")].join("-");
  const directory = join(root, "bench/out/spin", name);
  mkdirSync(directory, { recursive: true });
  const defines = sizes.map(([role, count]) => `-D${model.macros[role]}=${count}`);
  defines.push(...(model.flags ?? []));
  if (build.idleReceives) defines.push("-DIDLE_RECEIVES");
  if (build.isLive) defines.push("-DLIVENESS");
  await runOrThrow("spin", ["-o6", ...defines, "-a", join(root, model.promela)], directory);
  const source = join(directory, "pan.c");
  writeFileSync(source, readFileSync(source, "utf8").replaceAll("%9.8g", "%9.0f"));
  const judged = build.isLive ? ["-DNFAIR=3"] : ["-DSAFETY", "-DNOFAIR"];
  const flags = ["-O3", "-w", ...judged, `-DMEMLIM=${MEMORY_LIMIT_MEGABYTES}`, ...build.flags];
  await runOrThrow("gcc", [...flags, "-o", "pan", "pan.c"], directory);
  return directory;
}

/**
 * Reads what a verifier of SPIN prints. Its transitions are those to stored and to known states, where the
 * initial state counts as stored though no transition leads to it. Throws if the search was cut short.
 */
export function readVerifier(stdout: string): Report {
  const number = (pattern: RegExp): number => {
    const match = pattern.exec(stdout);
    if (match === null) throw new Error(`SPIN's verifier did not print ${pattern.source}:\n${stdout}`);
    return Number(match[1]);
  };
  if (/Search not completed|max search depth too small/.test(stdout)) {
    throw new Error(`SPIN's verifier did not complete its search:\n${stdout}`);
  }
  return {
    configurations: number(/^\s*(\S+) states, stored/m),
    stored: number(/^\s*(\S+) states, stored/m),
    transitions: number(/^\s*(\S+) transitions \(= (?:stored|visited)\+matched\)/m) - 1,
    depth: null,
    seconds: number(/elapsed time (\S+) seconds/),
    authorCalls: null,
    refuted: number(/errors: (\d+)/) === 0 ? {} : { "an assertion": null },
  };
}

/** SPIN, in each of its builds. */
export function spin(root: string): readonly Contender[] {
  return BUILDS.map((build) => verifier(root, build));
}

/** SPIN that explores, and SPIN that judges a formula. */
export function spinWithLiveness(root: string): {
  readonly exploring: Contender;
  readonly judging: Contender;
} {
  return { exploring: verifier(root, WITHOUT_LIVENESS), judging: verifier(root, WITH_LIVENESS) };
}

function verifier(root: string, build: Build): Contender {
  return {
    name: build.name,
    counts: build.isLive ? "its own" : build.idleReceives ? "transitions" : "changes",
    timed: build.timed,
    knows: ({ spin: model }) => {
      if (model === undefined || (build.isReducing && model.isReduced === true)) return false;
      return !build.idleReceives || model.idleReceives;
    },
    missing: async () => {
      if (!(await isInstalled("spin", ["-V"]))) return "spin is not installed: apt-get install spin gcc";
      return (await isInstalled("gcc", ["--version"])) ? null : "gcc is not installed: apt-get install gcc";
    },
    prepare: async (system, instance) => {
      const directory = await compile(root, build, { system, instance });
      return {
        program: join(directory, "pan"),
        // -E: that nothing can happen any more is no error here.
        arguments: [
          "-E",
          `-m${(build.isLive ? 2 : 1) * depthLimit(instance)}`,
          `-w${hashBits(instance.configurations)}`,
          ...(build.isLive ? ["-a", "-f"] : []),
        ],
        directory,
        read: readVerifier,
      };
    },
  };
}
