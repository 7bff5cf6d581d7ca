/** Omission failures of processes, sentence by sentence: see docs/semantics.md. */
import { describe, expect, test } from "vitest";
import { HEAR, NEWS, ONE, party, TELL, THANK, TOLD, TWO } from "../../../test/semantics/party.ts";
import { play } from "../../../test/semantics/play.ts";
import { system } from "../system/system.ts";
import { parseFailures } from "./index.ts";

const NO_ONE = "guest1 fails to send news(n: 1) to guest2";
const NO_TWO = "guest1 fails to send news(n: 2) to guest2";
const DEAF = "guest1 fails to receive news(n: 0) from guest2";

describe("`send-omission`", () => {
  const { after } = play(party, { failures: "send-omission:1" });

  test("A message that a process is about to send may not leave it; it goes on as if it had.", () => {
    expect(after(NEWS, TELL).next).toEqual([ONE, NO_ONE]);
    const { inTransit, local, next } = after(NEWS, TELL, NO_ONE);
    expect(inTransit("guest2")).toEqual([]);
    expect(next).toContain(TWO);
    const { faults, ...left } = local("guest1");
    expect(left).toEqual(after(NEWS, TELL, ONE).local("guest1"));
    expect(faults).toEqual(["send-omission"]);
  });

  test("Each message of a step is sent or omitted by itself: any subset goes out.", () => {
    const ways = [
      [ONE, TWO],
      [ONE, NO_TWO],
      [NO_ONE, TWO],
      [NO_ONE, NO_TWO],
    ];
    expect(ways.map((way) => after(NEWS, TELL, ...way).inTransit("guest2"))).toEqual([
      ["news(n: 1) from guest1", "news(n: 2) from guest1"],
      ["news(n: 1) from guest1"],
      ["news(n: 2) from guest1"],
      [],
    ]);
  });

  test("It never fails to receive.", () => {
    expect(after(NEWS, ...TOLD).next.join()).not.toContain("fails");
  });
});

describe("`receive-omission`", () => {
  const { after, afterSteps } = play(party, { failures: "receive-omission:1" });

  test("A message that has arrived may disappear; the process takes no step, and its state stays.", () => {
    expect(after(NEWS).next).toContain(DEAF);
    const { inTransit, state, local, next } = after(NEWS, DEAF);
    expect(inTransit("guest1")).toEqual([]);
    expect(state("guest1")).toEqual({ heard: [], told: false });
    expect(local("guest1").faults).toEqual(["receive-omission"]);
    expect(next).toEqual([TELL]);
  });

  test("Only what could be received next can be omitted: messages behind it in a FIFO channel wait.", () => {
    const omissions = (...lines: string[]): string[] =>
      afterSteps(...lines).next.filter((event) => event.startsWith("guest2 fails"));
    expect(omissions(TELL)).toEqual(["guest2 fails to receive news(n: 1) from guest1"]);
    expect(omissions(TELL, "guest2 fails to receive news(n: 1) from guest1")).toEqual([
      "guest2 fails to receive news(n: 2) from guest1",
    ]);
  });

  test("It never fails to send.", () => {
    expect(after(NEWS, TELL).next).toEqual([ONE]);
  });
});

describe("`omission` (general omission)", () => {
  const { after } = play(party, { failures: "omission:1" });

  test("A faulty process may fail to send and to receive.", () => {
    expect(after(NEWS, TELL, NO_ONE).next).toContain(NO_TWO);
    expect(after(NEWS, TELL, NO_ONE, NO_TWO, 'guest1 decides "told"').next).toContain(DEAF);
  });

  test("It includes send and receive omission, and is refused beside them.", () => {
    const made = () => system(party, { failures: parseFailures("omission:1,send-omission:1") });
    expect(made).toThrow("it includes send-omission");
  });
});

describe("All three", () => {
  test("A process is faulty from its first omission on, and may omit again at no further cost.", () => {
    const { after } = play(party, { failures: "omission:1" });
    expect(after(NEWS, TELL, ONE).local("guest1").faults).toBeUndefined();
    const { configuration, local } = after(NEWS, TELL, NO_ONE, NO_TWO, 'guest1 decides "told"', DEAF);
    expect(local("guest1").faults).toEqual(["omission"]);
    expect(configuration.spent).toEqual([1]);
  });

  test("When the budget is spent, those who have not failed do as they should.", () => {
    const { after } = play(party, { failures: "omission:1" });
    const spent = after(NEWS, ...TOLD, "guest2 fails to receive news(n: 1) from guest1");
    expect(spent.next.filter((event) => event.includes("fails"))).toEqual([
      "guest2 fails to receive news(n: 2) from guest1",
    ]);
  });

  test("In rounds, what is about to be received is received or omitted, in its turn.", () => {
    const { after } = play(party, { failures: "omission:1", timing: "synchronous" });
    expect(after(NEWS, "a round begins").next).toEqual([HEAR, DEAF]);
    expect(after(NEWS, "a round begins", DEAF).next).toEqual([TELL]);
    expect(after(NEWS, "a round begins", HEAR).next).toEqual([THANK, "guest1 fails to send thanks to host"]);
  });
});
