/** A check, in the worker: search, replay what was found, and report. */
import { at } from "../../base/assert.ts";
import type { Check, CheckResult, Progress } from "../../explorer/check.ts";
import { startCheck } from "../../explorer/index.ts";
import { ProtocolError } from "../../model/error.ts";
import { isStuck, lengthOf, replay, type Execution, type Schedule } from "../../model/execution.ts";
import type { Protocol } from "../../model/protocol.ts";
import { formatSchedule } from "../../model/schedule.ts";
import { system, type System } from "../../model/system.ts";
import { isQuiescent } from "../../model/transition.ts";
import type { Claim } from "../../properties/claim.ts";
import { propertiesOf, type NamedProperty } from "../../properties/property.ts";
import type { Verdict } from "../../properties/verdict.ts";
import { viewOfConfiguration } from "../../properties/view.ts";
import type { Bundle } from "./bundle.ts";
import { Failed, lightconeFailure } from "./failure.ts";
import { untakenBranches } from "./coverage.ts";
import type { Recording } from "./recording.ts";
import type { Guard } from "./guard.ts";
import type { CheckJob, CheckReport, CheckSubject, PropertyReport } from "./job.ts";
import { tellChanges } from "./language.ts";
import { pathToError, pathToProperty } from "./path.ts";
import { checkAssumption } from "./assumption.ts";
import { reportOfSystem, systemFor, type SystemSource } from "./systemRequest.ts";

/** What a check in the worker works with. */
export interface CheckSurroundings {
  /** Under `guard`. */
  readonly protocol: Protocol;
  readonly guard: Guard;
  /** Makes a copy of it that has no history, under a guard that records. */
  fresh(): Protocol;
  readonly recording: Recording;
  readonly bundle: Bundle;
  readonly claims: readonly Claim[];
  readonly systems: SystemSource["systems"];
  /** Told once, before the search. */
  begin(subject: CheckSubject): void;
  /** Told again and again. */
  report(progress: Progress): void;
}

/** Progress is reported, and limits are looked at, so often. */
const PULSE_MS = 100;

/** Runs a check to its end. @throws ProtocolError, UsageError, Failed */
export async function runCheck(job: CheckJob, surroundings: CheckSurroundings): Promise<CheckReport> {
  const { protocol, claims } = surroundings;
  const claim = job.claim === undefined ? undefined : at(claims, job.claim);
  const laidOut = (over: Protocol): System =>
    claim === undefined
      ? systemFor({ ...surroundings, protocol: over }, job.system)
      : system(over, claim.system);
  const checked = laidOut(protocol);
  checkAssumption(checked, () => laidOut(surroundings.fresh()));
  const names = claim === undefined ? job.properties : [claim.property];
  const properties = propertiesOf(checked.protocol, names);
  const subject = { protocol: protocol.name, system: reportOfSystem(checked) };
  surroundings.begin({ ...subject, properties: properties.map(({ name, kind }) => ({ name, kind })) });
  const began = performance.now();
  const result = searchAll(checked, { ...job, properties: names }, surroundings);
  const seconds = (performance.now() - began) / 1_000;
  const { verdicts, ...numbers } = result;
  const { calls } = surroundings.recording;
  return {
    kind: "check",
    ...subject,
    properties: properties.map((property) => reportOf(checked, property, verdictOf(verdicts, property.name))),
    result: numbers,
    untaken:
      result.cutoff === undefined && calls !== undefined
        ? await untakenBranches(surroundings.bundle, calls)
        : [],
    seconds,
    peakBytes: process.resourceUsage().maxRSS * 1_024,
  };
}

/** A check of properties that may be those of a claim. */
type Searched = Omit<CheckJob, "properties"> & { readonly properties: readonly string[] | undefined };

