/**
 * What an author writes: the deterministic state machines of all roles, in the shape of a textbook's
 * pseudo-code (*initially*, *upon* message, *upon timeout*), and the properties they should have.
 */
import type { Plain } from "../base/value.ts";
import type { Channel } from "./communication/index.ts";
import type { Failure } from "./failure/failure.ts";
import type { Bounds, Timing } from "./timing/timing.ts";
import type { Window } from "./timing/window.ts";
import type { SharedObject } from "./memory/object.ts";
import type { Automaton } from "./sequential/automaton.ts";
import type { Step, Steps } from "./sequential/request.ts";
import type { Signed } from "./signature.ts";
import type { Topology } from "./topology.ts";

/** A message: a plain record whose `type` selects the handler that receives it. */
export interface Message {
  readonly type: string;
}

/** What every handler can know and do besides changing its own state. */
export interface Context<M extends Message = Message, I = unknown> {
  /** The id of the process that takes this step, such as `"p2"`. */
  readonly self: string;
  /** The process's number within its role, from 1. */
  readonly index: number;
  /** The ids of the processes that this one can send to, in the topology's order. */
  readonly neighbors: readonly string[];
  /** The process's input. */
  readonly input: I;
  /** What the process has decided in earlier steps; undefined if nothing. It stays upon a recovery. */
  readonly decision: unknown;
  /** The ids of the processes of a role, in order; of all processes, role by role, without an argument. */
  processes(role?: string): readonly string[];
  /** Sends a message to a neighbour; it leaves when the handler is done. */
  send(to: string, message: M): void;
  /** Sends a message to each of `to`, in order. Default: to every neighbour. */
  broadcast(message: M, to?: readonly string[]): void;
  /**
   * Sets a timer, or sets it anew: until it fires or is cancelled, `uponTimeout[name]` may run. In systems
   * that keep time it does when `ticks` have passed on the local clock (default 0); in others, at any time.
   */
  setTimer(name: string, ticks?: number): void;
  /** Cancels a timer; does nothing if it is not set. */
  cancelTimer(name: string): void;
  /** When a timer fires: for how many ticks at least it has been due. 0 in systems that keep no time. */
  readonly late: number;
  /** How long things take at most, in systems that keep time and whose bounds are known. */
  readonly bounds: Bounds | undefined;
  /** Decides on a value: irrevocably, and once. */
  decide(value: unknown): void;
  /** Tells the outside world a value. It shows in executions and is not part of any state. */
  output(value: unknown): void;
  /** One of several options, which the adversary chooses: each is explored. Not in `initially`. */
  choose<const T>(options: readonly T[]): T;
  /** A coin: true with the given probability. Both sides are explored. Default 1/2. Not in `initially`. */
  flip(probability?: number): boolean;
  /** One of several options, left to chance: each that has a weight is explored. Default: equal weights. */
  draw<const T>(options: readonly T[], weights?: readonly number[]): T;
  /** A value with this process's signature; see `authenticated-byzantine` for who cannot forge it. */
  sign<V>(value: V): Signed<V>;
  /** Ends this process: it takes no further step. */
  halt(): void;
  /** In process code: the step that receives a message of one of these types; of any type without them. */
  receive<K extends M["type"]>(...types: readonly K[]): Step<Letter<Extract<M, { type: K }>>>;
}

/** What a handler of a message knows and can do. */
export interface MessageContext<M extends Message = Message, I = unknown> extends Context<M, I> {
  /** The id of the sender. */
  readonly from: string;
  /** Sends a message back to the sender. */
  reply(message: M): void;
}

/** Where a process stands in a system, for inputs that depend on it. */
export interface Place {
  /** Its id. */
  readonly self: string;
  /** Its number within its role, from 1. */
  readonly index: number;
  /** How many processes its role has. */
  readonly count: number;
}

/**
 * The inputs that a process may start with: a list from which the adversary chooses (every combination
 * is an initial configuration), or a function that gives each process such a list.
 */
export type Inputs<I> = readonly I[] | ((place: Place) => readonly I[]);

