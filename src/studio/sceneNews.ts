/**
 * The news of a scene: who plays sees one scene after the other, and most of the next is as it was. Told are
 * the ends of its long lists, after what they have in common with those of the scene that was told before.
 */
import type { Scene } from "../diagram/index.ts";

/** The scene, but of its long lists the ends alone, and how many items stand before them. */
export interface SceneNews {
  readonly scene: Scene;
  readonly kept: Readonly<Record<"rows" | "marks" | "arrows", number>>;
}

/** The news of a scene for who has another. */
export function newsOf(scene: Scene, told: Scene | undefined): SceneNews {
  const rows = commonLength(scene.rows, told?.rows);
  const marks = commonLength(scene.marks, told?.marks);
  const arrows = commonLength(scene.arrows, told?.arrows);
  return {
    kept: { rows, marks, arrows },
    scene: {
      ...scene,
      rows: scene.rows.slice(rows),
      marks: scene.marks.slice(marks),
      arrows: scene.arrows.slice(arrows),
    },
  };
}

/** The scene that is told to who has another. What both have in common is the same objects. */
export function sceneAfter({ scene, kept }: SceneNews, told: Scene | undefined): Scene {
  if (told === undefined) return scene;
  return {
    ...scene,
    rows: [...told.rows.slice(0, kept.rows), ...scene.rows],
    marks: [...told.marks.slice(0, kept.marks), ...scene.marks],
    arrows: [...told.arrows.slice(0, kept.arrows), ...scene.arrows],
  };
}

/** The number of items with which both lists begin. */
function commonLength(one: readonly object[], other: readonly object[] = []): number {
  const length = Math.min(one.length, other.length);
  let i = 0;
  while (i < length && isAlike(one[i] as object, other[i] as object)) i++;
  return i;
}

/** Whether both are the same object, or flat and equal. */
function isAlike(one: object, other: object): boolean {
  if (one === other) return true;
  const [fields, others] = [Object.entries(one), Object.entries(other)];
  return (
    fields.length === others.length &&
    fields.every(([name, value], i) => name === others[i]?.[0] && value === others[i]?.[1])
  );
}
