/**
 * Scene → one HTML file that needs nothing else: the picture, the schedule beside it, and for the step
 * that the reader points at, the state of its process, and its causal past and future.
 */
import { visible } from "../base/visible.ts";
import { escapeMarkup } from "./characters.ts";
import {
  effectTexts,
  fieldText,
  cycleText,
  gapText,
  numberText,
  sizeText,
  statesHeading,
  type Mark,
  type Row,
  type Scene,
  type StateField,
} from "./scene.ts";
import { PAGE_SCRIPT } from "./script.ts";
import { drawSvg } from "./svg.ts";
import {
  colours,
  HOOK_STYLE,
  KEY_STYLE,
  OBJECT_STYLE,
  OPERATION_STYLE,
  PAGE_STYLE,
  SEEN_STYLE,
} from "./theme.ts";

/** The texts of a page besides its scene. */
export interface HtmlOptions {
  /** The heading and the title of the page. Default: the name of the protocol. */
  readonly title?: string;
  /** A sentence below the heading, such as which system it is. */
  readonly subtitle?: string;
  /** A picture below that of the scene, as an `<svg>` element without a style of its own. */
  readonly below?: string;
}

const STYLE = `
${colours(":root")}
${SEEN_STYLE}
${OBJECT_STYLE}
${OPERATION_STYLE}
${KEY_STYLE}
${HOOK_STYLE}
${PAGE_STYLE}
`;

/** The hashes of the page's own style and script: a browser runs nothing else, and asks for nothing. */
const STYLE_HASH = "sha256-YegANHD4aOwQlvFe0DEbgO1q/JTphoszneoLBCIL/OY=";
const SCRIPT_HASH = "sha256-aTrUEtZNTiM7XAgMC+opmt0Q949wskD/8BzGoOiGvCk=";
const POLICY = [
  "default-src 'none'",
  `script-src '${SCRIPT_HASH}'`,
  `style-src '${STYLE_HASH}'`,
  "base-uri 'none'",
  "form-action 'none'",
].join("; ");

/** The text of an HTML file that shows a scene. */
export function drawHtml(
  scene: Scene,
  { title = scene.protocol, subtitle, below = "" }: HtmlOptions = {},
): string {
  const facts = `${scene.lanes.length} processes, ${sizeText(scene)}.`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeMarkup(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<header>
<h1>${escapeMarkup(title)}</h1>
<p>${escapeMarkup(subtitle === undefined ? facts : `${subtitle} ${facts}`)}</p>
${violated(scene)}
</header>
<main>
<figure tabindex="0" aria-label="Space-time diagram; the schedule says the same in words.">
${drawSvg({ ...scene, cones: undefined }, { title, standalone: false })}${below}</figure>
<aside>
<section id="step" aria-live="polite">
<h2>Steps</h2>
<p>Point at a step to see the state of its process, <b class="past">what can have influenced it</b>,
<b class="future">what it can have influenced</b>, and the smallest consistent cut with it.</p>
<p>Click to keep it. The keys ↑ ↓ go through time, ← → along one process, Esc lets go.</p>
${statesTable(scene)}
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
<script>${PAGE_SCRIPT}</script>
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
function entries(scene: Scene, row: Row, i: number): string[] {
  const note = (text: string): string => `<li class="note">${escapeMarkup(text)}</li>`;
  if (row.kind === "gap") return [note(gapText(row, scene))];
  if (row.kind === "beat" || row.kind === "tick")
    return [note([numberText(row), row.text].filter((text) => text !== "").join(" · "))];
  if (row.kind === "cycle") return [note(`↻ ${cycleText(row, scene)}`)];
  if (row.kind === "violation")
    return [`<li class="note violated">${escapeMarkup(`${row.property} violated`)}</li>`];
  if (row.kind === "lost") {
    const lost = scene.arrows.filter(({ to }) => to.row === i);
    return lost.map(({ message, to }) => note(`${message} to ${scene.lanes[to.column]?.process} is lost`));
  }
  const marks = [...scene.marks.entries()].filter(([, mark]) => mark.row === i);
  return marks.map(([at, mark]) => entry(mark, at, numberText(row)));
}

function entry(mark: Mark, at: number, number: string): string {
  const effects = effectTexts(mark)
    .map((effect) => `<span>${escapeMarkup(effect)}</span>`)
    .join("");
  const words = `<code>${escapeMarkup(mark.beginning.text)}${effects}</code>`;
  return `<li><button type="button" data-mark="${at}" data-number="${number}">${words}</button></li>`;
}

/** The states of all processes, where there is a violation. */
function statesTable(scene: Scene): string {
  if (scene.violation === undefined) return "";
  const lines = (fields: readonly StateField[]): string =>
    fields.map((field) => escapeMarkup(fieldText(field))).join("<br>");
  const rows = scene.states.flatMap(({ name, fields }) =>
    fields.length === 0
      ? []
      : [`<tr><th scope="row">${escapeMarkup(name)}</th><td>${lines(fields)}</td></tr>`],
  );
  return rows.length === 0 ? "" : `<h3>${statesHeading(scene)}</h3>\n<table>\n${rows.join("\n")}\n</table>`;
}

/** The names of marks in the address of a page: `step-3`, `start-p1`; the second of a step is `step-3.2`. */
function namesOf({ marks, unit }: Scene): string[] {
  const counts = new Map<string, number>();
  return marks.map(({ step, process }) => {
    const name = step === 0 ? `start-${process}` : `${unit}-${step}`;
    const count = (counts.get(name) ?? 0) + 1;
    counts.set(name, count);
    return count === 1 ? name : `${name}.${count}`;
  });
}

/** The data for the page's script, as JSON that cannot end the element it stands in. */
function dataOf(scene: Scene): string {
  const { marks, hiddenCount, unit, cones } = scene;
  const names = namesOf(scene);
  const data = marks.map((mark, i) => ({
    name: names[i],
    title:
      mark.step === 0
        ? `${mark.process} starts`
        : `${unit === "round" ? "Round" : "Step"} ${mark.step} · ${mark.process}`,
    column: mark.column,
    process: mark.process,
    time: mark.time,
    lines: [mark.beginning.text, ...effectTexts(mark)].map(visible),
    fields: mark.fields.map((field) => ({
      ...field,
      name: visible(field.name),
      value: visible(field.value),
      ...(field.before === undefined ? {} : { before: visible(field.before) }),
    })),
  }));
  return JSON.stringify({ marks: data, hiddenCount, selected: cones?.of ?? -1 }).replaceAll("<", "\\u003c");
}
