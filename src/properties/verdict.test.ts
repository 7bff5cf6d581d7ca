/** Admissible executions, properties and verdicts, sentence by sentence: see docs/semantics.md. */
import { describe, expect, test } from "vitest";
import { check, search } from "../explorer/index.ts";
import { formatEvent } from "../model/event/eventText.ts";
import { isStuck, lengthOf, replay, type Execution } from "../model/transition/execution.ts";
import { parseFailures } from "../model/failure/index.ts";
import {
  protocol,
  type ConfigurationView,
  type Eventually,
  type ProcessView,
  type Property,
  type Within,
} from "../model/system/protocol.ts";
import { role } from "../model/system/role.ts";
import { system, type System } from "../model/system/system.ts";
import { bounded, parseTiming } from "../model/timing/index.ts";
import { propertiesOf } from "./property.ts";
import type { Verdict } from "./verdict.ts";
import { viewOfConfiguration } from "./view.ts";

/** Something that a process's timers do to its state. */
interface State {
  n: number;
  isUp: boolean;
}

type Handlers = Record<string, (state: State, context: { setTimer(name: string): void }) => void>;

/** A process whose timers are all set at the start, and properties of it. */
function ticking(handlers: Handlers, properties: Record<string, Property>, processes = 1) {
  return protocol<{ type: "noise" }>()({
    name: "ticking",
    forges: { process: [{ type: "noise" }] },
    roles: {
      process: role({
        processes,
        stable: ["n"],
        initially: ({ setTimer }): State => {
          for (const name of Object.keys(handlers)) setTimer(name);
          return { n: 0, isUp: false };
        },
        upon: { noise: () => {} },
        uponTimeout: handlers,
      }),
    },
    properties: properties as Record<string, Property<unknown>>,
  });
}

const stateOf = (processes: readonly { readonly state: unknown }[]): State => processes[0]?.state as State;
const reaches = (n: number): Eventually => ({
  eventually: (_roles, { processes }) => stateOf(processes).n === n,
});
const never = (n: number): Property => ({ invariant: (_roles, { processes }) => stateOf(processes).n !== n });

/** What both searches say, by property. */
function verdicts(made: System): Record<string, Verdict["verdict"]> {
  const [reference, kernel] = [search(made), check(made, { keepGoing: true })].map((found) =>
    Object.fromEntries(Object.entries(found.verdicts).map(([name, { verdict }]) => [name, verdict])),
  );
  expect(kernel).toEqual(reference);
  return reference as Record<string, Verdict["verdict"]>;
}

const up: Handlers = { up: (state) => void state.n++ };
const failing = (failures: string, ...parameters: Parameters<typeof ticking>): System =>
  system(ticking(...parameters), { failures: parseFailures(failures) });

describe("Admissible executions", () => {
  test("A finite execution is admissible if nothing is enabled at its end but what failures do.", () => {
    expect(verdicts(system(ticking(up, { one: reaches(1), two: reaches(2) })))).toEqual({
      one: "holds",
      two: "violated",
    });
  });

  test("What is in transit is received at some time, and timers that are set fire, or are cancelled.", () => {
    const post = protocol<{ type: "hello" }>()({
      name: "post",
      roles: {
        process: role({
          processes: 2,
          initially: ({ index, broadcast }) => (index === 1 && broadcast({ type: "hello" }), { n: 0 }),
          upon: { hello: (state) => void state.n++ },
        }),
      },
      properties: { hears: { eventually: ({ process: [, q] }) => q?.state.n === 1 } },
    });
    expect(verdicts(system(post))).toEqual({ hears: "holds" });
    expect(verdicts(system(post, { failures: parseFailures("loss:1") }))).toEqual({ hears: "violated" });
  });

  test("Recovery and the end of a partition have to come; crashes, omissions and losses need not.", () => {
    expect(verdicts(failing("crash-recovery:1", up, { one: reaches(1) }))).toEqual({ one: "holds" });
    expect(verdicts(failing("crash:1", up, { one: reaches(1) }))).toEqual({ one: "violated" });
    const crashes: Property = { eventually: (_roles, { processes: [p] }) => p?.crashed === true };
    expect(verdicts(failing("crash:1", up, { crashes }))).toEqual({ crashes: "violated" });
  });

  test("One that never ends pays what it owes, again and again: see *executions that never end*.", () => {
    const round: Handlers = {
      ...up,
      again: (state, { setTimer }) => {
        state.isUp = !state.isUp;
        setTimer("again");
      },
    };
    expect(verdicts(system(ticking(round, { one: reaches(1), two: reaches(2) })))).toEqual({
      one: "holds",
      two: "violated",
    });
  });

  test("A fault that changes nothing makes no such cycle: it would let nothing else happen.", () => {
    const quiet: Property = {
      eventually: (_roles, { processes: [p] }) => p?.faulty === true || stateOf([p!]).n === 1,
    };
    expect(verdicts(failing("byzantine:p2", up, { quiet }, 2))).toEqual({ quiet: "holds" });
  });
});

