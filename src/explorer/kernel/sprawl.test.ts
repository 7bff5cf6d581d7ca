import { describe, expect, test } from "vitest";
import { parseFailures } from "../../model/failure/index.ts";
import { protocol } from "../../model/system/protocol.ts";
import { role } from "../../model/system/role.ts";
import { system, type SystemOptions } from "../../model/system/system.ts";
import { check } from "./startCheck.ts";
import type { Sprawl } from "./sprawl.ts";

type Message = { type: "value"; n: number } | { type: "ok" };

/** A sender with a timer, which it sets anew, and a receiver that counts. */
const retry = protocol<Message>()({
  name: "retry",
  roles: {
    sender: role({
      initially: ({ setTimer }) => {
        setTimer("again");
        return { still: 7 };
      },
      uponTimeout: {
        again(_state, { send, setTimer }) {
          send("receiver", { type: "value", n: 1 });
          setTimer("again");
        },
      },
      upon: { ok() {} },
    }),
    receiver: role({ initially: () => ({ log: [] as number[] }), upon: { value: () => {}, ok() {} } }),
  },
});

/** Two processes that send one message to and fro, with a number that grows. */
const counter = protocol<Message>()({
  name: "counter",
  roles: {
    process: role({
      processes: 2,
      initially: ({ broadcast, index }) => {
        if (index === 1) broadcast({ type: "value", n: 0 });
        return { clock: 0, parity: 0, log: [] as number[] };
      },
      upon: {
        value(state, { n }, { reply }) {
          state.clock = n + 1;
          state.parity = n % 2;
          if (n % 3 === 0) state.log.push(n);
          reply({ type: "value", n: state.clock });
        },
        ok() {},
      },
    }),
  },
});

function sprawl(
  given: Parameters<typeof system>[0],
  options: SystemOptions = {},
  configurations = 300,
): Sprawl {
  const found = check(system(given, options), { configurationsMax: configurations }).sprawl;
  if (found === undefined) throw new Error("there is evidence");
  return found;
}

describe("what keeps growing", () => {
  test("is told by name, with its sizes, and with the steps that make it grow", () => {
    const { growing, difference, looked } = sprawl(retry);
    expect(growing).toEqual([
      {
        of: "mailbox",
        process: "receiver",
        role: "receiver",
        unit: "messages",
        sizes: [
          { depth: 74, size: 74 },
          { depth: 149, size: 149 },
          { depth: 223, size: 223 },
          { depth: 298, size: 298 },
        ],
        senders: ["sender times out on again"],
        timers: ["again"],
      },
    ]);
    expect(looked).toBe(300);
    expect(difference).toEqual({ part: "in transit", without: 1 });
  });

  test("may be a variable, or what it holds; what comes and goes does not grow", () => {
    const { growing } = sprawl(counter);
    expect(growing.map(({ process, name, unit }) => `${process} ${name} ${unit}`)).toEqual([
      "p1 clock value",
      "p1 log elements",
      "p2 clock value",
      "p2 log elements",
    ]);
  });

  test("is nothing in a search that has only begun", () => {
    expect(sprawl(counter, {}, 5).growing).toEqual([]);
  });
});

test("where nothing grows, what most configurations differ in is told, and how many follow one", () => {
  const many = protocol<Message>()({
    name: "many",
    roles: {
      process: role({
        processes: 12,
        initially: ({ broadcast }) => {
          broadcast({ type: "ok" });
          return { heard: false };
        },
        upon: { ok: (state) => void (state.heard = true), value() {} },
      }),
    },
  });
  const found = sprawl(many, {}, 2_000);
  expect(found.growing).toEqual([]);
  expect(found.difference?.part).toBe("in transit");
  expect(found.messages).toBe(12 * 11);
  expect(found.branching).toBeGreaterThan(100);
  expect(found.unorderedPairs).toBe(0);
});

test("two messages of one sender, which may overtake each other, are counted", () => {
  const pairs = protocol<Message>()({
    name: "pairs",
    roles: {
      sender: role({
        initially({ send }) {
          for (const n of [1, 2, 3, 4, 5, 6]) send("receiver", { type: "value", n });
          return {};
        },
      }),
      receiver: role({
        initially: () => ({ log: [] as number[] }),
        upon: { value: (state, { n }) => void state.log.push(n), ok() {} },
      }),
    },
  });
  const { looked, unorderedPairs } = sprawl(pairs, { failures: parseFailures("crash:1") }, 200);
  expect(2 * unorderedPairs).toBeGreaterThan(looked);
});

test("there is no evidence where all was visited, or configurations were hashed", () => {
  expect(check(system(retry, { within: { depth: 9 } })).sprawl).toBeUndefined();
  expect(check(system(retry), { configurationsMax: 9, visited: "hashed" }).sprawl).toBeUndefined();
});
