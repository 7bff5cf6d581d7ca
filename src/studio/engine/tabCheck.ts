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
  type System,
} from "../../model/index.ts";
import { doubtAbout } from "../../properties/doubt.ts";
import { propertiesOf, type NamedProperty } from "../../properties/property.ts";
import { formatReason, type Verdict } from "../../properties/verdict.ts";
import { reportOfSystem } from "../../host/node/systemRequest.ts";
import type { CheckLimits } from "../conversation.ts";
import type { CheckFindings, PropertyFinding } from "../findings.ts";

/** The surroundings of a check. */
interface TabCheckSurroundings {
  readonly limits: CheckLimits;
  readonly properties: readonly string[] | undefined;
  /** Makes a copy of the protocol that has no history. */
  fresh(): Protocol;
  /** Whether somebody wants it to end. */
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
  const { properties: names, limits } = around;
  const bytesMax = limits.megabytes * MEGABYTE;
  const check = startCheck(system, {
    fresh: () => around.fresh(),
    memoryBytesMax: bytesMax,
    reduced: true,
    ...(names === undefined ? {} : { properties: names }),
  });
  const began = performance.now();
  await drive(check, around, began + limits.seconds * 1_000);
  const result = check.result();
  const properties = propertiesOf(system, names);
  return {
    system: reportOfSystem(system),
    properties: properties.map((property) => findingOf(system, property, result)),
    configurations: result.configurations,
    transitions: result.transitions,
    depth: result.depth,
    ...(result.cutoff === undefined ? {} : { cutoff: result.cutoff }),
    seconds: (performance.now() - began) / 1_000,
    bytes: result.bytes,
    unreached: result.cutoff === undefined ? result.unreached : [],
  };
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
    else if (heap !== undefined && heap > around.limits.megabytes * MEGABYTE) check.stop("memory");
  }
}

/** The bytes that this worker's values take, where the browser tells. */
function heapBytes(): number | undefined {
  return (performance as { memory?: { usedJSHeapSize: number } }).memory?.usedJSHeapSize;
}

function findingOf(system: System, property: NamedProperty, { verdicts }: CheckResult): PropertyFinding {
  const { name, kind } = property;
  const named = { name, kind: kind.name };
  const verdict: Verdict | undefined = verdicts[name];
  assert(verdict !== undefined, "the search says something of each property");
  if (verdict.verdict === "holds" || verdict.verdict === "unreachable")
    return { ...named, verdict: verdict.verdict };
  if (verdict.verdict === "unknown") {
    const unit = system.timing.rounds ? "round" : "step";
    return { ...named, verdict: "unknown", reason: formatReason(verdict.reason, unit) };
  }
  const { schedule } = verdict;
  const execution = replay(system, schedule);
  const doubt = isStuck(execution)
    ? `event ${execution.at + 1} is not enabled`
    : doubtAbout(system, property, execution);
  if (isStuck(execution) || doubt !== undefined)
    throw new Error(`Lightcone's search and its reference model disagree about property ${name}: ${doubt}.`);
  return {
    ...named,
    verdict: "violated",
    steps: lengthOf(execution),
    ...(schedule.cycle === undefined ? {} : { cycle: cycleSteps(execution) }),
    isShortest: kind.isShortest,
    inputs: schedule.inputs.map(format),
    events: schedule.events.map(formatEvent),
  };
}

/** The number of steps that an execution goes round for ever. */
function cycleSteps({ configurations, cycle = 0 }: Execution): number {
  return configurations.slice(cycle).filter(({ pending }) => pending.length === 0).length - 1;
}
