/** The oracle's own search, and its verdicts. */
import { textOf, type Moment } from "./configuration.ts";
import { happenings } from "./events.ts";
import { refusal } from "./failures.ts";
import { between } from "./rounds.ts";
import { initials, Mistake, NoSystem, TooLarge } from "./steps.ts";
import { inRounds, type Claim, type Tiny } from "./tiny.ts";
import type { Voices } from "./voices.ts";
import { isTrue, sightOf, type Sight } from "./view.ts";

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
  readonly next: { readonly to: number; readonly isFree: boolean }[];
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
  const visit = (moment: Moment, depth: number): number => {
    const text = textOf(tiny, moment);
    const known = numbers.get(text);
    if (known !== undefined) return known;
    numbers.set(text, visits.length);
    moments.push(moment);
    return visits.push({ depth, sight: sightOf(tiny, moment), next: [] }) - 1;
  };
  for (const moment of initials(tiny, voices)) visit(inRounds(tiny) ? between(tiny, moment) : moment, 0);
  const initial = visits.length;
  for (let i = 0; i < visits.length; i++) {
    if (visits.length > limit) return undefined;
    const { depth, next } = visits[i] as Visit;
    for (const { moments: after, isFree } of happenings(tiny, moments[i] as Moment, voices)) {
      next.push(...after.map((moment) => ({ to: visit(moment, depth + 1), isFree })));
    }
  }
  return { visits, initial };
}

/** Explores a system and judges its claims. @returns undefined if it is too large */
export function answer(tiny: Tiny, limit: number): Answer | undefined {
  const because = refusal(tiny);
  if (because !== undefined) return { refused: "no system", because };
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
        claim.kind === "invariant" ? invariant(visits, claim) : eventually(visits, { claim, initial }),
      ),
      sights: [...new Set(visits.map(({ sight }) => JSON.stringify(sight)))].sort(),
    };
  } catch (error) {
    if (error instanceof TooLarge) return undefined;
    if (error instanceof NoSystem) return { refused: "no system", because: error.message };
    if (!(error instanceof Mistake)) throw error;
    return { refused: "a mistake of the protocol", because: error.message };
  }
}

function invariant(visits: readonly Visit[], claim: Claim): string {
  const first = visits.find(({ sight }) => !isTrue(claim, sight));
  return first === undefined ? "holds" : `violated after ${first.depth}`;
}

/**
 * Judged on what is reached while the claim is false: where that ends it is violated, and cycles are not
 * judged.
 */
function eventually(visits: readonly Visit[], { claim, initial }: { claim: Claim; initial: number }): string {
  const waits = visits.map(({ sight }) => !isTrue(claim, sight));
  const reached = new Set([...visits.keys()].filter((i) => i < initial && waits[i] === true));
  for (const i of reached) {
    for (const { to } of visits[i]?.next ?? []) if (waits[to] === true) reached.add(to);
  }
  if ([...reached].some((i) => visits[i]?.next.every(({ isFree }) => isFree) === true)) return "violated";
  return hasCycle(visits, reached) ? "unknown" : "holds";
}

/** Whether one can go round in circles; what is free and changes nothing is no way to go on. */
function hasCycle(visits: readonly Visit[], within: ReadonlySet<number>): boolean {
  const left = new Set(within);
  const isOpen = (i: number): boolean =>
    (visits[i]?.next ?? []).some(({ to, isFree }) => left.has(to) && !(isFree && to === i));
  for (let size = -1; size !== left.size;) {
    size = left.size;
    for (const i of left) if (!isOpen(i)) left.delete(i);
  }
  return left.size > 0;
}
