/** The verbs of the theory bench, end to end. Their results are tested in test/analysis. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { goldenShare, inTurn } from "../effort.ts";
import { expectGolden, lightcone } from "./lightcone.ts";

const GOOD = "schedules/good.schedule";

const some = inTurn(9);

describe.concurrent("explain", () => {
  const OUT_OF_TURN = ["explain", "relay.ts", "schedules/out-of-turn.schedule"];
  some("says why a property is violated", () => expectGolden("explain", OUT_OF_TURN));
  some("says of what goes on for ever when its predicates are true", () =>
    expectGolden("explain-for-ever", ["explain", "flicker.ts", "schedules/flickers.schedule"]),
  );
  some("shows a specification beside what does not refine it", () =>
    expectGolden("explain-refinement", ["explain", "flicker.ts", "schedules/dims.schedule"]),
  );
  some("says of a history how far it can be put in order, and what contradicts that", () =>
    expectGolden("explain-history", ["explain", "stale.ts", "schedules/stale.schedule"]),
  );
  some("says it as JSON", () => expectGolden("explain-json", [...OUT_OF_TURN, "--json"]));
  some("says what it can where a limit is met", () =>
    expectGolden("explain-limit", [...OUT_OF_TURN, "--limit", "configurations=5"]),
  );
  test.each(
    goldenShare(
      [
        ["nothing", ["explain", "relay.ts", GOOD]],
        ["another", [...OUT_OF_TURN, "--property", "bothAnswered"]],
        ["stuck", ["explain", "relay.ts", "schedules/stuck.schedule"]],
        ["what-is-not-there", ["explain", "relay.ts", "no.schedule"]],
      ],
      5,
    ),
  )("refuses what makes no sense: %s", (name, command) => expectGolden(`explain-refused-${name}`, command));
});

some("draw --as shows what one process sees", () =>
  expectGolden("draw-as", ["draw", "relay.ts", GOOD, "--as", "client1"]),
);

describe.concurrent("compare", () => {
  some("says to whom two executions look the same", () =>
    expectGolden("compare", ["compare", "relay.ts", GOOD, "schedules/stuck.schedule", "--ascii"]),
  );
  some("says it as JSON", () => expectGolden("compare-json", ["compare", "relay.ts", GOOD, GOOD, "--json"]));
  some("says what a process knows", () =>
    expectGolden("compare-none", ["compare", "relay.ts", GOOD, "--to", "server", "--but", "failures"]),
  );
  some("says that it has met its limit", () =>
    expectGolden("compare-limit", ["compare", "relay.ts", GOOD, "--to", "client1", "--limit", "2"]),
  );
  test.each(
    goldenShare(
      [
        ["one", []],
        ["nobody", ["--to", "nobody"]],
        ["nothing", ["--to", "server", "--but", "nothing"]],
        ["too-many", [GOOD, "--to", "server"]],
        ["what-is-not-there", ["no.schedule"]],
      ],
      5,
    ),
  )("refuses what makes no sense: %s", (name, more) =>
    expectGolden(`compare-refused-${name}`, ["compare", "relay.ts", GOOD, ...more]),
  );
});

describe.concurrent("causality", () => {
  some("says what happened before what", () => expectGolden("causality", ["causality", "relay.ts", GOOD]));
  some("says it as JSON", () => expectGolden("causality-json", ["causality", "relay.ts", GOOD, "--json"]));
  some("says that there is no causal shuffle", () => {
    const asked = ["causality", "stale.ts", "schedules/stale.schedule", "--shuffle", "1"];
    return expectGolden("causality-no-shuffle", asked);
  });
  some("says that there is no causal shuffle, as JSON", () =>
    expectGolden("causality-no-shuffle-json", ["causality", "relay.ts", GOOD, "--shuffle", "1", "--json"]),
  );
  some("says that there are too many cuts", () =>
    expectGolden("causality-cuts", ["causality", "relay.ts", GOOD, "--cuts", "1"]),
  );
  some("reads a log from elsewhere", () =>
    expectGolden("causality-log", ["causality", "-"], {
      input: 'asks\nbob {"bob":1}\nanswers\nalice {"alice":1,"bob":1}\nwaits\nbob {"bob":2}\n',
    }),
  );
  some("asks for a schedule beside a protocol", () =>
    expectGolden("causality-no-schedule", ["causality", "relay.ts"]),
  );
  some("refuses what is no log", () =>
    expectGolden("causality-no-log", ["causality", "-"], { input: "asks\nbob {}\n" }),
  );
});

describe.concurrent("the valence along an execution", () => {
  const WON = ["../../../zoo/consensus/test-and-set-consensus.ts", "schedules/settled.schedule"];
  const cut = ["--valence", "--limit", "configurations=5"];
  some("is drawn, with the step that settles it", () =>
    expectGolden("draw-valence", ["draw", ...WON, "--valence"]),
  );
  some("is drawn in ASCII, as far as whole steps go", () =>
    expectGolden("draw-valence-unsettled", [
      "draw",
      "flood.ts",
      "schedules/unsettled.schedule",
      "--valence",
      "--ascii",
    ]),
  );
  some("is not told of a round that is not finished", () => {
    const PHASES = ["../../../zoo/consensus/phase-king.ts", "schedules/unfinished.schedule"];
    return expectGolden("draw-valence-unfinished", ["draw", ...PHASES, "--valence"]);
  });
  some("is told in a document", () =>
    expectGolden("draw-valence-json", ["draw", ...WON, "--valence", "--json"]),
  );
  some("is told by a replay", () => expectGolden("replay-valence", ["replay", ...WON, "--valence"]));
  some("is unknown where a limit is met", () =>
    expectGolden("replay-valence-limit", ["replay", ...WON, ...cut]),
  );
  some("is marked in a run", () =>
    expectGolden("run-valence", ["run", "flood.ts", "--valence", "--inputs", "process=0,1"]),
  );
  some("is unknown in a run that is too large for it, as JSON", () =>
    expectGolden("run-valence-limit-json", ["run", "flood.ts", ...cut, "--json"]),
  );
  some("is nothing where nobody decides", () =>
    expectGolden("draw-valence-nothing", ["draw", "relay.ts", GOOD, "--valence"]),
  );
  test.each(
    goldenShare(
      [
        ["limit", ["draw", ...WON, "--limit", "configurations=5"]],
        ["two-ways", ["draw", ...WON, "--valence", "--as", "p1"]],
        ["what-is-not-there", ["replay", "relay.ts", "no.schedule", "--valence"]],
      ],
      5,
    ),
  )("refuses what makes no sense: %s", (name, command) => expectGolden(`along-refused-${name}`, command));
});

describe.concurrent("valence", () => {
  some("says which values can still be decided", () => expectGolden("valence", ["valence", "flood.ts"]));
  some("says it as JSON", () => expectGolden("valence-json", ["valence", "flood.ts", "--json"]));
  some("says that a limit was met", () =>
    expectGolden("valence-limit", ["valence", "flood.ts", "--limit", "configurations=5"]),
  );
  some("says it as JSON, too", () =>
    expectGolden("valence-limit-json", ["valence", "flood.ts", "--limit", "configurations=5", "--json"]),
  );
});

describe.concurrent("graph", () => {
  some("shows all configurations, as few boxes", () =>
    expectGolden("graph", ["graph", "flood.ts", "--collapse", "alike", "--show", "least"]),
  );
  some("shows each, and steps in a row as one", () =>
    expectGolden("graph-chains", ["graph", "relay.ts", "--collapse", "chains", "--inputs", "client=1"]),
  );
  some("says it as JSON", () =>
    expectGolden("graph-json", ["graph", "flood.ts", "--collapse", "alike", "--json"]),
  );
  some("refuses a variable that no state has", () =>
    expectGolden("graph-refused-variable", ["graph", "relay.ts", "--show", "fase"]),
  );
  test("writes a picture, and a page that needs nothing else", async () => {
    const folder = mkdtempSync(join(tmpdir(), "lightcone-test-"));
    const [picture, page] = [join(folder, "all.svg"), join(folder, "all.html")];
    const { exitCode, stderr } = await lightcone(["graph", "flood.ts", "--svg", picture, "--html", page]);
    const [svg, html] = [readFileSync(picture, "utf8"), readFileSync(page, "utf8")];
    rmSync(folder, { recursive: true });
    expect([exitCode, stderr]).toEqual([0, ""]);
    const boxes = [...svg.matchAll(/class="box /g)].length;
    expect(boxes).toBeGreaterThan(3);
    expect([...html.matchAll(/class="box /g)]).toHaveLength(boxes);
    expect(html).toContain("default-src 'none'; style-src 'sha256-");
    expect(html).not.toMatch(/<script|https?:\/\/(?!www\.w3\.org)/);
  });
});

describe.concurrent("induction", () => {
  const asked = (property: string, ...more: readonly string[]): string[] => {
    return ["induction", "token.ts", "--property", property, ...more];
  };
  some("shows a counterexample to induction", () => expectGolden("induction", asked("somebodyHolds")));
  some("shows one as JSON", () => expectGolden("induction-json", asked("somebodyHolds", "--json")));
  some("shows the mistake of a state that is not ruled out", () =>
    expectGolden("induction-mistake", asked("oneHolder")),
  );
  some("proves an invariant with facts", () =>
    expectGolden("induction-strengthened", asked("oneHolder", "--strengthen")),
  );
  some("says so as JSON", () =>
    expectGolden("induction-strengthened-json", asked("oneHolder", "--strengthen", "--json")),
  );
  some("shows a counterexample where there would be too many values", () =>
    expectGolden("induction-endless", ["induction", "relay.ts", "--property", "inTurn"]),
  );
  some("says what is false initially", () => expectGolden("induction-initially", asked("beginsWithTwo")));
  some("says that there may be more messages than it looks at", () =>
    expectGolden("induction-beyond", ["induction", "chatter.ts"]),
  );
  some("says that there are too many values", () =>
    expectGolden("induction-values", ["induction", "counts.ts"]),
  );
  test.each(
    goldenShare(
      [
        ["property", ["--property", "isPassed"]],
        ["channels", ["--channels", "fifo"]],
        ["failures", ["--failures", "partition:1"]],
        ["limit", ["--limit", "configurations=100"]],
        ["copies", ["--copies", "many"]],
      ],
      5,
    ),
  )("refuses what it does not cover: %s", (name, more) =>
    expectGolden(`induction-refused-${name}`, ["induction", "token.ts", ...more]),
  );
});

describe.concurrent("worst", () => {
  some("finds the greatest cost", () => expectGolden("worst", ["worst", "relay.ts"]));
  some("says how it grows", () =>
    expectGolden("worst-growth", ["worst", "relay.ts", "--cost", "steps", "--processes", "client=1..3"]),
  );
  some("says it as JSON", () =>
    expectGolden("worst-json", ["worst", "relay.ts", "--processes", "client=1..3", "--json"]),
  );
  some("says where a limit was met", () =>
    expectGolden("worst-limit", [
      "worst",
      "relay.ts",
      "--processes",
      "client=1..3",
      "--limit",
      "configurations=20",
    ]),
  );
  test.each(
    goldenShare(
      [
        ["rounds", ["--cost", "rounds"]],
        ["time", ["--cost", "time"]],
        ["range", ["--processes", "client=3..1"]],
        ["cost", ["--cost", "money"]],
      ],
      5,
    ),
  )("refuses what makes no sense: %s", (name, more) =>
    expectGolden(`worst-refused-${name}`, ["worst", "relay.ts", ...more]),
  );
});

describe.concurrent("splice", () => {
  const liars = ["splice", "flood.ts", "--failures", "byzantine:1", "--json"];
  some("says where one liar of three breaks a protocol, as JSON", () => expectGolden("splice-json", liars));
  some("refuses what makes no sense", () => expectGolden("splice-refused", ["splice", "relay.ts"]));
});

describe.concurrent("probability", () => {
  const asked = (...more: readonly string[]): string[] => ["probability", "tosses.ts", ...more];
  some("says how probable properties are", () => expectGolden("probability", asked()));
  some("shows an adversary", () => expectGolden("probability-worst", asked("--property", "won")));
  some("shows one that does the opposite", () =>
    expectGolden("probability-best", asked("--property", "bothWon", "--show", "best")),
  );
  some("says what executions cost on average", () =>
    expectGolden("probability-cost", asked("--cost", "steps")),
  );
  some("says that what is waited for need not come", () =>
    expectGolden("probability-never", asked("--property", "won", "--cost", "steps")),
  );
  some("says it as JSON", () =>
    expectGolden("probability-json", asked("--property", "over", "--cost", "steps", "--json")),
  );
  some("says that a limit was met", () =>
    expectGolden("probability-limit", asked("--limit", "configurations=2")),
  );
  test.each(
    goldenShare(
      [
        ["steps", ["--property", "changes"]],
        ["each", ["--property", "alone"]],
        ["cost", ["--property", "nobodyLost", "--cost", "steps"]],
        ["rounds", ["--cost", "rounds"]],
      ],
      5,
    ),
  )("refuses what makes no sense: %s", (name, more) =>
    expectGolden(`probability-refused-${name}`, asked(...more)),
  );
});

describe.concurrent("chain", () => {
  some("connects executions that must come out differently", () =>
    expectGolden("chain", ["chain", "flood.ts", "--failures", "crash:1", "--after", "1"]),
  );
  some("says that there is no chain", () => expectGolden("chain-none", ["chain", "flood.ts"]));
  some("says it as JSON", () =>
    expectGolden("chain-json", ["chain", "flood.ts", "--failures", "crash:1", "--after", "1", "--json"]),
  );
  some("says that there is nothing to connect", () => expectGolden("chain-nothing", ["chain", "relay.ts"]));
  some("refuses what is no number", () =>
    expectGolden("chain-refused", ["chain", "flood.ts", "--after", "soon"]),
  );
});

describe.concurrent("knows", () => {
  const asked = (formula: string, ...more: readonly string[]): string[] => {
    return ["knows", "flood.ts", formula, ...more];
  };
  some("says when something is known first", () =>
    expectGolden("knows", asked("K{p1} decided{p2}", "--failures", "crash:1")),
  );
  some("says what is known of what will be, by all that was seen", () => {
    const formula = "K{p1} eventually (decided{p1} or failed{p1})";
    return expectGolden("knows-schedule", asked(formula, "--remembers", "schedule"));
  });
  some("says that it never is", () => expectGolden("knows-never", asked("failed{p1}")));
  some("says that it always is", () =>
    expectGolden("knows-always", asked("C{process} (agreement or failed{p1} or not failed{p1})")),
  );
  some("says it as JSON", () => expectGolden("knows-json", asked("E decided{p3}", "--json")));
  test.each(
    goldenShare(
      [
        ["formula", "K p1"],
        ["process", "K{p9} agreement"],
        ["property", "K{p1} disagreement"],
        ["nobody", "decided"],
      ],
      5,
    ),
  )("refuses what makes no sense: %s", (name, formula) =>
    expectGolden(`knows-refused-${name}`, asked(formula)),
  );
});
