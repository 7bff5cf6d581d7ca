/** Chains of executions, as text and as a document. */
import type { ChainReport, LinkedExecution } from "../host/node/theoryJobs.ts";
import { counted } from "./amounts.ts";
import { bold, cyan, dim, green, red } from "./ink.ts";
import { JSON_VERSION } from "./json.ts";
import { lengthText, textOfSystem } from "./systemText.ts";

/** The whole report. */
export function linesOfChain(report: ChainReport): string[] {
  const { protocol, system, after, configurations, components } = report;
  const moment = after === undefined ? "where executions end" : `after ${lengthText(after, system)}`;
  const [largest = 0] = components;
  const parts =
    components.length === 1
      ? "all connected by processes that cannot tell them apart"
      : `in ${components.length} components, the largest of ${largest}`;
  return [
    `${bold(protocol)}: ${textOfSystem(system)}`,
    "",
    `${counted(configurations, "configuration")} ${moment}, ${parts}.`,
    "",
    ...proofLines(report),
  ];
}

function proofLines(report: ChainReport): string[] {
  const { between, by, chain } = report;
  if (between === undefined)
    return ["There are no two outcomes to connect: give processes two inputs, or let them decide."];
  const [from, to] = between;
  const ends =
    by === "inputs"
      ? `executions in which all inputs are ${from} and those in which all are ${to}`
      : `executions that decide ${from} and those that decide ${to}`;
  if (chain === undefined) return [`${green("✓")} No chain connects ${ends}.`];
  const { executions, links } = chain;
  const lines = executions.flatMap((execution, i) => {
    const link = links[i];
    const step = link === undefined ? [] : [cyan(`      ~ ${link.process}`) + dim(`  ${link.state}`)];
    return [`${bold(`  α${subscript(i)}`)}  ${executionText(execution)}`, ...step];
  });
  return [`${red("✗")} A chain connects ${ends}:`, "", ...lines, "", ...conclusionLines(executions, report)];
}

function executionText({ inputs, faults, decisions, undecided }: LinkedExecution): string {
  const given = inputs.every((input) => input === "null") ? [] : [`inputs ${inputs.join(" ")}`];
  const decided = new Map<string, string[]>();
  for (const { process, value } of decisions) decided.set(value, [...(decided.get(value) ?? []), process]);
  const told = [...decided].map(
    ([value, who]) => `${who.join(", ")} decide${who.length === 1 ? "s" : ""} ${value}`,
  );
  const open = undecided.length === 0 ? [] : [`${undecided.join(", ")} undecided`];
  return [...given, ...faultTexts(faults), ...told, ...open].join("; ");
}

/** The maximum number of faults that are told of an execution. */
const FAULTS_MAX = 4;

function faultTexts(faults: readonly string[]): string[] {
  const more = faults.length - FAULTS_MAX;
  return more <= 1 ? [...faults] : [...faults.slice(0, FAULTS_MAX), `${more} more faults`];
}

function conclusionLines(
  executions: readonly LinkedExecution[],
  { between: [from, to] = ["", ""], after }: ChainReport,
): string[] {
  const isSplit = ({ decisions, undecided }: LinkedExecution): boolean => {
    const values = new Set(decisions.map(({ value }) => value)).size;
    return values > 1 || (values === 1 && undecided.length > 0 && after === undefined);
  };
  const split = executions.findIndex(isSplit);
  const same = "In each two neighbours the process between them is in the same state, and decides the same.";
  if (split !== -1) return [same, `They cannot all agree: in α${subscript(split)} not all decide the same.`];
  return [
    same,
    "If all decided now, and alike in each execution, then alike in all. " +
      `But α₀ has to decide ${from}, and α${subscript(executions.length - 1)} ${to}: it is too early.`,
  ];
}

function subscript(number: number): string {
  return [...`${number}`].map((digit) => "₀₁₂₃₄₅₆₇₈₉"[Number(digit)]).join("");
}

/** The document of a report. */
export function documentOfChain({ kind, chain, ...rest }: ChainReport): object {
  const executions = (chain?.executions ?? []).map(
    ({ inputs, faults, decisions, undecided, steps, schedule }) => {
      return { inputs, faults, decisions, undecided, steps, schedule };
    },
  );
  return {
    lightcone: kind,
    version: JSON_VERSION,
    ...rest,
    ...(chain === undefined ? {} : { chain: { executions, links: chain.links } }),
  };
}