describe("Invariants", () => {
  test("`invariant`: the predicate is true in every reachable configuration, initial ones included.", () => {
    const made = system(ticking(up, { notZero: never(0), notOne: never(1), notTwo: never(2) }));
    expect(verdicts(made)).toEqual({ notZero: "violated", notOne: "violated", notTwo: "holds" });
  });

  test("It is not asked in the middle of a step, nor before what start steps send is in transit.", () => {
    const deciding = protocol<{ type: "hello" }>()({
      name: "deciding",
      roles: {
        process: role({
          processes: 2,
          initially: ({ index, broadcast, decide }) => {
            if (index === 1) broadcast({ type: "hello" });
            decide(1);
            return {};
          },
          upon: { hello: () => {} },
        }),
      },
      properties: {
        decided: { invariant: ({ process }) => process.every(({ decision }) => decision === 1) },
      },
    });
    expect(verdicts(system(deciding))).toEqual({ decided: "holds" });
  });

  test("No schedule with fewer steps violates it; the predicate is false at the end, and not before.", () => {
    const made = system(ticking({ ...up, more: (state) => void (state.n += 5) }, { notSix: never(6) }, 2));
    for (const explore of [search, check]) {
      const found = explore(made).verdicts["notSix"] as Verdict;
      if (found.verdict !== "violated") throw new Error(found.verdict);
      const execution = replay(made, found.schedule);
      if (isStuck(execution)) throw new Error("stuck");
      expect(lengthOf(execution)).toBe(2);
      expect(judgedAt(made, execution, -1)).toBe(false);
      expect(judgedAt(made, execution, -2)).toBe(true);
    }
  });
});

/** What a system's first property is in a configuration of an execution. */
function judgedAt(made: System, { configurations }: Execution, position: number): boolean | undefined {
  const here = configurations.at(position);
  const [property] = propertiesOf(made);
  return here && property?.predicate(viewOfConfiguration(made, here));
}

describe("Liveness", () => {
  test("`eventually`: in every admissible execution it is true at some time, and need not stay so.", () => {
    const down: Handlers = { ...up, down: (state) => void (state.n = 0) };
    const passing: Property = { eventually: (_roles, { processes }) => stateOf(processes).n === 1 };
    const twice: Handlers = {
      up: (state, { setTimer }) => {
        if (++state.n < 3) setTimer("up");
      },
    };
    expect(verdicts(system(ticking(twice, { passing })))).toEqual({ passing: "holds" });
    expect(verdicts(system(ticking(down, { passing })))).toEqual({ passing: "holds" });
  });

  const isUp = (_roles: unknown, { processes }: ConfigurationView): boolean => stateOf(processes).isUp;
  const at = (n: number) => reaches(n).eventually;
  const flipping: Handlers = {
    ...up,
    flip: (state, { setTimer }) => {
      state.isUp = !state.isUp;
      setTimer("flip");
    },
  };

  test("`leadsTo`: whenever the first predicate is true, the second is, in that moment or later.", () => {
    const chase: Handlers = { ...up, more: (state) => void (state.isUp = true) };
    const asked: Record<string, Property> = {
      both: { leadsTo: [isUp, at(1)] },
      neither: { leadsTo: [at(1), at(2)] },
      empty: { leadsTo: [at(5), () => false] },
    };
    expect(verdicts(system(ticking(chase, asked)))).toEqual({
      both: "holds",
      neither: "violated",
      empty: "holds",
    });
  });

  test("`infinitelyOften`: whatever has happened, it is true at some later time, or at the end.", () => {
    const asked = { again: { infinitelyOften: isUp }, none: { infinitelyOften: at(0) } };
    expect(verdicts(system(ticking(flipping, asked)))).toEqual({ again: "holds", none: "violated" });
    const last = { one: { infinitelyOften: at(1) }, zero: { infinitelyOften: at(0) } };
    expect(verdicts(system(ticking(up, last)))).toEqual({ one: "holds", zero: "violated" });
  });

  test("`eventuallyAlways`: from some moment on it is true for ever, the end included.", () => {
    const asked = { again: { eventuallyAlways: isUp }, one: { eventuallyAlways: at(1) } };
    expect(verdicts(system(ticking(flipping, asked)))).toEqual({ again: "violated", one: "holds" });
  });

  test("`until`: the second is true at some time, and in each configuration before it the first is.", () => {
    const asked: Record<string, Property> = {
      short: { until: [at(0), at(1)] },
      gap: { until: [at(0), at(2)] },
      never: { until: [() => true, at(9)] },
    };
    const two: Handlers = { ...up, more: (state) => void state.n++ };
    expect(verdicts(system(ticking(two, asked)))).toEqual({
      short: "holds",
      gap: "violated",
      never: "violated",
    });
  });

  test("`whenQuiescent`: it is true wherever an execution ends; what goes on for ever never does.", () => {
    const asked = { one: { whenQuiescent: at(1) }, none: { whenQuiescent: () => false } };
    expect(verdicts(system(ticking(up, asked)))).toEqual({ one: "holds", none: "violated" });
    expect(verdicts(system(ticking(flipping, asked)))).toEqual({ one: "holds", none: "holds" });
  });

  test("The schedule that refutes it ends where nothing has to happen, or goes on for ever.", () => {
    const made = failing("crash:1", up, { one: reaches(1) });
    for (const explore of [search, check]) {
      const found = explore(made).verdicts["one"] as Verdict;
      if (found.verdict !== "violated") throw new Error(found.verdict);
      const execution = replay(made, found.schedule) as Execution;
      expect(execution.configurations.map((_, i) => judgedAt(made, execution, i))).not.toContain(true);
      expect(execution.events.map(formatEvent)).toEqual([expect.stringMatching(/ crashes$/)]);
    }
  });
});

