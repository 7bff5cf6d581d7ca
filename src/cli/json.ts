/** The JSON documents that verbs print; docs/json.md says what each field means. */
import { visible } from "../base/visible.ts";
import { formatEvent } from "../model/event/eventText.ts";
import type { MistakeReport } from "../host/node/mistakeReport.ts";
import type {
  CheckReport,
  CycleReport,
  PropertyReport,
  ReplayReport,
  RunReport,
  RunViolation,
  SimulateReport,
  SystemReport,
  ViolationReport,
} from "../host/node/job.ts";
import type { Warning } from "../host/node/warning.ts";
import { formatPayment } from "../model/transition/account.ts";
import { lengthOf, type Execution } from "../model/transition/execution.ts";
import { MEASURES } from "../simulator/simulation.ts";
import { histogram, summarize, wilson } from "../simulator/statistics.ts";
import type { StateField } from "../diagram/index.ts";
import { jsonOfHistoryIn } from "./historyJson.ts";
import { overall } from "./overall.ts";
import { reasonText } from "./systemText.ts";
import { formatWarning } from "./warningText.ts";

/** The version of every shape in docs/json.md. It grows when a field changes its meaning or disappears. */
export const JSON_VERSION = 1;

/** A document as text, in which no character of a string is raw that a terminal would obey. */
export function jsonText(document: object): string {
  const lines = JSON.stringify(document, null, 2).split("\n");
  return `${lines.map(visible).join("\n")}\n`;
}

/** The document of what went wrong. */
export function documentOfFailure(failure: MistakeReport): object {
  const { kind, name, what, evidence, advice, schedule } = failure;
  const error = { kind, name, what, evidence, advice, ...(schedule === undefined ? {} : { schedule }) };
  return { lightcone: "error", version: JSON_VERSION, error };
}

/** A property in a document: what is unknown has its reason as a text, and as data. */
export async function jsonOfProperty(property: PropertyReport, system: SystemReport): Promise<object> {
  const { name, kind, verdict } = property;
  switch (verdict) {
    case "holds": {
      const { assumed, witness } = property;
      const shown = witness === undefined ? {} : { witness: await jsonOfShown(witness, system) };
      return { name, kind, verdict, ...(assumed === undefined ? {} : { assumed }), ...shown };
    }
    case "unreachable":
      return { name, kind, verdict };
    case "unknown":
      return {
        name,
        kind,
        verdict,
        reason: reasonText(property.reason, system, kind),
        because: property.reason,
      };
    case "violated":
      return { name, kind, verdict, ...(await jsonOfShown(property, system)) };
  }
}

/** A schedule that is shown, as text, and what it leads through. */
async function jsonOfShown(shown: ViolationReport, system: SystemReport): Promise<object> {
  const { schedule, steps, execution, cycle, counterpart, history, readings } = shown;
  const goesOn = cycle === undefined ? {} : { cycle: jsonOfCycle(cycle, system) };
  const read = readings === undefined ? {} : { readings };
  const beside = counterpart === undefined ? {} : { counterpart: { ...counterpart, execution: undefined } };
  const unordered = history === undefined ? {} : { history: jsonOfHistoryIn(history) };
  return { schedule, steps, ...goesOn, ...beside, ...unordered, ...read, ...(await jsonOfStates(execution)) };
}

/** A cycle: its length, and how all that is owed on it is paid, as sentences. */
export function jsonOfCycle({ steps, account, inadmissible }: CycleReport, { rounds }: SystemReport): object {
  const paid = account.map((entry) => formatPayment(entry, rounds ? "round" : "step"));
  return { steps, paid, ...(inadmissible === undefined ? {} : { inadmissible }) };
}

/** The warnings, as sentences and as data. */
export function jsonOfWarnings(warnings: readonly Warning[]): object {
  return { warnings: warnings.map(formatWarning), warned: warnings };
}

/** The document of a check. */
export async function documentOfCheck(report: CheckReport): Promise<object> {
  const { protocol, system, properties, result, warnings, seconds, peakBytes } = report;
  const {
    configurations,
    transitions,
    depth,
    initial,
    quiescent,
    authorCalls,
    bytes,
    visited,
    omissionProbability,
    cutoff,
    reduction,
    beyond,
    sprawl,
    symmetry,
  } = result;
  return {
    lightcone: "check",
    version: JSON_VERSION,
    protocol,
    system,
    verdict: overall(properties),
    properties: await Promise.all(properties.map((property) => jsonOfProperty(property, system))),
    configurations,
    transitions,
    depth,
    authorCalls,
    initial,
    quiescent,
    seconds,
    bytes,
    peakBytes,
    visited: { kind: visited, omissionProbability },
    ...(reduction === undefined ? {} : { reduction }),
    ...(beyond === undefined ? {} : { beyond }),
    ...(symmetry === undefined ? {} : { symmetry }),
    ...(cutoff === undefined ? {} : { cutoff }),
    ...(sprawl === undefined ? {} : { sprawl }),
    ...jsonOfWarnings(warnings),
  };
}

