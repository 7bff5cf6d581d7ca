/** Many runs: what adversaries do, what is found, and how violations are made short. */
import { describe, expect, test } from "vitest";
import {
  check,
  fifo,
  isExecution,
  isFault,
  isStuck,
  isTrigger,
  messageSet,
  parseFailures,
  parseTiming,
  parseTopology,
  protocol,
  replay,
  ring,
  role,
  system,
  type Execution,
  type Protocol,
  type System,
} from "lightcone";
import { adversaries, adversaryNamed, explain, Simulation } from "../../src/simulator/index.ts";
import type { SimulationResult } from "../../src/simulator/index.ts";
import { propertiesOf } from "../../src/properties/property.ts";
import { viewOfConfiguration } from "../../src/properties/view.ts";
import brachaWithoutReady from "../../zoo/broadcast/bracha-without-ready.ts";
import forgetful from "../../zoo/commit/two-phase-commit-recovery-forgetful.ts";
import floodset from "../../zoo/consensus/floodset.ts";
import floodsetHasty from "../../zoo/consensus/floodset-hasty.ts";
import phaseKingOneReign from "../../zoo/consensus/phase-king-one-reign.ts";
import petersonTurnFirst from "../../zoo/mutual-exclusion/peterson-turn-first.ts";
import changRoberts from "../../zoo/election/chang-roberts.ts";
import flooding from "../../zoo/broadcast/flooding.ts";
import paxosBroken from "../../zoo/consensus/paxos-broken-quorum.ts";
import { seeds } from "../effort.ts";
import { generatedSystem } from "../explorer/generated.ts";

function simulated(here: System, adversary = "random", runs = 100): Simulation {
  const simulation = new Simulation(here, { adversary: adversaryNamed(adversary), runs, seed: 1 });
  while (simulation.advance());
  return simulation;
}

function results(here: System, adversary?: string, runs?: number): SimulationResult {
  return simulated(here, adversary, runs).result();
}

describe("a simulation", () => {
  test("gives the same numbers for the same seeds, and others for others", () => {
    const here = system(changRoberts, { processes: { process: 20 } });
    expect(results(here)).toEqual(results(here));
    const samples = results(here).samples.messages;
    expect(new Set(samples).size).toBeGreaterThan(10);
  });

  test("repeats any of its runs by its seed alone", () => {
    const here = system(changRoberts, { processes: { process: 20 } });
    const all = results(here).samples.messages;
    const options = { adversary: adversaryNamed("random"), runs: 1, seed: 51 };
    const one = new Simulation(here, options);
    while (one.advance());
    expect(one.result().samples.messages).toEqual([all[50]]);
  });

  test("of Chang and Roberts takes n ln n messages on average, and time 2n", () => {
    const { samples } = results(system(changRoberts, { processes: { process: 200 } }), "random", 50);
    const mean = samples.messages.reduce((sum, one) => sum + one, 0) / 50;
    const harmonic = Array.from({ length: 200 }, (_, i) => 200 / (i + 1)).reduce((a, b) => a + b);
    expect(Math.abs(mean - (harmonic + 200))).toBeLessThan(100);
    expect(new Set(samples.chain)).toEqual(new Set([400]));
    expect(new Set(samples.decisions)).toEqual(new Set([200]));
  });

  test.each(adversaries.filter(({ looksAhead }) => looksAhead !== true).map(({ name }) => name))(
    "under %s reaches quiescence with 2,000 processes",
    (name) => {
      const large = system(changRoberts, { processes: { process: 2_000 } });
      expect(results(large, name, 1).endings).toMatchObject({ quiescent: 1, violation: 0 });
      const graph = system(flooding, { topology: parseTopology("random:0.002:1:2000") });
      expect(results(graph, name, 1).endings).toMatchObject({ quiescent: 1, violation: 0 });
    },
  );

  test("ends where nothing ends by itself", () => {
    const here = system(flooding, { channels: messageSet });
    const simulation = new Simulation(here, {
      adversary: adversaryNamed("fair"),
      runs: 3,
      seed: 1,
      eventsMax: 500,
    });
    while (simulation.advance());
    const { endings, sampled, events } = simulation.result();
    expect([endings.limit, sampled]).toEqual([3, "all"]);
    expect(events).toBeLessThan(1_600);
  });
});

