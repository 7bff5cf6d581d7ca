/** What processes know, sentence by sentence: see docs/semantics.md. */
import { describe, expect, test } from "vitest";
import {
  check,
  parseFailures,
  protocol,
  role,
  search,
  system,
  type Property,
  type Protocol,
  type System,
  type SystemOptions,
} from "lightcone";
import { adversaryNamed, Simulation } from "lightcone/simulator";
import { propertiesOf } from "../property.ts";

type Formula = Extract<Property, { readonly temporal: unknown }>["temporal"];
type Others = Partial<Property> & Pick<SystemOptions, "failures"> & { readonly within?: object };

interface Seen {
  readonly teller: readonly [{ readonly input: number; readonly crashed: boolean }];
  readonly listener: readonly { readonly state: { readonly heard: number | null } }[];
}

const isOne: Formula = ({ teller: [{ input }] }: Seen) => input === 1;
const isDown: Formula = ({ teller: [{ crashed }] }: Seen) => crashed;
/** Whether the second listener has heard something. */
const hasHeard: Formula = ({ listener }: Seen) => listener[1]?.state.heard !== null;
const second = "listener2";

/**
 * A teller, who tells two listeners its input. The first hears 0 or 1, the second only that it was told. With
 * `forgets`, whoever has heard something forgets it again.
 */
function telling(formulas: Record<string, Formula>, others: Others = {}, forgets = false): System {
  const { failures, within, ...more } = others;
  const properties = Object.entries(formulas).map(([name, temporal]) => [name, { temporal, ...more }]);
  const made = protocol<{ type: "bit"; value: number }>()({
    name: "telling",
    roles: {
      teller: role({
        inputs: [0, 1],
        initially: ({ setTimer }) => (setTimer("tell"), {}),
        uponTimeout: {
          tell(_state, { send, input }) {
            send("listener1", { type: "bit", value: input });
            send("listener2", { type: "bit", value: 0 });
          },
        },
      }),
      listener: role({
        processes: 2,
        initially: () => ({ heard: null as number | null }),
        upon: {
          bit(state, { value }, { setTimer }) {
            state.heard = value;
            if (forgets) setTimer("forget");
          },
        },
        uponTimeout: { forget: (state) => void (state.heard = null) },
      }),
    },
    properties: Object.fromEntries(properties) as never,
    ...(within === undefined ? {} : { within }),
  });
  return system(made as Protocol, failures === undefined ? {} : { failures });
}

/** What both searches say, by property. */
function said(made: System): Record<string, string> {
  const [reference, kernel, reduced] = [
    search(made),
    check(made, { keepGoing: true }),
    check(made, { keepGoing: true, reduced: true }),
  ].map(({ verdicts }) =>
    Object.fromEntries(Object.entries(verdicts).map(([name, { verdict }]) => [name, verdict])),
  );
  expect(kernel).toEqual(reference);
  expect(reduced).toEqual(reference);
  return kernel as Record<string, string>;
}

const always = (part: Formula): Formula => ({ always: part });
const eventually = (part: Formula): Formula => ({ eventually: part });
const knows = (who: string | string[], part: Formula): Formula => ({ knows: [who, part] }) as Formula;
const either = (part: Formula): Formula => ({ or: [part, { not: part }] });

describe("What processes know", () => {
  test("`knows`: it is true in all configurations in which the process is in the same state.", () => {
    const formulas = {
      told: eventually({ or: [knows("listener1", isOne), knows("listener1", { not: isOne })] }),
      untold: eventually({ or: [knows(second, isOne), knows(second, { not: isOne })] }),
      atFirst: knows("listener1", isOne),
    };
    expect(said(telling(formulas))).toEqual({ told: "holds", untold: "violated", atFirst: "violated" });
  });

  test("What is known is true, and who knows something knows that it does; who does not, that.", () => {
    const known = knows("listener1", isOne);
    const formulas = {
      truth: always({ implies: [known, isOne] }),
      positive: always({ implies: [known, knows("listener1", known)] }),
      negative: always({ implies: [{ not: known }, knows("listener1", { not: known })] }),
    };
    expect(said(telling(formulas))).toEqual({ truth: "holds", positive: "holds", negative: "holds" });
  });

  test("Of several processes, or of a role, each has to know it.", () => {
    const formulas = {
      first: eventually(either(knows("listener1", isOne))),
      both: eventually({ or: [knows("listener", isOne), knows("listener", { not: isOne })] }),
      heard: eventually(knows(["teller", second], eventually(hasHeard))),
    };
    expect(said(telling(formulas))).toEqual({ first: "holds", both: "violated", heard: "holds" });
  });

  test("`knowTogether`: who saw the states of all of them would know it.", () => {
    const fact: Formula = { and: [isOne, hasHeard] };
    const together: Formula = { knowTogether: [["listener1", second], fact] };
    const formulas = {
      together: always({ implies: [together, fact] }),
      comes: { implies: [isOne, eventually(together)] } as Formula,
      alone: { implies: [isOne, eventually(knows("listener", fact))] } as Formula,
    };
    expect(said(telling(formulas))).toEqual({ together: "holds", comes: "holds", alone: "violated" });
  });

  test("`commonKnowledge`: all know it, and all know that all do, and so on.", () => {
    const common = (part: Formula): Formula => ({ commonKnowledge: ["listener", part] }) as Formula;
    const formulas = {
      sure: always(common(either(isOne))),
      never: always({ not: common(hasHeard) }),
      known: eventually(knows(second, hasHeard)),
    };
    expect(said(telling(formulas))).toEqual({ sure: "holds", never: "holds", known: "holds" });
  });

  test("What will be is known if it will be in every admissible execution, wherever it may be.", () => {
    const formulas = {
      early: knows(second, eventually(hasHeard)),
      late: knows("listener1", always({ not: hasHeard })),
    };
    expect(said(telling(formulas))).toEqual({ early: "holds", late: "violated" });
    expect(said(telling(formulas, { failures: parseFailures("crash:1") }))["early"]).toBe("violated");
  });

  test('`remembers: "local schedule"`: by all that it has seen, and nothing is forgotten.', () => {
    const known: Formula = { or: [knows("listener1", isOne), knows("listener1", { not: isOne })] };
    const formulas = { lasting: eventually(always(known)) };
    expect(said(telling(formulas, {}, true))).toEqual({ lasting: "violated" });
    expect(said(telling(formulas, { remembers: "local schedule" } as Others, true))).toEqual({
      lasting: "holds",
    });
  });

  test("Of what befalls others a process does not know, unless it sees something else.", () => {
    const formulas = {
      down: always({ not: knows("listener1", isDown) }),
      up: { implies: [{ not: isDown }, knows("listener1", { not: isDown })] } as Formula,
    };
    expect(said(telling(formulas, { failures: parseFailures("crash:1") }))).toEqual({
      down: "holds",
      up: "violated",
    });
  });

  test("With `forEach`, `knows` without a name is what that process knows.", () => {
    const formulas = { told: eventually({ or: [{ knows: isOne }, { knows: { not: isOne } }] } as Formula) };
    const given = overProcesses(formulas["told"]);
    expect(said(telling({ told: given }, { forEach: "listener" } as never))).toEqual({
      "told.listener1": "holds",
      "told.listener2": "violated",
    });
  });
});

