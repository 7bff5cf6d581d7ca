/** Channels that hide who sends: kernel against reference, with and without all that leaves something out. */
import { describe, expect, it } from "vitest";
import {
  anonymous,
  check,
  messageSet,
  parseFailures,
  parseTiming,
  protocol,
  role,
  search,
  system,
  unordered,
} from "lightcone";
import { refusalOf } from "../../src/model/system/combination.ts";
import { seeds } from "../effort.ts";
import { agreed } from "./agreement.ts";
import { drawnOptions, generatedProtocol } from "./generated.ts";
import { expectSame } from "./leftOut.ts";

const CHANNELS = [anonymous(unordered), anonymous(messageSet)];
const FAILURES = [
  "none",
  "crash:1",
  "loss:1",
  "partition:1",
  "duplication:1",
  "crash-recovery:1",
  "fair-loss",
];
const TIMINGS = ["asynchronous", "asynchronous", "synchronous", "bounded:1-2,step:0"];

describe("over channels that hide senders", () => {
  it.each(seeds(12, 300))("kernel and reference agree on generated system %i", (seed) => {
    const channels = CHANNELS[seed % CHANNELS.length]!;
    const failures = parseFailures(FAILURES[seed % FAILURES.length]!);
    const timing = parseTiming(TIMINGS[seed % TIMINGS.length]!);
    const size = { fuel: 1, restarts: true, isPair: timing.ticks !== undefined };
    const made = generatedProtocol(seed + 66_000, size);
    if (refusalOf({ protocol: made, channel: channels, timing, failures }) !== undefined) return;
    const options = { ...drawnOptions(seed + 66_000, size), channels, timing, failures };
    const here = system(made, options);
    agreed(here, 200);
    if (timing.name === "asynchronous") expectSame(here);
  });

  /** Voters send equal votes; a counter has as many as it has received, up to three. */
  const election = protocol<{ type: "vote" }>()({
    name: "election",
    roles: {
      counter: role({
        initially: () => ({ count: 0 }),
        upon: { vote: (state) => void (state.count = Math.min(3, state.count + 1)) },
      }),
      voter: role({
        processes: 3,
        initially: ({ setTimer }) => (setTimer("vote"), {}),
        upon: { vote: () => undefined },
        uponTimeout: { vote: (_state, { send }) => send("counter", { type: "vote" }) },
      }),
    },
    properties: { two: { invariant: ({ counter: [counter] }) => counter.state.count < 2 } },
  });

  it("configurations are as few as can be told apart", () => {
    const reached = (
      channels: (typeof CHANNELS)[number],
    ): (readonly [number, number, string | undefined])[] =>
      [search(system(election, { channels })), check(system(election, { channels }), { reduced: false })].map(
        ({ configurations, quiescent, verdicts }) => [configurations, quiescent, verdicts["two"]?.verdict],
      );
    const voted = [1, 3, 3, 1];
    const sum = (ways: (votes: number) => number): number =>
      voted.reduce((all, many, votes) => all + many * ways(votes), 0);
    // Of those who have voted, any number of votes is in transit, and the others have been counted.
    const multiset = sum((votes) => votes + 1);
    expect(reached(anonymous(unordered))).toEqual(Array(2).fill([multiset, 1, "violated"]));
    // One vote for all, counted again and again.
    const one = sum((votes) => (votes === 0 ? 1 : 4));
    expect(reached(anonymous(messageSet)).map(([count, , verdict]) => [count, verdict])).toEqual(
      Array(2).fill([one, "violated"]),
    );
    // Where senders are known, it is known whose votes are in transit, too: 2^votes ways.
    expect(search(system(election)).configurations).toBe(sum((votes) => 2 ** votes));
  });

  it("voters are interchangeable, as none of their votes is theirs", () => {
    for (const channels of CHANNELS) {
      const { symmetry, configurations } = check(system(election, { channels }), {
        reduced: true,
        symmetryMin: 2,
      });
      expect(symmetry?.interchangeable.map(({ role: name }) => name)).toEqual(["voter"]);
      expect(symmetry?.orbits).toBeLessThan(configurations);
    }
  });

  it("a receipt may tell apart those who might be interchangeable", () => {
    const first = protocol<{ type: "hello" }>()({
      name: "first",
      roles: {
        process: role({
          processes: 3,
          initially({ broadcast }) {
            broadcast({ type: "hello" });
            return { isFirst: false };
          },
          upon: { hello: (state, _message, { self }) => void (state.isFirst = self === "p1") },
        }),
      },
      properties: { nobody: { invariant: ({ process }) => process.every(({ state }) => !state.isFirst) } },
    });
    for (const channels of CHANNELS) {
      const given = system(first, { channels });
      const { symmetry, verdicts } = check(given, { reduced: true, symmetryMin: 2 });
      expect(symmetry?.apart).not.toEqual([]);
      expect(verdicts["nobody"]?.verdict).toBe("violated");
      expectSame(given);
    }
  });
});
