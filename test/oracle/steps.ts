/** Steps: what a process does upon an event, and in how many ways that can end. */
import { accessOf, awaitedIn, patienceOf, type Access } from "./accesses.ts";
import {
  distinct,
  isNoted,
  keepsTime,
  NOBODY,
  watched,
  withLocal,
  withMail,
  type Local,
  type Moment,
  type Span,
} from "./configuration.ts";
import { affords, charged, crashes } from "./failures.ts";
import {
  inRounds,
  neighborsOf,
  hasLiars,
  processesOf,
  type Act,
  type Deed,
  type OwnAct,
  type Row,
  type Tiny,
  type Who,
} from "./tiny.ts";
import { hear, type Voices } from "./voices.ts";
import type { Watching } from "./watching.ts";

/** What a protocol must not do, and does. */
export class Mistake extends Error {}

/** What is no system, though it shows only in some execution. */
export class NoSystem extends Error {}

/** A system of which there is no end in sight. */
export class TooLarge extends Error {}

/** So many ways in which a step, or the first turns of a round, may end are followed. */
const OUTCOMES_MAX = 200;

/** Ways in which something may end, if there are few. @throws TooLarge */
export function few(tiny: Tiny, moments: readonly Moment[]): readonly Moment[] {
  if (moments.length <= OUTCOMES_MAX) return moments;
  const different = distinct(tiny, moments);
  if (different.length > OUTCOMES_MAX) throw new TooLarge();
  return different;
}

/** More letters on their way to one process than any finite system that is wanted has. */
const LETTERS_MAX = 8;

/** What happens to a process. */
export interface Trigger {
  readonly event: string;
  readonly detail: number;
  readonly sender?: number;
}

/** What follows from a step, one after the other. */
export type Effect =
  | { readonly kind: "send"; readonly to: number; readonly type: string; readonly n: number }
  | { readonly kind: "decide" | "output"; readonly value: number }
  | { readonly kind: "halt" };

/** One way in which a process may react: its state after the trigger, and the effects that follow. */
export interface Reaction {
  readonly local: Local;
  readonly effects: readonly Effect[];
  /** The timers that it sets or cancels. */
  readonly touched: readonly string[];
}

/** A step that was taken: the configurations in which it may end, and the timers that it set or cancelled. */
export interface Taken {
  readonly moments: readonly Moment[];
  readonly touched: readonly string[];
}

/** Where a step is taken. */
export interface Site {
  readonly tiny: Tiny;
  readonly who: Who;
  readonly voices: Voices;
}

/** The span of a timer that is set now, for so many ticks of the process's own clock. */
function spanOfTimer({ timing }: Tiny, ticks: number): Span {
  if (!keepsTime(timing)) return { after: 1, within: 0 };
  const after = Math.floor(ticks / (1 + timing.drift) + 1e-9);
  const latest = Math.ceil(ticks * (1 + timing.drift) - 1e-9);
  return { after, within: latest + timing.step };
}

/** The span of a message that is sent now. */
function spanOfMessage({ timing }: Tiny): Span {
  return keepsTime(timing) ? { after: timing.min, within: timing.max } : { after: 0, within: 0 };
}

const NOTHING: Row["deeds"] = [{ acts: [] }];

/** The deeds that a role may do upon an event in a place: one for each different choice. */
function deedsOf(rows: readonly Row[], { event, detail }: Trigger, place: number): readonly Deed[] {
  const row = rows.find((one) => one.event === event && one.detail === detail && one.place === place);
  const deeds = row?.deeds ?? NOTHING;
  if (row === undefined || row.options.length === 0) return deeds.slice(0, 1);
  return [...new Set(row.options)].map((option) => deeds[option] as Deed);
}

/** Processes in the order of their names. */
function namedOrder(tiny: Tiny, numbers: readonly number[]): readonly number[] {
  const nameOf = (number: number): string => processesOf(tiny)[number]?.id ?? "";
  return [...numbers].sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));
}

