/**
 * The transition rules at one process. What may happen there is a function of its part of the
 * configuration and of nothing else; only failures also need some of their budgets.
 */
import { at } from "../base/assert.ts";
import type { Plain } from "../base/value.ts";
import { lettersOf, type LocalState } from "./configuration.ts";
import { isEffect, type Effect, type Event, type Send } from "./event.ts";
import { strikesOf } from "./failure/index.ts";
import { afterEffect, react, type Cause, type Reaction } from "./reaction.ts";
import { possible, type Expected, type Part } from "./part.ts";
import { access, accessed } from "./memory/access.ts";
import type { Letter } from "./protocol.ts";
import { awaitsMessage } from "./sequential/control.ts";
import type { Process, System } from "./system.ts";

/** An event that may happen at a process, and what it leads to. */
export interface Option {
  readonly event: Event;
  readonly after: Part;
  /** What leaves the process. */
  readonly send?: Send;
  /** The new value of the object on which it performs an operation. */
  readonly writes?: Plain;
  /** Whose budget it takes one from: a position in the system's list of failures. */
  readonly spends?: number;
}

/** A system, and who runs its author's code: `react`, or somebody who remembers what it answered. */
export interface Rules {
  readonly system: System;
  react(process: Process, local: LocalState, cause: Cause): readonly Reaction[];
}

/** The rules of a system. */
export function rulesOf(system: System): Rules {
  return { system, react: (process, local, cause) => react(system, process, local, cause) };
}

/** Everything that may happen next at a process. @throws ProtocolError */
export function options(rules: Rules, process: Process, part: Part): Option[] {
  return [...regularOptions(rules, process, part), ...strikesOf(rules.system, process, part)];
}

/** The same without what failures do; what is listed here is never nothing if something is pending. */
function regularOptions(rules: Rules, process: Process, part: Part): Option[] {
  const [head, ...pending] = part.pending;
  if (head === undefined) return rules.system.timing.rounds ? [] : triggers(rules, process, part);
  if (isEffect(head)) return [effect(process, part, head)];
  if (head.kind === "receive" && process.role.uponRound !== undefined) {
    const { process: _, ...letter } = head;
    const received = [...(part.local.received ?? []), { from: head.from, message: head.message }];
    const event: Event = { ...letter, process: process.id, choices: [] };
    return [{ event, after: { ...part, local: { ...part.local, received }, pending } }];
  }
  const { process: _, ...cause } = head;
  return steps(rules, process, { cause, part: { ...part, pending } });
}

/** Why a process may take a step, and what its mailbox and the object it operates on hold after it. */
export interface Occasion {
  readonly cause: Cause;
  readonly rest: readonly Letter[];
  readonly writes?: Plain;
}

/** The occasions on which a process may take a step next. @throws ProtocolError */
export function occasions(system: System, process: Process, part: Omit<Part, "pending">): Occasion[] {
  const { local, mailbox } = part;
  if (local.down === "for a time") return [{ cause: { kind: "recover" }, rest: mailbox }];
  if (local.halted || local.down !== undefined) return [];
  const receivable = system.channel.receivable(mailbox, lettersOf(system));
  const goesOn = goingOn(system, process, part);
  return [
    ...receivable
      .filter(({ letter }) => accepts(process, local, letter.message.type))
      .map(({ letter: { from, message }, rest }) => ({
        cause: { kind: "receive" as const, from, message },
        rest,
      })),
    ...local.timers.map((timer) => ({ cause: { kind: "timeout" as const, timer }, rest: mailbox })),
    ...(goesOn === undefined ? [] : [goesOn]),
  ];
}

/** Whether a process takes a message of some type now; one without process code always does. */
export function accepts({ role }: Process, { control }: LocalState, type: string): boolean {
  return role.run === undefined || awaitsMessage(control, type) || Object.hasOwn(role.upon ?? {}, type);
}

/** The occasion on which process code goes on without a message, if there is one. */
export function goingOn(
  system: System,
  process: Process,
  { local, mailbox, seen }: Omit<Part, "pending">,
): Occasion | undefined {
  const awaits = local.control?.awaits;
  if (awaits?.kind === "pause") return { cause: { kind: "pause" }, rest: mailbox };
  if (awaits?.kind !== "operation" || seen === undefined) return undefined;
  const object = at(system.objects, accessed(system, local) ?? -1);
  const performed = access(object, seen, { process, request: awaits });
  if (performed === undefined) return undefined;
  const { value: writes, ...answer } = performed;
  return { cause: { ...awaits, ...answer }, rest: mailbox, writes };
}

function triggers(rules: Rules, process: Process, part: Part): Option[] {
  return occasions(rules.system, process, part).flatMap(({ cause, rest, writes }) =>
    steps(rules, process, { cause, part: { ...part, mailbox: rest } }).map((option) =>
      writes === undefined ? option : { ...option, writes },
    ),
  );
}

/** The steps that a cause may begin. `part`: without the cause. */
function steps(
  rules: Rules,
  process: Process,
  { cause, part }: { readonly cause: Cause; readonly part: Part },
): Option[] {
  return rules.react(process, part.local, cause).map(({ next, effects, ...chosen }) => ({
    event: { ...cause, process: process.id, ...chosen } as Event,
    after: possible({ local: next, mailbox: part.mailbox, pending: [...effects, ...part.pending] }),
  }));
}

function effect(process: Process, part: Part, head: Effect): Option {
  const pending = part.pending.slice(1);
  if (head.kind === "send") return { event: head, after: { ...part, pending }, send: head };
  return { event: head, after: possible({ ...part, local: afterEffect(part.local, head), pending }) };
}

/** What a round holds for a process: first everything it receives, then what it does about it. */
export function roundOf(process: Process, { local, mailbox }: Part): Expected[] {
  const { id } = process;
  if (local.down === "for a time") return [{ kind: "recover", process: id }];
  if (local.halted || local.down !== undefined) return [];
  return [
    ...mailbox.map(({ from, message }): Expected => ({ kind: "receive", process: id, from, message })),
    ...local.timers.map((timer): Expected => ({ kind: "timeout", process: id, timer })),
    ...(process.role.uponRound === undefined ? [] : [{ kind: "exchange" as const, process: id }]),
  ];
}
