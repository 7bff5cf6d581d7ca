import { describe, expect, test } from "vitest";
import { at } from "../base/assert.ts";
import { initialConfiguration } from "../model/state/configuration.ts";
import { protocol, type ProcessView } from "../model/system/protocol.ts";
import { role } from "../model/system/role.ts";
import { system } from "../model/system/system.ts";
import { settle } from "../model/transition/transition.ts";
import { line } from "../model/system/topology.ts";
import { pairs } from "./pairs.ts";
import { facetOf, viewOf, viewOfConfiguration, type Facet } from "./view.ts";

const chain = protocol<{ type: "hello" }>()({
  name: "chain",
  topology: line(),
  roles: {
    process: role({
      processes: 3,
      inputs: [5],
      initially: ({ index, broadcast, setTimer }) => {
        if (index === 1) broadcast({ type: "hello" });
        setTimer("end");
        return { seen: 0, log: ["start"] };
      },
      upon: { hello: () => {} },
      uponTimeout: { end: (_state, { halt }) => halt() },
    }),
  },
});
const here = system(chain);
const configuration = settle(here, initialConfiguration(here, [5, 5, 5])).settled;

describe("the view of a process", () => {
  test("shows everything that there is to know of it", () => {
    const { roles, configuration: view } = viewOfConfiguration(here, configuration);
    const p2 = at(view.processes, 1);
    expect(roles["process"]).toEqual(view.processes);
    expect(p2).toMatchObject({
      id: "p2",
      role: "process",
      index: 2,
      input: 5,
      halted: false,
      timers: ["end"],
    });
    expect(p2.neighbors).toEqual(["p1", "p3"]);
    expect(p2.decision).toBeUndefined();
    expect(p2.mailbox).toEqual([{ from: "p1", message: { type: "hello" } }]);
    expect({ ...(p2.state as object) }).toEqual({ seen: 0, log: ["start"] });
  });

  test("observes only what is read, and no facet for what never changes", () => {
    const observed: [number, Facet][] = [];
    const { configuration: view } = viewOf(here, (process, facet) => {
      observed.push([process, facet]);
      const { locals, mailboxes } = configuration;
      return facetOf(locals[process] as (typeof locals)[number], mailboxes[process] ?? [], facet);
    });
    const [p1, p2, p3] = [0, 1, 2].map((number) => at(view.processes, number)) as [
      ProcessView,
      ProcessView,
      ProcessView,
    ];
    expect([p1.id, p1.role, p1.index, p1.neighbors]).toEqual(["p1", "process", 1, ["p2"]]);
    expect(observed).toEqual([]);
    expect((p3.state as { seen: number }).seen).toBe(0);
    expect(p2.halted).toBe(false);
    expect("log" in (p1.state as object)).toBe(true);
    expect(observed).toEqual([
      [2, "state.seen"],
      [1, "halted"],
      [0, "state"],
    ]);
  });

  test("may not be changed", () => {
    const p1 = at(viewOfConfiguration(here, configuration).configuration.processes, 0);
    const state = p1.state as { seen: number; log: string[] };
    expect(() => state.seen++).toThrow("Cannot assign to read only state: properties may only look");
    expect(() => state.log.push("x")).toThrow(TypeError);
    expect(() => (p1.neighbors as string[]).pop()).toThrow(TypeError);
  });
});

test("pairs are all pairs of different elements, once", () => {
  expect(pairs(["a", "b", "c"])).toEqual([
    ["a", "b"],
    ["a", "c"],
    ["b", "c"],
  ]);
  expect(pairs([1])).toEqual([]);
});
