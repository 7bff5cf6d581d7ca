/** Probabilities and expected costs, as text and as a document. */
import { drawText, sceneOf } from "../diagram/index.ts";
import {
  ROWS_MAX,
  type AdversaryReport,
  type CostReport,
  type NumberReport,
  type ProbabilityReport,
  type PropertyChances,
  type TreeRow,
} from "../host/node/probabilities.ts";
import { counted } from "./amounts.ts";
import { bold, diagramStyle, dim, inColumn } from "./ink.ts";
import { JSON_VERSION } from "./json.ts";
import { keepSchedule, type Subject } from "./keptSchedule.ts";
import { lengthText, textOfSystem } from "./systemText.ts";

/** The whole report. Writes the schedule that it shows to a file. */
export function linesOfProbability(report: ProbabilityReport, subject: Subject): string[] {
  const { protocol, system, configurations, properties, unasked, cost, adversary } = report;
  return [
    `${bold(protocol)}: ${textOfSystem(system)}`,
    "",
    ...(properties.length === 0 ? [] : [...tableLines(properties), ""]),
    ...(unasked.length === 0 ? [] : [`No probability is told of ${unasked.join(", ")}.`, ""]),
    ...(cost === undefined ? [] : [...costLines(cost), ""]),
    `Of all admissible adversaries, on ${counted(configurations, "configuration")}.`,
    ...(adversary === undefined ? [] : ["", ...adversaryLines(report, adversary, subject)]),
  ];
}

function tableLines(properties: readonly PropertyChances[]): string[] {
  const rows = [
    ["", "at least", "at most"],
    ...properties.map(({ name, least, greatest }) => [name, numberText(least), numberText(greatest)]),
  ];
  const columns = [0, 1, 2].map((i) => inColumn(rows.map((row) => row[i] ?? "")));
  return [
    bold("The probability with which it holds:"),
    "",
    ...rows.map((_, r) => {
      const assumed = properties[r - 1]?.assumed;
      const line = columns.map((column) => column[r]).join("  ");
      return `  ${line.trimEnd()}${assumed === undefined ? "" : dim(`  assuming ${assumed}`)}`;
    }),
  ];
}

/** A number, and by how much it may be wrong. */
function numberText({ lower, upper }: NumberReport): string {
  const gap = upper - lower;
  if (gap <= 1e-12 * Math.max(1, upper)) return `${round(lower)}`;
  const digits = Math.max(0, Math.min(9, Math.floor(-Math.log10(gap))));
  const told = Number(((lower + upper) / 2).toFixed(digits));
  return `${told} ±${upwards(Math.max(upper - told, told - lower))}`;
}

/** A number that is not less, with one digit. */
function upwards(value: number): string {
  const power = 10 ** Math.floor(Math.log10(value));
  return (Math.ceil(value / power) * power).toExponential(0);
}

function round(value: number): number {
  return Number(value.toPrecision(12));
}

function costLines({ cost, property, least, greatest }: CostReport): string[] {
  const until = property === undefined ? "until executions end" : `until ${property} holds`;
  const what = cost === "time" ? "ticks" : cost;
  const told = (one: CostReport["greatest"]): string => {
    if (one === "never") return property === undefined ? "they need not end" : "it need not come";
    return one === "unbounded" ? "no bound: more and more, if the adversary takes its time" : numberText(one);
  };
  return [
    bold(`The expected number of ${what} ${until}:`),
    "",
    `  at least  ${told(least)}`,
    `  at most   ${told(greatest)}`,
  ];
}

const ATTAINS: Readonly<Record<AdversaryReport["attains"], string>> = {
  "least probability": "An adversary under which it holds with the least probability:",
  "greatest probability": "An adversary under which it holds with the greatest probability:",
  "least cost": "An adversary under which it costs least:",
  "greatest cost": "An adversary under which it costs most:",
};

/** The words for what has come, and what will not come any more. */
const ENDS: Readonly<Record<AdversaryReport["attains"], Readonly<Record<"come" | "gone", string>>>> = {
  "least probability": { come: "✗ violated", gone: "✓ holds" },
  "greatest probability": { come: "✓ holds", gone: "✗ violated" },
  "least cost": { come: "✓ done", gone: "✗ never" },
  "greatest cost": { come: "✓ done", gone: "✗ never" },
};

function adversaryLines(
  { protocol, system }: ProbabilityReport,
  { attains, inputs, tree, run }: AdversaryReport,
  subject: Subject,
): string[] {
  const isNumber = inputs.some((input) => input !== "null");
  const width = process.stdout.columns || 100;
  const drawn = drawText(sceneOf(run.execution, { maxSteps: 60 }), { width, style: diagramStyle });
  return [
    bold(ATTAINS[attains]),
    ...(isNumber ? ["", `Inputs: ${inputs.join(" ")}`] : []),
    "",
    ...(tree === undefined
      ? [`The tree of what it does has more than ${ROWS_MAX} rows, and is not shown.`]
      : treeLines(tree, ENDS[attains])),
    "",
    `A run on which that comes about, of ${lengthText(run.steps, system)}; coins fall so with probability ` +
      `${round(run.probability)}:`,
    "",
    ...drawn.trimEnd().split("\n"),
    "",
    ...keepSchedule({ protocol, shows: RUN, ...subject }, run.schedule),
  ];
}

const RUN = { word: "chance", what: "A run of an adversary" };

/** The rows of a tree, with numbers where others refer to them. */
function treeLines(tree: readonly TreeRow[], ends: Readonly<Record<"come" | "gone", string>>): string[] {
  const referred = new Set(tree.flatMap(({ as }) => (as === undefined ? [] : [as])));
  const numbers = inColumn(tree.map((_, i) => (referred.has(i + 1) ? `${i + 1}.` : "")));
  return tree.map(({ events, probability, depth, end, as }, i) => {
    const odds = probability === 1 ? "" : `${round(probability)}  `;
    const after = [
      ...(end === undefined ? [] : [ends[end]]),
      ...(as === undefined ? [] : [as === 0 ? "↻ as at the beginning" : `↻ as after ${as}`]),
    ];
    const tail = after.length === 0 ? "" : `   ${after.join(", ")}`;
    return `  ${numbers[i]} ${"   ".repeat(depth)}${odds}${events.join("; ")}${tail}`.trimEnd();
  });
}

/** The document of a report. */
export function documentOfProbability({ kind, adversary, ...rest }: ProbabilityReport): object {
  if (adversary === undefined) return { lightcone: kind, version: JSON_VERSION, ...rest };
  const { run, ...shown } = adversary;
  const { execution: _execution, cycle: _cycle, ...told } = run;
  return { lightcone: kind, version: JSON_VERSION, ...rest, adversary: { ...shown, run: told } };
}
