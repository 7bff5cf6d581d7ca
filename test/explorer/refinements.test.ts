/** The safety of refinement on generated walks, against all that can be seen of them within some steps. */
import { describe, expect, it } from "vitest";
import { check, isStuck, lengthOf, replay, search } from "lightcone";
import { seeded, type Random } from "../../src/base/random.ts";
import { doubtAbout } from "../../src/properties/doubt.ts";
import { propertiesOf } from "../../src/properties/property.ts";
import { seeds } from "../effort.ts";
import { refining, said, type Walk } from "../semantics/seenWalks.ts";

function drawnWalk(random: Random, sizeMax: number): Walk {
  const size = 2 + random.below(sizeMax - 1);
  const places = Array.from({ length: size }, (_, i) => i);
  return {
    looks: places.map(() => "abc"[random.below(3)] as string),
    ways: places.map(() => Array.from({ length: random.below(3) }, () => random.below(size))),
    starts: random.below(3) === 0 ? [0, 1] : [0],
  };
}

/** The same walk, of which one place leads to one place less. */
function without(walk: Walk, random: Random): Walk {
  const place = random.below(walk.ways.length);
  const ways = walk.ways.map((next, i) => (i === place ? next.slice(1) : next));
  return { ...walk, ways };
}

/** What is seen along some places, without stutters. */
function seenAlong({ looks }: Walk, places: readonly number[]): string {
  return places
    .map((place) => looks[place])
    .filter((one, i, all) => one !== all[i - 1])
    .join("");
}

/** Everything that can be seen of a walk within so many steps. */
function allSeen(walk: Walk, steps: number): Map<string, number> {
  const found = new Map<string, number>();
  let ways: number[][] = walk.starts.map((start) => [start]);
  for (let length = 0; length <= steps; length++) {
    for (const way of ways) {
      const seen = seenAlong(walk, way);
      if (!found.has(seen)) found.set(seen, length);
    }
    ways = ways.flatMap((way) => [...new Set(walk.ways[way.at(-1) as number])].map((next) => [...way, next]));
  }
  return found;
}

const tally = { holds: 0, violated: 0, long: 0 };

describe("on generated walks", () => {
  it.each(seeds(90, 3_000))("what is seen of one is seen of the other, or not: %i", (seed) => {
    const random = seeded(seed);
    const walk = drawnWalk(random, 5);
    const other = random.below(2) === 0 ? drawnWalk(random, 7) : without(walk, random);
    const made = refining(walk, other, { fairness: "none" });
    const possible = allSeen(other, 9);
    const strange = [...allSeen(walk, 5)].filter(([seen]) => !possible.has(seen));
    const verdict = said(made);
    if (strange.length > 0) expect(verdict).toBe("violated");
    tally[verdict as "holds" | "violated"]++;
    for (const explore of [search, check]) {
      const found = explore(made).verdicts["asked"];
      if (found?.verdict !== "violated") continue;
      const execution = replay(made, found.schedule);
      if (isStuck(execution)) throw new Error("stuck");
      const [property] = propertiesOf(made);
      expect(doubtAbout(made, property!, execution)).toBeUndefined();
      const seen = execution.configurations.map(
        ({ locals }) => (locals[0]!.state as unknown as { looks: string }).looks,
      );
      expect(possible.has(seen.filter((one, i) => one !== seen[i - 1]).join(""))).toBe(false);
      if (strange.length === 0) tally.long++;
      else expect(lengthOf(execution)).toBe(Math.min(...strange.map(([, length]) => length)));
    }
  });

  it("has met both verdicts", () => {
    expect(Math.min(tally.holds, tally.violated)).toBeGreaterThan(5);
    console.info(tally);
  });
});
