/** A check, in the worker: search, replay what was found, and report. */
import { historyIn } from "../../analysis/index.ts";
import { assert, at } from "../../base/assert.ts";
import type { Check, CheckResult, Progress } from "../../explorer/explorer.ts";
import { startCheck } from "../../explorer/index.ts";
import { ProtocolError } from "../../model/error.ts";
import { ADMISSIBLE, ANY } from "../../model/transition/debt.ts";
import { accountOf } from "../../model/transition/account.ts";
import {
  isStuck,
  lengthOf,
  replay,
  type Execution,
  type Schedule,
} from "../../model/transition/execution.ts";
import type { Protocol } from "../../model/system/protocol.ts";
import { formatSchedule } from "../../schedule/schedule.ts";
import { roundedTicks } from "../../model/timing/rounding.ts";
import { system, type System } from "../../model/system/system.ts";
import type { Claim } from "../../properties/claim.ts";
import { doubtAbout } from "../../properties/doubt.ts";
import { nameOf, propertiesOf, termsOf, type NamedProperty } from "../../properties/property.ts";
import { lastCounterpart } from "../../properties/lastCounterpart.ts";
import { isOfSteps } from "../../properties/kinds/kind.ts";
import { readingOf, readingsOf } from "../../properties/readings.ts";
import type { Verdict } from "../../properties/verdict.ts";
import type { Bundle } from "./bundle.ts";
import { Failed, lightconeFailure } from "./mistakeReport.ts";
import { untakenBranches } from "./coverage.ts";
import { ProcessRoom } from "./processRoom.ts";
import type { Recording } from "./recording.ts";
import type { Guard } from "./guard.ts";
import type {
  CheckJob,
  CheckReport,
  CheckSubject,
  CycleReport,
  PropertyReport,
  ViolationReport,
} from "./job.ts";
import { tellChanges } from "./language.ts";
import { pathToError, pathToProperty } from "./path.ts";
import { checkAssumption } from "./assumption.ts";
import { reportOfSearched, systemFor, type SystemSource } from "./systemRequest.ts";
import type { Warning } from "./warning.ts";

/** The surroundings of a check in the worker. */
interface CheckSurroundings {
  /** The protocol under `guard`. */
  readonly protocol: Protocol;
  readonly guard: Guard;
  /** Makes a copy of it that has no history, under a guard that records. */
  fresh(): Protocol;
  /** Makes a copy on which steps are tried out. */
  probed(): Protocol;
  readonly recording: Recording;
  readonly bundle: Bundle;
  readonly claims: readonly Claim[];
  readonly systems: SystemSource["systems"];
  /** Tells the subject, once, before the search. */
  begin(subject: CheckSubject): void;
  /** Tells the progress, again and again. */
  report(progress: Progress): void;
}

/** Progress is reported, and limits are looked at, so often. */
const PULSE_MS = 100;

/** Runs a check to its end. @throws ProtocolError, UsageError, Failed */
export async function runCheck(job: CheckJob, surroundings: CheckSurroundings): Promise<CheckReport> {
  const { protocol, claims, bundle } = surroundings;
  const claim = job.claim === undefined ? undefined : at(claims, job.claim);
  const laidOut = (over: Protocol): System =>
    claim === undefined
      ? systemFor({ ...surroundings, protocol: over }, job.system)
      : system(over, claim.system);
  const checked = laidOut(protocol);
  checkAssumption(checked, () => laidOut(surroundings.fresh()));
  const names = claim === undefined ? job.properties : [claim.property];
  const properties = propertiesOf(checked, names);
  const subject = { protocol: protocol.name, system: reportOfSearched(checked) };
  surroundings.begin({ ...subject, properties: properties.map(nameOf) });
  const began = performance.now();
  const result = searchAll(checked, { ...job, properties: names }, surroundings);
  const seconds = (performance.now() - began) / 1_000;
  const { verdicts, ...numbers } = result;
  return {
    kind: "check",
    ...subject,
    properties: properties.map((property) =>
      reportOf({ checked, property, verdict: verdictOf(verdicts, property.name) }, bundle.version),
    ),
    result: numbers,
    warnings: await warningsOf(checked, result, surroundings),
    seconds,
    peakBytes: process.resourceUsage().maxRSS * 1_024,
  };
}

/**
 * The warnings on what deserves attention although it is no verdict; none for a search that has not visited
 * everything.
 */
async function warningsOf(
  system: System,
  { cutoff, beyond = 0, idle, unreached, unmoved, absent, verdicts }: CheckResult,
  { bundle, guard, recording: { calls, durations } }: CheckSurroundings,
): Promise<Warning[]> {
  if (cutoff !== undefined || beyond > 0) return [];
  const { protocol, timing } = system;
  const untested = propertiesOf(system).filter(({ name }) => {
    const verdict = verdicts[name];
    return verdict?.verdict === "holds" && verdict.isVacuous === true;
  });
  const rounded = timing.ticks === undefined ? [] : roundedTicks(durations, timing.ticks.bounds.drift);
  const untaken = calls === undefined ? [] : await untakenBranches(bundle, calls, guard.heartbeat);
  return [
    ...idle.map((failure): Warning => ({ kind: "idle failure", ...failure })),
    ...rounded.map((ticks): Warning => ({ kind: "rounded drift", ...ticks })),
    ...unreached.map((handler): Warning => ({ kind: "uncalled", handler })),
    ...absent.map((one): Warning => ({ kind: "absent variable", ...one })),
    ...unmoved.map((name): Warning => ({ kind: "unmoved", monitor: name })),
    ...untested.map(({ name, kind }): Warning => ({ kind: "untested", property: name, asked: kind.name })),
    ...untaken.map((place): Warning => ({ kind: "untaken", ...place })),
    ...(Object.keys(protocol.properties ?? {}).length === 0 ? [{ kind: "nothing judged" } as const] : []),
  ];
}

