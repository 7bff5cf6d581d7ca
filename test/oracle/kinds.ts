/** All kinds of cases, each drawn from a seed, and what both sides make of one. */
import { compare, SIZES, type Outcome, type Sizes } from "./compare.ts";
import { diceOf } from "./dice.ts";
import { draw, drawKin } from "./draw.ts";
import { answer } from "./explore.ts";
import { drawFair } from "./drawFair.ts";
import { drawLockstep } from "./drawLockstep.ts";
import { drawShared } from "./drawShared.ts";
import { drawTimed } from "./drawTimed.ts";
import { drawWatched } from "./drawWatched.ts";
import { KINDS as SYSTEMS } from "./systemKinds.ts";
import { compareProgram, reportProgram } from "./programs/compare.ts";
import { drawProgram } from "./programs/draw.ts";
import { report } from "./report.ts";
import type { Engine } from "./product.ts";
import type { Claim, Tiny } from "./tiny.ts";

/** Systems, by how time goes in them; the same with guards; and programs. */
export const KINDS = [
  ...SYSTEMS,
  ...SYSTEMS.map((kind) => `guarded ${kind}` as const),
  "shared",
  "lockstep",
  "timed code",
  "watched",
  "fair",
  "programs",
] as const;

/** One of these. */
export type Kind = (typeof KINDS)[number];

/** What became of one case. */
export interface Judged {
  readonly outcome: string;
  /** What was found out about claims, each with its kind, where both agree. */
  readonly verdicts?: readonly string[];
  /** What differences have in common that are probably one. */
  readonly sort?: string;
  /** If both sides differ: makes the case small, and tells. */
  readonly report?: () => string;
}

/** A system of a kind. */
function drawn(kind: Exclude<Kind, "programs">, seed: number): Tiny {
  if (kind === "shared") return drawShared(seed);
  if (kind === "lockstep") return drawLockstep(seed);
  if (kind === "timed code") return drawTimed(seed);
  if (kind === "watched") return drawWatched(seed);
  if (kind === "fair") return drawFair(seed);
  const sort = SYSTEMS.find((one) => kind.endsWith(one)) ?? "asynchronous";
  return draw(seed, [sort], kind !== sort);
}

/** The number of seeds whose systems of one kind share their code, where code has to be compiled. */
const KIN = 2048;

/** One in so many systems is asked everything about, where others are not. */
const WHOLE = 256;

/** One in so many is reduced, too. */
const REDUCED = 4;

const REDUCED_TOO = ["reduced, unseen"] as const;

/** Claims that are seldom kept: what they come to a single look at each configuration tells, or each step. */
const OF_A_LOOK: ReadonlySet<Claim["kind"]> = new Set(["invariant", "step", "reachable", "knowledge"]);

/** A system of a kind that takes little time: few things are claimed of it, and little has to be compiled. */
function drawnBriefly(kind: Exclude<Kind, "programs">, seed: number): Tiny {
  const tiny = ofKin(kind, seed);
  const dice = diceOf(seed ^ 0xb21ef);
  const claims = tiny.claims.filter(({ kind: claimed }) => dice.oneIn(OF_A_LOOK.has(claimed) ? 12 : 4));
  return { ...tiny, claims: claims.length === 0 ? tiny.claims.slice(0, 1) : claims };
}

/** The first of those that share their code, by kind and number. */
const eldest = new Map<string, Tiny>();

/** The number of configurations of a system whose code many have, at most. */
const SMALL = 20;

function eldestOf(kind: Exclude<Kind, "programs">, number: number): Tiny {
  const name = `${kind} ${number}`;
  const known = eldest.get(name);
  if (known !== undefined) return known;
  const isFit = (tiny: Tiny): boolean => !hasCode(tiny) || answer(tiny, SMALL)?.configurations !== undefined;
  let seed = number;
  while (!isFit(drawn(kind, seed))) seed += APART;
  if (eldest.size > 100) eldest.clear();
  eldest.set(name, drawn(kind, seed));
  return drawn(kind, seed);
}

/** The distance of seeds that are tried one after the other. */
const APART = 0x1000003;

function ofKin(kind: Exclude<Kind, "programs">, seed: number): Tiny {
  const first = eldestOf(kind, Math.floor(seed / KIN));
  if (hasCode(first)) return drawKin(seed, first);
  for (let other = seed; ; other += APART) {
    const tiny = drawn(kind, other);
    if (!hasCode(tiny)) return tiny;
  }
}

function hasCode({ roles }: Tiny): boolean {
  return roles.some(({ isCode }) => isCode);
}

/** What became of each claim in few words; of one that is asked of each process, of each. */
function told({ claims }: Tiny, verdicts: readonly string[]): readonly string[] {
  return verdicts.flatMap((verdict, i) =>
    verdict.split(/, (?!after|untested)/).map((one) => {
      const isTested = !one.endsWith("untested");
      return `${claims[i]?.kind} ${/^\w+/.exec(one)?.[0]}${isTested ? "" : " untested"}`;
    }),
  );
}

/** How a case is judged. */
export interface Manner {
  /** The number of configurations above which a system is passed over. */
  readonly most?: number;
  /** Whether little is asked about most systems, so that more of them are judged. */
  readonly isBrief?: boolean;
}

function judgeProgram(seed: number): Judged {
  const program = drawProgram(seed);
  const found = compareProgram(program);
  if (found.outcome !== "differ") return { outcome: found.outcome };
  const { about } = found;
  return { outcome: `differ in ${about}`, report: () => reportProgram(program, about) };
}

/** Draws a case and compares. */
export function judge(kind: Kind, seed: number, { most = Infinity, isBrief = false }: Manner = {}): Judged {
  if (kind === "programs") return judgeProgram(seed);
  const dice = diceOf(seed ^ 0x3a11);
  const isWhole = !isBrief || dice.oneIn(WHOLE);
  const tiny = isWhole ? drawn(kind, seed) : drawnBriefly(kind, seed);
  const engines: readonly Engine[] = ["kernel, unseen", ...(dice.oneIn(REDUCED) ? REDUCED_TOO : [])];
  const sizes = { kernel: Math.min(most, SIZES.kernel), reference: Math.min(most, SIZES.reference) };
  const ask = (one: Tiny, size: Sizes): Outcome => compare(one, size, isWhole ? undefined : engines);
  const found = ask(tiny, sizes);
  if (found.outcome === "agree") return { outcome: "agree", verdicts: told(tiny, found.verdicts) };
  if (found.outcome !== "differ") return { outcome: found.outcome };
  const outcome = `differ in ${found.about} of the ${found.engine}`;
  const failures = tiny.failures.map((failure) => failure.kind).join();
  return {
    outcome,
    sort: `${tiny.timing.kind} ${outcome} ${failures}`,
    report: () => report(tiny, found, (one) => ask(one, SIZES)),
  };
}
