/** Events that happen one at a time, whether time is kept or not; and what is enabled at all. */
import { accessOf, patienceOf, ways } from "./accesses.ts";
import {
  isUp,
  keepsTime,
  sorted,
  watched,
  withLocal,
  withMail,
  wordOf,
  type Local,
  type Moment,
  type Post,
  type Span,
} from "./configuration.ts";
import { affords, charged, crashes } from "./failures.ts";
import { afterRound, hasRound, liesTo } from "./rounds.ts";
import {
  endings,
  keepsBack,
  operated,
  ownActs,
  receipt,
  receiptWatched,
  recoveryReaction,
  taken,
  type Site,
} from "./steps.ts";
import { inRounds, processesOf, type Tiny } from "./tiny.ts";
import { fault, must, type Happening } from "./happening.ts";
import { firsts, receivesFirst, takes } from "./takeable.ts";
import { ofTime } from "./ticking.ts";
import type { Voices } from "./voices.ts";

/** The names of what is owed to a process. */
const timerOf = (at: number, name: string): string => `timer ${at} ${name}`;
const timersOf = (at: number, names: readonly string[]): string[] => names.map((name) => timerOf(at, name));

/** The name of a message that is owed. */
export function letterOf(at: number, post: Pick<Post, "from" | "type" | "n">): string {
  return `letter ${at} ${post.from} ${wordOf(post)}`;
}

/** The name of what a process may do, which somebody may ask for. */
export function wishOf(at: number, name: string): string {
  return `wish ${at} ${name}`;
}

/** Everything that may happen next. @throws Mistake */
export function happenings(tiny: Tiny, moment: Moment, voices: Voices): readonly Happening[] {
  if (inRounds(tiny)) return rounds(tiny, moment, voices);
  const here = processesOf(tiny).flatMap((who) => {
    const site = { tiny, who, voices };
    const steps = [...timeouts(site, moment), ...acts(site, moment), ...receipts(site, moment)];
    return [
      ...steps,
      ...accesses(site, moment),
      ...naps(site, moment),
      ...ofFailures(site, moment),
      ...lies(site, moment),
    ];
  });
  return keepsTime(tiny.timing) ? [...here, ...ofTime(tiny, moment)] : here;
}

/** A round, if there is something in it for somebody; what is there only if somebody lies is a failure. */
function rounds(tiny: Tiny, moment: Moment, voices: Voices): readonly Happening[] {
  if (hasRound(tiny, moment)) return [{ moments: afterRound(tiny, moment, voices), isFree: false, pays: [] }];
  const hears = processesOf(tiny).some(
    (who) => isUp(moment.locals[who.number] as Local) && liesTo({ tiny, who, voices }, moment).length > 0,
  );
  return hears ? [{ moments: afterRound(tiny, moment, voices), isFree: true, pays: [] }] : [];
}

/** Due in the sense that it may happen now. */
function isDue(tiny: Tiny, { after }: Span): boolean {
  return !keepsTime(tiny.timing) || after <= 0;
}

function timeouts(site: Site, moment: Moment): readonly Happening[] {
  const { tiny, who } = site;
  const local = moment.locals[who.number] as Local;
  if (!isUp(local)) return [];
  return Object.entries(local.timers).flatMap(([name, span]) => {
    if (!isDue(tiny, span)) return [];
    const { [name]: _fired, ...timers } = local.timers;
    const detail = who.role.seesLate && span.after < 0 ? 1 : 0;
    const steps = taken(site, withLocal(moment, who.number, { timers }), { event: name, detail });
    return steps.map(({ moments, touched }) =>
      must(moments, timerOf(who.number, name), timersOf(who.number, touched)),
    );
  });
}

/** What a process does on its own account. */
function acts(site: Site, moment: Moment): readonly Happening[] {
  const local = moment.locals[site.who.number] as Local;
  if (!isUp(local)) return [];
  const at = site.who.number;
  return ownActs(site.who, local).flatMap(({ name, kind }) =>
    taken(site, moment, { event: name, detail: 0 }).map(({ moments, touched }): Happening => {
      const timers = timersOf(at, touched);
      return kind === "may"
        ? { moments, isFree: true, pays: [...timers, wishOf(at, name)], wish: wishOf(at, name) }
        : must(moments, `act ${at} ${name}`, timers);
    }),
  );
}

