/**
 * Violations in generated systems of every timing model, with failures of every kind: what is left of them
 * still violates the property, by the text that is written to files, and no step can be left out.
 */
import { describe, expect, test } from "vitest";
import {
  fifo,
  isQuiescent,
  isStuck,
  parseFailures,
  parseTiming,
  ProtocolError,
  replay,
  system,
  unordered,
  type Configuration,
  type System,
} from "lightcone";
import { formatSchedule, parseSchedule, scheduleFor } from "../../src/schedule/schedule.ts";
import { propertiesOf } from "../../src/properties/property.ts";
import { viewOfConfiguration } from "../../src/properties/view.ts";
import { adversaryNamed, explain, Simulation } from "../../src/simulator/index.ts";
import { Trials } from "../../src/simulator/trials.ts";
import { drawnOptions, generatedProtocol } from "../explorer/generated.ts";

const combinations = [
  ["asynchronous", "crash:1"],
  ["asynchronous", "loss:2,duplication:1"],
  ["asynchronous", "partition:2"],
  ["asynchronous", "byzantine:1"],
  ["synchronous", "crash:2"],
  ["synchronous", "omission:1"],
  ["bounded:1-2,step:1,horizon:3", "crash-recovery:1"],
  ["bounded:1-3,step:1,horizon:3", "none"],
  ["partially-synchronous:gst:2", "loss:1"],
] as const;

describe.each(combinations)("with timing %s and failures %s", (timing, failed) => {
  test.each(["random", "worst"])("what %s finds is made short", (adversary) => {
    let found = 0;
    for (let seed = 0; seed < 8; seed++) {
      const size = { fuel: 2, inRounds: timing === "synchronous", restarts: failed.includes("recovery") };
      const here = system(generatedProtocol(seed + 40, size), {
        ...drawnOptions(seed + 40, size),
        channels: seed % 2 === 0 ? unordered : fifo,
        timing: parseTiming(timing),
        failures: parseFailures(failed),
      });
      found += violationsIn(here, adversary);
    }
    expect(found).toBeGreaterThan(0);
  });
});

/** How many properties are violated, each of which has been looked into. */
function violationsIn(here: System, adversary: string): number {
  const options = { adversary: adversaryNamed(adversary), runs: 6, seed: 1, eventsMax: 80 };
  const simulation = new Simulation(here, options);
  try {
    while (simulation.advance());
  } catch (error) {
    // A generated handler may decide twice.
    if (error instanceof ProtocolError && error.fault === "decided-twice") return 0;
    throw error;
  }
  const violated = simulation.result().properties.filter(({ seed }) => seed !== undefined);
  for (const { name, seed = 0 } of violated) expectShort(simulation, name, seed);
  return violated.length;
}

function expectShort(simulation: Simulation, name: string, seed: number): void {
  const { system: here } = simulation;
  const { schedule, steps, before, isMinimal } = explain(simulation, { property: name, seed });
  expect(steps).toBeLessThanOrEqual(before.steps);
  const read = scheduleFor(here, parseSchedule(formatSchedule(here, schedule)));
  expect(isViolatedBy(here, name, read)).toBe(true);
  if (!isMinimal) return;
  const { engine } = simulation;
  const trials = new Trials({ engine, property: name, schedule, stride: 1, effortMax: Infinity });
  const segments = trials.steps;
  for (let i = 0; i < segments.length; i++) {
    const without = trials.run(segments.toSpliced(i, 1));
    expect(without?.steps.length ?? Infinity).toBeGreaterThanOrEqual(segments.length);
  }
}

function isViolatedBy(here: System, name: string, schedule: Parameters<typeof replay>[1]): boolean {
  const execution = replay(here, schedule);
  if (isStuck(execution)) return false;
  const [property] = propertiesOf(here, [name]);
  const settled = execution.configurations.filter(({ pending }) => pending.length === 0);
  const isTrue = (configuration: Configuration): boolean =>
    property?.predicate(viewOfConfiguration(here, configuration)) ?? true;
  const last = settled.at(-1) as Configuration;
  if (property?.kind.name === "invariant") return !isTrue(last);
  return isQuiescent(here, last) && !settled.some(isTrue);
}
