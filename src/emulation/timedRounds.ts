/** Rounds where there are none: a synchronous protocol on a system that keeps time. */
import { format } from "../base/text.ts";
import type { Plain } from "../base/value.ts";
import { malformed } from "../model/error.ts";
import type { AnyRole, Context, MessageContext } from "../model/system/role.ts";
import { refuseMonitors } from "./simulatedProperties.ts";
import { hasGuards } from "../model/step/permit.ts";
import { contextOf } from "../model/step/context.ts";
import type { Protocol } from "../model/system/protocol.ts";
import type { Message, Received } from "../model/state/message.ts";
import { bounded } from "../model/timing/bounded.ts";
import type { Bounds } from "../model/timing/timing.ts";

/** A message, and in which round it was sent, modulo 2: no process is more than one round ahead. */
interface Dated extends Message {
  readonly type: "in round";
  readonly parity: number;
  readonly message: Message;
}

/** The fields added to the state of a process. */
interface Added {
  parity: number;
  /** The messages received for this round and the next, in order. */
  early: readonly (Omit<Dated, "type"> & { readonly from: string })[];
}

const TIMER = "next round";

/**
 * The smallest number of ticks that contains a step and a message delay. Several events may happen at one
 * time, in any order, so that a message must have arrived one tick before the next round begins.
 */
export function roundLength({ maxDelay, maxStep }: Bounds): number {
  return maxStep + maxDelay + 1;
}

/**
 * A synchronous protocol as one for systems that keep time and whose bounds are known (bounded timing, clocks
 * without drift). All processes start at time 0, so that clocks alone tell when a round is over; messages of
 * a faster process wait for the slower (Attiya and Welch, *Distributed Computing*, section 11.1; the
 * synchronizer that needs no messages of its own). A process that does its part late makes up for it.
 *
 * States are those of the protocol, with two variables more, so that its properties can be asked as they are.
 * @param length of a round, in ticks; default: exactly as long as it must be (`roundLength`).
 * @throws ProtocolError if a role uses timers of its own or is process code
 */
export function timedRounds(
  protocol: Protocol,
  { length, timing = bounded({ maxDelay: 1 }) }: { length?: number; timing?: Protocol["timing"] } = {},
): Protocol {
  refuseMonitors(protocol, "timedRounds");
  const roles = Object.entries(protocol.roles).map(([name, role]) => [name, timedRole(name, role, length)]);
  return { ...protocol, roles: Object.fromEntries(roles) as Protocol["roles"], ...(timing && { timing }) };
}

function timedRole(name: string, role: AnyRole, given: number | undefined): AnyRole {
  if (role.uponTimeout !== undefined || role.run !== undefined || role.automaton !== undefined)
    throw malformed(`role ${name} has timers or process code, which do not go in rounds made of time`);
  if (hasGuards(role))
    throw malformed(`role ${name} has guards or actions (when, may, must), which do not go in rounds`);
  const lengthIn = ({ bounds }: Context): number => {
    const length = given ?? (bounds && roundLength(bounds));
    if (length !== undefined) return length;
    throw new TypeError("rounds made of time need bounds that are known, or a length");
  };
  const { uponRound: _, ...kept } = role;
  return {
    ...kept,
    initially(context: Context<Dated>) {
      const state = role.initially(sendingIn(context, 0)) as object;
      context.setTimer(TIMER, lengthIn(context));
      return { ...state, parity: 0, early: [] };
    },
    upon: {
      "in round"(state: Added, { parity, message }: Dated, { from, processes }: Context & { from: string }) {
        const places = processes();
        const order = ({ from: sender, message: sent }: Added["early"][number]): [number, string] => {
          return [places.indexOf(sender), format(sent as unknown as Plain)];
        };
        state.early = [...state.early, { parity, message, from }].sort((a, b) => {
          const [[placeA, textA], [placeB, textB]] = [order(a), order(b)];
          return placeA - placeB || (textA < textB ? -1 : 1);
        });
      },
    },
    uponTimeout: {
      [TIMER](state: Added, context: Context<Dated>) {
        const received = state.early.filter(({ parity }) => parity === state.parity);
        state.early = state.early.filter(({ parity }) => parity !== state.parity);
        state.parity = 1 - state.parity;
        context.setTimer(TIMER, lengthIn(context) - context.late);
        const letters = received.map(({ from, message }): Received => ({ from, message }));
        actOn(role, state, { letters, context: sendingIn(context, state.parity) });
      },
    },
  };
}

/** The context of a handler that believes itself in a round. */
function sendingIn(context: Context<Dated>, parity: number): MessageContext {
  const outer = context as unknown as Context;
  const send = (to: string, message: Message): void =>
    context.send(to, { type: "in round", parity, message });
  return contextOf({ ...outer, from: "", send });
}

/** Does what a role does in a round. */
function actOn(
  role: AnyRole,
  state: object,
  { letters, context }: { readonly letters: readonly Received[]; readonly context: Context },
): void {
  if (role.uponRound !== undefined) return role.uponRound(state, letters, context);
  for (const { from, message } of letters)
    role.upon?.[message.type]?.(state, message, contextOf({ ...context, from }));
}
