/**
 * Steps of a protocol's own code, whose effects are noted instead of taking place: each needs operations
 * that are steps of their own.
 */
import { canonical, mutableCopy, type Plain } from "../../base/value.ts";
import type { AnyRole, Context, MessageContext } from "../../model/system/role.ts";
import type { Message } from "../../model/state/message.ts";
import type { Cause } from "../../model/event/cause.ts";
import { contextOf, type ContextEffects } from "../../model/step/context.ts";
import type { Control } from "../../model/sequential/control.ts";
import { BadProcessCode } from "../../model/sequential/machine.ts";
import { refuseAtomic } from "../../model/sequential/atomic.ts";
import { answerTo, goOn, heldPart, partIn } from "../../model/sequential/processCode.ts";
import type { Sent, TakenLetters } from "./registerLink.ts";

/** An effect of a simulated step besides the new state. */
export type Noted =
  | { readonly kind: "send"; readonly to: string; readonly message: Message }
  | { readonly kind: "decide" | "output"; readonly value: Plain };

/** The fields added to the state of a process that exchanges messages. */
export interface Exchanger {
  /** The place in its process code; null if it has none, or at the end. */
  control: Control | null;
  /** The effects still to come in the step it is in the middle of, in order, and whether it halts then. */
  effects: Noted[];
  halts: boolean;
  /** Whether it has looked what has been taken of what it sent before, and whether that goes away. */
  looked: "not yet" | "it goes" | "it stays";
  /** The contents of its registers for sent messages, by receiver. */
  sent: Record<string, Sent>;
  /** The messages that it has taken, by sender. */
  taken: Record<string, TakenLetters>;
  /** The sender whom it has still to tell that it has taken something. */
  owes: string | null;
  /** The timers that have fired since the step began, in order. */
  due: string[];
}

/** The state of a process. */
export type ExchangerState = { overRegisters: Exchanger } & Record<string, unknown>;

/** A process, as a step finds it. */
export interface SimulatedStep {
  readonly role: AnyRole;
  readonly state: ExchangerState;
  readonly context: Context;
}

/** The timer that stands for a step of process code which does nothing. */
export const PAUSE = "goes on";

/** Whether a process is in the middle of a step. */
export function isBusy({ effects, owes }: Exchanger): boolean {
  return effects.length > 0 || owes !== null;
}

/** The types of messages that a process receives now; null: all. */
export function typesOf({ run, upon = {} }: AnyRole, control: Control | null): readonly string[] | null {
  if (run === undefined) return null;
  const awaits = control?.awaits;
  if (awaits?.kind !== "receive") return Object.keys(upon).sort();
  return awaits.types.length === 0 ? null : [...new Set([...awaits.types, ...Object.keys(upon)])].sort();
}

/** Takes a step of the protocol's own code, and notes its effects. @param cause absent: the start step */
export function act(simulation: SimulatedStep, cause: Cause | undefined): void {
  const { role, state, context } = simulation;
  const remote = state.overRegisters;
  const noting = notingContext(simulation, cause);
  const isPause = cause?.kind === "timeout" && cause.timer === PAUSE && role.run !== undefined;
  const why: Cause | undefined = isPause ? { kind: "pause" } : cause;
  const part = partIn(role, why, remote.control === null ? {} : { control: remote.control });
  if (part !== "goes on") handle(simulation, why, noting);
  if (part === "none") return;
  const control = part === "begins" ? undefined : (remote.control ?? undefined);
  remote.control = null;
  const run = role.run as NonNullable<AnyRole["run"]>;
  const from = { control, answer: answerTo(control, why) };
  const next = goOn(run, from, { state, context: noting });
  if (next === undefined) return void (remote.halts = true);
  refuseAtomic(next, "over registers every operation is a step");
  remote.control = next;
  if (next.awaits.kind === "pause") context.setTimer(PAUSE, next.awaits.ticks);
  if (next.awaits.kind !== "pause" && next.awaits.kind !== "receive")
    throw new TypeError(`process code over registers knows no step of the kind ${next.awaits.kind}`);
}

/** Calls a handler. */
function handle({ role, state }: SimulatedStep, cause: Cause | undefined, context: MessageContext): void {
  if (cause === undefined) return void Object.assign(state, role.initially(context));
  const held = heldPart(state.overRegisters.control ?? undefined);
  if (held !== undefined)
    throw new BadProcessCode(
      `holds in \`${held}\` a part of its state, which a handler may change meanwhile`,
      "Read it from `state` again after the step.",
    );
  if (cause.kind === "timeout") return role.uponTimeout?.[cause.timer]?.(state, context);
  if (cause.kind !== "receive") throw new Error(`there are no steps by ${cause.kind} over registers`);
  const handler = role.upon?.[cause.message.type];
  if (handler === undefined) throw new TypeError(`there is no handler upon.${cause.message.type}`);
  handler(state, cause.message, context);
}

/** The context of a handler, whose effects are noted. */
function notingContext({ state, context }: SimulatedStep, cause: Cause | undefined): MessageContext {
  const remote = state.overRegisters;
  const { from = "" } = cause?.kind === "receive" ? cause : {};
  const note = (effect: Noted): void =>
    void remote.effects.push(mutableCopy(canonical(effect)) as unknown as Noted);
  const send = (to: string, message: Message): void => {
    // What cannot be sent is told as ever.
    const isPossible =
      context.neighbors.includes(to) && typeof (message as Message | null)?.type === "string";
    if (isPossible && message.type !== "") note({ kind: "send", to, message });
    else context.send(to, message);
  };
  const forget = (timer: string): void => {
    remote.due = remote.due.filter((one) => one !== timer);
  };
  const effects: ContextEffects = {
    send,
    decide: (value) => note({ kind: "decide", value: value as Plain }),
    output: (value) => note({ kind: "output", value: value as Plain }),
    halt: () => void (remote.halts = true),
    setTimer(name, ticks) {
      forget(name);
      context.setTimer(name, ticks);
    },
    cancelTimer(name) {
      forget(name);
      context.cancelTimer(name);
    },
  };
  return contextOf({ ...context, from, ...effects });
}
