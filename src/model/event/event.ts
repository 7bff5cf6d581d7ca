/**
 * Events: what takes one configuration to the next. They are plain data, named by value. A *trigger* begins
 * a step of a process; the *effects* that the step causes are the events that follow it, in order. A *fault*
 * is what a failure model does to a process or to a message; the process does not notice. A *beat* happens
 * to the whole system at once.
 *
 * What there is to say of each kind is in one table, `EVENTS`, and for faults in `FAULTS`, by what they
 * strike, and in the forms of the failure models. Nothing else lists the kinds of events.
 */
import type { Plain } from "../../base/value.ts";
import type { Message } from "../state/message.ts";

/** The choices made in a step. */
export interface Chosen {
  /** The values chosen, in order. */
  readonly choices: readonly Plain[];
  /** The choices that were left to chance, not to the adversary; absent if there are none. */
  readonly coins?: readonly Coin[];
  /** The rest of an atomic step, of which the event is the first; absent if the step is none. */
  readonly atomic?: Atomic;
}

/** The rest of an atomic step, which is done before anything else can happen. */
export interface Atomic {
  /** The name of the function that is one step. */
  readonly name: string;
  readonly operations: readonly Operated[];
}

/** An operation that was performed. */
export type Operated = Pick<Operate, "object" | "operation" | "arguments" | "response">;

/** A choice that was left to chance. */
export interface Coin {
  /** Its position among all choices. */
  readonly at: number;
  /** The probability of this side; absent if unknown. It does not tell events apart. */
  readonly probability?: number;
}

/** `process` receives `message`, which `from` has sent; channels may hide who it was. */
export interface Receive extends Chosen {
  readonly kind: "receive";
  readonly process: string;
  readonly from?: string | undefined;
  readonly message: Message;
}

/** A timing event: a timer that `process` has set fires. */
export interface Timeout extends Chosen {
  readonly kind: "timeout";
  readonly process: string;
  readonly timer: string;
}

/** `process` puts `message` on the channel to `to`. */
export interface Send {
  readonly kind: "send";
  readonly process: string;
  readonly to: string;
  readonly message: Message;
}

/** `process` decides on `value`, irrevocably. */
export interface Decide {
  readonly kind: "decide";
  readonly process: string;
  readonly value: Plain;
}

/** `process` tells the outside world `value`. */
export interface Output {
  readonly kind: "output";
  readonly process: string;
  readonly value: Plain;
}

/** `process` ends: it takes no further step. */
export interface Halt {
  readonly kind: "halt";
  readonly process: string;
}

/** `process` starts as it should, where it might not. */
export interface Start {
  readonly kind: "start";
  readonly process: string;
}

/** `process` performs an operation on a shared object. */
export interface Operate extends Chosen {
  readonly kind: "operation";
  readonly process: string;
  readonly object: string;
  readonly operation: string;
  readonly arguments: readonly Plain[];
  /** The answer of the object; absent if there is none. */
  readonly response?: Plain;
}

/** `process` goes on where it has let others go first. */
export interface GoOn extends Chosen {
  readonly kind: "pause";
  readonly process: string;
}

/** `process` does on its own account what it may do, or must do at some time. */
export interface Act extends Chosen {
  readonly kind: "may" | "must";
  readonly process: string;
  /** The name of the action among those of its role. */
  readonly action: string;
}

/** The step of `process` in a synchronous round: it acts on all messages that it has received in it. */
export interface Exchange extends Chosen {
  readonly kind: "exchange";
  readonly process: string;
}

/** `process` starts again after a crash, with its stable storage. */
export interface Recover extends Chosen {
  readonly kind: "recover";
  readonly process: string;
}

/** A fault at `process`, or with a message, in the words of a failure model. */
export type Fault = {
  readonly kind: "fault";
  /** The fault as a verb phrase: `crashes`, `fails to send`, `loses`. */
  readonly what: string;
  readonly process: string;
} & Struck;

/** The fields of a fault, by what it strikes. */
interface StruckBy {
  /** The process. */
  readonly process: object;
  /** Its connection with the others. */
  readonly connection: object;
  /** A message that the process is about to send. */
  readonly sending: { readonly to: string; readonly message: Message };
  /** A message that the process is about to receive, by its own fault. */
  readonly receipt: { readonly from?: string | undefined; readonly message: Message };
  /** A message in transit to the process, by the fault of the channel. */
  readonly channel: {
    readonly from?: string | undefined;
    readonly message: Message;
    /** The number of messages of the same sender in front of it; absent: it could be received next. */
    readonly behind?: number;
  };
  /** The truth: `from`, which is Byzantine, makes a message up, and the process is about to receive it. */
  readonly truth: { readonly from: string; readonly message: Message };
  /** Silence: `from`, which is Byzantine, says nothing where others say something. */
  readonly silence: { readonly from: string };
}

