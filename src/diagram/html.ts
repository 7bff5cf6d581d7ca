/**
 * Scene → one HTML file that needs nothing else: the picture, the schedule beside it, and for the step
 * that the reader points at, the state of its process, and its causal past and future.
 */
import { escapeMarkup, printable } from "./characters.ts";
import { effectTexts, gapText, sizeText, type Mark, type Row, type Scene } from "./scene.ts";
import { PAGE_SCRIPT } from "./script.ts";
import { drawSvg } from "./svg.ts";
import { colours, PAGE_STYLE, PICTURE_STYLE } from "./theme.ts";

/** The texts of a page besides its scene. */
export interface HtmlOptions {
  /** The heading and the title of the page. Default: the name of the protocol. */
  readonly title?: string;
  /** A sentence below the heading, such as which system it is. */
  readonly subtitle?: string;
}

/** The text of an HTML file that shows a scene. */
export function drawHtml(scene: Scene, { title = scene.protocol, subtitle }: HtmlOptions = {}): string {
  const facts = `${scene.lanes.length} processes, ${sizeText(scene)}.`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeMarkup(title)}</title>
<style>
${colours(":root")}
${PICTURE_STYLE}
${PAGE_STYLE}
</style>
</head>
<body>
<header>
<h1>${escapeMarkup(title)}</h1>
<p>${escapeMarkup(subtitle === undefined ? facts : `${subtitle} ${facts}`)}</p>
${violated(scene)}
</header>
<main>
<figure tabindex="0" aria-label="Space-time diagram; the schedule says the same in words.">
${drawSvg(scene, { title, standalone: false })}</figure>
<aside>
<section id="step" aria-live="polite">
<h2>Steps</h2>
<p>Point at a step to see the state of its process, <b class="past">what can have influenced it</b> and
<b class="future">what it can have influenced</b>.</p>
<p>Click to keep it. The keys ↑ ↓ go through time, ← → along one process, Esc lets go.</p>
</section>
<section id="schedule">
<h2>Schedule</h2>
<ol>
${scene.rows.flatMap((row, i) => entries(scene, row, i)).join("\n")}
</ol>
</section>
</aside>
</main>
<script type="application/json" id="scene">${dataOf(scene)}</script>
<script>
${PAGE_SCRIPT}
</script>
</body>
</html>
`;
}

function violated({ rows }: Scene): string {
  const row = rows.find(({ kind }) => kind === "violation");
  return row?.kind === "violation"
    ? `<p class="violated">${escapeMarkup(`${row.property} violated`)}</p>`
    : "";
}

/** The lines of the schedule that belong to a row. */
function entries({ marks }: Scene, row: Row, i: number): string[] {
  if (row.kind === "gap") return [`<li class="note">${gapText(row.first, row.last)}</li>`];
  if (row.kind === "beat") return [`<li class="note">${escapeMarkup(row.text)}</li>`];
  if (row.kind === "violation")
    return [`<li class="note violated">${escapeMarkup(`${row.property} violated`)}</li>`];
  return [...marks.entries()].filter(([, mark]) => mark.row === i).map(([at, mark]) => entry(mark, at));
}

function entry(mark: Mark, at: number): string {
  const number = mark.step === 0 ? "" : mark.step;
  const effects = effectTexts(mark)
    .map((effect) => `<span>${escapeMarkup(effect)}</span>`)
    .join("");
  const words = `<code>${escapeMarkup(mark.beginning.text)}${effects}</code>`;
  return `<li><button type="button" data-mark="${at}" data-number="${number}">${words}</button></li>`;
}

/** The data for the page's script, as JSON that cannot end the element it stands in. */
function dataOf({ marks, hiddenCount }: Scene): string {
  const data = marks.map((mark) => ({
    step: mark.step,
    process: mark.process,
    column: mark.column,
    time: mark.time,
    lines: [mark.beginning.text, ...effectTexts(mark)].map(printable),
    fields: mark.fields.map((field) => ({
      ...field,
      name: printable(field.name),
      value: printable(field.value),
      ...(field.before === undefined ? {} : { before: printable(field.before) }),
    })),
  }));
  return JSON.stringify({ marks: data, hiddenCount }).replaceAll("<", "\\u003c");
}
