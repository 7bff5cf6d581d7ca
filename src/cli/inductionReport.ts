/** A proof by induction, or a counterexample to it, as text and as a document. */
import {
  ABSENT_TRAIT,
  VALUE,
  type Condition,
  type CoordinateName,
  type Implication,
} from "../analysis/index.ts";
import { unreachable } from "../base/assert.ts";
import { drawText, sceneOf, tellStates } from "../diagram/index.ts";
import type { BreachReport, InductionReport } from "../host/node/theoryJobs.ts";
import { shortenPaths } from "../host/node/stackTrace.ts";
import { formatEvent, type Execution } from "../model/index.ts";
import { formatReason } from "../properties/verdict.ts";
import { count, counted } from "./amounts.ts";
import { ExitCode } from "./exitCode.ts";
import { bold, diagramStyle, dim, green, red, yellow } from "./ink.ts";
import { JSON_VERSION } from "./json.ts";
import { textOfSystem } from "./systemText.ts";
import { wrapped } from "./wrap.ts";

/** The exit code of a report. */
export function exitCodeOfInduction({ outcome, beyond }: InductionReport): number {
  switch (outcome.kind) {
    case "inductive":
      return beyond.length === 0 ? ExitCode.holds : ExitCode.unknown;
    case "breached":
    case "false initially":
      return ExitCode.violated;
    case "too many values":
    case "cut off":
      return ExitCode.unknown;
    default:
      return unreachable(outcome);
  }
}

/** The whole report. `isStrengthened`: facts about several values were looked for. */
export function linesOfInduction(
  report: InductionReport,
  { isStrengthened }: { readonly isStrengthened: boolean },
): string[] {
  const { protocol, system, outcome, properties } = report;
  const names = properties.join(", ");
  const head = [`${bold(protocol)}: ${textOfSystem(system)}`, ""];
  const advice = isStrengthened
    ? "An invariant in the file that is false there strengthens what is assumed. If the system can come " +
      "there, there is none: lightcone check says."
    : "--strengthen looks for facts that are false there, and true wherever the system can come. " +
      "If it can come there, there are none: lightcone check says.";
  switch (outcome.kind) {
    case "inductive":
      return [...head, ...proofLines(report, outcome.facts)];
    case "breached":
      return [...head, ...breachLines(report, outcome), "", ...paragraph(advice)];
    case "false initially":
      return [...head, `${red("✗")} ${outcome.property}  is false initially; lightcone check shows where`];
    case "too many values":
      return [
        ...head,
        `${yellow("?")} ${names}  unknown: there are more than ${count(outcome.values)} values`,
        "",
        ...paragraph(
          isStrengthened
            ? "Ask about a smaller system."
            : "With facts about several values there may be fewer: try --strengthen.",
        ),
      ];
    case "cut off":
      return [
        ...head,
        `${yellow("?")} ${names}  unknown: ${formatReason({ kind: "cut off", cutoff: outcome.cutoff })}`,
      ];
    default:
      return unreachable(outcome);
  }
}

function paragraph(text: string): string[] {
  return wrapped(text, process.stdout.columns || 100);
}

/** The invariant that was proved, and what has to be known of it. */
function proofLines(report: InductionReport, facts: readonly Implication[]): string[] {
  const { properties, beyond } = report;
  const [sign, verdict] =
    beyond.length === 0 ? [green("✓"), "proved by induction"] : [yellow("?"), "unknown"];
  const isOne = properties.length === 1;
  const start = isOne ? "It is true initially" : "They are true initially";
  const own = isOne ? "it is" : "they are";
  const known = facts.length === 1 ? "this fact" : `these ${facts.length} facts`;
  return [
    ...properties.map((name) => `${sign} ${name}  ${verdict}`),
    "",
    ...(facts.length === 0
      ? paragraph(
          `${start}, and every step that is taken where ${own} true keeps ${isOne ? "it" : "them"} so.`,
        )
      : [
          ...paragraph(
            `${start}, and every step that is taken where ${own} true together with ${known} ` +
              "keeps all of that so:",
          ),
          "",
          ...facts.flatMap(factLines),
        ]),
    "",
    ...domainLines(report),
    ...(beyond.length === 0 ? [] : ["", ...paragraph(beyondText(report))]),
  ];
}

function beyondText({ beyond, copies }: InductionReport): string {
  const [first] = beyond;
  const what =
    first === undefined
      ? ""
      : `${nameOf(first)}${beyond.length === 1 ? "" : `, and of ${counted(beyond.length - 1, "other")}`}`;
  return (
    `Proved for executions with at most ${counted(copies, "equal message")} in transit to a process. ` +
    `There may be more of ${what}: raise --copies, or use message sets.`
  );
}

function domainLines({ domains, width, beyond }: InductionReport): string[] {
  const product = domains.reduce((all, { values }) => all * BigInt(values), 1n);
  const letters = domains.filter(({ subject }) => subject.kind === "letter");
  const others = domains.filter(({ subject }) => subject.kind !== "letter");
  const sizes = others.map(({ subject, values }) => `${subject.name} ${count(values)}`);
  const copies = Math.max(...letters.map(({ values }) => values - 1));
  const often = copies === 1 ? "in transit or not" : `up to ${copies} times in transit`;
  const facts =
    width === 1 ? "" : `: facts are about ${width === 2 ? "two" : "two or three"} values at a time`;
  return paragraph(
    `The domains${beyond.length === 0 ? ", which no step leaves" : ""}: ${sizes.join(", ")} values` +
      `${letters.length === 0 ? "" : `; ${counted(letters.length, "message")} ${often}`}. ` +
      `Of ${product.toLocaleString("en-US")} configurations none was enumerated${facts}.`,
  );
}

