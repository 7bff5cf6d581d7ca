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
    expect(() => system(given as Protocol)).toThrow("it has `failure`; it may have name, about");
  });

  test("a field of a role", () => {
    const given = { ...fine, roles: { process: { ...fine.roles.process, uponTimeOut: {} } } };
    expect(() => system(given as Protocol)).toThrow("role process has `uponTimeOut`; it may have processes");
  });

  test("what is asked of a system", () => {
    const asked = { failure: loss };
    expect(() => system(fine as Protocol, asked as SystemOptions)).toThrow("A system has no `failure`.");
  });

  test("numbers of processes, and inputs, that are not given by name", () => {
    for (const [field, example] of [
      ["processes", "{ process: 3 }"],
      ["inputs", "{ process: [0, 1] }"],
    ] as const)
      expect(() => system(fine as Protocol, { [field]: 3 })).toThrow(`Write ${field}: ${example}.`);
  });
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