/** The target of a fault: what it strikes, with the fields that belong to that. */
type Struck = { [S in keyof StruckBy]: { readonly strikes: S } & StruckBy[S] }[keyof StruckBy];

/** A synchronous round begins: everything that was sent in the one before is about to be received. */
export interface Round {
  readonly kind: "round";
  /** The order of processes that operate on the same object, as far as it makes a difference. */
  readonly order?: readonly Precedence[];
}

/** The order in which processes operate on an object in a round. */
export interface Precedence {
  readonly object: string;
  readonly processes: readonly string[];
}

/** A tick: time passes, for everything that waits. */
interface Tick {
  readonly kind: "tick";
}

/** The bounds on time hold from now on. */
interface Stabilize {
  readonly kind: "stabilize";
}

/** The mending of an object of the environment: what has to happen to it at some time. */
interface Mend {
  readonly kind: "mend";
  readonly object: string;
}

/** An event that begins a step. */
export type Trigger = Receive | Timeout | Act | Operate | GoOn | Exchange | Recover;

/** An event that a step causes. */
export type Effect = Send | Decide | Output | Halt | Start;

/** An event of the system as a whole. */
export type Beat = Round | Tick | Stabilize | Mend;

/** An event: anything that takes a configuration to the next one. */
export type Event = Trigger | Effect | Fault | Beat;

/** The effect of an event on letters in transit. */
export type LetterFate =
  /** The letters stay as they are. */
  | "stay"
  /** The event puts one on its channel. */
  | "sent"
  /** One is received: it leaves its channel, unless that keeps messages. */
  | "received"
  /** One leaves its channel and is not received. */
  | "lost"
  /** One is in its channel twice, the copy right behind it. */
  | "doubled"
  /** All that is in transit to the process vanishes. */
  | "emptied";

/** The mark of an event in a picture. */
export type Sign = "step" | "timing" | "crash" | "lost" | "doubled" | "forged" | "mishap";

/** The description of a kind of events: its sort, its text, its effect on letters, its picture. */
interface EventForm {
  readonly sort: "trigger" | "effect" | "fault" | "beat";
  /** Its text, written and read back, with fields in braces: see phrase.ts. */
  readonly text: string;
  readonly letters: LetterFate;
  /** Whether it is owed to nobody: an execution may end where nothing else can happen. */
  readonly isOptional?: true;
  /** The picture; absent: it is shown as a part of the step that it belongs to. */
  readonly drawn?: Drawn & { readonly sign: Sign };
}

/** The way pictures show an event: a sign, and its texts as templates. */
export interface Drawn {
  /** The sign, with which it has a place of its own; without, it is told within its step. */
  readonly sign?: Sign;
  readonly remark?: string;
  /** The text beside the sign. Default: the remark. */
  readonly label?: string;
}

/** The description of a fault that only its failure model knows. */
export interface FaultForm {
  readonly what: string;
  readonly strikes: Struck["strikes"];
  readonly letters: LetterFate;
  /** The picture; absent: pictures do not show it. */
  readonly drawn?: Drawn;
  /** The mark that it sets on the process, or takes off. */
  readonly sets?: string;
  readonly clears?: string;
  /** Whether it puts something right again, and has to happen at some time. */
  readonly isRemedy?: true;
  /** Whether it is chosen at the start, in place of a start step. */
  readonly atStart?: true;
}

/** A fault of some form. */
export function faultOf<S extends Struck["strikes"]>(
  { what, strikes }: { readonly what: string; readonly strikes: S },
  struck: { readonly process: string } & Omit<Extract<Struck, { readonly strikes: S }>, "strikes">,
): Fault {
  return { kind: "fault", what, strikes, ...struck } as unknown as Fault;
}

/** The text of a fault, by what it strikes, and the field that names the process taking part, if any. */
export const FAULTS = {
  process: { text: "{process} {what}", by: "process" },
  connection: { text: "{process} {what}", by: undefined },
  sending: { text: "{process} {what} {message} to {to}", by: "process" },
  receipt: { text: "{process} {what} {message}{sender}", by: "process" },
  channel: { text: "the network {what} {message}{sender} to {process}{behind}", by: undefined },
  truth: { text: "{from} {what} {message} for {process}", by: "from" },
  silence: { text: "{from} {what} {process}", by: undefined },
} as const satisfies Record<
  Struck["strikes"],
  { readonly text: string; readonly by: "process" | "from" | undefined }