/** The document of a replay. */
export async function documentOfReplay(report: ReplayReport, warnings: readonly Warning[]): Promise<object> {
  const { protocol, system, execution, stuck, cycle, properties, enabled } = report;
  return {
    lightcone: "replay",
    version: JSON_VERSION,
    protocol,
    system,
    execution: stuck === undefined,
    ...(cycle === undefined ? {} : { cycle: "doubt" in cycle ? cycle : jsonOfCycle(cycle, system) }),
    events: execution.events.length,
    steps: lengthOf(execution),
    ...(stuck === undefined
      ? {}
      : { stuck: { at: stuck.at, line: stuck.line, event: formatEvent(stuck.event) } }),
    properties,
    enabled: enabled.map(formatEvent),
    ...(await jsonOfStates(execution)),
    ...jsonOfWarnings(warnings),
  };
}

/** The document of one run, with its picture. */
export async function documentOfRun(
  { protocol, system, execution, schedule, isCut, properties, enabled }: RunReport,
  { seed, text }: { readonly seed: number; readonly text: string },
  warnings: readonly Warning[],
): Promise<object> {
  return {
    lightcone: "run",
    version: JSON_VERSION,
    protocol,
    system,
    seed,
    schedule,
    steps: lengthOf(execution),
    isCut,
    text,
    properties,
    enabled: enabled.map(formatEvent),
    ...(await jsonOfStates(execution)),
    ...jsonOfWarnings(warnings),
  };
}

/** A violation in a run; its states, too, if it is small enough to be drawn. */
async function jsonOfRun({ shown, ...violation }: RunViolation): Promise<object> {
  return { ...violation, ...("execution" in shown ? await jsonOfStates(shown.execution) : {}) };
}

/** The states at the end of an execution, and what each step changed, as texts. */
export async function jsonOfStates(execution: Execution): Promise<object> {
  const { sceneOf } = await import("../diagram/index.ts");
  const { states, marks } = sceneOf(execution, { maxSteps: Infinity });
  const changed = marks.filter((mark) => mark.changes.length > 0);
  return {
    states: states.map(({ name, fields }) => ({
      name,
      ...Object.fromEntries(SORTS.map((sort) => [sort, valuesOf(fields, sort)])),
    })),
    changes: changed.map(({ step, process, beginning, changes }) => ({
      step,
      process,
      event: beginning.text,
      fields: changes.map(({ name, of, before, value }) => ({ name, of, before, after: value })),
    })),
  };
}

/** The sorts of fields that a document tells apart: a state may call a field as Lightcone does. */
const SORTS = ["state", "process", "object", "monitor"] as const;

/** The fields of one sort, by name; absent if there are none. */
function valuesOf(fields: readonly StateField[], sort: StateField["of"]): object | undefined {
  const found = fields.filter(({ of }) => of === sort);
  return found.length === 0 ? undefined : Object.fromEntries(found.map(({ name, value }) => [name, value]));
}

/** The document of a simulation. */
export async function documentOfSimulation(
  report: SimulateReport,
  warnings: readonly Warning[],
): Promise<object> {
  const { protocol, system, adversary, seed, result, violations, cutoff, seconds, peakBytes } = report;
  const { runs, endings, properties, events, stride, eventsMax, sampled, samples } = result;
  return {
    lightcone: "simulate",
    version: JSON_VERSION,
    protocol,
    system,
    adversary,
    seed,
    runs,
    endings,
    properties: await Promise.all(
      properties.map(async (property) => {
        const found = violations.find(({ name }) => name === property.name);
        const frequency = property.judged === runs && {
          frequency95: wilson(property.violated, Math.max(1, runs)),
        };
        const violation = found === undefined ? {} : { violation: await jsonOfRun(found) };
        return { ...property, ...frequency, ...violation };
      }),
    ),
    every: stride,
    eventsMax,
    sampled,
    measures:
      samples.steps.length === 0
        ? {}
        : Object.fromEntries(
            MEASURES.map((measure) => [
              measure,
              { ...summarize(samples[measure]), histogram: histogram(samples[measure], BINS_MAX) },
            ]),
          ),
    events,
    ...(cutoff === undefined ? {} : { cutoff }),
    seconds,
    peakBytes,
    ...jsonOfWarnings(warnings),
  };
}

/** The maximum number of bins in a histogram. */
const BINS_MAX = 20;
