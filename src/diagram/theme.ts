/**
 * The colours and type of SVG pictures. Colours follow Okabe and Ito's palette for all kinds of colour
 * vision, darker on white and lighter on black; none carries a meaning that shape does not carry too.
 */

const LIGHT = {
  paper: "#ffffff", band: "#f3f5f8", ink: "#1b2733", quiet: "#626e7b", lane: "#aab4c0", message: "#3d566e",
  past: "#0072b2", future: "#b06a00", decision: "#00805c", violation: "#c4161c",
};

const DARK: typeof LIGHT = {
  paper: "#12171e", band: "#1b222b", ink: "#e7ecf2", quiet: "#93a0ae", lane: "#4b5866", message: "#a8bdd3",
  past: "#56b4e9", future: "#f0a830", decision: "#2cc79c", violation: "#ff7468",
};

/** The families of type for running text and for code, best first. */
export const SANS = `ui-sans-serif, system-ui, -apple-system, "Segoe UI", "Helvetica Neue", Arial, sans-serif`;
export const MONO = `ui-monospace, "SF Mono", "Cascadia Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace`;

/** The colours as CSS variables of whatever `selector` names, for light and dark surroundings. */
export function colours(selector: string): string {
  const list = (theme: typeof LIGHT): string => Object.entries(theme).map(([name, value]) => `--${name}:${value}`).join(";");
  return [
    `${selector}{color-scheme:light dark;${list(LIGHT)}}`,
    `@media (prefers-color-scheme:dark){${selector}{${list(DARK)}}}`,
  ].join("\n");
}

/** The style sheet of a picture; all of it applies to elements within `.lightcone`. */
export const PICTURE_STYLE = `
.lightcone{font-family:${SANS};font-size:12.5px;fill:var(--ink)}
.lightcone .paper{fill:var(--paper)}
.lightcone .heading{font-size:15px;font-weight:650}
.lightcone .quiet{fill:var(--quiet);font-size:11.5px}
.lightcone .name{font-size:13.5px;font-weight:600;text-anchor:middle}
.lightcone .plate{fill:var(--band);stroke:var(--lane)}
.lightcone .input{fill:var(--quiet);font-size:11.5px;text-anchor:middle}
.lightcone .number{fill:var(--quiet);font-size:11px;text-anchor:end;font-variant-numeric:tabular-nums}
.lightcone .lane{stroke:var(--lane);stroke-width:1.5;fill:none}
.lightcone .lane.hidden{stroke-dasharray:2 5}
.lightcone .message path{stroke:var(--message);stroke-width:1.5;fill:none}
.lightcone .message .head{fill:var(--message);stroke-width:1;stroke-linejoin:round}
.lightcone .message .open{fill:none;stroke-width:1.5;stroke-linecap:round}
.lightcone .message .dashed{stroke-dasharray:5 4;opacity:.8}
.lightcone .message .faint{opacity:.45}
.lightcone .halo{paint-order:stroke;stroke:var(--paper);stroke-width:4.5px;stroke-linejoin:round}
.lightcone .row{fill:transparent}
.lightcone .dot{fill:var(--ink);stroke:var(--paper);stroke-width:1.5}
.lightcone .ring{fill:var(--paper);stroke:var(--ink);stroke-width:1.6;stroke-linecap:round;stroke-linejoin:round}
.lightcone .diamond{fill:var(--decision);stroke:var(--paper);stroke-width:1.5}
.lightcone .bar{stroke:var(--ink);stroke-width:3;stroke-linecap:round}
.lightcone .remark{font-size:12px}
.lightcone .remark.decision{fill:var(--decision);font-weight:650}
.lightcone .gap{fill:var(--band)}
.lightcone .gap-text{fill:var(--quiet);text-anchor:middle;font-style:italic}
.lightcone .violation line{stroke:var(--violation);stroke-width:2}
.lightcone .violation rect{fill:var(--violation)}
.lightcone .violation text{fill:var(--paper);font-weight:650;text-anchor:middle}
`.trim();
