/**
 * The simulator against the model: whatever a run does, the model can do, event by event and effect by
 * effect, and ends in the same configuration; and when the model says that nothing is enabled, the run is
 * at its end.
 */
import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it, test } from "vitest";
import {
  enabled,
  anonymous,
  asynchronous,
  channels,
  complete,
  failureKinds,
  fifo,
  isExecution,
  isQuiescent,
  isStuck,
  parseFailures,
  parseTiming,
  ProtocolError,
  messageSet,
  replay,
  ring,
  system,
  timings,
  unordered,
  withCapacity,
  type Configuration,
  type Execution,
  type Protocol,
  type System,
  type SystemOptions,
} from "lightcone";
import { adversaries, adversaryNamed, Simulation, type AdversaryKind } from "../../src/simulator/index.ts";
import { matchSends } from "../../src/analysis/index.ts";
import { fateIn } from "../../src/model/failure/index.ts";
import { participantOf } from "../../src/model/event/event.ts";
import { Referee } from "../../src/simulator/referee.ts";
import { mistakeAt } from "../../src/simulator/runMistake.ts";
import { Misstep } from "../../src/simulator/run.ts";
import type { Running } from "../../src/simulator/running.ts";
import { isVoice } from "../../src/model/state/voice.ts";
import { propertiesOfRuns } from "../../src/properties/propertiesOfRuns.ts";
import { viewOfConfiguration } from "../../src/properties/view.ts";
import { refusalOf } from "../../src/model/system/combination.ts";
import { isThorough, seeds, share } from "../effort.ts";
import { drawnOptions, generatedProtocol, generatedSystem } from "../explorer/generated.ts";
import { DETECTORS, generatedCode } from "../explorer/generatedCode.ts";
import { atomicCode, drawnBlocks } from "../explorer/generatedAtomic.ts";

const EVENTS_MAX = 120;

/** A run, and after each step whether each property is true. */
interface Seen {
  readonly run: Running;
  readonly truths: readonly boolean[][];
}

/** The run with a seed, step by step to its end; undefined if a handler makes a mistake in it. */
function runOf(here: System, kind: AdversaryKind, seed: number): Seen | undefined {
  const options = { adversary: adversaryNamed(kind.name), runs: 1, seed };
  const under = new Simulation(here, options).begin(seed, true);
  const { run } = under;
  const referee = new Referee(here);
  const truths: boolean[][] = [];
  try {
    under.start();
    referee.attend(run);
    truths.push(referee.truths());
    while (under.advance(EVENTS_MAX) === undefined) truths.push(referee.truths());
  } catch (error) {
    if (error instanceof ProtocolError && error.fault === "decided-twice") return undefined;
    if (!(error instanceof Misstep)) throw error;
    const told = mistakeAt(
      { system: here, again: new Simulation(here, options).begin(seed, true) },
      run.steps,
      error,
    );
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
    expect(run.observe(number, "mailbox")).toEqual(last.mailboxes[number]?.filter((one) => !isVoice(one)));
  }
  expect(run.chain).toBe(longestChain(execution));
  // What may happen, and need not, can go on where nothing has to.
  const mayGoOn = enabled(here, last).some(({ kind }) => kind === "may");
  expect(run.tickets.count === 0).toBe(isQuiescent(here, last) && !mayGoOn);
  const settled = execution.configurations.filter(({ pending }) => pending.length === 0);
  const properties = propertiesOfRuns(here);
  const expected = settled.map((configuration) =>
    properties.map(({ predicate }) => predicate(viewOfConfiguration(here, configuration))),
  );
  expect(truths).toEqual(expected);
}

/** The longest chain of messages, each sent after the one before had been received, by its definition. */
function longestChain(execution: Execution): number {
  const sends = matchSends(execution);
  /**
   * By process: of those that end with a message it has received; by event: with the message that it sends.
   */
  const known = new Map<string, number>();
  const lengths: number[] = [];
  for (const [i, event] of execution.events.entries()) {
    const sent = lengths[sends[i] ?? -1] ?? 0;
    if (event.kind === "receive") known.set(event.process, Math.max(known.get(event.process) ?? 0, sent));
    if (fateIn(event) === "sent") lengths[i] = (known.get(participantOf(event) ?? "") ?? 0) + 1;
  }
  return Math.max(0, ...lengths.filter((length) => length !== undefined));
}

