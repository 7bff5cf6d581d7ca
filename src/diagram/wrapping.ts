/** Texts in several lines, so that nothing is cut off. */
import { cellsOf, widthOf } from "./characters.ts";

/** Items in lines of at most `width` cells, with ` · ` between those that share a line. */
export function wrappedItems(items: readonly string[], width: number): string[] {
  const lines: string[] = [];
  for (const item of items) {
    const longer = `${lines.at(-1) ?? ""} · ${item}`;
    if (lines.length > 0 && widthOf(longer) <= width) lines[lines.length - 1] = longer;
    else lines.push(...wrappedWords(item, width));
  }
  return lines;
}

/** The words of a text in lines of at most `width` cells; longer words go on in the next line. */
export function wrappedWords(text: string, width: number): string[] {
  const lines = [""];
  for (const word of text.split(" ")) {
    const last = lines.at(-1) ?? "";
    const longer = lines.length === 1 && last === "" ? word : `${last} ${word}`;
    if (widthOf(longer) <= width) lines[lines.length - 1] = longer;
    else lines.push(...pieces(word, width));
  }
  return lines.filter((line) => line !== "");
}

function pieces(word: string, width: number): string[] {
  const cells = cellsOf(word);
  const size = Math.max(1, width);
  return Array.from({ length: Math.ceil(cells.length / size) }, (_, i) =>
    cells.slice(i * size, (i + 1) * size).join(""),
  );
}
