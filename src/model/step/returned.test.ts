import { describe, expect, test } from "vitest";
import type { Cause } from "../event/cause.ts";
import { mistakeInReturned } from "./returned.ts";

interface State {
  count: number;
  seen: Set<string>;
  places: { count: number }[];
  byName: Map<string, { count: number }>;
}

const CAUSE: Cause = { kind: "timeout", timer: "go" };

const state = (): State => ({ count: 0, seen: new Set(), places: [{ count: 1 }], byName: new Map() });

describe("A handler may not return", () => {
  test.each<[string, (state: State) => unknown]>([
    ["the state, changed in a copy", (from) => ({ ...from, count: 1 })],
    ["some variables of a new state", () => ({ count: 1 })],
    ["one with other variables, too", () => ({ count: 1, votes: 2 })],
  ])("%s", (_name, handler) => {
    const draft = state();
    const mistake = mistakeInReturned(handler(draft), draft, CAUSE);
    expect(mistake).toMatchObject({
      fault: "bad-state",
      what: "returned a state in place of changing the one that it has",
      advice: "Change `state`, as in state.count = …; what is returned here is not looked at.",
    });
    expect(mistake?.evidence?.[0]).toMatch(/^returned: \{.*count: 1/);
  });
});

describe("A handler may come to", () => {
  test.each<[string, (state: State) => unknown]>([
    ["nothing", (from) => void from.count++],
    ["the state", (from) => Object.assign(from, { count: 3 })],
    ["what it has assigned", (from) => (from.count = 3)],
    ["a set of its state", (from) => from.seen.add("p1")],
    ["a part of its state", (from) => (from.places[0] = { count: 2 })],
    ["a part deep in a map", (from) => from.byName.set("p1", { count: 2 }).get("p1")],
    ["something that is not called as its variables are", () => ({ votes: 2 })],
    ["a list", (from) => [from.count]],
    ["a part of a state that is cyclic", (from) => (from.places[0] = Object.assign({ count: 1 }, { from }))],
  ])("%s", (_name, handler) => {
    const draft = state();
    expect(mistakeInReturned(handler(draft), draft, CAUSE)).toBeUndefined();
  });
});

test("A start and a recovery return a state.", () => {
  expect(mistakeInReturned({ count: 1 }, { count: 0 }, undefined)).toBeUndefined();
  expect(mistakeInReturned({ count: 1 }, { count: 0 }, { kind: "recover" })).toBeUndefined();
});
