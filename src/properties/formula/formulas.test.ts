/** Formulas of temporal logic, sentence by sentence: see docs/semantics.md. */
import { describe, expect, test } from "vitest";
import {
  check,
  formatEvent,
  protocol,
  role,
  search,
  system,
  type Property,
  type Protocol,
  type System,
  type Verdict,
} from "lightcone";
import { adversaryNamed, Simulation } from "lightcone/simulator";
import { propertiesOf } from "../property.ts";
import { formulaGiven } from "./coreFormula.ts";

interface Seen {
  readonly process: readonly { readonly state: { readonly place: number } }[];
}

type Formula = Extract<Property, { readonly temporal: unknown }>["temporal"];
type Ways = readonly (readonly number[])[];

/** Whether the process is at a place. */
const at =
  (place: number): Formula =>
  ({ process: [p] }: Seen) =>
    p?.state.place === place;

/** A process that begins at place 0, goes to the places that each leads to, and ends where there are none. */
function walk(ways: Ways, formulas: Record<string, Formula>, others: Partial<Property> = {}): System {
  const properties = Object.entries(formulas).map(([name, temporal]) => [name, { temporal, ...others }]);
  return system(
    protocol()({
      name: "walk",
      roles: {
        process: role({
          initially: ({ setTimer }) => (setTimer("go"), { place: 0, odd: false }),
          uponTimeout: {
            go(state, { choose, setTimer }) {
              state.place = choose([...(ways[state.place] ?? [])]);
              if ((ways[state.place] ?? []).length > 0) setTimer("go");
            },
          },
        }),
      },
      properties: Object.fromEntries(properties) as never,
    }) as Protocol,
  );
}

/** What both searches say, by property: an execution that refutes it ends, or goes on for ever. */
function said(made: System): Record<string, string> {
  const [reference, kernel] = [search(made), check(made, { keepGoing: true })].map(({ verdicts }) =>
    Object.fromEntries(Object.entries(verdicts).map(([name, verdict]) => [name, textOf(verdict)])),
  );
  expect(kernel).toEqual(reference);
  return kernel as Record<string, string>;
}

function textOf(verdict: Verdict): string {
  if (verdict.verdict === "violated") return verdict.schedule.cycle === undefined ? "ends" : "goes on";
  if (verdict.verdict !== "holds") return verdict.verdict;
  if (verdict.isVacuous === true) return "untested";
  return verdict.assumed === undefined ? "holds" : `holds if ${verdict.assumed}`;
}

/** 0, then 1 or 2, and from both to 3, where it ends. */
const JOIN: Ways = [[1, 2], [3], [3], []];

/** 0, then round 1, 2, 3 for ever. */
const ROUND: Ways = [[1], [2], [3], [1]];

/** 0, and for ever, or to 1, and from there to 2 and back, for ever. */
const STAY: Ways = [[0, 1], [2], [1]];

