/** The oracle's own search, and its verdicts. */
import { keepsTime, stateText, textOf, type Moment } from "./configuration.ts";
import { happenings, letterOf } from "./events.ts";
import { isOverdue, settled, TIME } from "./ticking.ts";
import { refusal } from "./failures.ts";
import { canStay, TooMany, type Rules, type Stay } from "./forever.ts";
import { between } from "./rounds.ts";
import { saidToBeKnown } from "./knowledge.ts";
import { initials } from "./start.ts";
import { Mistake, NoSystem, TooLarge } from "./steps.ts";
import { inRounds, isNamed, processesOf, type Claim, type Saying, type Tiny } from "./tiny.ts";
import { numbersOf, ofSomebody, turnsVerdict } from "./turns.ts";
import { readBy, SHAPES, type Readable, type Reader, type ReadStays, type ShapeName } from "./nested.ts";
import type { Voices } from "./voices.ts";
import { isTrue, only, sightOf, type Sight } from "./view.ts";

/** What is said of a system: by the oracle, and by Lightcone. */
export interface Answer {
  /** It is no system, or its protocol makes a mistake; then there is nothing else to say. */
  readonly refused?: string;
  /** Why, in words of its own, which are not compared. */
  readonly because?: string;
  readonly configurations?: number;
  readonly initial?: number;
  readonly quiescent?: number;
  readonly depth?: number;
  readonly transitions?: number;
  /** For each claim: its verdict, and for an invariant the length of a shortest violation. */
  readonly verdicts?: readonly string[];
  /** Every different sight, as text, sorted. */
  readonly sights?: readonly string[];
}

interface Visit {
  readonly depth: number;
  readonly sight: Sight;
  /** The state of each process, as text. */
  readonly states: readonly string[];
  readonly next: { readonly to: number; readonly isFree: boolean; readonly pays: readonly string[] }[];
  readonly owed: Set<string>;
  /** What can happen that somebody may ask for. */
  readonly wishes: Set<string>;
  readonly mail: ReadonlySet<string>;
  readonly isOverdue: boolean;
}

/** What a search has visited, of which the first are initial. */
interface Explored {
  readonly visits: readonly Visit[];
  readonly initial: number;
}

/**
 * Visits every configuration, again and again until nobody says anything new, which liars might say, too.
 * @returns undefined if there are more than `limit` @throws Mistake
 */
function explore(tiny: Tiny, limit: number): Explored | undefined {
  let voices: Voices = { known: new Map(), heard: new Map() };
  for (;;) {
    const explored = exploreWith(tiny, limit, voices);
    if (explored === undefined || voices.heard.size === voices.known.size) return explored;
    voices = { known: new Map(voices.heard), heard: new Map(voices.heard) };
  }
}

function exploreWith(tiny: Tiny, limit: number, voices: Voices): Explored | undefined {
  const numbers = new Map<string, number>();
  const moments: Moment[] = [];
  const visits: Visit[] = [];
  const visit = (after: Moment, depth: number): number => {
    const moment = settled(tiny, after);
    const text = textOf(tiny, moment);
    const known = numbers.get(text);
    if (known !== undefined) return known;
    numbers.set(text, visits.length);
    moments.push(moment);
    const mail = new Set(moment.mail.flatMap((posts, at) => posts.map((post) => letterOf(at, post))));
    const late = keepsTime(tiny.timing) && isOverdue(tiny, moment);
    const sight = sightOf(tiny, moment);
    const states = moment.locals.map((local) => stateText(tiny, local));
    return (
      visits.push({
        depth,
        sight,
        states,
        next: [],
        owed: new Set(),
        wishes: new Set(),
        mail,
        isOverdue: late,
      }) - 1
    );
  };
  for (const moment of initials(tiny, voices)) visit(inRounds(tiny) ? between(tiny, moment) : moment, 0);
  const initial = visits.length;
  for (let i = 0; i < visits.length; i++) {
    if (visits.length > limit) return undefined;
    const { depth, next, owed, wishes } = visits[i] as Visit;
    for (const { moments: after, isFree, owed: name, pays, wish } of happenings(
      tiny,
      moments[i] as Moment,
      voices,
    )) {
      if (name !== undefined) owed.add(name);
      if (wish !== undefined) wishes.add(wish);
      next.push(...after.map((moment) => ({ to: visit(moment, depth + 1), isFree, pays })));
    }
  }
  return { visits, initial };
}

