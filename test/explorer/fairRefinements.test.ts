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
function drawnBeside(drawn: Drawn, random: Random): Drawn {
  const other = drawnSystem(random, { places: 3, walkers: 2 });
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

const tally = { holds: 0, violated: 0, lassos: 0, ends: 0 };

describe("on generated systems", () => {
  it.each(seeds(120, 6_000))("what one owes, executions of the other pay, or not: %i", (seed) => {
    const random = seeded(seed);
    const drawn = drawnSystem(random, { places: 3, walkers: 2 });
    const other = drawnBeside(drawn, random);
    const isOwing = random.below(5) > 0;
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
  });

  it("has met both verdicts, lassos, and ends", () => {
    expect(Math.min(...Object.values(tally))).toBeGreaterThan(3);
  });
});
