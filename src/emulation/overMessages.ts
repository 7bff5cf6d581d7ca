/**
 * Registers where there is no shared memory: a protocol of processes that read and write, on servers that
 * exchange messages with them, of which a minority may crash.
 */
import { format } from "../base/text.ts";
import type { Plain } from "../base/value.ts";
import { malformed } from "../model/error.ts";
import { registerKind } from "../model/memory/register.ts";
import { kindOf, type SharedObject } from "../model/memory/object.ts";
import type { AnyRole, Context, MessageContext } from "../model/system/role.ts";
import type { ConfigurationView, ProcessView, Protocol, Wires } from "../model/system/protocol.ts";
import type { Message } from "../model/state/message.ts";
import { hasGuards } from "../model/step/permit.ts";
import { asSimulated, refuseMonitors, seenWith } from "./simulatedProperties.ts";
import { refuseAtomic } from "../model/sequential/atomic.ts";
import { answerTo, goOn } from "../model/sequential/processCode.ts";
import type { Control } from "../model/sequential/control.ts";
import type { OperationRequest } from "../model/sequential/request.ts";
import type { Invoked, Responded } from "../model/event/saidOperation.ts";
import type { Cause } from "../model/event/cause.ts";

/** A value, and when and by whom it was written: of two, the one with the later stamp is the newer. */
interface Stamped {
  value: Plain;
  time: number;
  /** The number of the writer; -1 for the initial value. */
  writer: number;
}

type Wire =
  | { readonly type: "which value"; readonly register: string }
  | ({ readonly type: "this value"; readonly register: string } & Readonly<Stamped>)
  | ({ readonly type: "store"; readonly register: string } & Readonly<Stamped>)
  | { readonly type: "stored" };

/** The fields added to the state of a process that reads and writes. */
interface Client {
  /** The place in its code, and the operation that it is performing; null at the end. */
  control: Control | null;
  /** The phase of the operation. */
  phase: "asks" | "stores" | "rests";
  /** The newest value heard of, or the one to be stored, with its stamp. */
  newest: Stamped | null;
  /** The number of servers that have answered in this phase, and whether all answered alike. */
  answers: number;
  alike: boolean;
  /**
   * The servers that have not answered yet, each with whether it was asked in this phase, or in one before.
   */
  asked: Record<string, "now" | "before">;
  /** The time of the last value of each register that only this process writes. */
  times: Record<string, number>;
}

type ClientState = { overMessages: Client } & Record<string, unknown>;
type Can = Context<Wire>;

const SERVER = "server";
const PAUSE = "goes on";

/** A protocol, whatever its messages and roles are. */
type SharedMemoryProtocol = Omit<Protocol, "roles"> & {
  readonly roles: Readonly<Record<string, object>>;
};

/**
 * A protocol of process code that reads and writes registers, as one that needs no shared memory: servers
 * keep the registers. Who reads asks a majority, and unless all have the same, has a majority store the
 * newest value before it returns it; who writes asks a majority for the newest stamp, unless it is the only
 * writer, and has a majority store its own. As long as a majority of the servers does not crash, the
 * registers are atomic: each process can do what it could do on registers, and nothing else. Operations take
 * time, so that what several processes have come to at one moment may differ.
 *
 * A process asks a server again only when that has answered, so that answers need no numbers, and a protocol
 * stays finite if it writes finitely often. States are those of the protocol with one variable more,
 * `overMessages`.
 *
 * Source: H. Attiya, A. Bar-Noy and D. Dolev, *Sharing Memory Robustly in Message-Passing Systems*, Journal
 * of the ACM 42(1), 1995; for several writers N. Lynch and A. Shvartsman, *Robust emulation of shared memory
 * using dynamic quorum-acknowledged broadcasts*, FTCS 1997. @param servers how many there are; default 3
 * @throws ProtocolError if a role is no process code, or has a name that is taken
 */
export function overMessages(
  protocol: SharedMemoryProtocol,
  { servers = 3 }: { readonly servers?: number } = {},
): Protocol {
  refuseMonitors(protocol, "overMessages", ({ history }) => history !== undefined);
  const heard = new Set(Object.values(protocol.monitors ?? {}).map(({ history }) => history?.object.name));
  const { objects = [], properties, assume, ...kept } = protocol;
  if (SERVER in protocol.roles) throw malformed(`it has a role ${SERVER} already, and overMessages adds one`);
  const names = Object.keys(protocol.roles);
  const listOf = (context: Can): readonly SharedObject[] => {
    const roles = Object.fromEntries(names.map((name) => [name, context.processes(name)]));
    return typeof objects === "function" ? objects(roles, NO_WIRES) : objects;
  };
  const clients = Object.entries(protocol.roles).map(([name, role]) => [
    name,
    clientRole(name, role as AnyRole, { listOf, heard }),
  ]);
  return {
    ...kept,
    ...(assume === undefined ? {} : { assume: (inputs, first) => assume(withoutServers(inputs), first) }),
    ...(properties === undefined
      ? {}
      : { properties: asSimulated(properties, () => [clientView], NO_VALUES) }),
    roles: { ...Object.fromEntries(clients), [SERVER]: serverRole(servers, listOf) },
  };
}

