/** Configurations of tiny systems, and what is the same configuration. */
import { hasLiars, inRounds, type Tiny, type TinyTiming } from "./tiny.ts";
import { afterWatching, type Watching } from "./watching.ts";

/** A timing that counts ticks. */
export type Timed = Extract<TinyTiming, { min: number }>;

/** From how many ticks on something may happen, and within how many it must. */
export interface Span {
  readonly after: number;
  readonly within: number;
}

/** The sender of a message where channels hide it: nobody knows that any more. */
export const NOBODY = -1;

/** A message in transit. */
export interface Post extends Span {
  /** The number of its sender, or NOBODY. */
  readonly from: number;
  readonly type: string;
  readonly n: number;
}

/** A process at one moment. */
export interface Local {
  /** The variables; null where a crash has taken them. */
  readonly place: number | null;
  readonly mark: number | null;
  readonly input: number;
  readonly decision: number | null;
  readonly halted: boolean;
  readonly down: "" | "for ever" | "for a time" | "Byzantine";
  /** The kinds of failure for which the process is to blame, sorted. */
  readonly faults: readonly string[];
  /** Cut off by a partition. */
  readonly cut: boolean;
  readonly timers: Readonly<Record<string, Span>>;
  /** What it must do, and since when it has been possible. */
  readonly due: Readonly<Record<string, Span>>;
  /** The place of the access that process code waits for; null: it waits for messages, or not at all. */
  readonly awaits: number | null;
  /** The span of the next step of process code; null: time is not kept, or it has none. */
  readonly step: Span | null;
  /** The end of its sleep, if it sleeps. */
  readonly nap: Span | null;
}

/** Everything that there is at one moment. */
export interface Moment {
  readonly locals: readonly Local[];
  /** What is on its way to each process, in the order in which it was sent. */
  readonly mail: readonly (readonly Post[])[];
  /** How many single faults of each kind there were, where that is limited. */
  readonly spent: Readonly<Record<string, number>>;
  /** Whether bounds on time hold already. */
  readonly stable: boolean;
  /** Ticks so far, up to the horizon; -1 before the bounds hold; null where nobody counts. */
  readonly elapsed: number | null;
  /** What shared objects hold. */
  readonly objects: readonly number[];
  /** The state of the monitor; null: there is none. */
  readonly watch: number | null;
}

/** Whether a process can take steps. */
export function isUp({ halted, down }: Local): boolean {
  return !halted && down === "";
}

/** The configuration with something changed at one process. */
export function withLocal(moment: Moment, number: number, patch: Partial<Local>): Moment {
  const locals = moment.locals.map((local, i) => (i === number ? { ...local, ...patch } : local));
  return { ...moment, locals };
}

/** The configuration with other mail for one process. */
export function withMail(moment: Moment, number: number, mail: readonly Post[]): Moment {
  return { ...moment, mail: moment.mail.map((old, i) => (i === number ? mail : old)) };
}

/** The configuration after the monitor has seen an event. */
export function watched(tiny: Tiny, moment: Moment, event: Watching): Moment {
  const watch = afterWatching(tiny, moment.watch, event);
  return watch === moment.watch ? moment : { ...moment, watch };
}

/** Whether ticks are events. */
export function keepsTime(timing: TinyTiming): timing is Timed {
  return "min" in timing;
}

/** A message without its sender and its time, as it is printed. */
export function wordOf({ type, n }: { readonly type: string; readonly n: number }): string {
  return `${type}(${n})`;
}

/**
 * What is in transit to a process, in the one order that stands for all that are the same: by sender, and
 * for one sender as the channel has it. Of equal messages the older comes first.
 */
export function sorted(tiny: Tiny, mail: readonly Post[]): readonly Post[] {
  const bySender = [...mail].sort((a, b) => a.from - b.from);
  if (tiny.channels === "fifo") return bySender;
  const lateness = ({ within, after }: Post): number => within * 100 + after;
  return bySender.sort(
    (a, b) =>
      a.from - b.from ||
      (wordOf(a) < wordOf(b) ? -1 : wordOf(a) > wordOf(b) ? 1 : 0) ||
      lateness(a) - lateness(b),
  );
}

/** How a span of a process is written: for who has halted time stands still, and means nothing. */
function spanOf(tiny: Tiny, local: Local): (span: Span) => unknown {
  const ticking = keepsTime(tiny.timing) && isUp(local);
  return ({ after, within }) => (ticking ? [after, within] : 0);
}

/** The state of a process, of which its mail is no part. */
function stateOf(tiny: Tiny, local: Local): unknown {
  const span = spanOf(tiny, local);
  const timers = Object.keys(local.timers)
    .sort()
    .map((name) => {
      const timer = local.timers[name] as Span;
      return [name, inRounds(tiny) ? timer.after : span(timer)];
    });
  const isTicking = keepsTime(tiny.timing) && isUp(local);
  const due = isTicking ? Object.entries(local.due).map(([name, one]) => [name, span(one)]) : [];
  const { place, mark, input, decision, halted, down, faults, cut } = local;
  const code = isUp(local) ? [local.awaits, local.step, local.nap] : [];
  return [place, mark, input, decision, halted, down, faults, cut, timers, due.sort(), code];
}

/** The texts of processes that were asked for: most are in many configurations. */
const stateTexts = new WeakMap<Local, string>();

/** The state of a process as text. */
export function stateText(tiny: Tiny, local: Local): string {
  const known = stateTexts.get(local);
  if (known !== undefined) return known;
  const text = JSON.stringify(stateOf(tiny, local));
  stateTexts.set(local, text);
  return text;
}

/** The text of a configuration: two are equal if and only if their texts are. */
export function textOf(tiny: Tiny, moment: Moment): string {
  const locals = moment.locals.map((local, number) => {
    const posts = moment.mail[number] ?? [];
    if (posts.length === 0) return stateText(tiny, local);
    const span = spanOf(tiny, local);
    const mail = sorted(tiny, posts).map((post) => [post.from, wordOf(post), span(post)]);
    return `${stateText(tiny, local)} ${JSON.stringify(mail)}`;
  });
  const spent = Object.entries(moment.spent).sort(([a], [b]) => (a < b ? -1 : 1));
  const rest = [spent, moment.stable, moment.elapsed, moment.objects, moment.watch];
  return `${locals.join("; ")}; ${JSON.stringify(rest)}`;
}

/** Those of some configurations that differ. */
export function distinct(tiny: Tiny, moments: readonly Moment[]): readonly Moment[] {
  if (moments.length < 2) return moments;
  return [...new Map(moments.map((moment) => [textOf(tiny, moment), moment])).values()];
}

/** Whether what is sent in a round to somebody is not received, but found out if it is sent twice. */
export function isNoted(tiny: Tiny, { down }: Local): boolean {
  return inRounds(tiny) && (down === "Byzantine" || (hasLiars(tiny) && down === "for ever"));
}
