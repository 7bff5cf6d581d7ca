/**
 * Roles: the code that processes run, as deterministic state machines, in the shape of a textbook's
 * pseudo-code (*initially*, *upon* message, *upon timeout*).
 */
import type { Plain } from "../../base/value.ts";
import type { Message, Received } from "../state/message.ts";
import type { OperationRequest, Step, Steps } from "../sequential/request.ts";
import type { Signed } from "../state/signature.ts";
import type { Bounds } from "../timing/timing.ts";

/** The context of a handler: all that it can know and do besides changing its own state. */
export interface Context<M extends Message = Message, I = unknown> {
  /** The id of the process that takes this step, such as `"p2"`. */
  readonly self: string;
  /** The process's number within its role, from 1. */
  readonly index: number;
  /** The ids of the processes that this one can send to, in the topology's order. */
  readonly neighbors: readonly string[];
  /** The process's input. */
  readonly input: I;
  /**
   * The value that the process has decided in earlier steps; undefined if there is none. It survives a
   * recovery.
   */
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
  /**
   * The number of ticks for which the timer that fires has been due, at least. 0 in systems that keep no
   * time.
   */
  readonly late: number;
  /** The bounds on time, in systems that keep time and whose bounds are known. */
  readonly bounds: Bounds | undefined;
  /** Decides on a value: irrevocably, and once. */
  decide(value: unknown): void;
  /** Tells the outside world a value. It shows in executions and is not part of any state. */
  output(value: unknown): void;
  /** Tells the outside world that an operation on an object is invoked here: see `historyOf`. */
  invoke(operation: string, ...parameters: readonly unknown[]): void;
  /** Tells the outside world the answer of the operation that was invoked last; null, if it has none. */
  respond(answer?: unknown): void;
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
  /** The step of process code that receives a message of one of these types; of any type without them. */
  receive<K extends M["type"]>(...types: readonly K[]): Step<Received<Extract<M, { type: K }>>>;
}

/** The context of a handler of a message. */
export interface MessageContext<M extends Message = Message, I = unknown> extends Context<M, I> {
  /** The id of the sender. To ask for it is a mistake where channels hide it. */
  readonly from: string;
  /** Sends a message back to the sender. */
  reply(message: M): void;
}

/** The place of a process in a system, for inputs that depend on it. */
export interface Place {
  /** Its id. */
  readonly self: string;
  /** Its number within its role, from 1. */
  readonly index: number;
  /** The number of processes of its role. */
  readonly count: number;
}

/**
 * The inputs that a process may start with: a list from which the adversary chooses (every combination
 * is an initial configuration), or a function that gives each process such a list.
 */
export type Inputs<I> = readonly I[] | ((place: Place) => readonly I[]);

/** The facts that a guard may look at besides the state: they are the same in all steps of a process. */
type GuardFacts<I = unknown> = Pick<
  Context<never, I>,
  "self" | "index" | "neighbors" | "input" | "processes"
>;

/** Something that a process does on its own account, whenever its state allows it. */
export interface Action<S, I, C> {
  /** The guard: whether it is possible in a state. It changes nothing and asks for nothing. */
  readonly while: (state: Readonly<S>, facts: GuardFacts<I>) => boolean;
  /** The step: changes `state` and asks the context for effects. */
  readonly do: (state: S, context: C) => void;
}

/** The code that the processes of one role run. M: all messages; S: the state; I: the input. */
export interface Role<M extends Message, S, I> {
  /** The number of processes that play this role unless the system says otherwise. Default 1. */
  readonly processes?: number;
  /** The possible inputs. Default: every process has the input null. */
  readonly inputs?: Inputs<I>;
  /**
   * Whether the input is there in the start step alone: what the state does not keep of it leaves no trace,
   * so that it can be the first value of a variable. From then on `context.input` is null, and properties
   * cannot read it.
   */
  readonly forgetsInput?: boolean;
  /** The start step, which every process has taken in the initial configuration. Returns its state. */
  readonly initially: (context: Context<M, I>) => S;
  /** The handler of each message type: changes `state` and asks the context for effects. */
  readonly upon?: {
    readonly [K in M["type"]]?: (
      state: S,
      message: Extract<M, { type: K }>,
      context: MessageContext<M, I>,
    ) => void;
  };
  /**
   * The guard of messages of a type: while it is false, they stay in transit; for handlers and process code.
   * Default: they are received in every state.
   */
  readonly when?: {
    readonly [K in M["type"]]?: (
      state: Readonly<S>,
      message: Extract<M, { type: K }>,
      facts: GuardFacts<I> & Pick<MessageContext, "from">,
    ) => boolean;
  };
  /** The things that it may do on its own account, by name, while a guard is true: owed to nobody. */
  readonly may?: Readonly<Record<string, Action<S, I, Context<M, I>>>>;
  /** The things that it must do: as `may`, but none stays possible for ever without happening. */
  readonly must?: Readonly<Record<string, Action<S, I, Context<M, I>>>>;
  /**
   * Process code, which begins after `initially` and goes on from one `yield*` to the next: each is one
   * atomic step. When it comes to its end, the process halts. See docs/process-code.md.
   */
  readonly run?: (state: S, context: Context<M, I>) => Steps<void>;
  /** The handler of each timer, by its name. */
  readonly uponTimeout?: Readonly<Record<string, (state: S, context: Context<M, I>) => void>>;
  /** The handler of a round in synchronous systems, instead of `upon`, with all messages received in it. */
  readonly uponRound?: (state: S, messages: readonly Received<M>[], context: Context<M, I>) => void;
  /**
   * The automaton, instead of process code: which operation comes next, as a function of the state. This is
   * how programs write roles, such as `overRegisters`.
   */
  readonly automaton?: Automaton<S, Context<M, I>>;
  /** Its objects are kept by servers (`overMessages`), whose answers are counted. */
  readonly isServed?: boolean;
  /** Timers whose handlers need not be reached: what is derived from other protocols may have such. */
  readonly spare?: readonly string[];
  /** The variables of the state that survive a crash. Default none. */
  readonly stable?: readonly (keyof S & string)[];
  /**
   * The handler after a crash: returns the state to go on with, made from what was stable. Default: the start
   * step again, after which the stable variables have their old values.
   */
  readonly uponRecovery?: (stable: Partial<S>, context: Context<M, I>) => S;
}

/** A handler of any role, its types forgotten. */
export type Handler = (...parameters: unknown[]) => unknown;

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

/** An automaton that performs one operation on a shared object after the other, besides handling timers. */
interface Automaton<S, C> {
  /** The operation that it is about to perform in a state; undefined: none, until a timer changes that. */
  readonly awaits: (state: S, context: C) => OperationRequest | undefined;
  /** The transition after the operation; the answer is null if the operation answers nothing. */
  readonly performed: (state: S, answer: Plain, context: C) => void;
}
