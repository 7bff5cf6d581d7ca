import { fc, test as property } from "@fast-check/vitest";
import { describe, expect, test } from "vitest";
import {
  beginHistories,
  comparisonOf,
  movedTo,
  pathTo,
  railOf,
  railsOf,
  withMoment,
  type Histories,
} from "./histories.ts";

/** What a reader does: takes an event from the moment where they are, or goes to another moment. */
const doings = fc.array(fc.oneof(fc.constant("take" as const), fc.nat(30)), { maxLength: 40 });

function played(list: readonly ("take" | number)[]): Histories {
  let histories = beginHistories(0);
  let next = 1;
  for (const one of list) {
    if (one === "take") histories = withMoment(histories, histories.now, next++);
    else if (histories.moments.has(one)) histories = movedTo(histories, one);
  }
  return histories;
}

describe("histories", () => {
  property.prop([doings])("lose no moment, whatever is played", (list) => {
    const histories = played(list);
    expect(histories.moments.size).toBe(1 + list.filter((one) => one === "take").length);
  });

  property.prop([doings])("are rails that hold each moment exactly once", (list) => {
    const histories = played(list);
    const own = railsOf(histories).flatMap((rail) => rail.own);
    expect(own.toSorted((a, b) => a - b)).toEqual([...histories.moments.keys()].toSorted((a, b) => a - b));
  });

  property.prop([doings])("lead through now, and on to what was played last from there", (list) => {
    const histories = played(list);
    const rail = railOf(histories);
    expect(rail.slice(0, pathTo(histories, histories.now).length)).toEqual(pathTo(histories, histories.now));
    for (const [i, id] of rail.entries()) {
      if (i > 0) expect(histories.moments.get(id)?.parent).toBe(rail[i - 1]);
    }
    const parents = [...histories.moments.values()].map(({ parent }) => parent);
    expect(parents).not.toContain(rail.at(-1));
  });

  test("go on where the reader was, after going back", () => {
    let histories = beginHistories(0);
    for (const id of [1, 2, 3]) histories = withMoment(histories, histories.now, id);
    histories = withMoment(movedTo(histories, 1), 1, 4);
    expect(railOf(movedTo(histories, 0))).toEqual([0, 1, 4]);
    expect(railOf(movedTo(movedTo(histories, 3), 0))).toEqual([0, 1, 2, 3]);
    expect(railsOf(histories).map(({ letter, from, own }) => [letter, from, own])).toEqual([
      ["a", undefined, [0, 1, 2, 3]],
      ["b", 1, [4]],
    ]);
  });

  test("are compared from where they part", () => {
    let histories = beginHistories(0);
    for (const id of [1, 2, 3]) histories = withMoment(histories, histories.now, id);
    histories = withMoment(movedTo(histories, 1), 1, 4);
    expect(comparisonOf(histories, 3, 4)).toEqual({ common: [0, 1], rest: [[2, 3], [4]] });
  });
});
