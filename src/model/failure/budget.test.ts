/** What all failures have in common, sentence by sentence: see docs/semantics.md. */
import { expect, test } from "vitest";
import { HEAR, NEWS, party, TELL, TOLD } from "../../../test/semantics/party.ts";
import { play } from "../../../test/semantics/play.ts";
import { viewOfConfiguration } from "../../properties/view.ts";
import type { Configuration } from "../state/configuration.ts";
import { parseEvent } from "../event/parseEvent.ts";
import { restrict } from "../transition/execution.ts";
import { system } from "../system/system.ts";
import { synchronous } from "../timing/index.ts";
import { parseFailures } from "./index.ts";

const crashes = (events: readonly string[]): string[] => events.filter((event) => event.endsWith("crashes"));

test("Which processes fail, and when, the adversary chooses, up to the budget f.", () => {
  expect(crashes(play(party, { failures: "crash:2" }).afterSteps().next)).toHaveLength(3);
  const two = play(party, { failures: "crash:2" });
  expect(crashes(two.afterSteps("host crashes").next)).toEqual(["guest1 crashes", "guest2 crashes"]);
  expect(crashes(two.afterSteps("host crashes", "guest2 crashes").next)).toEqual([]);
});

test("Where processes are named, only they may fail, and all of them may.", () => {
  const named = play(party, { failures: "crash:host+guest2" });
  expect(crashes(named.afterSteps().next)).toEqual(["host crashes", "guest2 crashes"]);
  expect(crashes(named.afterSteps("host crashes").next)).toEqual(["guest2 crashes"]);
});

test("Without a number there is no limit.", () => {
  const all = play(party, { failures: "crash" });
  expect(crashes(all.afterSteps("host crashes", "guest1 crashes").next)).toEqual(["guest2 crashes"]);
});

test("Each kind of failure has a budget of its own, and no kind is given twice.", () => {
  const { next } = play(party, { failures: "crash:1,loss:1" }).afterSteps("host crashes");
  expect(next).toContain("the network loses news(n: 0) from guest2 to guest1");
  expect(crashes(next)).toEqual([]);
  expect(() => system(party, { failures: parseFailures("crash:1,crash:2") })).toThrow("is given twice");
});

test("A budget for each round is full again when a round begins.", () => {
  const rounds = play(party, { failures: "loss:1/round", timing: "synchronous" });
  const lost = "the network loses news(n: 0) from guest2 to guest1";
  const first = ["a round begins", lost, ...TOLD, "a round begins"];
  const both = rounds.after(NEWS, ...first, "the network loses news(n: 1) from guest1 to guest2");
  expect(both.next).toEqual(["guest2 receives news(n: 2) from guest1"]);
});

test("A budget that counts processes cannot be for each round: who has failed has failed for good.", () => {
  const made = () => system(party, { timing: synchronous, failures: parseFailures("crash:1/round") });
  expect(made).toThrow("counts processes that fail, which they do for good");
});

test("No failure ever has to happen: where nothing but failures is enabled, an execution may end.", () => {
  const everything = "crash,send-omission,receive-omission,loss,duplication:9";
  const { afterSteps } = play(party, { failures: everything });
  expect(afterSteps().isQuiescent).toBe(false);
  const news = [1, 2].map((n) => `guest2 receives news(n: ${n}) from guest1`);
  const thanks = ["guest1", "guest2", "guest2"].map((guest) => `host receives thanks from ${guest}`);
  const end = afterSteps(TELL, HEAR, ...news, ...thanks);
  expect(end.isQuiescent).toBe(true);
  expect(end.next).toEqual(["host crashes", "guest1 crashes", "guest2 crashes"]);
});

test("Faults are events, but not in S|p: a process does not notice what befalls it.", () => {
  const { system: made } = play(party, { failures: "omission:1,crash:1" });
  const lines = [NEWS, HEAR, "guest1 fails to send thanks to host", TELL, "guest1 crashes"];
  const schedule = { inputs: [null, null, null], events: lines.map(parseEvent) };
  expect(restrict(made, schedule, "guest1").events).toEqual([HEAR, TELL].map(parseEvent));
});

/** Which processes are crashed, and which faulty, as properties see them. */
function seen(failures: string, ...lines: string[]): { crashed: string[]; faulty: string[] } {
  const { system: made, afterSteps } = play(party, { failures });
  const { configuration }: { configuration: Configuration } = afterSteps(...lines);
  const { processes } = viewOfConfiguration(made, configuration).configuration;
  const ids = (which: "crashed" | "faulty"): string[] =>
    processes.filter((process) => process[which]).map(({ id }) => id);
  return { crashed: ids("crashed"), faulty: ids("faulty") };
}

test("To properties a process is `faulty` once it has crashed, has omitted, or is Byzantine.", () => {
  expect(seen("crash:1", "guest1 crashes").faulty).toEqual(["guest1"]);
  expect(seen("omission:1", "guest1 fails to receive news(n: 0) from guest2").faulty).toEqual(["guest1"]);
  expect(seen("crash:1", HEAR).faulty).toEqual([]);
  const { system: made, after } = play(party, { failures: "byzantine:1" });
  const { configuration } = after("host is Byzantine", "guest1 starts", "guest2 starts", NEWS);
  const { processes } = viewOfConfiguration(made, configuration).configuration;
  expect(processes.map(({ faulty, crashed }) => [faulty, crashed])).toEqual([
    [true, false],
    [false, false],
    [false, false],
  ]);
});

test("Lost or doubled messages, partitions, and crashes with recovery make nobody faulty.", () => {
  const none = { crashed: [], faulty: [] };
  expect(seen("loss:1", "the network loses news(n: 0) from guest2 to guest1")).toEqual(none);
  expect(seen("duplication:1", "the network duplicates news(n: 0) from guest2 to guest1")).toEqual(none);
  expect(seen("partition:1", "guest1 is cut off")).toEqual(none);
  expect(seen("crash-recovery:1", "guest1 crashes for a time", "guest1 recovers")).toEqual(none);
});

test("It is `crashed` while it is down, for ever or for a time, and not when it is Byzantine.", () => {
  expect(seen("crash:1", "guest1 crashes").crashed).toEqual(["guest1"]);
  expect(seen("crash-recovery:1", "guest1 crashes for a time")).toEqual({ crashed: ["guest1"], faulty: [] });
  expect(seen("omission:1", HEAR, TELL, "guest2 fails to receive news(n: 1) from guest1").crashed).toEqual(
    [],
  );
});