/** An act that a claim asks for and nobody may do; code says what it may do only when it is there. */
function strangeAct({ claims, roles }: Tiny): string | undefined {
  if (roles.some(({ isCode }) => isCode)) return undefined;
  const known = roles.flatMap(({ own }) => own.filter(({ kind }) => kind === "may").map(({ name }) => name));
  return claims
    .flatMap(({ asks = [] }) => asks.map(({ action }) => action))
    .find((action) => !known.includes(action));
}

/**
 * Explores a system and judges its claims.
 * @param rules what is owed, where that is not what the documents say; `isUnseen`: nobody asks for sights
 * @returns undefined if it is too large
 */
export function answer(
  tiny: Tiny,
  limit: number,
  { rules = {}, isUnseen = false }: { readonly rules?: Partial<Rules>; readonly isUnseen?: boolean } = {},
): Answer | undefined {
  const because = refusal(tiny);
  if (because !== undefined) return { refused: "no system", because };
  if (
    inRounds(tiny) &&
    tiny.roles.some(({ isCode, own }) => isCode && own.some(({ kind }) => kind === "may"))
  )
    return { refused: "a mistake of the protocol", because: "in rounds code awaits one thing" };
  const stranger = strangeAct(tiny);
  if (stranger !== undefined)
    return { refused: "a mistake of the protocol", because: `nobody may ${stranger}` };
  try {
    const explored = explore(tiny, limit);
    if (explored === undefined) return undefined;
    const { visits, initial } = explored;
    return {
      configurations: visits.length,
      initial,
      quiescent: visits.filter(({ next }) => next.every(({ isFree }) => isFree)).length,
      depth: Math.max(...visits.map(({ depth }) => depth)),
      transitions: visits.reduce((sum, { next }) => sum + next.length, 0),
      verdicts: tiny.claims.map((claim) =>
        eachOf(tiny, claim)
          .map((number) => verdictFor(tiny, explored, { claim, number, rules }))
          .join(", "),
      ),
      sights: isUnseen ? [] : [...new Set(visits.map(({ sight }) => JSON.stringify(sight)))].sort(),
    };
  } catch (error) {
    if (error instanceof TooLarge || error instanceof TooMany) return undefined;
    if (error instanceof NoSystem) return { refused: "no system", because: error.message };
    if (!(error instanceof Mistake)) throw error;
    return { refused: "a mistake of the protocol", because: error.message };
  }
}

/** The numbers of the processes of which something is claimed of each; undefined: of all together. */
function eachOf(tiny: Tiny, { each, kind }: Claim): readonly (number | undefined)[] {
  return each === undefined || kind === "deadlockFree" ? [undefined] : numbersOf(tiny, each);
}

/** The verdict on a claim, as far as it is about one process. */
function verdictFor(
  tiny: Tiny,
  { visits, initial }: Explored,
  {
    claim,
    number,
    rules,
  }: { readonly claim: Claim; readonly number: number | undefined; readonly rules: Partial<Rules> },
): string {
  if (claim.kind === "boundedWaiting" && number !== undefined)
    return turnsVerdict(tiny, visits, { claim, number });
  const seen = number === undefined ? visits : visits.map((one) => seenOf(number, one));
  return verdictOn(seen, {
    claim,
    says: claim.kind === "deadlockFree" ? ofSomebody(tiny, claim.each) : isTrue,
    initial,
    keeps: tiny.channels === "message-set",
    rules: { ...asked(tiny, claim), ...rules },
  });
}

function seenOf(number: number, visit: Visit): Visit {
  return { ...visit, sight: only(number, visit.sight) };
}

