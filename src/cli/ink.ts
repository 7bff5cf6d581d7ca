/** Colours: for terminals, unless NO_COLOR is set. */
import colors from "picocolors";
import type { Ink } from "../diagram/index.ts";

/** Puts a colour around a text. */
export const { bold, dim, green, red, yellow, cyan } = colors;

/** The colours of diagrams. */
export function diagramStyle(ink: Ink, text: string): string {
  switch (ink) {
    case "plain":
      return text;
    case "process":
      return colors.bold(text);
    case "line":
    case "quiet":
      return colors.dim(text);
    case "message":
      return colors.cyan(text);
    case "mark":
      return colors.bold(text);
    case "timing":
      return colors.yellow(text);
    case "decision":
      return colors.green(text);
    case "violation":
      return colors.red(text);
  }
}
