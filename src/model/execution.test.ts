/** Executions and what holds of all of them, the indistinguishability theorem first. */
import { fc, test as property } from "@fast-check/vitest";
import { describe, expect, test } from "vitest";
import { at } from "../base/assert.ts";
import { format } from "../base/text.ts";
import type { Plain } from "../base/value.ts";
import { channels } from "./communication/index.ts";
import {
  formatConfiguration,
  formatLocal,
  initialConfiguration,
  inputVectors,
  type Configuration,
} from "./configuration.ts";
import { formatEvent, parseEvent, type Event, type Trigger } from "./event.ts";
import {
  isExecution,
  isStuck,
  misfit,
  misfitOfFragment,
  replay,
  restrict,
  scheduleOf,
  type Execution,
  type Schedule,
} from "./execution.ts";
import { protocol, role } from "./protocol.ts";
import { system, type System } from "./system.ts";
import { enabled, sameConfiguration, settle, step } from "./transition.ts";

type Message = { type: "word"; text: string } | { type: "ask" };

/** Processes that remember all they see, in order; so whatever differs for them differs in their states. */
const gossip = protocol<Message>()({
  name: "gossip",
  assume: ({ p1, p2 }) => p1 !== 1 || p2 !== 1,
  roles: {
    process: role({
      processes: 3,
      inputs: [0, 1],
      initially: ({ input, setTimer, broadcast }) => {
        setTimer("tick");
        if (input === 1) broadcast({ type: "ask" });
        return { log: [] as string[], fuel: 3 };
      },
      upon: {
        word(state, { text }, { from, decide }) {
          state.log.push(`${from}: ${text}`);
          if (state.log.length === 2) decide(text);
        },
        ask(state, _message, { from, choose, neighbors, send }) {
          state.log.push(`${from}?`);
          if (state.fuel-- > 0) send(choose(neighbors), { type: "word", text: `w${state.fuel}` });
        },
      },
      uponTimeout: {
        tick(state, { broadcast, output, setTimer, halt }) {
          state.log.push("tick");
          output(state.fuel);
          if (state.fuel-- > 1) setTimer("tick");
          else halt();
          broadcast({ type: "ask" });
        },
      },
    }),
  },
});

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
    if (trigger.kind === "receive") wanted.push(letter(trigger.from, trigger.process, trigger.message));
  }
  return past;
}