function effectsOf({ tiny, who }: Site, acts: readonly Act[], trigger: Trigger): readonly Effect[] {
  const neighbors = neighborsOf(tiny, who.number);
  const byName = namedOrder(tiny, neighbors);
  const effects = acts.flatMap((act): Effect[] => {
    const { type, n } = { type: "", n: 0, ...act };
    switch (act.act) {
      case "send": {
        if (act.to !== "sender" && neighbors.length === 0) return [];
        if (act.to === "sender" && trigger.sender === NOBODY) throw new Mistake("asks who has sent");
        const to = act.to === "sender" ? trigger.sender : byName[act.to % byName.length];
        if (to === undefined) return [];
        if (!neighbors.includes(to)) throw new Mistake("sends to who is no neighbour");
        return [{ kind: "send", to, type, n }];
      }
      case "broadcast":
        return neighbors.map((to) => ({ kind: "send", to, type, n }));
      case "decide":
      case "output":
        return [{ kind: act.act, value: act.value }];
      default:
        return [];
    }
  });
  return acts.some(({ act }) => act === "halt") ? [...effects, { kind: "halt" }] : effects;
}

/** All reactions of a process upon a trigger. @throws Mistake */
export function reactions(site: Site, moment: Moment, trigger: Trigger): readonly Reaction[] {
  const { tiny, who } = site;
  const local = moment.locals[who.number] as Local;
  const place = trigger.event === "start" || trigger.event === "recovery" ? 0 : (local.place ?? 0);
  return deedsOf(who.role.rows, trigger, place).map((deed) => {
    const timers = new Map(Object.entries(local.timers));
    for (const act of deed.acts) {
      if (act.act === "cancel") timers.delete(act.timer);
      if (act.act === "set") timers.set(act.timer, spanOfTimer(tiny, act.ticks));
    }
    const acts = deed.acts.filter((act) => {
      if (act.act !== "decide" || local.decision === null) return true;
      if (act.again) throw new Mistake("decides again");
      return false;
    });
    const after: Local = {
      ...local,
      place: deed.place ?? local.place,
      mark: deed.mark ?? local.mark,
      timers: Object.fromEntries(timers),
    };
    const touched = deed.acts.flatMap((act) =>
      act.act === "set" || act.act === "cancel" ? [act.timer] : [],
    );
    const due = withDue(site, { before: local, after }, trigger);
    return {
      local: isOfCode(trigger) ? { ...due, ...waiting(site, due.place) } : due,
      effects: effectsOf(site, acts, trigger),
      touched,
    };
  });
}

/** Whether process code goes on upon an event, and no handler beside it. */
function isOfCode({ event }: Trigger): boolean {
  return ["start", "recovery", "access", "slept", "a", "b"].includes(event);
}

/** What process code waits for that comes to a place, and how long its next step may take. */
function waiting(
  { tiny, who: { role } }: Site,
  place: number | null,
): Pick<Local, "awaits" | "step" | "nap"> {
  const awaits = awaitedIn(role, place);
  if (!role.isCode || !keepsTime(tiny.timing)) return { awaits, step: null, nap: null };
  const access = accessOf(role, { awaits });
  const { ticks } = access ?? patienceOf(role, { awaits }) ?? {};
  const nap = ticks === undefined ? null : spanOfTimer(tiny, ticks);
  return { awaits, step: access?.first === "sleep" ? null : freshStep(tiny), nap };
}

/** The span of a step that can be taken from now on. */
export function freshStep({ timing }: Tiny): Span {
  return { after: 0, within: keepsTime(timing) ? timing.step : 0 };
}

/** What a process could do on its own account where it is. */
export function ownActs({ role }: Who, { place }: Pick<Local, "place">): readonly OwnAct[] {
  return role.own.filter(({ places }) => place !== null && places.includes(place));
}

/** What must be done after a step; what could be done before it, too, has waited since then. */
function withDue(
  { tiny, who }: Site,
  { before, after }: { before: Local; after: Local },
  { event }: Pick<Trigger, "event">,
): Local {
  const fresh = freshStep(tiny);
  const due = ownActs(who, after)
    .filter(({ kind }) => kind === "must")
    .map(({ name }) => [name, name === event ? fresh : (before.due[name] ?? fresh)] as const);
  return { ...after, due: Object.fromEntries(due) };
}

/** Whether a process keeps a message back where it is. */
export function keepsBack({ role }: Who, { place }: Local, post: { type: string; n: number }): boolean {
  return role.kept.some((one) => one.place === place && one.type === post.type && one.n === post.n);
}

