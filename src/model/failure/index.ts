/** The failure models there are, and what those of a system may do. */
import { UsageError } from "../error.ts";
import { assert } from "../../base/assert.ts";
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
import { duplication, loss } from "./channels.ts";
import { crash } from "./crash.ts";
import { crashRecovery } from "./crashRecovery.ts";
import { delay } from "./delay.ts";
import type { Failure, FailureKind, FailureScope } from "./failure.ts";
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
    const possible = strikes.filter(({ by = process.id }) => failure.processes?.includes(by) !== false);
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

/** Whether a Byzantine process may say something when it comes to its voice; true of all other events. */
export function canCome(
  system: FailureScope & { readonly failures: readonly Failure[] },
  process: Process,
  event: Pending,
): boolean {
  if (event.kind !== "receive" || !isVoice(event)) return true;
  return hasForgers(system) && hasWords(system, event.from, process);
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

/** The text of a failure, such as `crash:1`, `loss`, `crash:p1+p2` or `loss:1/round`. */
export function formatFailure({ kind, budget, processes, perRound }: Failure): string {
  const per = perRound === true ? "/round" : "";
  if (processes !== undefined) return `${kind.name}:${processes.join("+")}`;
  return budget === Infinity ? kind.name : `${kind.name}:${budget}${per}`;
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
  "or NAME:PROCESS+PROCESS, such as crash:p1+p2, for these processes only.",
].join(" ");

function parseFailure(text: string): Failure {
  const [, name = "", rest] = /^([\w-]+)(?::(.+))?$/.exec(text) ?? [];
  const kind = failureKinds.find((known) => known.name === name);
  if (kind === undefined) {
    throw new UsageError(
      `There is no failure "${text}".`,
      `Possible are ${failureKinds.map((known) => known.name).join(", ")}. ${FORMS}`,
      { given: name, possible: failureKinds.map((known) => known.name) },
    );
  }
  if (rest === undefined) return { kind, budget: Infinity };
  const [, budget, perRound] = /^(\d+)(\/round)?$/.exec(rest) ?? [];
  if (!Number.isSafeInteger(Number(budget ?? 0)))
    throw new UsageError(`The budget ${budget} of ${name} is too large.`, `Any number is ${name} alone.`);
  if (budget !== undefined)
    return { kind, budget: Number(budget), ...(perRound === undefined ? {} : { perRound: true }) };
  if (!/^[A-Za-z_][\w-]*(\+[A-Za-z_][\w-]*)*$/.test(rest))
    throw new UsageError(`The failure "${text}" cannot be read.`, FORMS);
  const processes = rest.split("+");
  const twice = processes.find((id, i) => processes.indexOf(id) < i);
  if (twice !== undefined)
    throw new UsageError(`The failure "${text}" names ${twice} twice.`, "Name each process once.");
  return { kind, budget: Infinity, processes };
}
