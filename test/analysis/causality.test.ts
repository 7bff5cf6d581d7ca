/**
 * Clocks, cuts, shuffles and logs against their definitions, by brute force on sketches and generated
 * systems.
 */
import { fc, test as property } from "@fast-check/vitest";
import {
  enabled,
  formatConfiguration,
  formatEvent,
  isStuck,
  replay,
  restrict,
  scheduleOf,
  settle,
  step,
  system,
  UsageError,
  type Configuration,
  type Execution,
  type System,
} from "lightcone";
import {
  causality,
  causalShuffle,
  causalStepsOf,
  consistentCuts,
  countCuts,
  detect,
  eventsOf,
  formatLog,
  happensBefore,
  isTotallyOrdered,
  lamportTimes,
  logOf,
  parseLog,
  stepsTo,
} from "lightcone/analysis";
import { describe, expect, test } from "vitest";
import { at } from "../../src/base/assert.ts";
import { seeded } from "../../src/base/random.ts";
import { initialConfiguration, inputVectors } from "../../src/model/state/configuration.ts";
import { seeds } from "../effort.ts";
import { drawnOptions, generatedProtocol, generatedSystem } from "../explorer/generated.ts";
import { watched } from "../explorer/watched.ts";
import { sketchOf } from "../sketch.ts";
import { stepsFrom, viewText } from "./views.ts";

const executions = fc.array(fc.nat(1_000), { maxLength: 30 }).map(sketchOf);

describe("Lamport's clocks", () => {
  property.prop([executions])("count the longest chain of events that leads to an event", (execution) => {
    const order = causality(execution);
    const times = lamportTimes(order);
    const longest = new Map<number, number>();
    for (const b of execution.events.keys()) {
      const before = [...execution.events.keys()].filter((a) => happensBefore(order, a, b));
      longest.set(b, 1 + Math.max(0, ...before.map((a) => longest.get(a) ?? 0)));
      expect(times[b]).toBe(longest.get(b));
    }
  });
});

/** A random walk of a system, in the model. */
function walk(made: System, seed: number, length: number): Execution {
  const random = seeded(seed);
  const vectors = [...inputVectors(made)];
  const inputs = at(vectors, random.below(vectors.length));
  let { settled: here, effects: events } = settle(made, initialConfiguration(made, inputs));
  for (let i = 0; i < length; i++) {
    const next = enabled(made, here);
    if (next.length === 0) break;
    const event = at(next, random.below(next.length));
    const { settled, effects } = settle(made, step(made, here, event));
    events = [...events, event, ...effects];
    here = settled;
  }
  const execution = replay(made, { inputs, events });
  if (isStuck(execution)) throw new Error("stuck");
  return execution;
}

/** All that is reached while every process sees a beginning of what it sees in an execution, with edges. */
function interleavings(
  made: System,
  execution: Execution,
): Map<string, { readonly configuration: Configuration; readonly next: readonly string[] }> {
  const views = made.processes.map(({ id }) => restrict(made, execution, id).events.map(formatEvent));
  const start = at(
    execution.configurations,
    causalStepsOf(made, execution).steps[0]?.from ?? execution.events.length,
  );
  const counted = (events: Execution["events"]): number[] =>
    made.processes.map(({ id }) => restrict(made, { inputs: execution.inputs, events }, id).events.length);
  const begun = execution.events.slice(0, execution.configurations.indexOf(start));
  const found = new Map<string, { configuration: Configuration; next: string[] }>();
  const queue = [{ configuration: start, counts: counted(begun) }];
  const keyOf = ({ configuration, counts }: (typeof queue)[number]): string =>
    `${counts.join()} ${formatConfiguration(configuration)}`;
  found.set(keyOf(at(queue, 0)), { configuration: start, next: [] });
  for (const here of queue) {
    for (const { settled, events } of stepsFrom(made, here.configuration)) {
      const fits = made.processes.every(({ id }, p) =>
        restrict(made, { inputs: execution.inputs, events }, id)
          .events.map(formatEvent)
          .every((text, i) => text === views[p]?.[at(here.counts, p) + i]),
      );
      if (!fits) continue;
      const counts = counted(events).map((count, p) => count + at(here.counts, p));
      const there = { configuration: settled, counts };
      found.get(keyOf(here))?.next.push(keyOf(there));
      if (found.has(keyOf(there))) continue;
      found.set(keyOf(there), { configuration: settled, next: [] });
      queue.push(there);
    }
  }
  return found;
}

/** Systems of messages in which nothing fails: there every order with the same views is a causal shuffle. */
function isPlain({ failures, timing, channel, objects }: System): boolean {
  return (
    failures.length === 0 &&
    timing.ticks === undefined &&
    !timing.rounds &&
    objects.length === 0 &&
    !channel.keeps
  );
}

