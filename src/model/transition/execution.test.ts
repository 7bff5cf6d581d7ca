/** Executions and what holds of all of them, sentence by sentence: see docs/semantics.md. */
import { fc, test as property } from "@fast-check/vitest";
import { describe, expect, test } from "vitest";
import { alarms } from "../../../test/semantics/alarms.ts";
import { EVENTS, gossip } from "../../../test/semantics/gossip.ts";
import { NEWS, ONE, party, TELL, TWO } from "../../../test/semantics/party.ts";
import { at } from "../../base/assert.ts";
import { format } from "../../base/text.ts";
import type { Plain } from "../../base/value.ts";
import { channels, unordered } from "../communication/index.ts";
import { formatLocal } from "../state/localState.ts";
import { initialConfiguration, inputVectors, type Configuration } from "../state/configuration.ts";
import { formatEvent } from "../event/eventText.ts";
import type { Event, Trigger } from "../event/event.ts";
import { parseFailures } from "../failure/index.ts";
import { parseEvent } from "../event/parseEvent.ts";
import {
  isExecution,
  isStuck,
  lengthOf,
  misfitOfFragment,
  replay,
  replayWritten,
  restrict,
  scheduleOf,
  stepNumbers,
  type Execution,
  type Schedule,
} from "./execution.ts";
import { formatSchedule, parseSchedule, scheduleFor } from "../../schedule/schedule.ts";
import { system, type System } from "../system/system.ts";
import { parseTiming } from "../timing/index.ts";
import { enabled, sameConfiguration, settle, step } from "./transition.ts";

/** A step: its trigger and its effects, and the configurations around it. */
interface Step {
  readonly before: Configuration;
  readonly events: readonly [Trigger, ...Event[]];
  readonly after: Configuration;
}

interface Walk {
  readonly here: System;
  readonly schedule: Schedule;
  readonly start: readonly Event[];
  readonly steps: readonly Step[];
}

function take(here: System, before: Configuration, trigger: Event): Step {
  const { settled, effects } = settle(here, step(here, before, trigger));
  return { before, events: [trigger as Trigger, ...effects], after: settled };
}

/** An execution whose adversary has the picks of `picks`, the first one for the inputs. */
function walk(here: System, [first = 0, ...picks]: readonly number[]): Walk {
  const vectors = [...inputVectors(here)];
  const inputs = at(vectors, first % vectors.length);
  const { settled, effects } = settle(here, initialConfiguration(here, inputs));
  const steps: Step[] = [];
  for (const pick of picks) {
    const before = steps.at(-1)?.after ?? settled;
    const events = enabled(here, before);
    if (events.length > 0) steps.push(take(here, before, at(events, pick % events.length)));
  }
  const events = [...effects, ...steps.flatMap((one) => one.events)];
  return { here, schedule: { inputs, events }, start: effects, steps };
}

const walks = fc
  .tuple(fc.constantFrom(...channels), fc.array(fc.nat(10_000), { maxLength: 25 }))
  .map(([channel, picks]) => walk(system(gossip, { channels: channel }), picks));

/** The execution of a schedule that must not get stuck. */
function run(here: System, schedule: Schedule): Execution {
  const execution = replay(here, schedule);
  if (isStuck(execution)) throw new Error(`stuck at ${formatEvent(execution.event)}`);
  return execution;
}

/** S|p as a text, for every p. */
function localSchedules(here: System, schedule: Schedule): string[] {
  return here.processes.map(({ id }) => {
    const { process, input, events } = restrict(here, schedule, id);
    return `${process}=${format(input)}: ${events.map(formatEvent).join("; ")}`;
  });
}

function localsAtEnd(execution: Execution): string[] {
  return at(execution.configurations, execution.configurations.length - 1).locals.map(formatLocal);
}

/** The positions of the steps in the causal past of what `process` does, itself included. */
function causalPast({ steps }: Walk, process: string): Set<number> {
  const letter = (from: string, to: string, message: object): string =>
    `${from}>${to} ${format(message as Plain)}`;
  const needed = new Set([process]);
  const wanted: string[] = [];
  const past = new Set<number>();
  for (const [i, { events }] of [...steps.entries()].reverse()) {
    const [trigger] = events;
    const sent = events.flatMap((event) =>
      event.kind === "send" ? [letter(event.process, event.to, event.message)] : [],
    );
    if (!needed.has(trigger.process) && !sent.some((text) => wanted.includes(text))) continue;
    past.add(i);
    needed.add(trigger.process);
    if (trigger.kind === "receive") wanted.push(letter(trigger.from ?? "", trigger.process, trigger.message));
  }
  return past;
}

