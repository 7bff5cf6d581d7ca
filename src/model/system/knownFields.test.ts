import {
  check,
  parseFailures,
  protocol,
  register,
  role,
  system,
  type Protocol,
  type SystemOptions,
} from "lightcone";
import { describe, expect, test } from "vitest";

const fine = { name: "fine", roles: { process: role({ initially: () => ({ n: 0 }) }) } };
const loss = parseFailures("loss");

describe("What is misspelt is refused, and not passed over:", () => {
  test("a field of a protocol", () => {
    const given = { ...fine, failure: loss };
    expect(() => system(given as Protocol)).toThrow(
      "it has `failure` (did you mean `failures`?); it may have name, about",
    );
  });

  test("a field of a role", () => {
    const given = { ...fine, roles: { process: { ...fine.roles.process, uponTimeOut: {} } } };
    expect(() => system(given as Protocol)).toThrow(
      "role process has `uponTimeOut` (did you mean `uponTimeout`?); it may have processes",
    );
  });

  test("what is asked of a system", () => {
    const asked = { failure: loss };
    expect(() => system(fine as Protocol, asked as SystemOptions)).toThrow("A system has no `failure`.");
  });

  test("a field of a monitor, of an action, and of what is forged", () => {
    const initially = (): object => ({ n: 0 });
    const watched = { ...fine, monitors: { all: { initially, upon: {}, histry: 1 } } };
    expect(() => system(watched as unknown as Protocol)).toThrow(
      "monitor all has `histry` (did you mean `history`?); it may have history, initially, upon",
    );
    const eat = { while: () => true, do: () => undefined, wile: 1 };
    const acting = { ...fine, roles: { process: { initially, may: { eat } } } };
    expect(() => system(acting as unknown as Protocol)).toThrow(
      '"may.eat" of role process does not consist of two functions, while and do',
    );
    expect(() => system({ ...fine, forges: { proces: [] } } as unknown as Protocol)).toThrow(
      "`forges` has proces; the roles are process",
    );
  });

  test("numbers of processes, and inputs, that are not given by name", () => {
    for (const [field, example] of [
      ["processes", "{ process: 3 }"],
      ["inputs", "{ process: [0, 1] }"],
    ] as const)
      expect(() => system(fine as Protocol, { [field]: 3 })).toThrow(`Write ${field}: ${example}.`);
  });
});

describe("What is of another kind is refused:", () => {
  const initially = (): object => ({ n: 0 });
  const wrong = (value: unknown): string => (typeof value === "string" ? `"${value}"` : String(value));

  test.each([
    ["stable", "n", '["…", "…"]'],
    ["spare", ["retry", 3], '["…", "…"]'],
    ["forgetsInput", "no", "true or false"],
    ["isServed", 1, "true or false"],
    ["inputs", 3, "[…], or as a function that gives such a list"],
    ["processes", "3", "as a number"],
  ])("%s of a role", (field, value, form) => {
    const given = { ...fine, roles: { process: { initially, [field]: value } } };
    const told = Array.isArray(value) ? "a value of another kind" : wrong(value);
    expect(() => system(given as unknown as Protocol)).toThrow(
      `"${field}" of role process is ${told}; it is written ${form}.`,
    );
  });

  test.each(["upon", "uponTimeout", "when", "may", "must", "automaton"])("%s of a role", (field) => {
    for (const value of [3, "x", null, [() => undefined]]) {
      const given = { ...fine, roles: { process: { initially, [field]: value } } };
      expect(() => system(given as unknown as Protocol)).toThrow(
        `"${field}" of role process is not an object.`,
      );
    }
  });

  test.each([
    ["about", 3, '`about` is 3; it is written "…".'],
    ["source", ["a"], '`source` is a value of another kind; it is written "…".'],
    ["assume", true, "`assume` is not a function."],
    ["properties", [], "`properties` is not an object."],
    ["forges", { process: "m" }, '`forges.process` is "m"; it is written [{ type: … }, …].'],
  ])("%s of a protocol", (field, value, problem) => {
    expect(() => system({ ...fine, [field]: value } as unknown as Protocol)).toThrow(problem);
  });

  test("the memory of a system", () => {
    expect(() => system(fine as Protocol, { memory: "servers:3" } as unknown as SystemOptions)).toThrow(
      '`memory` is "servers:3"; it is written parseMemory("servers:3").',
    );
  });
});

test("A variable that is called stable, and that no state has, is told.", () => {
  const given = {
    ...fine,
    roles: { process: role({ initially: () => ({ votes: 0, n: 0 }) }), other: fine.roles.process },
  };
  const misspelt = { ...given.roles.process, stable: ["vote", "n"] };
  const { absent } = check(system({ ...given, roles: { ...given.roles, process: misspelt } } as Protocol));
  expect(absent).toEqual([{ role: "process", variable: "vote", possible: ["n", "votes"] }]);
  expect(check(system(given as Protocol)).absent).toEqual([]);
});

test.each(["constructor", "toString", "hasOwnProperty", "valueOf"])(
  "Processes and objects may be called %s.",
  (name) => {
    const given = {
      name: "named",
      objects: [register(name, 0)],
      roles: { [name]: role({ initially: () => ({ n: 0 }) }), other: role({ initially: () => ({ n: 0 }) }) },
      properties: { each: { forEach: name, invariant: () => true }, whole: { invariant: () => true } },
    };
    const options = { processes: { other: 2 }, inputs: { other: [1] } };
    const { verdicts } = check(system(given as unknown as Protocol, options));
    expect(Object.keys(verdicts)).toEqual([`each.${name}`, "whole"]);
    expect(system(given as unknown as Protocol, { processes: { [name]: 2 } }).roles[name]).toHaveLength(2);
    const stranger = { ...fine, properties: { each: { forEach: name, invariant: () => true } } };
    expect(() => check(system(stranger as unknown as Protocol))).toThrow(
      "the forEach of property each is no role",
    );
  },
);

test("Whatever a protocol, a role and a system may have is taken.", () => {
  const given = protocol<{ type: "m" }>()({
    ...fine,
    about: "a",
    source: "s",
    failures: loss,
    properties: {},
  });
  expect(
    system(given, { processes: { process: 2 }, failures: [], within: { depth: 3 } }).processes,
  ).toHaveLength(2);
});
