/** What single adversaries do: the worst, those that follow a script, and those that keep a time. */
import { describe, expect, test } from "vitest";
import {
  agreement,
  edges,
  fifo,
  formatEvent,
  parseFailures,
  parseTiming,
  protocol,
  role,
  system,
  unordered,
  type Protocol,
  type System,
} from "lightcone";
import { seeded } from "../../src/base/random.ts";
import {
  adversaryNamed,
  scriptedBy,
  Simulation,
  type NamedAdversary,
  type SimulationResult,
} from "../../src/simulator/index.ts";
import { parseDelay } from "../../src/simulator/adversary/distribution.ts";
import type { RunUnderWay } from "../../src/simulator/runUnderWay.ts";
import alternatingBit from "../../zoo/channels/alternating-bit.ts";
import twoGenerals from "../../zoo/coordination/two-generals.ts";
import lamport from "../../zoo/mutual-exclusion/lamport.ts";
import { generatedCode } from "../explorer/generatedCode.ts";
import { drawnOptions, generatedProtocol } from "../explorer/generated.ts";

function results(here: System, adversary: NamedAdversary | string, runs = 100): SimulationResult {
  const named = typeof adversary === "string" ? adversaryNamed(adversary) : adversary;
  const simulation = new Simulation(here, { adversary: named, runs, seed: 1 });
  while (simulation.advance());
  return simulation.result();
}

/** In how many runs a property is violated. */
function violated(here: System, adversary: string, name: string): number {
  const { properties } = results(here, adversary);
  return properties.find((property) => property.name === name)?.violated ?? -1;
}

/**
 * Distances from p1 in a graph with weights, without order among messages: whoever learns of a shorter way
 * tells all neighbours. Chance sends few messages; at worst they double from one triangle to the next
 * (Bellman and Ford; N. Lynch, Distributed Algorithms, section 15.4.1).
 */
const TRIANGLES = 4;
const FAR = 1_000;
const distances = protocol<{ type: "distance"; value: number }>()({
  name: "distances",
  topology: edges(
    Array.from({ length: TRIANGLES }, (_, i) => [2 * i + 1, 2 * i + 2, 2 * i + 3]).flatMap(
      ([a = 0, b = 0, c = 0]) =>
        [
          [a, b],
          [b, c],
          [a, c],
        ] as [number, number][],
    ),
    { directed: true },
  ),
  roles: {
    process: role({
      processes: 2 * TRIANGLES + 1,
      initially: ({ index, broadcast }) => {
        if (index === 1) broadcast({ type: "distance", value: 0 });
        return { distance: index === 1 ? 0 : FAR, improved: 0 };
      },
      upon: {
        distance(state, { value }, { index, from, broadcast }) {
          const direct = index % 2 === 1 && from === `p${index - 2}`;
          const sum = value + (direct ? 2 ** (TRIANGLES - (index - 1) / 2 + 1) : 0);
          if (sum >= state.distance) return;
          state.distance = sum;
          state.improved++;
          broadcast({ type: "distance", value: sum });
        },
      },
    }),
  },
  properties: {
    cheap: {
      invariant: ({ process }) => process.reduce((sum, { state }) => sum + state.improved, 0) < 30,
      // What was improved may not be improved by much.
      badness: ({ process }) =>
        process.reduce((sum, { state }) => sum + (state.distance === FAR ? 0 : state.distance), 0),
    },
  },
});

/** Votes may be lost, but hardly ever all of those to one process by chance. */
const fragile = protocol<{ type: "vote"; value: number }>()({
  name: "fragile",
  failures: parseFailures("loss:3"),
  roles: {
    process: role({
      processes: 4,
      inputs: ({ index }) => [index],
      initially: ({ input, broadcast }) => {
        broadcast({ type: "vote", value: input });
        return { least: input, heard: 0 };
      },
      upon: {
        vote(state, { value }, { setTimer }) {
          state.least = Math.min(state.least, value);
          if (++state.heard === 2) setTimer("decide");
        },
      },
      uponTimeout: { decide: (state, { decide }) => decide(state.least) },
    }),
  },
  properties: {
    agreement,
    lost: {
      invariant: ({ process }) => process.every(({ mailbox, state }) => mailbox.length + state.heard > 0),
      badness: ({ process }) =>
        -Math.min(...process.map(({ mailbox, state }) => mailbox.length + 3 * state.heard)),
    },
  },
});