>;

const STEP = { sign: "step" } as const;
const WHOLE = { sign: "step", remark: "{whole}" } as const;
const ACT = { sign: "step", remark: "{action}" } as const;

/** Every kind of events. For faults, `FAULTS` says more, and the form that a failure model gives. */
export const EVENTS = {
  receive: {
    sort: "trigger",
    text: "{process} receives {message}{sender}{atomic}{choices}",
    letters: "received",
    drawn: WHOLE,
  },
  timeout: {
    sort: "trigger",
    text: "{process} times out on {timer}{choices}",
    letters: "stay",
    drawn: { sign: "timing", remark: "times out on {timer}", label: "{timer}" },
  },
  may: {
    sort: "trigger",
    text: "{process} opts to {action}{atomic}{choices}",
    letters: "stay",
    isOptional: true,
    drawn: ACT,
  },
  must: { sort: "trigger", text: "{process} proceeds to {action}{choices}", letters: "stay", drawn: ACT },
  operation: {
    sort: "trigger",
    text: "{process} performs {operation} on {object}{response}{atomic}{choices}",
    letters: "stay",
    drawn: { sign: "step", remark: "{access}" },
  },
  pause: { sort: "trigger", text: "{process} goes on{atomic}{choices}", letters: "stay", drawn: WHOLE },
  exchange: { sort: "trigger", text: "{process} ends the round{choices}", letters: "stay", drawn: STEP },
  recover: {
    sort: "trigger",
    text: "{process} recovers{choices}",
    letters: "stay",
    drawn: { sign: "step", remark: "recovers" },
  },
  send: { sort: "effect", text: "{process} sends {message} to {to}", letters: "sent" },
  decide: { sort: "effect", text: "{process} decides {value}", letters: "stay" },
  output: { sort: "effect", text: "{process} outputs {value}", letters: "stay" },
  halt: { sort: "effect", text: "{process} halts", letters: "stay" },
  start: { sort: "effect", text: "{process} starts", letters: "stay" },
  fault: { sort: "fault", text: "{fault}", letters: "stay", isOptional: true },
  round: { sort: "beat", text: "a round begins{order}", letters: "stay" },
  tick: { sort: "beat", text: "time passes", letters: "stay" },
  stabilize: { sort: "beat", text: "the system stabilizes", letters: "stay" },
  mend: { sort: "beat", text: "{object} becomes reliable", letters: "stay" },
} as const satisfies Record<Event["kind"], EventForm>;

/** Whether an event begins a step. */
export function isTrigger<T extends { readonly kind: Event["kind"] }>(event: T | Trigger): event is Trigger {
  return EVENTS[event.kind].sort === "trigger";
}

/** Whether an event is what a step causes. */
export function isEffect<T extends { readonly kind: Event["kind"] }>(event: T | Effect): event is Effect {
  return EVENTS[event.kind].sort === "effect";
}

/** Whether an event is the work of a failure model. */
export function isFault(event: Event): event is Fault {
  return event.kind === "fault";
}

/** Whether an event is owed to nobody: what fails, and what a process may do on its own account. */
export function isOptional({ kind }: Pick<Event, "kind">): boolean {
  return "isOptional" in EVENTS[kind];
}

/** Whether an event happens to the whole system. */
export function isBeat(event: Event): event is Beat {
  return EVENTS[event.kind].sort === "beat";
}

/** The process that takes part in an event; undefined if none does, as in beats and in faults of channels. */
export function participantOf(event: Event): string | undefined {
  if (isBeat(event)) return undefined;
  if (event.kind !== "fault") return event.process;
  const { by } = FAULTS[event.strikes];
  if (by === undefined) return undefined;
  return by === "from" && "from" in event ? event.from : event.process;
}

/** The parts of an event: of an atomic step its first, and each operation that follows, as events. */
export function partsOf(event: Event): readonly Event[] {
  if (!("atomic" in event) || event.atomic === undefined) return [event];
  const { atomic, ...first } = event;
  const { process } = first;
  const rest = atomic.operations.map((one): Operate => ({ kind: "operation", process, ...one, choices: [] }));
  return [first, ...rest];
}

/** The shared objects that an event is at; several in an atomic step. */
export function accessedIn(event: Event): string[] {
  if (event.kind === "mend") return [event.object];
  return partsOf(event).flatMap((part) => (part.kind === "operation" ? [part.object] : []));
}
