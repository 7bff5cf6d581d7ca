/** The verbs of the theory bench, end to end. Their results are tested in test/analysis. */
import { describe, test } from "vitest";
import { expectGolden } from "./lightcone.ts";

const GOOD = "schedules/good.schedule";

describe.concurrent("compare", () => {
  test("says to whom two executions look the same", () =>
    expectGolden("compare", ["compare", "relay.ts", GOOD, "schedules/stuck.schedule", "--ascii"]));
  test("says it as JSON", () => expectGolden("compare-json", ["compare", "relay.ts", GOOD, GOOD, "--json"]));
  test("says what a process knows", () =>
    expectGolden("compare-none", ["compare", "relay.ts", GOOD, "--to", "server", "--but", "failures"]));
  test("says that it has met its limit", () =>
    expectGolden("compare-limit", ["compare", "relay.ts", GOOD, "--to", "client1", "--limit", "2"]));
  test.each([
    ["one", []],
    ["nobody", ["--to", "nobody"]],
    ["nothing", ["--to", "server", "--but", "nothing"]],
    ["too-many", [GOOD, "--to", "server"]],
    ["what-is-not-there", ["no.schedule"]],
  ])("refuses what makes no sense: %s", (name, more) =>
    expectGolden(`compare-refused-${name}`, ["compare", "relay.ts", GOOD, ...more]),
  );
});