const made = system(gossip);
const two = run(made, { inputs: [0, 0, 0], events: EVENTS.map(parseEvent) });

describe("An execution", () => {
  test("An execution is C₀ e₁ C₁ e₂ …: C₀ is initial, and each event leads from one to the next.", () => {
    expect(two.configurations).toHaveLength(EVENTS.length + 1);
    expect(isExecution(made, two)).toBe(true);
    for (const i of EVENTS.keys()) {
      const configurations = two.configurations.with(i + 1, at(two.configurations, i));
      expect(isExecution(made, { ...two, configurations })).toBe(false);
    }
    expect(isExecution(made, { ...two, events: two.events.with(0, parseEvent("p1 halts")) })).toBe(false);
  });

  test("A fragment of one need not start in an initial configuration.", () => {
    const part = { configurations: two.configurations.slice(2), events: two.events.slice(2) };
    expect(misfitOfFragment(made, part)).toBeUndefined();
    expect(isExecution(made, part)).toBe(false);
  });

  test("Its schedule is its events and inputs; its length is the number of its steps, or rounds.", () => {
    expect(scheduleOf(two)).toEqual({ inputs: [0, 0, 0], events: EVENTS.map(parseEvent) });
    expect(lengthOf(two)).toBe(2);
    expect(stepNumbers(two)).toEqual([1, 1, 1, 1, 2, 2]);
  });

  test("Ticks and faults between steps count as steps; faults within a step are a part of it.", () => {
    const here = system(alarms, { timing: parseTiming("bounded:2"), failures: parseFailures("crash:2") });
    const events = [
      "p1 sends ping(n: 1) to p2",
      "time passes",
      "p2 crashes",
      "p1 times out on alarm",
      "p1 crashes",
    ];
    const execution = run(here, { inputs: [null, null], events: events.map(parseEvent) });
    expect(stepNumbers(execution)).toEqual([0, 1, 2, 3, 3]);
    expect(lengthOf(execution)).toBe(3);
  });
});

describe("Replay", () => {
  property.prop([walks])(
    "To replay the schedule of an execution is to get that execution again.",
    ({ here, schedule }) => {
      const execution = run(here, schedule);
      expect(scheduleOf(execution)).toEqual(schedule);
      expect(replay(here, scheduleOf(execution))).toEqual(execution);
      expect(isExecution(here, execution)).toBe(true);
    },
  );

  property.prop([walks])(
    "A replay stops at the first event that is not enabled, and says which ones were.",
    ({ here, schedule }) => {
      const bad = parseEvent('p1 receives word(text: "never sent") from p2');
      const stuck = replay(here, { inputs: schedule.inputs, events: [...schedule.events, bad] });
      if (!isStuck(stuck)) throw new Error("it was not stuck");
      expect(stuck.at).toBe(schedule.events.length);
      expect(stuck.event).toEqual(bad);
      expect(stuck.execution).toEqual(run(here, schedule));
      const last = at(stuck.execution.configurations, schedule.events.length);
      expect(stuck.enabled).toEqual(enabled(here, last));
    },
  );

  test("A schedule that somebody writes may leave out what follows by itself.", () => {
    const [first = "", , , , fifth = ""] = EVENTS;
    const events = [first, fifth].map(parseEvent);
    const stuck = replay(made, { inputs: [0, 0, 0], events });
    expect(isStuck(stuck) && stuck.enabled.map(formatEvent)).toEqual(["p1 outputs 3"]);
    expect(replayWritten(made, { inputs: [0, 0, 0], events })).toEqual(two);
    const choosing = replayWritten(made, { inputs: [0, 0, 0], events: [parseEvent(fifth)] });
    expect(isStuck(choosing) && [choosing.at, choosing.execution.events.length]).toEqual([0, 0]);
    const rounds = system(gossip, { timing: parseTiming("synchronous") });
    const round = replayWritten(rounds, { inputs: [0, 0, 0], events: [parseEvent("a round begins")] });
    expect(isStuck(round) ? "stuck" : lengthOf(round)).toBe(1);
    const stranger = replay(made, { inputs: [0, 0, 0], events: [parseEvent("p9 times out on tick")] });
    expect(isStuck(stranger) && [stranger.at, stranger.enabled.length]).toEqual([0, 3]);
  });

  test("What a process was sending when it crashed goes out only if such a schedule says so.", () => {
    const here = system(party, { failures: parseFailures("crash:1"), channels: unordered });
    const sent = [NEWS, TELL, "guest1 crashes"];
    const end = (...lines: string[]): unknown => {
      const played = replayWritten(here, { inputs: [null, null, null], events: lines.map(parseEvent) });
      return isStuck(played) ? "stuck" : played.configurations.at(-1)?.mailboxes[2]?.length;
    };
    expect([end(...sent), end(...sent, TWO), end(NEWS, TELL, ONE, "guest1 crashes")]).toEqual([0, 1, 1]);
    expect(end(NEWS, TELL, ONE, "guest1 crashes", "guest2 receives news(n: 1) from guest1")).toBe(0);
    const late = replayWritten(here, { inputs: [null, null, null], events: [...sent, ONE].map(parseEvent) });
    expect(isStuck(late) && late.enabled.map(formatEvent)).toEqual([
      TWO,
      "guest1 fails to send news(n: 2) to guest2",
    ]);
  });

  property.prop([walks])(
    "A schedule is text, one event a line, and is read back as it was, together with the system it is for.",
    ({ here, schedule }) => {
      const read = parseSchedule(formatSchedule(here, schedule));
      const again = system(gossip, read.options);
      expect(scheduleFor(again, read)).toEqual(schedule);
      expect(replay(again, scheduleFor(again, read))).toEqual(run(here, schedule));
    },
  );
});