/** An input of which there is nothing left. */
export const FORGOTTEN = -1;

/** The start step of a process: makes its state, whatever it was. */
export function startReaction(site: Site, moment: Moment): Reaction {
  const { input } = moment.locals[site.who.number] as Local;
  const blank = withLocal(moment, site.who.number, { place: 0, mark: 0 });
  const [reaction] = reactions(site, blank, { event: "start", detail: input }) as [Reaction];
  const { local } = reaction;
  return { ...reaction, local: site.who.role.forgets ? { ...local, input: FORGOTTEN } : local };
}

/** The recovery of a process that was down: its own handler, or the start step and then what was stable. */
export function recoveryReaction(site: Site, moment: Moment): Reaction {
  const { number, role } = site.who;
  const { place, mark } = moment.locals[number] as Local;
  const up = withLocal(moment, number, { down: "" });
  if (role.hasRecovery) {
    const blank = withLocal(up, number, { place: 0, mark: mark ?? 0 });
    return reactions(site, blank, { event: "recovery", detail: mark ?? 0 })[0] as Reaction;
  }
  const { local, effects, touched } = startReaction(site, up);
  const kept = { place: place ?? local.place, mark: mark ?? local.mark };
  const after = { ...local, ...kept, ...waiting(site, kept.place) };
  const before = { ...after, due: {} };
  return { local: withDue(site, { before, after }, { event: "recovery" }), effects, touched };
}

/** A message leaves: it is in transit then, unless its receiver is down or on the other side. */
function sent(
  tiny: Tiny,
  moment: Moment,
  send: { from: number; to: number; type: string; n: number },
): Moment {
  const { to, type, n } = send;
  const [sender, receiver] = [moment.locals[send.from] as Local, moment.locals[to] as Local];
  const mail = moment.mail[to] ?? [];
  const from = tiny.hidesSenders ? NOBODY : send.from;
  if (inRounds(tiny) && hasLiars(tiny) && mail.some((post) => post.from === from))
    throw new NoSystem("two things in a round, where some may lie");
  if ((receiver.down !== "" && !isNoted(tiny, receiver)) || sender.cut !== receiver.cut) return moment;
  const isThere = mail.some((post) => post.from === from && post.type === type && post.n === n);
  if (tiny.channels === "message-set" && isThere) return moment;
  const before = mail.filter((post) => post.from === from).length;
  if (tiny.capacity !== null && before >= tiny.capacity) return moment;
  if (mail.length >= LETTERS_MAX) throw new TooLarge();
  return withMail(moment, to, [...mail, { from, type, n, ...spanOfMessage(tiny) }]);
}

function happened({ tiny, who: { number }, voices }: Site, before: Moment, effect: Effect): Moment {
  const moment = watched(tiny, before, { at: number, ...watchingOf(effect) });
  switch (effect.kind) {
    case "send":
      hear(tiny, voices, { from: number, ...effect });
      return sent(tiny, moment, { from: number, ...effect });
    case "decide":
      return withLocal(moment, number, { decision: effect.value });
    case "halt":
      return withLocal(moment, number, { halted: true });
    case "output":
      return moment;
  }
}

/** An effect as a monitor sees it. */
function watchingOf(effect: Effect): Omit<Watching, "at"> {
  const { kind } = effect;
  if (kind === "send") return { kind, peer: effect.to, detail: effect.type };
  return kind === "halt" ? { kind } : { kind, detail: effect.value };
}

/** A trigger as a monitor sees it; an access is several events, each of which it has seen. */
function triggerWatched({ tiny, who }: Site, moment: Moment, { event, sender }: Trigger): Moment {
  const at = who.number;
  const own = who.role.own.find(({ name }) => name === event)?.kind;
  if (event === "access") return moment;
  if (event === "slept") return watched(tiny, moment, { kind: "pause", at });
  if (event === "round") return watched(tiny, moment, { kind: "exchange", at });
  if (own !== undefined) return watched(tiny, moment, { kind: own, at, detail: event });
  if (sender === undefined) return watched(tiny, moment, { kind: "timeout", at, detail: event });
  return receiptWatched(tiny, moment, { at, from: sender, type: event });
}

