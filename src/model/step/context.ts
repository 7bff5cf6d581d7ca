/** Contexts: what handlers know and can do, made of what there is to know and of a few requests. */
import type { MessageContext } from "../system/role.ts";
import { receive } from "../sequential/request.ts";

/** The parts of which a context is made; the rest of it follows from them. */
export type ContextParts = Omit<
  MessageContext,
  "reply" | "broadcast" | "sign" | "receive" | "invoke" | "respond"
>;

/** The members of a context: facts that it tells, effects, and choices that others make. */
export const CONTEXT = {
  self: "fact",
  index: "fact",
  processes: "fact",
  neighbors: "fact",
  input: "fact",
  decision: "fact",
  from: "fact",
  late: "fact",
  bounds: "fact",
  send: "effect",
  reply: "effect",
  broadcast: "effect",
  setTimer: "effect",
  cancelTimer: "effect",
  decide: "effect",
  output: "effect",
  invoke: "effect",
  respond: "effect",
  choose: "choice",
  flip: "choice",
  draw: "choice",
  halt: "effect",
  receive: "fact",
  sign: "fact",
} as const satisfies Readonly<Record<keyof MessageContext, "fact" | "effect" | "choice">>;

/** The parts of a context that are effects. */
export type ContextEffects = Pick<
  ContextParts,
  { [K in keyof ContextParts]: (typeof CONTEXT)[K] extends "effect" ? K : never }[keyof ContextParts]
>;

/**
 * The context that has these parts, and is that very object: to copy it would take longer than many a step.
 * `reply`, `broadcast` and others use them as they are at that moment.
 * @param broadcast a faster way to send to many, which comes to the same
 */
export function contextOf(parts: ContextParts, broadcast?: MessageContext["broadcast"]): MessageContext {
  const context: MessageContext = Object.assign(parts, {
    reply: (message) => context.send(context.from, message),
    broadcast:
      broadcast ??
      ((message, to = context.neighbors) => {
        for (const one of receiversIn(to)) context.send(one, message);
      }),
    invoke: (operation, ...given) => context.output({ invokes: operation, arguments: given }),
    respond: (answer = null) => context.output({ responds: answer }),
    sign: (value) => ({ signedBy: context.self, value }),
    receive: (...types) => receive(...types),
  } satisfies Partial<MessageContext>);
  return context;
}

/** The ids in what `broadcast` is given: in one id alone, itself and not its letters. */
export function receiversIn(to: readonly string[] | string): readonly string[] {
  return typeof to === "string" ? [to] : to;
}