/** A fact, and its conclusion in a line of its own. */
function factLines({ when, follows }: Implication): string[] {
  const conclusion = conditionText(follows);
  if (when.length === 0) return [`  ${conclusion}`];
  return [`  ${when.map(conditionText).join(" and ")}`, `    ⇒ ${conclusion}`];
}

/** A condition, in the names of the author. */
export function conditionText({ subject, alternatives }: Condition): string {
  const texts = alternatives.map((comparisons) =>
    comparisons.map((comparison) => comparisonText(subject, comparison)).join(" and "),
  );
  if (texts.length === 0) return "false";
  return texts.length === 1 ? (texts[0] ?? "") : `(${texts.join(" or ")})`;
}

function comparisonText(
  subject: CoordinateName,
  { trait, isNot, values }: Condition["alternatives"][number][number],
): string {
  if (subject.kind === "letter") return letterText(subject, isNot, values);
  const name = trait === VALUE ? subject.name : `${subject.name}.${trait}`;
  const [only = ""] = values;
  const isFlag = /\.(has\(.*\)|crashed|faulty|halted)$/.test(name);
  if (values.length === 1 && isFlag && (only === ABSENT_TRAIT || only === "true"))
    return (only === ABSENT_TRAIT) !== isNot ? `not ${name}` : name;
  if (values.length === 1) return `${name} ${isNot ? "≠" : "="} ${only}`;
  return `${name} ${isNot ? "∉" : "∈"} {${values.join(", ")}}`;
}

function letterText(subject: CoordinateName, isNot: boolean, values: readonly string[]): string {
  const name = nameOf(subject);
  if (values.length === 1 && values[0] === "0") return `${isNot ? "" : "no "}${name} is in transit`;
  if (!isNot && !values.includes("0") && values.length === 1 && values[0] === "1")
    return `${name} is in transit`;
  return `${name} is ${isNot ? "not " : ""}${values.join(" or ")} times in transit`;
}

function nameOf(subject: CoordinateName): string {
  if (subject.kind !== "letter") return subject.name;
  const from = subject.from === undefined ? "" : ` from ${subject.from}`;
  return `${subject.name}${from} to ${subject.to}`;
}

function breachLines(
  report: InductionReport,
  { broken, execution, next, inTransit }: BreachReport,
): string[] {
  const { properties } = report;
  const what =
    broken.kind === "property"
      ? `${broken.property}  is not inductive`
      : `${properties.join(", ")}  cannot be proved: author code makes a mistake`;
  const assumed = `${properties.join(" and ")} ${properties.length === 1 ? "is" : "are"} true`;
  const after =
    broken.kind === "property"
      ? `after one step ${properties.length === 1 ? "it" : broken.property} is false`
      : "author code makes a mistake in the next step";
  const { processes, configurations } = execution;
  const options = { width: process.stdout.columns || 100, style: diagramStyle };
  return [
    `${red("✗")} ${what}`,
    "",
    ...paragraph(`In this configuration, reachable or not, ${assumed}, and ${after}:`),
    "",
    ...tellStates(sceneOf(beginningOf(execution)), options)
      .trimEnd()
      .split("\n")
      .slice(1),
    ...next.flatMap((text, i) => (text === null ? [] : [` ${processes[i]}  is about to ${text}`])),
    ...inTransit.flatMap((letters, i) =>
      letters.map((letter) => ` in transit to ${processes[i]}: ${letter}`),
    ),
    "",
    ...(broken.kind === "property"
      ? drawText(
          sceneOf(execution, { violation: { at: configurations.length - 1, property: broken.property } }),
          options,
        )
          .trimEnd()
          .split("\n")
      : [
          broken.mistake.what,
          ...broken.mistake.evidence.map((line) => dim(`  ${shortenPaths(line, process.cwd())}`)),
        ]),
  ];
}

function textOfFact({ when, follows }: Implication): object {
  return { when: when.map(conditionText), follows: conditionText(follows) };
}

/** The document of a report. */
export function documentOfInduction({ kind, outcome, ...rest }: InductionReport): object {
  return { lightcone: kind, version: JSON_VERSION, ...rest, outcome: documentOfOutcome(outcome) };
}

function documentOfOutcome(outcome: InductionReport["outcome"]): object {
  if (outcome.kind === "inductive") return { ...outcome, facts: outcome.facts.map(textOfFact) };
  if (outcome.kind !== "breached") return outcome;
  const { execution, ...rest } = outcome;
  const { states } = sceneOf(beginningOf(execution));
  return { ...rest, states, events: execution.events.map(formatEvent) };
}

/** An execution before anything has happened. */
function beginningOf(execution: Execution): Execution {
  return { ...execution, configurations: execution.configurations.slice(0, 1), events: [] };
}
