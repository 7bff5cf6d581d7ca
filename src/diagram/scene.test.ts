import { fc, test as property } from "@fast-check/vitest";
import { describe, expect, test } from "vitest";
import { sketch, sketchOf } from "../../test/sketch.ts";
import { causality, happensBefore } from "../analysis/index.ts";
import { isBeat, isTrigger, type Event } from "../model/index.ts";
import { sceneOf } from "./compose.ts";
import { effectTexts, markBefore, type Scene } from "./scene.ts";

const executions = fc.array(fc.nat(1_000), { maxLength: 60 }).map(sketchOf);
const oneProcess = (steps: number): string => `processes p\n${"p times out on t\n".repeat(steps)}`;

/** Arrows as text: `a0 -m-> b2` goes from process a in row 0 to process b in row 2. */
function arrows({ arrows: all, lanes }: Scene): string[] {
  const place = ({ column, row }: { column: number; row: number }): string =>
    `${lanes[column]?.process}${row}`;
  return all.map(
    ({ from, to, label, fate }) =>
      `${place(from)} -${label}-> ${place(to)}${fate === "received" ? "" : ` ${fate}`}`,
  );
}

/** Rows as words. */
function rows(scene: Scene): string[] {
  return scene.rows.map((row) => {
    if (row.kind === "step") return `step ${row.step}`;
    return row.kind === "gap" ? `gap ${row.first}-${row.last}` : row.kind;
  });
}

describe("steps", () => {
  test("are a trigger and its effects; what comes before any trigger is the start step", () => {
    const scene = sceneOf(
      sketch(`
      processes p q
      p sends m to q
      q receives m from p
      q sends n to p
      q decides 1
      q halts`),
    );
    expect(rows(scene)).toEqual(["start", "step 1", "transit"]);
    expect(scene.marks.map(({ process, row }) => `${process}${row}`)).toEqual(["p0", "q0", "q1"]);
    expect(effectTexts(scene.marks[2]!)).toEqual(["sends n to p", "decides 1", "halts"]);
    expect(arrows(scene)).toEqual(["p0 -m-> q1", "q1 -n-> p2 in transit"]);
    expect(scene.lanes.map(({ end }) => end)).toEqual([undefined, 1]);
  });

  test("say what they changed in the state of their process", () => {
    const scene = sceneOf(sketch("processes p\np times out on t\np decides 7"));
    expect(scene.marks[0]?.fields).toEqual([{ name: "steps", value: "0", of: "state" }]);
    expect(scene.marks[1]?.fields).toEqual([
      { name: "steps", value: "1", before: "0", of: "state" },
      { name: "decision", value: "7", before: "", of: "process" },
    ]);
  });
});

describe("arrows", () => {
  test("cross where messages overtake each other, and say so", () => {
    const scene = sceneOf(
      sketch(`
      processes p q
      p sends a to q
      p times out on t
      p sends b to q
      q receives b from p
      q receives a from p`),
    );
    expect(arrows(scene)).toEqual(["p0 -a-> q3", "p1 -b-> q2"]);
    expect(scene.arrows.map(({ overtaken }) => overtaken)).toEqual([true, false]);
  });

  test("lead to every receipt of a message that stays; only what was never received is in transit", () => {
    const text = "processes p q\np sends m to q\np sends n to q\nq receives m from p\nq receives m from p";
    expect(arrows(sceneOf(sketch(text, "message-set")))).toEqual([
      "p0 -m-> q1",
      "p0 -m-> q2",
      "p0 -n-> q3 in transit",
    ]);
  });

  test("in transit share a row where they do not overlap, and are limited in number", () => {
    const execution = sketch(`
      processes p q r
      p sends m to q
      q sends m to r
      p sends n to r
      p sends o to r`);
    expect(arrows(sceneOf(execution))).toEqual([
      "p0 -m-> q1 in transit",
      "q0 -m-> r1 in transit",
      "p0 -n-> r2 in transit",
      "p0 -o-> r3 in transit",
    ]);
    const scene = sceneOf(execution, { maxTransitRows: 1 });
    expect(scene.rows.at(-1)).toEqual({ kind: "more", count: 2, fate: "in transit" });
    expect(scene.arrows).toHaveLength(2);
  });
});

describe("the violating moment", () => {
  const execution = sketch("processes p\np sends m to p\np times out on t\np decides 1\np times out on t");
  const rowsWith = (at: number): string[] =>
    rows(sceneOf(execution, { violation: { at, property: "agreement" } }));

  test("follows the step that leads to it", () => {
    expect(rowsWith(0)).toEqual(["start", "violation", "step 1", "step 2", "transit"]);
    expect(rowsWith(1)).toEqual(["start", "violation", "step 1", "step 2", "transit"]);
    expect(rowsWith(2)).toEqual(["start", "step 1", "violation", "step 2", "transit"]);
    expect(rowsWith(3)).toEqual(["start", "step 1", "violation", "step 2", "transit"]);
    expect(rowsWith(4)).toEqual(["start", "step 1", "step 2", "violation", "transit"]);
  });
});