/** What an access does after the receipt that it may begin with, as a monitor sees it: one by one. */
export function operated({ tiny, who }: Site, moment: Moment, { first, parts }: Access): Moment {
  const at = who.number;
  const begun =
    first === "pause" || first === "sleep" ? watched(tiny, moment, { kind: "pause", at }) : moment;
  return parts.reduce(
    (before, part) =>
      "object" in part ? watched(tiny, before, { kind: "operation", at, detail: `o${part.object}` }) : before,
    begun,
  );
}

/** The receipt of a message as a monitor sees it, which is not told of who is hidden. */
export function receiptWatched(
  tiny: Tiny,
  moment: Moment,
  { at, from, type }: { readonly at: number; readonly from: number; readonly type: string },
): Moment {
  const peer = from === NOBODY ? {} : { peer: from };
  return watched(tiny, moment, { kind: "receive", at, ...peer, detail: type });
}

/** The effect does not happen, although its process goes on: a message is not sent. */
function omitted({ tiny, who }: Site, moment: Moment, effect: Effect): readonly Moment[] {
  if (effect.kind !== "send") return [];
  return ["send-omission", "omission"]
    .map((kind) => ({ kind, at: who.number }))
    .filter((failure) => affords(tiny, moment, failure))
    .map((failure) => charged(tiny, moment, failure));
}

/**
 * A crash in place of the first of some effects. The rest does not happen; but of the messages that it sends
 * next to each other any subset goes out, and of what goes into one queue a beginning. (That all go out, is a
 * crash in place of the next effect, or trigger.) A monitor sees the crash, and then what goes out.
 */
function cutShort(site: Site, moment: Moment, rest: readonly Effect[]): readonly Moment[] {
  const other = rest.findIndex(({ kind }) => kind !== "send");
  const sends = (other === -1 ? rest : rest.slice(0, other)).filter((effect) => effect.kind === "send");
  const queues = site.tiny.channels === "fifo";
  let subsets: (typeof sends)[] = [[]];
  sends.slice(1).forEach((send, i) => {
    const ahead = queues ? sends.slice(0, i + 1).filter(({ to }) => to === send.to) : [];
    const more = subsets.filter((subset) => ahead.every((one) => subset.includes(one)));
    subsets = [...subsets, ...more.map((subset) => [...subset, send])];
  });
  const { number: at } = site.who;
  const seen = watched(site.tiny, moment, { kind: "fault", at, detail: "crash" });
  return subsets.flatMap((subset) => {
    const sent = subset.reduce((one, send) => happened(site, one, send), moment);
    const { watch } = subset.reduce(
      (one, send) => watched(site.tiny, one, { at, ...watchingOf(send) }),
      seen,
    );
    return crashes(site.tiny, sent, at).map((crashed) => ({ ...crashed, watch }));
  });
}

/** The configurations in which the effects of a step may end: all happen, or failures take their places. */
export function endings(site: Site, moment: Moment, effects: readonly Effect[]): readonly Moment[] {
  const { tiny } = site;
  let over: readonly Moment[] = [];
  let going: readonly Moment[] = [moment];
  effects.forEach((effect, i) => {
    over = few(tiny, [...over, ...going.flatMap((one) => cutShort(site, one, effects.slice(i)))]);
    const after = going.flatMap((one) => [happened(site, one, effect), ...omitted(site, one, effect)]);
    going = few(tiny, distinct(tiny, after));
  });
  return distinct(tiny, [...over, ...going]);
}

/** The configurations in which a step may end, for each reaction of the process. @throws Mistake */
export function taken(site: Site, moment: Moment, trigger: Trigger): readonly Taken[] {
  const seen = triggerWatched(site, moment, trigger);
  return reactions(site, moment, trigger).map(({ local, effects, touched }) => ({
    moments: endings(site, withLocal(seen, site.who.number, local), effects),
    touched,
  }));
}

/** What the receipt of a message is to its receiver. @throws Mistake */
export function receipt(who: Who, post: { from: number; type: string; n: number }): Trigger {
  if (who.role.deaf.includes(post.type)) throw new Mistake("has no handler");
  return { event: post.type, detail: post.n, sender: post.from };
}