/** What is owed besides, in a system and by a claim. */
function asked(tiny: Tiny, claim: Claim): Pick<Rules, "isFair" | "isAsked"> {
  const compassion = (claim.asks ?? []).filter(({ strength }) => strength === "compassion");
  const isAsked = (name: string): boolean => isWished({ asks: compassion }, name);
  return { isFair: isFairIn(tiny), isAsked };
}

/** Whether a claim asks for something that a process may do. */
function isWished({ asks = [] }: Pick<Claim, "asks">, name: string): boolean {
  return name.startsWith("wish ") && asks.some(({ action }) => name.endsWith(` ${action}`));
}

/** Whether a message comes over a fair-lossy channel, by its name. */
function isFairIn(tiny: Tiny): (name: string) => boolean {
  const fair = tiny.failures.find(({ kind }) => kind === "fair-loss");
  const to = processesOf(tiny).filter((who) => fair !== undefined && isNamed(fair.whom ?? [who.id], who));
  return (name) => to.some(({ number }) => name.startsWith(`letter ${number} `));
}

function verdictOn(visits: readonly Visit[], long: Long): string {
  const { claim } = long;
  switch (claim.kind) {
    case "invariant": {
      const first = visits.find(({ sight }) => !isTrue(claim, sight));
      return first === undefined ? "holds" : `violated after ${first.depth}`;
    }
    case "step": {
      const { later = claim } = claim;
      const broken = visits.filter(({ sight, next }) => {
        return isTrue(claim, sight) && next.some(({ to }) => !isTrue(later, (visits[to] as Visit).sight));
      });
      if (broken.length === 0) return "holds";
      return `violated after ${1 + Math.min(...broken.map(({ depth }) => depth))}`;
    }
    case "knowledge": {
      const { knowing = [] } = claim;
      const isFact = (i: number): boolean => isTrue(claim, (visits[i] as Visit).sight);
      const states = visits.map((visit) => visit.states);
      const [given = [], said = []] = knowing.map((one) => saidToBeKnown(one, { states, isFact }));
      return given.every((isGiven, i) => !isGiven || said[i]) ? "holds" : "violated";
    }
    case "reachable": {
      const first = visits.find(({ sight }) => isTrue(claim, sight));
      return first === undefined ? "unreachable" : `holds, after ${first.depth}`;
    }
    default: {
      const verdict = inTheLongRun(visits, long);
      return verdict.startsWith("holds") && !isTested(visits, long) ? `${verdict}, untested` : verdict;
    }
  }
}

/** Whether there is anything that a claim speaks of. */
function isTested(visits: readonly Visit[], long: Long): boolean {
  const { claim, says } = long;
  switch (claim.kind) {
    case "leadsTo":
    case "starvationFree":
    case "deadlockFree":
      return visits.some(({ sight }) => says(claim, sight));
    case "until":
      return forbidden(visits, long).part.size > 0;
    case "whenQuiescent":
      return visits.some(({ next }) => next.every(({ isFree }) => isFree));
    case "temporal": {
      const { tested } = SHAPES[claim.shape as ShapeName];
      return tested === undefined || inTheLongRun(visits, { ...long, reader: tested }) === "violated";
    }
    default:
      return true;
  }
}

interface Long {
  readonly claim: Claim;
  /** Whether a part of the claim is true of what is seen. */
  readonly says: (saying: Saying, sight: Sight) => boolean;
  readonly initial: number;
  /** Messages stay in transit. */
  readonly keeps: boolean;
  readonly rules: Partial<Rules> & Pick<Rules, "isFair" | "isAsked">;
  /** What reads executions of a claim that is a formula, if that is not the formula itself. */
  readonly reader?: Reader;
}

/** Where an execution must not stay, and what it must not come to again and again there. */
interface Forbidden {
  readonly part: ReadonlySet<number>;
  readonly isWanted: (number: number) => boolean;
}

/**
 * Judged on the configurations in which an execution that refutes the claim stays from some moment on: it
 * ends there, or goes on there for ever.
 */
