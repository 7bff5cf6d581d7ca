/** A simulation, in the worker: many runs, and the violations among them made short and confirmed. */
import { at } from "../../base/assert.ts";
import { ProtocolError } from "../../model/error.ts";
import { isTrigger } from "../../model/event/event.ts";
import type { Execution } from "../../model/transition/execution.ts";
import type { Protocol } from "../../model/system/protocol.ts";
import { formatSchedule, optionsOf } from "../../schedule/schedule.ts";
import type { System } from "../../model/system/system.ts";
import { propertiesOfRuns } from "../../properties/propertiesOfRuns.ts";
import { nameOf, propertiesOf, type NamedProperty } from "../../properties/property.ts";
import { adversaryNamed, scriptedBy, type AdversaryKind } from "../../simulator/adversary/index.ts";
import { explain } from "../../simulator/explain.ts";
import type { Shrunk } from "../../simulator/shrink.ts";
import { differs } from "../../simulator/runMistake.ts";
import { holdAgainstModel } from "../../simulator/sample.ts";
import { Simulation, type PropertyFindings, type SimulationProgress } from "../../simulator/simulation.ts";
import { confirmed, readingsIn } from "./checkJob.ts";
import { Failed } from "./mistakeReport.ts";
import type { EndReason } from "./curfew.ts";
import { givenSchedule, type GivenSchedule } from "./givenSchedule.ts";
import type { Heartbeat } from "./heartbeat.ts";
import { tellChanges } from "./language.ts";
import type { CheckSubject, RunViolation, SimulateJob, SimulateReport } from "./job.ts";
import { reportOfLargeSystem, systemFor, type SystemSource } from "./systemRequest.ts";
import type { Warning } from "./warning.ts";

/** The surroundings of a simulation in the worker. */
interface SimulateSurroundings {
  /** The protocol under a guard. */
  readonly protocol: Protocol;
  /** Makes a copy of it that has no history. */
  fresh(): Protocol;
  readonly heartbeat: Heartbeat;
  /** The version of the protocol's file. */
  readonly version: string;
  readonly systems: SystemSource["systems"];
  /** The adversaries that the file exports. */
  readonly adversaries: readonly AdversaryKind[];
  /** Tells the subject, once, before the first run. */
  begin(subject: CheckSubject): void;
  /** Tells the progress, again and again. */
  report(progress: SimulationProgress): void;
}

/** Progress is reported so often. */
const PULSE_MS = 100;

/** The model confirms what has at most so many processes times events: it copies a list for each event. */
const CONFIRMED_MAX = 4_000_000;

/** Executions of more processes are not drawn, and need not cross to the main thread. */
const DRAWN_MAX = 12;

/** The maximum number of steps listed of a schedule that is not drawn. */
const LISTED_MAX = 30;

/** Runs a simulation to its end. @throws ProtocolError, UsageError */
export function runSimulation(job: SimulateJob, surroundings: SimulateSurroundings): SimulateReport {
  const { protocol, adversaries, heartbeat, systems, begin } = surroundings;
  const fresh = (): Protocol => surroundings.fresh();
  const { script, warnings = [] } = scriptOf(job, surroundings);
  const base = script === undefined ? {} : optionsOf(script);
  const system = systemFor(surroundings, job.system, base);
  const named = adversaryNamed(job.adversary, adversaries);
  const subject = { protocol: protocol.name, system: reportOfLargeSystem(system) };
  const properties = propertiesOfRuns(system, job.properties).map(nameOf);
  const simulation = new Simulation(system, {
    adversary:
      script === undefined
        ? named
        : { kind: scriptedBy(script.events, system, named), parameter: 0, text: "" },
    runs: job.runs,
    seed: job.seed,
    ...(job.eventsMax === undefined ? {} : { eventsMax: job.eventsMax }),
    ...(job.stride === undefined ? {} : { stride: job.stride }),
    ...(job.properties === undefined ? {} : { properties: job.properties }),
  });
  begin({ ...subject, properties });
  heartbeat.say({ kind: "run", seed: job.seed });
  const began = performance.now();
  holdAgainstModel(simulation, () => systemFor({ protocol: fresh(), systems }, job.system, base));
  const cutoff = drive(simulation, surroundings);
  const seconds = (performance.now() - began) / 1_000;
  const result = simulation.result();
  return {
    kind: "simulate",
    ...subject,
    adversary: `${job.script === undefined ? "" : `scripted:${job.script.path},`}${job.adversary}`,
    seed: job.seed,
    result,
    violations: result.properties.flatMap((found) => violationOf(simulation, found, surroundings)),
    warnings: [...warnings, ...(job.properties === undefined ? knowledgeIn(system) : [])],
    ...(cutoff === undefined ? {} : { cutoff }),
    seconds,
    peakBytes: process.resourceUsage().maxRSS * 1_024,
  };
}

/** The warning of properties that no run can judge. Who names one is refused. */
function knowledgeIn(system: System): Warning[] {
  const all = propertiesOf(system).filter(({ knowledge }) => knowledge !== undefined);
  return all.length === 0 ? [] : [{ kind: "knowledge", properties: all.map(({ name }) => name) }];
}

/** The schedule with which every run begins, if there is one. @throws UsageError */
function scriptOf(
  { script }: SimulateJob,
  { protocol, version }: SimulateSurroundings,
): Partial<GivenSchedule> {
  return script === undefined ? {} : givenSchedule(script.text, { name: script.path, protocol, version });
}

/** Advances a simulation until it ends, or to a limit. */
function drive(simulation: Simulation, { heartbeat, report }: SimulateSurroundings): EndReason | undefined {
  let pulse = performance.now();
  for (;;) {
    heartbeat.say({ kind: "run", seed: simulation.options.seed + simulation.progress.runs });
    const goesOn = simulation.advance();
    tellChanges();
    if (!goesOn) return undefined;
    const { stopReason } = heartbeat;
    if (stopReason !== undefined) return stopReason;
    const now = performance.now();
    if (now - pulse < PULSE_MS) continue;
    pulse = now;
    report(simulation.progress);
  }
}

function violationOf(
  simulation: Simulation,
  { name, kind, seed }: PropertyFindings,
  { version, heartbeat }: SimulateSurroundings,
): RunViolation[] {
  if (seed === undefined) return [];
  const { system } = simulation;
  const isEnough = (): boolean => heartbeat.stopReason === "interrupted";
  const { schedule, ...explanation } = explain(simulation, { property: name, seed, isEnough });
  const execution = confirmation(system, name, schedule);
  return [
    {
      name,
      kind,
      seed,
      schedule: formatSchedule(system, schedule, version),
      ...explanation,
      isConfirmed: execution !== undefined,
      ...(execution === undefined ? {} : readingsIn(system, propertyNamed(system, name), execution)),
      shown:
        execution === undefined || system.processes.length > DRAWN_MAX
          ? { beginning: schedule.events.filter(isTrigger).slice(0, LISTED_MAX) }
          : { execution },
    },
  ];
}

function propertyNamed(system: System, name: string): NamedProperty {
  return at(propertiesOfRuns(system, [name]), 0);
}

/** The violating execution as the model has it; undefined if it is too large for the model. */
function confirmation(system: System, name: string, schedule: Shrunk["schedule"]): Execution | undefined {
  if (system.processes.length * schedule.events.length > CONFIRMED_MAX) return undefined;
  try {
    return confirmed(system, propertyNamed(system, name), schedule);
  } catch (error) {
    if (error instanceof ProtocolError || !(error instanceof Failed)) throw error;
    // The run is what the simulator says if handlers are functions of what they are given.
    throw differs([], error);
  }
}
