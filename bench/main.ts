/**
 * The bench: Lightcone beside its peers on the same systems. First all must agree on what they count; then
 * they are timed in turn. See README.md in this folder.
 */
import { existsSync } from "node:fs";
import { cpus } from "node:os";
import { parseArgs } from "node:util";
import { compareCounts, formatFindings } from "./agreement.ts";
import type { Contender } from "./contender.ts";
import { javascript } from "./javascript.ts";
import { compareFormulas, formatFormulas } from "./formulas.ts";
import { formatLiveness, timeLiveness } from "./liveness.ts";
import { COMMAND, lightcone, otherBuild } from "./lightcone.ts";
import { formatTiming, summarize, time, type Timing } from "./rounds.ts";
import { compareHistories, formatHistories } from "./histories.ts";
import { formatRates, simulate } from "./simulation.ts";
import { spin } from "./spin.ts";
import { stateright } from "./stateright.ts";
import { type BenchSystem, systems } from "./system.ts";
import { formatPaces, measurePace } from "./pace.ts";
import { tlc } from "./tlc.ts";
import { formatTheory, timeTheory } from "./theory.ts";
import { compareTab, formatTabRates } from "./tab.ts";

interface Options {
  readonly rounds: number;
  readonly systems: readonly BenchSystem[];
  readonly size: "small" | "full";
  readonly json: boolean;
  readonly peersOnly: boolean;
  readonly simulations: boolean;
  readonly beside: string | undefined;
  readonly tab: boolean;
  readonly pace: boolean;
  readonly theory: boolean;
  readonly histories: boolean;
  readonly liveness: boolean;
  /** How many systems with formulas are drawn; absent: other things are asked. */
  readonly formulas: number | undefined;
}

const USAGE = `usage: npm run bench -- [options]
  --rounds N        timed rounds, 3 unless told (0: compare the counts only)
  --system NAME     only this system; may be repeated: ${systems.map(({ name }) => name).join(", ")}
  --size SIZE       small (seconds; unless told) or full (minutes, and 5 GB of memory)
  --peers-only      leave Lightcone out
  --simulations     only simulations: how many events a second they take
  --beside COMMAND  another build takes its turns, too: its dist/cli/main.js
  --tab             only checks in a tab of a browser, beside the command line
  --pace            only how soon the studio answers a key, and how smoothly it scrolls
  --theory          only valence, knowledge and similarity, beside exploring
  --histories       only judging concurrent histories, beside porcupine
  --liveness        only what is asked in the long run, beside exploring alone
  --formulas N      only formulas, drawn for N systems, and judged beside TLC
  --json            print one JSON object in place of tables`;

