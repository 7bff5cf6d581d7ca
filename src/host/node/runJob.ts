/** One good run, in the worker: by a fair adversary, or event by event as a reader wants it. */
import { assert } from "../../base/assert.ts";
import { parseEvent } from "../../model/event/parseEvent.ts";
import { isStuck, replayWritten, type Schedule } from "../../model/transition/execution.ts";
import { formatSchedule } from "../../schedule/schedule.ts";
import { fair, scriptedBy, type AdversaryKind } from "../../simulator/adversary/index.ts";
import { Referee } from "../../simulator/referee.ts";
import { Simulation } from "../../simulator/simulation.ts";
import type { RunJob, RunReport } from "./job.ts";
import { reportOfExecution } from "./replayJob.ts";
import { systemFor, type SystemSource } from "./systemRequest.ts";

/** The fair adversary, with which nothing fails. */
const kindly: AdversaryKind = {
  ...fair,
  begin: (beginning) => ({ ...fair.begin(beginning), fail: () => -1 }),
};

/** Takes the run. @throws UsageError, ProtocolError */
export function takeRun(job: RunJob, source: SystemSource & { readonly version: string }): RunReport {
  const { seed, eventsMax } = job;
  const events = job.chosen.map(parseEvent);
  const given = systemFor(source, job.system);
  const adversary = {
    kind: scriptedBy(events, given, { kind: kindly, parameter: 0, text: "" }),
    parameter: 0,
    text: "",
  };
  const simulation = new Simulation(given, { adversary, runs: 1, seed, eventsMax });
  const { system } = simulation;
  const { schedule, isCut } = job.goesOn
    ? goneOn(simulation)
    : { schedule: { inputs: simulation.begin(seed).run.inputs, events }, isCut: false };
  const execution = replayWritten(system, schedule);
  assert(!isStuck(execution), "what was offered can happen");
  const text = formatSchedule(system, { inputs: execution.inputs, events: execution.events }, source.version);
  return { kind: "run", ...reportOfExecution(system, execution), schedule: text, isCut };
}

/** The run as the adversary has it, and whether it ended because of the limit. */
function goneOn(simulation: Simulation): { readonly schedule: Schedule; readonly isCut: boolean } {
  const { system, eventsMax, options } = simulation;
  // The first time tells mistakes of the protocol, the second writes down the events.
  while (simulation.advance());
  const under = simulation.begin(options.seed, true);
  const steps = Number.MAX_SAFE_INTEGER;
  const finished = under.go(new Referee(system), { steps, stride: 1, eventsMax });
  const { inputs, record = [] } = under.run;
  return { schedule: { inputs, events: record }, isCut: finished?.ending === "limit" };
}