/** Receipts, and what may befall a message in place of its receipt. */
function receipts(site: Site, moment: Moment): readonly Happening[] {
  const { tiny, who } = site;
  const at = who.number;
  if (!isUp(moment.locals[at] as Local)) return [];
  const mail = sorted(tiny, moment.mail[at] ?? []);
  const first = firsts(tiny, mail);
  // In a bounded queue it makes a difference where a message is lost: it makes room.
  const within = tiny.capacity === null || tiny.channels !== "fifo" ? [] : [...mail.keys()];
  const losses = within
    .filter((i) => !first.includes(i) && wordOf(mail[i] as Post) !== wordOf(mail[i - 1] as Post))
    .flatMap((i) => {
      const after = withMail(moment, at, [...mail.slice(0, i), ...mail.slice(i + 1)]);
      return ["loss", "fair-loss"]
        .filter((kind) => affords(tiny, moment, { kind, at }))
        .map((kind) => {
          return fault(
            charged(tiny, after, { kind, at }),
            kind === "loss" ? [letterOf(at, mail[i] as Post)] : [],
          );
        });
    });
  const received = first.flatMap((i) => {
    const post = mail[i] as Post;
    if (!isDue(tiny, post)) return [];
    const others = tiny.channels === "message-set" ? mail : [...mail.slice(0, i), ...mail.slice(i + 1)];
    const gone = withMail(moment, at, others);
    const name = letterOf(at, post);
    const instead = (kind: string, after: Moment, pays: readonly string[] = []): readonly Happening[] =>
      affords(tiny, moment, { kind, at }) ? [fault(charged(tiny, after, { kind, at }), pays)] : [];
    const twice = withMail(moment, at, [...mail.slice(0, i + 1), ...mail.slice(i)]);
    const late = withMail(moment, at, [
      ...mail.slice(0, i),
      { ...post, after: 1, within: 1 },
      ...mail.slice(i + 1),
    ]);
    const local = moment.locals[at] as Local;
    const isKept = !takes(who, local, post);
    return [
      ...(isKept
        ? []
        : taken(site, gone, receipt(who, post)).map(({ moments, touched }) =>
            must(moments, name, timersOf(at, touched)),
          )),
      ...["receive-omission", "omission", "loss"].flatMap((kind) => instead(kind, gone, [name])),
      // Over a fair-lossy channel to lose a message does not pay for its receipt.
      ...instead("fair-loss", gone),
      ...(isFull(tiny, mail, post) ? [] : instead("duplication", twice)),
      ...(moment.stable && post.within === 0 ? instead("delay", late) : []),
    ];
  });
  return [...received, ...losses];
}

/** What process code does to shared objects, with what it does before, in one event. */
function accesses(site: Site, moment: Moment): readonly Happening[] {
  const { tiny, who } = site;
  const at = who.number;
  const local = moment.locals[at] as Local;
  const access = accessOf(who.role, local);
  if (!isUp(local) || access === undefined) return [];
  const { first, parts } = access;
  const mail = sorted(tiny, moment.mail[at] ?? []);
  const received = firsts(tiny, mail).flatMap((i) => {
    const post = mail[i] as Post;
    if (!receivesFirst(who, local, post) || !isDue(tiny, post)) return [];
    const others = tiny.channels === "message-set" ? mail : [...mail.slice(0, i), ...mail.slice(i + 1)];
    const seen = receiptWatched(tiny, moment, { at, ...post });
    return [{ begun: withMail(seen, at, others), sum: post.n, owed: letterOf(at, post) }];
  });
  if (first === "sleep" && !isDue(tiny, local.nap as Span)) return [];
  const alone = [{ begun: moment, sum: 0, owed: `step ${at}` }];
  return (first === "a" || first === "b" ? received : alone).flatMap(({ begun, sum, owed }) =>
    ways(parts, { objects: begun.objects, sum }).flatMap((way) =>
      taken(
        site,
        { ...operated(site, begun, access), objects: way.objects },
        { event: "access", detail: way.sum },
      ).map(({ moments, touched }) => must(moments, owed, timersOf(at, touched))),
    ),
  );
}

/** The end of the patience of process code that awaits messages. */
function naps(site: Site, moment: Moment): readonly Happening[] {
  const { tiny, who } = site;
  const at = who.number;
  const local = moment.locals[at] as Local;
  if (!isUp(local) || local.nap === null || patienceOf(who.role, local) === undefined) return [];
  if (!isDue(tiny, local.nap)) return [];
  return taken(site, moment, { event: "slept", detail: 0 }).map(({ moments, touched }) =>
    must(moments, `step ${at}`, timersOf(at, touched)),
  );
}

/** Whether the channel of a message has no room for another. */
function isFull({ capacity }: Tiny, mail: readonly Post[], { from }: Post): boolean {
  return capacity !== null && mail.filter((post) => post.from === from).length >= capacity;
}

/** What liars may say to a process, which receives it at once. */
function lies(site: Site, moment: Moment): readonly Happening[] {
  if (!isUp(moment.locals[site.who.number] as Local)) return [];
  return liesTo(site, moment)
    .flat()
    .filter((lie) => !keepsBack(site.who, moment.locals[site.who.number] as Local, lie))
    .flatMap((lie) => taken(site, moment, receipt(site.who, lie)))
    .map(({ moments, touched }) => ({
      moments,
      isFree: true,
      pays: timersOf(site.who.number, touched),
    }));
}

/** Crashes, recoveries and partitions. */
function ofFailures(site: Site, moment: Moment): readonly Happening[] {
  const { tiny, who } = site;
  const at = who.number;
  const local = moment.locals[at] as Local;
  const all = crashes(tiny, moment, at).map((after) => fault(after));
  if (local.down === "for a time") {
    const { local: up, effects, touched } = recoveryReaction(site, moment);
    const seen = watched(tiny, moment, { kind: "recover", at });
    const after = endings(site, withLocal(seen, at, up), effects);
    all.push(must(after, `recovery ${at}`, timersOf(at, touched)));
  }
  if (local.cut) {
    // To put right what went wrong is an event of the same kind.
    const seen = watched(tiny, moment, { kind: "fault", at, detail: "other" });
    all.push(must([withLocal(seen, at, { cut: false })], `connection ${at}`));
  } else if (
    local.down !== "for ever" &&
    local.down !== "Byzantine" &&
    !local.halted &&
    affords(tiny, moment, { kind: "partition", at })
  ) {
    all.push(fault(charged(tiny, withLocal(moment, at, { cut: true }), { kind: "partition", at })));
  }
  return all;
}