describe.each(adversaries)("the adversary $name", (kind) => {
  it.each(seeds(1, 90))("keeps to the model in generated system %i", (seed) => {
    const here = generatedSystem(seed, { fuel: 1 + (seed % 4) });
    expectSame(here, runOf(here, kind, seed));
  });
});

const zoo = new URL("../../zoo/", import.meta.url);
const rooms = readdirSync(zoo, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".ts"));

/** The pages in turn: the usual run tries every fourth. */
const turns = rooms.map((file, i) => [file, i] as const).filter(([, i]) => isThorough || i % 4 === 1);

describe.each(turns)("%s", (file, turn) => {
  const players = [...adversaries.entries()];

  const some = isThorough ? channels : channels.filter((_, i) => i === turn % channels.length);

  test.for(some)("keeps to the model with $name channels", async (channel, { skip }) => {
    const room = (await import(fileURLToPath(new URL(file, zoo)))) as { default: Protocol };
    const inRounds = Object.values(room.default.roles).some(({ uponRound }) => uponRound !== undefined);
    skip(inRounds, "it goes in rounds only");
    const isServed = Object.values(room.default.roles).some((role) => role.isServed === true);
    skip(isServed && channel.keeps, "its servers answer each question once");
    skip(room.default.monitors?.["history"] !== undefined && channel.keeps, "each call is answered once");
    skip(room.default.timing?.ticks !== undefined, "it counts ticks");
    const here = system(room.default, { channels: channel, timing: asynchronous, failures: [] });
    for (const [seed, kind] of share(players, 12, turn + channels.indexOf(channel)))
      expectSame(here, runOf(here, kind, seed));
  });

  test("keeps to the model as it is", async () => {
    const room = (await import(fileURLToPath(new URL(file, zoo)))) as { default: Protocol };
    const here = system(room.default);
    const twice = [...adversaries, ...adversaries].entries();
    for (const [seed, kind] of share([...twice], 16, turn)) expectSame(here, runOf(here, kind, seed));
  });
});

/** Those who play in a generated system, in the usual run every third in turn. */
const players = (seed: number): (readonly [number, AdversaryKind])[] =>
  [...adversaries.entries()].filter(([i]) => isThorough || (i + seed) % 3 === 0);

/** Systems of every timing model, with failures of every kind. */
const models = ["asynchronous", "synchronous", "bounded:1-2,step:1,horizon:3", "partially-synchronous:gst:2"];
const failures = [
  "crash:1",
  "crash-recovery:2",
  "omission:1",
  "loss:2,duplication:1",
  "fair-loss",
  "partition:3",
  "delay:2",
  "byzantine:1",
  "byzantine:1,crash:1",
  "authenticated-byzantine:1",
];

test("failures of every kind are among them", () => {
  const tried = failures.flatMap(parseFailures).map(({ kind }) => kind);
  // General omission may fail in either way.
  const special = ["send-omission", "receive-omission"];
  expect(failureKinds.filter((kind) => !tried.includes(kind)).map(({ name }) => name)).toEqual(special);
});

test("timing models of every name are among them", () => {
  const tried = models.map((text) => parseTiming(text).name);
  expect(
    timings.map(({ example }) => parseTiming(example).name).filter((name) => !tried.includes(name)),
  ).toEqual([]);
});

/** Those that make sense. */
const combinations = models
  .flatMap((timing) => failures.map((failed) => [timing, failed] as const))
  .filter(([timing, failed]) => {
    const parts = { timing: parseTiming(timing), failures: parseFailures(failed), channel: unordered };
    return refusalOf({ ...parts, protocol: generatedProtocol(0, { fuel: 1 }) }) === undefined;
  });

