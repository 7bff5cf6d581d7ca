import { describe, expect, test } from "vitest";
import { differences } from "./agreement.ts";
import { readResult } from "./contender.ts";
import { drawSystems, protocolFile, tlaModule, type Formula } from "./drawnFormulas.ts";
import { readEvents } from "./simulation.ts";
import { readVerifier } from "./spin.ts";
import { median, pairedRatio } from "./statistics.ts";
import { systems } from "./system.ts";
import { formatMeasure, formatTable } from "./table.ts";
import { rateIn } from "./tab.ts";
import { readChecker } from "./tlc.ts";
import { isTrueOf, readLasso } from "./tlcTrace.ts";

const verifier = (errors: number): string => `
State-vector 20 byte, depth reached 10, errors: ${errors}
      288 states, stored
      474 states, matched
      762 transitions (= stored+matched)

pan: elapsed time 0.01 seconds
`;

const checker = (said: string): string => `
${said}
Progress(11): 762 states generated, 288 distinct states found, 4 states left on queue.
1,762 states generated, 288 distinct states found, 0 states left on queue.
The depth of the complete state graph search is 11.
Finished in 01min 57s at (2026-11-29 19:50:05)
`;

describe("reading what tools print", () => {
  test("TLC counts the initial state as generated, and its level; the bench does not", () => {
    const report = readChecker(checker("Model checking completed. No error has been found."));
    expect(report).toMatchObject({ configurations: 288, transitions: 1761, depth: 10, seconds: 117 });
    expect(report.refuted).toEqual({});
    expect(readChecker(checker("Error: Temporal properties were violated.")).refuted).not.toEqual({});
    expect(() => readChecker("Error: out of memory")).toThrow("did not print");
  });

  test("SPIN counts the initial state as a transition; the bench does not", () => {
    expect(readVerifier(verifier(0))).toEqual({
      configurations: 288,
      stored: 288,
      transitions: 761,
      depth: null,
      seconds: 0.01,
      authorCalls: null,
      refuted: {},
    });
  });

  test("SPIN counts what it has visited where it judges a formula", () => {
    const judging = verifier(0).replace("(= stored+matched)", "(= visited+matched)");
    expect(readVerifier(judging)).toEqual(readVerifier(verifier(0)));
  });

  test("a search of SPIN that was cut short is refused", () => {
    expect(() => readVerifier(`Warning: Search not completed\n${verifier(1)}`)).toThrow("did not complete");
    expect(() => readVerifier("pan: out of memory")).toThrow("did not print");
  });

  test("a JSON result needs its counts, and every property to hold", () => {
    const result = {
      configurations: 3,
      transitions: 4,
      depth: 2,
      seconds: 1,
      properties: [
        { name: "a", verdict: "holds" },
        { name: "b", verdict: "unknown" },
        { name: "c", verdict: "violated", steps: 5 },
      ],
    };
    expect(readResult(JSON.stringify(result)).refuted).toEqual({ b: null, c: 5 });
    expect(readResult(JSON.stringify(result)).stored).toBe(3);
    expect(readResult(JSON.stringify({ ...result, symmetry: { orbits: 2 } })).stored).toBe(2);
    expect(() => readResult(JSON.stringify({ ...result, depth: undefined }))).toThrow('no number "depth"');
  });
});

test("a simulation says how many events it took", () => {
  expect(readEvents('{"events": 600, "seconds": 3}')).toBe(600);
  expect(() => readEvents('{"seconds": 3}')).toThrow("no events");
});

test("a report that differs from what is known says in what", () => {
  const instance = systems[0]!.agreement[0]!;
  const report = readVerifier(verifier(0));
  expect(differences(report, instance, "changes")).toEqual([]);
  expect(differences(report, instance, "its own")).toEqual([
    "288 configurations where 197 are known",
    "288 configurations stored where 197 are known",
  ]);
  expect(differences(report, instance, "transitions")).toEqual(["761 transitions where 1,601 are known"]);
});

test("what is violated has to be, by a shortest schedule, and nothing else", () => {
  const instance = { ...systems[0]!.agreement[0]!, violations: { a: 5, b: 7 } };
  const report = readVerifier(verifier(0));
  expect(differences({ ...report, refuted: { a: 5, b: 7 } }, instance, "changes")).toEqual([]);
  expect(differences({ ...report, refuted: { a: 6, c: 1 } }, instance, "changes")).toEqual([
    "6 steps to where a is violated where 5 are known",
    "c is not found to hold",
    "b is not found to be violated",
  ]);
});

