/** Properties of steps and of each process, sentence by sentence: see docs/semantics.md. */
import { atomically, read, register, write, type Steps } from "lightcone";
import { describe, expect, test } from "vitest";
import { check, search } from "../../explorer/index.ts";
import { formatEvent } from "../../model/event/eventText.ts";
import { parseFailures } from "../../model/failure/index.ts";
import {
  protocol,
  type ConfigurationView,
  type ProcessView,
  type Property,
  type StepView,
} from "../../model/system/protocol.ts";
import { role } from "../../model/system/role.ts";
import { system, type System } from "../../model/system/system.ts";
import type { Verdict } from "../verdict.ts";

/** What both searches say, by property. */
function verdicts(made: System): Record<string, Verdict["verdict"]> {
  const [reference, kernel] = [search(made), check(made, { keepGoing: true })].map((found) =>
    Object.fromEntries(Object.entries(found.verdicts).map(([name, { verdict }]) => [name, verdict])),
  );
  expect(kernel).toEqual(reference);
  return reference as Record<string, Verdict["verdict"]>;
}

const [x, y] = [register("x", 0), register("y", 0)];

function* transfer(): Steps {
  yield* read(x);
  yield* write(y, 1);
}

describe("Steps", () => {
  const climbing = protocol<{ type: "hello" }>()({
    name: "climbing",
    roles: {
      process: role({
        processes: 2,
        initially: ({ setTimer }) => (setTimer("up"), { n: 0 }),
        upon: { hello: () => {} },
        uponTimeout: {
          up: (state, { self, setTimer, broadcast }) => {
            state.n = state.n === 2 && self === "p2" ? 0 : state.n + 1;
            if (state.n > 0 && state.n < 3) setTimer("up");
            if (state.n === 0) broadcast({ type: "hello" });
          },
        },
      }),
    },
    properties: {
      grows: { forEach: "process", step: (before, after) => before.state.n <= after.state.n },
      byOne: {
        step: ({ process: old }, { process: now }) =>
          now.every(({ state }, i) => state.n <= (old[i]?.state.n ?? 0) + 1),
      },
    },
  });

  test("`step`: it is true of each step, or round, of what was before it and what is after it.", () => {
    expect(verdicts(system(climbing))).toEqual({
      "grows.p1": "holds",
      "grows.p2": "violated",
      byOne: "holds",
    });
  });

  test("It sees the events, a trigger or a fault first; what start steps do is no step.", () => {
    const seen = new Set<string>();
    const look = (_before: unknown, _after: unknown, { events }: StepView): boolean => {
      seen.add(events.map(formatEvent).join(", "));
      return true;
    };
    const options = { failures: parseFailures("crash:p1:1") };
    verdicts(system({ ...climbing, properties: { look: { step: look as never } } }, options));
    expect([...seen].sort()).toEqual([
      "p1 crashes",
      "p1 receives hello from p2",
      "p1 times out on up",
      "p2 times out on up",
      "p2 times out on up, p2 sends hello to p1",
    ]);
    const changing = (_before: unknown, _after: unknown, { events }: StepView): boolean =>
      (events as unknown[]).pop() !== undefined;
    for (const explore of [search, check])
      expect(() =>
        explore(system({ ...climbing, properties: { look: { step: changing as never } } })),
      ).toThrow("Property look threw an error");
  });

  test("Each operation in an atomic step is among the events that it sees.", () => {
    const transferring = protocol<never>()({
      name: "transferring",
      objects: [x, y],
      roles: {
        process: role({
          initially: () => ({}),
          *run() {
            yield* atomically(transfer());
          },
        }),
      },
      properties: {
        writes: {
          step: (_before, _after, { events }) =>
            events.some((event) => event.kind === "operation" && event.object === "y"),
        },
        reads: { step: (_before, _after, { events }) => events[0]?.kind !== "operation" },
      },
    });
    expect(verdicts(system(transferring))).toEqual({ writes: "holds", reads: "violated" });
  });

  test("The schedule that refutes it ends with such a step, and none with fewer steps does.", () => {
    for (const { verdicts: found } of [search(system(climbing)), check(system(climbing))]) {
      const verdict = found["grows.p2"];
      if (verdict?.verdict !== "violated") throw new Error("not found");
      expect(verdict.schedule.events.map(formatEvent)).toEqual([
        "p2 times out on up",
        "p2 times out on up",
        "p2 times out on up",
        "p2 sends hello to p1",
      ]);
    }
  });
});