/** The code that the processes of one role run. M: all messages; S: the state; I: the input. */
export interface Role<M extends Message, S, I> {
  /** How many processes play this role unless the system says otherwise. Default 1. */
  readonly processes?: number;
  /** The possible inputs. Default: every process has the input null. */
  readonly inputs?: Inputs<I>;
  /** The start step, which every process has taken in the initial configuration. Returns its state. */
  readonly initially: (context: Context<M, I>) => S;
  /** By message type: changes `state` and asks the context for effects. */
  readonly upon?: {
    readonly [K in M["type"]]?: (
      state: S,
      message: Extract<M, { type: K }>,
      context: MessageContext<M, I>,
    ) => void;
  };
  /**
   * Process code, which begins after `initially` and goes on from one `yield*` to the next: each is one
   * atomic step. When it comes to its end, the process halts. See docs/process-code.md.
   */
  readonly run?: (state: S, context: Context<M, I>) => Steps<void>;
  /** By timer name: what happens when that timer fires. */
  readonly uponTimeout?: Readonly<Record<string, (state: S, context: Context<M, I>) => void>>;
  /** In synchronous systems, instead of `upon`: what happens in a round, with all messages received in it. */
  readonly uponRound?: (state: S, messages: readonly Letter<M>[], context: Context<M, I>) => void;
  /**
   * Instead of process code: which operation comes next, as a function of the state. This is how programs
   * write roles, such as `overRegisters`.
   */
  readonly automaton?: Automaton<S, Context<M, I>>;
  /** Its objects are kept by servers (`overMessages`), whose answers are counted. */
  readonly isServed?: boolean;
  /** Timers whose handlers need not be reached: what is derived from other protocols may have such. */
  readonly spare?: readonly string[];
  /** The variables of the state that survive a crash. Default none. */
  readonly stable?: readonly (keyof S & string)[];
  /**
   * After a crash: returns the state to go on with, made from what was stable. Default: the start step
   * again, after which the stable variables have their old values.
   */
  readonly uponRecovery?: (stable: Partial<S>, context: Context<M, I>) => S;
}

/** A role of any protocol, its types forgotten. Handlers are contravariant: only `any` accepts them all. */
// eslint-disable-next-line typescript/no-explicit-any -- see above
export type AnyRole = Role<any, any, any>;

/**
 * Declares a role; its types follow from `initially`, `inputs` and the protocol's messages. (`NoInfer`: the
 * place where the role stands knows its messages, and must not tell what its state and input are.)
 */
export function role<M extends Message, S extends object, I = null>(
  definition: Role<M, S, I>,
): Role<M, NoInfer<S>, NoInfer<I>> {
  return definition;
}

/** A process as properties see it: read only. */
export interface ProcessView<S = unknown, I = unknown> {
  readonly id: string;
  readonly role: string;
  /** Its number within its role, from 1. */
  readonly index: number;
  /** The ids of the processes that it can send to, in the topology's order. */
  readonly neighbors: readonly string[];
  readonly input: I;
  readonly state: Readonly<S>;
  /** What it has decided; undefined until it decides. */
  readonly decision: Plain | undefined;
  readonly halted: boolean;
  /** Whether it has crashed, and not recovered. */
  readonly crashed: boolean;
  /** Whether it has failed in some way from which it does not recover. */
  readonly faulty: boolean;
  /** The names of the timers that are set. */
  readonly timers: readonly string[];
  /** What has been sent to it and not yet been received (with message sets: all that was ever sent). */
  readonly mailbox: readonly Letter[];
}

/** A message in transit, and its sender. */
export interface Letter<M = Message> {
  readonly from: string;
  readonly message: M;
  /** When it may and must be received; absent where time is not kept. */
  readonly delay?: Window;
}

/** The configuration as a property's first argument: the processes of each role, in order. */
export type RolesView<R> = {
  readonly [K in keyof R]: R[K] extends Role<infer _M, infer S, infer I>
    ? readonly [ProcessView<S, I>, ...ProcessView<S, I>[]]
    : never;
};

/** The configuration as a property's second argument: what does not depend on roles. */
export interface ConfigurationView {
  /** All processes, role by role. */
  readonly processes: readonly ProcessView[];
  /** The values of the shared objects, by name. */
  readonly objects: Readonly<Record<string, Plain>>;
  /**
   * How many ticks have passed since the start, counted up to the `horizon` of the timing model; where the
   * bounds hold from some moment on only, since that moment, and -1 before it. An error if nobody counts.
   */
  readonly elapsed: number;
}

/** A predicate over configurations. Must be a function of what it reads. */
export type Predicate<R> = (roles: R, configuration: ConfigurationView) => boolean;

/** How bad a configuration is for a property: the more, the worse. Must be a function of what it reads. */
export type Badness<R> = (roles: R, configuration: ConfigurationView) => number;

