/** The kernel against its specification in every combination of timing, channels and failures. */
import { describe, expect, it } from "vitest";
import {
  channels,
  failureKinds,
  parseFailures,
  system,
  timings,
  parseTiming,
  UsageError,
  type System,
  type Timing,
} from "lightcone";
import { hasForgers } from "../../src/model/failure/index.ts";
import { refusalOf } from "../../src/model/system/combination.ts";
import { everyTwo, isThorough, seeds } from "../effort.ts";
import { agreed, agreedOnForgeries, expectNothingRash, type Agreed } from "./agreement.ts";
import { drawnOptions, generatedProtocol, type Size } from "./generated.ts";

const CONFIGURATIONS_MAX = isThorough ? 200 : 60;

/** Where time is kept, systems are larger: fewer of them, and more if none of these was small enough. */
const SYSTEMS = seeds(1, 4);
const TIMED = seeds(1, 3);
const SEEDS_MAX = 200;

/** Budgets of each failure, and some failures together. */
const FAILURES = [
  "crash:1",
  "crash:2",
  "crash",
  "crash-recovery:1",
  "send-omission:1",
  "receive-omission:1",
  "omission:1",
  "loss:1",
  "loss:2",
  "loss",
  "fair-loss",
  "loss:1/round",
  "loss:2/round",
  "duplication:1",
  "crash:1,loss:1",
  "crash:1,omission:1",
  "omission:1,send-omission:1",
  "duplication",
  "send-omission:1,duplication:1",
  "crash-recovery:1,crash:1",
  "partition:1",
  "partition:2,crash:1",
  "partition:1,crash-recovery:1",
  "byzantine:1,partition:1",
  "delay:2",
  "delay:1,crash:1",
  "byzantine:1",
  "byzantine:2",
  "byzantine:1,crash:1",
  "byzantine:1,crash-recovery:1",
  "byzantine:1,omission:1",
  "byzantine:1,loss:1,duplication:1",
  "authenticated-byzantine:1",
  "authenticated-byzantine:1,crash:1",
  "authenticated-byzantine:2,loss:1",
];

const TIMINGS = [
  "asynchronous",
  "synchronous",
  "synchronous, in rounds",
  "synchronous:in-order",
  "bounded:1-2,step:0,horizon:2",
  "bounded:2,drift:0.5,horizon:1",
  "partially-synchronous:gst:2,horizon:2",
  "partially-synchronous:unknown:1",
];

/** The timing model of a combination. */
const timingOf = (timing: string): Timing => parseTiming(timing.replace(", in rounds", ""));

it("tries every failure, and every timing model", () => {
  const failures = FAILURES.flatMap(parseFailures).map(({ kind }) => kind);
  expect(failureKinds.filter((kind) => !failures.includes(kind))).toEqual([]);
  const names = TIMINGS.map((timing) => timingOf(timing).name);
  expect(timings.filter(({ example }) => !names.includes(parseTiming(example).name))).toEqual([]);
});

/** A rule for objects makes no difference where there are none; with objects: objects.test.ts. */
const combinations = TIMINGS.flatMap((timing, i) =>
  channels.flatMap((channel, j) =>
    (timing === "synchronous:in-order" ? ["crash:1"] : FAILURES).map((failures, k) => ({
      isPlain: !/,|:2|^\w+$/.test(failures),
      timing,
      channel,
      failures,
      turn: i + j + k,
    })),
  ),
).map((combination, i) => ({ ...combination, firstSeed: 5000 + 5 * i }));

/** The usual run tries a quarter of these, and of larger budgets, and of failures together, an eighth. */
const tried = everyTwo(combinations, channels.length).filter(
  ({ isPlain, turn }) => isThorough || turn % (isPlain ? 4 : 8) === 0,
);

describe.each(tried)("$timing, $channel.name channels, $failures", ({ firstSeed, ...combination }) => {
  const { timing, channel, failures } = combination;
  const models = {
    channels: channel,
    timing: timingOf(timing),
    failures: parseFailures(failures),
  };
  const isTimed = models.timing.ticks !== undefined;
  const isLarge = isTimed || (models.timing.rounds && failures.includes("byzantine"));
  const size = (seed: number): Size => ({
    isPair: isLarge && (!isThorough || seed % 2 === 0),
    fuel: isThorough && seed % 3 === 0 && !timing.includes(":") ? 2 : 1,
    inRounds: timing.endsWith("in rounds"),
    restarts: failures.includes("recovery"),
    isTerse: failures.includes("byzantine") && timing.startsWith("synchronous"),
    signs: failures.includes("authenticated"),
    counts: timing.includes("horizon"),
  });

  it("kernel and reference agree, or it is refused", () => {
    let compared = 0;
    const systems = isTimed ? TIMED : SYSTEMS;
    const first = firstSeed + systems[0]!;
    for (let i = 0; i < systems.length || (compared === 0 && i < SEEDS_MAX); i++) {
      const seed = first + i;
      const protocol = generatedProtocol(seed, size(seed));
      const options = { ...drawnOptions(seed, size(seed)), ...models };
      if (refusalOf({ protocol, channel, ...models }) !== undefined) {
        expect(() => system(protocol, options)).toThrow(UsageError);
        return;
      }
      const agreement = agreementOn(system(protocol, options));
      if (agreement === undefined) continue;
      compared++;
      const { here, result } = agreement;
      if (result.configurations > 2 * result.initial && seed % 3 === 0) expectNothingRash(here, result);
    }
    expect(compared).toBeGreaterThan(0);
  });
});

/** What kernel and reference agree on; undefined if there is nothing to compare. */
function agreementOn(made: System): Agreed | undefined {
  if (!hasForgers(made)) {
    const result = agreed(made, CONFIGURATIONS_MAX);
    return result === undefined ? undefined : { here: made, result };
  }
  try {
    return agreedOnForgeries(made, CONFIGURATIONS_MAX);
  } catch (error) {
    if (error instanceof UsageError && error.message.startsWith("In one round ")) return undefined;
    throw error;
  }
}

it("every timing model is among them", () => {
  const named = TIMINGS.map((text) => text.replace(/\d.*/, ""));
  for (const { example } of timings) expect(named).toContain(example.replace(/\d.*/, ""));
});
