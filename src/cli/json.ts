/** The JSON documents that verbs print; docs/json.md says what each field means. */
import { formatEvent } from "../model/eventText.ts";
import type { Failure } from "../host/node/failure.ts";
import type { CheckReport, ReplayReport, SimulateReport } from "../host/node/job.ts";
import { MEASURES } from "../simulator/simulation.ts";
import { histogram, summarize, wilson } from "../simulator/statistics.ts";
import { overall } from "./overall.ts";

/** The version of every shape in docs/json.md. It grows when a field changes its meaning or disappears. */
export const JSON_VERSION = 1;

/** A document as text. */
export function jsonText(document: object): string {
  return `${JSON.stringify(document, null, 2)}\n`;
}

/** What went wrong. */
export function jsonOfFailure({ kind, name, what, evidence, advice, schedule }: Failure): string {
  const error = { kind, name, what, evidence, advice, ...(schedule === undefined ? {} : { schedule }) };
  return jsonText({ lightcone: "error", version: JSON_VERSION, error });
}

/** What a check found. */
export function documentOfCheck(report: CheckReport, warnings: readonly string[]): object {
  const { protocol, system, properties, result, seconds, peakBytes } = report;
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
  } = result;
  return {
    lightcone: "check",
    version: JSON_VERSION,
    protocol,
    system,
    verdict: overall(properties),
    properties: properties.map(({ execution: _execution, ...property }) => property),
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
    ...(cutoff === undefined ? {} : { cutoff }),
    warnings,
  };
}

/** What a replay found. */
export function documentOfReplay(report: ReplayReport, warnings: readonly string[]): object {
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
    warnings,
  };
}

/** What a simulation found. */
export function documentOfSimulation(report: SimulateReport, warnings: readonly string[]): object {
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
      const { execution: _execution, ...violation } = found ?? {};
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
    warnings,
  };
}

/** At most so many bins in a histogram. */
const BINS_MAX = 20;
