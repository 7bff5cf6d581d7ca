/** The failure models there are, and what those of a system may do. */
import { UsageError } from "../error.ts";
import { assert, at } from "../../base/assert.ts";
import {
  EVENTS,
  isFault,
  isOptional,
  type Drawn,
  type Event,
  type Fault,
  type FaultForm,
  type LetterFate,
} from "../event/event.ts";
import type { Option } from "../transition/option.ts";
import type { Part, Pending } from "../state/part.ts";
import { isVoice } from "../state/voice.ts";
import { hasWords } from "../system/alphabet.ts";
import type { Process } from "../state/process.ts";
import { authenticatedByzantine } from "./authenticatedByzantine.ts";
import { byzantine } from "./byzantine.ts";
import { duplication, fairLoss, loss } from "./channels.ts";
import { crash } from "./crash.ts";
import { crashRecovery } from "./crashRecovery.ts";
import { delay } from "./delay.ts";
import { mayBefall, type Failure, type FailureKind, type FailureScope } from "./failure.ts";
import { partition } from "./partition.ts";
import { generalOmission, receiveOmission, sendOmission } from "./omission.ts";

export type { Failure, FailureKind };

/** Every failure model. */
export const failureKinds: readonly FailureKind[] = [
  crash,
  crashRecovery,
  sendOmission,
  receiveOmission,
  generalOmission,
  loss,
  fairLoss,
  duplication,
  partition,
  delay,
  byzantine,
  authenticatedByzantine,
];

/** The faults that may happen next at one process, as options. */
export function strikesOf(
  system: FailureScope & { readonly failures: readonly Failure[] },
  process: Process,
  part: Part,
): Option[] {
  const [head] = part.pending;
  if (head !== undefined && !canCome(system, process, head)) return [];
  return system.failures.flatMap((failure, position) => {
    const strikes = failure.kind.strikes(part, process, system);
    const possible = strikes.filter(({ by }) => {
      return mayBefall(failure, by === undefined ? process : processNamed(system, by));
    });
    return possible.map(({ event, after, sends = [], notes, free, breaksBounds }) => ({
      event,
      after,
      sends,
      ...(notes === undefined ? {} : { notes }),
      ...(free === true ? { isFree: true } : {}),
      ...(breaksBounds === true ? { breaksBounds } : {}),
      ...(free === true || failure.budget === Infinity ? {} : { spends: position }),
    }));
  });
}

function processNamed({ processes, numbers }: FailureScope, id: string): Process {
  return at(processes, numbers.get(id) ?? -1);
}

/** Whether a Byzantine process may say something when it comes to its voice; true of all other events. */
export function canCome(
  system: FailureScope & { readonly failures: readonly Failure[] },
  process: Process,
  event: Pending,
): boolean {
  if (event.kind !== "receive" || !isVoice(event)) return true;
  return hasForgers(system) && hasWords(system, event.from ?? "", process);
}

/** The form of a fault, from its failure model. */
export function formOf({ what, strikes }: Fault): FaultForm {
  const forms = failureKinds.flatMap(({ faults }) => faults);
  const form = forms.find((one) => one.what === what && one.strikes === strikes);
  assert(form !== undefined, `some failure model knows what "${what}" is`);
  return form;
}

/** Whether an event puts something right again, and has to happen at some time. */
export function isRemedy(event: Event): boolean {
  return isFault(event) && formOf(event).isRemedy === true;
}

/** Whether an event may not be put off for ever: an execution does not end where it can happen. */
export function isOwed(event: Event): boolean {
  return !isOptional(event) || isRemedy(event);
}

/** The way pictures show an event; undefined if they do not, or only as a part of its step. */
export function drawnOf(event: Event): Drawn | undefined {
  if (isFault(event)) return formOf(event).drawn;
  return "drawn" in EVENTS[event.kind] ? (EVENTS[event.kind] as { readonly drawn: Drawn }).drawn : undefined;
}

