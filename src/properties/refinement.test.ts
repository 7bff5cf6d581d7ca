/** Refinement, sentence by sentence: see docs/semantics.md. */
import { describe, expect, test } from "vitest";
import { check, formatEvent, isStuck, replay, search, system, type Protocol, type System } from "lightcone";
import { adversaryNamed, Simulation } from "lightcone/simulator";
import { map, refining, said, walking, type Views, type Walk } from "../../test/semantics/seenWalks.ts";
import { lastCounterpart } from "./lastCounterpart.ts";
import { propertiesOf } from "./property.ts";

const line = (looks: string, starts: readonly number[] = [0]): Walk => {
  return { looks: [...looks], ways: [...looks].map((_, i) => (i + 1 < looks.length ? [i + 1] : [])), starts };
};

describe("Refinement", () => {
  test("`refines`: every execution, seen through the map, is one of the specification's.", () => {
    const either: Walk = { looks: ["a", "b", "c"], ways: [[1, 2], [], [0]], starts: [0] };
    expect(said(refining(line("ab"), either))).toBe("holds");
    expect(said(refining(line("acab"), either))).toBe("holds");
    expect(said(refining(line("abc"), either))).toBe("violated");
    expect(said(refining(either, line("ab")))).toBe("violated");
    // In whichever order the map lists the specification's processes.
    const [zoe, ann] = [line("ab"), line("a")].map((walk) => walking("one", walk).roles["process"]!);
    const pair: Protocol = { name: "pair", roles: { zoe: zoe!, ann: ann! } };
    for (const order of [
      ["zoe", "ann"],
      ["ann", "zoe"],
    ]) {
      const shown = (looks: object): object =>
        Object.fromEntries(order.map((id) => [id, id === "zoe" ? looks : { looks: "a" }]));
      const asked = { refines: { protocol: pair, map: (roles: Views) => shown(map(roles).p1) } };
      expect(said(system(walking("walk", line("aab"), { asked })))).toBe("holds");
    }
  });

  test("It may stutter: steps that change nothing of what is seen need no counterpart.", () => {
    expect(said(refining(line("aaabb"), line("ab")))).toBe("holds");
    expect(said(refining(line("ab"), line("aaabb")))).toBe("holds");
    expect(said(refining(line("aba"), line("aab")))).toBe("violated");
  });

  test("Of a specification the states of its processes are seen, and neither messages nor timers.", () => {
    // What it will do is in its timers: the choice is made before it is seen.
    const early: Walk = { looks: [..."aabaac"], ways: [[1, 4], [2], [], [], [5], []], starts: [0] };
    const late: Walk = { looks: [..."abc"], ways: [[1, 2], [], []], starts: [0] };
    expect(said(refining(late, early))).toBe("holds");
    expect(said(refining(early, late))).toBe("holds");
  });

  test("It begins as the specification does.", () => {
    expect(said(refining(line("bc"), line("abc")))).toBe("violated");
    expect(said(refining(line("bc"), line("abc", [0, 1])))).toBe("holds");
    const made = refining(line("bc"), line("abc"));
    const found = check(made).verdicts["asked"];
    if (found?.verdict !== "violated") throw new Error("it holds");
    expect(found.schedule.events).toEqual([]);
  });

  test("A schedule that refutes it ends with the first step that the specification does not have.", () => {
    const made = refining(line("aabbca"), line("abd"));
    for (const explore of [search, check]) {
      const found = explore(made).verdicts["asked"];
      if (found?.verdict !== "violated") throw new Error("it holds");
      expect(found.schedule.events.map(formatEvent)).toHaveLength(4);
      const execution = replay(made, found.schedule);
      if (isStuck(execution)) throw new Error("stuck");
      const [property] = propertiesOf(made);
      const counterpart = lastCounterpart(made, property!.refined!, execution);
      expect(counterpart).toMatchObject({
        wanted: '{p1: {looks: "c"}}',
        possible: ['{p1: {looks: "d"}}'],
        schedule: { events: [expect.objectContaining({ timer: "from0" })] },
      });
    }
  });

  test("It speaks of safety alone: what does nothing at all refines whatever begins like it.", () => {
    expect(said(refining(line("a"), line("abc")))).toBe("holds");
  });

  test("A specification may be made for the processes that there are.", () => {
    const counted = {
      refines: {
        protocol: ({ process = [] }: Record<string, string[]>) =>
          walking("other", line("abc".slice(0, 1 + process.length))),
        map,
      },
    };
    const made = (walkers: number): System =>
      system(walking("walk", line("abc"), { asked: counted }), { processes: { process: walkers } });
    expect(said(made(1))).toBe("violated");
    expect(said(made(2))).toBe("holds");
  });

  test("Its map is a function of what it reads, or that is a mistake.", () => {
    let calls = 0;
    const counting = {
      refines: {
        protocol: walking("other", line("ab")),
        map: () => ({ p1: { looks: "a", calls: calls++ } }),
      },
    };
    const made = system(walking("walk", line("ab"), { asked: counting }));
    expect(() => check(made)).toThrow("The map of property asked is not deterministic");
  });

  test("A specification acts on its own states and events alone, or that is a mistake.", () => {
    const asking = (step: (state: { looks: string; met: Set<string> }) => string): System => {
      const first = (): object => ({ looks: "a", met: new Set("zy") });
      const one = { while: () => true, do: (state: never) => void ((state as Seen).looks = step(state)) };
      type Seen = { looks: string };
      const other = { name: "other", roles: { process: { initially: first, may: { one } } } };
      const shown = (roles: Views): object => ({ p1: { ...map(roles).p1, met: new Set("zy") } });
      const asked = { refines: { protocol: other as unknown as Protocol, map: shown } };
      return system(walking("walk", line("ab"), { asked }));
    };
    let steps = 0;
    const counting = asking(() => (steps++ > 2 ? "a" : "b"));
    expect(() => check(counting)).toThrow("The specification other of property asked is not deterministic");
    const choosy = asking(({ met }) => (met.values().next().value === "y" ? "b" : "a"));
    expect(() => check(choosy)).toThrow("The specification other of property asked acts on the order");
    expect(said(asking(({ met }) => (met.has("y") ? "b" : "a")))).toBe("holds");
  });

  test("Its map shows the states of the specification's processes, or that is a mistake.", () => {
    const other = walking("other", line("ab"));
    const wrong = { refines: { protocol: other, map: () => ({ process: { looks: "a" } }) } };
    const made = system(walking("walk", line("ab"), { asked: wrong }));
    for (const explore of [search, check])
      expect(() => explore(made)).toThrow("It shows process; the specification has p1.");
  });

  test("A run of a simulation is compared step by step.", () => {
    const violated = (other: Walk): number => {
      const options = { adversary: adversaryNamed("fair"), seed: 1, runs: 10 };
      const simulation = new Simulation(refining(line("aabbc"), other), options);
      while (simulation.advance());
      return simulation.result().properties[0]?.violated ?? 0;
    };
    expect(violated(line("abc"))).toBe(0);
    expect(violated(line("abd"))).toBe(10);
  });
});
