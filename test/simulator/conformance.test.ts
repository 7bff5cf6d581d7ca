/**
 * The simulator against the model: whatever a run does, the model can do, event by event and effect by
 * effect, and ends in the same configuration; and when the model says that nothing is enabled, the run is
 * at its end.
 */
import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it, test } from "vitest";
import {
  asynchronous,
  channels,
  enabled,
  isExecution,
  isStuck,
  replay,
  system,
  type Configuration,
  type Protocol,
  type System,
} from "lightcone";
import { adversaries, Simulation, type AdversaryKind } from "../../src/simulator/index.ts";
import { Judge } from "../../src/simulator/judge.ts";
import { mailboxOf } from "../../src/simulator/mailbox.ts";
import { mistakeAt } from "../../src/simulator/mistake.ts";
import { Misstep, type Run } from "../../src/simulator/run.ts";
import { propertiesOf } from "../../src/properties/property.ts";
import { viewOfConfiguration } from "../../src/properties/view.ts";
import { generatedSystem } from "../explorer/generated.ts";

const EVENTS_MAX = 120;

/** A run, and after each step whether each property is true. */
interface Seen {
  readonly run: Run;
  readonly truths: readonly boolean[][];
}

/** The run with a seed, step by step to its end; undefined if a handler makes a mistake in it. */
function runOf(here: System, kind: AdversaryKind, seed: number): Seen | undefined {
  const options = { adversary: { kind, parameter: kind.parameter ?? 0 }, runs: 1, seed };
  const under = new Simulation(here, options).begin(seed, true);
  const { run } = under;
  const judge = new Judge(here);
  const truths: boolean[][] = [];
  try {
    under.start();
    judge.attend(run);
    truths.push(judge.truths());
    for (let ticket = under.choose(); ticket !== -1 && run.events < EVENTS_MAX; ticket = under.choose()) {
      run.take(ticket);
      truths.push(judge.truths());
    }
  } catch (error) {
    if (!(error instanceof Misstep)) throw error;
    const told = mistakeAt(new Simulation(here, options).begin(seed, true), run.steps, error);
    expect(told.fault).toBe("decided-twice");
    return undefined;
  }
  return { run, truths };
}

function expectSame(here: System, seen: Seen | undefined): void {
  if (seen === undefined) return;
  const { run, truths } = seen;
  const execution = replay(here, { inputs: run.inputs, events: run.record ?? [] });
  if (isStuck(execution)) {
    throw new Error(`stuck at ${execution.at}: ${JSON.stringify(execution.event)}`);
  }
  expect(isExecution(here, execution)).toBe(true);
  const last = execution.configurations.at(-1) as Configuration;
  expect(last.pending).toEqual([]);
  for (const { number } of here.processes) {
    expect(run.local(number)).toEqual(last.locals[number]);
    expect(mailboxOf(run, number)).toEqual(last.mailboxes[number]);
  }
  expect(run.tickets.count === 0).toBe(enabled(here, last).length === 0);
  const settled = execution.configurations.filter(({ pending }) => pending.length === 0);
  const properties = propertiesOf(here.protocol);
  const expected = settled.map((configuration) =>
    properties.map(({ predicate }) => predicate(viewOfConfiguration(here, configuration))),
  );
  expect(truths).toEqual(expected);
}

describe.each(adversaries)("the adversary $name", (kind) => {
  it.each(Array.from({ length: 90 }, (_, seed) => seed))(
    "keeps to the model in generated system %i",
    (seed) => {
      const here = generatedSystem(seed, { fuel: 1 + (seed % 4) });
      expectSame(here, runOf(here, kind, seed));
    },
  );
});

const zoo = new URL("../../zoo/", import.meta.url);
const rooms = readdirSync(zoo, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".ts"));

describe.each(rooms)("%s", (file) => {
  test.for(channels)("keeps to the model with $name channels", async (channel, { skip }) => {
    const room = (await import(fileURLToPath(new URL(file, zoo)))) as { default: Protocol };
    const inRounds = Object.values(room.default.roles).some(({ uponRound }) => uponRound !== undefined);
    skip(inRounds, "rounds are not simulated yet");
    const isProcessCode = Object.values(room.default.roles).some(({ run }) => run !== undefined);
    skip(isProcessCode, "process code is not simulated yet");
    const here = system(room.default, { channels: channel, timing: asynchronous, failures: [] });
    for (const [seed, kind] of adversaries.entries()) expectSame(here, runOf(here, kind, seed));
  });
});