/** A token goes once around a ring of five; who has had it decides. */
const token = protocol<{ type: "token" }>()({
  name: "token",
  topology: ring({ directed: true }),
  roles: {
    process: role({
      processes: 5,
      initially: ({ index, broadcast }) => {
        if (index === 1) broadcast({ type: "token" });
        return {};
      },
      upon: {
        token(_state, _message, { index, broadcast, decide }) {
          decide(index);
          if (index !== 1) broadcast({ type: "token" });
        },
      },
    }),
  },
});

describe("the numbers of a run", () => {
  // By hand: five messages in one chain, each received in a step of its own; five decide.
  test.each([
    ["asynchronous", "random", { steps: 5, rounds: 0, time: 0 }],
    ["asynchronous", "virtual-time:constant:3", { steps: 5, rounds: 0, time: 15 }],
    ["synchronous", "random", { steps: 5, rounds: 5, time: 0 }],
    ["synchronous", "virtual-time", { steps: 5, rounds: 5, time: 0 }],
    // A tick is a step of the system.
    ["bounded:2,step:0", "virtual-time:constant:2", { steps: 15, rounds: 0, time: 10 }],
    ["bounded:0-2,step:0", "virtual-time:constant:0", { steps: 5, rounds: 0, time: 0 }],
  ])("with timing %s under %s are those counted by hand", (timing, adversary, expected) => {
    const here = system(token, { timing: parseTiming(timing) });
    const { samples, events } = results(here, adversary, 2);
    const numbers = Object.entries({ ...expected, messages: 5, chain: 5, decisions: 5 });
    for (const [measure, number] of numbers)
      expect([measure, samples[measure as keyof typeof samples]]).toEqual([measure, [number, number]]);
    // Sent, received and decided; rounds; and the ticks, which are the steps beyond five.
    expect(events).toBe(2 * (15 + expected.rounds + expected.steps - 5));
  });
});

const flicker = protocol<{ type: "go" }>()({
  name: "flicker",
  topology: ring({ directed: true }),
  roles: {
    process: role({
      processes: 4,
      initially({ index, broadcast }) {
        if (index === 1) broadcast({ type: "go" });
        return { on: false };
      },
      upon: {
        go(state, _message, { index, broadcast }) {
          state.on = !state.on;
          if (index !== 1 || state.on) broadcast({ type: "go" });
        },
      },
    }),
  },
  properties: {
    onceOn: { eventually: ({ process }) => process.some(({ state }) => state.on) },
    offAtLast: { eventually: ({ process }) => process.every(({ index, state }) => index > 9 && state.on) },
  },
});

test("what is judged now and then only is not said to be missed when it was there", () => {
  const here = system(flicker);
  const options = { adversary: adversaryNamed("random"), runs: 5, seed: 1, stride: 1_000 };
  const simulation = new Simulation(here, options);
  while (simulation.advance());
  expect(simulation.result().properties).toEqual([
    { name: "onceOn", kind: "eventually", violated: 0, judged: 5 },
    { name: "offAtLast", kind: "eventually", violated: 5, judged: 5, seed: 1 },
  ]);
});

/** Two timers; before the first fires everybody is there, and after that perhaps nobody. */
const standing = protocol<{ type: "nothing" }>()({
  name: "standing",
  failures: parseFailures("crash:2"),
  roles: {
    process: role({
      processes: 2,
      initially: ({ setTimer }) => {
        setTimer("t");
        return { fired: 0 };
      },
      uponTimeout: {
        t: (state) => {
          state.fired = 1;
        },
      },
    }),
  },
  properties: {
    atFirst: { eventually: ({ process }) => process.every(({ crashed }) => !crashed) },
    neverOne: { invariant: ({ process }) => process.filter(({ crashed }) => crashed).length !== 1 },
    firesFirst: {
      eventually: ({ process }) => process.some(({ state, crashed }) => state.fired === 1 && !crashed),
    },
  },
});

