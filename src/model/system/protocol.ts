/** Protocols: what an author writes, the roles of processes and the properties they should have. */
import type { Plain } from "../../base/value.ts";
import type { Channel } from "../communication/index.ts";
import type { EventPattern } from "../transition/demand.ts";
import type { Event } from "../event/event.ts";
import type { Failure } from "../failure/failure.ts";
import type { Timing } from "../timing/timing.ts";
import type { Letter, Message } from "../state/message.ts";
import type { SharedObject } from "../memory/object.ts";
import type { AnyRole, Role } from "./role.ts";
import type { Topology } from "./topology.ts";

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
  /** The value that it has decided; undefined until it decides. */
  readonly decision: Plain | undefined;
  readonly halted: boolean;
  /** Whether it has crashed, and not recovered. */
  readonly crashed: boolean;
  /** Whether it has failed in some way from which it does not recover. */
  readonly faulty: boolean;
  /** The names of the timers that are set. */
  readonly timers: readonly string[];
  /** The messages in transit to it (with message sets: all that were ever sent to it). */
  readonly mailbox: readonly Letter[];
}

/** The configuration as a property's first argument: the processes of each role, in order. */
export type RolesView<R> = {
  readonly [K in keyof R]: R[K] extends Role<infer _M, infer S, infer I>
    ? readonly [ProcessView<S, I>, ...ProcessView<S, I>[]]
    : never;
};

/** The values of shared objects of any protocol, by name. */
type AnyObjects = Readonly<Record<string, Plain>>;

/** The values of shared objects as properties see them, by name, from the types of the objects. */
type ObjectsView<O> = {
  readonly [
    E in O as E extends { readonly name: infer N extends string } ? N : never
  ]: E extends SharedObject<infer V> ? ([V] extends [Plain] ? V : Plain) : Plain;
};

/** The configuration as a property's second argument: what does not depend on roles. O: the objects. */
export interface ConfigurationView<O = AnyObjects> {
  /** All processes, role by role. */
  readonly processes: readonly ProcessView[];
  /** The values of the shared objects, by name. */
  readonly objects: O;
  /**
   * The number of ticks since the start, counted up to the `horizon` of the timing model. Where the bounds
   * hold only from some moment on: since that moment, and -1 before it. Throws if nobody counts.
   */
  readonly elapsed: number;
}

/** A predicate over configurations. Must be a function of what it reads. */
export type Predicate<R, O = AnyObjects> = (roles: R, configuration: ConfigurationView<O>) => boolean;

/**
 * The badness of a configuration for a property: the more, the worse. Must be a function of what it reads.
 */
export type Badness<R> = (roles: R, configuration: ConfigurationView) => number;

/** A predicate about one process of a role. Must be a function of what it reads. */
type ProcessPredicate<V, R, O> = (process: V, roles: R, configuration: ConfigurationView<O>) => boolean;

/** A step, or a round, as properties of steps see it. */
export interface StepView<O = AnyObjects> {
  readonly before: ConfigurationView<O>;
  readonly after: ConfigurationView<O>;
  /** Its events: the trigger, or a fault, and its effects. */
  readonly events: readonly Event[];
}

/** A predicate about steps, from V before to V after. Must be a function of what it reads. */
export type StepPredicate<V, O = AnyObjects> = (before: V, after: V, step: StepView<O>) => boolean;

/** The optional part of a property: which executions are judged. */
interface Fairness {
  /**
   * With "none", all executions that never end are judged, and not the admissible ones alone. With patterns
   * of events, those only in which such events happen that are possible for good (justice), or again and
   * again (compassion).
   */
  readonly fairness?:
    | "none"
    | { readonly justice?: readonly EventPattern[]; readonly compassion?: readonly EventPattern[] };
}

/** The optional part of a property: what guides adversaries, and which executions are judged. */
interface Guidance<R> extends Fairness {
  /** The measure that an adversary which looks ahead maximizes while the property is not violated. */
  readonly badness?: Badness<R>;
  readonly forEach?: undefined;
}

/**
 * The predicates P of a property, or S of steps, by the name of its kind. Each kind is one file of
 * src/properties/kinds.
 */
interface PropertyForms<P, S> {
  /** Safety: the predicate is true in every reachable configuration. */
  readonly invariant: P;
  /** Safety: the predicate is true of every step, or round: of what was before, what is after, its events. */
  readonly step: S;
  /** Liveness: in every admissible execution, the predicate is true at some time. */
  readonly eventually: P;
  /** Liveness: whenever the first predicate is true, the second is, then or later. */
  readonly leadsTo: readonly [P, P];
  /** Liveness: whatever has happened, the predicate is true at some later time. */
  readonly infinitelyOften: P;
  /** Liveness: from some moment on the predicate is true for ever. */
  readonly eventuallyAlways: P;
  /** The second predicate is true at some time, and until then the first is. */
  readonly until: readonly [P, P];
  /** Wherever an execution ends, the predicate is true. */
  readonly whenQuiescent: P;
  /** Possibility: in some execution the predicate is true at some time. */
  readonly reachable: P;
}

/** The predicates P about one process of a role, of properties that are said of such processes alone. */
interface FairnessForms<P> {
  /** While processes of the role wait (the first), one of them has its turn (the second) again and again. */
  readonly deadlockFree: readonly [P, P];
  /** Each process of the role that waits (the first) has its turn (the second), then or later. */
  readonly starvationFree: readonly [P, P];
}

