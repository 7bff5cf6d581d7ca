import { describe, expect, test } from "vitest";
import { fifo } from "../model/communication/index.ts";
import { UsageError } from "../model/error.ts";
import { formatEvent } from "../model/event/eventText.ts";
import { replay, type Execution } from "../model/transition/execution.ts";
import { protocol } from "../model/system/protocol.ts";
import { role } from "../model/system/role.ts";
import { checkProtocol, formatSchedule, optionsOf, parseSchedule, scheduleFor } from "./schedule.ts";
import { system } from "../model/system/system.ts";
import { ring, type Topology } from "../model/system/topology.ts";

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

const TEXT = `protocol "greeting"
version 0f1e
processes host=1 guest=2
topology ring
channels fifo
inputs guest1="shy" guest2=null

host sends hello(to: "the \\"guest\\"") to guest1
guest1 receives hello(to: "the \\"guest\\"") from host
guest1 decides "the \\"guest\\""
end
`;

const here = system(greeting, { topology: ring(), channels: fifo });

describe("the text of a schedule", () => {
  test("is read back, and replayed to the same execution", () => {
    const text = parseSchedule(TEXT);
    expect(text.options).toMatchObject({ processes: { host: 1, guest: 2 }, channels: fifo });
    expect(text.options.topology?.text).toBe("ring");
    expect(text.protocol).toBe("greeting");
    expect(text.version).toBe("0f1e");
    expect(text.lines).toEqual([8, 9, 10]);
    const schedule = scheduleFor(system(greeting, text.options), text);
    expect(schedule.inputs).toEqual([null, "shy", null]);
    expect(formatSchedule(here, schedule, "0f1e")).toBe(TEXT);
    const execution = replay(here, schedule) as Execution;
    expect(execution.events.map(formatEvent)).toEqual(TEXT.trim().split("\n").slice(7, -1));
    expect(execution.configurations.at(-1)?.locals[1]?.decision).toBe('the "guest"');
  });

  test("says where a cycle begins, once, and a replay has it there", () => {
    const [sends, receives, decides] = TEXT.trim().split("\n").slice(7, -1) as [string, string, string];
    const goesOn = TEXT.replace(receives, `again and again\n${receives}`);
    const text = parseSchedule(goesOn);
    expect(text).toMatchObject({ cycle: 1, lines: [8, 10, 11] });
    const schedule = scheduleFor(here, text);
    expect(formatSchedule(here, schedule, "0f1e")).toBe(goesOn);
    expect(replay(here, schedule)).toMatchObject({ cycle: 1 });
    const twice = goesOn.replace(decides, `again and again\n${decides}`);
    expect(() => parseSchedule(twice)).toThrow('"again and again" is said on line 9 already.');
    expect(sends).toContain("sends");
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
      'protocol "greeting"\nprocesses host=1 guest=2\ntopology complete\nchannels unordered\n\nend\n',
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
    ["inputs 1=2", 1, "expected a name at character 1"],
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
        advice:
          "Possible are unordered, fifo, message-set; with room for 3, fifo:3; with senders hidden, " +
          "unordered:anonymous.",
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
    expect(() => scheduleFor(here, parseSchedule(`${text}\nend`))).toThrow(
      expect.objectContaining({ what, advice }),
    );
  });

  test.each([
    ["", "There is nothing in the schedule."],
    ["\n \n", "There is nothing in the schedule."],
    [
      "processes host=1 guest=2\n",
      'Something is missing in the schedule: it does not end with the line "end".',
    ],
    [TEXT.slice(0, -4), 'Something is missing in the schedule: it does not end with the line "end".'],
    [`${TEXT}guest1 halts\n`, "Line 12 of the schedule: It is behind the end."],
    ["topology ring\ntopology ring\nend", 'Line 2 of the schedule: "topology" is said on line 1 already.'],
    [
      "inputs guest1=null\ninputs guest2=null\nend",
      'Line 2 of the schedule: "inputs" is said on line 1 already.',
    ],
    [
      "inputs guest1=null guest1=null\nend",
      "Line 1 of the schedule cannot be read: expected guest1 only once at character 19.",
    ],
    ["end\nend", "Line 2 of the schedule: It is behind the end."],
  ])("has to be whole, and to say everything once: %j", (text, what) => {
    expect(() => parseSchedule(text)).toThrow(expect.objectContaining({ what }));
  });

  test.each([
    ['host decides "\\x"', "expected a text between quotes whose escapes are those of JSON"],
    ['host decides "a\u0001b"', "expected a text between quotes whose escapes are those of JSON"],
    [`host decides ${"[".repeat(10_000)}`, "expected at most 256 values in each other"],
    ["host decides {__proto__: 1}", "expected another name than __proto__"],
  ])("says what is wrong with a value: %.40s", (line, what) => {
    expect(() => parseSchedule(line)).toThrow(`Line 1 of the schedule cannot be read: ${what}`);
  });

  const odd = 'a  holds\n\u001b[31m\u2713 b\u009b\u202e\u{e0001} "\\ 日本';
  const words = protocol<{ type: string } & { to?: string }>()({
    name: odd,
    roles: {
      memory: role({
        initially: ({ send, setTimer }) => (setTimer(odd), send("topology", { type: odd, to: odd }), {}),
        uponTimeout: { [odd]: (_state, { decide }) => decide(odd) },
      }),
      topology: role({ inputs: [odd, null], initially: () => ({}), upon: { [odd]: () => {} } }),
    },
  });

  test("is read back, and has no line too many, whatever things are called", () => {
    const here = system(words);
    const message = { type: odd, to: odd };
    const execution = replay(here, {
      inputs: [null, odd],
      events: [
        { kind: "send", process: "memory", to: "topology", message },
        { kind: "timeout", process: "memory", timer: odd, choices: [] },
        { kind: "decide", process: "memory", value: odd },
      ],
    }) as Execution;
    const text = formatSchedule(here, { inputs: [null, odd], events: execution.events });
    expect(text).toContain('protocol "a  holds\\n\\u001b[31m✓ b\\u009b\\u202e\\udb40\\udc01 \\"\\\\ 日本"\n');
    const read = parseSchedule(text);
    expect(read.protocol).toBe(odd);
    expect(text.split("\n")).toHaveLength(11);
    const again = scheduleFor(system(words, optionsOf(read)), read);
    expect(again).toEqual({ inputs: [null, odd], events: execution.events });
  });

  test("has the inputs that its system was given", () => {
    const given = system(greeting, { inputs: { guest: ["bold"] } });
    const text = formatSchedule(given, { inputs: [null, "bold", "bold"], events: [] });
    const read = parseSchedule(text);
    expect(scheduleFor(system(greeting, optionsOf(read)), read).inputs).toEqual([null, "bold", "bold"]);
  });

  test("leaves out a topology that its text does not tell", () => {
    const own: Topology = { text: "my own", size: 3, links: () => [[0, 1]] };
    const text = formatSchedule(system(greeting, { topology: own }), {
      inputs: [null, null, null],
      events: [],
    });
    expect(text).not.toContain("topology");
  });

  test("is of one protocol", () => {
    const read = parseSchedule(TEXT);
    checkProtocol(read, greeting);
    checkProtocol(parseSchedule("guest1 halts"), words);
    expect(() => checkProtocol(read, words)).toThrow(
      expect.objectContaining({
        what: expect.stringMatching(/^The protocol in the file is "a {2}holds/) as string,
      }),
    );
    expect(() => checkProtocol(read, words)).toThrow(
      '(roles: memory, topology), and the schedule is of "greeting" (roles: host, guest).',
    );
  });
});
