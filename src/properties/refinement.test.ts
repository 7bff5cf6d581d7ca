/** Refinement, sentence by sentence: see docs/semantics.md. */
import { describe, expect, test } from "vitest";
import {
  check,
  formatEvent,
  isStuck,
  replay,
  search,
  system,
  type Context,
  type Execution,
  type Message,
  type Protocol,
  type Schedule,
  type System,
} from "lightcone";
import { adversaryNamed, Simulation } from "lightcone/simulator";
import { map, refining, said, walking, type Views, type Walk } from "../../test/semantics/seenWalks.ts";
import { doubtAbout } from "./doubt.ts";
import { lastCounterpart } from "./lastCounterpart.ts";
import { propertiesOf } from "./property.ts";

const line = (looks: string, starts: readonly number[] = [0]): Walk => {
  return { looks: [...looks], ways: [...looks].map((_, i) => (i + 1 < looks.length ? [i + 1] : [])), starts };
};

const round = (looks: string): Walk => {
  return { looks: [...looks], ways: [...looks].map((_, i) => [(i + 1) % looks.length]), starts: [0] };
};

/** Somebody who goes from letter to letter, as may be or has to be. */
interface Goer {
  readonly may?: Readonly<Record<string, string>>;
  readonly must?: Readonly<Record<string, string>>;
}

/** Such a protocol; actions are called by what they do: `ab` goes from a to b. */
function going({ may = {}, must = {} }: Goer, properties: object = {}): Protocol {
  const actions = (some: Readonly<Record<string, string>>): object =>
    Object.fromEntries(
      Object.entries(some).flatMap(([from, all]) =>
        [...all].map((to) => [
          `${from}${to}`,
          {
            while: (state: { looks: string }) => state.looks === from,
            do: (state: { looks: string }) => void (state.looks = to),
          },
        ]),
      ),
    );
  const process = { initially: () => ({ looks: "a" }), may: actions(may), must: actions(must) };
  return { name: "going", roles: { process }, properties } as unknown as Protocol;
}

/** Such a protocol with a clock beside, which ticks for ever, and is not seen. */
function ticking(goer: Goer): Protocol {
  const protocol = going(goer);
  const clock = {
    ...protocol.roles["process"],
    initially: ({ setTimer }: Context<Message>) => (setTimer("tick"), { looks: "a" }),
    uponTimeout: { tick: (_state: object, { setTimer }: Context<Message>) => setTimer("tick") },
  };
  return { ...protocol, roles: { process: clock } } as unknown as Protocol;
}

/** Such a protocol, of which any two executions look alike: the process has an input that is not seen. */
function doubled(goer: Goer): Protocol {
  const protocol = going(goer);
  const process = { ...protocol.roles["process"], inputs: [1, 2] };
  return { ...protocol, roles: { process } } as unknown as Protocol;
}

/** Whether one refines another, each with the fairness that is asked for of it. */
function outcome(
  one: Goer,
  other: Goer,
  { ours = {}, theirs = {} }: { ours?: object; theirs?: object } = {},
) {
  const refines = { protocol: going(other), map, ...theirs };
  return said(system(going(one, { asked: { refines, ...ours } })));
}