function inTheLongRun(visits: readonly Visit[], long: Long): string {
  const { claim, initial, keeps, rules } = long;
  if (claim.kind === "until" && isBroken(visits, claim, initial)) return "violated";
  const wished = ({ wishes }: Visit): string[] => [...wishes].filter((name) => isWished(claim, name));
  const isEnd = (i: number): boolean => {
    const { next } = visits[i] as Visit;
    return next.every(({ isFree }) => isFree) && wished(visits[i] as Visit).length === 0;
  };
  const all = visits.map((visit): Stay => {
    const { next, owed, mail, isOverdue: late } = visit;
    return { next, owed: new Set([...owed, ...wished(visit)]), mail, waitsForTime: late || owed.has(TIME) };
  });
  const { stays, part, isWanted, isRefuted } = staying(visits, long, { stays: all, isEnd });
  if (isRefuted) return "violated";
  if (claim.kind === "whenQuiescent") return claim.asks === undefined ? "holds" : "holds as asked";
  const stay = (other: Partial<Rules>): boolean =>
    canStay(stays, part, {
      isWanted,
      rules: { messages: "again and again", time: "where something waits", ...rules, ...other },
    });
  if (stay({})) return "violated";
  if (stay({ time: "where it can pass" })) return "unknown: time stands still";
  const holds = claim.asks === undefined ? "holds" : "holds as asked";
  return keeps && stay({ messages: "never" }) ? `${holds} if kept messages come again` : holds;
}

/** Where an execution must not stay, and whether another refutes the claim that ends. */
function staying(
  visits: readonly Visit[],
  long: Long,
  { stays, isEnd }: Pick<Readable, "stays" | "isEnd">,
): ReadStays {
  const { claim, initial, reader } = long;
  if (claim.shape !== undefined) {
    const { later = claim } = claim;
    const isFirst = (i: number): boolean => isTrue(claim, visits[i]?.sight as Sight);
    const isSecond = (i: number): boolean => isTrue(later, visits[i]?.sight as Sight);
    return readBy(reader ?? SHAPES[claim.shape], { stays, initial, isEnd, isFirst, isSecond });
  }
  const { part, isWanted } = forbidden(visits, long);
  return { stays, part, isWanted, isRefuted: [...part].some((i) => isEnd(i) && isWanted(i)) };
}

/** What can be reached from some configurations through those that something is true of. */
function reachedFrom(
  visits: readonly Visit[],
  first: readonly number[],
  goesOn: (number: number) => boolean,
): Set<number> {
  const reached = new Set(first.filter(goesOn));
  for (const i of reached) for (const { to } of visits[i]?.next ?? []) if (goesOn(to)) reached.add(to);
  return reached;
}

function forbidden(visits: readonly Visit[], { claim, says, initial }: Long): Forbidden {
  const all = [...visits.keys()];
  const first = (i: number): boolean => says(claim, visits[i]?.sight as Sight);
  const second = (i: number): boolean => says(claim.later ?? claim, visits[i]?.sight as Sight);
  const any = (): boolean => true;
  switch (claim.kind) {
    case "eventually":
      return { part: reachedFrom(visits, all.slice(0, initial), (i) => !first(i)), isWanted: any };
    case "until":
      return {
        part: reachedFrom(visits, all.slice(0, initial), (i) => first(i) && !second(i)),
        isWanted: any,
      };
    case "leadsTo":
    case "starvationFree":
    case "deadlockFree":
      return { part: reachedFrom(visits, all.filter(first), (i) => !second(i)), isWanted: any };
    case "eventuallyAlways":
      return { part: new Set(all), isWanted: (i) => !first(i) };
    default:
      return { part: new Set(all.filter((i) => !first(i))), isWanted: any };
  }
}

/** Whether an execution comes to where neither part of an until is true, before the second has been. */
function isBroken(visits: readonly Visit[], claim: Claim, initial: number): boolean {
  const second = (i: number): boolean => isTrue(claim.later ?? claim, visits[i]?.sight as Sight);
  const before = reachedFrom(visits, [...visits.keys()].slice(0, initial), (i) => !second(i));
  return [...before].some((i) => !isTrue(claim, visits[i]?.sight as Sight));
}
