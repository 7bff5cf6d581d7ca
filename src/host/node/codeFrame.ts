/** Code frames: the lines of a source file around a place, with a mark under it. */

/** A place in a source text; lines and columns count from 1. */
interface SourcePlace {
  readonly line: number;
  readonly column: number;
  /** The number of characters to mark; default 1. */
  readonly length?: number;
}

/** Lines shown before and after the marked one. */
const AROUND = 1;
/** The width beyond which lines are cut on both sides, so that the mark stays in sight. */
const WIDTH_MAX = 120;

/** The frame as text, or the empty string if the place lies outside the source. */
export function codeFrame(source: string, { line, column, length = 1 }: SourcePlace): string {
  const lines = source.split(/\r?\n/);
  const marked = lines[line - 1];
  if (marked === undefined) return "";
  const first = Math.max(1, line - AROUND);
  const last = Math.min(lines.length, line + AROUND);
  const gutter = String(last).length;
  const start = column <= WIDTH_MAX ? 0 : column - WIDTH_MAX / 2;
  const indent = column - 1 - start;
  const frame: string[] = [];
  for (let number = first; number <= last; number++) {
    const text = (lines[number - 1] ?? "").slice(start, start + WIDTH_MAX);
    frame.push(`${number === line ? ">" : " "} ${String(number).padStart(gutter)} | ${text}`.trimEnd());
    if (number !== line) continue;
    const wide = Math.max(1, Math.min(length, marked.length - column + 1, WIDTH_MAX - indent - 1));
    frame.push(`  ${" ".repeat(gutter)} | ${" ".repeat(indent)}${"^".repeat(wide)}`);
  }
  return frame.join("\n");
}
