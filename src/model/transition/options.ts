/**
 * The transition rules at one process. What may happen there is a function of its part of the
 * configuration and of nothing else; only failures also need some of their budgets.
 */
import type { Option } from "./option.ts";
import { untimed } from "../state/letter.ts";
import type { LocalState } from "../state/localState.ts";
import { accepts, dueTimers, mailboxOf, receivable, windowOf, type Mailbox } from "../state/due.ts";
import { isEffect, type Effect, type Event } from "../event/event.ts";
import { remediesOf, strikesOf } from "../failure/index.ts";
import { withoutSpentMarks } from "../failure/suffering.ts";
import { triggerOf, type Upon } from "../event/cause.ts";
import { actsOf } from "../step/permit.ts";
import { afterEffect, react } from "../step/reaction.ts";
import type { Reaction } from "../step/localStep.ts";
import { possible, type Expected, type Part, type Pending } from "../state/part.ts";
import { performances } from "../memory/access.ts";
import { withWrites, type ObjectValues, type Writes } from "../memory/objectValues.ts";
import type { Letter } from "../state/message.ts";
import type { Process } from "../state/process.ts";
import type { System } from "../system/system.ts";
import { atomicStep } from "../sequential/atomic.ts";
import { alternativesOf } from "../sequential/whichever.ts";
import { isVoice, silenceOf } from "../state/voice.ts";

/** A system, and who runs its author's code: `react`, or somebody who remembers what it answered. */
export interface Rules {
  readonly system: System;
  react(process: Process, local: LocalState, upon: Upon): readonly Reaction[];
}

/** The rules of a system. */
export function rulesOf(system: System): Rules {
  return { system, react: (process, local, upon) => react(system, process, local, upon) };
}

/** The options at a process: all that may happen next there. @throws ProtocolError */
export function options(rules: Rules, process: Process, part: Part): Option[] {
  return [...regularOptions(rules, process, part), ...strikesOf(rules.system, process, part)];
}

/** The options at a process without faults, which need not happen. @throws ProtocolError */
export function regularOptions(rules: Rules, process: Process, part: Part): Option[] {
  if (part.pending.length > 0) return headOptions(rules, process, part);
  if (rules.system.timing.rounds) return [];
  const steps = occasions(rules.system, process, part).flatMap((occasion) => {
    return optionsUpon(rules, process, { part, occasion });
  });
  return [...steps, ...remediesOf(rules.system, process, part)];
}

/**
 * The ways in which pending events may go on if nothing fails; there is at least one.
 * @throws ProtocolError
 */
export function headOptions(rules: Rules, process: Process, part: Part): Option[] {
  const [head, ...pending] = part.pending;
  if (head === undefined) return [];
  if (isEffect(head)) return [effect(process, part, head)];
  if (head.kind === "receive" && isByVoice(head)) {
    return [{ event: silenceOf(head.from ?? "", process.id), after: { ...part, pending }, sends: [] }];
  }
  if (head.kind === "receive" && process.role.uponRound !== undefined) {
    const { process: _, ...letter } = head;
    const event: Event = { ...letter, process: process.id, choices: [] };
    return [{ event, after: { ...part, pending: handedOver(pending, head) }, sends: [] }];
  }
  if (head.kind === "operation" || head.kind === "pause") {
    return goingOn(rules.system, process, part).flatMap((occasion) =>
      optionsUpon(rules, process, {
        part: { ...part, pending },
        occasion: { ...occasion, rest: part.mailbox },
      }),
    );
  }
  const { process: _, ...cause } = head;
  return steps(rules, process, { upon: { cause }, part: { ...part, pending } });
}

/** An occasion for a step: its cause, and the mailbox and the objects after it. */
interface Occasion<L = Letter> extends Upon {
  /** The letter that it receives, if it does. */
  readonly letter?: L;
  readonly rest: readonly L[];
  readonly writes?: Writes;
}

/**
 * The occasions on which a process may take a step next, whatever letters are.
 * @throws ProtocolError
 */
export function occasionsIn<L>(
  system: System,
  process: Process,
  {
    local,
    mailbox,
    seen,
  }: { readonly local: LocalState; readonly mailbox: Mailbox<L>; readonly seen?: ObjectValues },
): Occasion<L>[] {
  const { letters: rest } = mailbox;
  if (local.down === "for a time") return [{ cause: { kind: "recover" }, rest }];
  if (local.halted || local.down !== undefined) return [];
  const letters = receivable(system, mailbox).flatMap(({ letter, rest: others }): Occasion<L>[] => {
    const { from, message } = mailbox.letter(letter);
    if (!accepts(system, { process, local }, { from, message })) return [];
    return [{ cause: { kind: "receive", from, message }, letter, rest: others, ...withSight(local, seen) }];
  });
  return [
    ...letters,
    ...dueTimers(local).map((timer): Occasion<L> => ({ cause: { kind: "timeout", timer }, rest })),
    ...actsOf(system, { process, local }).map((cause): Occasion<L> => ({ cause, rest })),
    ...goingOn(system, process, { local, ...(seen === undefined ? {} : { seen }) }).map((one) => ({
      ...one,
      rest,
    })),
  ];
}

