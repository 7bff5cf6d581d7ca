/** The kernel against its specification, the reference search, on generated protocols. */
import { describe, expect, it } from "vitest";
import { seeds } from "../effort.ts";
import { agreed, expectNothingRash } from "./agreement.ts";
import { generatedSystem } from "./generated.ts";

const SYSTEMS = seeds(15, 200);
const CONFIGURATIONS_MAX = 250;

/** Among bystanders the reference takes its time. */
const CROWDED_MAX = 100;

describe("on generated protocols", () => {
  const tally = {
    systems: 0,
    violated: 0,
    holds: 0,
    unreachable: 0,
    unknown: 0,
    assumed: 0,
    endless: 0,
    tooLarge: 0,
  };

  it.each(SYSTEMS)("kernel and reference agree on system %i", (seed) => {
    const system = generatedSystem(seed, { fuel: seed % 4 === 0 ? 2 : 1 });
    const result = agreed(system, CONFIGURATIONS_MAX);
    if (result === undefined) tally.tooLarge++;
    else {
      tally.systems++;
      for (const verdict of Object.values(result.verdicts)) {
        tally[verdict.verdict]++;
        if (verdict.verdict === "holds" && verdict.assumed !== undefined) tally.assumed++;
        if (verdict.verdict === "violated" && verdict.schedule.cycle !== undefined) tally.endless++;
      }
      if (result.configurations > 2 * result.initial && seed % 3 === 0) expectNothingRash(system, result);
    }
  });

  it("has met every verdict often enough for the comparison to mean something", () => {
    expect(tally.systems).toBeGreaterThan(SYSTEMS.length / 3);
    expect(tally.violated).toBeGreaterThan(SYSTEMS.length / 5);
    expect(tally.holds).toBeGreaterThan(SYSTEMS.length / 5);
    expect(tally.assumed + tally.endless).toBeGreaterThan(SYSTEMS.length / 50);
    expect(tally.unknown).toBe(0);
    console.info(tally);
  });
});

describe("on generated protocols among sixty bystanders, in three words or growing to them", () => {
  it.each(seeds(3, 17))("kernel and reference agree on system %i", (seed) => {
    const crowd = 56 + (seed % 5) * 2;
    agreed(generatedSystem(seed + 1000, { fuel: 1, crowd }), CROWDED_MAX);
  });
});
