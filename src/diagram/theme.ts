/**
 * The colours and type of SVG pictures. Colours follow Okabe and Ito's palette for all kinds of colour
 * vision, darker on white and lighter on black; none carries a meaning that shape does not carry too.
 */

const LIGHT = {
  paper: "#ffffff",
  band: "#f3f5f8",
  edge: "#e1e6ec",
  changed: "#fff0c2",
  ink: "#1b2733",
  quiet: "#626e7b",
  lane: "#aab4c0",
  message: "#3d566e",
  past: "#0072b2",
  future: "#b06a00",
  decision: "#00805c",
  violation: "#c4161c",
};

const DARK: typeof LIGHT = {
  paper: "#12171e",
  band: "#1b222b",
  edge: "#29323d",
  changed: "#4a3a10",
  ink: "#e7ecf2",
  quiet: "#93a0ae",
  lane: "#4b5866",
  message: "#a8bdd3",
  past: "#56b4e9",
  future: "#f0a830",
  decision: "#2cc79c",
  violation: "#ff7468",
};

/** The families of type for running text and for code, best first. */
const SANS = `ui-sans-serif, system-ui, "Segoe UI", "Helvetica Neue", Arial, sans-serif`;
/** Type of equal width, of whatever system the picture is looked at. */
const MONO = `ui-monospace, "SF Mono", "Cascadia Mono", Menlo, Consolas, monospace`;

/** The colours as CSS variables of whatever `selector` names, for light and dark surroundings. */
export function colours(selector: string): string {
  const list = (theme: typeof LIGHT): string =>
    Object.entries(theme)
      .map(([name, value]) => `--${name}:${value}`)
      .join(";");
  return [
    `${selector}{color-scheme:light dark;${list(LIGHT)}}`,
    `@media (prefers-color-scheme:dark){${selector}{${list(DARK)}}}`,
  ].join("\n");
}

/**
 * The style sheet of a picture that stands alone: plain colours for light surroundings, and within
 * `@supports` all of it again with variables. Converters and slide programs know neither; a variable
 * outside makes them draw in black, or fail.
 */
export function standaloneStyle(style: string): string {
  const plain = style.replace(/var\(--(\w+)\)/g, (_, name) => LIGHT[name as keyof typeof LIGHT]);
  return `${plain}\n@supports (fill:var(--ink)){\n${colours(".lightcone")}\n${style}\n}`;
}

/** The style sheet of a picture; all of it applies to elements within `.lightcone`. */
export const PICTURE_STYLE = `
.lightcone{font-family:${SANS};font-size:12.5px;fill:var(--ink)}
.lightcone .paper{fill:var(--paper)}
.lightcone .heading{font-size:15px;font-weight:650}
.lightcone .halo{paint-order:stroke;stroke:var(--paper);stroke-width:4.5px;stroke-linejoin:round}
.lightcone .quiet{fill:var(--quiet);font-size:11.5px}
.lightcone .name{font-size:13.5px;font-weight:600;text-anchor:middle}
.lightcone .plate{fill:var(--band);stroke:var(--lane)}
.lightcone .input{fill:var(--quiet);font-size:11.5px;text-anchor:middle}
.lightcone .number{fill:var(--quiet);font-size:11px;text-anchor:end;font-variant-numeric:tabular-nums}
.lightcone .lane{stroke:var(--lane);stroke-width:1.5;fill:none}
.lightcone .lane.hidden{stroke-dasharray:2 5}
.lightcone .wall{stroke:var(--violation);stroke-width:1.5;fill:none}
.lightcone .message path{stroke:var(--message);stroke-width:1.5;fill:none}
.lightcone .message .head{fill:var(--message);stroke-width:1;stroke-linejoin:round}
.lightcone .message .open{fill:none;stroke-width:1.5;stroke-linecap:round}
.lightcone .message .dashed{stroke-dasharray:5 4;opacity:.8}
.lightcone .message .faint{opacity:.45}
.lightcone .message .cross{stroke:var(--violation);stroke-width:2.5}
.lightcone .row{fill:none;pointer-events:all}
.lightcone .dot{fill:var(--ink);stroke:var(--paper);stroke-width:1.5}
.lightcone .ring{fill:var(--paper);stroke:var(--ink);stroke-width:1.6;stroke-linecap:round;
  stroke-linejoin:round}
.lightcone .diamond{fill:var(--decision);stroke:var(--paper);stroke-width:1.5}
.lightcone .bar{stroke:var(--ink);stroke-width:3;stroke-linecap:round}
.lightcone .remark{font-size:12px}
.lightcone .remark.decision{fill:var(--decision);font-weight:650}
.lightcone .gap{fill:var(--band)}
.lightcone .gap-text{fill:var(--quiet);text-anchor:middle;font-style:italic;stroke:var(--band)}
.lightcone .cross{stroke:var(--violation);stroke-width:3.5;stroke-linecap:round;fill:none}
.lightcone .cross.thin{stroke-width:2.5}
.lightcone .forged{stroke:var(--violation);stroke-width:2.5;stroke-linejoin:round;fill:var(--paper)}
.lightcone .round{stroke:var(--quiet);stroke-width:1;stroke-dasharray:2 4;fill:none}
.lightcone .cycle{stroke:var(--future);stroke-width:1.5;stroke-dasharray:7 4;fill:none}
.lightcone .cycle-text{fill:var(--future);font-weight:650;text-anchor:middle}
.lightcone .violation line{stroke:var(--violation);stroke-width:2}
.lightcone .violation rect{fill:var(--violation)}
.lightcone .violation text{fill:var(--paper);font-weight:650;text-anchor:middle}
`.trim();

