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

describe.concurrent("causality", () => {
  test("says what happened before what", () => expectGolden("causality", ["causality", "relay.ts", GOOD]));
  test("says it as JSON", () => expectGolden("causality-json", ["causality", "relay.ts", GOOD, "--json"]));
  test("says that there are too many cuts", () =>
    expectGolden("causality-cuts", ["causality", "relay.ts", GOOD, "--cuts", "1"]));
  test("reads a log from elsewhere", () =>
    expectGolden("causality-log", ["causality", "-"], {
      input: 'asks\nbob {"bob":1}\nanswers\nalice {"alice":1,"bob":1}\nwaits\nbob {"bob":2}\n',
    }));
  test("refuses what is no log", () =>
    expectGolden("causality-no-log", ["causality", "-"], { input: "asks\nbob {}\n" }));
});

describe.concurrent("valence", () => {
  test("says which values can still be decided", () => expectGolden("valence", ["valence", "flood.ts"]));
  test("says it as JSON", () => expectGolden("valence-json", ["valence", "flood.ts", "--json"]));
  test("says that a limit was met", () =>
    expectGolden("valence-limit", ["valence", "flood.ts", "--limit", "configurations=5"]));
  test("says it as JSON, too", () =>
    expectGolden("valence-limit-json", ["valence", "flood.ts", "--limit", "configurations=5", "--json"]));
});

describe.concurrent("worst", () => {
  test("finds the greatest cost", () => expectGolden("worst", ["worst", "relay.ts"]));
  test("says how it grows", () =>
    expectGolden("worst-growth", ["worst", "relay.ts", "--cost", "steps", "--processes", "client=1..3"]));
  test("says it as JSON", () =>
    expectGolden("worst-json", ["worst", "relay.ts", "--processes", "client=1..3", "--json"]));
  test("says where a limit was met", () =>
    expectGolden("worst-limit", [
      "worst",
      "relay.ts",
      "--processes",
      "client=1..3",
      "--limit",
      "configurations=20",
    ]));
  test.each([
    ["rounds", ["--cost", "rounds"]],
    ["time", ["--cost", "time"]],
    ["range", ["--processes", "client=3..1"]],
    ["cost", ["--cost", "money"]],
  ])("refuses what makes no sense: %s", (name, more) =>
    expectGolden(`worst-refused-${name}`, ["worst", "relay.ts", ...more]),
  );
});