/** A check of properties that may be those of a claim. */
type Searched = Omit<CheckJob, "properties"> & { readonly properties: readonly string[] | undefined };

function searchAll(checked: System, job: Searched, surroundings: CheckSurroundings): CheckResult {
  const room = new ProcessRoom(job.memoryBytesMax);
  try {
    const check = startCheck(checked, {
      fresh: () => surroundings.fresh(),
      probed: () => surroundings.probed(),
      hasRoom: (bytes) => room.has(bytes),
      ...(job.properties === undefined ? {} : { properties: job.properties }),
      ...(job.visited === undefined ? {} : { visited: job.visited }),
      ...(job.configurationsMax === undefined ? {} : { configurationsMax: job.configurationsMax }),
      ...(job.reduced === undefined ? {} : { reduced: job.reduced }),
      ...(job.keepGoing === undefined ? {} : { keepGoing: job.keepGoing }),
    });
    drive(check, surroundings);
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
function drive(check: Check, { guard, report }: CheckSurroundings): void {
  let pulse = performance.now();
  while (advance(check)) {
    const now = performance.now();
    const { stopReason } = guard.heartbeat;
    if (stopReason !== undefined) check.stop(stopReason);
    if (now - pulse < PULSE_MS) continue;
    pulse = now;
    report(check.progress);
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

/** A property of a system, and what the search says of it. */
interface Judged {
  readonly checked: System;
  readonly property: NamedProperty;
  readonly verdict: Verdict;
}

function reportOf(found: Judged, version: string): PropertyReport {
  const { checked, property, verdict } = found;
  const named = nameOf(property);
  const { verdict: word } = verdict;
  if (word === "unknown" || word === "unreachable") return { ...named, ...verdict };
  const shown = (schedule: Schedule): ViolationReport => {
    const execution = confirmed(checked, property, schedule);
    return {
      schedule: formatSchedule(checked, schedule, version),
      steps: lengthOf(execution),
      execution,
      ...(schedule.cycle === undefined ? {} : { cycle: cycleIn(checked, execution, termsOf(property)) }),
    };
  };
  if (word === "violated") {
    const violation = shown(verdict.schedule);
    const read = readingsIn(checked, property, violation.execution);
    const beside = counterpartIn(checked, property, violation.execution);
    const history = historyOfViolation(property, violation.execution);
    return { ...named, verdict: word, ...violation, ...beside, ...history, ...read };
  }
  const { witness, ...holds } = verdict;
  return { ...named, ...holds, ...(witness === undefined ? {} : { witness: shown(witness) }) };
}

/** The counterpart of a violating execution, as far as there is one, where it is compared with others. */
export function counterpartIn(
  checked: System,
  property: NamedProperty,
  execution: Execution,
): Pick<ViolationReport, "counterpart"> {
  if (property.refined === undefined) return {};
  const { specification, schedule, ...seen } = lastCounterpart(checked, property.refined, execution);
  const told = { protocol: specification.protocol.name, ...seen };
  if (schedule === undefined) return { counterpart: told };
  const found = replay(specification, schedule);
  assert(!isStuck(found), "a specification can do what it has done");
  const text = formatSchedule(specification, schedule);
  return { counterpart: { ...told, schedule: text, execution: found } };
}

/** The history in an execution that has no order, where a property asks for one. */
export function historyOfViolation(
  { history }: NamedProperty,
  execution: Execution,
): Pick<ViolationReport, "history"> {
  const found = history === undefined ? undefined : historyIn(history, execution);
  return found === undefined || found.verdict.holds ? {} : { history: found };
}

/** All that a property has read at the end of an execution; nothing where more than the end decides. */
export function readingsIn(
  checked: System,
  property: NamedProperty,
  execution: Execution,
): Pick<ViolationReport, "readings"> {
  const isOfEnd = !isOfSteps(property.kind) && property.formula === undefined;
  if (execution.cycle !== undefined || !isOfEnd) return {};
  return { readings: readingsOf(checked, execution, property).map(readingOf) };
}

/** The cycle of an execution that goes on for ever. */
export function cycleIn(checked: System, execution: Execution, terms = ADMISSIBLE): CycleReport {
  const { configurations, cycle = 0 } = execution;
  const settled = configurations.slice(cycle).filter(({ pending }) => pending.length === 0);
  const steps = settled.length - 1;
  if (terms === ANY) return { steps, account: [], fairness: "none" };
  return { steps, account: accountOf(checked, execution, terms) };
}

/**
 * The execution of a violating schedule, which the reference model must confirm: the search never explains.
 * @throws Failed if it does not, which is a mistake of Lightcone.
 */
export function confirmed(checked: System, property: NamedProperty, schedule: Schedule): Execution {
  const execution = replay(checked, schedule);
  const doubt = isStuck(execution)
    ? `event ${execution.at + 1} of the violating schedule is not enabled`
    : doubtAbout(checked, property, execution);
  if (!isStuck(execution) && doubt === undefined) return execution;
  throw new Failed(
    lightconeFailure(
      `Lightcone's search and its reference model disagree about property ${property.name}: ${doubt}.`,
      formatSchedule(checked, schedule).trimEnd().split("\n"),
    ),
  );
}