function readOptions(): Options {
  const { values } = parseArgs({
    options: {
      rounds: { type: "string", default: "3" },
      system: { type: "string", multiple: true },
      size: { type: "string", default: "small" },
      json: { type: "boolean", default: false },
      "peers-only": { type: "boolean", default: false },
      simulations: { type: "boolean", default: false },
      beside: { type: "string" },
      tab: { type: "boolean", default: false },
      pace: { type: "boolean", default: false },
      theory: { type: "boolean", default: false },
      histories: { type: "boolean", default: false },
      liveness: { type: "boolean", default: false },
      formulas: { type: "string" },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) {
    console.log(USAGE);
    process.exit(0);
  }
  if (!/^\d{1,3}$/.test(values.rounds)) {
    throw new Error(`--rounds ${values.rounds} is not a whole number below 1000`);
  }
  if (values.formulas !== undefined && !/^[1-9]\d{0,5}$/.test(values.formulas)) {
    throw new Error(`--formulas ${values.formulas} is not a whole number from 1 to 999,999`);
  }
  if (values.size !== "small" && values.size !== "full") {
    throw new Error(`--size ${values.size} is neither small nor full`);
  }
  const chosen = (values.system ?? systems.map(({ name }) => name)).map((name) => {
    const system = systems.find((one) => one.name === name);
    if (system === undefined) throw new Error(`--system ${name} is not one of the bench's systems`);
    return system;
  });
  return {
    rounds: Number(values.rounds),
    systems: chosen,
    size: values.size,
    json: values.json,
    peersOnly: values["peers-only"],
    simulations: values.simulations,
    beside: values.beside,
    tab: values.tab,
    pace: values.pace,
    theory: values.theory,
    histories: values.histories,
    liveness: values.liveness,
    formulas: values.formulas === undefined ? undefined : Number(values.formulas),
  };
}

/** The contenders that can be used here, Lightcone first, and why the others cannot. */
async function gather(root: string, options: Options): Promise<{ present: Contender[]; missing: string[] }> {
  const variants = options.peersOnly ? [] : options.systems.flatMap((system) => system.variants);
  const own = variants.map((variant) => lightcone(root, variant));
  const first = options.peersOnly ? [] : options.systems.flatMap((system) => system.variants.slice(0, 1));
  const reduced = first.map((variant) => lightcone(root, variant, true));
  const { beside } = options;
  const others = beside === undefined ? [] : first.map((variant) => otherBuild(beside, variant));
  const all = [...own, ...reduced, ...others, ...spin(root), stateright(root), tlc(root), javascript(root)];
  const present: Contender[] = [];
  const missing: string[] = [];
  for (const contender of all) {
    const reason = await contender.missing();
    if (reason === null) present.push(contender);
    else missing.push(`${contender.name}: ${reason}`);
  }
  return { present, missing: [...new Set(missing)] };
}

function machine(): string {
  const processors = cpus();
  const kind = `${process.platform} ${process.arch}`;
  return `Node ${process.version}, ${kind}, ${processors.length} × ${processors[0]?.model}`;
}

const NOTES = `Seconds are wall-clock time of the whole program, without building it, and the rates are by
them; exploring is the part that the tool itself reports. Medians over the rounds. time / ... compares within
each round: median (least-greatest). Bytes per configuration are the peak of resident memory over 150 MB.
Lightcone counts every enabled receive as a transition, and so does "spin, idle receives"; the others leave
out those that change nothing, so in two-phase commit their transitions/s are of fewer transitions. The peers
run on one thread.`;

async function runSimulations(options: Options, say: (text: string) => void): Promise<boolean> {
  const rates = await simulate(COMMAND, options.beside, Math.max(1, options.rounds));
  say(`${machine()}\n\n${formatRates(rates)}`);
  if (options.json) console.log(JSON.stringify({ machine: machine(), simulations: rates }, null, 2));
  return true;
}

async function runTab(options: Options, say: (text: string) => void): Promise<boolean> {
  const rates = await compareTab(COMMAND, Math.max(1, options.rounds));
  say(`${machine()}\n\n${formatTabRates(rates)}`);
  if (options.json) console.log(JSON.stringify({ machine: machine(), tab: rates }, null, 2));
  return true;
}

async function runPace(options: Options, say: (text: string) => void): Promise<boolean> {
  const paces = await measurePace(COMMAND);
  say(`${machine()}\n\n${formatPaces(paces)}`);
  if (options.json) console.log(JSON.stringify({ machine: machine(), paces }, null, 2));
  return true;
}

function runTheory(options: Options, say: (text: string) => void): boolean {
  const timed = timeTheory(options.size, Math.max(1, options.rounds));
  say(`${machine()}\n\n${formatTheory(timed)}`);
  if (options.json) console.log(JSON.stringify({ machine: machine(), theory: timed }, null, 2));
  return true;
}

async function runHistories(options: Options, say: (text: string) => void): Promise<boolean> {
  const judged = await compareHistories(process.cwd(), Math.max(1, options.rounds));
  say(`${machine()}\n\n${formatHistories(judged)}`);
  if (options.json) console.log(JSON.stringify({ machine: machine(), histories: judged }, null, 2));
  return judged.differences.length === 0;
}

async function runLiveness(root: string, options: Options, say: (text: string) => void): Promise<boolean> {
  const { systems: asked, size, rounds } = options;
  const progress = (line: string): void => console.error(line);
  const timed = await timeLiveness(root, asked, { size, rounds: Math.max(1, rounds), progress });
  say(`${machine()}\n\n${timed.map(formatLiveness).join("\n\n")}`);
  if (options.json) console.log(JSON.stringify({ machine: machine(), liveness: timed }, null, 2));
  return timed.every(({ pairs }) => pairs.every(({ refuted }) => refuted.length === 0));
}

async function runFormulas(root: string, options: Options, say: (text: string) => void): Promise<boolean> {
  const progress = (line: string): void => console.error(line);
  const compared = await compareFormulas(root, { systems: options.formulas ?? 0, seed: 1, progress });
  say(formatFormulas(compared));
  if (options.json) console.log(JSON.stringify({ machine: machine(), formulas: compared }, null, 2));
  return compared.differences.length === 0;
}

async function run(options: Options): Promise<boolean> {
  const root = process.cwd();
  if (!existsSync("bench/peers")) throw new Error("run the bench from the root of the package");
  const say = (text: string): void => (options.json ? undefined : console.log(text));
  if (options.simulations) return runSimulations(options, say);
  if (options.theory) return runTheory(options, say);
  if (options.histories) return runHistories(options, say);
  if (options.liveness) return runLiveness(root, options, say);
  if (options.formulas !== undefined) return runFormulas(root, options, say);
  if (options.tab) return runTab(options, say);
  if (options.pace) return runPace(options, say);
  const { present, missing } = await gather(root, options);
  say(`${machine()}\n`);
  if (missing.length > 0) say(`Missing:\n  ${missing.join("\n  ")}\n`);
  const findings = await compareCounts(present, options.systems);
  say(`${formatFindings(findings)}\n`);
  const agree = findings.every(({ differences }) => differences.length === 0);
  if (!agree) say("The counts differ, so nothing is timed.");
  const timings: Timing[] = [];
  for (const system of agree && options.rounds > 0 ? options.systems : []) {
    const instance = system[options.size];
    const timing = await time(present, system, instance, options.rounds, (line) => console.error(line));
    timings.push(timing);
    say(`\n${formatTiming(timing)}\n`);
  }
  if (timings.length > 0) say(NOTES);
  if (options.json) {
    const timed = timings.map((timing) => ({ ...timing, summary: summarize(timing) }));
    console.log(JSON.stringify({ machine: machine(), missing, agree, findings, timings: timed }, null, 2));
  }
  return agree;
}

try {
  process.exitCode = (await run(readOptions())) ? 0 : 1;
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  console.error(USAGE);
  process.exitCode = 2;
}
