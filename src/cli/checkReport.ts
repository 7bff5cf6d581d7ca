/** The result of a check, as text. */
import type { CheckReport, CycleReport, PropertyReport, ViolationReport } from "../host/node/job.ts";
import type { CutOff } from "../host/node/supervise.ts";
import { omissionProbability } from "../explorer/kernel/fingerprint.ts";
import type { ReductionRefusal, ReductionReport } from "../tables/reduction.ts";
import { isOfConfigurations, type Refutation } from "../properties/kinds/kind.ts";
import { kinds } from "../properties/kinds/index.ts";
import { formatPayment } from "../model/transition/account.ts";
import { cutOff, formatAssumed, type VisitedKind } from "../properties/verdict.ts";
import { bytes, inUnits, count, counted, duration } from "./amounts.ts";
import type { SearchLimits } from "./searchLimits.ts";
import { linesOfCounterpart } from "./counterpartReport.ts";
import { linesOfHistoryIn } from "./historyReport.ts";
import { bold, cyan, diagramStyle, dim, green, inColumn, red, yellow } from "./ink.ts";
import { keepSchedule, type Subject } from "./keptSchedule.ts";
import { becauseLine } from "./readingsText.ts";
import { apartText, interchangeableText } from "./symmetryText.ts";
import { cycleOf, lengthText, reasonText, textOfSystem } from "./systemText.ts";
import { sprawlLines } from "./sprawlText.ts";
import { warningLines } from "./warningText.ts";

/** The whole report. Writes violating schedules to files, and says so. */
export async function linesOfCheck(
  report: CheckReport,
  subject: Subject,
  limits: SearchLimits,
): Promise<string[]> {
  const violations = await Promise.all(
    report.properties.map((property) => linesOfViolation(report, property, subject)),
  );
  return [
    `${bold(report.protocol)}: ${textOfSystem(report.system)}`,
    "",
    ...propertyLines(report),
    "",
    ...violations.flat(),
    ...hintLines(report, limits),
    ...sprawlLines(report),
    ...countLines(report),
    ...warningLines(report.warnings),
  ];
}

function propertyLines({ properties, system }: CheckReport): string[] {
  if (properties.length === 0)
    return ["It has no properties: nothing was judged, and nothing went wrong in any step."];
  const column = inColumn(properties.map(({ name }) => name));
  return properties.map((property, i) => {
    const { kind, verdict } = property;
    const padded = column[i];
    switch (verdict) {
      case "holds":
        return `${green("✓")} ${padded}  ${green("holds")}${holdsHow(property, system)}`;
      case "unreachable":
        return `${red("✗")} ${padded}  ${red("unreachable")} ${dim("(no execution comes to it)")}`;
      case "violated": {
        const how = kinds[kind].caption(refutationOf(property.name, property, system));
        return `${red("✗")} ${padded}  ${red("violated")} ${dim(`(${how})`)}`;
      }
      case "unknown":
        return `${yellow("?")} ${padded}  ${yellow("unknown")}: ${reasonText(property.reason, system, kind)}`;
    }
  });
}

