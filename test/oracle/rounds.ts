/** Rounds: all processes take their turns on what was in transit when the round began. */
import { distinct, isUp, sorted, withLocal, withMail, type Local, type Moment, type Post } from "./configuration.ts";
import { affords, charged, crashes } from "./failures.ts";
import { endings, receipt, recoveryReaction, taken, type Site, type Trigger } from "./steps.ts";
import { processesOf, type Tiny } from "./tiny.ts";

/** Whether there is something in a round for somebody. */
export function hasRound(tiny: Tiny, moment: Moment): boolean {
  return processesOf(tiny).some(({ number, role }) => {
    const local = moment.locals[number] as Local;
    if (local.down === "for a time") return true;
    const waits = role.hasRound || (moment.mail[number] ?? []).length > 0 || Object.keys(local.timers).length > 0;
    return isUp(local) && waits;
  });
}

/** Between two rounds budgets for each round are full, and all timers that are set fire in the next. */
export function between(tiny: Tiny, moment: Moment): Moment {
  const lasting = (kind: string): boolean => tiny.failures.some((one) => one.kind === kind && !one.perRound);
  const spent = Object.entries(moment.spent).filter(([kind]) => lasting(kind));
  return { ...withTimers(moment, 1), spent: Object.fromEntries(spent) };
}

function withTimers(moment: Moment, after: number): Moment {
  const locals = moment.locals.map((local) => {
    const timers = Object.keys(local.timers).map((name) => [name, { after, within: null }]);
    return { ...local, timers: Object.fromEntries(timers) as Local["timers"] };
  });
  return { ...moment, locals };
}

/** The configurations after one round. @throws Mistake */
export function afterRound(tiny: Tiny, moment: Moment): readonly Moment[] {
  const wasDown = moment.locals.map(({ down }) => down === "for a time");
  const begun = moment.locals.map((local): Local => (local.down === "for a time" ? { ...local, down: "" } : local));
  // Who takes part receives what was there when the round began; what is sent from now on is for the next.
  const mail = moment.mail.map((old, i) => (isUp(moment.locals[i] as Local) ? [] : old));
  let now: readonly Moment[] = [withTimers({ ...moment, locals: begun, mail }, 0)];
  const sites = processesOf(tiny).map((who): Site => ({ tiny, who }));
  for (const site of sites) {
    if (wasDown[site.who.number] === true) now = distinct(tiny, now.flatMap((one) => recovered(site, one)));
  }
  for (const site of sites) {
    // To recover is what a process does in that round.
    if (wasDown[site.who.number] === true) continue;
    const inbox = sorted(tiny, moment.mail[site.who.number] ?? []);
    now = distinct(tiny, now.flatMap((one) => turn(site, one, { inbox, got: [] })));
  }
  return distinct(
    tiny,
    now.map((one) => between(tiny, one)),
  );
}

/** All who recover do so at once: whoever sends to one of them finds it up. */
function recovered(site: Site, moment: Moment): readonly Moment[] {
  const { local, effects } = recoveryReaction(site, moment);
  return endings(site, withLocal(moment, site.who.number, local), effects);
}

/** What is still to be received in a turn, and what `uponRound` is going to get. */
interface Hand {
  readonly inbox: readonly Post[];
  readonly got: readonly Post[];
}

/** One trigger, or a crash in its place; where the process is still up after it, its turn goes on. */
function trigger(site: Site, moment: Moment, trigger: Trigger, goOn: (moment: Moment) => readonly Moment[]) {
  const ends = taken(site, moment, trigger).flat();
  return [...crashes(site.tiny, moment, site.who.number), ...ends.flatMap(goOn)];
}

function turn(site: Site, moment: Moment, { inbox, got }: Hand): readonly Moment[] {
  const { tiny, who } = site;
  const at = who.number;
  const local = moment.locals[at] as Local;
  if (local.down !== "") return [moment];
  // Who has halted receives nothing more: what is left stays in transit.
  if (local.halted) return [withMail(moment, at, [...inbox, ...(moment.mail[at] ?? [])])];
  const [first, ...others] = inbox;
  if (first === undefined) return timersOf(site, moment, got);
  const mishaps = ["loss", "receive-omission", "omission", "duplication"].flatMap((kind) => {
    if (!affords(tiny, moment, { kind, at })) return [];
    const after = charged(tiny, moment, { kind, at });
    return turn(site, after, { inbox: kind === "duplication" ? [first, ...inbox] : others, got });
  });
  if (who.role.hasRound) {
    const received = turn(site, moment, { inbox: others, got: [...got, first] });
    return distinct(tiny, [...mishaps, ...crashes(tiny, moment, at), ...received]);
  }
  const goOn = (after: Moment): readonly Moment[] => turn(site, after, { inbox: others, got });
  return distinct(tiny, [...mishaps, ...trigger(site, moment, receipt(who, first), goOn)]);
}

function timersOf(site: Site, moment: Moment, got: readonly Post[]): readonly Moment[] {
  const { tiny, who } = site;
  const local = moment.locals[who.number] as Local;
  if (!isUp(local)) return [moment];
  // Several fire in the order of their names.
  const due = Object.keys(local.timers)
    .sort()
    .find((name) => local.timers[name]?.after === 0);
  if (due !== undefined) {
    const { [due]: _fired, ...timers } = local.timers;
    const fired = withLocal(moment, who.number, { timers });
    const goOn = (after: Moment): readonly Moment[] => timersOf(site, after, got);
    return distinct(tiny, trigger(site, fired, { event: due, detail: 0 }, goOn));
  }
  if (!who.role.hasRound) return [moment];
  return trigger(site, moment, { event: "round", detail: digestOf(site, got) }, (after) => [after]);
}

/** What `uponRound` makes of its messages: 0 for none, else 1 or 2, depending on each, its sender and its place. */
function digestOf({ tiny }: Site, got: readonly Post[]): number {
  if (got.length === 0) return 0;
  const all = processesOf(tiny);
  const sum = got.reduce((before, { from, type, n }, i) => {
    const sender = all[from]?.id ?? "";
    return before + (i + 1) * (sender.charCodeAt(sender.length - 1) + 2 * Number(type === "b") + n);
  }, 0);
  return 1 + (sum % 2);
}
