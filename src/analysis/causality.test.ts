import { fc, test as property } from "@fast-check/vitest";
import { describe, expect, test } from "vitest";
import {
  causalFuture,
  causality,
  causalPast,
  concurrent,
  happensBefore,
  type Causality,
} from "./causality.ts";
import { matchSends } from "./letters.ts";
import { sketch, sketchOf } from "../../test/sketch.ts";
import type { Execution } from "../model/index.ts";

const executions = fc.array(fc.nat(1_000), { maxLength: 40 }).map(sketchOf);

/** Happens-before as its definition has it: reachability over process order and messages. */
function reaches({ events }: Execution, order: Causality, [a, b]: readonly [number, number]): boolean {
  const successors = (i: number): number[] =>
    events.flatMap((event, j) =>
      j > i && (order.processes[j] === order.processes[i] || order.sends[j] === i) ? [j] : [],
    );
  const seen = new Set<number>();
  const queue = successors(a);
  for (const i of queue)
    if (!seen.has(i)) {
      seen.add(i);
      queue.push(...successors(i));
    }
  return seen.has(b);
}

describe("happens before", () => {
  property.prop([executions])("is reachability over process order and messages", (execution) => {
    const order = causality(execution);
    for (const a of execution.events.keys())
      for (const b of execution.events.keys()) {
        expect(happensBefore(order, a, b), `${a} before ${b}`).toBe(reaches(execution, order, [a, b]));
      }
  });

  property.prop([executions])(
    "is a strict partial order, and past and future are its two sides",
    (execution) => {
      const order = causality(execution);
      const all = [...execution.events.keys()];
      for (const a of all) {
        const [past, future] = [causalPast(order, a), causalFuture(order, a)];
        expect(past.every((b) => b < a) && future.every((b) => b > a)).toBe(true);
        const beside = all.filter((b) => concurrent(order, a, b));
        expect([...past, a, ...beside, ...future].toSorted((x, y) => x - y)).toEqual(all);
      }
    },
  );

  test("follows messages and not the order of the schedule", () => {
    const order = causality(
      sketch(`
      processes p1 p2 p3
      p1 sends m to p2
      p3 times out on t
      p2 receives m from p1
      p2 sends n to p3
      p3 receives n from p2`),
    );
    expect(causalPast(order, 4)).toEqual([0, 1, 2, 3]);
    expect(causalPast(order, 2)).toEqual([0]);
    expect(causalFuture(order, 1)).toEqual([4]);
    expect(concurrent(order, 0, 1)).toBe(true);
    expect(order.times[4]).toEqual([1, 2, 2]);
  });
});

describe("matching", () => {
  const run = (text: string) => sketch(`processes p q\n${text}`);

  test("receives equal letters in the order in which they were sent", () => {
    const found = matchSends(run("p sends m to q\np sends m to q\nq receives m from p\nq receives m from p"));
    expect(found).toEqual([undefined, undefined, 0, 1]);
  });

  test("takes the earliest send again when a letter is received more often than it was sent", () => {
    const lines = "processes p q\np sends m to q\nq receives m from p\nq receives m from p";
    expect(matchSends(sketch(lines, "message-set"))).toEqual([undefined, 0, 0]);
  });

  test("leaves a receive alone whose send is not part of the fragment", () => {
    const { events, configurations, ...whole } = run("p sends m to q\nq receives m from p");
    const fragment = { ...whole, events: events.slice(1), configurations: configurations.slice(1) };
    expect(matchSends(fragment)).toEqual([undefined]);
  });

  test("leaves out what a partition has kept from arriving", () => {
    const lines = ["p is cut off", "p sends m to q", "p is connected again", "p sends m to q"];
    expect(matchSends(run([...lines, "q receives m from p"].join("\n"))).at(-1)).toBe(3);
  });
});