describe("elision", () => {
  test("keeps the beginning and the end", () => {
    const scene = sceneOf(sketch(oneProcess(100)), { maxSteps: 6 });
    expect(rows(scene)).toEqual([
      "start",
      "step 1",
      "step 2",
      "gap 3-96",
      "step 97",
      "step 98",
      "step 99",
      "step 100",
    ]);
    expect([scene.stepCount, scene.hiddenCount]).toEqual([100, 94]);
  });

  test("keeps the causal past of the violation where that is small", () => {
    const idle = "q times out on t\n".repeat(20);
    const text = `processes p q\n${idle}p times out on t\np decides 1\n${idle}${idle}`;
    const scene = sceneOf(sketch(text), { maxSteps: 6, violation: { at: 22, property: "never" } });
    expect(rows(scene)).toEqual([
      "start",
      "step 1",
      "step 2",
      "gap 3-20",
      "step 21",
      "violation",
      "gap 22-58",
      "step 59",
      "step 60",
      "step 61",
    ]);
  });

  test("never leaves out a single step", () => {
    expect(rows(sceneOf(sketch(oneProcess(7)), { maxSteps: 6 }))).toHaveLength(8);
  });

  test("lets messages begin and end in gaps", () => {
    const scene = sceneOf(
      sketch(`
      processes p q
      p times out on t
      p sends a to q
      ${"p times out on t\n".repeat(10)}
      p sends b to q
      ${"p times out on t\n".repeat(3)}
      q receives a from p
      ${"p times out on t\n".repeat(3)}
      q receives b from p`),
      { maxSteps: 4 },
    );
    expect(rows(scene)).toEqual(["start", "step 1", "step 2", "gap 3-17", "step 18", "step 19"]);
    expect(arrows(scene)).toEqual(["p1 -a-> q3 not shown", "p3 -b-> q5"]);
  });
});

describe("every scene", () => {
  property.prop([executions, fc.integer({ min: 2, max: 30 })])(
    "shows each step once, or one gap that contains it",
    (execution, maxSteps) => {
      const scene = sceneOf(execution, { maxSteps });
      const told = scene.rows.flatMap((row) => {
        if (row.kind === "gap")
          return Array.from({ length: row.last - row.first + 1 }, (_, i) => row.first + i);
        return row.kind === "step" ? [row.step] : [];
      });
      expect(told).toEqual(Array.from({ length: scene.stepCount }, (_, i) => i + 1));
      for (const { from, to } of scene.arrows) expect(from.row).toBeLessThan(to.row);
      for (const mark of scene.marks)
        expect(scene.rows[mark.row]).toEqual(
          mark.step === 0 ? { kind: "start" } : { kind: "step", step: mark.step },
        );
    },
  );

  property.prop([executions])("orders steps as their events are ordered", (execution) => {
    const order = causality(execution);
    const { marks } = sceneOf(execution, { maxSteps: 1_000 });
    let next = 0;
    const ends = marks
      .filter(({ step }) => step > 0)
      .map((mark) => {
        const first = execution.events.findIndex(
          (event, i) => i >= next && isTrigger(event) && event.process === mark.process,
        );
        next = first + 1;
        return { mark, first, last: lastOf(execution.events, first) };
      });
    for (const a of ends)
      for (const b of ends) {
        expect(markBefore(a.mark, b.mark)).toBe(a !== b && happensBefore(order, a.first, b.last));
      }
  });
});

/** The last event of the step that begins with the event at `first`. */
function lastOf(events: readonly Event[], first: number): number {
  const own = (event: Event): boolean => !isBeat(event) && event.process === process;
  const start = events[first]!;
  const process = isBeat(start) ? "" : start.process;
  const next = events.findIndex((event, i) => i > first && own(event) && isTrigger(event));
  return events.findLastIndex((event, i) => own(event) && i >= first && (next === -1 || i < next));
}

describe("a cycle", () => {
  test("has a row before its first step, and one at the end", () => {
    const scene = sceneOf({ ...sketch(oneProcess(3)), cycle: 1 });
    expect(rows(scene)).toEqual(["start", "step 1", "cycle", "step 2", "step 3", "cycle"]);
    expect(scene.rows.filter(({ kind }) => kind === "cycle")).toEqual([
      { kind: "cycle", at: "beginning", step: 2 },
      { kind: "cycle", at: "end", step: 2 },
    ]);
  });

  test("is in a gap where its steps are not shown", () => {
    const scene = sceneOf({ ...sketch(oneProcess(30)), cycle: 15 }, { maxSteps: 6 });
    expect(rows(scene).filter((row) => row === "cycle")).toHaveLength(2);
  });
});