/** The inputs of all but the servers, which have none. */
function withoutServers(inputs: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const isServer = new RegExp(`^${SERVER}\\d*$`);
  return Object.fromEntries(Object.entries(inputs).filter(([id]) => !isServer.test(id)));
}

/** The value that a register begins with. @throws ProtocolError if it may be any of several */
function onlyValue(name: string, [first = null, ...others]: readonly Plain[]): Plain {
  if (others.length === 0) return first;
  throw malformed(`${name} may begin with any of several values, and servers would have to agree on one`);
}

/** Properties of the protocol do not know of servers. */
function clientView(process: ProcessView, { processes }: ConfigurationView): ProcessView | undefined {
  if (process.role === SERVER) return undefined;
  const servers = processes.filter(({ role }) => role === SERVER).map(({ id }) => id);
  return seenWith(process, {
    neighbors: () => process.neighbors.filter((id) => !servers.includes(id)),
    timers: () => process.timers.filter((timer) => timer !== PAUSE),
  });
}

/** A register that several servers keep has no one value at one moment. */
const NO_VALUES: ConfigurationView["objects"] = new Proxy(
  {},
  {
    get(_, name) {
      throw new TypeError(
        `a property reads the register ${String(name)}, which servers keep: look at states`,
      );
    },
  },
);

/** The context for the protocol's own code, in which there are no servers. */
function asBefore(context: Can): Can {
  const servers = context.processes(SERVER);
  return {
    ...context,
    neighbors: context.neighbors.filter((id) => !servers.includes(id)),
    processes: (role) => {
      return role === undefined
        ? context.processes().filter((id) => !servers.includes(id))
        : context.processes(role);
    },
  };
}

/** The protocol's own handlers of timers. */
function timersBefore(handlers: AnyRole["uponTimeout"] = {}): NonNullable<AnyRole["uponTimeout"]> {
  const listed = Object.entries(handlers).map(([timer, handler]) => {
    return [timer, (state: ClientState, context: Can) => handler(state, asBefore(context))];
  });
  return Object.fromEntries(listed) as NonNullable<AnyRole["uponTimeout"]>;
}

/** Registers that servers keep do not depend on who can send to whom: everybody can send to the servers. */
const NO_WIRES: Wires = {
  neighbors() {
    throw new TypeError("registers that depend on links cannot be kept by servers");
  },
  get channel(): never {
    throw new TypeError("registers that depend on channels cannot be kept by servers");
  },
};

type Listing = (context: Can) => readonly SharedObject[];

function serverRole(processes: number, listOf: Listing): AnyRole {
  return {
    processes,
    initially(context: Can) {
      for (const object of listOf(context))
        if (kindOf(object) !== registerKind)
          throw new TypeError(
            `${object.name} is a ${kindOf(object)?.name}: messages stand for registers only`,
          );
      const values = listOf(context).map(({ name, initials }) => [
        name,
        { value: onlyValue(name, initials), time: 0, writer: -1 },
      ]);
      return { registers: Object.fromEntries(values) as Record<string, Stamped> };
    },
    upon: {
      "which value"(
        { registers }: { registers: Record<string, Stamped> },
        { register }: { register: string },
        { reply }: MessageContext<Wire>,
      ) {
        reply({ type: "this value", register, ...(registers[register] as Stamped) });
      },
      store(
        { registers }: { registers: Record<string, Stamped> },
        { register, value, time, writer }: { register: string } & Stamped,
        { reply }: MessageContext<Wire>,
      ) {
        const stamped = { value, time, writer };
        if (isNewer(stamped, registers[register] as Stamped)) registers[register] = stamped;
        reply({ type: "stored" });
      },
    },
  };
}

function isNewer(a: Stamped, b: Stamped): boolean {
  return a.time === b.time ? a.writer > b.writer : a.time > b.time;
}

/** The registers, and the names of those of whose operations monitors hear. */
interface Simulated {
  readonly listOf: Listing;
  readonly heard: ReadonlySet<string | undefined>;
}

