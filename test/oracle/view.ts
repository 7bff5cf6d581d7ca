/**
 * What a predicate sees of a configuration: the same from the oracle and from Lightcone, so that both can be
 * compared.
 */
import { isUp, sorted, wordOf, type Moment } from "./configuration.ts";
import { processesOf, type Saying, type Tiny } from "./tiny.ts";

/** A process as predicates see it. */
export interface Seen {
  /** The variables that there are: a crash may have taken some. */
  readonly state: Readonly<Record<string, number>>;
  readonly input: number;
  readonly decision: number | null;
  readonly halted: boolean;
  readonly crashed: boolean;
  readonly faulty: boolean;
  readonly timers: readonly string[];
  /**
   * Such as `p1 a(0)`, sorted, or by sender as they are in a FIFO channel; and where time is kept, their
   * windows.
   */
  readonly mailbox: readonly string[];
}

/** All that predicates see. */
export interface Sight {
  readonly processes: readonly Seen[];
  readonly elapsed: number | null;
  /** What shared objects hold. */
  readonly objects: readonly number[];
  /** The state of the monitor. */
  readonly watch: number | null;
}

/**
 * Whether it is compared how long messages may still take: where bounds are yet to hold, that means nothing.
 */
export function showsDelays({ timing }: Tiny): boolean {
  return timing.kind === "bounded" || timing.kind === "unknown";
}

/** What predicates see of a configuration of the oracle. */
export function sightOf(tiny: Tiny, moment: Moment): Sight {
  const ids = processesOf(tiny).map(({ id }) => id);
  const processes = moment.locals.map((local, number) => {
    const { place, mark, input, decision, halted, down, faults } = local;
    const mailbox = sorted(tiny, moment.mail[number] ?? []).map((post) => {
      const text = `${ids[post.from] ?? ""} ${wordOf(post)}`;
      return showsDelays(tiny) && isUp(local) ? `${text} ${post.after}-${post.within}` : text;
    });
    return {
      state: Object.fromEntries(
        Object.entries({ mark, place }).filter(([, value]) => value !== null),
      ) as Seen["state"],
      input,
      decision,
      halted,
      crashed: down === "for ever" || down === "for a time",
      faulty: faults.length > 0,
      timers: Object.keys(local.timers).sort(),
      mailbox: tiny.channels === "fifo" ? mailbox : mailbox.sort(),
    };
  });
  return { processes, elapsed: moment.elapsed, objects: moment.objects, watch: moment.watch };
}

/** Whether a claim is true of what is seen. */
export function isTrue(
  { about, limit, value }: Saying,
  { processes, elapsed, objects, watch }: Sight,
): boolean {
  const count = (is: (one: Seen) => boolean): number => processes.filter(is).length;
  // What is asked last is read in few configurations, and perhaps late.
  const isThere = (one: Seen, isSo: (one: Seen) => boolean): boolean =>
    limit % 2 === 1 ? one.state["place"] === value && isSo(one) : isSo(one) && one.state["place"] === value;
  switch (about) {
    case "places":
      return count(({ state }) => state["place"] === value) < limit;
    case "there":
      return count(({ state }) => state["place"] === value) >= limit;
    case "marks":
      return count(({ state }) => (state["mark"] ?? value) === value) >= limit;
    case "decisions":
      return count(({ decision, faulty }) => decision !== null || faulty) >= limit;
    case "agreement":
      return new Set(processes.flatMap(({ decision }) => decision ?? [])).size <= 1;
    case "mailbox":
      return processes.every(({ mailbox }) => mailbox.length < limit);
    case "timers":
      return count((one) => isThere(one, ({ timers }) => timers.length > 0)) < limit;
    case "letter":
      return !processes.some((one) => isThere(one, ({ mailbox }) => mailbox.length >= limit));
    case "elapsed":
      return elapsed === null || elapsed < limit || count(({ state }) => state["place"] === value) > 0;
    case "up":
      return count(({ crashed, halted }) => crashed || halted) >= limit;
    case "object":
      return objects.length === 0 || objects[limit % objects.length] !== value;
    case "watch":
      return watch !== value;
  }
}

/** What is seen of one process alone. */
export function only(number: number, { processes, ...others }: Sight): Sight {
  return { ...others, processes: processes.filter((_, i) => i === number) };
}

/** The parts of what is seen of a process that are its own, and in nobody's hands. */
export function statesOf(seen: Seen): Omit<Seen, "timers" | "mailbox"> {
  const { timers: _, mailbox: __, ...own } = seen;
  return own;
}