describe("Refinement", () => {
  test("`refines`: every admissible execution, seen through the map, is one of the specification's.", () => {
    const either: Walk = { looks: ["a", "b", "c"], ways: [[1, 2], [], [0]], starts: [0] };
    expect(said(refining(line("ab"), either))).toBe("holds");
    expect(said(refining(line("acab"), either))).toBe("holds");
    expect(said(refining(line("abc"), either))).toBe("violated");
    expect(said(refining(either, line("ab")))).toBe("violated");
    expect(said(refining(line("ab"), round("ab")))).toBe("violated");
    expect(said(refining(round("ab"), round("ab")))).toBe("holds");
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

  test("If the specification has no such step, the schedule ends with it, and none is shorter.", () => {
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

  test("To end, or to stutter for ever, while the specification has to go on refutes it.", () => {
    expect(said(refining(line("a"), line("abc")))).toBe("violated");
    expect(said(refining(line("aa"), line("aaa")))).toBe("holds");
    expect(said(refining(round("aa"), line("a")))).toBe("holds");
    expect(said(refining(line("a"), round("aa")))).toBe("holds");
    const made = refining(round("aa"), line("ab"));
    for (const explore of [search, check]) {
      const found = explore(made).verdicts["asked"];
      if (found?.verdict !== "violated") throw new Error("it holds");
      expect(found.schedule.cycle).toBeDefined();
      const execution = replay(made, found.schedule);
      if (isStuck(execution)) throw new Error("stuck");
      const [property] = propertiesOf(made);
      expect(doubtAbout(made, property!, execution)).toBeUndefined();
      const counterpart = lastCounterpart(made, property!.refined!, execution);
      expect(counterpart.owes).toEqual(["the timer from0 of p1"]);
    }
  });

  test("What changes for ever pays what the specification owes; a lasso is shown if it does not.", () => {
    const toggling = { must: { a: "b", b: "a" } };
    const leaving = { may: { a: "c" }, must: { a: "b", b: "a" } };
    const asked = (strength: string): object => {
      return { theirs: { fairness: { [strength]: [{ kind: "may", action: "ac" }] } } };
    };
    expect(outcome(toggling, leaving)).toBe("holds");
    // It is possible again and again, and never for good.
    expect(outcome(toggling, leaving, asked("justice"))).toBe("holds");
    expect(outcome(toggling, leaving, asked("compassion"))).toBe("violated");
    // The shortest cycle pays, and a longer one does not.
    const ways = { a: "cb", c: "a", b: "d", d: "a" };
    expect(outcome({ must: ways }, { may: ways }, asked("justice"))).toBe("holds");
    expect(outcome({ must: ways }, { may: ways }, asked("compassion"))).toBe("violated");
    const refines = { protocol: going(leaving), map, fairness: { compassion: [{ kind: "may" }] } };
    // The specification might stay where it owes nothing, but then it would not look the same.
    const compassion = [{ kind: "may", action: "ac" }];
    const protocol = ticking({ may: { a: "bc", b: "a" } });
    const beside = { protocol, map, fairness: { compassion } };
    expect(said(system(going(toggling, { asked: { refines: beside } })))).toBe("violated");
    const made = system(going(toggling, { asked: { refines } }));
    const found = check(made).verdicts["asked"];
    expect(found).toMatchObject({ verdict: "violated", schedule: { cycle: 0 } });
    const execution = replay(made, (found as { schedule: Schedule }).schedule);
    const counterpart = lastCounterpart(made, propertiesOf(made)[0]!.refined!, execution as Execution);
    expect(counterpart.owes).toEqual(['what is asked of p1, compassion for {kind: "may"}']);
  });

  test("Steps of the specification that are not seen may come at any time, and pay what is owed.", () => {
    const protocol = ticking({ may: { a: "b", b: "a" } });
    const made = (one: Goer): System => system(going(one, { asked: { refines: { protocol, map } } }));
    expect(said(made({}))).toBe("holds");
    expect(said(made({ must: { a: "b" } }))).toBe("holds");
    expect(said(made({ must: { a: "b", b: "a" } }))).toBe("holds");
  });

  test("Of executions of the specification that look alike, one has to be admissible.", () => {
    const ways = [[], [2], []];
    const alike: Walk = { looks: [..."aab"], ways, starts: [0, 1] };
    expect(said(refining(line("a"), alike))).toBe("holds");
    expect(said(refining(line("ab"), alike))).toBe("holds");
    expect(said(refining(line("a"), { ...alike, starts: [1] }))).toBe("violated");
  });

  test("So it is where the look changes for ever, whichever of them goes on.", () => {
    const twice: Walk = { looks: [..."abab"], ways: [[1], [0], [3], [2]], starts: [0, 2] };
    expect(said(refining(round("ab"), twice))).toBe("holds");
    expect(said(refining(round("ab"), twice, { fairness: "none" }))).toBe("holds");
    expect(said(refining(line("aba"), twice))).toBe("violated");
    const lingering: Walk = { looks: [..."ab"], ways: [[0, 1], [0]], starts: [0] };
    expect(said(refining(lingering, twice))).toBe("violated");
    // One of them ends, and the other is known from then on.
    expect(said(refining(round("ab"), { ...twice, ways: [[1], [0], [3], []] }))).toBe("holds");
    expect(said(refining(round("ab"), { ...twice, ways: [[1], [], [3], []] }))).toBe("violated");
    // The shortest cycle pays, and a longer one does not, of which two look alike.
    const ways = { a: "cb", c: "a", b: "d", d: "a" };
    const asked = (fairness: object): System =>
      system(
        going({ must: ways }, { asked: { refines: { protocol: doubled({ may: ways }), map, fairness } } }),
      );
    expect(said(asked({ justice: [{ kind: "may", action: "ac" }] }))).toBe("holds");
    expect(said(asked({ compassion: [{ kind: "may", action: "ac" }] }))).toBe("violated");
  });

  test("Where very much would have to be told apart for that, it is `unknown`.", () => {
    const ways = { a: "bcdef", b: "a", c: "a", d: "a", e: "a", f: "a" };
    const compassion = [..."bcdef"].map((to) => ({ kind: "may", action: `a${to}` }));
    const refines = { protocol: doubled({ may: ways }), map, fairness: { compassion } };
    const fairness = { compassion };
    const made = system(going({ may: ways }, { asked: { refines, fairness } }));
    for (const explore of [search, check])
      expect(explore(made).verdicts["asked"]).toEqual({ verdict: "unknown", reason: { kind: "look alike" } });
  });

  test("What a specification may do is owed to nobody: of one that only may, safety alone is asked.", () => {
    expect(outcome({}, { may: { a: "b" } })).toBe("holds");
    expect(outcome({}, { must: { a: "b" } })).toBe("violated");
    expect(outcome({ must: { a: "c" } }, { may: { a: "b" } })).toBe("violated");
  });

  test('Its `fairness` says what else a specification owes; with "none" it owes nothing.', () => {
    const all = { theirs: { fairness: { justice: [{ kind: "may", action: "ab" }] } } };
    expect(outcome({}, { may: { a: "b" } }, all)).toBe("violated");
    expect(outcome({ must: { a: "b" } }, { may: { a: "b" } }, all)).toBe("holds");
    expect(outcome({}, { must: { a: "b" } }, { theirs: { fairness: "none" } })).toBe("holds");
    expect(said(refining(line("a"), line("abc"), { fairness: "none" }))).toBe("holds");
    const wrong = { theirs: { fairness: { justice: [{ kind: "may", action: "ba" }] } } };
    expect(() => outcome({}, { may: { a: "b" } }, wrong)).toThrow("the fairness of property asked");
  });

  test("Which executions of the system itself count is said as with other properties.", () => {
    const one = { may: { a: "b" } };
    expect(outcome(one, { must: { a: "b" } })).toBe("violated");
    const ours = { fairness: { justice: [{ kind: "may" }] } };
    expect(outcome(one, { must: { a: "b" } }, { ours })).toBe("holds");
    const both = { may: { a: "b", b: "a" }, must: { a: "c", b: "c" } };
    const toC = { may: { a: "b", b: "a" }, must: { a: "c", b: "c" } };
    expect(outcome(both, toC)).toBe("holds");
    expect(outcome(both, toC, { ours: { fairness: "none" } })).toBe("holds");
    const leaves = { theirs: { fairness: { compassion: [{ kind: "must" }] } } };
    expect(outcome(both, toC, { ...leaves, ours: { fairness: "none" } })).toBe("violated");
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

  test("A run of a simulation is compared step by step; what is owed is not asked of it.", () => {
    const violated = (other: Walk): number => {
      const options = { adversary: adversaryNamed("fair"), seed: 1, runs: 10 };
      const simulation = new Simulation(refining(line("aabbc"), other), options);
      while (simulation.advance());
      return simulation.result().properties[0]?.violated ?? 0;
    };
    expect(violated(line("abc"))).toBe(0);
    expect(violated(line("abd"))).toBe(10);
    expect(violated(line("abcd"))).toBe(0);
  });
});
