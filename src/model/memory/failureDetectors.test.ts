/** Failure detectors, sentence by sentence: see docs/semantics.md. */
import {
  check,
  eventuallyPerfectDetector,
  eventuallyStrongDetector,
  isSuspected,
  leader,
  leaderOracle,
  parseFailures,
  parseTiming,
  perfectDetector,
  protocol,
  role,
  search,
  strongDetector,
  suspects,
  system,
  type Detector,
  type Exploration,
  type Plain,
  type ProcessView,
  type Property,
  type SharedObject,
  type Step,
} from "lightcone";
import { describe, expect, test } from "vitest";
import { play } from "../../../test/semantics/play.ts";

const IDS = ["p1", "p2"];
const SETS = [[], ["p1"], ["p2"], ["p1", "p2"]];
const NOTHING_YET = "nothing yet";

/** p1 asks again and again, and keeps the last two answers; p2 may crash. */
function asking(object: SharedObject, ask: () => Step<Answer>, answers: readonly (readonly string[])[]) {
  const pairs = answers.flatMap((first) => answers.map((second) => [first, second] as const));
  const properties = pairs.flatMap(([first, second]): [string, Property<unknown>][] =>
    [false, true].flatMap((isCrashed): [string, Property<unknown>][] => {
      const holds: Extract<Property<unknown>, { reachable: unknown }>["reachable"] = (_, { processes }) => {
        const { before, last } = (processes[0] as ProcessView<Asked>).state;
        return last === second.join() && before === first.join() && processes[1]?.crashed === isCrashed;
      };
      const name = nameOf(first, second, isCrashed);
      return [
        [`once ${name}`, { reachable: holds }],
        [`again ${name}`, { eventuallyAlways: (...view) => !holds(...view) }],
      ];
    }),
  );
  return protocol<never>()({
    name: "asking",
    objects: [object],
    roles: {
      process: role({
        processes: 2,
        initially: (): Asked => ({ before: NOTHING_YET, last: NOTHING_YET }),
        *run(state, { index, receive }) {
          while (index === 1) {
            const answer = yield* ask();
            state.before = state.last;
            state.last = typeof answer === "string" ? answer : answer.join();
          }
          yield* receive();
        },
      }),
    },
    properties: Object.fromEntries(properties) as Readonly<Record<string, Property<unknown>>>,
  });
}

type Answer = string | readonly string[];

interface Asked {
  before: string;
  last: string;
}

function nameOf(first: readonly string[], second: readonly string[], isCrashed: boolean): string {
  return `[${first.join()}] [${second.join()}] ${isCrashed ? "crashed" : "up"}`;
}

/** What may be answered, twice in a row, once and again and again, and whether p2 has crashed by then. */
function answered(object: SharedObject, ask: () => Step<Answer>, answers: string[][] = SETS): string[] {
  return possibleIn(check(system(asking(object, ask, answers), { failures: parseFailures("crash:p2") })));
}

function answeredBy(detector: Detector): string[] {
  return answered(detector, () => suspects(detector));
}

function possibleIn({ verdicts }: Exploration): string[] {
  return Object.entries(verdicts)
    .filter(([name, { verdict }]) => verdict === (name.startsWith("once") ? "holds" : "violated"))
    .map(([name]) => name)
    .sort();
}

/** The same by the definition of a class: of a set of histories that go on for ever with two answers. */
function defined(
  rule: {
    /** Whether an answer is given where the processes named have crashed, and c never does. */
    readonly always: (answer: readonly string[], crashed: readonly string[], c: string) => boolean;
    readonly forEver: (answer: readonly string[], crashed: readonly string[], c: string) => boolean;
  },
  answers: string[][] = SETS,
): string[] {
  const found = new Set<string>();
  for (const first of answers)
    for (const second of answers)
      for (const isCrashed of [false, true])
        for (const willCrash of isCrashed ? [true] : [false, true])
          for (const c of willCrash ? ["p1"] : IDS) {
            const now = isCrashed ? ["p2"] : [];
            const name = nameOf(first, second, isCrashed);
            // Both may have been given before the crash, or the first alone.
            const isPossible = [
              [[], []],
              [[], now],
              [now, now],
            ].some(([then = [], later = []]) => rule.always(first, then, c) && rule.always(second, later, c));
            if (isPossible) found.add(`once ${name}`);
            if (isCrashed === willCrash && [first, second].every((one) => rule.forEver(one, now, c)))
              found.add(`again ${name}`);
          }
  return [...found].sort();
}

const isExactly = (answer: readonly string[], crashed: readonly string[]): boolean =>
  answer.join() === crashed.join();
const isWithin = (answer: readonly string[], crashed: readonly string[]): boolean =>
  answer.every((id) => crashed.includes(id));
const covers = (answer: readonly string[], crashed: readonly string[]): boolean =>
  crashed.every((id) => answer.includes(id));
const spares = (answer: readonly string[], c: string): boolean => !answer.includes(c);
const anything = (): boolean => true;

