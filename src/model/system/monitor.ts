/**
 * Monitors: automata that see the events of a system. They change nothing, and properties read their states
 * (observers: N. Halbwachs, F. Lagnier, P. Raymond, *Synchronous observers and the verification of reactive
 * systems*, 1993; history variables: M. Abadi, L. Lamport, *The existence of refinement mappings*, 1991).
 */
import { stringOf } from "../../base/foreign.ts";
import { canonicalTree } from "../../base/parts.ts";
import { NotPlain, type Plain } from "../../base/value.ts";
import { malformed } from "../error.ts";
import { EVENTS, type Beat, type Event } from "../event/event.ts";
import type { SharedObject } from "../memory/object.ts";
import type { Message } from "../state/message.ts";
import { aFunction, checkFields, looked, recordOf, type FieldShape } from "./fieldShapes.ts";

/** The kinds of events that monitors may see: all but those of the system as a whole. */
type SeenKind = Exclude<Event, Beat>["kind"];

/** An event as monitors see it, with the messages of the protocol. */
type EventWith<E, M> = E extends { readonly message: Message }
  ? Omit<E, "message" | "coins"> & { readonly message: M }
  : Omit<E, "coins">;

/** The history that a monitor keeps: of an object, and how its operations are to be ordered. */
export interface HistoryKept {
  readonly object: SharedObject;
  readonly consistency: "linearizable" | "sequential";
}

/** A monitor of events with messages M; S: its state. */
export interface Monitor<M extends Message, S> {
  /** The history that it keeps, if it is a monitor of one. */
  readonly history?: HistoryKept;
  /** The state that it begins with, given the ids of the processes of each role. A plain object. */
  readonly initially: (roles: Readonly<Record<string, readonly string[]>>) => S;
  /** The handlers of the events that it watches, by their kind: each changes the state. */
  readonly upon: {
    readonly [K in SeenKind]?: (state: S, event: EventWith<Extract<Event, { readonly kind: K }>, M>) => void;
  };
}

/** A monitor of any protocol, its types forgotten. */
// eslint-disable-next-line typescript/no-explicit-any -- as AnyRole
export type AnyMonitor = Monitor<any, any>;

/** Declares a monitor; the type of its state follows from `initially`. */
export function monitor<M extends Message, S extends object>(
  definition: Monitor<M, S>,
): Monitor<M, NoInfer<S>> {
  return definition;
}

/** A monitor of a system. */
export interface NamedMonitor {
  readonly name: string;
  readonly history?: HistoryKept;
  /** The state that it begins with. */
  readonly initial: Plain;
  /** The handlers, by the kinds of events, their types forgotten. */
  readonly upon: Readonly<Record<string, ((state: unknown, event: unknown) => unknown) | undefined>>;
}

/** The kinds of events that monitors may see. */
export const SEEN_KINDS: readonly string[] = Object.entries(EVENTS).flatMap(([kind, { sort }]) =>
  sort === "beat" ? [] : [kind],
);

/** The monitors of a system with these processes. @throws ProtocolError */
export function monitorsOf(
  monitors: Readonly<Record<string, AnyMonitor>> | undefined,
  roles: Readonly<Record<string, readonly string[]>>,
): NamedMonitor[] {
  if (monitors === undefined) return [];
  if (typeof monitors !== "object" || monitors === null) throw malformed("`monitors` is not an object");
  return Object.entries(monitors).map(([name, one]) => {
    const upon = handlersOf(name, one);
    const kept = one.history === undefined ? {} : { history: one.history };
    return { name, upon, ...kept, initial: firstState(name, () => one.initially(roles)) };
  });
}

const OF_MONITOR = {
  history: looked,
  initially: aFunction,
  upon: recordOf(aFunction),
} satisfies Record<keyof AnyMonitor, FieldShape>;

/** The handlers of a monitor, which may come from untyped code. @throws ProtocolError */
function handlersOf(name: string, given: unknown): NamedMonitor["upon"] {
  const { initially, upon } = Object(given) as Partial<Record<keyof AnyMonitor, unknown>>;
  if (typeof initially !== "function") throw malformed(`monitor ${name} has no function "initially"`);
  if (typeof upon !== "object" || upon === null) throw malformed(`monitor ${name} has no "upon"`);
  checkFields(Object(given) as object, OF_MONITOR, ` of monitor ${name}`);
  const stranger = Object.keys(upon).find((kind) => !SEEN_KINDS.includes(kind));
  if (stranger !== undefined)
    throw malformed(`"upon.${stranger}" of monitor ${name} is no kind of events: ${SEEN_KINDS.join(", ")}`);
  return upon as NamedMonitor["upon"];
}

function firstState(name: string, begin: () => unknown): Plain {
  try {
    const state = begin();
    if (typeof state === "object" && state !== null) return canonicalTree(state, "state");
  } catch (error) {
    const why = error instanceof NotPlain ? error.message : stringOf(error);
    throw malformed(`"initially" of monitor ${name} failed: ${why}`, error);
  }
  throw malformed(`"initially" of monitor ${name} returned no object`);
}
