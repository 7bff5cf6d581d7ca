/** A check in an engine: slice by slice, so that a wish to stop is heard, and within limits. */
import { format } from "../../base/text.ts";
import { startCheck, type Check, type CheckResult, type Progress } from "../../explorer/index.ts";
import { assert } from "../../base/assert.ts";
import {
  formatEvent,
  isStuck,
  lengthOf,
  replay,
  type Execution,
  type Protocol,
  type Schedule,
  type System,
} from "../../model/index.ts";
import { accountOf, formatPayment } from "../../model/transition/account.ts";
import { ANY } from "../../model/transition/debt.ts";
import { doubtAbout } from "../../properties/doubt.ts";
import { nameOf, propertiesOf, termsOf, type NamedProperty } from "../../properties/property.ts";
import { formatAssumed, formatReason, type Verdict } from "../../properties/verdict.ts";
import { reportOfSearched } from "../../host/node/systemRequest.ts";
import type { CheckWish } from "../conversation.ts";
import type {
  CheckFindings,
  CoveredBranch,
  FoundCycle,
  FoundSchedule,
  PropertyFinding,
} from "../findings.ts";

/** The surroundings of a check. */
interface TabCheckSurroundings {
  readonly wish: CheckWish;
  /** Makes a copy of the protocol that has no history. */
  fresh(): Protocol;
  /** Whether somebody wants it to end. */
  /** The branches of the program, and which of them were reached. */
  coverage(): readonly CoveredBranch[];
  isStopped(): boolean;
  report(progress: Progress, heapBytes: number | undefined): void;
  /** Lets messages arrive. */
  breathe(): Promise<void>;
}

/** Messages are let in, and progress is told, so often. */
const SLICE_MS = 60;
const MEGABYTE = 2 ** 20;

/** Checks a system. @throws ProtocolError, UsageError */
export async function checkInTab(system: System, around: TabCheckSurroundings): Promise<CheckFindings> {
  const { properties: names, megabytes, seconds, isFull, keepsGoing } = around.wish;
  const check = startCheck(system, {
    fresh: () => around.fresh(),
    memoryBytesMax: megabytes * MEGABYTE,
    reduced: !isFull,
    keepGoing: keepsGoing,
    ...(names === undefined ? {} : { properties: names }),
  });
  const began = performance.now();
  await drive(check, around, began + seconds * 1_000);
  const result = check.result();
  const properties = propertiesOf(system, names);
  return {
    system: reportOfSearched(system),
    properties: properties.map((property) => findingOf(system, property, result)),
    configurations: result.configurations,
    transitions: result.transitions,
    depth: result.depth,
    ...(result.cutoff === undefined ? {} : { cutoff: result.cutoff }),
    beyond: result.beyond ?? 0,
    isReduced: !isFull,
    ...symmetryIn(result),
    seconds: (performance.now() - began) / 1_000,
    bytes: result.bytes,
    unreached: result.cutoff === undefined ? result.unreached : [],
    coverage: result.cutoff === undefined && (result.beyond ?? 0) === 0 ? around.coverage() : [],
  };
}

function symmetryIn({ symmetry }: CheckResult): Pick<CheckFindings, "symmetry"> {
  if (symmetry === undefined || symmetry.interchangeable.length === 0) return {};
  const { interchangeable, orbits } = symmetry;
  return { symmetry: { groups: interchangeable.map(({ processes }) => processes), orbits } };
}

async function drive(check: Check, around: TabCheckSurroundings, deadline: number): Promise<void> {
  let told = performance.now();
  while (check.advance()) {
    const now = performance.now();
    if (now - told < SLICE_MS) continue;
    told = now;
    const heap = heapBytes();
    around.report(check.progress, heap);
    await around.breathe();
    if (around.isStopped()) check.stop("interrupted");
    else if (now > deadline) check.stop("time");
    else if (heap !== undefined && heap > around.wish.megabytes * MEGABYTE) check.stop("memory");
  }
}

/** The bytes that this worker's values take, where the browser tells. */
function heapBytes(): number | undefined {
  return (performance as { memory?: { usedJSHeapSize: number } }).memory?.usedJSHeapSize;
}

function findingOf(system: System, property: NamedProperty, result: CheckResult): PropertyFinding {
  const named = nameOf(property);
  const verdict: Verdict | undefined = result.verdicts[named.name];
  assert(verdict !== undefined, "the search says something of each property");
  switch (verdict.verdict) {
    case "unreachable":
      return { ...named, verdict: "unreachable" };
    case "unknown":
      return {
        ...named,
        verdict: "unknown",
        reason: formatReason(verdict.reason, unitOf(system), property.kind.name),
      };
    case "violated":
      return { ...named, verdict: "violated", ...foundOf({ system, property, result }, verdict.schedule) };
    case "holds": {
      const { assumed, isVacuous, witness } = verdict;
      return {
        ...named,
        verdict: "holds",
        ...(assumed === undefined ? {} : { assumed: formatAssumed(assumed) }),
        ...(isVacuous === undefined ? {} : { isVacuous }),
        ...(witness === undefined ? {} : { witness: foundOf({ system, property, result }, witness) }),
      };
    }
  }
}

/** A property of a system, and the search that says something of it. */
interface TabSearch {
  readonly system: System;
  readonly property: NamedProperty;
  readonly result: CheckResult;
}

/** A schedule that the search has found; the reference model must confirm it. */
function foundOf({ system, property, result }: TabSearch, schedule: Schedule): FoundSchedule {
  const { name, kind } = property;
  const execution = replay(system, schedule);
  const doubt = isStuck(execution)
    ? `event ${execution.at + 1} is not enabled`
    : doubtAbout(system, property, execution);
  if (isStuck(execution) || doubt !== undefined)
    throw new Error(`Lightcone's search and its reference model disagree about property ${name}: ${doubt}.`);
  const isForgingKnown = result.alphabet === undefined || result.cutoff === undefined;
  return {
    steps: lengthOf(execution),
    ...(schedule.cycle === undefined ? {} : { cycle: cycleOf(system, property, execution) }),
    isShortest: kind.isShortest && result.reduction?.isShortest !== false && isForgingKnown,
    inputs: schedule.inputs.map(format),
    events: schedule.events.map(formatEvent),
  };
}

/** The steps that an execution goes round for ever, and how what is owed on them is paid. */
function cycleOf(system: System, property: NamedProperty, execution: Execution): FoundCycle {
  const { configurations, cycle = 0 } = execution;
  const steps = configurations.slice(cycle).filter(({ pending }) => pending.length === 0).length - 1;
  const terms = termsOf(property);
  if (terms === ANY) return { steps };
  const payments = accountOf(system, execution, terms).map((entry) => ({
    step: entry.paidIn === 0 ? (entry.endsAfter ?? 0) : entry.paidIn,
    isOwed: entry.paidIn > 0,
    text: formatPayment(entry, unitOf(system)),
  }));
  return { steps, payments: payments.toSorted((a, b) => a.step - b.step) };
}

function unitOf({ timing }: System): "step" | "round" {
  return timing.rounds ? "round" : "step";
}