describe("between a step and what fails after it, and between two failures, properties are judged", () => {
  test.each(["random", "fair", "round-robin", "worst"])("under %s", (adversary) => {
    const { properties, runs } = results(system(standing), adversary, 300);
    const violated = Object.fromEntries(properties.map((one) => [one.name, one.violated]));
    expect(violated["atFirst"]).toBe(0);
    expect(violated["neverOne"]).toBeGreaterThan(0);
    expect(violated["firesFirst"]).toBeLessThan(runs);
    const { verdicts } = check(system(standing));
    expect(verdicts["atFirst"]?.verdict).toBe("holds");
  });

  test("and what is found is refuted by the model", () => {
    const simulation = simulated(system(standing), "random", 300);
    for (const { name, seed } of simulation.result().properties)
      if (seed !== undefined) expectRefuted(simulation, name, seed);
  });
});

describe("tables", () => {
  test.each([
    ["shared memory", system(petersonTurnFirst as unknown as Protocol)],
    ["rounds and crashes", system(floodsetHasty)],
    ["lies", system(brachaWithoutReady)],
    ["crashes for a time", system(forgetful)],
    ["losses", system(paxosBroken, { failures: parseFailures("loss") })],
  ])("that are forgotten again and again change nothing: %s", (_name, here) => {
    const options = { adversary: adversaryNamed("random"), runs: 20, seed: 1, eventsMax: 2_000 };
    const [kept, forgotten] = [{}, { tablesMax: 0 }].map((limit) => {
      const simulation = new Simulation(here, { ...options, ...limit });
      while (simulation.advance());
      return simulation.result();
    });
    expect(forgotten).toEqual(kept);
  });

  test("need not hold what nobody asks for: crashes of twenty in rounds, draws from many options", () => {
    const { endings } = results(system(floodset, { processes: { process: 20 } }), "random", 5);
    expect(endings.quiescent).toBe(5);
    const many = Array.from({ length: 1_000 }, (_, i) => i);
    const drawing = protocol<{ type: "nothing" }>()({
      name: "drawing",
      failures: parseFailures("crash:1"),
      roles: {
        process: role({
          initially: ({ setTimer }) => {
            setTimer("t");
            return { sum: 0 };
          },
          uponTimeout: {
            t(state, { draw, choose }) {
              for (let i = 0; i < 10; i++) state.sum += draw(many) + choose(many);
            },
          },
        }),
      },
    });
    expect(results(system(drawing), "random", 10).endings.quiescent).toBe(10);
  });
});

describe("a violation", () => {
  test("is found by every adversary that leaves something to chance, and made as short as a shortest", () => {
    const here = system(paxosBroken);
    for (const name of ["random", "fair", "priority", "delay-bounded:8"]) {
      const simulation = simulated(here, name, 1_000);
      const [{ name: property = "", seed } = {}] = simulation.result().properties;
      expect(explain(simulation, { property, seed: seed ?? 0 })).toMatchObject({ steps: 8, isMinimal: true });
    }
    const verdict = check(here).verdicts["agreement"];
    expect(verdict?.verdict === "violated" && verdict.schedule.events.filter(isTrigger).length).toBe(8);
  });

  test.each(seeds(4, 100))(
    "in generated system %i is refuted by what is left of it, from which no step can be left out",
    (seed) => {
      const here = generatedSystem(seed, { fuel: 3 });
      const simulation = simulated(here, "random", 20);
      for (const { name, seed: first } of simulation.result().properties) {
        if (first !== undefined) expectRefuted(simulation, name, first);
      }
    },
  );
});

describe("a violation with failures, in rounds, or of processes that share memory", () => {
  test.each([
    ["rounds and crashes", system(floodsetHasty), 1, 1],
    ["lies", system(phaseKingOneReign), 3, undefined],
    ["lies without rounds", system(brachaWithoutReady), undefined, undefined],
    ["shared memory", system(petersonTurnFirst as unknown as Protocol), 7, 0],
    ["crashes for a time", system(forgetful), undefined, undefined],
  ])("%s: is made short", (_name, here, shortest, faults) => {
    const simulation = simulated(here, "random", shortest === 7 ? 20 : 2_000);
    const { name, seed } = simulation.result().properties.find(({ violated }) => violated > 0) ?? {};
    expect(seed).toBeDefined();
    expectRefuted(simulation, name ?? "", seed ?? 0);
    const { schedule, steps, isMinimal } = explain(simulation, { property: name ?? "", seed: seed ?? 0 });
    expect(isMinimal).toBe(true);
    if (shortest !== undefined) expect(steps).toBe(shortest);
    if (faults !== undefined) {
      const crashes = schedule.events.filter((event) => isFault(event) && event.strikes !== "sending");
      expect(crashes.length).toBe(faults);
    }
  });
});