describe("What a formula says", () => {
  test("A predicate by itself is said of the first configuration.", () => {
    expect(said(walk(JOIN, { zero: at(0), three: at(3) }))).toEqual({ zero: "holds", three: "ends" });
  });

  test("What `always` says is false where it is false in the first configuration, too.", () => {
    const made = walk(ROUND, { later: { always: { not: at(0) } }, never: { always: { not: at(4) } } });
    expect(said(made)).toEqual({ later: "ends", never: "holds" });
    const { asked } = check(walk(ROUND, { asked: { always: { not: at(0) } } })).verdicts;
    expect(asked).toMatchObject({ verdict: "violated", schedule: { events: [] } });
  });

  test("`until`: the second is true at some time; `weakUntil`: or the first is for ever.", () => {
    const moving = { or: [at(0), at(1)] };
    const formulas = {
      until: { until: [at(0), at(1)] },
      short: { until: [at(0), at(2)] },
      long: { until: [moving, at(2)] },
      weak: { weakUntil: [at(0), at(1)] },
    } as const;
    expect(said(walk(STAY, formulas))).toEqual({
      until: "goes on",
      short: "ends",
      long: "goes on",
      weak: "holds",
    });
    expect(said(walk(ROUND, formulas))).toEqual({
      until: "holds",
      short: "ends",
      long: "holds",
      weak: "holds",
    });
  });

  test("`releases`: the second is true up to the moment of the first, that included, or for ever.", () => {
    const low = { or: [at(0), at(1)] };
    const formulas = { low: { releases: [at(1), low] }, zero: { releases: [at(1), at(0)] } } as const;
    expect(said(walk(STAY, formulas))).toEqual({ low: "holds", zero: "ends" });
  });

  test("`not`, `and`, `or`, `implies` combine formulas, and not only predicates.", () => {
    const stays: Formula = { always: at(0) };
    const goes: Formula = { eventually: { and: [at(1), { eventually: at(2) }] } };
    const formulas: Record<string, Formula> = {
      either: { or: [stays, goes] },
      both: { and: [stays, goes] },
      leaves: { implies: [{ not: stays }, goes] },
      stays,
    };
    expect(said(walk(STAY, formulas))).toEqual({
      either: "holds",
      both: "ends",
      leaves: "holds",
      stays: "ends",
    });
  });

  test("What stands within another is asked of each moment that the other speaks of.", () => {
    const formulas: Record<string, Formula> = {
      inner: { always: { implies: [at(1), { eventually: { and: [at(2), { eventually: at(3) }] } }] } },
      outer: { eventually: { and: [at(3), { eventually: { and: [at(2), { eventually: at(1) }] } }] } },
      fixed: { eventually: { always: { eventually: at(0) } } },
    };
    expect(said(walk(ROUND, formulas))).toEqual({ inner: "holds", outer: "holds", fixed: "goes on" });
    const once: Ways = [[1], [2], [3], []];
    expect(said(walk(once, formulas))).toEqual({ inner: "holds", outer: "ends", fixed: "ends" });
  });

  test("`leadsTo`, `infinitelyOften`, `eventuallyAlways` are what the kinds of that name are.", () => {
    for (const ways of [JOIN, ROUND, STAY])
      for (const kind of [
        { leadsTo: [at(1), at(3)] },
        { infinitelyOften: at(1) },
        { eventuallyAlways: at(3) },
      ] as const) {
        const plain = system({ ...walk(ways, {}).protocol, properties: { asked: kind as Property<never> } });
        expect(said(walk(ways, { asked: kind }))).toEqual(said(plain));
      }
    const formulas: Record<string, Formula> = {
      settles: { eventuallyAlways: { not: at(0) } },
      tries: { implies: [{ infinitelyOften: at(1) }, { infinitelyOften: at(2) }] },
    };
    expect(said(walk(STAY, formulas))).toEqual({ settles: "goes on", tries: "holds" });
  });
});