describe("Predicates", () => {
  test("A predicate sees all processes and what is in transit to them, and changes nothing.", () => {
    const nosy: Property = {
      invariant: (_roles, { processes }) => {
        expect(Object.keys(processes[0] ?? {})).toEqual(
          expect.arrayContaining("id input state decision halted crashed faulty timers mailbox".split(" ")),
        );
        expect(() => (stateOf(processes).n = 5)).toThrow("properties may only look");
        return true;
      },
    };
    expect(verdicts(system(ticking(up, { nosy })))).toEqual({ nosy: "holds" });
  });

  test("It answers true or false: all else is a mistake of the protocol, and no verdict.", () => {
    const vague = { invariant: () => "true" as never };
    for (const explore of [search, check])
      expect(() => explore(system(ticking(up, { vague })))).toThrow('Property vague answered "true".');
  });

  test("Of a process that is down it sees what is stable; to read what was lost is a mistake.", () => {
    const isUp = (p: ProcessView | undefined): boolean => p?.crashed === false && stateOf([p]).isUp;
    const listed: Property = {
      invariant: (_roles, { processes: [p] }) => {
        const { crashed, state } = p as ProcessView<State>;
        const names = [
          Object.keys(state),
          Object.keys({ ...state }),
          Object.keys(JSON.parse(JSON.stringify(state))),
        ];
        return (
          names.every((list) => list.toSorted().join() === (crashed ? "n" : "isUp,n")) &&
          "isUp" in state !== crashed
        );
      },
    };
    const asked: Record<string, Property> = {
      listed,
      stable: never(2),
      never: { invariant: (_roles, { processes: [p] }) => !isUp(p) },
      ever: { eventually: (_roles, { processes: [p] }) => p?.crashed === true || stateOf([p!]).n === 1 },
    };
    expect(verdicts(failing("crash-recovery:1", up, asked))).toEqual({
      listed: "holds",
      stable: "violated",
      never: "holds",
      ever: "holds",
    });
    const reads = (processes: readonly ProcessView[]): boolean => stateOf(processes).isUp;
    const lost: readonly Property[] = [
      { invariant: (_roles, { processes }) => !reads(processes) },
      { eventually: (_roles, { processes }) => reads(processes) },
    ];
    for (const property of lost)
      for (const explore of [search, check])
        expect(() => explore(failing("crash-recovery:1", up, { property }))).toThrow(
          "Property property reads `isUp` of p1, which is down.",
        );
  });

  test("It may count ticks, `elapsed`, up to the `horizon`; where nobody counts, that is a mistake.", () => {
    const soon: Property = { invariant: (_roles, { elapsed }) => elapsed < 5 };
    const counted = (horizon: number): System =>
      system(ticking(up, { soon }), { timing: bounded({ maxDelay: 1, horizon }) });
    expect(verdicts(counted(4))).toEqual({ soon: "holds" });
    expect(verdicts(counted(5))).toEqual({ soon: "violated" });
    const others = ["synchronous", "partially-synchronous:unknown:1"].map((timing) =>
      system(ticking(up, { soon }), { timing: parseTiming(timing) }),
    );
    for (const made of [counted(0), system(ticking(up, { soon })), ...others])
      expect(() => search(made)).toThrow("this system counts no ticks");
  });
});

