/** Atomic steps of several operations, on generated systems: one object that does all says the same. */
import { describe, expect, it } from "vitest";
import { check, parseFailures, system, type Channel } from "lightcone";
import { channels } from "lightcone/model";
import { seeds } from "../effort.ts";
import { agreed } from "./agreement.ts";
import { atomicCode, codeOnOneObject, drawnBlocks } from "./generatedAtomic.ts";

const CONFIGURATIONS_MAX = 150;

it("an atomic step is one operation on everything", () => {
  const tried = seeds(20, 600).map((seed) => drawnBlocks(seed + 1, { hears: false }));
  const found = tried.map((drawn) => {
    const [many, one] = [atomicCode(drawn), codeOnOneObject(drawn)].map((protocol) =>
      check(system(protocol), { keepGoing: true, configurationsMax: CONFIGURATIONS_MAX }),
    );
    const { configurations, transitions, depth, quiescent, verdicts } = many!;
    expect(one).toMatchObject({ configurations, transitions, depth, quiescent });
    for (const name of ["never", "end"]) expect(verdicts[name]?.verdict).toBe(one!.verdicts[name]?.verdict);
    return many!;
  });
  const waiting = found.filter(({ verdicts }) => verdicts["end"]?.verdict === "violated");
  expect(waiting.length).toBeGreaterThan(found.length / 10);
  const large = found.filter(({ configurations }) => configurations > 10);
  expect(large.length).toBeGreaterThan(found.length / 3);
});

describe.each(["none", "crash:1", "crash-recovery:1", "loss:1", "partition:1"])(
  "with failures %s",
  (failures) => {
    it.each(seeds(2, 100))("kernel and reference agree in system %i", (seed) => {
      const possible = channels.filter(({ keeps }) => !(keeps && /loss|partition/.test(failures)));
      const options = {
        channels: possible[seed % possible.length] as Channel,
        failures: parseFailures(failures),
      };
      const drawn = drawnBlocks(seed + 5_000, { hears: true });
      agreed(system(atomicCode(drawn, seed % 2 === 0), options), CONFIGURATIONS_MAX);
    });
  },
);
