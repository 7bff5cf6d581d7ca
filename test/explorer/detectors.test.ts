/** Kernel and reference agree where objects learn of crashes, and change by themselves. */
import { describe, expect, it } from "vitest";
import { channels, parseFailures, perform, protocol, role, system, UsageError } from "lightcone";
import { isThorough, seeds } from "../effort.ts";
import { agreed, expectNothingRash } from "./agreement.ts";
import { DETECTORS, generatedCode } from "./generatedCode.ts";

const FAILURES = ["none", "crash:1", "crash:2", "crash", "crash:1,loss:1", "crash:1,partition:1"];
const BEGIN = ["none", "crash:p2"];
const SYSTEMS = seeds(1, 6);
const CONFIGURATIONS_MAX = isThorough ? 300 : 100;
const SEEDS_MAX = 200;

const combinations = FAILURES.flatMap((failures, i) =>
  channels.map((channel, j) => ({ failures, channel, firstSeed: 7_000 + 100 * (3 * i + j) })),
).filter(({ channel, failures }) => !channel.keeps || !/loss|partition/.test(failures));

/** The usual run tries half of these. */
const tried = combinations.filter((_, i) => isThorough || i % 2 === 0);

describe.each(tried)("$failures, $channel.name channels", ({ failures, channel, firstSeed }) => {
  it("kernel and reference agree", () => {
    let compared = 0;
    for (let i = 0; i < SYSTEMS.length || (compared === 0 && i < SEEDS_MAX); i++) {
      const seed = firstSeed + SYSTEMS[0]! + i;
      const begin = parseFailures(BEGIN[seed % 3 === 0 ? 1 : 0] as string);
      const protocol = generatedCode(seed, DETECTORS);
      const made = system(protocol, { channels: channel, failures: parseFailures(failures), begin });
      const result = agreed(made, CONFIGURATIONS_MAX);
      if (result === undefined) continue;
      compared++;
      if (result.configurations > 2 * result.initial && seed % 3 === 0) expectNothingRash(made, result);
    }
    expect(compared).toBeGreaterThan(0);
  });
});

it("who has not crashed is watched, and some must not", () => {
  const strong = generatedCode(7_002, [DETECTORS[2]!]);
  expect(() => system(strong, { begin: parseFailures("crash:process") })).toThrow(UsageError);
});

it("who crashes in the step in which it writes leaves what comes of both", () => {
  const objects = DETECTORS.slice(5, 6).map((make) => make(["p1", "p2"]));
  const writing = protocol<{ type: "note" }>()({
    name: "writing",
    objects,
    roles: {
      process: role({
        processes: 2,
        initially: () => ({ heard: 0 }),
        *run(state, { index, broadcast, receive }) {
          yield* perform<void>({ name: "legacy" }, "write", 2 + index);
          broadcast({ type: "note" });
          yield* receive("note");
          state.heard++;
          yield* receive("note");
        },
      }),
    },
    properties: { whole: { invariant: (_, { objects: { legacy } }) => legacy !== "p2" } },
  });
  const found = agreed(system(writing, { failures: parseFailures("crash:1") }), 300);
  expect(found?.verdicts["whole"]).toMatchObject({ verdict: "violated" });
});
