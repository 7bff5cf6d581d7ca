/**
 * Texts as people see them. Whatever an author or a user has named may hold characters that show nothing, or
 * that change how others are shown: a terminal would obey them, and a line break would forge a line.
 */

/** Controls, marks of direction and other format characters, line breaks of all sorts, halves of pairs. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\uFFFE\uFFFF]/gu;

const SHORT: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };

/** Most texts: they can be seen as they are, which is found out faster than what to replace. */
const PLAIN = /^[ -~]*$/;

/** The text on one line, with an escape as in JSON for each character that cannot be seen. */
export function visible(text: string): string {
  return PLAIN.test(text) ? text : text.replace(UNSEEN, escaped);
}

function escaped(character: string): string {
  const short = SHORT[character];
  if (short !== undefined) return short;
  const units = Array.from({ length: character.length }, (_, i) => character.charCodeAt(i));
  return units.map((unit) => `\\u${unit.toString(16).padStart(4, "0")}`).join("");
}

/** Texts that need no escapes between quotes, as most names do. */
const BARE = /^[ !#-[\]-~]*$/;

/** The text between quotes, which `JSON.parse` reads back. */
export function quoted(text: string): string {
  return BARE.test(text) ? `"${text}"` : visible(JSON.stringify(text));
}
