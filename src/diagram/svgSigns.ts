/** The signs of events in SVG, and the legend that says what signs and colours mean. */
import { unreachable } from "../base/assert.ts";
import { escapeMarkup } from "./characters.ts";
import { colourKeysOf } from "./colourKeys.ts";
import { LEGEND_GAP_PX, MEANINGS, signsOf, widthPx, type Layout, type PictureSign } from "./layout.ts";

/** The sign of an event, at a point. */
export function drawSign(kind: PictureSign, x: number, y: number): string {
  switch (kind) {
    case "decision":
      return `<path class="diamond" d="M${x} ${y - 9}l9 9l-9 9l-9 -9z"/>`;
    case "timing":
      return (
        `<circle class="ring" cx="${x}" cy="${y}" r="7.5"/>` +
        `<path class="ring" d="M${x} ${y - 4.5}v4.5l3 2"/>`
      );
    case "start":
      return `<circle class="dot" cx="${x}" cy="${y}" r="4.5"/>`;
    case "step":
      return `<circle class="dot" cx="${x}" cy="${y}" r="6"/>`;
    case "halt":
      return `<path class="bar" d="M${x - 8} ${y}h16"/>`;
    case "crash":
      return `<path class="cross" d="M${x - 7} ${y - 7}l14 14m0 -14l-14 14"/>`;
    case "doubled":
      return `<path class="cross thin" d="M${x - 3} ${y - 5}v10M${x + 3} ${y - 5}v10"/>`;
    case "mishap":
      return `<path class="cross thin" d="M${x - 6} ${y - 3}h12M${x - 6} ${y + 3}h12"/>`;
    case "forged":
      return `<path class="forged" d="M${x} ${y - 7}l7 12h-14z"/>`;
    case "lost":
      return `<path class="cross thin" d="M${x - 5} ${y - 5}l10 10m0 -10l-10 10"/>`;
    case "transit":
      return (
        `<g class="message"><path class="dashed" d="M${x - 14} ${y}h24"/>` +
        `<path class="open" d="M${x + 5} ${y - 5}l7 5l-7 5"/></g>`
      );
    default:
      return unreachable(kind);
  }
}

/** The legend of the signs and the colours that occur. */
export function legend({ scene, height }: Layout): string {
  let x = 30;
  const y = height - 18;
  const told = (drawn: string, meaning: string): string => {
    const words = `<text class="quiet" x="${x + 19}" y="${y + 4}">${escapeMarkup(meaning)}</text>`;
    x += widthPx(meaning, 11.5) + LEGEND_GAP_PX;
    return drawn + words;
  };
  return [
    ...signsOf(scene).map((kind) => told(drawSign(kind, round(x), y), MEANINGS[kind])),
    ...colourKeysOf(scene).map(({ kind, text }) => {
      return told(
        `<rect class="key ${kind}" x="${round(x) - 6}" y="${y - 6}" width="12" height="12" rx="3"/>`,
        text,
      );
    }),
  ].join("\n");
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
