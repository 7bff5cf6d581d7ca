/** Loss and duplication, sentence by sentence: see docs/semantics.md. */
import { describe, expect, test } from "vitest";
import { HEAR, NEWS, party, TELL, THANK } from "../../../test/semantics/party.ts";
import { play } from "../../../test/semantics/play.ts";
import { unordered } from "../communication/index.ts";
import { system } from "../system/system.ts";
import { parseTiming } from "../timing/index.ts";
import { parseFailures } from "./index.ts";

const lose = (n: number): string => `the network loses news(n: ${n}) from guest1 to guest2`;
const double = (n: number): string => `the network duplicates news(n: ${n}) from guest1 to guest2`;
const ofNetwork = (events: readonly string[]): string[] =>
  events.filter((event) => event.startsWith("the network") && event.endsWith("guest2"));

describe("`loss`", () => {
  const { afterSteps } = play(party, { failures: "loss:1" });

  test("A message that could be received next may be lost instead: it is in transit no more.", () => {
    expect(ofNetwork(afterSteps(TELL).next)).toEqual([lose(1)]);
    expect(afterSteps(TELL, lose(1)).inTransit("guest2")).toEqual(["news(n: 2) from guest1"]);
    const any = play(party, { failures: "loss:1", channels: unordered });
    expect(ofNetwork(any.afterSteps(TELL).next)).toEqual([lose(1), lose(2)]);
  });

  test("To lose it farther behind in a queue would make no difference that a process could tell.", () => {
    const heard = (lost: (queue: readonly number[]) => (readonly number[])[]): Set<string> => {
      const all = new Set<string>();
      const go = (queue: readonly number[], before: readonly number[], losses: number): void => {
        all.add(before.join());
        const [first, ...rest] = queue;
        if (first !== undefined) go(rest, [...before, first], losses);
        if (losses > 0) for (const left of lost(queue)) go(left, before, losses - 1);
      };
      go([1, 2, 1, 3], [], 2);
      return all;
    };
    const anywhere = heard((queue) => queue.map((_, place) => queue.toSpliced(place, 1)));
    expect(heard((queue) => (queue.length === 0 ? [] : [queue.slice(1)]))).toEqual(anywhere);
    expect(ofNetwork(afterSteps(TELL).next).join()).not.toContain("behind");
  });

  test("No process notices, and none is faulty.", () => {
    const before = afterSteps(TELL).configuration.locals;
    expect(afterSteps(TELL, lose(1)).configuration.locals).toEqual(before);
  });

  test("A budget counts lost messages; without one, any number may be lost.", () => {
    expect(afterSteps(TELL, lose(1)).next.join()).not.toContain("the network");
    expect(play(party, { failures: "loss" }).afterSteps(TELL, lose(1)).next).toContain(lose(2));
  });

  test("Where processes are named, only messages to them are lost.", () => {
    const named = play(party, { failures: "loss:guest1" }).afterSteps(TELL).next;
    expect(named.filter((event) => event.startsWith("the network"))).toEqual([
      "the network loses news(n: 0) from guest2 to guest1",
    ]);
  });
});

describe("`fair-loss`", () => {
  test("It loses as `loss` does; without rounds or a budget, and not beside `loss`.", () => {
    const after = play(party, { failures: "fair-loss" }).afterSteps(TELL, lose(1));
    expect(after.inTransit("guest2")).toEqual(["news(n: 2) from guest1"]);
    expect(ofNetwork(after.next)).toEqual([lose(2)]);
    const refused =
      (failures: string, timing = "asynchronous") =>
      () =>
        system(party, { failures: parseFailures(failures), timing: parseTiming(timing) });
    expect(refused("fair-loss:2")).toThrow("with a budget, losses end: that is loss");
    expect(refused("fair-loss,loss")).toThrow("what loss takes may be taken for ever");
    expect(refused("fair-loss", "synchronous")).toThrow("in rounds it is not said");
  });
});

describe("`duplication`", () => {
  const { afterSteps } = play(party, { failures: "duplication:1" });

  test("A message that could be received next is there twice; the copy is right behind it.", () => {
    expect(ofNetwork(afterSteps(TELL).next)).toEqual([double(1)]);
    expect(afterSteps(TELL, double(1)).inTransit("guest2")).toEqual([
      "news(n: 1) from guest1",
      "news(n: 1) from guest1",
      "news(n: 2) from guest1",
    ]);
  });

  test("Both copies are received, each in a step of its own.", () => {
    const receive = "guest2 receives news(n: 1) from guest1";
    expect(afterSteps(TELL, double(1), receive, receive).state("guest2")).toEqual({
      heard: [1, 1],
      told: false,
    });
  });

  test("It has to have a budget, or messages in transit would multiply without end.", () => {
    expect(afterSteps(TELL, double(1)).next.join()).not.toContain("the network");
    expect(() => system(party, { failures: parseFailures("duplication") })).toThrow("without a budget");
  });
});

describe("Both, in synchronous rounds", () => {
  test("A message is lost or doubled when its turn has come to be received.", () => {
    const lossy = play(party, { failures: "loss:1", timing: "synchronous" });
    const lost = "the network loses news(n: 0) from guest2 to guest1";
    expect(lossy.after(NEWS, "a round begins").next).toEqual([HEAR, lost]);
    expect(lossy.after(NEWS, "a round begins", lost).next).toEqual([TELL]);
    const doubling = play(party, { failures: "duplication:1", timing: "synchronous" });
    const doubled = "the network duplicates news(n: 0) from guest2 to guest1";
    expect(doubling.after(NEWS, "a round begins").next).toEqual([HEAR, doubled]);
    expect(doubling.after(NEWS, "a round begins", doubled, HEAR, THANK).next).toEqual([HEAR]);
  });
});
