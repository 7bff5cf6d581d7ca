/** The lines on why a search has no end, and on what would help, each with its evidence. */
import type { CheckReport } from "../host/node/job.ts";
import type { Difference, Growing, Sprawl } from "../explorer/kernel/sprawl.ts";
import { kinds } from "../properties/kinds/index.ts";
import { isOfLongRuns } from "../properties/kinds/kind.ts";
import { asynchronous } from "../model/timing/index.ts";
import { count } from "./amounts.ts";
import { cyan } from "./ink.ts";

/** The parts that are told of, of those that grow. */
const GROWING_MAX = 3;

/** Lines, followed by an empty one; none if nothing was found. */
export function sprawlLines(report: CheckReport): string[] {
  const { sprawl } = report.result;
  if (sprawl === undefined) return [];
  const found = [
    ...distinctIn(sprawl.growing).slice(0, GROWING_MAX).flatMap(growthLines),
    ...(sprawl.difference === undefined ? [] : [differenceText(sprawl, sprawl.difference)]),
  ];
  const advice = adviceOn(report, sprawl);
  const helps = advice.length === 0 ? [] : ["What would help here:", ...advice.map((line) => `  ${line}`)];
  const lines = [...found, ...helps];
  return lines.length === 0 ? [] : [...lines, ""];
}

function growthLines(growth: Growing): string[] {
  const { sizes, senders } = growth;
  const text = sizes.map(({ depth, size }) => `${count(size)} after ${count(depth)} steps`).join(", ");
  const what = {
    mailbox: `What is in transit to ${growth.process} keeps growing, in messages`,
    variable: `The variable ${growth.name} of ${growth.process} keeps growing`,
    object: `The object ${growth.name} keeps growing`,
    monitor: `The monitor ${growth.name} keeps growing`,
  }[growth.of];
  const unit = growth.of !== "mailbox" && growth.unit === "elements" ? ", in elements" : "";
  const sent = senders.length === 0 ? [] : [`  It is sent when ${senders.slice(0, GROWING_MAX).join("; ")}.`];
  return [`${what}${unit}: up to ${text}.`, ...sent];
}

function differenceText({ looked }: Sprawl, { part, without }: Difference): string {
  const named =
    part === "in transit"
      ? "what is in transit"
      : part === "failures"
        ? "what failures have done"
        : "object" in part
          ? `the object ${part.object}`
          : "monitor" in part
            ? `the monitor ${part.monitor}`
            : `the variable ${part.variable} of ${part.role}`;
  const left = `${count(without)} are different without it`;
  return `Most differ in ${named}: of ${count(looked)} looked at, ${left}.`;
}

/** The initial configurations of which there are so many at least are worth a word. */
const INITIAL_MANY = 16;

function adviceOn({ properties, system, result }: CheckReport, sprawl: Sprawl): string[] {
  const { growing, difference, messages, unorderedPairs, looked, branching } = sprawl;
  const mailbox = growing.find(({ of }) => of === "mailbox");
  const isTransit = mailbox !== undefined || difference?.part === "in transit";
  const areInvariants = properties.every(({ kind }) => !isOfLongRuns(kinds[kind]));
  const isFree = system.timing === asynchronous.text && system.channels === "unordered";
  const [timer] = growing.flatMap(({ timers }) => timers);
  const advice: string[] = [];
  if (timer !== undefined && system.timing === asynchronous.text)
    advice.push(
      `a clock, as timer ${timer} may fire any number of times before anything arrives: ` +
        `setTimer("${timer}", 5), with ${cyan("--timing bounded:1")}`,
    );
  if (isTransit && areInvariants && isFree && system.failures.every((failure) => !/loss|dupl/.test(failure)))
    advice.push(
      `${cyan("--channels message-set")}, where equal messages are one, ${count(messages)} in all so far, ` +
        "and are never gone; it allows loss, duplication and reordering",
    );
  if (isTransit && isFree && 2 * unorderedPairs >= looked)
    advice.push(
      `${cyan("--channels fifo")}, if yours are: in ${count(unorderedPairs)} of ${count(looked)} ` +
        "some sender has different messages in transit to one process, which may overtake each other",
    );
  const { initial = 0 } = result;
  if (initial >= INITIAL_MANY)
    advice.push(`fewer inputs: there are ${count(initial)} initial configurations (${cyan("--inputs")})`);
  if (growing.length === 0 && branching >= INITIAL_MANY)
    advice.push(
      `fewer processes: each configuration leads to ${count(branching)} others on average ` +
        `(${cyan("--processes")})`,
    );
  return [...advice, ...boundsOn(growing, result.depth)];
}

/** A bound that would end the search. */
function boundsOn(growing: readonly Growing[], depth = 0): string[] {
  const told = "which verdicts then tell of";
  const variable = growing.find(({ of, unit }) => of === "variable" && unit === "value");
  if (growing.some(({ of }) => of === "mailbox")) return [`a bound: ${cyan("--within mailbox=3")}, ${told}`];
  if (variable !== undefined) {
    const { role, name, sizes } = variable;
    const isSmall = `${role}.every(({ state }) => state.${name} < ${sizes[0]?.size ?? 0})`;
    return [`a bound in the file, ${told}: within: { where: ({ ${role} }) => ${isSmall} }`];
  }
  return depth < 2 ? [] : [`a bound: ${cyan(`--within depth=${depth - 1}`)}, ${told}`];
}

/** The parts that grow, of those of processes of one role that are called the same only one. */
function distinctIn(growing: readonly Growing[]): Growing[] {
  const keyOf = ({ of, role, name }: Growing): string => `${of} ${role} ${name}`;
  return growing.filter((growth, i) => growing.findIndex((other) => keyOf(other) === keyOf(growth)) === i);
}
