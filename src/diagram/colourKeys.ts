/** The key of what colours mean in a picture, where they mean something: cones, valences, what is unknown. */
import { valenceKeysOf } from "./valenceKeys.ts";
import type { Scene } from "./scene.ts";

/** One entry: the classes of what is coloured so, and what that means. */
interface ColourKey {
  readonly kind: string;
  readonly text: string;
}

/** The entries of a scene. */
export function colourKeysOf(scene: Scene): ColourKey[] {
  const { cones, marks, seenBy, unit } = scene;
  const of = `${unit} ${cones === undefined ? "" : (marks[cones.of]?.step ?? "")}`;
  return [
    ...(cones === undefined
      ? []
      : [
          { kind: "past", text: `can have influenced ${of}` },
          { kind: "future", text: `${of} can have influenced it` },
          { kind: "unknown", text: "concurrent" },
        ]),
    ...(seenBy === undefined ? [] : [{ kind: "unknown", text: `unknown to ${seenBy}` }]),
    ...valenceKeysOf(scene).map(({ tone, text }) => ({ kind: tone, text })),
  ];
}
