/** Rounds: all processes take their turns on what was in transit when the round began. */
import { accessOf, ways, type Access, type Way } from "./accesses.ts";
import {
  distinct,
  isNoted,
  isUp,
  sorted,
  textOf,
  watched,
  withLocal,
  withMail,
  type Local,
  type Moment,
  type Post,
} from "./configuration.ts";
import { affords, charged, crashes } from "./failures.ts";
import {
  endings,
  few,
  operated,
  receipt,
  receiptWatched,
  recoveryReaction,
  taken,
  TooLarge,
  type Site,
} from "./steps.ts";
import { receivesFirst, takes } from "./takeable.ts";
import { neighborsOf, processesOf, type Tiny } from "./tiny.ts";
import { wordsOf, type Voices } from "./voices.ts";

/** Whether there is something in a round for somebody. */
export function hasRound(tiny: Tiny, moment: Moment): boolean {
  return processesOf(tiny).some((who) => {
    const { number, role } = who;
    const local = moment.locals[number] as Local;
    if (local.down === "for a time") return true;
    if (!isUp(local)) return false;
    if (role.hasRound || Object.keys(local.timers).length > 0) return true;
    if (operations({ tiny, who }, moment).length > 0) return true;
    return nextIn({ tiny, who }, local, sorted(tiny, moment.mail[number] ?? [])) !== -1;
  });
}

/** Between two rounds budgets for each round are full, and all timers that are set fire in the next. */
export function between(tiny: Tiny, moment: Moment): Moment {
  const lasting = (kind: string): boolean => tiny.failures.some((one) => one.kind === kind && !one.perRound);
  const spent = Object.entries(moment.spent).filter(([kind]) => lasting(kind));
  const mail = moment.mail.map((old, i) => (isNoted(tiny, moment.locals[i] as Local) ? [] : old));
  return { ...withTimers(moment, 1), mail, spent: Object.fromEntries(spent) };
}

function withTimers(moment: Moment, after: number): Moment {
  const locals = moment.locals.map((local) => {
    const timers = Object.keys(local.timers).map((name) => [name, { after, within: 0 }]);
    return { ...local, timers: Object.fromEntries(timers) as Local["timers"] };
  });
  return { ...moment, locals };
}

/** What process code awaits that is no message, if it does. */
function operationOf({ who }: Omit<Site, "voices">, { locals }: Moment): Access | undefined {
  const access = accessOf(who.role, locals[who.number] as Local);
  return access?.first === "a" || access?.first === "b" ? undefined : access;
}

/** The ways in which that may go now. */
function operations(site: Omit<Site, "voices">, moment: Moment): readonly Way[] {
  const access = operationOf(site, moment);
  return access === undefined ? [] : ways(access.parts, { objects: moment.objects, sum: 0 });
}

/**
 * The orders in which processes may have their turns, as far as it can matter: all orders of those who are
 * about to operate on objects, unless it is that of their numbers.
 */
function ordersOf(tiny: Tiny, moment: Moment, sites: readonly Site[]): readonly (readonly Site[])[] {
  const isContender = (site: Site): boolean => (operationOf(site, moment)?.parts.length ?? 0) > 0;
  const contenders = sites.filter(isContender);
  if (contenders.length < 2 || tiny.timing.kind === "synchronous:in-order") return [sites];
  const others = sites.filter((site) => !isContender(site));
  return permutations(contenders).map((order) => [...others, ...order]);
}

function permutations<T>(list: readonly T[]): readonly (readonly T[])[] {
  if (list.length < 2) return [list];
  return list.flatMap((first, i) =>
    permutations([...list.slice(0, i), ...list.slice(i + 1)]).map((rest) => [first, ...rest]),
  );
}

/** So many unfinished turns of a process are followed. */
const TURNS_MAX = 200;

