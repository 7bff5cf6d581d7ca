/** Rounds made of time against rounds, sentence by sentence: see docs/semantics.md. */
import { expect, it } from "vitest";
import {
  bounded,
  check,
  parseTiming,
  partiallySynchronous,
  protocol,
  role,
  roundLength,
  synchronous,
  system,
  timedRounds,
  unordered,
  type Message,
  type Protocol,
  type System,
} from "lightcone";
import { seeded } from "../../src/base/random.ts";
import {
  formatConfiguration,
  initialConfiguration,
  inputVectors,
} from "../../src/model/state/configuration.ts";
import { enabled, settlements, step } from "../../src/model/transition/transition.ts";
import { format } from "../../src/base/text.ts";

interface State {
  round: number;
  heard: number;
}

const ROUNDS = 3;

/** Adds up, in a way that tells all orders apart, what it hears in each round, and sends to some others. */
function adding(seed: number): Protocol {
  const drawn = (...key: number[]): number => seeded(key.reduce((sum, one) => sum * 31 + one, seed)).below(4);
  return protocol<Message & { n: number }>()({
    name: `adding-${seed}`,
    timing: synchronous,
    channels: unordered,
    roles: {
      process: role({
        processes: 2,
        inputs: ({ index }) => (index === 1 ? [0, 1] : [seed % 2]),
        initially: ({ input, neighbors, send, index }): State => {
          for (const to of neighbors)
            if (drawn(index, 0) > 0) send(to, { type: "n", n: drawn(index, Number(input)) });
          return { round: 0, heard: 0 };
        },
        uponRound(state, messages, { neighbors, send, decide, halt, index }) {
          for (const { message, from } of messages)
            state.heard = (state.heard * 7 + message.n * 3 + Number(from.slice(1))) % 101;
          state.round++;
          if (state.round === ROUNDS) {
            decide(state.heard);
            return halt();
          }
          for (const to of neighbors)
            if (drawn(index, state.round, state.heard) > 0)
              send(to, { type: "n", n: drawn(state.heard, index) });
        },
      }),
    },
  });
}

/** All vectors of decisions with which executions end, from the same inputs. */
function ends(made: System): string[] {
  const found = new Set<string>();
  for (const inputs of inputVectors(made)) {
    const known = new Set<string>();
    const queue = [...settlements(made, initialConfiguration(made, inputs))].map(({ settled }) => settled);
    for (const here of queue) {
      const events = enabled(made, here);
      const decided = here.locals.map(({ decision }) => decision ?? "nothing");
      if (events.length === 0) found.add(`${format([...inputs])}: ${format(decided)}`);
      for (const event of events)
        for (const { settled } of settlements(made, step(made, here, event))) {
          const text = formatConfiguration(settled);
          if (!known.has(text)) queue.push(settled);
          known.add(text);
        }
    }
  }
  return [...found].sort();
}

const TIMINGS = ["bounded:1", "bounded:1,step:0", "bounded:1-2"].map(parseTiming);

it("A synchronous protocol comes to the same ends, from the same inputs, as it does in rounds.", () => {
  for (const timing of TIMINGS)
    for (let seed = 1; seed <= 8; seed++) {
      const rounds = adding(seed);
      expect(ends(system(timedRounds(rounds, { timing })))).toEqual(ends(system(rounds)));
    }
});

it("A round is as long as it must be: if it were a tick shorter, protocols would come to others.", () => {
  for (const timing of TIMINGS) {
    const length = roundLength(timing.ticks!.bounds);
    const differ = Array.from({ length: 8 }, (_, i) => adding(i + 1)).filter((rounds) => {
      const short = system(timedRounds(rounds, { timing, length: length - 1 }));
      return ends(short).join() !== ends(system(rounds)).join();
    });
    expect(differ).not.toEqual([]);
  }
});

it("A round lasts MAX + STEP + 1 ticks.", () => {
  const bounds = { minDelay: 0, drift: 0 };
  expect(roundLength({ ...bounds, maxDelay: 1, maxStep: 0 })).toBe(2);
  expect(roundLength({ ...bounds, maxDelay: 3, maxStep: 2 })).toBe(6);
});

it("Bounds have to be known, or the length of a round to be given.", () => {
  const timing = partiallySynchronous({ maxDelay: 1, variant: "unknown" });
  expect(() => check(system(timedRounds(adding(1), { timing })))).toThrow("need bounds that are known");
  const made = system(timedRounds(adding(1), { timing, length: 3 }));
  expect(ends(made)).toEqual(ends(system(adding(1))));
});

it("Roles with timers of their own are refused.", () => {
  const own = protocol()({
    name: "own",
    roles: { process: role({ initially: () => ({}), uponTimeout: { mine: () => {} } }) },
  });
  expect(() => timedRounds(own, { timing: bounded({ maxDelay: 1 }) })).toThrow("timers");
});
