/**
 * Messages where there is no network: a protocol of processes that send and receive, on registers of which
 * each is written by one process and read by one.
 */
import type { Plain } from "../../base/value.ts";
import { malformed } from "../../model/error.ts";
import type { SharedObject } from "../../model/memory/object.ts";
import type { AnyRole, Context } from "../../model/system/role.ts";
import type { Protocol, Wires } from "../../model/system/protocol.ts";
import type { Message } from "../../model/state/message.ts";
import { hasGuards } from "../../model/step/permit.ts";
import type { OperationRequest } from "../../model/sequential/request.ts";
import { refuseMonitors } from "../simulatedProperties.ts";
import {
  act,
  isBusy,
  PAUSE,
  typesOf,
  type Noted,
  type Exchanger,
  type SimulatedStep,
  type ExchangerState,
} from "./act.ts";
import {
  NOTHING_SENT,
  NOTHING_TAKEN,
  renumbered,
  rowName,
  rowTo,
  shortened,
  takenName,
  takenRegister,
  withMessage,
  withPlace,
  type Fetched,
  type Sent,
  type TakenLetters,
} from "./registerLink.ts";
import { overRegistersAsked } from "./registersView.ts";

/** A protocol, whatever its messages and roles are. */
type MessagePassingProtocol = Omit<Protocol, "roles" | "properties" | "forges"> & {
  readonly roles: Readonly<Record<string, object>>;
  readonly properties?: object;
};

/**
 * A protocol of processes that exchange messages, as one that needs no network: its channels are made of
 * registers (registerLink.ts). For each link the sender writes one register, which holds what it has sent and
 * does not know to be taken, and the receiver another, which says what it has taken. To send is to read the
 * one and to write the other; to receive is to read a register. The channels are those of the system:
 * unordered, FIFO or message sets; a protocol that is finite stays so.
 *
 * A process that has nothing to do waits until one of the registers that it reads holds something new. It
 * could as well read them in turn: looks that find nothing new change nothing for anybody.
 *
 * A step that sends is several steps, one for each operation. Its new state shows first, then what it sends,
 * decides and outputs, in order; whoever crashes in between has done the first part of it, where over
 * channels any of its messages may have got through. States are those of the protocol with one variable
 * more, `overRegisters`; properties see as `mailbox` what is in transit by way of registers.
 *
 * Source: N. Lynch, *Distributed Algorithms* (1996), section 17.2.
 * @param crashes whether processes may crash: only then has `eventually` to be true whether or not those who
 *   are in the middle of a step complete it; default true
 * @throws ProtocolError if a role acts in rounds, or there are shared objects already
 */
export function overRegisters(
  protocol: MessagePassingProtocol,
  { crashes = true }: { readonly crashes?: boolean } = {},
): Protocol {
  refuseMonitors(protocol, "overRegisters");
  const { roles, properties, forges: _, ...kept } = protocol as Protocol;
  if (protocol.objects !== undefined)
    throw malformed("it has shared objects, and overRegisters is for protocols that have messages alone");
  const simulated = Object.entries(roles).map(([name, role]) => [name, registerRole(name, role)]);
  return {
    ...kept,
    ...(properties === undefined ? {} : { properties: overRegistersAsked(properties, crashes) }),
    objects: registersOf,
    roles: Object.fromEntries(simulated) as Protocol["roles"],
  };
}

/** The registers of all links. */
function registersOf(
  roles: Readonly<Record<string, readonly string[]>>,
  { neighbors, channel }: Wires,
): readonly SharedObject[] {
  const ids = Object.values(roles).flat();
  const links = ids.flatMap((from) => neighbors(from).map((to) => ({ from, to })));
  return [...ids.map((id) => rowTo(id, channel)), ...links.map((link) => takenRegister(link, channel))];
}

function registerRole(name: string, role: AnyRole): AnyRole {
  if (role.uponRound !== undefined || role.automaton !== undefined)
    throw malformed(`role ${name} acts in rounds or on objects, and overRegisters is for messages`);
  if (hasGuards(role))
    throw malformed(
      `role ${name} has guards or actions (when, may, must), which overRegisters does not know`,
    );
  const { run, upon: _, uponRecovery: __, stable: ___, ...kept } = role;
  const timers = [...Object.keys(role.uponTimeout ?? {}), ...(run === undefined ? [] : [PAUSE])];
  return {
    ...kept,
    initially(context: Context) {
      const state: ExchangerState = { overRegisters: nothingYet() };
      act({ role, state, context }, undefined);
      goOn({ role, state, context });
      return state;
    },
    uponTimeout: Object.fromEntries(timers.map((timer) => [timer, uponTimer(role, timer)])),
    spare: [...(role.spare ?? []), PAUSE],
    automaton: {
      awaits: (state: ExchangerState, { self }: Context) => operationOf(role, state.overRegisters, self),
      performed(state: ExchangerState, answer: Plain, context: Context) {
        performed({ role, state, context }, answer);
        goOn({ role, state, context });
      },
    },
  };
}