describe("Each process of a role", () => {
  const two = (properties: Record<string, Property<never>>): System =>
    system({
      name: "two",
      roles: {
        process: role({
          processes: 2,
          initially: ({ self, setTimer }) => (setTimer("on"), { n: self === "p1" ? 0 : 5 }),
          uponTimeout: { on: (state: { n: number }) => void state.n++ },
        }),
      },
      properties,
    });
  const isSix = ({ state }: ProcessView): boolean => (state as { n: number }).n === 6;

  test("With `forEach` a property is judged for each process of a role, and the verdict names it.", () => {
    const made = two({ six: { forEach: "process", eventually: isSix as never } });
    expect(verdicts(made)).toEqual({ "six.p1": "violated", "six.p2": "holds" });
  });

  test("Its predicates get the process, before the roles and the configuration.", () => {
    const seen = new Set<string>();
    const look = (process: ProcessView, roles: unknown, all: ConfigurationView): boolean => {
      const place = (roles as { process: readonly ProcessView[] }).process.indexOf(process);
      seen.add(`${process.id} ${place} ${all.processes.indexOf(process)}`);
      return true;
    };
    verdicts(two({ seen: { forEach: "process", invariant: look as never } }));
    expect([...seen].sort()).toEqual(["p1 0 0", "p2 1 1"]);
  });
});

describe("Fairness by name", () => {
  /** Two who take a lock again and again, in turn or as they like. */
  const locking = (isInTurn: boolean): System =>
    system(
      protocol<{ type: "pass" }>()({
        name: "locking",
        roles: {
          process: role({
            processes: 2,
            initially: ({ index, setTimer }) => {
              if (index === 1) setTimer("use");
              return { has: false, uses: 0 };
            },
            upon: { pass: (_state, _message, { setTimer }) => setTimer("use") },
            uponTimeout: {
              use: (state, { setTimer }) => {
                state.has = true;
                setTimer("leave");
              },
              leave: (state, { setTimer, broadcast, choose }) => {
                state.has = false;
                if (isInTurn || choose(["pass", "keep"]) === "pass") broadcast({ type: "pass" });
                else setTimer("use");
              },
            },
          }),
        },
        properties: {
          everyone: {
            forEach: "process",
            starvationFree: [({ state }) => !state.has, ({ state }) => state.has],
          },
          someone: {
            forEach: "process",
            deadlockFree: [({ state }) => !state.has, ({ state }) => state.has],
          },
          once: {
            forEach: "process",
            boundedWaiting: [({ state }) => !state.has, ({ state }) => state.has, 1],
          },
          never: {
            forEach: "process",
            boundedWaiting: [({ state }) => state.uses > 0, ({ state }) => state.has, 0],
          },
          nobody: {
            forEach: "process",
            deadlockFree: [({ state }) => state.has, ({ state }) => state.uses > 0],
          },
        },
      }),
    );

  test("`starvationFree`: each process of a role that waits has its turn, then or later.", () => {
    const everyone = { "everyone.p1": "holds", "everyone.p2": "holds" };
    expect(verdicts(locking(true))).toMatchObject(everyone);
    const starving = { "everyone.p1": "violated", "everyone.p2": "violated" };
    expect(verdicts(locking(false))).toMatchObject(starving);
  });

  test("`boundedWaiting`: while one waits, no other has its turn more often than that.", () => {
    expect(verdicts(locking(true))).toMatchObject({ "once.p1": "holds", "once.p2": "holds" });
    expect(verdicts(locking(false))).toMatchObject({ "once.p1": "violated", "once.p2": "violated" });
    const { verdicts: found } = check(locking(false), { properties: ["once.p2", "never.p1"] });
    expect(found["never.p1"]).toEqual({ verdict: "holds", isVacuous: true });
    const violated = found["once.p2"];
    const schedule = violated?.verdict === "violated" ? violated.schedule : undefined;
    const turns = (schedule?.events ?? []).filter((event) => formatEvent(event) === "p1 times out on use");
    expect(turns).toHaveLength(2);
  });

  test("`deadlockFree`: while some wait, somebody has a turn again and again, perhaps the same.", () => {
    for (const isInTurn of [true, false])
      expect(verdicts(locking(isInTurn))).toMatchObject({ someone: "holds", nobody: "violated" });
  });
});
