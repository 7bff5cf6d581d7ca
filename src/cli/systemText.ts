/** A system, in a line. */
import type { SystemReport } from "../host/node/job.ts";
import { asynchronous } from "../model/timing/index.ts";
import { formatReason, type Reason } from "../properties/verdict.ts";
import type { KindName } from "../model/system/protocol.ts";
import { counted } from "./amounts.ts";

/**
 * The text of a system: `client=2 server=1, topology complete, channels unordered`, then what is not as
 * usual, and the inputs.
 */
export function textOfSystem(report: SystemReport): string {
  const { processes, topology, channels, timing, failures, begin, memory, inputs, within } = report;
  const counts = Object.entries(processes).map(([role, number]) => `${role}=${number}`);
  const laidOut = `${counts.join(" ")}, topology ${topology}, channels ${channels}`;
  const usual = memory === undefined ? laidOut : `${laidOut}, memory ${memory}`;
  const timed = timing === asynchronous.text ? usual : `${usual}, timing ${timing}`;
  const failing = failures.length === 0 ? timed : `${timed}, failures ${failures.join(" ")}`;
  const begun = begin === undefined ? failing : `${failing}, begins with ${begin.join(" ")}`;
  const system = within === undefined ? begun : `${begun}, within ${within}`;
  if (inputs === undefined) return system;
  const given = Object.entries(inputs).map(([id, values]) => `${id}=${shortList(values)}`);
  return `${system}, inputs ${given.length > 6 ? `${given.slice(0, 6).join(" ")} …` : given.join(" ")}`;
}

/** The text of a system without its failures. */
export function systemWithout(report: SystemReport): string {
  return textOfSystem({ ...report, failures: [] });
}

/** The text of a length: `3 steps`, or `3 rounds` in a system whose time goes in rounds. */
export function lengthText(steps: number, { rounds }: SystemReport): string {
  return counted(steps, rounds ? "round" : "step");
}

/** The text of the cycle that an execution comes to: `its last 5 steps happen again and again`. */
export function cycleOf(
  steps: number,
  report: SystemReport,
): { readonly length: string; readonly again: string } {
  const length = lengthText(steps, report);
  const unit = report.rounds ? "round" : "step";
  const last = steps === 1 ? `last ${unit} happens` : `last ${length} happen`;
  return { length, again: `its ${last} again and again` };
}

/** The text of why a verdict on a kind of property is unknown. */
export function reasonText(reason: Reason, { rounds }: SystemReport, kind: KindName): string {
  return formatReason(reason, rounds ? "round" : "step", kind);
}

/** The text of a list: `1,2,3`, with an ellipsis for what is beyond the twelfth. */
function shortList(values: readonly string[]): string {
  const shown = values.slice(0, 12).join(",");
  return values.length > 12 ? `${shown},…` : shown;
}