describe("Verdicts", () => {
  test("What nothing puts to the test holds, and a warning says so: what it speaks of never comes.", () => {
    const isAt =
      (n: number) =>
      (_roles: unknown, { processes }: ConfigurationView): boolean =>
        stateOf(processes).n === n;
    const spinning: Handlers = { ...up, spin: (_state, { setTimer }) => setTimer("spin") };
    const untested = (handlers: Handlers, asked: Property): boolean[] =>
      [search, check].map((judge) => {
        const verdict = judge(system(ticking(handlers, { asked }))).verdicts["asked"];
        return verdict?.verdict === "holds" && verdict.isVacuous === true;
      });
    expect(untested(up, { leadsTo: [isAt(7), isAt(8)] })).toEqual([true, true]);
    expect(untested(up, { leadsTo: [isAt(0), isAt(1)] })).toEqual([false, false]);
    expect(untested(up, { until: [isAt(7), isAt(0)] })).toEqual([true, true]);
    expect(untested(up, { until: [isAt(0), isAt(1)] })).toEqual([false, false]);
    expect(untested(spinning, { whenQuiescent: isAt(1) })).toEqual([true, true]);
    expect(untested(up, { whenQuiescent: isAt(1) })).toEqual([false, false]);
  });

  test("`holds` says that everything was searched: a search that was cut off never says it.", () => {
    const many: Handlers = {
      up: (state, { setTimer }) => {
        if (++state.n < 9) setTimer("up");
      },
    };
    const made = system(ticking(many, { small: never(10), notOne: never(1), nine: reaches(9) }));
    const cut = search(made, { limits: { configurations: 4 } }).verdicts;
    expect(Object.values(cut).map(({ verdict }) => verdict)).toEqual(["unknown", "violated", "unknown"]);
    expect(check(made, { configurationsMax: 4 }).verdicts["small"]?.verdict).toBe("unknown");
    expect(verdicts(made)).toEqual({ small: "holds", notOne: "violated", nine: "holds" });
  });

  test("Within bounds, what is not violated is `unknown`, unless nothing can happen beyond them.", () => {
    const many: Handlers = {
      up: (state, { setTimer }) => {
        if (++state.n < 4) setTimer("up");
      },
    };
    const made = ticking(many, { small: never(5), notThree: never(3), one: reaches(1), five: reaches(5) });
    const within = (bounds: Within): object => verdicts(system(made, { within: bounds }));
    const some = { small: "unknown", notThree: "unknown", one: "holds", five: "unknown" };
    expect(within({ depth: 2 })).toEqual(some);
    expect(within({ where: (_roles, { processes }) => stateOf(processes).n < 2 })).toEqual(some);
    expect(within({ depth: 4 })).toEqual({
      small: "holds",
      notThree: "violated",
      one: "holds",
      five: "violated",
    });
    expect(within({ mailbox: 0 })).toEqual(within({}));
  });

  test("What lies beyond bounds is judged where it begins: it is visited, and not left.", () => {
    const made = ticking(up, { notOne: never(1), two: reaches(2) });
    expect(verdicts(system(made, { within: { depth: 1 } }))).toEqual({ notOne: "violated", two: "violated" });
    expect(check(system(made, { within: { depth: 0 } }))).toMatchObject({ configurations: 1, beyond: 1 });
  });

  test("`violated` comes with a schedule that is an execution of the system.", () => {
    const { verdicts: found } = check(failing("crash:1", up, { one: reaches(1) }));
    const made = failing("crash:1", up, { one: reaches(1) });
    const one = found["one"] as Verdict;
    expect(one.verdict === "violated" && isStuck(replay(made, one.schedule))).toBe(false);
  });

  test("Where visited configurations are remembered as hashes, no liveness property is said to hold.", () => {
    const made = system(ticking(up, { one: reaches(1), notTwo: never(2) }));
    const { verdicts: found, omissionProbability } = check(made, { visited: "hashed" });
    expect(found).toMatchObject({ one: { verdict: "unknown" }, notTwo: { verdict: "holds" } });
    expect(omissionProbability).toBeGreaterThan(0);
  });
});
