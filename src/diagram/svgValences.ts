/** Valences in SVG: a bar beside each row, in the colour of the valence after its step. */
import { at } from "../base/assert.ts";
import { escapeMarkup } from "./characters.ts";
import type { Layout } from "./layout.ts";
import { toneOf, valenceText } from "./valenceKeys.ts";

/** Half of the height of a bar: neighbours touch. */
const HALF_PX = 18;

/** The bars of all rows that belong to a step. */
export function drawValences({ scene, rows }: Layout): string[] {
  const { valences, marks } = scene;
  if (valences === undefined) return [];
  const stepOf = new Map(marks.map(({ row, step }) => [row, step]));
  return [...stepOf].map(([row, step]) => {
    const valence = valences.after[step] ?? [];
    const y = Math.round(at(rows, row)) - HALF_PX;
    const tone = toneOf(valence, valences.values);
    return (
      `<rect class="key ${tone}" x="36" y="${y}" width="5" height="${2 * HALF_PX}">` +
      `<title>${escapeMarkup(valenceText(valence))}</title></rect>`
    );
  });
}