test("medians, and ratios within each round", () => {
  expect(median([3, 1, 2])).toBe(2);
  expect(median([4, 1, 2, 3])).toBe(2.5);
  expect(() => median([])).toThrow();
  expect(pairedRatio([2, 9, 8], [1, 3, 8])).toEqual({ median: 2, least: 1, greatest: 3 });
});

test("tables", () => {
  expect(
    formatTable(
      ["tool", "s"],
      [
        ["a", "1.5"],
        ["bcdef", "20"],
      ],
    ),
  ).toBe(["tool     s", "-----  ---", "a      1.5", "bcdef   20"].join("\n"));
  expect([0.12345, 1.2345, 12.345, 1234.5].map(formatMeasure)).toEqual(["0.123", "1.23", "12.3", "1235"]);
});

test("the studio's rate is read from what it says", () => {
  expect(
    rateIn("1,200 configurations, 3,000 transitions, depth 4, 0.50 s. What cannot matter was left out."),
  ).toBe(2400);
  expect(() => rateIn("The check ended early")).toThrow('the studio says "The check ended early"');
});

describe("drawn formulas", () => {
  const at = (...places: number[]): Formula => ({ operator: "at", places });
  const formula: Formula = {
    operator: "always",
    parts: [
      {
        operator: "implies",
        parts: [at(1), { operator: "leadsTo", parts: [{ operator: "not", parts: [at(0, 2)] }, at(0)] }],
      },
    ],
  };
  const acts = [{ fairness: "compassion", steps: [{ from: 0, to: [1, 2] }] }] as const;
  const drawn = { acts, formulas: [formula] };

  test("are the same in TLA+ and for Lightcone", () => {
    const module = tlaModule(drawn, formula);
    expect(module).toContain("[]((place \\in {1}) => ((~(place \\in {0, 2})) ~> (place \\in {0})))");
    expect(module).toContain("SF_vars(act0)");
    const file = protocolFile(drawn);
    expect(file).toContain("{ always: { implies: [at(1), { leadsTo: [{ not: at(0, 2) }, at(0)] }] } }");
    expect(file).toContain('compassion: [{ kind: "may", action: "act0" }]');
    expect(file).toContain("going({ 0: [1, 2] })");
  });

  test("are the same for the same seed, and others for another", () => {
    expect(drawSystems(3, 1)).toEqual(drawSystems(3, 1));
    expect(drawSystems(3, 2)).not.toEqual(drawSystems(3, 1));
  });

  const trace = (end: string): string =>
    [0, 1, 2].map((place, i) => `State ${i + 1}: <Next>\n/\\ last = ""\n/\\ place = ${place}\n`).join("\n") +
    end;

  test("are true or false of what TLC prints", () => {
    const round = readLasso(trace("\nBack to state 2: <Next>\n"));
    const end = readLasso(trace("\nState 4: Stuttering\n"));
    expect([round, end]).toEqual([
      { places: [0, 1, 2], back: 1 },
      { places: [0, 1, 2], back: 2 },
    ]);
    const isTrue = (
      operator: "always" | "eventually" | "infinitelyOften" | "eventuallyAlways",
      part: Formula,
    ) => [round, end].map((lasso) => lasso && isTrueOf(lasso, { operator, parts: [part] }));
    expect(isTrue("infinitelyOften", at(1))).toEqual([true, false]);
    expect(isTrue("eventuallyAlways", at(2))).toEqual([false, true]);
    expect(isTrue("eventuallyAlways", at(1, 2))).toEqual([true, true]);
    expect(isTrue("eventually", at(3))).toEqual([false, false]);
    expect(isTrue("always", { operator: "leadsTo", parts: [at(0), at(2)] })).toEqual([true, true]);
    expect(isTrue("always", { operator: "leadsTo", parts: [at(2), at(1)] })).toEqual([true, false]);
    expect(isTrue("always", { operator: "implies", parts: [at(0), at(0)] })).toEqual([true, true]);
    expect(readLasso("Error: out of memory")).toBeUndefined();
  });
});
