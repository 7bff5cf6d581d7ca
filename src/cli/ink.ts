/**
 * Colours, for terminals, unless NO_COLOR is set, and for others if FORCE_COLOR is; and the rim, where
 * lines become what is printed. A style leaves marks in a line that nobody outside can know. At the rim
 * they become colours, and whatever else a terminal would obey is shown escaped: names, values and sources
 * are an author's, and only themselves.
 */
import { randomUUID } from "node:crypto";
import { isatty } from "node:tty";
import colors from "picocolors";
import { visible } from "../base/visible.ts";
import type { Ink } from "../diagram/index.ts";

const { NO_COLOR = "", FORCE_COLOR = "", TERM } = process.env;

const isTerminal = isatty(1);

/** A terminal is what shows colours; that CI is set does not make one of a pipe. */
const isColourful = FORCE_COLOR === "" ? isTerminal && TERM !== "dumb" : FORCE_COLOR !== "0";

const inks = colors.createColors(NO_COLOR === "" && isColourful);

/** The beginning of every mark. */
const MARK = `\u001b${randomUUID()}:`;
const MARKS = new RegExp(`(${MARK}\\d+;)`);

/** The codes that a terminal obeys, by mark. */
const codes = new Map<string, string>();

function style(name: "bold" | "dim" | "green" | "red" | "yellow" | "cyan"): (text: string) => string {
  const [begin, end] = inks[name]("|")
    .split("|")
    .map((code) => {
      const mark = `${MARK}${codes.size};`;
      codes.set(mark, code);
      return mark;
    });
  return (text) => `${begin}${text}${end}`;
}

/** Puts a text in bold letters. */
export const bold = style("bold");
/** Makes a text less bright. */
export const dim = style("dim");
/** Makes a text green. */
export const green = style("green");
/** Makes a text red. */
export const red = style("red");
/** Makes a text yellow. */
export const yellow = style("yellow");
/** Makes a text cyan. */
export const cyan = style("cyan");

/** A line as it is printed. */
export function printed(line: string): string {
  return line
    .split(MARKS)
    .map((piece) => codes.get(piece) ?? visible(piece))
    .join("");
}

/** Names, visible and of the same width, so that they make a column. */
export function inColumn(names: readonly string[]): string[] {
  const shown = names.map(visible);
  const width = Math.max(...shown.map((name) => name.length));
  return shown.map((name) => name.padEnd(width));
}

/** A text of several lines, all of it Lightcone's own, in colours. */
export function coloured(text: string): string {
  return text
    .split(MARKS)
    .map((piece) => codes.get(piece) ?? piece)
    .join("");
}

/** The colours of diagrams. */
export function diagramStyle(ink: Ink, text: string): string {
  switch (ink) {
    case "plain":
      return text;
    case "process":
      return bold(text);
    case "line":
    case "quiet":
      return dim(text);
    case "message":
      return cyan(text);
    case "mark":
      return bold(text);
    case "timing":
      return yellow(text);
    case "decision":
      return green(text);
    case "violation":
      return red(text);
  }
}