function nothingYet(): Exchanger {
  return {
    control: null,
    effects: [],
    halts: false,
    looked: "not yet",
    sent: {},
    taken: {},
    owes: null,
    due: [],
  };
}

/** A timer fires: at once or, if the process is in the middle of a step, again when that is over. */
function uponTimer(role: AnyRole, timer: string): (state: ExchangerState, context: Context) => void {
  return (state, context) => {
    if (isBusy(state.overRegisters)) return void state.overRegisters.due.push(timer);
    act({ role, state, context }, { kind: "timeout", timer });
    goOn({ role, state, context });
  };
}

/** Does all that needs no operation. */
function goOn({ state, context }: SimulatedStep): void {
  const remote = state.overRegisters;
  for (
    let [effect] = remote.effects;
    effect !== undefined && effect.kind !== "send";
    [effect] = remote.effects
  ) {
    context[effect.kind](effect.value);
    remote.effects.shift();
  }
  if (remote.effects.length === 0 && remote.halts) return context.halt();
  if (isBusy(remote)) return;
  // Not now: whoever crashes before it has decided must not have taken a step since.
  for (const timer of remote.due) context.setTimer(timer);
  remote.due = [];
}

/** The operation that comes next. */
function operationOf(role: AnyRole, remote: Exchanger, self: string): OperationRequest | undefined {
  const { effects, owes, control } = remote;
  const [effect] = effects;
  if (effect?.kind === "send") {
    const { to } = effect;
    if (mustLook(remote, to)) return operation(takenName({ from: self, to }), "read");
    return operation(rowName(to), "write", afterSending(remote, effect));
  }
  if (owes !== null)
    return operation(takenName({ from: owes, to: self }), "write", remote.taken[owes] ?? NOTHING_TAKEN);
  const types = typesOf(role, control);
  return types?.length === 0 ? undefined : operation(rowName(self), "await", remote.taken, types);
}

function operation(object: string, name: string, ...given: readonly unknown[]): OperationRequest {
  return { kind: "operation", object, operation: name, arguments: given as Plain[] };
}

/** Whether a process that is about to send must first look what has been taken of what it sent before. */
function mustLook({ looked, sent }: Exchanger, to: string): boolean {
  return looked === "not yet" && (sent[to] ?? NOTHING_SENT).messages.length > 0;
}

type NotedSend = Extract<Noted, { readonly kind: "send" }>;

/** The new value of the register of a link when one more message is sent. */
function afterSending({ looked, sent }: Exchanger, { to, message }: NotedSend): Sent {
  return withMessage(sent[to] ?? NOTHING_SENT, message, looked === "it stays");
}

/** The operation that came next has been performed. */
function performed(simulation: SimulatedStep, answer: Plain): void {
  const remote = simulation.state.overRegisters;
  const [effect] = remote.effects;
  if (effect?.kind === "send")
    return mustLook(remote, effect.to) ? look(remote, effect, answer) : sent(remote, effect);
  if (remote.owes !== null) return void (remote.owes = null);
  take(simulation, answer as unknown as Fetched);
}

/** Updates the sender's register after it has read which messages have been taken. */
function look(remote: Exchanger, effect: NotedSend, answer: Plain): void {
  const { to } = effect;
  const taken = answer as TakenLetters;
  const before = remote.sent[to] ?? NOTHING_SENT;
  remote.sent[to] = shortened(before, taken);
  remote.looked = taken === null ? "it stays" : "it goes";
  if (afterSending(remote, effect) === before) sent(remote, effect);
}

/** Marks the first effect as sent, after the register has been written. */
function sent(remote: Exchanger, effect: NotedSend): void {
  remote.sent[effect.to] = afterSending(remote, effect);
  remote.looked = "not yet";
  remote.effects.shift();
}

/** Takes a new message that it has read. */
function take(simulation: SimulatedStep, found: Fetched): void {
  const { from, messages, place, stays } = found;
  const remote = simulation.state.overRegisters;
  if (!stays) {
    remote.taken[from] = withPlace(renumbered(remote.taken[from] ?? NOTHING_TAKEN, found), place);
    remote.owes = from;
  }
  act(simulation, { kind: "receive", from, message: messages[place] as Message });
}
