/** Refinement under fairness on generated systems, against all their lassos up to some length. */
import { describe, expect, it } from "vitest";
import { check, isStuck, replay, search, system, type Execution, type System } from "lightcone";
import { seeded, type Random } from "../../src/base/random.ts";
import { doubtAbout } from "../../src/properties/doubt.ts";
import { propertiesOf } from "../../src/properties/property.ts";
import { seeds } from "../effort.ts";
import { map } from "../semantics/seenWalks.ts";
import {
  drawnSystem,
  fairnessOf,
  hasExecution,
  looksOf,
  protocolOf,
  spelledOut,
  type Drawn,
  type Looks,
} from "./fairSystems.ts";

/** The number of lassos that are tried. */
const LASSOS_MAX = 4_000;

function refining(drawn: Drawn, other: Drawn, isOwing: boolean): System {
  const fairness = isOwing ? fairnessOf(other) : { fairness: "none" };
  const refines = { protocol: protocolOf(other), map, ...fairness };
  return system(protocolOf(drawn, { asked: { refines, ...fairnessOf(drawn) } }));
}

/** A system like another, or another. */
function drawnBeside(drawn: Drawn, random: Random, letters: string): Drawn {
  const other = drawnSystem(random, { places: 3, walkers: 2, letters });
  switch (random.below(5)) {
    case 0:
      return { ...drawn, actions: drawn.actions.map((one) => ({ ...one, owed: "never" as const })) };
    case 1:
      return { ...drawn, actions: [...drawn.actions, ...other.actions] };
    case 2:
      return { ...drawn, walkers: other.walkers };
    default:
      return { ...other, first: drawn.first };
  }
}

function looksAlong({ configurations, cycle }: Execution): Looks {
  const letters = configurations.map(
    ({ locals }) => (locals[0]!.state as unknown as { looks: string }).looks,
  );
  const settled = (some: readonly unknown[]): string[] =>
    letters.filter((_, i) => i < some.length && configurations[i]?.pending.length === 0);
  if (cycle === undefined) return { stem: settled(letters), cycle: [] };
  const stem = settled(configurations.slice(0, cycle + 1));
  return { stem, cycle: settled(letters).slice(stem.length) };
}

/** A system, another that it may refine, and whether what that owes counts. */
interface Refining {
  readonly drawn: Drawn;
  readonly other: Drawn;
  readonly isOwing: boolean;
}

/** A system like that which it may refine, except that it owes less: many executions look alike. */
function lookingAlike(seed: number): Refining {
  const random = seeded(seed);
  const size = { places: 3, walkers: 2, letters: "abc" };
  const [one, two] = [drawnSystem(random, size), drawnSystem(random, size)];
  const other = {
    first: one.first,
    walkers: random.below(2) === 1 ? two.walkers : [...one.walkers, ...two.walkers].slice(0, 2),
    actions: random.below(2) === 1 ? [...one.actions, ...two.actions].slice(0, 3) : two.actions,
  };
  const actions = other.actions.map((action) => {
    return random.below(3) === 0 ? action : { ...action, owed: "never" as const };
  });
  return { drawn: { ...other, actions }, other, isOwing: true };
}

/** The verdicts that were met, and how what was violated goes on. */
const newTally = () => ({ holds: 0, violated: 0, lassos: 0, ends: 0 });

/** Compares the verdict with all lassos up to some length, and a lasso that is shown with what it shows. */
function expectAgreement({ drawn, other, isOwing }: Refining, tally: ReturnType<typeof newTally>): void {
  const made = refining(drawn, other, isOwing);
  const specified = spelledOut(other);
  let strange: Looks | undefined;
  let tried = 0;
  for (const looks of looksOf(spelledOut(drawn), 6)) {
    if (!hasExecution(specified, looks, isOwing)) strange = looks;
    if (strange !== undefined || ++tried === LASSOS_MAX) break;
  }
  const [reference, kernel] = [search(made), check(made)].map(({ verdicts }) => verdicts["asked"]!);
  expect(kernel!.verdict).toBe(reference!.verdict);
  if (strange !== undefined) expect(kernel!.verdict).toBe("violated");
  // However many executions look alike.
  expect(["holds", "violated"]).toContain(kernel!.verdict);
  tally[kernel!.verdict as "holds"]++;
  for (const verdict of [reference!, kernel!]) {
    if (verdict.verdict !== "violated") continue;
    const execution = replay(made, verdict.schedule);
    if (isStuck(execution)) throw new Error("stuck");
    expect(doubtAbout(made, propertiesOf(made)[0]!, execution)).toBeUndefined();
    const looks = looksAlong(execution);
    const isBegun = hasExecution(specified, { ...looks, cycle: [] }, false);
    if (!isBegun) continue;
    if (verdict.schedule.cycle === undefined) tally.ends++;
    else tally.lassos++;
    expect(hasExecution(specified, looks, isOwing)).toBe(false);
  }
}

describe.each(["ab", "abc"])("on generated systems that show %s", (letters) => {
  const tally = newTally();

  it.each(seeds(60, 2_000))("what one owes, executions of the other pay, or not: %i", (seed) => {
    const random = seeded(seed);
    const drawn = drawnSystem(random, { places: 3, walkers: 2, letters });
    const other = drawnBeside(drawn, random, letters);
    expectAgreement({ drawn, other, isOwing: random.below(5) > 0 }, tally);
  });

  it("has met both verdicts, lassos, and ends", () => {
    expect(Math.min(...Object.values(tally))).toBeGreaterThan(3);
  });
});

describe("where many executions look alike", () => {
  // Of the first three, the lasso that is nearest has a counterpart, and another has none.
  it.each([263, 318, 1333, ...seeds(12, 1_000)])("one of them pays what all owe, or not: %i", (seed) => {
    expectAgreement(lookingAlike(seed), newTally());
  });
});