/** What a property may say besides what it is. */
export interface Guidance<R> {
  /** What an adversary that looks ahead goes after while the property is not violated. */
  readonly badness?: Badness<R>;
}

/**
 * What an author gives for each kind of property, by the name of the kind. What a kind means is one file of
 * src/properties/kinds.
 */
export interface PropertyForms<R> {
  /** Safety: the predicate is true in every reachable configuration. */
  readonly invariant: Predicate<R>;
  /** Liveness: in every admissible execution, the predicate is true at some time. */
  readonly eventually: Predicate<R>;
}

/** The name of a kind of property. */
export type KindName = keyof PropertyForms<never>;

/** A property of one kind. */
export type PropertyOf<K extends KindName, R = never> = Pick<PropertyForms<R>, K> & Guidance<R>;

/** A safety property. */
export type Invariant<R = never> = PropertyOf<"invariant", R>;

/** A liveness property. */
export type Eventually<R = never> = PropertyOf<"eventually", R>;

/** What a protocol should satisfy. A property of any protocol takes R = unknown and its second argument. */
export type Property<R = never> = { readonly [K in KindName]: PropertyOf<K, R> }[KindName];

/** Which vectors of inputs, by process id, are initial. */
export interface Assumption {
  (inputs: Readonly<Record<string, unknown>>): boolean;
  /**
   * Draws one of the vectors that are allowed, for simulations; undefined if that did not succeed.
   * `lists`: by process number, its possible inputs. `below(n)`: a random number from 0 to n - 1. Without it,
   * vectors are drawn until one is allowed, which for some assumptions is never.
   */
  readonly draw?: (
    lists: readonly (readonly Plain[])[],
    below: (bound: number) => number,
  ) => readonly Plain[] | undefined;
}

/** What shared objects may depend on besides the ids of the processes of each role. */
export interface Wires {
  /** The ids of those that a process can send to. */
  neighbors(process: string): readonly string[];
  readonly channel: Channel;
}

/** The shared objects of a protocol: a list, or a function of the ids of the processes of each role. */
export type Objects =
  | readonly SharedObject[]
  | ((roles: Readonly<Record<string, readonly string[]>>, wires: Wires) => readonly SharedObject[]);

/** A protocol with its messages M and roles R, as `protocol` takes it. */
export interface ProtocolDefinition<M extends Message, R> {
  readonly name: string;
  /** What it is: a sentence or two. */
  readonly about?: string;
  /** Where it comes from: author, title, section or theorem. */
  readonly source?: string;
  readonly roles: R;
  /** Default: complete. */
  readonly topology?: Topology;
  /** The shared objects, or a function that lists them for a system. Default: none. */
  readonly objects?: Objects;
  /** Default: unordered. */
  readonly channels?: Channel;
  /** Default: asynchronous. */
  readonly timing?: Timing;
  /** What may fail, and how often. Default: nothing. */
  readonly failures?: readonly Failure[];
  /**
   * By role: what Byzantine processes of the role may say besides all that a process of the role says in some
   * execution. Default: nothing.
   */
  readonly forges?: { readonly [K in keyof R]?: readonly M[] };
  /** Which vectors of inputs (by process id) are initial; all are if it is absent. */
  readonly assume?: Assumption;
  readonly properties?: Readonly<Record<string, Property<RolesView<R>>>>;
  /** Only for inference: the messages. Never present. */
  readonly messages?: M;
}

/** A protocol of any messages and roles. */
export interface Protocol {
  readonly name: string;
  readonly about?: string;
  readonly source?: string;
  readonly roles: Readonly<Record<string, AnyRole>>;
  readonly topology?: Topology;
  readonly objects?: Objects;
  readonly channels?: Channel;
  readonly timing?: Timing;
  readonly failures?: readonly Failure[];
  readonly forges?: Readonly<Record<string, readonly Message[] | undefined>>;
  readonly assume?: Assumption;
  readonly properties?: Readonly<Record<string, Property<never>>>;
}

/**
 * Declares a protocol whose messages are M: `protocol<Message>()({ name, roles, properties })`. The
 * second call infers everything else.
 */
export function protocol<M extends Message>() {
  // eslint-disable-next-line typescript/no-explicit-any -- as AnyRole, but with the messages kept
  return <R extends Readonly<Record<string, Role<M, any, any>>>>(definition: ProtocolDefinition<M, R>) =>
    definition;
}