function clientRole(name: string, role: AnyRole, { listOf, heard }: Simulated): AnyRole {
  const tell = ({ output }: Can, { object }: OperationRequest, said: Invoked | Responded): void => {
    if (heard.has(object)) output({ ...said, object });
  };
  const { run, upon, ...kept } = role;
  if (run === undefined || upon !== undefined || role.automaton !== undefined || hasGuards(role))
    throw malformed(`role ${name} is not process code alone (run), which overMessages is for`);
  const proceed = (state: ClientState, context: Can, cause: Cause | undefined): void => {
    const remote = state.overMessages;
    const { control } = remote;
    remote.control = null;
    const from = control ?? undefined;
    const here = { state, context: asBefore(context) };
    const next = goOn(run, { control: from, answer: answerTo(from, cause) }, here);
    if (next === undefined) return context.halt();
    refuseAtomic(next, "over messages an operation takes longer than one step");
    remote.control = next;
    if (next.awaits.kind === "pause") return context.setTimer(PAUSE, next.awaits.ticks);
    if (next.awaits.kind !== "operation")
      throw new TypeError(`process code over messages knows no step of the kind ${next.awaits.kind}`);
    const { operation, arguments: given } = next.awaits;
    tell(context, next.awaits, { invokes: operation, arguments: [...given] });
    new RemoteOperation(remote, context, next.awaits).begin(listOf(context));
  };
  const respond = (state: ClientState, context: MessageContext<Wire>, answer: Stamped | undefined): void => {
    const { control, phase } = state.overMessages;
    const request = control?.awaits.kind === "operation" ? control.awaits : undefined;
    const operation = new RemoteOperation(state.overMessages, context, request);
    if (!operation.answered(context.from, answer) || phase === "rests" || request === undefined) return;
    const value = request.operation === "read" ? state.overMessages.newest?.value : undefined;
    state.overMessages.newest = null;
    tell(context, request, { responds: value ?? null });
    proceed(state, context, { ...request, ...(value === undefined ? {} : { response: value }) });
  };
  return {
    ...kept,
    isServed: true,
    initially(context: Can) {
      const remote: Client = {
        control: null,
        phase: "rests",
        newest: null,
        answers: 0,
        alike: true,
        asked: {},
        times: {},
      };
      const state: ClientState = { ...(role.initially(asBefore(context)) as object), overMessages: remote };
      proceed(state, context, undefined);
      return state;
    },
    upon: {
      "this value"(state: ClientState, { value, time, writer }: Stamped, context: MessageContext<Wire>) {
        respond(state, context, { value, time, writer });
      },
      stored(state: ClientState, _message: Message, context: MessageContext<Wire>) {
        respond(state, context, undefined);
      },
    },
    spare: [PAUSE],
    uponTimeout: {
      ...timersBefore(role.uponTimeout),
      [PAUSE](state: ClientState, context: Can) {
        proceed(state, context, { kind: "pause" });
      },
    },
  };
}

/** An operation on a register, as far as it has come. */
class RemoteOperation {
  private readonly remote: Client;
  private readonly context: Can;
  private readonly request: OperationRequest | undefined;

  constructor(remote: Client, context: Can, request: OperationRequest | undefined) {
    this.remote = remote;
    this.context = context;
    this.request = request;
  }

  begin(objects: readonly SharedObject[]): void {
    const { remote, context } = this;
    const { object: name, operation, arguments: given } = this.request as OperationRequest;
    const object = objects.find((one) => one.name === name);
    if (object === undefined) throw new TypeError(`there is no register ${name}`);
    if (operation === "read" || object.writers?.length !== 1) return this.enter("asks");
    if (!object.writers.includes(context.self))
      throw new TypeError(`${context.self} may not write to ${name}`);
    const time = (remote.times[name] ?? 0) + 1;
    remote.times[name] = time;
    remote.newest = this.stamped(given[0] as Plain, time);
    this.enter("stores");
  }

  /** A server has answered. @returns whether the operation is over */
  answered(from: string, answer: Stamped | undefined): boolean {
    const { remote } = this;
    const wasAsked = remote.asked[from];
    delete remote.asked[from];
    if (remote.phase === "rests") return false;
    if (wasAsked === "before") {
      this.ask(from);
      return false;
    }
    if (answer !== undefined) this.compare(answer);
    remote.answers++;
    if (2 * remote.answers <= this.servers.length) return false;
    if (remote.phase === "stores" || (this.isRead && remote.alike)) {
      this.rest();
      return true;
    }
    if (!this.isRead) {
      const { time } = remote.newest as Stamped;
      remote.newest = this.stamped((this.request as OperationRequest).arguments[0] as Plain, time + 1);
    }
    this.enter("stores");
    return false;
  }

  private get isRead(): boolean {
    return this.request?.operation === "read";
  }

  private get servers(): readonly string[] {
    return this.context.processes(SERVER);
  }

  private stamped(value: Plain, time: number): Stamped {
    return { value, time, writer: this.context.processes().indexOf(this.context.self) };
  }

  private enter(phase: "asks" | "stores"): void {
    const { remote } = this;
    remote.phase = phase;
    remote.answers = 0;
    remote.alike = true;
    for (const server of this.servers) {
      if (remote.asked[server] === undefined) this.ask(server);
      else remote.asked[server] = "before";
    }
  }

  private rest(): void {
    const { remote } = this;
    remote.phase = "rests";
    remote.answers = 0;
    remote.alike = true;
  }

  private ask(server: string): void {
    const { remote, context } = this;
    const { object: register } = this.request as OperationRequest;
    remote.asked[server] = "now";
    if (remote.phase === "asks") context.send(server, { type: "which value", register });
    else context.send(server, { type: "store", register, ...(remote.newest as Stamped) });
  }

  private compare(answer: Stamped): void {
    const { remote } = this;
    const { newest } = remote;
    if (newest !== null && format(newest as unknown as Plain) !== format(answer as unknown as Plain))
      remote.alike = false;
    if (newest === null || isNewer(answer, newest)) remote.newest = answer;
  }
}
