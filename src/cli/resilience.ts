/** `lightcone check FILE --resilience`: the most failures with which each property holds. */
import type { CheckJob, CheckReport, PropertyReport } from "../host/node/job.ts";
import { startJob } from "../host/node/session.ts";
import { UsageError } from "../model/error.ts";
import { failureKinds, formatFailure, parseFailures, type Failure } from "../model/failure/index.ts";
import type { CheckOrder } from "./checking.ts";
import { linesOfViolation, reportOfCutOff } from "./checkReport.ts";
import { complain } from "./complain.ts";
import { ExitCode } from "./exitCode.ts";
import { bold, dim, green, inColumn, red, yellow } from "./ink.ts";
import { JSON_VERSION, jsonOfProperty } from "./json.ts";
import type { Subject } from "./keptSchedule.ts";
import { endedBySignal } from "./signals.ts";
import type { Terminal } from "./terminal.ts";
import { reasonText, systemWithout } from "./systemText.ts";

/** The result for one property. */
interface Resilience {
  readonly name: string;
  /** The largest budget with which it holds; absent if it does not hold without failures. */
  readonly holdsWith?: number;
  /** The report for the next larger budget; absent if it holds with every budget that was tried. */
  readonly next?: PropertyReport;
}

/** Budgets of failures that have no natural end are tried up to this. */
const FAULTS_MAX = 8;

/** The failures of a search: one whose budget grows, and others that stay. */
interface Growth {
  readonly first: Failure;
  readonly others: string;
}

/**
 * Checks with larger and larger budgets, until every property is violated or all may fail.
 * @param failures as they were given: the first is the one whose budget grows
 */
export async function resilience(
  terminal: Terminal,
  order: CheckOrder,
  failures: string | undefined,
): Promise<void> {
  const plan = planOf(failures);
  const { subject } = order;
  const found = new Map<string, Resilience>();
  const began = performance.now();
  let last: CheckReport | undefined;
  for (let budget = 0; ; budget++) {
    const system = { ...order.job.system, failures: failuresOf(plan, budget) };
    const job: CheckJob = { ...order.job, ...restOf(found), ...timeLeft(order.job, began), system };
    const report = await checked(terminal, { ...order, job });
    if (report === undefined) return;
    last = report;
    const open = report.properties.filter(({ name }) => found.get(name)?.next === undefined);
    for (const property of open) note(found, property, budget);
    const isOver = [...found.values()].every(({ next }) => next !== undefined);
    if (isOver || budget >= budgetMax(plan, report)) break;
  }
  if (last !== undefined) await tell(terminal, { found: [...found.values()], report: last, plan, subject });
}

function planOf(failures = "crash"): Growth {
  const [first, ...others] = parseFailures(failures);
  if (first === undefined || (first.processes !== undefined && first.budget === Infinity)) {
    throw new UsageError(
      `--resilience needs a kind of failure whose budget can grow, and "${failures}" begins with none.`,
      `Use --failures with one of ${failureKinds.map(({ name }) => name).join(", ")}; default crash.`,
    );
  }
  return { first, others: others.map(formatFailure).join(",") };
}

function failuresOf({ first, others }: Growth, budget: number): string {
  const list = [budget === 0 ? "" : formatFailure({ ...first, budget }), others].filter(
    (text) => text !== "",
  );
  return list.length === 0 ? "none" : list.join(",");
}

/** The rest of the time that all checks together may take. */
function timeLeft({ timeMsMax }: CheckJob, began: number): Pick<CheckJob, "timeMsMax"> | object {
  return timeMsMax === undefined ? {} : { timeMsMax: Math.max(0, began + timeMsMax - performance.now()) };
}

/** The properties that are still to be judged; all, at first. */
function restOf(found: ReadonlyMap<string, Resilience>): Pick<CheckJob, "properties"> | object {
  const open = [...found.values()].filter(({ next }) => next === undefined);
  return found.size === 0 ? {} : { properties: open.map(({ name }) => name) };
}