describe.each(combinations)("with timing %s and failures %s", (timing, failed) => {
  it.each(seeds(1, 12))("keeps to the model in system %i", (seed) => {
    const restarts = failed.includes("recovery");
    const signs = failed.includes("authenticated");
    const size = { fuel: 2, inRounds: timing === "synchronous" && seed % 2 === 0, restarts, signs };
    const here = system(generatedProtocol(seed + 300, size), {
      ...drawnOptions(seed + 300, size),
      channels: seed % 2 === 0 ? unordered : fifo,
      timing: parseTiming(timing),
      failures: parseFailures(failed),
    });
    for (const [i, kind] of players(seed)) expectSame(here, runOf(here, kind, 100 * seed + i));
  });
});

/** Channels and beginnings of other sorts, each with some timing and failures. */
const others: readonly (SystemOptions & { readonly name: string })[] = [
  { name: "fifo:1", channels: withCapacity(fifo, 1), failures: parseFailures("duplication:1") },
  { name: "fifo:2, lossy", channels: withCapacity(fifo, 2), failures: parseFailures("loss:2") },
  { name: "unordered:1, in time", channels: withCapacity(unordered, 1), timing: parseTiming("bounded:1") },
  { name: "senders hidden, lossy", channels: anonymous(unordered), failures: parseFailures("loss:2") },
  { name: "senders hidden, in time", channels: anonymous(unordered), timing: parseTiming("bounded:1") },
  { name: "a set, senders hidden", channels: anonymous(messageSet), failures: parseFailures("crash:1") },
  { name: "a process that is down", begin: parseFailures("crash:one"), failures: parseFailures("crash:1") },
  { name: "all cut off", begin: parseFailures("partition:one"), failures: parseFailures("partition:1") },
  { name: "all to recover", begin: parseFailures("crash-recovery:one"), timing: parseTiming("synchronous") },
  { name: "to oneself", topology: complete({ self: true }) },
  { name: "to oneself, crashing", topology: ring({ self: true }), failures: parseFailures("crash:one:1") },
];

describe.each(others)("with $name", (other) => {
  const { name: _, ...options } = other;
  it.each(seeds(2, 12))("keeps to the model in system %i", (seed) => {
    const size = { fuel: 2, restarts: true };
    const here = system(generatedProtocol(seed + 700, size), options);
    for (const [i, kind] of players(seed)) expectSame(here, runOf(here, kind, 100 * seed + i));
  });
});

describe("objects that learn of crashes", () => {
  it.each(seeds(2, 20))("keeps to the model in system %i", (seed) => {
    const failures = parseFailures(["none", "crash:1", "crash:2", "crash:1,loss:1"][seed % 4] as string);
    const here = system(generatedCode(seed + 7_900, DETECTORS), { failures });
    for (const [i, kind] of adversaries.entries()) expectSame(here, runOf(here, kind, 100 * seed + i));
  });
});

describe("atomic steps of several operations", () => {
  const failed = ["none", "crash:1", "crash-recovery:1", "loss:2"];
  it.each(seeds(3, 60))("keep to the model in system %i", (seed) => {
    const here = system(atomicCode(drawnBlocks(seed + 6_000, { hears: true }), seed % 2 === 0), {
      channels: seed % 3 === 0 ? unordered : fifo,
      failures: parseFailures(failed[seed % failed.length] as string),
    });
    for (const [i, kind] of players(seed)) expectSame(here, runOf(here, kind, 100 * seed + i));
  });
});

describe.each(["synchronous", "synchronous:in-order", "asynchronous"])(
  "process code, timing %s",
  (timing) => {
    const failed = ["none", "crash:1", "crash-recovery:1", "loss:2,duplication:1", "omission:1"];
    it.each(seeds(2, 20))("keeps to the model in system %i", (seed) => {
      const here = system(generatedCode(seed + 900), {
        channels: seed % 2 === 0 ? unordered : fifo,
        timing: parseTiming(timing),
        failures: parseFailures(failed[seed % failed.length] as string),
      });
      for (const [i, kind] of players(seed)) expectSame(here, runOf(here, kind, 100 * seed + i));
    });
  },
);
