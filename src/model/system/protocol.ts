/** Protocols: what an author writes, the roles of processes and the properties they should have. */
import type { Plain } from "../../base/value.ts";
import type { Channel } from "../communication/index.ts";
import type { EventPattern } from "../transition/demand.ts";
import type { Event } from "../event/event.ts";
import type { Failure } from "../failure/failure.ts";
import type { Timing } from "../timing/timing.ts";
import type { Letter, Message } from "../state/message.ts";
import type { SharedObject } from "../memory/object.ts";
import type { AnyMonitor, Monitor } from "./monitor.ts";
import type { AnyRole, Role } from "./role.ts";
import type { TemporalFormula } from "./temporalFormula.ts";
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

/** The states of monitors, and the values of shared objects, by name, of any protocol. */
interface AnyEnvironment {
  /** The values of the shared objects, by name. */
  readonly objects: Readonly<Record<string, Plain>>;
  /** The states of the monitors, by name. */
  // eslint-disable-next-line typescript/no-explicit-any -- each monitor knows its state
  readonly monitors: Readonly<Record<string, any>>;
}

/** The objects O and the monitors W of a protocol, as properties see them. */
interface EnvironmentView<O, W> {
  readonly objects: ObjectsView<O>;
  readonly monitors: MonitorsView<W>;
}

/** The states of monitors as properties see them, by name. */
type MonitorsView<W> = {
  readonly [K in keyof W]: W[K] extends Monitor<infer _M, infer S> ? Readonly<S> : never;
};

/** The values of shared objects as properties see them, by name, from the types of the objects. */
type ObjectsView<O> = {
  readonly [
    E in O as E extends { readonly name: infer N extends string } ? N : never
  ]: E extends SharedObject<infer V> ? ([V] extends [Plain] ? V : Plain) : Plain;
};

/** The parts of a configuration that are the same for all protocols, as properties see them. */
interface CommonView {
  /** All processes, role by role. */
  readonly processes: readonly ProcessView[];
  /**
   * The number of ticks since the start, counted up to the `horizon` of the timing model. Where the bounds
   * hold only from some moment on: since that moment, and -1 before it. Throws if nobody counts.
   */
  readonly elapsed: number;
}

/** The configuration as a property's second argument: what does not depend on roles. */
export type ConfigurationView<E = AnyEnvironment> = CommonView & E;

/** A predicate over configurations. Must be a function of what it reads. */
export type Predicate<R, E = AnyEnvironment> = (roles: R, configuration: ConfigurationView<E>) => boolean;

/**
 * The badness of a configuration for a property: the more, the worse. Must be a function of what it reads.
 */
export type Badness<R> = (roles: R, configuration: ConfigurationView) => number;

/** A predicate about one process of a role. Must be a function of what it reads. */
type ProcessPredicate<V, R, E> = (process: V, roles: R, configuration: ConfigurationView<E>) => boolean;

/** A step, or a round, as properties of steps see it. */
export interface StepView<E = AnyEnvironment> {
  readonly before: ConfigurationView<E>;
  readonly after: ConfigurationView<E>;
  /** Its events: the trigger, or a fault, and its effects. */
  readonly events: readonly Event[];
}

/** A predicate about steps, from V before to V after. Must be a function of what it reads. */
export type StepPredicate<V, E = AnyEnvironment> = (before: V, after: V, step: StepView<E>) => boolean;

/** The memory of processes: their state, or all that they have ever seen, S|p. */
export type Recall = "state" | "local schedule";

/** The optional part of a property: which executions are judged, and on what. */
interface Fairness {
  /** The memory by which processes know, where it is said what they know. Default: their state. */
  readonly remembers?: Recall;
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
  /** The monitor whose history it is about, where it is about one. */
  readonly history?: string;
  /** The measure that an adversary which looks ahead maximizes while the property is not violated. */
  readonly badness?: Badness<R>;
  readonly forEach?: undefined;
}

/**
 * The predicates P of a property, S of steps, or the maps M, by the name of its kind. Each kind is one file
 * of src/properties/kinds.
 */
interface PropertyForms<P, S, M> {
  /** Safety: the predicate is true in every reachable configuration. */
  readonly invariant: P;
  /** Safety: the predicate is true of every step, or round: of what was before, what is after, its events. */
  readonly step: S;
  /** Liveness: in every admissible execution, the predicate is true at some time. */
  readonly eventually: P;
  /** Liveness by chance: with probability 1, the predicate is true at some time. */
  readonly almostSurely: P;
  /** Liveness: whenever the first predicate is true, the second is, then or later. */
  readonly leadsTo: readonly [P, P];
  /** Liveness: whatever has happened, the predicate is true at some later time. */
  readonly infinitelyOften: P;
  /** Liveness: from some moment on the predicate is true for ever. */
  readonly eventuallyAlways: P;
  /** The second predicate is true at some time, and until then the first is. */
  readonly until: readonly [P, P];
  /** In every admissible execution, a formula of temporal logic is true, in which operators are nested. */
  readonly temporal: TemporalFormula<P>;
  /** Wherever an execution ends, the predicate is true. */
  readonly whenQuiescent: P;
  /** Possibility: in some execution the predicate is true at some time. */
  readonly reachable: P;
  /** Every admissible execution, seen through a map, is one of a specification, up to stuttering. */
  readonly refines: Refinement<M>;
}