/** The same formula, whose predicates get a process first. */
function overProcesses(formula: unknown): Formula {
  if (typeof formula === "function")
    return ((_: unknown, roles: unknown) => (formula as (roles: unknown) => boolean)(roles)) as never;
  if (Array.isArray(formula)) return formula.map(overProcesses) as never;
  return Object.fromEntries(
    Object.entries(formula as object).map(([operator, part]) => [operator, overProcesses(part)]),
  ) as never;
}

const reasonOf = (made: System, options: object = {}): unknown => {
  const verdict = check(made, options).verdicts["asked"];
  return verdict?.verdict === "unknown" ? verdict.reason : verdict?.verdict;
};

describe("Verdicts on what is known", () => {
  const asked = always({ not: knows("listener1", isOne) });

  test("It depends on all that may be: where not all is visited, it is `unknown`.", () => {
    expect(reasonOf(telling({ asked }))).toBe("violated");
    expect(reasonOf(telling({ asked }), { configurationsMax: 3 })).toMatchObject({ kind: "cut off" });
    expect(reasonOf(telling({ asked }, { within: { depth: 1 } }))).toEqual({
      kind: "knowledge",
      of: "beyond bounds",
    });
    expect(search(telling({ asked }, { within: { depth: 1 } })).verdicts["asked"]).toMatchObject({
      verdict: "unknown",
    });
  });

  test("Where a local schedule grows for ever, what is known by it is `unknown`.", () => {
    const [ticks, remembers] = [{ always: () => true } as Formula, "local schedule" as const];
    const made = system(
      protocol()({
        name: "clock",
        roles: {
          clock: role({
            initially: ({ setTimer }) => (setTimer("tick"), {}),
            uponTimeout: { tick: (_state, { setTimer }) => setTimer("tick") },
          }),
        },
        properties: { asked: { temporal: { knows: ["clock", ticks] } as never, remembers } },
      }) as Protocol,
    );
    for (const { verdicts } of [check(made), search(made)])
      expect(verdicts["asked"]).toMatchObject({ reason: { kind: "knowledge", of: "endless schedules" } });
  });

  test("One execution does not tell: to a simulation, or a replay, it is not put.", () => {
    const adversary = adversaryNamed("fair");
    const made = telling({ asked });
    const simulation = new Simulation(made, { adversary, runs: 1, seed: 1 });
    while (simulation.advance());
    expect(simulation.result().properties).toEqual([]);
    expect(() => new Simulation(made, { adversary, runs: 1, seed: 1, properties: ["asked"] })).toThrow(
      "Property asked says what processes know, and that depends on all executions.",
    );
  });

  test("Who knows has to be a process or a role, or the one for which it is asked.", () => {
    for (const [part, problem] of [
      [{ knows: ["nobody", isOne] }, "the knows of property asked names nobody, which is no process or role"],
      [{ knows: isOne }, "the knows of property asked does not say who"],
      [{ commonKnowledge: isOne }, "the temporal of property asked is not a formula"],
      [{ knows: [[], isOne] }, "the temporal of property asked is not a formula"],
      [{ knows: ["teller"] }, "the temporal of property asked is not a formula"],
    ] as const)
      expect(() => propertiesOf(telling({ asked: part as never }))).toThrow(problem);
    const remembers = { remembers: "everything" } as never;
    expect(() => propertiesOf(telling({ asked }, remembers))).toThrow("remembers neither");
    const nothing = { remembers: "local schedule" } as never;
    expect(() => propertiesOf(telling({ asked: always(isOne) }, nothing))).toThrow("nothing of what they");
  });
});