describe("the worst", () => {
  test.each([
    ["two generals", system(twoGenerals, { failures: parseFailures("loss:3") }), "bothOrNone", 3],
    [
      "Lamport's mutual exclusion without order",
      system(lamport, { processes: { process: 2 }, channels: unordered }),
      "exclusion",
      2,
    ],
    ["the alternating bit", system(alternatingBit, { failures: parseFailures("loss:2") }), "delivered", 2],
    ["distances, by their badness", system(distances), "cheap", 5],
    ["lost votes, by failures of its choice", system(fragile), "lost", 3],
  ])("of %s is found more often than by chance", (_name, here, name, times) => {
    const byChance = violated(here, "random", name);
    const atWorst = violated(here, `worst:${name}`, name);
    expect(atWorst).toBeGreaterThanOrEqual(Math.max(20, times * byChance));
  });

  test("is the same for the same seed", () => {
    const here = system(fragile);
    expect(results(here, "worst:lost", 20)).toEqual(results(here, "worst:lost", 20));
  });

  test("needs the name of a property that is judged", () => {
    expect(() => results(system(fragile), "worst:agrement")).toThrow(
      'The adversary worst goes after a property that is judged, and "agrement" is none.\n' +
        "Possible are agreement, lost.",
    );
  });

  test("goes after one of those that are asked for each process, if their name is given", () => {
    const each = { forEach: "process", invariant: (): boolean => true };
    const here = system({ ...fragile, properties: { safe: each } } as unknown as Protocol);
    for (const name of ["safe", "safe.p1"]) expect(results(here, `worst:${name}`, 3).runs).toBe(3);
  });

  test("says if badness is no number", () => {
    const broken = protocol<never>()({
      name: "broken",
      roles: { process: role({ initially: () => ({}), uponTimeout: { tick: () => {} } }) },
      properties: { some: { invariant: () => true, badness: () => Number.NaN } },
    });
    const ticking = {
      ...broken.roles.process,
      initially: ({ setTimer }: { setTimer(name: string): void }) => {
        setTimer("tick");
        return {};
      },
    };
    const here = system({ ...broken, roles: { process: ticking } } as unknown as Protocol);
    expect(() => results(here, "worst:some", 1)).toThrow("The badness of property some is NaN.");
  });
});

/** A run to its end, or so far. */
function followed(under: RunUnderWay, steps: number): readonly string[] {
  under.start();
  while (under.run.steps < steps && under.advance() === undefined);
  return (under.run.record ?? []).map(formatEvent);
}

describe("a script", () => {
  test.each([
    ["asynchronous", "crash:1"],
    ["asynchronous", "loss:2,duplication:1"],
    ["asynchronous", "partition:2"],
    ["asynchronous", "crash-recovery:2"],
    ["asynchronous", "byzantine:1"],
    ["synchronous", "byzantine:1"],
    ["synchronous", "crash:1"],
    ["synchronous", "omission:1"],
    ["bounded:1-2,step:1,horizon:3", "loss:2"],
    ["partially-synchronous:gst:2", "none"],
  ])("is followed to its end with timing %s and failures %s", (timing, failed) => {
    for (let seed = 0; seed < 12; seed++) {
      const size = { fuel: 2, inRounds: false, restarts: failed.includes("recovery") };
      const here = system(generatedProtocol(seed + 900, size), {
        ...drawnOptions(seed + 900, size),
        channels: seed % 2 === 0 ? unordered : fifo,
        timing: parseTiming(timing),
        failures: parseFailures(failed),
      });
      expectFollowed(here, seed);
    }
  });

  test.each(["asynchronous", "synchronous", "synchronous:in-order"])(
    "of process code is followed with timing %s, also in who goes first at an object",
    (timing) => {
      for (let seed = 0; seed < 12; seed++) {
        const failures = parseFailures(seed % 2 === 0 ? "none" : "crash:1");
        expectFollowed(system(generatedCode(seed + 40), { timing: parseTiming(timing), failures }), seed);
      }
    },
  );

  test("is followed by another adversary", () => {
    const here = system(distances);
    const kind = scriptedBy([], here, adversaryNamed("round-robin"));
    const { samples } = results(here, { kind, parameter: 0, text: "" }, 3);
    expect(samples).toEqual(results(here, "round-robin", 3).samples);
    expect(samples).not.toEqual(results(here, "random", 3).samples);
  });
});

