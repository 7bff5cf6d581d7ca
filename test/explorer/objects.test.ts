/** Kernel and reference agree on generated systems of process code and shared objects, whatever the model. */
import { describe, expect, it } from "vitest";
import { channels, parseFailures, parseTiming, system, timings, UsageError } from "lightcone";
import { kindOf, objectKinds } from "lightcone/model";
import { refusalOf } from "../../src/model/system/combination.ts";
import { everyTwo, isThorough, seeds } from "../effort.ts";
import { agreed, expectNothingRash } from "./agreement.ts";
import { DETECTORS, generatedCode, OBJECTS } from "./generatedCode.ts";

/** Rounds come to an end soon; where steps happen one at a time, systems are larger. */
const IN_ROUNDS = seeds(1, 5);
const IN_ANY_ORDER = seeds(1, 4);
const TIMED = seeds(1, 3);
const CONFIGURATIONS_MAX = 300;
const CONFIGURATIONS_MAX_IN_ANY_ORDER = 150;
const FAILURES = [
  "none",
  "crash:1",
  "crash:2",
  "crash-recovery:1",
  "loss:1",
  "loss:1/round",
  "omission:1",
  "crash:1,duplication:1",
  "crash:1,crash-recovery:1",
  "partition:1",
  "byzantine:1",
];

const TIMINGS = [
  "asynchronous",
  "synchronous",
  "synchronous:in-order",
  "bounded:1,step:0,horizon:1",
  "partially-synchronous:gst:1,step:0",
  "partially-synchronous:unknown:1-2,step:1",
];
const SEEDS_MAX = 200;

const combinations = TIMINGS.flatMap((timing, i) =>
  channels.flatMap((channel, j) =>
    FAILURES.map((failures, k) => ({ timing, channel, failures, turn: i + j + k })),
  ),
).map((combination, i) => ({ ...combination, firstSeed: 100 + 5 * i }));

/** The usual run tries a quarter of these. */
const tried = everyTwo(combinations, channels.length).filter(({ turn }) => isThorough || turn % 4 === 0);

describe.each(tried)("$timing, $channel.name channels, $failures", ({ firstSeed, ...models }) => {
  const { timing, channel, failures } = models;
  const options = { channels: channel, timing: parseTiming(timing), failures: parseFailures(failures) };

  it("kernel and reference agree, or it is refused", () => {
    if (refusalOf({ protocol: generatedCode(100), channel, ...options }) !== undefined) {
      expect(() => system(generatedCode(100), options)).toThrow(UsageError);
      return;
    }
    const { rounds, ticks } = options.timing;
    const systems = rounds ? IN_ROUNDS : ticks === undefined ? IN_ANY_ORDER : TIMED;
    const first = firstSeed + systems[0]!;
    const max = rounds ? CONFIGURATIONS_MAX : CONFIGURATIONS_MAX_IN_ANY_ORDER;
    let compared = 0;
    for (let i = 0; i < systems.length || (compared === 0 && i < SEEDS_MAX); i++) {
      const seed = first + i;
      const made = system(generatedCode(seed), options);
      const result = agreed(made, max);
      if (result === undefined) continue;
      compared++;
      if (result.configurations > 2 * result.initial && seed % 3 === 0) expectNothingRash(made, result);
    }
    expect(compared).toBeGreaterThan(0);
  });
});

it("every timing model is among them", () => {
  const named = TIMINGS.map((text) => text.replace(/\d.*/, ""));
  for (const { example } of timings) expect(named).toContain(example.replace(/\d.*/, ""));
});

it("what makes no sense is refused, and nothing else", () => {
  const refused = combinations.filter(({ timing, channel, failures }) => {
    const parts = { channel, timing: parseTiming(timing), failures: parseFailures(failures) };
    return refusalOf({ protocol: generatedCode(100), ...parts }) !== undefined;
  });
  expect(refused).toEqual(
    combinations.filter(({ timing, channel, failures }) => {
      const inRounds = timing.startsWith("synchronous");
      if (channel.keeps && (timing !== "asynchronous" || /loss|duplication|partition/.test(failures)))
        return true;
      return (
        failures === "byzantine:1" ||
        (failures === "partition:1" && inRounds) ||
        (failures === "loss:1/round" && !inRounds)
      );
    }),
  );
});

it("every kind of object is among them", () => {
  const kinds = [...OBJECTS, ...DETECTORS].map((make) => kindOf(make(["p1", "p2"]))?.name);
  for (const { name } of objectKinds) expect(kinds).toContain(name);
});
