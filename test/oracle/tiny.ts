/**
 * Tiny systems: protocols that are tables, with all that a system has besides. They are data, so that the
 * oracle can walk through them, print them as a Lightcone file, and make them smaller.
 */
import type { Access, Patience } from "./accesses.ts";
import type { Knowing } from "./knowledge.ts";
import type { ShapeName } from "./nested.ts";
import type { WatchRow } from "./watching.ts";

/** What a step asks for, in order. */
export type Act =
  /** `to`: the neighbour of this number, from 0, in the order of their ids; or who sent what is received. */
  | { readonly act: "send"; readonly to: number | "sender"; readonly type: string; readonly n: number }
  | { readonly act: "broadcast"; readonly type: string; readonly n: number }
  | { readonly act: "set"; readonly timer: string; readonly ticks: number }
  | { readonly act: "cancel"; readonly timer: string }
  /** `again`: also where something is decided, which is a mistake. */
  | { readonly act: "decide"; readonly value: number; readonly again: boolean }
  | { readonly act: "output"; readonly value: number }
  | { readonly act: "halt" };

/** What comes of a step: the variables that change, and what is asked for. */
export interface Deed {
  readonly place?: number;
  readonly mark?: number;
  readonly acts: readonly Act[];
}

/** What a process does upon an event, in one place. An event without a row changes nothing. */
export interface Row {
  /** `start`, `recovery`, `round`, `access`, `slept`, a type of messages, a timer, or an act of its own. */
  readonly event: string;
  /**
   * Which of these: of a message, its `n`; of a start step, the input; of a recovery, the stable mark, or 0;
   * of a round, a digest of its messages; of an access, the sum of its answers; of a timer, 1 if it is late,
   * or else 0.
   */
  readonly detail: number;
  /** 0 for `start` and `recovery`, which come from no place. */
  readonly place: number;
  /** The numbers of deeds among which it is chosen; without any, it is the first deed. */
  readonly options: readonly number[];
  readonly deeds: readonly Deed[];
}

/** A message that is kept back: it is not received in that place. */
export interface Kept {
  readonly type: string;
  readonly n: number;
  readonly place: number;
}

/** What a process does on its own account, in these places: at any time or never, or at some time. */
export interface OwnAct {
  readonly name: string;
  readonly kind: "may" | "must";
  readonly places: readonly number[];
}

/** The code and the inputs of some processes. */
export interface TinyRole {
  readonly name: string;
  readonly processes: number;
  readonly inputs: readonly number[];
  /** Whether inputs are there in start steps alone. */
  readonly forgets: boolean;
  /** The variables, `place` and `mark`, that survive a crash. */
  readonly stable: readonly ("place" | "mark")[];
  readonly hasRound: boolean;
  /** Messages are taken by process code, one after the other, which is the same as by handlers. */
  readonly isCode: boolean;
  readonly hasRecovery: boolean;
  /** Whether timers look at how late they are. */
  readonly seesLate: boolean;
  /** The message types for which there is no handler. */
  readonly deaf: readonly string[];
  readonly kept: readonly Kept[];
  readonly own: readonly OwnAct[];
  /** What process code awaits, in places in which it awaits no message. */
  readonly accesses: readonly Access[];
  /** How process code awaits messages, in places in which it does not for ever. */
  readonly patience: readonly Patience[];
  readonly rows: readonly Row[];
}

/** The timing of a tiny system, as in docs/models.md. */
export type TinyTiming =
  | { readonly kind: "asynchronous" | "synchronous" | "synchronous:in-order" }
  | {
      readonly kind: "bounded" | "gst" | "unknown";
      readonly min: number;
      readonly max: number;
      readonly step: number;
      readonly drift: number;
      readonly horizon: number | null;
    };

/** A failure and its budget. */
export interface TinyFailure {
  readonly kind: string;
  /** The number, or no limit. */
  readonly budget: number | null;
  /** The processes that may fail, by id or by role; null: all. */
  readonly whom: readonly string[] | null;
  readonly perRound: boolean;
}

/** Faults that are in place at the beginning, and the processes that suffer from them. */
export interface InPlace {
  readonly kind: string;
  readonly whom: readonly string[];
}

/** A claim about configurations, which both sides evaluate on what they see. */
export interface Claim extends Saying {
  readonly kind:
    | "invariant"
    /** After every step from where the first is true, the second is. */
    | "step"
    | "eventually"
    | "infinitelyOften"
    | "eventuallyAlways"
    | "leadsTo"
    | "until"
    | "temporal"
    | "whenQuiescent"
    /** Where it is true of a process, that waits; where `later` is, it has its turn. */
    | "starvationFree"
    | "deadlockFree"
    | "boundedWaiting"
    | "reachable"
    /** Always, where the first is known in one way, it is, or is not, known in another. */
    | "knowledge";
  /** The two ways. */
  readonly knowing?: readonly [Knowing, Knowing];
  /** The role of whose processes it is claimed of each; absent: it is claimed of all together. */
  readonly each?: string;
  /** How often others may have their turns before a process that waits. */
  readonly times?: number;
  /** Fairness that is asked for, of what processes may do. */
  readonly asks?: readonly Asking[];
  /** The formula, of those that are one, over the two things that they say. */
  readonly shape?: ShapeName;
  /** What comes after, of those that say two things. */
  readonly later?: Saying;
}