describe("Every failure detector", () => {
  const watch = perfectDetector("watch", ["p1", "p2", "p3"]);
  const watching = protocol<never>()({
    name: "watching",
    objects: [watch],
    roles: {
      process: role({
        processes: 3,
        initially: () => ({ suspected: false }),
        *run(state, { index, receive }) {
          while (index === 1) state.suspected = yield* isSuspected(watch, "p3");
          yield* receive();
        },
      }),
    },
    properties: {
      noticed: {
        leadsTo: [
          ({ process }) => process[2]?.crashed === true && !process[0].crashed,
          ({ process }) => process[0].state.suspected || process[0].crashed,
        ],
      },
    },
  });

  test("It is an object of the environment: processes ask it, and nothing else changes by that.", () => {
    const { afterSteps } = play(watching, { failures: "crash:1" });
    const [before, after] = [
      afterSteps(),
      afterSteps('p1 performs isSuspected("p3") on watch and gets false'),
    ];
    expect(after.configuration.objects).toEqual(before.configuration.objects);
    const more = { ...watching, objects: [perfectDetector("watch", ["p1", "p4"])] };
    expect(() => play(more, {}).afterSteps()).toThrow("the object watch watches p4, which is no process");
  });

  test("It learns of a crash when it happens; what it answers is up to the adversary.", () => {
    const { afterSteps } = play(watching, { failures: "crash:1" });
    const { configuration, next } = afterSteps("p3 crashes");
    expect(configuration.objects).toEqual([
      { watched: ["p1", "p2", "p3"], crashed: ["p3"], isReliable: false },
    ]);
    expect(next).toContain('p1 performs isSuspected("p3") on watch and gets false');
    expect(next).toContain('p1 performs isSuspected("p3") on watch and gets true');
  });

  test("From a moment on it is reliable; the adversary chooses when, and has to at some time.", () => {
    const { afterSteps } = play(watching, { failures: "crash:1" });
    const { next, isQuiescent } = afterSteps("p3 crashes", "watch becomes reliable");
    expect(afterSteps().isQuiescent).toBe(false);
    expect(next).toEqual(['p1 performs isSuspected("p3") on watch and gets true']);
    expect(isQuiescent).toBe(false);
    for (const explore of [check, search]) {
      const made = system(watching, { failures: parseFailures("crash:1") });
      expect(explore(made).verdicts["noticed"]).toMatchObject({ verdict: "holds" });
    }
  });

  test("Who is already down when the system begins is known to it.", () => {
    const { afterSteps } = play(watching, { begin: parseFailures("crash:p2") });
    expect(afterSteps().configuration.objects).toMatchObject([{ crashed: ["p2"] }]);
    // A schedule says what it begins with, and the system that is made of that is the same.
    const strong = { ...watching, objects: [strongDetector("watch", ["p1", "p2", "p3"])] };
    const begin = parseFailures("crash:p2");
    const initialsOf = (inputs: Readonly<Record<string, readonly Plain[]>>): unknown =>
      system(strong, { begin, inputs }).objects.map(({ initials }) => initials);
    for (const initial of system(strong, { begin }).objects[0]?.initials ?? [])
      expect(initialsOf({ watch: [initial] })).toEqual([[initial]]);
  });

  test("It is for asynchronous systems whose processes crash for ever; other failures are refused.", () => {
    const refused =
      (failures: string, timing = "asynchronous") =>
      () =>
        system(watching, { failures: parseFailures(failures), timing: parseTiming(timing) });
    for (const failures of ["crash-recovery:1", "send-omission:1", "omission:1"])
      expect(refused(failures)).toThrow("is defined for crashes alone");
    expect(refused("none", "synchronous")).toThrow("tells of crashes where time does not");
    expect(refused("none", "bounded:1")).toThrow("tells of crashes where time does not");
    expect(refused("crash:1,loss:1")).not.toThrow();
  });
});

describe("perfect-detector", () => {
  test("P: nobody is suspected before it has crashed; who has crashed is, at some time for ever.", () => {
    const possible = defined({ always: isWithin, forEver: isExactly });
    expect(answeredBy(perfectDetector("d", IDS))).toEqual(possible);
  });
});

describe("eventually-perfect-detector", () => {
  test("◇P: it may suspect anybody; from some moment on, those who have crashed, and nobody else.", () => {
    const possible = defined({ always: anything, forEver: isExactly });
    expect(answeredBy(eventuallyPerfectDetector("d", IDS))).toEqual(possible);
  });
});

describe("strong-detector", () => {
  test("S: some process that does not crash is never suspected; others may be, rightly or wrongly.", () => {
    const possible = defined({
      always: (answer, _, c) => spares(answer, c),
      forEver: (answer, crashed, c) => spares(answer, c) && covers(answer, crashed),
    });
    expect(answeredBy(strongDetector("d", IDS))).toEqual(possible);
  });

  test("That process is chosen at the beginning, and does not crash.", () => {
    const spared = strongDetector("d", IDS);
    const made = asking(spared, () => suspects(spared), []);
    const { afterSteps } = play(made, { failures: "crash:1", inputs: { d: [{ ...watched, spared: "p2" }] } });
    expect(afterSteps().next).toContain("p1 crashes");
    expect(afterSteps().next).not.toContain("p2 crashes");
    expect(() => system(made, { begin: parseFailures("crash:process") })).toThrow(
      "one at least does not crash",
    );
  });
});

const watched = { watched: IDS, crashed: [], isReliable: false };

describe("eventually-strong-detector", () => {
  test("◇S: it may suspect anybody; from some moment on some process that does not crash is not.", () => {
    const possible = defined({
      always: anything,
      forEver: (answer, crashed, c) => spares(answer, c) && covers(answer, crashed),
    });
    expect(answeredBy(eventuallyStrongDetector("d", IDS))).toEqual(possible);
  });
});

describe("leader-oracle", () => {
  test("Ω: it may name anybody; from some moment on it names one process that does not crash.", () => {
    const names = IDS.map((id) => [id]);
    const oracle = leaderOracle("d", IDS);

    const possible = defined({ always: anything, forEver: ([answer], _, c) => answer === c }, names);
    expect(answered(oracle, () => leader(oracle), names)).toEqual(possible);
  });
});
