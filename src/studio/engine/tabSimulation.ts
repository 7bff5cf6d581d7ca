/** A simulation in an engine: runs under a fair adversary, and the violations among them made short. */
import { format } from "../../base/text.ts";
import { formatEvent, type System } from "../../model/index.ts";
import { nameOf, propertiesOf } from "../../properties/property.ts";
import {
  adversaryNamed,
  explain,
  Simulation,
  type Shrunk,
  type SimulationProgress,
} from "../../simulator/index.ts";
import type { EngineAsks, FoundRun, SimulationFindings } from "../conversation.ts";

/** The surroundings of a simulation. */
interface TabSimulationSurroundings {
  readonly ask: EngineAsks["simulate"];
  isStopped(): boolean;
  report(progress: SimulationProgress): void;
  breathe(): Promise<void>;
}

const SLICE_MS = 60;

/** Simulates a system. @throws ProtocolError, UsageError */
export async function simulateInTab(
  system: System,
  { ask, isStopped, report, breathe }: TabSimulationSurroundings,
): Promise<SimulationFindings> {
  const { runs, seed, seconds } = ask;
  const simulation = new Simulation(system, {
    adversary: adversaryNamed("fair", []),
    runs,
    seed,
    eventsMax: 20_000,
  });
  const began = performance.now();
  let told = began;
  while (simulation.advance()) {
    const now = performance.now();
    if (now - told < SLICE_MS) continue;
    told = now;
    report(simulation.progress);
    await breathe();
    if (isStopped() || now - began > seconds * 1_000) break;
  }
  const result = simulation.result();
  const names = new Map(propertiesOf(system).map((property) => [property.name, nameOf(property)]));
  return {
    runs: result.runs,
    properties: result.properties.map(({ name, violated, seed: found }) => {
      const { process } = names.get(name) ?? {};
      const counted = { name, violated, ...(process === undefined ? {} : { process }) };
      if (found === undefined) return counted;
      const explained = (isEnough: () => boolean): Shrunk =>
        explain(simulation, { property: name, seed: found, isEnough });
      const [whole, short] = [explained(() => true), explained(isStopped)];
      const inputs = short.schedule.inputs.map(format);
      return { ...counted, found: { inputs, asItCame: foundRun(whole), short: foundRun(short) } };
    }),
    samples: result.samples,
    sampled: result.sampled,
    seconds: (performance.now() - began) / 1_000,
  };
}

function foundRun({ steps, schedule }: Shrunk): FoundRun {
  return { steps, events: schedule.events.map(formatEvent) };
}
