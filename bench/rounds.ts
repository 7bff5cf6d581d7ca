import { differences } from "./agreement.ts";
import { type Contender, explore, type Exploration, type Measurement } from "./contender.ts";
import { median, pairedRatio, type Ratio } from "./statistics.ts";
import { type BenchSystem, describeProcesses, type Instance } from "./system.ts";
import { formatCount, formatMeasure, formatRatio, formatTable } from "./table.ts";

/**
 * Bytes of a program that do not depend on the system: an allowance that is taken off the peak of every tool
 * alike. It is about what a JavaScript engine takes, and more than the others need.
 */
export const FIXED_BYTES = 150 * 2 ** 20;

/** The measurements of one contender, one for each round. */
export interface Series {
  readonly contender: string;
  readonly measurements: readonly Measurement[];
}

/** The timed rounds on one instance. The first series is what the others are compared with. */
export interface Timing {
  readonly system: string;
  readonly processes: string;
  readonly series: readonly Series[];
}

/** A series in short: medians over the rounds. */
export interface Summary {
  readonly contender: string;
  /** Wall-clock time of the whole program. */
  readonly seconds: number;
  /** Time to explore, on the tool's own clock: without starting and loading. */
  readonly exploring: number;
  readonly configurations: number;
  readonly stored: number;
  readonly configurationsPerSecond: number;
  readonly transitionsPerSecond: number;
  readonly peakBytes: number | null;
  /** Bytes of the peak over FIXED_BYTES; null if unknown, or if the peak does not exceed them. */
  readonly bytesPerConfiguration: number | null;
  readonly authorCalls: number | null;
  /** Its time over that of the first series; null for the first series itself. */
  readonly timesAsLong: Ratio | null;
}

/**
 * Lets the contenders explore one instance in turn, `rounds` times: A B C A B C. Throws if a contender fails
 * or finds other counts than are known, because then its time means nothing.
 */
export async function time(
  contenders: readonly Contender[],
  system: BenchSystem,
  instance: Instance,
  rounds: number,
  progress: (message: string) => void,
): Promise<Timing> {
  const processes = describeProcesses(instance.processes);
  const runs: { contender: Contender; exploration: Exploration; measurements: Measurement[] }[] = [];
  const present = contenders.filter((one) => one.timed && one.knows(system));
  for (const contender of present.filter(({ counts }) => !instance.isTooLarge || counts === "its own")) {
    runs.push({ contender, exploration: await contender.prepare(system, instance), measurements: [] });
  }
  for (let round = 1; round <= rounds; round++) {
    for (const { contender, exploration, measurements } of runs) {
      const measurement = await explore(exploration);
      const found = differences(measurement.report, instance, contender.counts);
      const what = `${system.name} ${processes}, round ${round} of ${rounds}, ${contender.name}`;
      if (found.length > 0) throw new Error(`${what}: ${found.join("; ")}`);
      progress(`${what}: ${formatMeasure(measurement.seconds)} s`);
      measurements.push(measurement);
    }
  }
  const series = runs.map(({ contender, measurements }) => ({ contender: contender.name, measurements }));
  return { system: system.name, processes, series };
}

function secondsOf(series: Series): number[] {
  return series.measurements.map(({ seconds }) => seconds);
}

function summarizeSeries(series: Series, base: Series): Summary {
  const report = series.measurements[0]?.report;
  if (report === undefined) throw new Error(`there are no measurements of ${series.contender}`);
  const seconds = median(secondsOf(series));
  const peaks = series.measurements.flatMap(({ peakBytes }) => (peakBytes === null ? [] : [peakBytes]));
  const peakBytes = peaks.length === 0 ? null : Math.max(...peaks);
  const overFixed = peakBytes === null ? 0 : peakBytes - FIXED_BYTES;
  return {
    contender: series.contender,
    seconds,
    exploring: median(series.measurements.map((measurement) => measurement.report.seconds)),
    configurations: report.configurations,
    stored: report.stored,
    configurationsPerSecond: report.configurations / seconds,
    transitionsPerSecond: report.transitions / seconds,
    peakBytes,
    bytesPerConfiguration: overFixed > 0 ? overFixed / report.configurations : null,
    authorCalls: report.authorCalls,
    timesAsLong: series === base ? null : pairedRatio(secondsOf(series), secondsOf(base)),
  };
}

/** Medians, rates and ratios of timed rounds. */
export function summarize(timing: Timing): Summary[] {
  const base = timing.series[0];
  return base === undefined ? [] : timing.series.map((series) => summarizeSeries(series, base));
}

/** Timed rounds as a table. */
export function formatTiming(timing: Timing): string {
  const base = timing.series[0]?.contender ?? "";
  const header = [
    "tool",
    "seconds",
    "exploring",
    "configurations",
    "stored",
    "configurations/s",
    "transitions/s",
    "peak MB",
    "bytes/configuration",
    "author calls",
    `time / ${base}`,
  ];
  const rows = summarize(timing).map((summary) => [
    summary.contender,
    formatMeasure(summary.seconds),
    formatMeasure(summary.exploring),
    formatCount(summary.configurations),
    formatCount(summary.stored),
    formatCount(summary.configurationsPerSecond),
    formatCount(summary.transitionsPerSecond),
    summary.peakBytes === null ? "-" : formatCount(summary.peakBytes / 2 ** 20),
    summary.bytesPerConfiguration === null ? "-" : formatMeasure(summary.bytesPerConfiguration),
    summary.authorCalls === null ? "-" : formatCount(summary.authorCalls),
    summary.timesAsLong === null ? "1" : formatRatio(summary.timesAsLong),
  ]);
  return `${timing.system} ${timing.processes}\n${formatTable(header, rows)}`;
}