/** The lines on how a property is violated: a picture, and the file with the schedule, which it writes. */
export async function linesOfViolation(
  { protocol, system, result }: Pick<CheckReport, "protocol" | "system" | "result">,
  property: PropertyReport,
  { file, system: named }: Subject,
): Promise<string[]> {
  const shown = property.verdict === "holds" ? property.witness : property;
  if (shown === undefined || !("schedule" in shown)) return [];
  const { name, kind } = property;
  const isReached = property.verdict === "holds";
  const { steps, schedule, execution, cycle } = shown;
  const { drawText, sceneOf } = await import("../diagram/index.ts");
  const at = execution.configurations.length - 1;
  const scene = sceneOf(execution, {
    ...(isReached ? {} : { violation: { at, property: name } }),
    maxSteps: 60,
  });
  const length = lengthText(steps, system);
  const { explanation, isShortest } = kinds[kind];
  const isLeast = isShortest && shown.counterpart?.owes === undefined;
  const among = system.within === undefined ? "" : ` within ${system.within}`;
  const minimal = isForgingKnown(result)
    ? `No schedule${among} with fewer than ${length} ${isReached ? "comes to" : "violates"} ${name}.`
    : `A schedule with fewer than ${length} may do so, too: not all was heard that can be forged.`;
  return [
    bold(`How ${name} is ${isReached ? "reached" : "violated"}:`),
    "",
    ...drawText(scene, { width: process.stdout.columns || 100, style: diagramStyle })
      .trimEnd()
      .split("\n"),
    "",
    ...[explanation(refutationOf(name, shown, system)) ?? []].flat(),
    ...(shown.counterpart === undefined ? [] : await linesOfCounterpart(shown.counterpart)),
    ...(shown.history === undefined ? [] : linesOfHistoryIn(shown.history)),
    ...(cycle === undefined ? [] : accountLines(cycle, system)),
    ...becauseLine(isReached ? undefined : shown.readings, system),
    ...(isLeast && result.reduction?.isShortest !== false ? [minimal] : []),
    ...keepSchedule({ protocol, property: name, isWitness: isReached, file, system: named }, schedule),
    "",
  ];
}

/** A violation, as far as texts tell of it. */
function refutationOf(
  name: string,
  { steps, cycle }: Pick<ViolationReport, "steps" | "cycle">,
  system: CheckReport["system"],
): Refutation {
  const told = { name, length: lengthText(steps, system) };
  return { ...told, ...(cycle === undefined ? {} : { cycle: cycleOf(cycle.steps, system) }) };
}

/** The text on what a verdict rests on besides admissibility, or on how soon what is wanted is reached. */
function holdsHow(
  { assumed, witness }: Extract<PropertyReport, { verdict: "holds" }>,
  system: CheckReport["system"],
): string {
  if (witness !== undefined) return dim(` (it is reached after ${lengthText(witness.steps, system)})`);
  return assumed === undefined ? "" : dim(` (${formatAssumed(assumed)})`);
}

/** The maximum number of debts that are told. */
const DEBTS_MAX = 12;

/** The lines on how all that is owed on a cycle is paid, without which it would not be admissible. */
export function accountLines(
  { account, fairness, inadmissible }: CycleReport,
  { rounds }: CheckReport["system"],
): string[] {
  if (inadmissible !== undefined) return [];
  if (fairness === "none") return ["Whether it is admissible was not asked: no fairness is assumed."];
  if (account.length === 0) return ["Nothing else has to happen meanwhile."];
  const told = account
    .slice(0, DEBTS_MAX)
    .map((entry) => `  ${formatPayment(entry, rounds ? "round" : "step")}`);
  const more = account.length - told.length;
  return [
    "It is admissible, as all that has to happen does:",
    ...told,
    ...(more > 0 ? [`  … and ${more} more`] : []),
  ];
}

/** Whether no other message that might be forged could make a shorter schedule. */
function isForgingKnown({ alphabet, cutoff }: CheckReport["result"]): boolean {
  return alphabet === undefined || cutoff === undefined;
}

/** The hints on how to learn more, where something is unknown because the search ended early. */
function hintLines(
  { result, properties, peakBytes }: CheckReport,
  { configurations, memoryBytes, timeMs }: SearchLimits,
): string[] {
  if (!properties.some(({ verdict }) => verdict === "unknown")) return [];
  const hint = (limit: string, flag: string): string[] => [
    `The limit was ${limit}. To go further: ${cyan(`--limit ${flag}`)}`,
    "",
  ];
  // Whether executions can go around a cycle is not to be told from hashes.
  const hashedHelps =
    result.visited === "exact" &&
    properties.some(({ kind, verdict }) => isOfConfigurations(kinds[kind]) && verdict === "unknown");
  switch (result.cutoff) {
    case "violation":
      return [`To visit everything all the same: ${cyan("--keep-going")}`, ""];
    case "memory": {
      const more = inUnits(2 * (2 * memoryBytes < peakBytes ? peakBytes : memoryBytes)).join("");
      return hint(
        `${bytes(memoryBytes)} of memory`,
        `memory=${more}${hashedHelps ? ", or --visited hashed" : ""}`,
      );
    }
    case "time":
      return hint(duration((timeMs ?? 0) / 1_000), `time=${Math.ceil((10 * (timeMs ?? 0)) / 1_000)}s`);
    case "configurations":
      return hint(
        counted(configurations ?? 0, "configuration"),
        `configurations=${10 * (configurations ?? 0)}`,
      );
    default:
      return [];
  }
}

