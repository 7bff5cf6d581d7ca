import { type Contender, explore, type Report } from "./contender.ts";
import { type BenchSystem, describeProcesses, type Instance } from "./system.ts";
import { formatCount, formatTable } from "./table.ts";

/** What one contender found on one instance, and in what it differs from what is known. */
export interface Finding {
  readonly system: string;
  readonly processes: string;
  readonly contender: string;
  readonly report: Report | null;
  /** Empty if the contender agrees. */
  readonly differences: readonly string[];
}

/** In what a report differs from what is known of the instance. */
export function differences(report: Report, instance: Instance, counts: Contender["counts"]): string[] {
  const found: string[] = [];
  const compare = (what: string, actual: number, expected: number): void => {
    if (actual !== expected) {
      found.push(`${formatCount(actual)} ${what} where ${formatCount(expected)} are known`);
    }
  };
  if (counts !== "its own") {
    compare("configurations", report.configurations, instance.configurations);
    compare("transitions", report.transitions, instance[counts]);
    if (report.depth !== null) compare("steps of depth", report.depth, instance.depth);
  }
  if (counts === "its own" && instance.reduced !== undefined) {
    compare("configurations", report.configurations, instance.reduced.configurations);
    compare("configurations stored", report.stored, instance.reduced.stored);
  }
  const { violations = {} } = instance;
  for (const [name, steps] of Object.entries(report.refuted))
    if (violations[name] === undefined) found.push(`${name} is not found to hold`);
    else compare(`steps to where ${name} is violated`, steps ?? 0, violations[name]);
  for (const name of Object.keys(violations))
    if (report.refuted[name] === undefined) found.push(`${name} is not found to be violated`);
  return found;
}

async function examine(contender: Contender, system: BenchSystem, instance: Instance): Promise<Finding> {
  const about = {
    system: system.name,
    processes: describeProcesses(instance.processes),
    contender: contender.name,
  };
  try {
    const { report } = await explore(await contender.prepare(system, instance));
    return { ...about, report, differences: differences(report, instance, contender.counts) };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { ...about, report: null, differences: [reason] };
  }
}

/** Lets every contender explore the instances of agreement of every system, one after the other. */
export async function compareCounts(
  contenders: readonly Contender[],
  systems: readonly BenchSystem[],
): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const system of systems) {
    for (const instance of system.agreement) {
      for (const contender of contenders.filter((one) => one.knows(system))) {
        findings.push(await examine(contender, system, instance));
      }
    }
  }
  return findings;
}

/** The findings as a table, followed by every difference. */
export function formatFindings(findings: readonly Finding[]): string {
  const rows = findings.map(({ system, processes, contender, report, differences: found }) => [
    `${system} ${processes}`,
    contender,
    report === null ? "-" : formatCount(report.configurations),
    report === null ? "-" : formatCount(report.transitions),
    report === null || report.depth === null ? "-" : String(report.depth),
    found.length === 0 ? "agrees" : "DIFFERS",
  ]);
  const header = ["system", "tool", "configurations", "transitions", "depth", "with the known counts"];
  const notes = findings.flatMap(({ system, processes, contender, differences: found }) =>
    found.map((difference) => `${contender} on ${system} ${processes}: ${difference}`),
  );
  return [formatTable(header, rows), ...notes].join("\n");
}