/** The configurations after one round. @throws Mistake */
export function afterRound(tiny: Tiny, moment: Moment, voices: Voices): readonly Moment[] {
  const wasDown = moment.locals.map(({ down }) => down === "for a time");
  const begun = moment.locals.map((local): Local =>
    local.down === "for a time" ? { ...local, down: "" } : local,
  );
  // What was there when the round began is received or, by who has halted, not received; what is sent from
  // now on is for the next round.
  const mail = moment.mail.map(() => []);
  let now: readonly Moment[] = [withTimers({ ...moment, locals: begun, mail }, 0)];
  const sites = processesOf(tiny).map((who): Site => ({ tiny, who, voices }));
  for (const site of sites) {
    if (wasDown[site.who.number] === true)
      now = distinct(
        tiny,
        now.flatMap((one) => recovered(site, one)),
      );
  }
  const ends = ordersOf(tiny, moment, sites).flatMap((order) => afterTurns(order, moment, now));
  return distinct(
    tiny,
    ends.map((one) => between(tiny, one)),
  );
}

/** The configurations after the turns of processes, in that order, in a round that began with a moment. */
function afterTurns(order: readonly Site[], moment: Moment, begun: readonly Moment[]): readonly Moment[] {
  return order.reduce((now, site) => {
    // To recover is all that a process does in that round.
    if (!isUp(moment.locals[site.who.number] as Local)) return now;
    const operates = operationOf(site, moment) !== undefined;
    const after = distinct(
      site.tiny,
      withLies(site, moment).flatMap((inbox) =>
        now.flatMap((one) => turn(site, { moment: one, inbox, got: [], operates })),
      ),
    );
    return few(site.tiny, after);
  }, begun);
}

/** What each liar among its neighbours may say to a process. */
export function liesTo({ tiny, who, voices }: Site, moment: Moment): readonly (readonly Post[])[] {
  const to = who.number;
  return [...moment.locals.keys()]
    .filter((from) => moment.locals[from]?.down === "Byzantine" && neighborsOf(tiny, from).includes(to))
    .map((from) =>
      wordsOf(tiny, voices, { from, to }).map((word) => ({ from, ...word, after: 0, within: 0 })),
    )
    .filter((lies) => lies.length > 0);
}

/** What a process receives in its turn: each liar says one thing to it, or nothing. */
function withLies(site: Site, moment: Moment): readonly (readonly Post[])[] {
  return liesTo(site, moment)
    .reduce<readonly (readonly Post[])[]>(
      (inboxes, lies) => inboxes.flatMap((inbox) => [inbox, ...lies.map((lie) => [...inbox, lie])]),
      [moment.mail[site.who.number] ?? []],
    )
    .map((inbox) => sorted(site.tiny, inbox));
}

/** All who recover do so at once: whoever sends to one of them finds it up. */
function recovered(site: Site, moment: Moment): readonly Moment[] {
  const { local, effects } = recoveryReaction(site, moment);
  const at = site.who.number;
  const seen = watched(site.tiny, moment, { kind: "recover", at });
  return endings(site, withLocal(seen, at, local), effects);
}

/** A turn that is not over yet: what is still to be received in it, and what `uponRound` is going to get. */
interface Turn {
  readonly moment: Moment;
  readonly inbox: readonly Post[];
  readonly got: readonly Post[];
  /** Whether code is going to do what is no receipt, because it awaited that when the round began. */
  readonly operates: boolean;
}

/** What may come next in a turn: turns that go on, and configurations in which it is over. */
interface Onward {
  readonly turns: readonly Turn[];
  readonly over: readonly Moment[];
}

/** The configurations in which the turn of a process may end. */
function turn(site: Site, begun: Turn): readonly Moment[] {
  const known = new Map<string, Turn>();
  const over: Moment[] = [];
  const add = (one: Turn): void => {
    const text = `${textOf(site.tiny, one.moment)} ${JSON.stringify([one.inbox, one.got])}`;
    if (known.size > TURNS_MAX) throw new TooLarge();
    if (!known.has(text)) known.set(text, one);
  };
  add(begun);
  for (const one of known.values()) {
    const next = onward(site, one);
    next.turns.forEach(add);
    over.push(...next.over);
  }
  return distinct(site.tiny, over);
}

