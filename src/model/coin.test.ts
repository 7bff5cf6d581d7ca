/** Coins: what is left to chance, and not to the adversary. */
import { describe, expect, test } from "vitest";
import { adversaryNamed } from "../simulator/adversary/index.ts";
import { Simulation } from "../simulator/simulation.ts";
import { initialConfiguration } from "./configuration.ts";
import { formatEvent, parseEvent } from "./event.ts";
import { protocol, role, type Context } from "./protocol.ts";
import { system, type System } from "./system.ts";
import { enabled } from "./transition.ts";

/** One process that does something once, when a timer fires. */
function once(toss: (context: Context) => unknown): System {
  return system(
    protocol()({
      name: "once",
      roles: {
        process: role({
          initially: ({ setTimer }) => {
            setTimer("toss");
            return {};
          },
          uponTimeout: { toss: (_state, context) => context.decide(toss(context) as never) },
        }),
      },
    }),
  );
}

const events = (made: System): string[] => enabled(made, initialConfiguration(made, [null])).map(formatEvent);

describe("every side of a coin is explored", () => {
  test("and its text says that it was a coin", () => {
    expect(events(once(({ flip }) => flip()))).toEqual([
      "p1 times out on toss choosing coin true",
      "p1 times out on toss choosing coin false",
    ]);
  });

  test("among what the adversary chooses", () => {
    const made = once(({ flip, choose }) => [choose([1, 2]), flip(1 / 3)]);
    expect(events(made)).toEqual([
      "p1 times out on toss choosing 1, coin true",
      "p1 times out on toss choosing 1, coin false",
      "p1 times out on toss choosing 2, coin true",
      "p1 times out on toss choosing 2, coin false",
    ]);
    for (const text of events(made)) expect(formatEvent(parseEvent(text))).toBe(text);
  });

  test("but what has no weight", () => {
    expect(events(once(({ draw }) => draw(["a", "b", "c"], [1, 0, 2])))).toEqual([
      'p1 times out on toss choosing coin "a"',
      'p1 times out on toss choosing coin "c"',
    ]);
    expect(events(once(({ flip }) => flip(0)))).toEqual(["p1 times out on toss choosing coin false"]);
    expect(events(once(({ flip }) => flip(1)))).toEqual(["p1 times out on toss choosing coin true"]);
  });
});

describe("in simulations", () => {
  const frequencies = (made: System): Record<string, number> => {
    const counts: Record<string, number> = {};
    const options = { adversary: adversaryNamed("round-robin"), runs: 1, seed: 0 };
    for (let seed = 0; seed < RUNS; seed++) {
      const under = new Simulation(made, options).begin(seed);
      under.start();
      under.run.take(under.choose());
      const decision = JSON.stringify(under.run.decisionOf(0));
      counts[decision] = (counts[decision] ?? 0) + 1;
    }
    return counts;
  };
  const RUNS = 3_000;

  test("chance decides by the weights, whatever the adversary is", () => {
    const counts = frequencies(once(({ draw }) => draw(["a", "b", "c", "d"], [5, 3, 0, 2])));
    expect(counts['"c"']).toBeUndefined();
    // Five standard deviations of the binomial distribution.
    const near = (count: number | undefined, probability: number): void => {
      const deviation = Math.sqrt(RUNS * probability * (1 - probability));
      expect(Math.abs((count ?? 0) - RUNS * probability)).toBeLessThan(5 * deviation);
    };
    near(counts['"a"'], 0.5);
    near(counts['"b"'], 0.3);
    near(counts['"d"'], 0.2);
  });
});