function note(found: Map<string, Resilience>, property: PropertyReport, budget: number): void {
  const { name, verdict } = property;
  const before = found.get(name) ?? { name };
  found.set(name, verdict === "holds" ? { name, holdsWith: budget } : { ...before, next: property });
}

function budgetMax({ first }: Growth, { system }: CheckReport): number {
  const { processes = Object.keys(system.processes) } = first;
  const count = processes.reduce((sum, name) => sum + (system.processes[name] ?? 1), 0);
  return first.kind.counts === "processes" ? count : FAULTS_MAX;
}

async function checked(
  terminal: Terminal,
  { subject, job, types, handlerTimeoutMs }: CheckOrder,
): Promise<CheckReport | undefined> {
  const { memoryBytesMax } = job;
  const { outcome, interrupt } = startJob(subject.file, job, { types, handlerTimeoutMs, memoryBytesMax });
  const ended = await endedBySignal(outcome, interrupt);
  if (ended.kind === "done") return ended.report as CheckReport;
  if (ended.kind === "cut-off") return reportOfCutOff(ended, job.visited);
  complain(terminal, ended.failure);
  return undefined;
}

interface Findings {
  readonly found: readonly Resilience[];
  readonly report: CheckReport;
  readonly plan: Growth;
  readonly subject: Subject;
}

async function tell(terminal: Terminal, all: Findings): Promise<void> {
  const { found, report, plan, subject } = all;
  const isOpen = found.some(({ next }) => next?.verdict === "unknown");
  const isBroken = found.some(
    ({ holdsWith, next }) => holdsWith === undefined && next?.verdict === "violated",
  );
  terminal.process.exitCode = isBroken ? ExitCode.violated : isOpen ? ExitCode.unknown : ExitCode.holds;
  if (terminal.json) return terminal.answer(await documentOf(all));
  const column = inColumn(found.map(({ name }) => name));
  const violations = await Promise.all(
    found.map(({ next }, i) =>
      next?.verdict === "violated" ? linesOfViolation(report, found[i]?.next as PropertyReport, subject) : [],
    ),
  );
  const { kind, processes, perRound } = plan.first;
  const whom = processes === undefined ? "" : ` of ${processes.join(", ")}`;
  const growing = `${kind.name}${whom}${perRound === true ? " in each round" : ""}`;
  const lines = [
    `${bold(report.protocol)}: ${systemWithout(report.system)}, more and more failures: ${growing}`,
    "",
    ...found.map((one, i) => lineOf(one, column[i] ?? "", all)),
    ...violations.flatMap((lines) => (lines.length === 0 ? [] : ["", ...lines.slice(0, -1)])),
  ];
  terminal.print(lines);
}

function lineOf({ holdsWith, next }: Resilience, padded: string, { report, plan }: Findings): string {
  const upTo = holdsWith === undefined ? "" : `holds with ${holdsWith === 0 ? "none" : `up to ${holdsWith}`}`;
  if (next === undefined)
    return `${green("✓")} ${padded}  ${green(upTo)} ${dim(`(${budgetMax(plan, report)} were tried)`)}`;
  const budget = (holdsWith ?? -1) + 1;
  const how =
    next.verdict === "unknown"
      ? `unknown with ${budget}: ${reasonText(next.reason, report.system, next.kind)}`
      : `violated with ${budget}`;
  const sign = holdsWith === undefined ? red("✗") : next.verdict === "violated" ? green("✓") : yellow("?");
  return `${sign} ${padded}  ${[upTo, how].filter((text) => text !== "").join(", ")}`;
}

async function documentOf({ found, report, plan }: Findings): Promise<object> {
  return {
    lightcone: "resilience",
    version: JSON_VERSION,
    protocol: report.protocol,
    system: report.system,
    failure: plan.first.kind.name,
    ...(plan.first.processes === undefined ? {} : { processes: plan.first.processes }),
    ...(plan.first.perRound === true ? { perRound: true } : {}),
    properties: await Promise.all(
      found.map(async ({ name, holdsWith, next }) => ({
        name,
        ...(holdsWith === undefined ? {} : { holdsWith }),
        ...(next === undefined ? {} : { next: await jsonOfProperty(next, report.system) }),
      })),
    ),
  };
}
