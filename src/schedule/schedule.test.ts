import { describe, expect, test } from "vitest";
import { fifo } from "../model/communication/index.ts";
import { UsageError } from "../model/error.ts";
import { formatEvent } from "../model/event/eventText.ts";
import { replay, type Execution } from "../model/transition/execution.ts";
import { protocol } from "../model/system/protocol.ts";
import { role } from "../model/system/role.ts";
import { formatSchedule, parseSchedule, scheduleFor } from "./schedule.ts";
import { system } from "../model/system/system.ts";
import { ring } from "../model/system/topology.ts";

const greeting = protocol<{ type: "hello"; to: string }>()({
  name: "greeting",
  roles: {
    host: role({
      initially: ({ send }) => (send("guest1", { type: "hello", to: 'the "guest"' }), {}),
    }),
    guest: role({
      processes: 2,
      inputs: ["shy", null],
      initially: () => ({}),
      upon: { hello: (_state, { to }, { decide }) => decide(to) },
    }),
  },
});

const TEXT = `processes host=1 guest=2
topology ring
channels fifo
inputs guest1="shy" guest2=null

host sends hello(to: "the \\"guest\\"") to guest1
guest1 receives hello(to: "the \\"guest\\"") from host
guest1 decides "the \\"guest\\""
`;

const here = system(greeting, { topology: ring(), channels: fifo });

describe("the text of a schedule", () => {
  test("is read back, and replayed to the same execution", () => {
    const text = parseSchedule(TEXT);
    expect(text.options).toMatchObject({ processes: { host: 1, guest: 2 }, channels: fifo });
    expect(text.options.topology?.text).toBe("ring");
    expect(text.lines).toEqual([6, 7, 8]);
    const schedule = scheduleFor(system(greeting, text.options), text);
    expect(schedule.inputs).toEqual([null, "shy", null]);
    expect(formatSchedule(here, schedule)).toBe(TEXT);
    const execution = replay(here, schedule) as Execution;
    expect(execution.events.map(formatEvent)).toEqual(TEXT.trim().split("\n").slice(5));
    expect(execution.configurations.at(-1)?.locals[1]?.decision).toBe('the "guest"');
  });

  test("may have comments, empty lines and other line ends, and leave out what is clear", () => {
    const text = parseSchedule('# a comment\r\n\r\n  inputs guest2=null, guest1="shy"\r\n guest1 halts \r\n');
    expect(text.options).toEqual({});
    expect(text.lines).toEqual([4]);
    expect(scheduleFor(here, text)).toEqual({
      inputs: [null, "shy", null],
      events: [{ kind: "halt", process: "guest1" }],
    });
  });

  test("needs no inputs where nobody has any", () => {
    const alone = system(greeting, { inputs: { guest: [null] } });
    expect(formatSchedule(alone, { inputs: [null, null, null], events: [] })).toBe(
      "processes host=1 guest=2\ntopology complete\nchannels unordered\n\n",
    );
  });

  test("says that an input is null where it could be another", () => {
    const text = formatSchedule(here, { inputs: [null, null, null], events: [] });
    expect(text).toContain("\ninputs guest1=null guest2=null\n");
    expect(scheduleFor(here, parseSchedule(text)).inputs).toEqual([null, null, null]);
  });

  test.each([
    [
      "host halts\n\nguest1 eats",
      3,
      'expected what the process does, such as "receives", "sends" or "crashes" at character 7',
    ],
    ["processes host", 1, 'expected "=" at character 5'],
    ["# fine\ninputs host=", 2, "expected a value at character 6"],
    ["inputs 1=2", 1, "expected the id of a process at character 1"],
    ["host decides 1 2", 1, "expected the end at character 15"],
  ])("says which line cannot be read: %j", (text, number, why) => {
    const line = text.split("\n")[number - 1];
    expect(() => parseSchedule(text)).toThrow(
      new UsageError(`Line ${number} of the schedule cannot be read: ${why}.`, `The line: ${line}`),
    );
  });

  test("knows the channels that there are", () => {
    expect(() => parseSchedule("channels sorted")).toThrow(
      expect.objectContaining({
        what: 'Line 1 of the schedule: There are no channels called "sorted".',
        advice: "Possible are unordered, fifo, message-set.",
        choice: { given: "sorted", possible: ["unordered", "fifo", "message-set"] },
      }),
    );
  });

  test.each([
    [
      "inputs guest3=1",
      'In the schedule there is an input of "guest3", which is no process.',
      "Processes: host, guest1, guest2.",
    ],
    [
      'inputs guest1="shy"',
      "Which input guest2 has is not said in the schedule.",
      'Add a line "inputs guest2=…" with one of "shy", null.',
    ],
    [
      "inputs guest1=1 guest2=null",
      "guest1 cannot have the input 1, which it has in the schedule.",
      'Its inputs: "shy", null.',
    ],
    [
      "inputs guest1=null guest2=null host=1",
      "host cannot have the input 1, which it has in the schedule.",
      "Its inputs: null.",
    ],
  ])("has to fit the system: %s", (text, what, advice) => {
    expect(() => scheduleFor(here, parseSchedule(text))).toThrow(expect.objectContaining({ what, advice }));
  });
});