function countLines({ result, system, seconds, peakBytes }: CheckReport): string[] {
  const {
    configurations,
    transitions,
    depth,
    initial,
    quiescent,
    authorCalls,
    visited,
    omissionProbability,
  } = result;
  const probability = omissionProbability.toExponential(1);
  const stored =
    visited === "exact"
      ? "visited configurations were stored exactly"
      : `visited configurations were hashed: one is missing with probability ≤ ${probability}`;
  const effort = `${duration(seconds)}, ${bytes(peakBytes)} of memory`;
  if (configurations === undefined) return [dim(`${effort}; it ended before it told what it had visited`)];
  const kinds = `(${count(initial)} initial, ${count(quiescent)} quiescent)`;
  const visits = `${counted(configurations, "configuration")} ${kinds}`;
  const left = `${leftOutText(result.reduction)}${interchangeableText(result.symmetry, system)}`;
  const why = `${refusalText(result.reduction)}${apartText(result)}`;
  return [
    `${visits}, ${counted(transitions, "transition")}, depth ${count(depth)}${left}`,
    dim(`${counted(authorCalls, "handler call")}, ${effort}; ${stored}${why}`),
  ];
}

/** The text on why nothing was left out of configurations; empty if something was, or might have been. */
function refusalText(reduction: ReductionReport | undefined): string {
  const reasons: Readonly<Record<ReductionRefusal, string>> = {
    rounds: "all is explored in rounds",
    time: "all is explored where time is kept",
    "receipts fail": "all is explored where processes may fail to receive",
    "fairness is demanded": "all is explored, because a property demands fairness of its own",
    "steps are judged": "all is explored, because a property is asked of steps",
    "knowledge is judged": "all is explored, because a property says what processes know",
    "objects change by themselves": "all is explored where objects learn of crashes",
    monitors: "all is explored where monitors watch",
    "letters pile up": "all is explored, because what could be left out, letters or timers, has no end",
    "letters stay": "all is explored for what has to become true with message sets",
    "channels are bounded": "all is explored where channels are bounded: what cannot matter takes up room",
    "mailboxes are read": "all is explored, because a property reads what is in transit",
    "mailboxes are bounded": "all is explored, because a bound reads what is in transit",
  };
  return reduction?.refusal === undefined ? "" : `; ${reasons[reduction.refusal]}`;
}

/** The text on what was left out of configurations; empty if nothing was. */
function leftOutText(reduction: ReductionReport | undefined): string {
  const { leftOut = [] } = reduction ?? {};
  const meaning = { letters: "letters that nobody will act on", timers: "timers that change nothing" };
  return leftOut.length === 0 ? "" : `, without ${leftOut.map((kind) => meaning[kind]).join(" and ")}`;
}

/** The report of a check that was cut off from outside: what its last progress covered, and no verdict. */
export function reportOfCutOff(
  { cutoff, subject, progress, seconds, during }: CutOff,
  visited: VisitedKind = "exact",
): CheckReport {
  const configurations = progress?.configurations;
  return {
    kind: "check",
    ...subject,
    properties: subject.properties.map((property) => {
      const safeSteps = isOfConfigurations(kinds[property.kind]) ? progress?.completed : undefined;
      return { ...property, ...cutOff(cutoff, configurations, safeSteps) };
    }),
    result: {
      ...progress,
      cutoff,
      visited,
      omissionProbability: visited === "exact" ? 0 : omissionProbability(configurations ?? 0),
      unreached: [],
      unmoved: [],
      absent: [],
      idle: [],
    },
    warnings: during === undefined ? [] : [{ kind: "ended inside", called: during }],
    seconds,
    peakBytes: process.resourceUsage().maxRSS * 1_024,
  };
}
