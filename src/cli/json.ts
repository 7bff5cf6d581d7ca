/** The JSON documents that verbs print; docs/json.md says what each field means. */
import { formatEvent } from "../model/event.ts";
import type { Failure } from "../host/node/failure.ts";
import type { CheckReport, ReplayReport } from "../host/node/job.ts";
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