/** The style sheet of the lanes of shared objects, for pictures that have some. */
export const OBJECT_STYLE = `
.lightcone .object{stroke:var(--edge);stroke-width:4;fill:none}
.lightcone .object-name{fill:var(--quiet);font-size:12.5px;text-anchor:middle;font-family:${MONO}}
.lightcone .access{stroke:var(--quiet);stroke-width:1.3;stroke-dasharray:.1 4;stroke-linecap:round;fill:none}
.lightcone .effect{stroke:var(--quiet);stroke-width:1.6;fill:none}
.lightcone .effect.changes{stroke:var(--ink);stroke-width:3}
.lightcone.focus .access,.lightcone.focus .effect{opacity:.2}`;

/** The style sheet of the intervals of operations, for pictures that have some. */
export const OPERATION_STYLE = `
.lightcone .operation{fill:var(--ink);fill-opacity:.09;stroke:var(--edge);stroke-width:1}
.lightcone .operation.open{stroke-dasharray:3 3}`;

/** The style sheet of two pictures side by side, in which first differences are marked. */
export const PAIR_STYLE = `${PICTURE_STYLE}
.lightcone .differs{fill:none;stroke:var(--violation);stroke-width:2;stroke-dasharray:3 3}`;

/** The style sheet of a picture as one process sees it, in which what that does not know is faint. */
export const SEEN_STYLE = `${PICTURE_STYLE}
.lightcone .unknown{opacity:.22}`;

/** The style sheet of the key of colours, and of valences. */
export const KEY_STYLE = `
.lightcone .key{fill:var(--quiet)}
.lightcone .key.past,.lightcone .key.first{fill:var(--past)}.lightcone .key.future,.lightcone .key.open{
  fill:var(--future)}
.lightcone .key.second{fill:var(--decision)}.lightcone .key.unknown{fill:var(--ink);opacity:.22}`;

/** The style sheet of a hook. */
export const HOOK_STYLE = `
.lightcone .step{stroke:var(--message);stroke-width:1.5}
.lightcone .step-head{fill:var(--message)}
.lightcone .box{fill:var(--band);stroke:var(--quiet);stroke-width:2.5}
.lightcone .box.open{stroke:var(--future)}.lightcone .box.first{stroke:var(--past)}
.lightcone .box.second{stroke:var(--decision)}`;

/** The style sheet of a graph of configurations, beside that of boxes. */
export const GRAPH_STYLE = `
.lightcone .edge path{fill:none;stroke:var(--message);stroke-width:1.3}
.lightcone .edge polygon{fill:var(--message)}
.lightcone .edge.back{opacity:.6}.lightcone .edge.back path{stroke-dasharray:4 3}
.lightcone .edge:hover{opacity:1}.lightcone .edge:hover path{stroke-width:2.6}
.lightcone .rim{fill:none;stroke:var(--quiet)}.lightcone .begin{fill:var(--ink)}
.lightcone .box.refuted{stroke:var(--violation);stroke-width:3.5}
.lightcone text.refuted{fill:var(--violation);font-weight:600}`;

/** The style sheet of the cones of a step. */
export const CONE_STYLE = `
.lightcone.focus .mark,.lightcone.focus .message,.lightcone.focus .words,.lightcone.focus .lane{opacity:.2}
.lightcone.focus .past,.lightcone.focus .future,.lightcone.focus .self{opacity:1}
.lightcone .past .dot{fill:var(--past)}.lightcone .future .dot{fill:var(--future)}
.lightcone .past .ring{stroke:var(--past)}.lightcone .future .ring{stroke:var(--future)}
.lightcone .past .diamond{fill:var(--past)}.lightcone .future .diamond{fill:var(--future)}
.lightcone .message.past path{stroke:var(--past);stroke-width:2}.lightcone .message.future path{
  stroke:var(--future);stroke-width:2}
.lightcone .message.past .head{fill:var(--past)}.lightcone .message.future .head{fill:var(--future)}
.lightcone .message.future .open{fill:none}
.lightcone .lane.past{stroke:var(--past);stroke-width:2.5}.lightcone .lane.future{stroke:var(--future);
  stroke-width:2.5}
.lightcone .mark.self circle.row{stroke:var(--ink);stroke-width:1.5}
.lightcone .cut{fill:none;stroke:var(--ink);stroke-width:1.6;stroke-dasharray:9 4;stroke-linejoin:round}
.lightcone .cut.none{display:none}
.lightcone .cut-text{fill:var(--ink);font-size:11.5px;font-style:italic}`;

