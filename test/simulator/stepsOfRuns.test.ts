/** Properties of steps, judged in runs: in place and on tables. */
import { describe, expect, test } from "vitest";
import { isStuck, parseFailures, parseTiming, protocol, replay, role, system, type System } from "lightcone";
import { doubtAbout } from "../../src/properties/doubt.ts";
import { propertiesOf } from "../../src/properties/property.ts";
import { adversaryNamed, explain, Simulation } from "../../src/simulator/index.ts";
import { lending } from "../semantics/lending.ts";

describe("what is asked of steps", () => {
  const rising = (failures: string): System => {
    const made = protocol<{ type: "up" }>()({
      name: "rising",
      roles: {
        process: role({
          processes: 3,
          initially: ({ broadcast }) => (broadcast({ type: "up" }), { n: 0 }),
          upon: {
            up: (state, _message, { self }) => {
              state.n = state.n === 1 && self === "p3" ? 0 : state.n + 1;
            },
          },
        }),
      },
      properties: {
        rises: { forEach: "process", step: (before, after) => before.state.n <= after.state.n },
        byReceipts: {
          step: ({ process: old }, { process: now }, { events }) =>
            events.some(({ kind }) => kind === "receive") ===
            now.some(({ state }, i) => state.n !== old[i]?.state.n),
        },
        isOne: { step: (_before, _after, { events }) => events.length > 0 },
      },
    });
    return system(made, { failures: parseFailures(failures) });
  };

  // One system is plain, and runs in place; the other runs on tables.
  test.each(["none", "crash:1"])("is judged after each step of a run, with failures: %s", (failures) => {
    const simulation = new Simulation(rising(failures), {
      adversary: adversaryNamed("random"),
      runs: 50,
      seed: 1,
      stride: 7,
    });
    while (simulation.advance());
    const found = simulation.result().properties;
    const violations = Object.fromEntries(found.map(({ name, violated }) => [name, violated > 0]));
    const steady = { "rises.p1": false, "rises.p2": false, byReceipts: false, isOne: false };
    expect(violations).toEqual({ ...steady, "rises.p3": true });
    const seed = found.find(({ name }) => name === "rises.p3")?.seed ?? 0;
    const { schedule, steps } = explain(simulation, { property: "rises.p3", seed });
    const execution = replay(simulation.system, schedule);
    if (isStuck(execution)) throw new Error("stuck");
    const [property] = propertiesOf(simulation.system, ["rises.p3"]);
    expect(property && doubtAbout(simulation.system, property, execution)).toBeUndefined();
    expect(steps).toBe(2);
  });

  test("is judged of what others have changed of a process's time: see docs/semantics.md, Timing", () => {
    const here = system(lending, { timing: parseTiming("bounded:0,step:1,horizon:3") });
    const simulation = new Simulation(here, { adversary: adversaryNamed("random"), runs: 60, seed: 1 });
    while (simulation.advance());
    const [found] = simulation.result().properties;
    expect(found).toMatchObject({ name: "takenAtOnce", judged: 60 });
    expect(found?.violated).toBeGreaterThan(0);
    expect(explain(simulation, { property: "takenAtOnce", seed: found?.seed ?? 0 }).steps).toBe(5);
  });
});
