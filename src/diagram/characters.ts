/** Characters: texts of messages and states are arbitrary, and pictures must survive them. */
import { visible } from "../base/visible.ts";

/** The maximum number of characters of a text in a picture; nobody reads more. */
const TEXT_MAX = 10_000;

/** The beginning of a text that is too long for a picture, with its length; any other as it is. */
export function abridged(text: string): string {
  return text.length <= TEXT_MAX ? text : `${text.slice(0, TEXT_MAX)}… (${text.length} characters)`;
}

/** `text` as the content of an element or of a quoted attribute, in SVG and in HTML. */
export function escapeMarkup(text: string): string {
  return visible(text)
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#39;");
}

/** Scripts whose characters take two cells of a terminal, roughly (Unicode Standard Annex 11), and emoji. */
const WIDE =
  /[\u1100-\u115F\u2E80-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60]|\p{Emoji_Presentation}/u;

/**
 * The cells that a text takes in a terminal, one after the other: a character with the marks that
 * combine with it, followed by an empty cell if it is wide.
 */
export function cellsOf(text: string): string[] {
  const cells: string[] = [];
  for (const character of visible(text)) {
    if (/\p{M}/u.test(character) && cells.length > 0) cells.push(`${cells.pop() ?? ""}${character}`);
    else if (WIDE.test(character)) cells.push(character, "");
    else cells.push(character);
  }
  return cells;
}

/** The number of terminal cells that a text takes. */
export function widthOf(text: string): number {
  return cellsOf(text).length;
}

/** `text` in at most `width` cells; what does not fit is cut, with a sign that it is. */
export function clip(text: string, width: number, sign = "…"): string {
  const cells = cellsOf(text);
  if (cells.length <= width) return cells.join("");
  return width < sign.length ? "" : `${cells.slice(0, width - sign.length).join("")}${sign}`;
}
