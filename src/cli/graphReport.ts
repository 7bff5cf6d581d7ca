/** The graph of all configurations, as text, as a picture, as a page and as a document. */
import { createHash } from "node:crypto";
import { plural } from "../base/plural.ts";
import { drawGraph, GRAPH_PAGE_STYLE, valenceText } from "../diagram/index.ts";
import { escapeMarkup } from "../diagram/characters.ts";
import type { GraphBox, GraphPictureReport } from "../host/node/graphBoxes.ts";
import { count, counted } from "./amounts.ts";
import { decisionText, laidOutGraph } from "./graphLayout.ts";
import { bold, dim, inColumn, yellow } from "./ink.ts";
import { JSON_VERSION } from "./json.ts";
import { textOfSystem } from "./systemText.ts";

/** The report, with a line for each box. */
export function linesOfGraph(report: GraphPictureReport): string[] {
  const { protocol, system, boxes, arrows } = report;
  const next = boxes.map((_, i) => arrows.filter(({ from }) => from === i).map(({ to }) => `${to + 1}`));
  const numbers = inColumn(["box", ...boxes.map((_, i) => `${i + 1}`)]);
  const others = [
    ["configurations", ...boxes.map(({ configurations }) => count(configurations))],
    ["steps", ...boxes.map(({ depth }) => count(depth))],
    ...(report.values.length === 0 ? [] : [["valence", ...boxes.map(({ valence }) => valenceText(valence))]]),
    ["", ...boxes.map(markText)],
    ["leads to", ...next.map((list) => list.join(" "))],
  ].map((column) => inColumn(column));
  const [head = "", ...rows] = numbers.map((number, i) =>
    [number, ...others.map((column) => column[i])].join("  ").trimEnd(),
  );
  const [size, leftOut] = saidOfGraph(report);
  return [
    `${bold(protocol)}: ${textOfSystem(system)}`,
    "",
    size,
    report.leftOut.boxes === 0 ? leftOut : yellow(leftOut),
    "",
    dim(`  ${head}`),
    ...rows.map((row) => `  ${row}`),
    ...adviceOn(report),
  ];
}

/** The way to fewer boxes, where there are many and not much is seen of them. */
function adviceOn({ boxes, variables }: GraphPictureReport): string[] {
  const isPlain = boxes.every(({ states }) => states.length === 0);
  if (boxes.length <= MANY_BOXES || !isPlain || variables.length === 0) return [];
  const flags = `--collapse alike --show ${variables[0]}`;
  return ["", `To tell configurations apart by a variable, and draw alike ones as one: ${flags}`];
}

/** The number of boxes from which on advice is given. */
const MANY_BOXES = 60;

/** The rest that there is to say of a box. */
function markText({ isInitial, isEnd, decided, states, refuted }: GraphBox): string {
  return [
    ...(isInitial ? ["initial"] : []),
    ...(isEnd ? ["may end"] : []),
    ...(decided.length === 0 ? [] : [`decided ${decisionText(decided)}`]),
    ...(states.length === 0 ? [] : [decisionText(states)]),
    ...refuted.map((property) => `✗ ${property}`),
  ].join(", ");
}

/** The size of it all, and what boxes stand for; and what is left out. */
function saidOfGraph(report: GraphPictureReport): readonly [size: string, leftOut: string] {
  const { configurations, transitions, collapse, leftOut } = report;
  const all = `${counted(configurations, "configuration")}, ${counted(transitions, "transition")}`;
  const boxes = report.boxes.length + leftOut.boxes;
  const configurationsLeft = counted(leftOut.configurations, "configuration");
  const far =
    collapse === "none"
      ? `the ${configurationsLeft} that are farthest away`
      : `the ${count(leftOut.boxes)} boxes that are farthest away, with ${configurationsLeft}`;
  return [
    collapse === "none"
      ? `${all}.`
      : `${all}, in ${count(boxes)} ${boxes === 1 ? "box" : plural("box")}. ${MEANS[collapse]}`,
    leftOut.boxes === 0 ? "Nothing is left out." : `Left out are ${far}.`,
  ];
}

/** The meaning of a box, where it is not one configuration. */
const MEANS = {
  chains:
    "Steps in a row, from which nothing else leads and which change nothing of what is shown, are one box.",
  alike: "Configurations that are joined by steps, and look alike here, are one box.",
};

/** The picture. */
export async function drawnGraphOf(report: GraphPictureReport): Promise<string> {
  return drawGraph(await laidOutGraph(report, textsOf(report)));
}

function textsOf(report: GraphPictureReport): { title: string; subtitle: string } {
  return { title: `${report.protocol}: all configurations`, subtitle: saidOfGraph(report).join(" ") };
}

/** A page with the picture, which needs nothing else. */
export async function pageOfGraph(report: GraphPictureReport): Promise<string> {
  const texts = textsOf(report);
  const picture = drawGraph(await laidOutGraph(report, { ...texts, title: "", subtitle: "" }), {
    standalone: false,
  });
  const hash = createHash("sha256").update(GRAPH_PAGE_STYLE).digest("base64");
  const policy = `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`;
  const system = escapeMarkup(textOfSystem(report.system));
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeMarkup(texts.title)}</title>
<style>${GRAPH_PAGE_STYLE}</style>
</head>
<body>
<header>
<h1>${escapeMarkup(texts.title)}</h1>
<p>${system}. ${escapeMarkup(texts.subtitle)}</p>
<p>Point at an arrow to see its steps. Executions begin at a dot, and may end where there are two rims.</p>
</header>
<main>
<figure tabindex="0" aria-label="Graph of configurations">
${picture}</figure>
</main>
</body>
</html>
`;
}

/** The document. */
export function documentOfGraph({ kind: lightcone, ...report }: GraphPictureReport): object {
  return { lightcone, version: JSON_VERSION, ...report };
}
