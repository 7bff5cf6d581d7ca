/** Kernel, reference and simulator agree on what monitors see, whatever the model. */
import { describe, expect, it } from "vitest";
import {
  channels,
  isStuck,
  parseFailures,
  parseTiming,
  ProtocolError,
  replay,
  system,
  UsageError,
  type Protocol,
  type System,
} from "lightcone";
import { adversaryNamed, Simulation } from "../../src/simulator/index.ts";
import { refusalOf } from "../../src/model/system/combination.ts";
import { seeds, share } from "../effort.ts";
import { agreed, agreedOnForgeries } from "./agreement.ts";
import { drawnOptions, generatedProtocol } from "./generated.ts";
import { generatedCode } from "./generatedCode.ts";
import { watched } from "./watched.ts";

const FAILURES = [
  "none",
  "crash:1",
  "crash-recovery:1",
  "loss:1",
  "omission:1",
  "byzantine:1",
  "partition:1",
];
const TIMINGS = ["asynchronous", "synchronous", "bounded:1,step:0,horizon:1"];
const SEEDS = seeds(1, 6);
const CONFIGURATIONS_MAX = 200;
const SIZE = { fuel: 1 };

const combinations = TIMINGS.flatMap((timing) =>
  channels.flatMap((channel) => FAILURES.map((failures) => ({ timing, channel, failures }))),
).map((combination, i) => ({ ...combination, firstSeed: 40 * i }));

describe.each(share(combinations, 8, 1))(
  "$timing, $channel.name channels, $failures",
  ({ timing, channel, failures, firstSeed }) => {
    const models = { channels: channel, timing: parseTiming(timing), failures: parseFailures(failures) };
    const generators = [
      (seed: number) => generatedProtocol(seed, SIZE),
      (seed: number) => generatedCode(seed),
    ];
    const made = generators.flatMap((generate) => {
      const protocolOf = (seed: number): Protocol => watched(generate(seed));
      const isRefused = refusalOf({ protocol: protocolOf(1), channel, ...models }) !== undefined;
      return isRefused ? [] : [protocolOf];
    });

    it.skipIf(made.length === 0)("kernel and reference agree", () => {
      let compared = 0;
      for (let i = 0; i < SEEDS.length || (compared < made.length && i < 30); i++) {
        const seed = firstSeed + (SEEDS[0] ?? 0) + i;
        for (const protocolOf of made) {
          const here = system(protocolOf(seed), { ...models, within: { depth: 4 } });
          if (isCompared(here, failures.startsWith("byzantine"))) compared++;
        }
      }
      expect(compared).toBeGreaterThan(0);
    });
  },
);

/** Whether kernel and reference agree on something; what is generated may be malformed in some models. */
function isCompared(here: System, isForged: boolean): boolean {
  try {
    const agree = isForged ? agreedOnForgeries : agreed;
    return agree(here, CONFIGURATIONS_MAX) !== undefined;
  } catch (error) {
    if (error instanceof UsageError || isDecidedTwice(error)) return false;
    throw error;
  }
}

function isDecidedTwice(error: unknown): boolean {
  return error instanceof ProtocolError && error.fault === "decided-twice";
}

describe("the simulator", () => {
  it.each(seeds(8, 120))("sees in run %i what the model sees", (seed) => {
    const failures = parseFailures(FAILURES[seed % 5] as string);
    const timing = parseTiming(TIMINGS[seed % 3] as string);
    const options = { ...drawnOptions(seed, SIZE), failures, timing };
    const protocol = watched(generatedProtocol(seed, SIZE));
    if (refusalOf({ protocol, channel: options.channels ?? channels[0]!, ...options })) return;
    const here = system(protocol, options);
    const simulation = new Simulation(here, { adversary: adversaryNamed("random"), runs: 1, seed });
    const under = simulation.begin(seed, true);
    const number = here.processes.length + here.objects.length;
    const seen: unknown[] = [];
    const look = (): unknown => seen.push(under.run.observe(number, "monitor"));
    try {
      under.start();
      look();
      while (under.run.steps < 30 && under.advance() === undefined) look();
    } catch (error) {
      if (isDecidedTwice(error)) return;
      throw error;
    }
    const { inputs, record = [] } = under.run;
    const execution = replay(here, { inputs, events: record });
    if (isStuck(execution)) throw new Error(`stuck at ${execution.at}`);
    const settled = execution.configurations.filter(({ pending }) => pending.length === 0);
    const monitors = settled.map((one) => one.monitors?.[0]);
    expect(seen).toEqual(monitors.slice(0, seen.length));
    expect(monitors.length - seen.length).toBeLessThan(2);
  });
});