test("an oblivious adversary lets the same processes take steps, however coins fall", () => {
  const tossing = (probability: number) =>
    system(
      protocol<{ type: "go"; isHead: boolean }>()({
        name: "tossing",
        roles: {
          process: role({
            processes: 3,
            initially: ({ setTimer }) => {
              setTimer("toss");
              return { tosses: 0 };
            },
            uponTimeout: {
              toss(state, { flip, broadcast, setTimer }) {
                broadcast({ type: "go", isHead: flip(probability) });
                if (++state.tosses < 5) setTimer("toss");
              },
            },
            upon: { go: () => {} },
          }),
        },
      }),
    );
  const takers = (here: System, adversary: string): string[] => {
    const under = simulated(here, adversary, 0).begin(3, true);
    under.start();
    while (under.advance() === undefined);
    return (under.run.record ?? []).filter(isTrigger).map(({ process }) => process);
  };
  expect(takers(tossing(0), "oblivious")).toEqual(takers(tossing(1), "oblivious"));
  expect(takers(tossing(0), "oblivious").length).toBe(45);
});

function expectRefuted(simulation: Simulation, name: string, seed: number): void {
  const { system: here } = simulation;
  const { schedule, steps, switches, before } = explain(simulation, { property: name, seed });
  expect(steps).toBeLessThanOrEqual(before.steps);
  expect(switches).toBeLessThan(Math.max(1, steps));
  expect(isExecution(here, replay(here, schedule) as Execution)).toBe(true);
  const execution = replay(here, schedule);
  if (isStuck(execution)) throw new Error(`stuck at ${execution.at}`);
  const [property] = propertiesOf(here, [name]);
  const settled = execution.configurations.filter(({ pending }) => pending.length === 0);
  const truths = settled.map((configuration) =>
    property?.predicate(viewOfConfiguration(here, configuration)),
  );
  if (property?.kind.name === "eventually") expect(truths).not.toContain(true);
  else expect(truths.indexOf(false)).toBe(truths.length - 1);
}

describe("round-robin", () => {
  test("lets every process take a step before one takes another", () => {
    const here = system(changRoberts, { processes: { process: 6 }, channels: fifo });
    const under = simulated(here, "round-robin", 0).begin(1, true);
    under.start();
    for (let i = 0; i < 6; i++) under.advance();
    const takers = (under.run.record ?? []).filter(isTrigger).map(({ process }) => process);
    expect(takers).toEqual(["p1", "p2", "p3", "p4", "p5", "p6"]);
  });
});

describe("the name of an adversary", () => {
  test.each([
    [
      "nobody",
      'There is no adversary "nobody".\n' +
        "Possible are random, fair, round-robin, priority, delay-bounded, virtual-time, oblivious, worst, " +
        "scripted:FILE.",
    ],
    ["random:3", 'The adversary "random:3" cannot be read.\nrandom takes no number.'],
    [
      "priority:x",
      'The adversary "priority:x" cannot be read.\nGive a whole number below 10000, such as priority:2.',
    ],
  ])("%s is refused", (name, message) => {
    expect(() => adversaryNamed(name)).toThrow(message);
  });

  test("may be that of an author's own", () => {
    const last = { name: "last", about: "", begin: () => ({ next: () => -1, choose: () => 0 }) };
    const simulation = new Simulation(system(changRoberts), {
      adversary: adversaryNamed("last", [last]),
      runs: 2,
      seed: 1,
    });
    while (simulation.advance());
    expect(simulation.result().endings.stopped).toBe(2);
  });
});
