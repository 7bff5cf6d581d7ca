/** The kernel against its specification in every combination of timing, channels and failures. */
import { describe, expect, it } from "vitest";
import {
  channels,
  parseFailures,
  system,
  timings,
  parseTiming,
  UsageError,
  type SystemOptions,
} from "lightcone";
import { refusalOf } from "../../src/model/combination.ts";
import { agreed, expectNothingRash } from "./agreement.ts";
import { drawnOptions, generatedProtocol, type Size } from "./generated.ts";

const SYSTEMS = Number(process.env["SYSTEMS"] ?? 12);
const CONFIGURATIONS_MAX = 200;

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
  "loss:1/round",
  "loss:2/round",
  "duplication:1",
  "crash:1,loss:1",
  "crash:1,omission:1",
  "omission:1,send-omission:1",
  "duplication",
  "send-omission:1,duplication:1",
  "crash-recovery:1,crash:1",
];

const TIMINGS = ["asynchronous", "synchronous", "synchronous, in rounds"];

const combinations = TIMINGS.flatMap((timing) =>
  channels.flatMap((channel) => FAILURES.map((failures) => ({ timing, channel, failures }))),
);

describe.each(combinations)("$timing, $channel.name channels, $failures", ({ timing, channel, failures }) => {
  const options = (seed: number, size: Size): SystemOptions => ({
    ...drawnOptions(seed, size),
    channels: channel,
    timing: parseTiming(timing.replace(/,.*/, "")),
    failures: parseFailures(failures),
  });
  const size = (seed: number): Size => ({
    fuel: seed % 3 === 0 ? 2 : 1,
    inRounds: timing.endsWith("in rounds"),
    restarts: failures.includes("recovery"),
  });

  it("kernel and reference agree, or it is refused", () => {
    let compared = 0;
    for (let seed = 0; seed < SYSTEMS; seed++) {
      const protocol = generatedProtocol(seed + 5000, size(seed));
      const { channels: channelKind, timing: timingModel, failures: failed } = options(seed, size(seed));
      const parts = { protocol, channel: channelKind!, timing: timingModel!, failures: failed! };
      const refusal = refusalOf(parts);
      if (refusal !== undefined) {
        expect(() => system(protocol, options(seed, size(seed)))).toThrow(UsageError);
        return;
      }
      const made = system(protocol, options(seed, size(seed)));
      const result = agreed(made, CONFIGURATIONS_MAX);
      if (result === undefined) continue;
      compared++;
      if (result.configurations > 2 * result.initial && seed % 3 === 0) expectNothingRash(made, result);
    }
    expect(compared).toBeGreaterThan(0);
  });
});

it("every timing model is among them", () => {
  for (const { usage } of timings) expect(TIMINGS).toContain(usage);
});
