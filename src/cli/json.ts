/** The JSON documents that verbs print; docs/json.md says what each field means. */
import { formatEvent } from "../model/event/eventText.ts";
import type { MistakeReport } from "../host/node/mistakeReport.ts";
import type {
  CheckReport,
  PropertyReport,
  ReplayReport,
  RunViolation,
  SimulateReport,
  SystemReport,
} from "../host/node/job.ts";
import type { Warning } from "../host/node/warning.ts";
import { MEASURES } from "../simulator/simulation.ts";
import { histogram, summarize, wilson } from "../simulator/statistics.ts";
import { overall } from "./overall.ts";
import { reasonText } from "./systemText.ts";
import { formatWarning } from "./warningText.ts";

/** The version of every shape in docs/json.md. It grows when a field changes its meaning or disappears. */
export const JSON_VERSION = 1;

/** A document as text. */
export function jsonText(document: object): string {
  return `${JSON.stringify(document, null, 2)}\n`;
}

/** The document of what went wrong. */
export function jsonOfFailure({ kind, name, what, evidence, advice, schedule }: MistakeReport): string {
  const error = { kind, name, what, evidence, advice, ...(schedule === undefined ? {} : { schedule }) };
  return jsonText({ lightcone: "error", version: JSON_VERSION, error });
}

/** A property in a document: what is unknown has its reason as a text, and as data. */
export function jsonOfProperty(property: PropertyReport, system: SystemReport): object {
  const { name, kind, verdict } = property;
  switch (verdict) {
    case "holds":
      return { name, kind, verdict };
    case "unknown":
      return { name, kind, verdict, reason: reasonText(property.reason, system), because: property.reason };
    case "violated":
      return { name, kind, verdict, schedule: property.schedule, steps: property.steps };
  }
}

/** Warnings, as sentences and as data. */
function jsonOfWarnings(warnings: readonly Warning[]): object {
  return { warnings: warnings.map(formatWarning), warned: warnings };
}

/** The document of a check. */
export function documentOfCheck(report: CheckReport): object {
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
  } = result;
  return {
    lightcone: "check",
    version: JSON_VERSION,
    protocol,
    system,
    verdict: overall(properties),
    properties: properties.map((property) => jsonOfProperty(property, system)),
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
    ...(cutoff === undefined ? {} : { cutoff }),
    ...jsonOfWarnings(warnings),
  };
}

/** The document of a replay. */
export function documentOfReplay(report: ReplayReport, warnings: readonly Warning[]): object {
  const { protocol, system, execution, stuck, properties, enabled } = report;
  return {
    lightcone: "replay",
    version: JSON_VERSION,
    protocol,
    system,
    execution: stuck === undefined,
    events: execution.events.length,
    ...(stuck === undefined
      ? {}
      : { stuck: { at: stuck.at, line: stuck.line, event: formatEvent(stuck.event) } }),
    properties,
    enabled: enabled.map(formatEvent),
    ...jsonOfWarnings(warnings),
  };
}

/** The document of a simulation. */
export function documentOfSimulation(report: SimulateReport, warnings: readonly Warning[]): object {
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
    properties: properties.map((property) => {
      const found = violations.find(({ name }) => name === property.name);
      const { shown: _shown, ...violation } = found ?? ({} as Partial<RunViolation>);
      const frequency95 = wilson(property.violated, Math.max(1, runs));
      return { ...property, frequency95, ...(found === undefined ? {} : { violation }) };
    }),
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
