/**
 * How much longer it takes to judge what is asked in the long run than to explore: each tool beside itself,
 * in turn, as ratios within each round. Lightcone judges under all that admissible executions owe, the others
 * under weak fairness of processes.
 */
import { differences } from "./agreement.ts";
import { explore, type Contender, type Exploration, type Measurement } from "./contender.ts";
import { lightcone } from "./lightcone.ts";
import { spinWithLiveness } from "./spin.ts";
import { tlcWithLiveness } from "./tlc.ts";
import { median, pairedRatio, type Ratio } from "./statistics.ts";
import { describeProcesses, type BenchSystem } from "./system.ts";
import { formatCount, formatMeasure, formatRatio, formatTable } from "./table.ts";

/** A tool that explores, and the same tool that judges as well. */
interface Pair {
  readonly exploring: Contender;
  readonly judging: Contender;
}

/** The medians of a pair, and how many times as long it takes to judge as to explore. */
interface TimedPair {
  readonly contender: string;
  readonly configurations: number;
  readonly exploring: number;
  readonly judging: number;
  readonly timesAsLong: Ratio;
  readonly peakBytes: number;
  /** The properties that were not found to hold. */
  readonly refuted: readonly string[];
}

/** The pairs of a system. */
export interface TimedLiveness {
  readonly system: string;
  readonly processes: string;
  readonly pairs: readonly TimedPair[];
}

/** What is timed, and how often. */
interface LivenessRounds {
  readonly size: "small" | "full";
  readonly rounds: number;
  progress(line: string): void;
}

/** Times all pairs of some systems, of those that are asked something in the long run. */
export async function timeLiveness(
  root: string,
  systems: readonly BenchSystem[],
  asked: LivenessRounds,
): Promise<readonly TimedLiveness[]> {
  const timed: TimedLiveness[] = [];
  for (const system of systems) {
    const pairs: TimedPair[] = [];
    for (const pair of await pairsOf(root, system, asked)) pairs.push(await timePair(pair, system, asked));
    const processes = describeProcesses(system[asked.size].processes);
    if (pairs.length > 0) timed.push({ system: system.name, processes, pairs });
  }
  return timed;
}

async function pairsOf(
  root: string,
  system: BenchSystem,
  { progress }: LivenessRounds,
): Promise<readonly Pair[]> {
  const { liveness = [], variants } = system;
  const [first] = variants;
  if (first === undefined || liveness.length === 0) return [];
  const exploring = lightcone(root, first);
  const own = liveness.map((variant): Pair => ({ exploring, judging: lightcone(root, variant) }));
  const peers = [spinWithLiveness(root), tlcWithLiveness(root)].filter(({ judging }) =>
    judging.knows(system),
  );
  const all = [...own, ...peers];
  const present: Pair[] = [];
  for (const pair of all) {
    const reason = await pair.judging.missing();
    if (reason === null) present.push(pair);
    else progress(`${pair.judging.name}: ${reason}`);
  }
  return present;
}

async function timePair(
  { exploring, judging }: Pair,
  system: BenchSystem,
  { size, rounds, progress }: LivenessRounds,
): Promise<TimedPair> {
  const instance = system[size];
  const alone = await exploring.prepare(system, instance);
  const together = await judging.prepare(system, instance);
  const [before, after]: [Measurement[], Measurement[]] = [[], []];
  const take = async (exploration: Exploration, { name, counts }: Contender): Promise<Measurement> => {
    const found = await explore(exploration);
    // Whether anything was refuted is told in the table.
    const wrong = counts === "its own" ? [] : differences({ ...found.report, refuted: {} }, instance, counts);
    if (wrong.length > 0) throw new Error(`${system.name}, ${name}: ${wrong.join("; ")}`);
    progress(`${system.name}, ${name}: ${formatMeasure(secondsOf(found))} s`);
    return found;
  };
  for (let round = 0; round < rounds; round++) {
    before.push(await take(alone, { ...exploring, name: `${exploring.name}, exploring` }));
    after.push(await take(together, judging));
  }
  const reports = [...before, ...after].map(({ report }) => report);
  return {
    contender: judging.name,
    configurations: before[0]?.report.configurations ?? 0,
    exploring: median(before.map(secondsOf)),
    judging: median(after.map(secondsOf)),
    timesAsLong: pairedRatio(after.map(secondsOf), before.map(secondsOf)),
    peakBytes: Math.max(...after.map(({ peakBytes }) => peakBytes ?? 0)),
    refuted: [...new Set(reports.flatMap(({ refuted }) => Object.keys(refuted)))],
  };
}

/** The time that processors spent, where it can be told: others may be busy beside it. */
function secondsOf({ processorSeconds, seconds }: Measurement): number {
  return processorSeconds ?? seconds;
}

/** The pairs of a system, as a table. */
export function formatLiveness({ system, processes, pairs }: TimedLiveness): string {
  const header = ["tool", "configurations", "exploring", "judging", "times as long", "peak MB", "holds"];
  const rows = pairs.map((pair) => [
    pair.contender,
    formatCount(pair.configurations),
    formatMeasure(pair.exploring),
    formatMeasure(pair.judging),
    formatRatio(pair.timesAsLong),
    formatCount(pair.peakBytes / 2 ** 20),
    pair.refuted.length === 0 ? "yes" : `not ${pair.refuted.join(", ")}`,
  ]);
  return `${system} ${processes}\n${formatTable(header, rows)}`;
}