/** The name of a kind of property. */
export type KindName = keyof PropertyForms<never, never> | keyof FairnessForms<never>;

/** The name of a kind that can be said of all processes together. */
type PlainKindName = keyof PropertyForms<never, never>;

/** A property of one kind. */
type PropertyOf<K extends PlainKindName, R = never, O = AnyObjects> = Pick<
  PropertyForms<Predicate<R, O>, StepPredicate<R, O>>,
  K
> &
  Guidance<R>;

/** A property of one kind that is asked of each process of a role. */
type PropertyOfEach<K extends KindName, P, V, R, O> = Pick<
  PropertyForms<ProcessPredicate<V, R, O>, StepPredicate<V, O>> & FairnessForms<ProcessPredicate<V, R, O>>,
  K
> &
  Fairness & {
    /** The role: the property is judged for each of its processes, which predicates get first. */
    readonly forEach: P;
  };

/** A property of each process of some role. */
type ForEach<R, O> = {
  readonly [K in KindName]: [R] extends [never]
    ? PropertyOfEach<K, string, never, never, O>
    : { readonly [P in keyof R]: PropertyOfEach<K, P, ProcessIn<R[P]>, R, O> }[keyof R];
}[KindName];

/** The view of a process in a list of views. */
type ProcessIn<L> = L extends readonly (infer V)[] ? V : never;

/** A safety property. */
export type Invariant<R = never> = PropertyOf<"invariant", R>;

/** A liveness property. */
export type Eventually<R = never> = PropertyOf<"eventually", R>;

/**
 * A property that a protocol should satisfy. A property of any protocol takes R = unknown and its second
 * argument.
 */
export type Property<R = never, O = AnyObjects> =
  | { readonly [K in PlainKindName]: PropertyOf<K, R, O> }[PlainKindName]
  | ForEach<R, O>;

/**
 * A predicate that tells which vectors of inputs, by process id, are initial; and which first values of the
 * objects that have several, by name.
 */
export interface Assumption {
  (inputs: Readonly<Record<string, unknown>>, objects: Readonly<Record<string, unknown>>): boolean;
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

/** The parts of a system that shared objects may depend on, besides the ids of the processes of each role. */
export interface Wires {
  /** The ids of those that a process can send to. */
  neighbors(process: string): readonly string[];
  readonly channel: Channel;
}

/** The shared objects of a protocol: a list, or a function of the ids of the processes of each role. */
type Objects<O = SharedObject> =
  | readonly O[]
  | ((roles: Readonly<Record<string, readonly string[]>>, wires: Wires) => readonly O[]);

/**
 * The bounds of a search, which leaves no configuration that lies beyond one of them. All of it is optional;
 * a property that is not violated within them is unknown, if anything lies beyond.
 */
export interface Within<R = never, O = AnyObjects> {
  /** The maximum number of messages in transit to one process. */
  readonly mailbox?: number;
  /** The maximum number of steps, or rounds, that lead to a configuration. */
  readonly depth?: number;
  /** The configurations that are within, as a predicate. */
  readonly where?: Predicate<R, O>;
}

/** A protocol with its messages M and roles R, as `protocol` takes it. */
interface ProtocolDefinition<M extends Message, R, O> {
  readonly name: string;
  /** The protocol in a sentence or two. */
  readonly about?: string;
  /** The publication it comes from: author, title, section or theorem. */
  readonly source?: string;
  readonly roles: R;
  /** The topology. Default: complete. */
  readonly topology?: Topology;
  /** The shared objects, or a function that lists them for a system. Default: none. */
  readonly objects?: Objects<O>;
  /** The kind of channels. Default: unordered. */
  readonly channels?: Channel;
  /** The timing model. Default: asynchronous. */
  readonly timing?: Timing;
  /** The failures that may happen, with their budgets. Default: none. */
  readonly failures?: readonly Failure[];
  /** The faults that are in place when the system begins, as `crash:p1` or `partition:a+b`. Default: none. */
  readonly begin?: readonly Failure[];
  /**
   * The messages that Byzantine processes of each role may send, besides all that processes of the role send
   * in some execution. Default: none.
   */
  readonly forges?: { readonly [K in keyof R]?: readonly M[] };
  /** A predicate that tells which inputs, and first values of objects, are initial; absent: all are. */
  readonly assume?: Assumption;
  /** The bounds of a search, where there would be too much or no end. Default: none. */
  readonly within?: Within<RolesView<R>, ObjectsView<O>>;
  readonly properties?: Readonly<Record<string, Property<RolesView<R>, ObjectsView<O>>>>;
  /** The type of the messages, only for inference. Never present. */
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
  readonly begin?: readonly Failure[];
  readonly forges?: Readonly<Record<string, readonly Message[] | undefined>>;
  readonly assume?: Assumption;
  readonly within?: Within;
  readonly properties?: Readonly<Record<string, Property<never>>>;
}

/**
 * Declares a protocol whose messages are M: `protocol<Message>()({ name, roles, properties })`. The
 * second call infers everything else.
 */
export function protocol<M extends Message>() {
  return <
    // eslint-disable-next-line typescript/no-explicit-any -- as AnyRole, but with the messages kept
    R extends Readonly<Record<string, Role<M, any, any>>>,
    O extends SharedObject = SharedObject,
  >(
    definition: ProtocolDefinition<M, R, O>,
  ) =>
    // That it is a protocol does not follow where there are no messages: `any` is not assignable to `never`.
    definition as ProtocolDefinition<M, R, O> & Protocol;
}