/** Fairness that is asked for, of one thing that processes may do. */
export interface Asking {
  readonly strength: "justice" | "compassion";
  readonly action: string;
}

/** What is said of a configuration. */
export interface Saying {
  readonly about:
    | "places"
    | "there"
    | "marks"
    | "decisions"
    | "agreement"
    | "mailbox"
    | "timers"
    | "letter"
    | "elapsed"
    | "up"
    | "object"
    | "watch";
  /** How many processes, letters or ticks; what this means depends on what the claim is about. */
  readonly limit: number;
  readonly value: number;
}

/** All that one case of the oracle consists of. */
export interface Tiny {
  readonly roles: readonly TinyRole[];
  readonly topology: "complete" | "ring" | "line" | "star";
  readonly directed: boolean;
  /** Everybody can also send to itself. */
  readonly self: boolean;
  readonly channels: "unordered" | "fifo" | "message-set";
  /** Nobody is told who has sent a message. */
  readonly hidesSenders: boolean;
  /** The number of messages that a channel has room for; null: any. */
  readonly capacity: number | null;
  readonly timing: TinyTiming;
  readonly failures: readonly TinyFailure[];
  readonly begin: readonly InPlace[];
  /** What shared objects hold at the beginning: each one of these. */
  readonly objects: readonly (readonly number[])[];
  /** What a monitor does upon what it sees; null: there is none. */
  readonly monitor: readonly WatchRow[] | null;
  readonly claims: readonly Claim[];
}

/** A process: its id, its number, its role. */
export interface Who {
  readonly id: string;
  readonly number: number;
  readonly role: TinyRole;
}

/** The processes, role by role: `p1`, `p2`, … for a role called process, NAME for the only one of a role. */
export function processesOf(tiny: Tiny): readonly Who[] {
  return castOf(tiny).all;
}

/** Whether some may lie. */
export function hasLiars({ failures }: Tiny): boolean {
  return failures.some(({ kind }) => kind.endsWith("byzantine"));
}

/** Whom the process of a number can send to, by number, in the order of their ids. */
export function neighborsOf(tiny: Tiny, from: number): readonly number[] {
  return castOf(tiny).neighbors[from] as readonly number[];
}

interface Cast {
  readonly all: readonly Who[];
  readonly neighbors: readonly (readonly number[])[];
}

/** Casts of systems, made once for each. */
const casts = new WeakMap<Tiny, Cast>();

function castOf(tiny: Tiny): Cast {
  const known = casts.get(tiny);
  if (known !== undefined) return known;
  const all = tiny.roles
    .flatMap((role) => {
      const alone = role.processes === 1 && role.name !== "process";
      const stem = role.name === "process" ? "p" : role.name;
      return Array.from({ length: role.processes }, (_, i) => ({
        id: alone ? stem : `${stem}${i + 1}`,
        role,
      }));
    })
    .map((who, number) => ({ ...who, number }));
  const cast = { all, neighbors: all.map(({ number }) => linked(tiny, all, number)) };
  casts.set(tiny, cast);
  return cast;
}

function linked({ topology, directed, self }: Tiny, all: readonly Who[], from: number): readonly number[] {
  const isLink = (a: number, b: number): boolean => {
    switch (topology) {
      case "complete":
        return true;
      case "ring":
        return b === (a + 1) % all.length;
      case "line":
        return b === a + 1;
      case "star":
        return a === 0;
    }
  };
  return all
    .filter(({ number }) => {
      if (number === from) return self;
      return isLink(from, number) || (!directed && isLink(number, from));
    })
    .sort((a, b) => (b.number === from || (a.number !== from && a.id < b.id) ? -1 : 1))
    .map(({ number }) => number);
}

/** The timing as it is written on a command line. */
export function timingText(timing: TinyTiming): string {
  if (!("min" in timing)) return timing.kind;
  const name = timing.kind === "bounded" ? "bounded" : `partially-synchronous:${timing.kind}`;
  const drift = timing.drift === 0 ? "" : `,drift:${timing.drift}`;
  const horizon = timing.horizon === null ? "" : `,horizon:${timing.horizon}`;
  return `${name}:${timing.min}-${timing.max},step:${timing.step}${drift}${horizon}`;
}

/** The failures as they are written on a command line. */
export function failuresText(failures: readonly TinyFailure[]): string {
  if (failures.length === 0) return "none";
  return failures
    .map(({ kind, budget, whom, perRound }) => {
      const names = whom === null ? "" : `:${whom.join("+")}`;
      return `${kind}${names}${budget === null ? "" : `:${budget}`}${perRound ? "/round" : ""}`;
    })
    .join(",");
}

/** The faults that are in place at the beginning as they are written on a command line. */
export function beginText({ begin }: Tiny): string {
  return begin.length === 0 ? "none" : begin.map(({ kind, whom }) => `${kind}:${whom.join("+")}`).join();
}

/** Whether a process is named, by its id or by its role. */
export function isNamed(whom: readonly string[], { id, role }: Pick<Who, "id" | "role">): boolean {
  return whom.includes(id) || whom.includes(role.name);
}

/** Whether processes go in rounds. */
export function inRounds({ timing }: Tiny): boolean {
  return timing.kind === "synchronous" || timing.kind === "synchronous:in-order";
}