describe("the indistinguishability theorem", () => {
  property.prop([walks, fc.nat(2)])("p cannot tell what did not reach it", (walked, number) => {
    const { here, schedule, start, steps } = walked;
    const { id } = at(here.processes, number);
    const past = causalPast(walked, id);
    const kept = steps.filter((_, i) => past.has(i)).flatMap(({ events }) => events);
    const pruned = { inputs: schedule.inputs, events: [...start, ...kept] };
    expect(localSchedules(here, pruned)[number]).toBe(localSchedules(here, schedule)[number]);
    expect(localsAtEnd(run(here, pruned))[number]).toBe(localsAtEnd(run(here, schedule))[number]);
  });

  property.prop([walks])(
    "independent adjacent steps commute, and nobody sees their order",
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

  test.each(channels)(
    "equal S|p lead to equal local states, over all schedules of 4 steps: $name",
    (channel) => {
      const here = system(gossip, { processes: { process: 2 }, channels: channel });
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
    },
  );
});

describe("a replay", () => {
  property.prop([walks])("of an execution's schedule is that execution", ({ here, schedule }) => {
    const execution = run(here, schedule);
    expect(scheduleOf(execution)).toEqual(schedule);
    expect(replay(here, scheduleOf(execution))).toEqual(execution);
    expect(isExecution(here, execution)).toBe(true);
  });

  property.prop([walks])("stops at an event that is not enabled, and says what was", ({ here, schedule }) => {
    const bad = parseEvent('p1 receives word(text: "never sent") from p2');
    const stuck = replay(here, { inputs: schedule.inputs, events: [...schedule.events, bad] });
    if (!isStuck(stuck)) throw new Error("it was not stuck");
    expect(stuck.at).toBe(schedule.events.length);
    expect(stuck.event).toEqual(bad);
    expect(stuck.execution).toEqual(run(here, schedule));
    const last = at(stuck.execution.configurations, schedule.events.length);
    expect(stuck.enabled).toEqual(enabled(here, last));
  });

  test("does not add effects that a schedule leaves out", () => {
    const here = system(gossip);
    const schedule = {
      inputs: [0, 0, 0],
      events: ["p1 times out on tick", "p2 times out on tick"].map(parseEvent),
    };
    const stuck = replay(here, schedule);
    expect(isStuck(stuck) && stuck.enabled.map(formatEvent)).toEqual(["p1 outputs 3"]);
  });

  test("knows no process that is not there", () => {
    const stuck = replay(system(gossip), { inputs: [0, 0, 0], events: [parseEvent("p9 times out on tick")] });
    expect(isStuck(stuck) && [stuck.at, stuck.enabled.length]).toEqual([0, 3]);
  });
});

/** Two steps of two processes. */
const here = system(gossip);
const EVENTS = [
  "p1 times out on tick",
  "p1 outputs 3",
  "p1 sends ask to p2",
  "p1 sends ask to p3",
  'p2 receives ask from p1 choosing "p3"',
  'p2 sends word(text: "w2") to p3',
];
const execution = run(here, { inputs: [0, 0, 0], events: EVENTS.map(parseEvent) });

describe("a misfit", () => {
  test("is not found in an execution, nor in a part of one", () => {
    expect(misfit(here, execution)).toBeUndefined();
    const part = { configurations: execution.configurations.slice(2), events: execution.events.slice(2) };
    expect(misfitOfFragment(here, part)).toBeUndefined();
    expect(misfit(here, part)).toEqual({ at: -1, reason: "the first configuration is not an initial one" });
  });

  test.each([...EVENTS.keys()])("is a wrong configuration after event %i", (i) => {
    const configurations = execution.configurations.with(i + 1, at(execution.configurations, i));
    const right = formatConfiguration(at(execution.configurations, i + 1));
    expect(misfit(here, { ...execution, configurations })).toEqual({
      at: i,
      reason: `"${EVENTS[i]}" leads to another configuration:\n${right}`,
    });
    expect(isExecution(here, { ...execution, configurations })).toBe(false);
  });

  test("is an event that was not enabled", () => {
    const events = execution.events.with(4, parseEvent("p2 receives ask from p3"));
    const instead = enabled(here, at(execution.configurations, 4)).map(formatEvent);
    expect(instead).toContain(EVENTS[4]);
    expect(misfit(here, { ...execution, events })).toEqual({
      at: 4,
      reason: `"p2 receives ask from p3" is not enabled; enabled are: ${instead.join("; ")}`,
    });
  });

  test("is a missing configuration", () => {
    expect(misfit(here, { configurations: [], events: [] })).toEqual({
      at: -1,
      reason: "there is no configuration",
    });
    expect(misfit(here, { ...execution, configurations: execution.configurations.slice(0, -1) })).toEqual({
      at: -1,
      reason: "there are 6 configurations for 6 events; there must be one more",
    });
  });

  test("is a first configuration with inputs that cannot be, or are not allowed", () => {
    for (const inputs of [
      [2, 0, 0],
      [1, 1, 0],
    ]) {
      const configurations = [initialConfiguration(here, inputs)];
      const reason = "the first configuration is not an initial one";
      expect(misfit(here, { configurations, events: [] })).toEqual({ at: -1, reason });
    }
    expect(isExecution(here, { configurations: [initialConfiguration(here, [0, 1, 1])], events: [] })).toBe(
      true,
    );
  });
});

test("S|p is the input of p and the events at p, in order", () => {
  const local = restrict(here, execution, "p2");
  expect(local).toMatchObject({ process: "p2", input: 0 });
  expect(local.events.map(formatEvent)).toEqual(EVENTS.slice(4));
  expect(() => restrict(here, execution, "p9")).toThrow();
});