/** A specification that a protocol refines, and the map M by which its executions are seen. */
interface Refinement<M> {
  /** The specification, or a function that makes it, given the ids of the processes of each role. */
  readonly protocol: Protocol | ((roles: Readonly<Record<string, readonly string[]>>) => Protocol);
  /** The states of the specification's processes, by id, as a configuration is seen. */
  readonly map: M;
  /**
   * The executions of the specification that count, as for properties. With "none" it owes nothing, and may
   * stop anywhere: safety alone.
   */
  readonly fairness?: Fairness["fairness"];
}

/** The states of a specification's processes, by id. */
type SpecificationStates = Readonly<Record<string, object>>;

/** A map from configurations to states of a specification. Must be a function of what it reads. */
type SpecificationMap<R, E> = (roles: R, configuration: ConfigurationView<E>) => SpecificationStates;

/** The predicates P about one process of a role, of properties that are said of such processes alone. */
interface FairnessForms<P> {
  /** While processes of the role wait (the first), one of them has its turn (the second) again and again. */
  readonly deadlockFree: readonly [P, P];
  /** Each process of the role that waits (the first) has its turn (the second), then or later. */
  readonly starvationFree: readonly [P, P];
  /** While a process of the role waits (the first), no other has its turn (the second) more often. */
  readonly boundedWaiting: readonly [P, P, number];
}

/** The name of a kind of property. */
export type KindName = keyof PropertyForms<never, never, never> | keyof FairnessForms<never>;

/** The name of a kind that can be said of all processes together. */
type PlainKindName = keyof PropertyForms<never, never, never>;

/** A property of one kind. */
type PropertyOf<K extends PlainKindName, R = never, E = AnyEnvironment> = Pick<
  PropertyForms<Predicate<R, E>, StepPredicate<R, E>, SpecificationMap<R, E>>,
  K
> &
  Guidance<R>;

/** A property of one kind that is asked of each process of a role. */
type PropertyOfEach<K extends KindName, P, V, R, E> = Pick<
  PropertyForms<
    ProcessPredicate<V, R, E>,
    StepPredicate<V, E>,
    (process: V, roles: R, configuration: ConfigurationView<E>) => SpecificationStates
  > &
    FairnessForms<ProcessPredicate<V, R, E>>,
  K
> &
  Fairness & {
    /** The role: the property is judged for each of its processes, which predicates get first. */
    readonly forEach: P;
  };

/** A property of each process of some role. */
type ForEach<R, E> = {
  readonly [K in KindName]: [R] extends [never]
    ? PropertyOfEach<K, string, never, never, E>
    : { readonly [P in keyof R]: PropertyOfEach<K, P, ProcessIn<R[P]>, R, E> }[keyof R];
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
export type Property<R = never, E = AnyEnvironment> =
  | { readonly [K in PlainKindName]: PropertyOf<K, R, E> }[PlainKindName]
  | ForEach<R, E>;

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
export interface Within<R = never, E = AnyEnvironment> {
  /** The maximum number of messages in transit to one process. */
  readonly mailbox?: number;
  /** The maximum number of steps, or rounds, that lead to a configuration. */
  readonly depth?: number;
  /** The configurations that are within, as a predicate. */
  readonly where?: Predicate<R, E>;
}

/** A protocol with its messages M and roles R, as `protocol` takes it. */
interface ProtocolDefinition<M extends Message, R, O, W> {
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
  readonly within?: Within<RolesView<R>, EnvironmentView<O, W>>;
  /** The monitors, by name: they see events, and properties read their states. Default: none. */
  readonly monitors?: W;
  readonly properties?: Readonly<Record<string, Property<RolesView<R>, EnvironmentView<O, W>>>>;
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
  readonly monitors?: Readonly<Record<string, AnyMonitor>>;
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
    // eslint-disable-next-line typescript/no-explicit-any -- as AnyMonitor, but with the messages kept
    W extends Readonly<Record<string, Monitor<M, any>>> = Readonly<Record<never, never>>,
  >(
    definition: ProtocolDefinition<M, R, O, W>,
  ) =>
    // That it is a protocol does not follow where there are no messages: `any` is not assignable to `never`.
    definition as ProtocolDefinition<M, R, O, W> & Protocol;
}