/** The effect of an event on letters in transit. */
export function fateIn(event: Event): LetterFate {
  return isFault(event) ? formOf(event).letters : EVENTS[event.kind].letters;
}

/** The events that put things right again at one process, and have to happen at some time. */
export function remediesOf(
  { failures }: { readonly failures: readonly Failure[] },
  process: Process,
  part: Part,
): Option[] {
  return failures.flatMap(({ kind }) => {
    const remedies = kind.remedies?.(part, process) ?? [];
    return remedies.map(({ event, after, sends = [] }) => ({ event, after, sends }));
  });
}

/** Whether somebody may forge messages in a system. */
export function hasForgers({ failures }: { readonly failures: readonly Failure[] }): boolean {
  return failures.some(({ kind }) => kind.forges === true);
}

/** Whether the channels to a process lose messages, but none for ever that is sent again and again. */
export function isFairLossy(
  { failures, processes, numbers }: FailureScope & { readonly failures: readonly Failure[] },
  process: string,
): boolean {
  const whom = processes[numbers.get(process) ?? -1];
  return whom !== undefined && failures.some((failure) => failure.kind.isFair && mayBefall(failure, whom));
}

/** The text of a failure, such as `crash:1`, `loss`, `crash:p1+p2`, `loss:1/round` or `crash:broker:2`. */
export function formatFailure({ kind, budget, processes, perRound }: Failure): string {
  const whom = processes === undefined ? "" : `:${processes.join("+")}`;
  const many = budget === Infinity ? "" : `:${budget}${perRound === true ? "/round" : ""}`;
  return `${kind.name}${whom}${many}`;
}

/** The failures that a text such as `crash:1,loss:2` stands for. @throws UsageError that lists the kinds */
export function parseFailures(text: string): Failure[] {
  const items = text.split(/[\s,]+/).filter((item) => item !== "");
  if (items.length === 1 && items[0] === "none") return [];
  if (items.includes("none"))
    throw new UsageError(
      `The failures "${text}" are both none and others.`,
      "Write none alone, or leave it out.",
    );
  return items.map(parseFailure);
}

const FORMS = [
  "A failure is written NAME:BUDGET, such as crash:1 or loss:2/round;",
  "NAME alone, such as loss, for any number;",
  "NAME:PROCESS+ROLE, such as crash:p1+client, for these processes only;",
  "or NAME:ROLE:BUDGET, such as crash:broker:2, for so many of these.",
].join(" ");

function parseFailure(text: string): Failure {
  const [name = "", ...rest] = text.split(":");
  const kind = failureKinds.find((known) => known.name === name);
  if (kind === undefined) {
    throw new UsageError(
      `There is no failure "${text}".`,
      `Possible are ${failureKinds.map((known) => known.name).join(", ")}. ${FORMS}`,
      { given: name, possible: failureKinds.map((known) => known.name) },
    );
  }
  const last = rest.at(-1) ?? "";
  const [, count, perRound] = /^(\d+)(\/round)?$/.exec(last) ?? [];
  if (!Number.isSafeInteger(Number(count ?? 0)))
    throw new UsageError(`The budget ${count} of ${name} is too large.`, `Any number is ${name} alone.`);
  const [whom, ...more] = count === undefined ? rest : rest.slice(0, -1);
  if (more.length > 0 || (whom !== undefined && !NAMES.test(whom)))
    throw new UsageError(`The failure "${text}" cannot be read.`, FORMS);
  return {
    kind,
    budget: count === undefined ? Infinity : Number(count),
    ...(whom === undefined ? {} : { processes: namesIn(whom, text) }),
    ...(perRound === undefined ? {} : { perRound: true }),
  };
}

const NAMES = /^[A-Za-z_][\w-]*(\+[A-Za-z_][\w-]*)*$/;

function namesIn(whom: string, text: string): readonly string[] {
  const names = whom.split("+");
  const twice = names.find((name, i) => names.indexOf(name) < i);
  if (twice === undefined) return names;
  throw new UsageError(`The failure "${text}" names ${twice} twice.`, "Name each process once.");
}