describe("on generated systems", () => {
  const SYSTEMS = seeds(8, 300);
  const tally = { cuts: 0, possibly: 0, definitely: 0, never: 0, shuffled: 0, compared: 0, heard: 0 };

  test.each(SYSTEMS)("consistent cuts are the global states that may have been: %i", (seed) => {
    const made = generatedSystem(seed, { fuel: 2 });
    if (!isPlain(made)) return;
    const execution = walk(made, seed, 9);
    const steps = causalStepsOf(made, execution);
    const expected = interleavings(made, execution);
    if (expected.size > 400) return;
    tally.compared++;
    const states = [...consistentCuts(steps)].map((reached) => {
      const played = replay(made, { inputs: execution.inputs, events: eventsOf(steps, stepsTo(reached)) });
      if (isStuck(played)) throw new Error(`a cut is not reachable: ${formatEvent(played.event)}`);
      return at(played.configurations, played.events.length);
    });
    expect(new Set(states.map(formatConfiguration))).toEqual(
      new Set([...expected.values()].map(({ configuration }) => formatConfiguration(configuration))),
    );
    expect(countCuts(steps, 10_000)).toBe(states.length);
    expect(countCuts(steps, states.length - 1)).toBeUndefined();
    tally.cuts += states.length;
    for (const bit of [0, 1, 2, 3]) expectDetected(made, execution, (one) => (hash(one) >> bit) % 4 === 0);
    expectDetected(made, execution, (one) => one === at(states, states.length >> 1));
  });

  function expectDetected(
    made: System,
    execution: Execution,
    holds: (configuration: Configuration) => boolean,
  ): void {
    const steps = causalStepsOf(made, execution);
    const graph = interleavings(made, execution);
    const isTrue = new Map([...graph].map(([key, { configuration }]) => [key, holds(configuration)]));
    const avoiding = [...graph.keys()].slice(0, 1).filter((key) => isTrue.get(key) === false);
    for (const key of avoiding)
      for (const next of graph.get(key)?.next ?? [])
        if (isTrue.get(next) === false && !avoiding.includes(next)) avoiding.push(next);
    const escapes = avoiding.some((key) => graph.get(key)?.next.length === 0);
    const detected = detect({ system: made, steps }, holds, 10_000);
    const possibly = [...isTrue.values()].includes(true);
    expect(detected).toMatchObject({ possibly, definitely: !escapes });
    tally[escapes ? (possibly ? "possibly" : "never") : "definitely"]++;
    if (detected?.schedule === undefined) return;
    const played = replay(made, detected.schedule);
    if (isStuck(played)) throw new Error("stuck");
    expect(holds(at(played.configurations, played.events.length))).toBe(true);
  }

  test.each(SYSTEMS)("monitors hear concurrent steps in all orders: %i", (seed) => {
    const made = system(watched(generatedProtocol(seed, { fuel: 2 })), drawnOptions(seed, { fuel: 2 }));
    if (!isPlain(made)) return;
    const execution = walk(made, seed, 7);
    if (interleavings(made, execution).size > 400) return;
    tally.heard++;
    for (const n of [0, 1, 2])
      expectDetected(made, execution, ({ monitors }) => (at(monitors ?? [], 0) as { n: number }).n === n);
  });

  test.each(SYSTEMS)("a causal shuffle is an execution with the same S|p for every p: %i", (seed) => {
    const made = generatedSystem(seed, { fuel: 2 });
    const execution = walk(made, seed, 14);
    const steps = causalStepsOf(made, execution);
    let differ = false;
    for (const other of [1, 2, 3]) {
      const shuffle = causalShuffle(steps, seeded(seed + other));
      const played = replay(made, shuffle);
      if (isStuck(played)) throw new Error(`stuck at ${formatEvent(played.event)}`);
      for (const { id } of made.processes)
        expect(viewText(made, shuffle, id)).toBe(viewText(made, scheduleOf(execution), id));
      expect(formatConfiguration(at(played.configurations, played.events.length))).toBe(
        formatConfiguration(at(execution.configurations, execution.events.length)),
      );
      if (shuffle.events.some((event, i) => event !== execution.events[i])) differ = true;
    }
    if (isTotallyOrdered(steps)) expect(differ).toBe(false);
    if (differ) tally.shuffled++;
  });

  test("everything happened often enough to mean something", () => {
    console.info(tally);
    expect(Math.min(...Object.values(tally))).toBeGreaterThan(SYSTEMS.length / 10);
  });
});

/** A number that a configuration has, whatever it means. */
function hash(configuration: Configuration): number {
  let sum = 7;
  for (const letter of formatConfiguration(configuration)) sum = (sum * 31 + letter.charCodeAt(0)) % 65_521;
  return sum;
}

describe("logs for ShiViz", () => {
  property.prop([executions])("are read back, whatever the order of their entries", (execution) => {
    fc.pre(execution.events.length > 0);
    const log = logOf(execution);
    const entries = formatLog(log).match(/[^\n]*\n[^\n]*\n/g) ?? [];
    for (const text of [formatLog(log), entries.toReversed().join("")]) {
      const read = parseLog(text);
      const named = (one: typeof log): Map<string, string> =>
        new Map(
          one.events.map((event, i) => {
            const time = at(one.order.times, i);
            const clock = one.hosts
              .filter((_, p) => time[p] !== 0)
              .map((host) => `${host} ${time[one.hosts.indexOf(host)]}`);
            return [`${at(one.hosts, at(one.order.processes, i))} ${clock.toSorted().join()}`, event];
          }),
        );
      expect(named(read)).toEqual(named(log));
      expect(formatLog(parseLog(formatLog(read)))).toBe(formatLog(read));
    }
  });

  test.each([
    ["nothing", "", "There is no event in it."],
    ["a line too many", 'of nobody\np1 acts\np1 {"p1":1}\n', "This line is of no event: of nobody"],
    ["a clock that is none", 'a\np {"p":-1}\n', '{"p":-1} is no vector time.'],
    ["a missing event", 'a\np {"p":2}\n', 'The vector time of "a" at p is not the next of its host.'],
    ["an unknown event", 'a\np {"p":1,"q":1}\nb\nq {"q":1,"p":1}\n', "knows of events that are not in it."],
  ])("are refused if they cannot be: %s", (_, text, expected) => {
    expect(() => parseLog(text)).toThrow(UsageError);
    expect(() => parseLog(text)).toThrow(expected);
  });
});