describe("Which executions", () => {
  test("Where an execution ends, its last configuration remains for ever.", () => {
    const formulas: Record<string, Formula> = {
      last: { eventually: { always: at(3) } },
      again: { always: { eventually: at(3) } },
      gone: { always: { eventually: at(1) } },
    };
    expect(said(walk(JOIN, formulas))).toEqual({ last: "holds", again: "holds", gone: "ends" });
  });

  test("Two ways that meet again are no cycle for a formula, either.", () => {
    expect(said(walk(JOIN, { there: { eventually: { and: [at(3), { always: at(3) }] } } }))).toEqual({
      there: "holds",
    });
  });

  test("There is no *next*: what holds does not depend on how many steps others take.", () => {
    const formula: Formula = { until: [at(0), { and: [at(1), { until: [at(1), at(2)] }] }] };
    const slow: Ways = [[3], [4], [], [5], [2], [1]];
    const same = (place: number): Formula => ({
      or: { 0: [0, 3, 5], 1: [1, 4] }[place]?.map(at) ?? [at(place)],
    });
    const slowly: Formula = { until: [same(0), { and: [same(1), { until: [same(1), at(2)] }] }] };
    expect(said(walk([[1], [2], []], { asked: formula }))).toEqual({ asked: "holds" });
    expect(said(walk(slow, { asked: slowly }))).toEqual({ asked: "holds" });
    const [property] = [{ temporal: { next: at(1) } }] as unknown as Property<never>[];
    const made = system({ ...walk(JOIN, {}).protocol, properties: { asked: property! } });
    expect(() => propertiesOf(made)).toThrow("the temporal of property asked is not a formula");
    const round: Record<string, unknown> = {};
    round["always"] = round;
    expect(formulaGiven(round)).toBeUndefined();
  });

  test("It is judged on admissible executions, or with the `fairness` that is asked for.", () => {
    const two = (fairness?: "none"): System =>
      system(
        protocol()({
          name: "two",
          roles: {
            process: role({
              processes: 2,
              initially: ({ setTimer }) => (setTimer("t"), { place: 0 }),
              uponTimeout: {
                t: (state, { setTimer }) => void ((state.place = 1 - state.place), setTimer("t")),
              },
            }),
          },
          properties: {
            again: {
              temporal: {
                always: { implies: [at(0), { eventually: at(1) }] },
              },
              ...(fairness === undefined ? {} : { fairness }),
            },
          } as never,
        }) as Protocol,
      );
    expect(said(two())).toEqual({ again: "holds" });
    expect(said(two("none"))).toEqual({ again: "goes on" });
  });

  test("What is false whatever follows is violated where it is, by a schedule that need not end.", () => {
    const made = walk(ROUND, { asked: { always: { implies: [at(2), { always: { not: at(3) } }] } } });
    for (const explore of [search, check]) {
      const found = explore(made).verdicts["asked"];
      if (found?.verdict !== "violated") throw new Error("it holds");
      expect(found.schedule.cycle).toBeUndefined();
      expect(found.schedule.events.map(formatEvent)).toHaveLength(3);
    }
  });

  test("With `forEach` it is judged for each process of a role.", () => {
    const isAt =
      (place: number) =>
      ({ state }: Seen["process"][number]) =>
        state.place === place;
    const each = {
      forEach: "process",
      temporal: { always: { eventually: isAt(3) } },
    } as unknown as Property<never>;
    const made = system(
      { ...walk(JOIN, {}).protocol, properties: { there: each } },
      { processes: { process: 2 } },
    );
    expect(said(made)).toEqual({ "there.p1": "holds", "there.p2": "holds" });
  });
});

describe("Verdicts on formulas", () => {
  test("Where what an `implies` begins with never comes, it holds, and a warning says so.", () => {
    const formulas: Record<string, Formula> = {
      never: { always: { implies: [at(4), { eventually: at(0) }] } },
      within: { and: [{ always: { implies: [at(1), { eventually: at(2) }] } }, { leadsTo: [at(4), at(0)] }] },
      again: { implies: [{ infinitelyOften: at(0) }, { eventually: at(4) }] },
      tested: { always: { implies: [at(1), { eventually: at(2) }] } },
      denied: { not: { implies: [at(0), at(1)] } },
    };
    expect(said(walk(ROUND, formulas))).toEqual({
      never: "untested",
      within: "untested",
      again: "untested",
      tested: "holds",
      denied: "holds",
    });
  });

  test("A run refutes it where it ends, or by what is false whatever follows.", () => {
    const runs = (ways: Ways, asked: Formula): number => {
      const simulation = new Simulation(walk(ways, { asked }), {
        adversary: adversaryNamed("fair"),
        seed: 1,
        runs: 20,
        eventsMax: 60,
      });
      while (simulation.advance());
      return simulation.result().properties[0]?.violated ?? 0;
    };
    expect(runs(JOIN, { always: { eventually: at(1) } })).toBe(20);
    expect(runs(JOIN, { eventually: { always: at(3) } })).toBe(0);
    expect(runs(ROUND, { always: { not: at(3) } })).toBe(20);
    expect(runs(ROUND, { eventually: { always: at(3) } })).toBe(0);
  });
});
