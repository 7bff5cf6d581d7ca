/** Colours: for terminals, unless NO_COLOR is set; also for others if FORCE_COLOR is. */
import { isatty } from "node:tty";
import colors from "picocolors";
import type { Ink } from "../diagram/index.ts";

const { NO_COLOR = "", FORCE_COLOR = "", TERM } = process.env;

const isTerminal = isatty(1);

/** A terminal is what shows colours; that CI is set does not make one of a pipe. */
const isColourful = FORCE_COLOR === "" ? isTerminal && TERM !== "dumb" : FORCE_COLOR !== "0";

const inks = colors.createColors(NO_COLOR === "" && isColourful);

/** Puts a colour around a text. */
export const { bold, dim, green, red, yellow, cyan } = inks;

/** The colours of diagrams. */
export function diagramStyle(ink: Ink, text: string): string {
  switch (ink) {
    case "plain":
      return text;
    case "process":
      return inks.bold(text);
    case "line":
    case "quiet":
      return inks.dim(text);
    case "message":
      return inks.cyan(text);
    case "mark":
      return inks.bold(text);
    case "timing":
      return inks.yellow(text);
    case "decision":
      return inks.green(text);
    case "violation":
      return inks.red(text);
  }
}