/** The place in an inbox of the message that is received next, or -1 if all are kept back. */
function nextIn({ tiny, who }: Omit<Site, "voices">, local: Local, inbox: readonly Post[]): number {
  return inbox.findIndex((post, i) => {
    const isBehind = tiny.channels === "fifo" && inbox.slice(0, i).some(({ from }) => from === post.from);
    return !isBehind && (takes(who, local, post) || receivesFirst(who, local, post));
  });
}

function onward(site: Site, begun: Turn): Onward {
  const { moment, inbox, got, operates } = begun;
  const at = site.who.number;
  const local = moment.locals[at] as Local;
  if (!isUp(local)) return { turns: [], over: [moment] };
  // Whatever comes next, the process may crash in its place.
  const over = crashes(site.tiny, moment, at);
  if (inbox.length > 0) {
    const next = nextIn(site, local, inbox);
    if (next === -1) {
      // What is kept back is there in the next round, ahead of what is sent in this one.
      const kept = withMail(moment, at, [...inbox, ...(moment.mail[at] ?? [])]);
      return { turns: [{ ...begun, moment: kept, inbox: [] }], over: [] };
    }
    const arranged = [inbox[next] as Post, ...inbox.slice(0, next), ...inbox.slice(next + 1)];
    return { turns: receiving(site, { ...begun, inbox: arranged }), over };
  }
  // Several timers fire in the order of their names.
  const due = Object.keys(local.timers)
    .sort()
    .find((name) => local.timers[name]?.after === 0);
  if (due !== undefined) {
    const { [due]: _fired, ...timers } = local.timers;
    const after = taken(site, withLocal(moment, at, { timers }), { event: due, detail: 0 }).flatMap(
      ({ moments }) => moments,
    );
    return { turns: after.map((one) => ({ ...begun, moment: one })), over };
  }
  const gone = operates ? operations(site, moment) : [];
  const access = operationOf(site, moment);
  if (gone.length > 0 && access !== undefined) {
    const seen = operated(site, moment, access);
    const after = gone.flatMap(({ objects, sum }) =>
      taken(site, { ...seen, objects }, { event: "access", detail: sum }).flatMap(({ moments }) => moments),
    );
    return { turns: [], over: [...over, ...after] };
  }
  if (!site.who.role.hasRound) return { turns: [], over: [moment] };
  const after = taken(site, moment, { event: "round", detail: digestOf(site, got) }).flatMap(
    ({ moments }) => moments,
  );
  return { turns: [], over: [...over, ...after] };
}

/** The next message is received, or something befalls it. */
function receiving(site: Site, begun: Turn): readonly Turn[] {
  const { moment, inbox, got } = begun;
  const { tiny, who } = site;
  const at = who.number;
  const [first, ...others] = inbox as [Post, ...Post[]];
  const mishaps = ["loss", "receive-omission", "omission", "duplication"].flatMap((kind): Turn[] => {
    if (!affords(tiny, moment, { kind, at })) return [];
    const after = charged(tiny, moment, { kind, at });
    return [{ ...begun, moment: after, inbox: kind === "duplication" ? [first, ...inbox] : others }];
  });
  const seen = receiptWatched(tiny, moment, { at, ...first });
  if (who.role.hasRound) return [...mishaps, { ...begun, moment: seen, inbox: others, got: [...got, first] }];
  const local = moment.locals[at] as Local;
  const after = receivesFirst(who, local, first)
    ? taken(site, seen, { event: "access", detail: first.n })
    : taken(site, moment, receipt(who, first));
  const ends = after.flatMap(({ moments }) => moments);
  return [...mishaps, ...ends.map((one) => ({ ...begun, moment: one, inbox: others }))];
}

/**
 * What `uponRound` makes of its messages: 0 for none, else 1 or 2, depending on each, its sender and its
 * place.
 */
function digestOf({ tiny }: Site, got: readonly Post[]): number {
  if (got.length === 0) return 0;
  const all = processesOf(tiny);
  const sum = got.reduce((before, { from, type, n }, i) => {
    const sender = all[from]?.id;
    const told = sender === undefined ? 0 : sender.charCodeAt(sender.length - 1);
    return before + (i + 1) * (told + 2 * Number(type === "b") + n);
  }, 0);
  return 1 + (sum % 2);
}
