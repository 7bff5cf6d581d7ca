import { fc, test as property } from "@fast-check/vitest";
import { describe, expect, test } from "vitest";
import { NotReadable } from "../base/text.ts";
import type { Plain } from "../base/value.ts";
import { formatEvent, formatMessage, isTrigger, labelOf, type Event } from "./event.ts";
import { parseEvent } from "./parseEvent.ts";
import type { Message } from "./protocol.ts";

const value: fc.Arbitrary<Plain> = fc.oneof(
  fc.constantFrom(null, true, false),
  fc.integer(),
  fc.bigInt(),
  fc.string(),
  fc.array(fc.integer(), { maxLength: 3 }),
  fc.array(fc.string(), { maxLength: 2 }).map((list) => new Set(list)),
);
const name = fc.oneof(fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_]{0,6}$/), fc.string({ minLength: 1 }));
const id = fc.stringMatching(/^[A-Za-z_][\w-]{0,8}$/);
const message: fc.Arbitrary<Message> = fc
  .tuple(
    name,
    fc.dictionary(
      name.filter((key) => key !== "type" && key !== "__proto__"),
      value,
      { maxKeys: 3 },
    ),
  )
  .map(([type, fields]) => ({ ...fields, type }));
const choices = fc.array(value, { maxLength: 3 });
const event: fc.Arbitrary<Event> = fc.oneof(
  fc.record({ kind: fc.constant("receive" as const), process: id, from: id, message, choices }),
  fc.record({ kind: fc.constant("timeout" as const), process: id, timer: name, choices }),
  fc.record({ kind: fc.constant("send" as const), process: id, to: id, message }),
  fc.record({ kind: fc.constant("decide" as const), process: id, value }),
  fc.record({ kind: fc.constant("output" as const), process: id, value }),
  fc.record({ kind: fc.constant("halt" as const), process: id }),
  fc.record({ kind: fc.constant("start" as const), process: id }),
  fc.record({ kind: fc.constant("corrupt" as const), process: id }),
  fc.record({ kind: fc.constant("forge" as const), process: id, from: id, message }),
  fc.record({ kind: fc.constant("withhold" as const), process: id, from: id }),
);

describe("the text of an event", () => {
  property.prop([event])("is one line, and is read back", (event) => {
    const text = formatEvent(event);
    expect(text).not.toContain("\n");
    expect(parseEvent(text)).toEqual(event);
    expect(parseEvent(`  ${text}  `)).toEqual(event);
  });

  test.each([
    "server receives request from client",
    'acceptor2 receives accept(ballot: 1, value: {by: "p1"}) from proposer1 choosing 3, "x"',
    "p1 times out on tick",
    'p1 times out on "my timer" choosing null',
    "client sends response(value: 42) to server",
    'client sends "an odd type"("odd field": 1n) to server-3',
    "p1 decides Set{1, 2}",
    "p1 outputs null",
    "p1 halts",
    "p1 starts",
    "p4 is Byzantine",
    "p1 is cut off",
    "p1 is connected again",
    "p4 forges ready(bit: 1) for p1",
    "p4 withholds its message from p1",
  ])("%s", (text) => {
    expect(formatEvent(parseEvent(text))).toBe(text);
  });

  test.each([
    ["", "expected the id of a process at character 1"],
    ["p1 eats", 'expected what the process does, such as "receives", "sends" or "crashes" at character 3'],
    ["p1 receives x", 'expected "from" at character 14'],
    ["p1 sends x(1) to p2", "expected a name at character 12"],
    ["p1 sends x(a: 1 to p2", "expected a comma or ) at character 16"],
    ["p1 decides", "expected a value at character 11"],
    ["p1 halts now", "expected the end at character 9"],
  ])("cannot be %j", (text, why) => {
    expect(() => parseEvent(text)).toThrow(NotReadable);
    expect(() => parseEvent(text)).toThrow(why);
  });
});

test("messages have a text for schedules and a short one for pictures", () => {
  const vote = { type: "vote", value: 42, by: "p1" };
  expect([formatMessage(vote), labelOf(vote)]).toEqual(['vote(value: 42, by: "p1")', 'vote(42, "p1")']);
  expect([formatMessage({ type: "ping" }), labelOf({ type: "ping" })]).toEqual(["ping", "ping"]);
});

test("receives and timeouts begin steps; the others are effects", () => {
  const lines = [
    "p receives m from q",
    "p times out on t",
    "p sends m to q",
    "p decides 1",
    "p outputs 1",
    "p halts",
  ];
  expect(lines.map((line) => isTrigger(parseEvent(line)))).toEqual([true, true, false, false, false, false]);
});
