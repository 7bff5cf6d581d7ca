import { describe, expect, test } from "vitest";
import { check, system, type System } from "../../index.ts";
import transactionCommit from "../../../zoo/commit/transaction-commit.ts";
import twoPhaseCommit from "../../../zoo/commit/two-phase-commit.ts";
import philosophers from "../../../zoo/mutual-exclusion/philosophers.ts";
import starvingLock from "../../../zoo/mutual-exclusion/test-and-set-lock-starving.ts";
import type { CheckWish } from "../conversation.ts";
import type { CheckFindings } from "../findings.ts";
import { checkInTab } from "./tabCheck.ts";

const USUAL: CheckWish = { seconds: 60, megabytes: 1_024, isFull: false, keepsGoing: false };

function checked(made: System, wish: Partial<CheckWish> = {}): Promise<CheckFindings> {
  return checkInTab(made, {
    wish: { ...USUAL, ...wish },
    fresh: () => made.protocol,
    coverage: () => [],
    isStopped: () => false,
    report: () => undefined,
    breathe: () => Promise.resolve(),
  });
}

describe("a check in a tab", () => {
  test("tells how all that is owed on a cycle is paid, in the order of the steps", async () => {
    const { properties } = await checked(system(starvingLock));
    const starving = properties.find(({ name }) => name === "starvationFree.p1");
    expect(starving?.verdict === "violated" && starving.cycle).toEqual({
      steps: 4,
      payments: [
        { step: 1, isOwed: true, text: "p2 takes its next step in step 1" },
        { step: 2, isOwed: true, text: "p1 takes its next step in step 2" },
      ],
    });
  });

  test("says what holds only under an assumption, and shows the way to what is wanted", async () => {
    const assumed = (await checked(system(transactionCommit))).properties;
    expect(assumed.find(({ name }) => name === "ends")).toMatchObject({
      verdict: "holds",
      assumed: expect.stringMatching(/^assumed: /) as unknown,
    });
    const wanted = (await checked(system(philosophers))).properties;
    const two = wanted.find(({ name }) => name === "twoEat");
    expect(two?.verdict === "holds" && two.witness?.events.length).toBeGreaterThan(0);
  });

  test("explores what cannot matter where that is wanted, and judges what is wanted alone", async () => {
    const made = system(twoPhaseCommit, { processes: { resourceManager: 4 } });
    const usual = await checked(made);
    const full = await checked(made, { isFull: true, properties: ["consistent"] });
    expect(full.configurations).toBe(check(made).configurations);
    expect(usual.configurations).toBeLessThan(full.configurations);
    expect([usual.isReduced, full.isReduced]).toEqual([true, false]);
    expect(usual.symmetry?.groups[0]).toHaveLength(4);
    expect(full.symmetry).toBeUndefined();
    expect(full.properties.map(({ name }) => name)).toEqual(["consistent"]);
  });

  test("tells how many configurations lie beyond its bounds", async () => {
    const made = system(twoPhaseCommit, { processes: { resourceManager: 2 }, within: { depth: 3 } });
    const { beyond, system: report, properties } = await checked(made);
    expect(beyond).toBeGreaterThan(0);
    expect(report.within).toBe("depth=3");
    expect(properties.every(({ verdict }) => verdict === "unknown")).toBe(true);
  });
});