/** The occasions of a process of the model: why it may take a step next. @throws ProtocolError */
export function occasions(
  system: System,
  process: Process,
  { mailbox, ...part }: Omit<Part, "pending">,
): Occasion[] {
  return occasionsIn(system, process, { ...part, mailbox: mailboxOf(system, mailbox) });
}

/** An occasion for process code, or an automaton, to go on without a message. */
type Continuation = Omit<Occasion, "letter" | "rest">;

/**
 * The causes for process code, or an automaton, to go on without a message; and what an operation writes.
 */
export function goingOn(
  system: System,
  process: Process,
  { local, seen }: Pick<Part, "local" | "seen">,
): Continuation[] {
  const sight = withSight(local, seen);
  return alternativesOf(local.control?.awaits).flatMap(([name, one]): Continuation[] => {
    if ((windowOf(local, one)?.after ?? 0) > 0) return [];
    if (one.kind === "pause") return [{ cause: { kind: "pause" }, ...sight }];
    if (one.kind === "own") return [{ cause: { kind: "may", action: name }, ...sight }];
    if (one.kind !== "operation" || seen === undefined) return [];
    const isAtomic = atomicStep(local.control) !== undefined;
    return performances(system, { process, request: one, seen }).map(({ writes, response }) => {
      const cause = response === undefined ? one : { ...one, response };
      return isAtomic ? { cause, writes, seen: withWrites(seen, writes) } : { cause, writes };
    });
  });
}

/** The objects as the rest of an atomic step finds them; nothing, if no such step is next. */
function withSight({ control }: LocalState, seen: ObjectValues | undefined): Pick<Upon, "seen"> {
  return seen === undefined || atomicStep(control) === undefined ? {} : { seen };
}

/** The steps that a process may take on an occasion. @throws ProtocolError */
export function optionsUpon(
  rules: Rules,
  process: Process,
  { part, occasion }: { readonly part: Part; readonly occasion: Occasion },
): Option[] {
  const { rest, writes } = occasion;
  const taken = steps(rules, process, { upon: occasion, part: { ...part, mailbox: rest } });
  return writes === undefined
    ? taken
    : taken.map((option) => ({ ...option, writes: merged(writes, option.writes) }));
}

/** The values that an operation writes, and others after it. */
function merged(writes: Writes, later: Writes | undefined): Writes {
  return later === undefined ? writes : new Map([...writes, ...later]);
}

/** The steps that a cause may begin. `part`: without the cause. */
function steps(
  rules: Rules,
  process: Process,
  { upon, part }: { readonly upon: Upon; readonly part: Part },
): Option[] {
  return rules.react(process, part.local, upon).map((reaction) => {
    const { next, effects, rearmed, writes } = reaction;
    const left = part.pending.filter((event) => event.kind !== "timeout" || !rearmed.includes(event.timer));
    return {
      event: triggerOf(process.id, upon.cause, reaction),
      after: possible({ local: next, mailbox: part.mailbox, pending: [...effects, ...left] }),
      sends: [],
      rearmed,
      ...(writes === undefined ? {} : { writes }),
    };
  });
}

/** The pending events after the receipt of a letter upon which the process acts at the end of the round. */
function handedOver(pending: readonly Pending[], { from, message }: Omit<Letter, "delay">): Pending[] {
  return pending.map((event) =>
    event.kind === "exchange" ? { ...event, received: [...event.received, { from, message }] } : event,
  );
}

function effect(process: Process, part: Part, head: Effect): Option {
  const pending = part.pending.slice(1);
  if (head.kind === "send")
    return {
      event: head,
      after: { ...part, local: withoutSpentMarks(part.local, pending), pending },
      sends: [head],
    };
  const mailbox = head.kind === "halt" ? part.mailbox.map(untimed) : part.mailbox;
  return {
    event: head,
    after: possible({ ...part, local: afterEffect(part.local, head), mailbox, pending }),
    sends: [],
  };
}

/** The events of a round at a process: first everything it receives, then what it does about it. */
export function roundOf(process: Process, { local, mailbox }: Part): Expected[] {
  const { id } = process;
  if (local.down === "for a time") return [{ kind: "recover", process: id }];
  if (local.halted || local.down !== undefined) return [];
  return [
    ...mailbox.map(({ from, message }): Expected => ({ kind: "receive", process: id, from, message })),
    ...local.timers.map((timer): Expected => ({ kind: "timeout", process: id, timer })),
    ...(process.role.uponRound === undefined
      ? []
      : [{ kind: "exchange" as const, process: id, received: [] }]),
    ...codeOf(process, local),
  ];
}

/** The events of process code in a round besides receipts. */
function codeOf({ id }: Process, { control }: LocalState): Expected[] {
  if (control?.awaits.kind === "operation") return [{ ...control.awaits, process: id }];
  return control?.awaits.kind === "pause" ? [{ kind: "pause", process: id }] : [];
}

/** Whether something in a round is up to a Byzantine process. */
export function isByVoice(event: Pending): boolean {
  return event.kind === "receive" && isVoice(event);
}
