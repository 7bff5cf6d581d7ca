/** Lines of a terminal that are written to at any place, and then turned into text. */
import { cellsOf } from "./characters.ts";

/** The kind of a piece of text, which gives it its colour. */
export type Ink =
  | "plain"
  | "process"
  | "line"
  | "message"
  | "mark"
  | "timing"
  | "decision"
  | "violation"
  | "quiet";

/** Puts a piece of text into a style, such as a colour; what it adds must take no room. */
export type Style = (ink: Ink, text: string) => string;

interface CanvasCell {
  readonly text: string;
  readonly ink: Ink;
}

/** One line. */
export interface Line {
  readonly cells: CanvasCell[];
}

/** An empty line. */
export function emptyLine(): Line {
  return { cells: [] };
}

/** Writes `text` over what stands at `x` and to its right. What would lie to the left of the line is cut. */
export function write(line: Line, x: number, text: string, ink: Ink): void {
  for (const [i, cell] of cellsOf(text).entries()) {
    if (x + i < 0) continue;
    while (line.cells.length < x + i) line.cells.push({ text: " ", ink: "plain" });
    line.cells[x + i] = { text: cell, ink };
  }
}

/** The text of a line, without white space at its end; pieces of the same ink are styled as one. */
export function textOf({ cells }: Line, style: Style): string {
  const end = cells.findLastIndex(({ text }) => text !== " ") + 1;
  let line = "";
  for (let i = 0; i < end;) {
    const ink = cells[i]?.ink ?? "plain";
    let piece = "";
    for (; i < end && cells[i]?.ink === ink; i++) piece += cells[i]?.text ?? "";
    line += ink === "plain" ? piece : style(ink, piece);
  }
  return line;
}
