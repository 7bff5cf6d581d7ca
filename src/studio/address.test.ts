import { fc, test as property } from "@fast-check/vitest";
import { describe, expect, test } from "vitest";
import { fragmentOf, openFragment, type Experiment } from "./address.ts";

const text = fc.string({ unit: "grapheme", maxLength: 40 });
const experiments: fc.Arbitrary<Experiment> = fc.record(
  {
    system: fc.record(
      {
        named: text,
        failures: text,
        begin: text,
        within: text,
        processes: fc.dictionary(fc.string(), fc.nat(9)),
      },
      { requiredKeys: [] },
    ),
    inputs: fc.array(text),
    events: fc.array(text),
    step: fc.nat(20),
    eyes: text,
    files: fc.dictionary(fc.string({ minLength: 1 }), text, { minKeys: 1 }),
  },
  { requiredKeys: ["system", "events", "step", "files"] },
);

describe("the address", () => {
  property.prop([experiments])("holds a whole experiment", async (experiment) => {
    expect(await openFragment(`#${await fragmentOf(experiment)}`)).toEqual({
      kind: "experiment",
      experiment,
    });
  });

  test("of a page of the zoo is its name", async () => {
    const experiment = { zoo: "paxos", system: {}, events: [], step: 0 };
    expect(await fragmentOf(experiment)).toBe("paxos");
    expect(await openFragment("#paxos")).toEqual({ kind: "experiment", experiment });
  });

  test("of a page of the zoo holds no program", async () => {
    const fragment = await fragmentOf({ zoo: "paxos", system: {}, events: ["p1 times out on t"], step: 1 });
    expect(fragment).toMatch(/^paxos~1[\w-]+$/);
    expect(fragment.length).toBeLessThan(160);
  });

  test("may be empty, or follow a file", async () => {
    expect(await openFragment("")).toEqual({ kind: "nothing" });
    expect(await openFragment("#file")).toEqual({ kind: "followed" });
  });

  property.prop([experiments, fc.nat(), fc.nat(255)])(
    "is never more than damaged, whatever is changed in it",
    async (experiment, place, code) => {
      const fragment = await fragmentOf(experiment);
      const at = place % fragment.length;
      const changed = `${fragment.slice(0, at)}${String.fromCharCode(code)}${fragment.slice(at + 1)}`;
      const { kind } = await openFragment(changed);
      expect(["damaged", "experiment", "nothing", "followed"]).toContain(kind);
    },
  );

  property.prop([fc.string()])("of anybody is opened without an error", async (fragment) => {
    expect(await openFragment(fragment)).toHaveProperty("kind");
  });

  test("that unfolds to very much is refused", async () => {
    const bomb = await fragmentOf({ files: { a: "x".repeat(1_200_000) }, system: {}, events: [], step: 0 });
    expect(bomb.length).toBeLessThan(60_000);
    expect(await openFragment(bomb)).toMatchObject({ kind: "damaged" });
  });

  test("has a damaged part that is told", async () => {
    const fragment = await fragmentOf({ zoo: "paxos", system: {}, events: ["x"], step: 1 });
    expect(await openFragment(fragment.slice(0, -8))).toMatchObject({ kind: "damaged" });
    expect(await openFragment(fragment.replace("~1", "~9"))).toMatchObject({ kind: "damaged" });
  });

  test("that holds no experiment is damaged", async () => {
    const whole = { system: {}, events: [], step: 1 };
    const wrong = [
      { zoo: "../x" },
      { files: { a: 1 } },
      { files: {} },
      { zoo: "paxos", events: "all" },
      { zoo: "paxos", system: 1 },
    ];
    for (const data of wrong)
      expect(await openFragment(await fragmentOf({ ...whole, ...data } as never))).toMatchObject({
        kind: "damaged",
      });
  });
});
