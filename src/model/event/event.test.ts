import { fc, test as property } from "@fast-check/vitest";
import { describe, expect, test } from "vitest";
import { NotReadable } from "../../base/text.ts";
import type { Plain } from "../../base/value.ts";
import { formatEvent } from "./eventText.ts";
import { briefOf, formatMessage, labelOf, type Message } from "../state/message.ts";
import { isTrigger, type Event, type Fault } from "./event.ts";
import { failureKinds } from "../failure/index.ts";
import { parseEvent } from "./parseEvent.ts";

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
const operated = {
  operation: name,
  arguments: fc.array(value, { maxLength: 2 }),
  object: fc.oneof(fc.stringMatching(/^[a-z]{1,3}(\[[a-z]\d?\])?$/), fc.string({ minLength: 1 })),
};
const atomic = fc.record({
  name,
  operations: fc.array(
    fc.record({ ...operated, response: value }, { requiredKeys: ["operation", "arguments", "object"] }),
    { maxLength: 3 },
  ),
});
const object = fc.oneof(
  fc.stringMatching(/^[A-Za-z_$][A-Za-z0-9_]{0,6}(\[[a-z]\d?\])?$/),
  fc.string({ minLength: 1 }),
);

/** What an event of each kind may consist of. */
const PARTS = {
  receive: { process: id, from: id, message, choices },
  timeout: { process: id, timer: name, choices },
  operation: {
    process: id,
    operation: name,
    arguments: fc.array(value, { maxLength: 2 }),
    object,
    response: value,
    choices,
  },
  may: { process: id, action: name, choices, atomic },
  must: { process: id, action: name, choices },
  pause: { process: id, choices, atomic },
  exchange: { process: id, choices },
  recover: { process: id, choices },
  send: { process: id, to: id, message },
  decide: { process: id, value },
  output: { process: id, value },
  halt: { process: id },
  start: { process: id },
  round: {
    order: fc.array(fc.record({ object, processes: fc.array(id, { minLength: 2, maxLength: 3 }) }), {
      minLength: 1,
      maxLength: 2,
    }),
  },
  tick: {},
  stabilize: {},
  mend: { object },
} as const satisfies Record<Exclude<Event["kind"], "fault">, object>;

/** What a fault may consist of, by what it strikes. */
const STRUCK = {
  process: {},
  connection: {},
  sending: { to: id, message },
  receipt: { from: id, message },
  channel: { from: id, message },
  truth: { from: id, message },
  silence: { from: id },
} as const satisfies Record<Fault["strikes"], object>;

const events = Object.entries(PARTS).map(([kind, parts]) => fc.record({ kind: fc.constant(kind), ...parts }));
const faults = failureKinds
  .flatMap((kind) => kind.faults)
  .map(({ what, strikes }) =>
    fc.record({
      kind: fc.constant("fault"),
      what: fc.constant(what),
      strikes: fc.constant(strikes),
      process: id,
      ...STRUCK[strikes],
    }),
  );
const event = fc.oneof(...events, ...faults) as unknown as fc.Arbitrary<Event>;

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
    "server receives request",
    "server receives request(from: 1) choosing 2",
    "server receives from from from, in from",
    "server fails to receive request",
    "the network loses request to server",
    "p1 times out on tick",
    'p1 times out on "my timer" choosing null',
    "client sends response(value: 42) to server",
    'client sends "an odd type"("odd field": 1n) to server-3',
    "p1 decides Set{1, 2}",
    "p1 outputs null",
    "p1 halts",
    "p1 goes on, in transfer",
    'p1 receives a(n: 1) from p2, in transfer, then write(2) on b, then read on "a b" and gets 1 choosing 2',
    'p1 performs read on a and gets "x, in y", in "a step", then write("then") on fork[p1]',
    "p1 opts to quit, in transfer, then read on b",
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
    ["p1 receives", "expected a name at character 12"],
    ["p1 receives x from", "expected the id of a process at character 19"],
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
  const one = { type: "vote", value: 42 } as Message;
  expect([formatMessage(vote), labelOf(vote), briefOf(vote)]).toEqual([
    'vote(value: 42, by: "p1")',
    'vote(value: 42, by: "p1")',
    'vote(42, "p1")',
  ]);
  expect([formatMessage(one), labelOf(one)]).toEqual(["vote(value: 42)", "vote(42)"]);
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

test("fields of messages may be read in any order", () => {
  const [written, known] = [
    "p sends m(b: 1, a: Map{2: 0, 1: 0}) to q",
    "p sends m(a: Map{1: 0, 2: 0}, b: 1) to q",
  ];
  expect(formatEvent(parseEvent(written))).toBe(known);
});
