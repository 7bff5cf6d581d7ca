import { fc, test as property } from "@fast-check/vitest";
import { describe, expect, test } from "vitest";
import { sketch, sketchOf } from "../../test/sketch.ts";
import { at } from "../base/assert.ts";
import { drawSvgBeside, drawTextBeside, level } from "./beside.ts";
import { sceneOf } from "./compose.ts";
import type { Scene } from "./scene.ts";

const executions = fc.array(fc.nat(1_000), { maxLength: 25 }).map(sketchOf);

/** All that a scene shows, without where it stands. */
const shown = ({ marks, arrows, rows }: Scene): unknown => [
  marks.map((mark) => ({ ...mark, row: 0 })),
  arrows.map(({ from, to, ...arrow }) => ({ ...arrow, columns: [from.column, to.column] })),
  rows.filter(({ kind }) => kind !== "space"),
];

describe("two scenes side by side", () => {
  property.prop([executions, executions])("have as many rows, and show what they showed", (a, b) => {
    const scenes = [sceneOf(a), sceneOf(b)] as const;
    const [left, right] = level(scenes);
    expect(left.rows.length).toBe(right.rows.length);
    expect([left, right].map(shown)).toEqual(scenes.map(shown));
    for (const [i, row] of left.rows.entries())
      expect(row.kind === "space" && at(right.rows, i).kind === "space").toBe(false);
    for (const scene of [left, right])
      for (const { row } of scene.marks) expect(["step", "start"]).toContain(at(scene.rows, row).kind);
  });

  property.prop([executions])("stand as they are if they are the same", (execution) => {
    const scene = sceneOf(execution);
    expect(level([scene, scene])).toEqual([scene, scene]);
  });

  const a = sketch(`
    processes p q
    p sends m to q
    q times out on t
    q receives m from p
    q decides 1
  `);
  const b = sketch(`
    processes p q
    p sends m to q
    q receives m from p
    q decides 1
  `);
  const scenes = [sceneOf(a, { differences: [1] }), sceneOf(b, { differences: [1] })] as const;

  test("show the same at the same height, and mark where a process first sees a difference", () => {
    const lines = drawTextBeside({ scenes, titles: ["A", "B"] }).split("\n");
    expect(
      lines.filter((line) => /^ \d/.test(line)).map((line) => line.replace(/steps: \d → \d/g, "…")),
    ).toEqual([
      " 1   │          ◷ t   ≠ · …                  │        │",
      " 2   ├────m────▶◆   decides 1 · …        1   ├───m───▶◆   ≠ · decides 1 · …",
    ]);
    // A ring around each of the two, and one that is explained.
    const picture = drawSvgBeside({ scenes, titles: ["A", "B"] });
    expect(picture.match(/class="differs"/g)).toHaveLength(3);
    expect(picture).toContain("first difference to its process</text>");
  });
});
