/** What all failures have in common, sentence by sentence: see docs/semantics.md. */
import { expect, test } from "vitest";
import { HEAR, NEWS, party, TELL, TOLD } from "../../../test/semantics/party.ts";
import { play } from "../../../test/semantics/play.ts";
import { viewOfConfiguration } from "../../properties/view.ts";
import type { Configuration } from "../state/configuration.ts";
import { parseEvent } from "../event/parseEvent.ts";
import { restrict } from "../transition/execution.ts";
import { protocol } from "../system/protocol.ts";
import { role } from "../system/role.ts";
import { system } from "../system/system.ts";
import { synchronous } from "../timing/index.ts";
import { parseFailures } from "./index.ts";

/** Everybody greets everybody else. */
const mutual = protocol<{ type: "hello" }>()({
  name: "mutual",
  roles: {
    process: role({
      processes: 3,
      initially({ index, broadcast }) {
        broadcast({ type: "hello" });
        return { index };
      },
      upon: { hello: () => {} },
    }),
  },
});

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

test("The name of a role stands for all its processes; a number says how many of those may fail.", () => {
  const guests = play(party, { failures: "crash:guest:1" });
  expect(crashes(guests.afterSteps().next)).toEqual(["guest1 crashes", "guest2 crashes"]);
  expect(crashes(guests.afterSteps("guest2 crashes").next)).toEqual([]);
  const both = play(party, { failures: "crash-recovery:host+guest1:2" });
  const once = ["guest1 crashes for a time", "guest1 recovers"];
  const next = ["host", "guest1"].map((id) => `${id} crashes for a time`);
  const possible = (...events: string[]): string[] =>
    both.afterSteps(...events).next.filter((event) => event.endsWith("for a time"));
  expect(possible(...once)).toEqual(next);
  expect(possible(...once, ...once)).toEqual([]);
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

test("A system may begin with faults in place: they are there before start steps send anything.", () => {
  const cut = play(party, { begin: parseFailures("partition:host") });
  expect(cut.after().next).toEqual([NEWS]);
  expect(cut.after().local("host").marks).toEqual(["cut off"]);
  const first = play(mutual, { begin: parseFailures("partition:p2") }).afterSteps();
  expect([first.inTransit("p1"), first.inTransit("p2")]).toEqual([["hello from p3"], []]);
});

test("Who is down from the beginning has its state from its start step, and sends nothing.", () => {
  const { locals, pending } = play(mutual, { begin: parseFailures("crash:p2") }).after().configuration;
  expect(locals.map(({ down }) => down)).toEqual([undefined, "for ever", undefined]);
  expect(locals[1]?.state).toEqual({ index: 2 });
  expect(pending.map(({ process }) => process)).toEqual(["p1", "p1", "p3", "p3"]);
});

test("What is in place takes nothing from budgets, and is put right again as always.", () => {
  const one = play(party, { begin: parseFailures("crash:guest1"), failures: "crash:1" });
  expect(crashes(one.afterSteps().next)).toEqual(["host crashes", "guest2 crashes"]);
  const down = play(party, { begin: parseFailures("crash-recovery:guest") });
  expect(down.afterSteps().next).toEqual(["guest1 recovers", "guest2 recovers"]);
  const cut = play(mutual, { begin: parseFailures("partition:process") });
  const again = ["p1", "p2", "p3"].map((id) => `${id} is connected again`);
  expect(cut.afterSteps().next.filter((event) => event.endsWith("again"))).toEqual(again);
  expect(cut.afterSteps(...again).next.join()).not.toContain("is cut off");
});

test("Crashes and partitions can be in place, of processes that are named; who is down does not lie.", () => {
  for (const begin of ["loss:host", "crash", "crash:host:1"])
    expect(() => play(party, { begin: parseFailures(begin) })).toThrow("cannot begin with");
  const liars = play(party, { begin: parseFailures("crash:host"), failures: "byzantine:1" });
  expect(liars.after().next).toEqual(["guest1 starts", "guest1 is Byzantine"]);
  const cut = play(party, { begin: parseFailures("partition:guest1"), failures: "byzantine:1" });
  const lying = ["host starts", "guest1 starts", "guest2 is Byzantine"];
  expect(cut.after(...lying).configuration.mailboxes[1]).toHaveLength(1);
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