function expectFollowed(here: System, seed: number): void {
  const steps = 25;
  const options = { adversary: adversaryNamed("random"), runs: 1, seed };
  const original = new Simulation(here, options).begin(seed, true);
  let wanted: readonly string[];
  try {
    wanted = followed(original, steps);
  } catch {
    return; // A generated handler may decide twice.
  }
  const given = here.processes.map(({ id }, i) => [id, [original.run.inputs[i]]] as const);
  const same = system(here.protocol, {
    processes: Object.fromEntries(Object.entries(here.roles).map(([name, ids]) => [name, ids.length])),
    topology: here.topology,
    channels: here.channel,
    timing: here.timing,
    failures: here.failures,
    inputs: Object.fromEntries(given),
  });
  const kind = scriptedBy(original.run.record ?? [], same, adversaryNamed("fair"));
  const again = new Simulation(same, { ...options, adversary: { kind, parameter: 0, text: "" } });
  expect(followed(again.begin(seed + 1, true), steps)).toEqual(wanted);
}

describe("delays", () => {
  const COUNT = 200_000;
  const drawn = (text: string): number[] => {
    const random = seeded(5);
    const delay = parseDelay(text);
    return Array.from({ length: COUNT }, () => delay(random));
  };

  // For each: a bound, and the probability to lie below it.
  test.each([
    ["constant:2", 2.5, 1],
    ["constant:2", 1.5, 0],
    ["uniform:1-5", 2, 1 / 4],
    ["uniform:1-5", 5.001, 1],
    ["uniform:0.5-0.75", 0.625, 1 / 2],
    ["exponential:2", 2, 1 - Math.exp(-1)],
    ["4", 4, 1 - Math.exp(-1)],
    ["normal:5,2", 7, 0.8413 / 0.9938 - 0.0062],
    ["normal:0,1", 1, 0.6827],
    ["pareto:1,1.5", 4, 1 - 1 / 8],
    ["pareto:2,3", 2, 0],
  ])("of %s lie below %d as often as they should", (text, bound, part) => {
    const delays = drawn(text);
    const below = delays.filter((delay) => delay < bound).length / COUNT;
    // Five standard deviations, and the precision of what is stated.
    expect(Math.abs(below - part)).toBeLessThanOrEqual(5 * Math.sqrt((part * (1 - part)) / COUNT) + 1e-3);
    expect(delays.every((delay) => delay >= 0)).toBe(true);
  });

  test.each([
    ["gamma:1,2", "Possible are constant:TIME, uniform:LEAST-MOST, exponential:MEAN, normal:MEAN,DEVIATION"],
    ["uniform:5-1", "Write uniform:LEAST-MOST, such as uniform:1-5."],
    ["pareto:0,1", "Write pareto:LEAST,SHAPE, such as pareto:1,1.5."],
    ["normal:5", "Write normal:MEAN,DEVIATION, such as normal:5,2."],
    ["constant:-1", "Write constant:TIME, such as constant:2."],
    ["constructor:1", "Possible are constant:TIME"],
  ])("written %s are refused", (text, advice) => {
    expect(() => parseDelay(text)).toThrow(advice);
  });

  /** The pong comes when the ping and it have taken their time, which `elapsed` tells. */
  const ping = protocol<{ type: "ping" } | { type: "pong" }>()({
    name: "ping",
    timing: parseTiming("bounded:2-6,step:0,horizon:30"),
    roles: {
      asker: role({
        initially: ({ send }) => {
          send("answerer", { type: "ping" });
          return {};
        },
        upon: { pong: (_state, _message, { halt }) => halt() },
      }),
      answerer: role({
        initially: () => ({}),
        upon: { ping: (_state, _message, { reply }) => reply({ type: "pong" }) },
      }),
    },
  });

  test.each([
    ["constant:4", [8]],
    ["constant:0", [4]],
    ["constant:100", [12]],
    ["uniform:3-4", [6, 7, 8]],
    ["pareto:1,0.5", [4, 5, 6, 7, 8, 9, 10, 11, 12]],
  ])("of %s are whole ticks within the bounds of the system", (text, expected) => {
    const times = followedTimes(system(ping), `virtual-time:${text}`);
    expect([...new Set(times)].sort((a, b) => a - b)).toEqual(expected);
  });

  test("add up to the time of a run where the system keeps none", () => {
    const here = system(ping, { timing: parseTiming("asynchronous") });
    expect(results(here, "virtual-time:constant:2.5", 3).samples.time).toEqual([5, 5, 5]);
    expect(results(here, "random", 3).samples.time).toEqual([0, 0, 0]);
  });
});

/** How many ticks had passed when the pong came. */
function followedTimes(here: System, adversary: string): number[] {
  const simulation = new Simulation(here, { adversary: adversaryNamed(adversary), runs: 1, seed: 1 });
  return Array.from({ length: 300 }, (_, seed) => {
    const record = followed(simulation.begin(seed, true), 100);
    return record.slice(0, record.indexOf("asker halts")).filter((event) => event === "time passes").length;
  });
}