describe("Indistinguishability", () => {
  test("The local schedule S|p is the input of p and the events at p, in order.", () => {
    const local = restrict(made, two, "p2");
    expect(local).toMatchObject({ process: "p2", input: 0 });
    expect(local.events.map(formatEvent)).toEqual(EVENTS.slice(4));
    expect(() => restrict(made, two, "p9")).toThrow();
  });

  test("Without clocks, if S|p = S′|p and p does not fail, p is in the same local state after both.", () => {
    const settings = [
      ...channels.map((channel) => ({ channels: channel })),
      { failures: parseFailures("loss:1") },
    ];
    for (const setting of settings) {
      const here = system(gossip, { processes: { process: 2 }, ...setting });
      const states = new Map<string, string>();
      let comparisons = 0;
      const visit = (configuration: Configuration, schedule: Schedule, depth: number): void => {
        for (const [number, local] of localSchedules(here, schedule).entries()) {
          const state = formatLocal(at(configuration.locals, number));
          if (states.has(local)) comparisons++;
          expect(states.get(local) ?? state).toBe(state);
          states.set(local, state);
        }
        if (depth === 0) return;
        for (const event of enabled(here, configuration)) {
          const { events, after } = take(here, configuration, event);
          visit(after, { inputs: schedule.inputs, events: [...schedule.events, ...events] }, depth - 1);
        }
      };
      for (const inputs of inputVectors(here)) {
        const { settled, effects } = settle(here, initialConfiguration(here, inputs));
        visit(settled, { inputs, events: effects }, 4);
      }
      expect(comparisons).toBeGreaterThan(100);
    }
  });

  property.prop([walks, fc.nat(2)])(
    "Steps that are not in the causal past of p can be left out of a schedule, and p does not notice.",
    (walked, number) => {
      const { here, schedule, start, steps } = walked;
      const { id } = at(here.processes, number);
      const past = causalPast(walked, id);
      const kept = steps.filter((_, i) => past.has(i)).flatMap(({ events }) => events);
      const pruned = { inputs: schedule.inputs, events: [...start, ...kept] };
      expect(localSchedules(here, pruned)[number]).toBe(localSchedules(here, schedule)[number]);
      expect(localsAtEnd(run(here, pruned))[number]).toBe(localsAtEnd(run(here, schedule))[number]);
    },
  );

  property.prop([walks])(
    "In message passing, two steps of different processes in a row, both enabled before, commute.",
    ({ here, schedule, start, steps }) => {
      for (const [i, { before, events, after }] of steps.entries()) {
        const next = steps[i + 1];
        if (next === undefined || next.events[0].process === events[0].process) continue;
        if (!enabled(here, before).some((event) => formatEvent(event) === formatEvent(next.events[0])))
          continue;
        const first = take(here, before, next.events[0]);
        const second = take(here, first.after, events[0]);
        expect([first.events, second.events]).toEqual([next.events, events]);
        expect(sameConfiguration(second.after, next.after)).toBe(true);
        expect(sameConfiguration(after, first.after)).toBe(false);
        const swapped = steps.toSpliced(i, 2, first, second).flatMap((one) => one.events);
        const other = { inputs: schedule.inputs, events: [...start, ...swapped] };
        expect(localSchedules(here, other)).toEqual(localSchedules(here, schedule));
        expect(localsAtEnd(run(here, other))).toEqual(localsAtEnd(run(here, schedule)));
      }
    },
  );
});
