/** All kinds of cases, each drawn from a seed, and what both sides make of one. */
import { compare, SIZES } from "./compare.ts";
import { draw } from "./draw.ts";
import { drawLockstep } from "./drawLockstep.ts";
import { drawShared } from "./drawShared.ts";
import { drawTimed } from "./drawTimed.ts";
import { drawWatched } from "./drawWatched.ts";
import { KINDS as SYSTEMS } from "./systemKinds.ts";
import { compareProgram, reportProgram } from "./programs/compare.ts";
import { drawProgram } from "./programs/draw.ts";
import { report } from "./report.ts";
import type { Tiny } from "./tiny.ts";

/** Systems, by how time goes in them; the same with guards; and programs. */
export const KINDS = [
  ...SYSTEMS,
  ...SYSTEMS.map((kind) => `guarded ${kind}` as const),
  "shared",
  "lockstep",
  "timed code",
  "watched",
  "programs",
] as const;

/** One of these. */
export type Kind = (typeof KINDS)[number];

/** What became of one case. */
export interface Judged {
  readonly outcome: string;
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
  const sort = SYSTEMS.find((one) => kind.endsWith(one)) ?? "asynchronous";
  return draw(seed, [sort], kind !== sort);
}

/** Draws a case and compares. @param most the number of configurations above which a system is passed over */
export function judge(kind: Kind, seed: number, most = Infinity): Judged {
  if (kind === "programs") {
    const program = drawProgram(seed);
    const found = compareProgram(program);
    if (found.outcome !== "differ") return { outcome: found.outcome };
    const { about } = found;
    return { outcome: `differ in ${about}`, report: () => reportProgram(program, about) };
  }
  const tiny = drawn(kind, seed);
  const found = compare(tiny, {
    kernel: Math.min(most, SIZES.kernel),
    reference: Math.min(most, SIZES.reference),
  });
  if (found.outcome !== "differ") return { outcome: found.outcome };
  const outcome = `differ in ${found.about} of the ${found.engine}`;
  const failures = tiny.failures.map((failure) => failure.kind).join();
  return { outcome, sort: `${tiny.timing.kind} ${outcome} ${failures}`, report: () => report(tiny, found) };
}
