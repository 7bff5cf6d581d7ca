/** What is left open in a step, sentence by sentence: see docs/semantics.md. */
import { describe, expect, test } from "vitest";
import { check, search } from "../../explorer/index.ts";
import { adversaryNamed } from "../../simulator/adversary/index.ts";
import { Simulation } from "../../simulator/simulation.ts";
import { initialConfiguration } from "../state/configuration.ts";
import { formatEvent } from "../event/eventText.ts";
import { parseEvent } from "../event/parseEvent.ts";
import { protocol } from "../system/protocol.ts";
import { role, type Context } from "../system/role.ts";
import { system, type System } from "../system/system.ts";
import { enabled, step } from "../transition/transition.ts";

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
      properties: {
        notOne: { invariant: (_roles, { processes: [p] }) => p?.decision !== 1 },
        decides: { eventually: (_roles, { processes: [p] }) => p?.decision === 2 },
      },
    }),
  );
}

const events = (made: System): string[] => enabled(made, initialConfiguration(made, [null])).map(formatEvent);

describe("Choices", () => {
  test("`choose` leaves it to the adversary which option is taken: each is an event of its own.", () => {
    expect(events(once(({ choose }) => choose([1, 2])))).toEqual([
      "p1 times out on toss choosing 1",
      "p1 times out on toss choosing 2",
    ]);
  });

  test("Options that are equal by value are one option.", () => {
    expect(events(once(({ choose }) => choose([[1], [2], [1]]).length))).toEqual([
      "p1 times out on toss choosing [1]",
      "p1 times out on toss choosing [2]",
    ]);
  });

  test("In one step things are chosen in order: a later choice may depend on earlier ones and coins.", () => {
    expect(events(once(({ choose, flip }) => (flip() ? choose([1, 2]) : 3)))).toEqual([
      "p1 times out on toss choosing coin true (0.5), 1",
      "p1 times out on toss choosing coin true (0.5), 2",
      "p1 times out on toss choosing coin false (0.5)",
    ]);
  });

  test("Start steps choose nothing and flip no coins: what differs at the beginning is an input.", () => {
    const early = (ask: (context: Context) => unknown) => () => {
      const made = system(
        protocol()({
          name: "early",
          roles: { process: role({ initially: (context) => ({ x: ask(context) }) }) },
        }),
      );
      initialConfiguration(made, [null]);
    };
    expect(early(({ choose }) => choose([1, 2]))).toThrow("chose in its start step");
    expect(early(({ flip }) => flip())).toThrow("left something to chance in its start step");
  });
});

describe("Coins", () => {
  test("`flip` and `draw` leave it to chance: each side is an event, which says how likely it was.", () => {
    expect(events(once(({ flip }) => flip(1 / 4)))).toEqual([
      "p1 times out on toss choosing coin true (0.25)",
      "p1 times out on toss choosing coin false (0.75)",
    ]);
    expect(events(once(({ draw }) => draw([1, 2])))).toEqual([
      "p1 times out on toss choosing coin 1 (0.5)",
      "p1 times out on toss choosing coin 2 (0.5)",
    ]);
    for (const text of events(once(({ flip }) => flip()))) expect(formatEvent(parseEvent(text))).toBe(text);
  });

  test("What has no weight does not happen.", () => {
    expect(events(once(({ draw }) => draw(["a", "b", "c"], [1, 0, 4])))).toEqual([
      'p1 times out on toss choosing coin "a" (0.2)',
      'p1 times out on toss choosing coin "c" (0.8)',
    ]);
    expect(events(once(({ flip }) => flip(0)))).toEqual(["p1 times out on toss choosing coin false (1)"]);
    expect(events(once(({ flip }) => flip(1)))).toEqual(["p1 times out on toss choosing coin true (1)"]);
  });

  test("Equal sides are one event, as likely as all of them together.", () => {
    expect(events(once(({ draw }) => draw(["a", "b", "a", "a"])))).toEqual([
      'p1 times out on toss choosing coin "a" (0.75)',
      'p1 times out on toss choosing coin "b" (0.25)',
    ]);
  });

  test("For every choice of the adversary, the probabilities of what may happen sum up to one.", () => {
    const made = once(({ choose, draw, flip }) => [choose([1, 2]), draw([1, 2, 3], [3, 1, 2]), flip(0.3)]);
    const sums = new Map<string, number>();
    for (const event of enabled(made, initialConfiguration(made, [null]))) {
      if (event.kind !== "timeout") continue;
      const adversarys = JSON.stringify(event.choices[0]);
      const odds = (event.coins ?? []).reduce((product, coin) => product * (coin.probability ?? 0), 1);
      sums.set(adversarys, (sums.get(adversarys) ?? 0) + odds);
    }
    expect([...sums.values()].map((sum) => sum.toFixed(9))).toEqual(["1.000000000", "1.000000000"]);
  });

  test("A property holds if it does however coins fall, unless it says `almostSurely`.", () => {
    for (const explore of [search, check]) {
      const { verdicts } = explore(once(({ draw }) => draw([1, 2], [1, 999])));
      expect(verdicts).toMatchObject({ notOne: { verdict: "violated" }, decides: { verdict: "violated" } });
    }
  });

  test("A probability does not tell events apart: a schedule need not say it.", () => {
    const made = once(({ flip }) => flip(1 / 3));
    const initial = initialConfiguration(made, [null]);
    const next = step(made, initial, parseEvent("p1 times out on toss choosing coin true"));
    expect(next).toEqual(step(made, initial, enabled(made, initial)[0]!));
  });

  test("In a simulation coins fall by their weights, whoever the adversary is.", () => {
    const near = (count: number | undefined, probability: number): void => {
      // Five standard deviations of the binomial distribution.
      const deviation = Math.sqrt(RUNS * probability * (1 - probability));
      expect(Math.abs((count ?? 0) - RUNS * probability)).toBeLessThan(5 * deviation);
    };
    for (const adversary of ["round-robin", "random", "priority"]) {
      const counts = frequencies(
        once(({ draw }) => draw(["a", "b", "c", "d"], [5, 3, 0, 2])),
        adversary,
      );
      expect(counts['"c"']).toBeUndefined();
      near(counts['"a"'], 0.5);
      near(counts['"b"'], 0.3);
      near(counts['"d"'], 0.2);
    }
  });
});

const RUNS = 2_000;

/** How often the process decides what, under an adversary. */
function frequencies(made: System, adversary: string): Record<string, number> {
  const counts: Record<string, number> = {};
  const options = { adversary: adversaryNamed(adversary), runs: 1, seed: 0 };
  for (let seed = 0; seed < RUNS; seed++) {
    const under = new Simulation(made, options).begin(seed);
    under.start();
    under.advance();
    const decision = JSON.stringify(under.run.observe(0, "decision"));
    counts[decision] = (counts[decision] ?? 0) + 1;
  }
  return counts;
}
