/**
 * Valences in SVG: a bar beside each row, in the colour of the valence after its step, with its sign where
 * it is another one than above.
 */
import { at } from "../base/assert.ts";
import { escapeMarkup } from "./characters.ts";
import type { Layout } from "./layout.ts";
import { toneOf, valenceOfRow, valenceSign, valenceText } from "./valenceKeys.ts";

/** Half of the height of a bar: neighbours touch. */
const HALF_PX = 18;

/** The bars of all rows that belong to a step, and their signs. */
export function drawValences({ scene, rows }: Layout): string[] {
  const { values } = scene.valences ?? { values: [] };
  let above = "";
  return scene.rows.flatMap(({ kind }, row) => {
    const valence = valenceOfRow(scene, row);
    if (valence === undefined) return [];
    const y = Math.round(at(rows, row));
    const text = valenceText(valence);
    const bar =
      `<rect class="key ${toneOf(valence, values)}" x="36" y="${y - HALF_PX}" width="5" ` +
      `height="${2 * HALF_PX}"><title>${escapeMarkup(text)}</title></rect>`;
    // Across rows of the whole system there are words already.
    if (text === above || kind === "beat" || kind === "tick") return [bar];
    above = text;
    const sign = escapeMarkup(valenceSign(valence, values));
    return [bar, `<text class="quiet" x="45" y="${y + 4}">${sign}</text>`];
  });
}
