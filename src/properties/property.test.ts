import { describe, expect, test } from "vitest";
import { replay, type Execution } from "../model/transition/execution.ts";
import { protocol, type Property } from "../model/system/protocol.ts";
import { role } from "../model/system/role.ts";
import { parseSchedule, scheduleFor } from "../schedule/schedule.ts";
import { system, type System } from "../model/system/system.ts";
import { kinds } from "./kinds/index.ts";
import { doubtAbout } from "./doubt.ts";
import { propertiesOf } from "./property.ts";

const withProperties = (properties: unknown): System =>
  system({
    name: "any",
    roles: {
      process: role({
        processes: 2,
        initially: () => ({}),
        may: { eat: { while: () => false, do: () => undefined } },
        uponTimeout: { tick: () => undefined },
      }),
    },
    properties: properties as Record<string, Property<never>>,
  });

const yes = (): boolean => true;

const NO_KIND = `property safe is not ${Object.keys(kinds)
  .map((kind) => `{ ${kind}: … }`)
  .join(" or ")}`;

const NO_FAIRNESS =
  'the fairness of property safe is neither "none" nor { justice: […], compassion: […] } with patterns of ' +
  'events such as { kind: "may", action: "eat" }; ' +
  "kinds: receive, timeout, operation, pause, may, must, recover";

const NO_EVENT = "the fairness of property safe asks for what no event has";
const asking = (pattern: object): object => ({ eventually: yes, fairness: { justice: [pattern] } });

describe("a property that is malformed is refused:", () => {
  test.each([
    [{ always: yes }, NO_KIND],
    [{ invariant: yes, eventually: yes }, NO_KIND],
    [{}, NO_KIND],
    [null, NO_KIND],
    [yes, NO_KIND],
    [{ badness: () => 1 }, NO_KIND],
    [
      { eventually: yes, fairnes: "none" },
      "property safe has `fairnes` (did you mean `fairness`?); beside eventually it may have " +
        "badness, fairness, forEach, history, remembers",
    ],
    [{ invariant: true }, "the invariant of property safe is not a function"],
    [{ eventually: [yes] }, "the eventually of property safe is not a function"],
    [{ leadsTo: [yes] }, "the leadsTo of property safe is not a list of two functions"],
    [{ eventually: yes, fairness: "weak" }, NO_FAIRNESS],
    [{ eventually: yes, fairness: { justice: [{ kind: "send" }] } }, NO_FAIRNESS],
    [
      asking({ kind: "may", name: "eat" }),
      `${NO_EVENT}: a may with name; possible: kind, process, action, atomic`,
    ],
    [asking({ kind: "receive", from: "p3" }), `${NO_EVENT}: from "p3"; possible: p1, p2`],
    [asking({ kind: "may", action: "eats" }), `${NO_EVENT}: action "eats"; possible: eat`],
    [asking({ kind: "must", action: "eat" }), `${NO_EVENT}: action "eat"; possible: none`],
    [asking({ kind: "timeout", timer: "beat" }), `${NO_EVENT}: timer "beat"; possible: tick`],
    [asking({ kind: "operation", object: "x" }), `${NO_EVENT}: object "x"; possible: none`],
    [
      { starvationFree: [yes, yes] },
      "the starvationFree of property safe is of each process of a role: forEach is missing",
    ],
    [{ invariant: yes, forEach: "server" }, "the forEach of property safe is no role; the roles are process"],
    [{ invariant: yes, badness: 3 }, "the badness of property safe is not a function"],
  ])("%o", (safe, problem) => {
    const given = withProperties({ safe });
    expect(() => propertiesOf(given)).toThrow(`The protocol is malformed: ${problem}.`);
    expect(() => propertiesOf(given, ["other"])).toThrow("malformed");
  });
});

test("each kind has the name under which it is listed", () => {
  expect(Object.values(kinds).map(({ name }) => name)).toEqual(Object.keys(kinds));
});

test("a name that is not that of a property is refused, and the others are named", () => {
  const given = withProperties({ safe: { invariant: yes } });
  expect(() => propertiesOf(given, ["sfae"])).toThrow('Protocol "any" has no property "sfae".');
});

test("one of each process is one for each, and its name stands for all of them", () => {
  const given = withProperties({ safe: { forEach: "process", invariant: yes }, other: { invariant: yes } });
  const names = (asked?: readonly string[]): string[] => propertiesOf(given, asked).map(({ name }) => name);
  expect(names()).toEqual(["safe.p1", "safe.p2", "other"]);
  expect(names(["safe"])).toEqual(["safe.p1", "safe.p2"]);
  expect(names(["safe.p2"])).toEqual(["safe.p2"]);
  expect(() => names(["safe.p3"])).toThrow('Protocol "any" has no property "safe.p3".');
});

test("no two have one name", () => {
  const given = withProperties({
    safe: { forEach: "process", invariant: yes },
    "safe.p2": { invariant: yes },
  });
  expect(() => propertiesOf(given)).toThrow("two properties have the name safe.p2");
});

describe("an execution", () => {
  const light = protocol<{ type: "hello" }>()({
    name: "light",
    roles: {
      process: role({
        initially: ({ setTimer }) => (setTimer("on"), { n: 0 }),
        uponTimeout: {
          on: (state, { setTimer }) => {
            if (++state.n < 3) setTimer("on");
          },
        },
      }),
    },
    properties: {
      isNotTwo: { invariant: ({ process: [p] }) => p.state.n !== 2 },
      isFour: { eventually: ({ process: [p] }) => p.state.n === 4 },
      isTwo: { eventually: ({ process: [p] }) => p.state.n === 2 },
    },
  });
  const here = system(light);
  const after = (steps: number): Execution => {
    const text = parseSchedule(`processes process=1\n${"p1 times out on on\n".repeat(steps)}`);
    return replay(here, scheduleFor(here, text)) as Execution;
  };
  const doubts = (steps: number): (string | undefined)[] =>
    propertiesOf(here).map((property) => doubtAbout(here, property, after(steps)));

  test("refutes what is judged everywhere if it is false in the last configuration", () => {
    expect(doubts(2)[0]).toBeUndefined();
    expect([doubts(1)[0], doubts(3)[0]]).toEqual(
      Array(2).fill("the property is true where it should be false"),
    );
  });

  test("refutes what has to become true if it never was, and nothing more can happen", () => {
    expect(doubts(3)[1]).toBeUndefined();
    expect(doubts(2)[1]).toBe("the schedule does not end where nothing is enabled");
    expect(doubts(3)[2]).toBe("the property is true where it should be false");
  });
});