function searchAll(checked: System, job: Searched, surroundings: CheckSurroundings): CheckResult {
  try {
    const check = startCheck(checked, {
      fresh: () => surroundings.fresh(),
      memoryBytesMax: job.memoryBytesMax,
      ...(job.properties === undefined ? {} : { properties: job.properties }),
      ...(job.visited === undefined ? {} : { visited: job.visited }),
      ...(job.configurationsMax === undefined ? {} : { configurationsMax: job.configurationsMax }),
      ...(job.keepGoing === undefined ? {} : { keepGoing: job.keepGoing }),
    });
    drive(check, job, surroundings);
    const result = check.result();
    tellChanges();
    return result;
  } catch (error) {
    if (error instanceof ProtocolError) error.schedule ??= pathTo(checked, error, surroundings.guard);
    throw error;
  }
}

/** The events that lead to an error: to the step that its lines tell of, or to where a property fails. */
function pathTo(checked: System, error: ProtocolError, guard: Guard): string[] | undefined {
  if (error.fault !== "bad-property") return pathToError(checked, guard, error);
  return pathToProperty(checked, guard, (found) => found.what === error.what);
}

/** Advances a check until it ends, and ends it at a limit or when somebody wants that. */
function drive(
  check: Check,
  { memoryBytesMax, timeMsMax = Infinity }: Searched,
  { guard, report }: CheckSurroundings,
): void {
  const began = performance.now();
  const bytesBefore = process.memoryUsage.rss();
  let pulse = began;
  while (advance(check)) {
    const now = performance.now();
    if (guard.heartbeat.stopRequested) check.stop("interrupted");
    else if (now - began >= timeMsMax) check.stop("time");
    if (now - pulse < PULSE_MS) continue;
    pulse = now;
    report(check.progress);
    if (process.memoryUsage.rss() - bytesBefore > memoryBytesMax) check.stop("memory");
  }
}

/** Advances; a table that the machine has no room for ends the search. */
function advance(check: Check): boolean {
  try {
    return check.advance();
  } catch (error) {
    if (
      !(error instanceof RangeError) ||
      !/array buffer allocation|invalid (typed )?array( buffer)? length/i.test(error.message)
    )
      throw error;
    check.stop("memory");
    return false;
  }
}

function verdictOf(verdicts: Readonly<Record<string, Verdict>>, name: string): Verdict {
  const verdict = verdicts[name];
  if (verdict === undefined)
    throw new Failed(lightconeFailure(`The search says nothing of property ${name}.`, []));
  return verdict;
}

function reportOf(
  checked: System,
  { name, kind, predicate }: NamedProperty,
  verdict: Verdict,
): PropertyReport {
  switch (verdict.verdict) {
    case "holds":
      return { name, kind, verdict: "holds" };
    case "unknown":
      return { name, kind, verdict: "unknown", reason: verdict.reason };
    case "violated": {
      const execution = confirmed(checked, { name, kind, predicate }, verdict.schedule);
      const steps = lengthOf(execution);
      return {
        name,
        kind,
        verdict: "violated",
        schedule: formatSchedule(checked, verdict.schedule),
        steps,
        execution,
      };
    }
  }
}

/**
 * The execution of a violating schedule, which the reference model must confirm: the search never explains.
 * @throws Failed if it does not, which is a mistake of Lightcone.
 */
export function confirmed(
  checked: System,
  { name, kind, predicate }: NamedProperty,
  schedule: Schedule,
): Execution {
  const disagree = (how: string): Failed =>
    new Failed(
      lightconeFailure(
        `Lightcone's search and its reference model disagree about property ${name}: ${how}.`,
        formatSchedule(checked, schedule).trimEnd().split("\n"),
      ),
    );
  const execution = replay(checked, schedule);
  if (isStuck(execution))
    throw disagree(`event ${execution.at + 1} of the violating schedule is not enabled`);
  const wrong = kind === "invariant" ? execution.configurations.slice(-1) : execution.configurations;
  if (
    wrong.some(
      (configuration) =>
        configuration.pending.length === 0 && predicate(viewOfConfiguration(checked, configuration)),
    )
  ) {
    throw disagree("the property is true where it should be false");
  }
  const last = at(execution.configurations, execution.configurations.length - 1);
  if (kind === "eventually" && !isQuiescent(checked, last))
    throw disagree("the schedule does not end where nothing is enabled");
  return execution;
}