/** The style sheet of what reacts to the reader, on a page. */
export const PAGE_STYLE = `
*{box-sizing:border-box}
html,body{height:100%}
body{display:flex;flex-direction:column;margin:0;background:var(--paper);color:var(--ink);
  font:15px/1.5 ${SANS}}
header{padding:24px 28px 14px;border-bottom:1px solid var(--edge)}
h1{margin:0;font-size:22px;line-height:1.25;font-weight:680;letter-spacing:-.01em}
header p{margin:4px 0 0;color:var(--quiet)}
header .violated{display:inline-block;margin-top:10px;padding:2px 12px;border-radius:99px;
  background:var(--violation);color:var(--paper);font-weight:600}
main{flex:1 1 0;min-height:0;display:flex}
figure{flex:1 1 auto;min-width:0;margin:0;padding:10px 12px;overflow:auto;outline-offset:-3px}
aside{flex:0 0 400px;display:flex;flex-direction:column;border-left:1px solid var(--edge)}
aside h2{margin:0;font-size:15px;font-weight:650}
#step{flex:0 1 auto;max-height:62vh;overflow:auto;padding:16px 20px;border-bottom:1px solid var(--edge)}
#step p{margin:6px 0;color:var(--quiet)}
#step ul{margin:8px 0 12px;padding:0;list-style:none}
#step li{padding:1px 0}
#step li+li{padding-left:14px;color:var(--quiet)}
code,#step li,#step td{font:13px/1.5 ${MONO};overflow-wrap:anywhere}
#step table{width:100%;border-collapse:collapse}
#step th{padding:3px 12px 3px 0;font-weight:400;text-align:left;vertical-align:top;color:var(--quiet);
  white-space:nowrap}
#step th.process{font-style:italic}
#step td{padding:3px 0;vertical-align:top}
#step h3{margin:16px 0 4px;font-size:13.5px;font-weight:600}
#step del{color:var(--quiet);text-decoration-thickness:1px}
#step ins{text-decoration:none;font-weight:700;background:var(--changed);border-radius:3px;padding:0 4px}
.counts{display:flex;flex-wrap:wrap;gap:4px 16px;font-size:13.5px}
#step .past{color:var(--past)}#step .future{color:var(--future)}.counts .beside{color:var(--quiet)}
.counts b{font-weight:700}
#schedule{flex:1 1 0;min-height:0;overflow:auto;padding:14px 12px 24px}
#schedule h2{padding:0 8px 6px}
#schedule ol{margin:0;padding:0;list-style:none}
#schedule button{all:unset;box-sizing:border-box;display:block;width:100%;padding:3px 8px 3px 44px;
  border-radius:6px;cursor:pointer;position:relative}
#schedule button::before{content:attr(data-number);position:absolute;left:0;width:34px;text-align:right;
  color:var(--quiet);font-variant-numeric:tabular-nums;font-size:12.5px;line-height:22px}
#schedule button span{display:block;color:var(--quiet);padding-left:14px}
#schedule button:hover,#schedule .self{background:var(--band)}
#schedule button:focus-visible,figure:focus-visible{outline:2px solid var(--past)}
#schedule .past{box-shadow:inset 3px 0 var(--past)}#schedule .future{box-shadow:inset 3px 0 var(--future)}
#schedule .note{padding:4px 8px 4px 44px;color:var(--quiet);font-style:italic}
#schedule .note.violated{color:var(--violation);font-weight:650;font-style:normal}
.lightcone .row{cursor:pointer}
.lightcone rect.row.self{fill:var(--band)}
.lightcone .mark .ring,.lightcone .mark .dot,.lightcone .mark .diamond,.lightcone .message,
  .lightcone .words,.lightcone .lane,.lightcone .remark{transition:opacity .12s}
${CONE_STYLE}
@media (max-width:900px){html,body{height:auto}main,aside{display:block}aside{border-left:0;
  border-top:1px solid var(--edge)}#step,#schedule{max-height:none}}
@media (prefers-reduced-motion:reduce){.lightcone *{transition:none!important}}
@media print{html,body{height:auto}main{display:block}figure{overflow:visible}aside{display:none}}
`.trim();

/** The style sheet of a page with a graph. */
export const GRAPH_PAGE_STYLE = `
${colours(":root")}
${PICTURE_STYLE}
${HOOK_STYLE}
${GRAPH_STYLE}
${PAGE_STYLE}
`;
