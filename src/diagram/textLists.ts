/** Lists below a picture in a terminal: signs, changes, states; or the steps, if there is no picture. */
import { changeTexts } from "./changes.ts";
import { emptyLine, write, type Ink, type Line } from "./canvas.ts";
import { clip, widthOf } from "./characters.ts";
import { addWords, inGlyphs, type Means, type Page } from "./page.ts";
import {
  fieldText,
  furtherRemarks,
  cycleText,
  gapText,
  moreText,
  numberText,
  statesHeading,
  type OperationInterval,
  type Row,
  type Scene,
} from "./scene.ts";
import { valenceKeysOf, type ValenceTone } from "./valenceKeys.ts";
import { wrappedItems, wrappedWords } from "./wrapping.ts";

/** Lines of words alone. */
export function paragraph(text: string, ink: Ink, means: Means): Line[] {
  return wrappedWords(inGlyphs(text, means.glyphs), means.width).map((piece) => {
    const line = emptyLine();
    write(line, 0, piece, ink);
    return line;
  });
}

/** The legend of the signs that occur, in as many lines as it takes. */
export function legend(page: Page): Line[] {
  const { marks, arrows, unit, seenBy, cones, lanes } = page.scene;
  const { unknown, timing, decision, halt, dashTransit, openRight, crash, lost, laneBusy } = page.glyphs;
  const signs = [
    ...(marks.some(({ beginning }) => beginning.sign === "timing") ? [`${timing} timing event`] : []),
    ...(marks.some((mark) => mark.decision !== undefined) ? [`${decision} decision`] : []),
    ...(marks.some(({ halts }) => halts) ? [`${halt} halts`] : []),
    ...(marks.some(({ beginning }) => beginning.sign === "crash") ? [`${crash} crashes`] : []),
    ...(lanes.some(({ operations = [] }) => operations.some(lasts)) ? [`${laneBusy} in an operation`] : []),
    ...(arrows.some(({ fate }) => fate === "lost") ? [`${dashTransit}${dashTransit}${lost} lost`] : []),
    ...(arrows.some(({ fate }) => fate === "in transit")
      ? [`${dashTransit}${dashTransit}${openRight} in transit`]
      : []),
    ...(marks.some(({ differs }) => differs === true) ? ["≠ first difference to its process"] : []),
    ...valenceKeysOf(page.scene).map(({ text }) => text),
    ...(seenBy === undefined ? [] : [`${unknown} unknown to ${seenBy}`]),
    ...(cones === undefined ? [] : [`${unknown} concurrent with ${unit} ${marks[cones.of]?.step}`]),
    ...(arrows.some(({ overtaken }) => overtaken) ? [`@n sent in ${unit} n`] : []),
    ...(arrows.some(({ overtaken, sent }) => overtaken && sent === 0) ? ["@0 sent at the start"] : []),
  ];
  const lines: string[] = [];
  for (const sign of signs) {
    const longer = `${lines.at(-1) ?? ""}   ${sign}`;
    if (lines.length > 0 && widthOf(longer) <= page.width) lines[lines.length - 1] = longer;
    else lines.push(` ${sign}`);
  }
  return lines.length === 0
    ? []
    : [emptyLine(), ...lines.flatMap((line) => indented([line.slice(1)], { indent: 1, ink: "quiet" }, page))];
}

/** Whether an operation goes on between its first row and its last. */
function lasts({ from, to = Infinity }: OperationInterval): boolean {
  return to > from + 1;
}

/** The inks of valences. */
export const VALENCE_INKS = {
  open: "timing",
  first: "message",
  second: "decision",
  other: "plain",
} as const satisfies Record<ValenceTone, Ink>;

/** Lines that begin further to the right. */
function indented(
  texts: readonly string[],
  { indent, ink }: { readonly indent: number; readonly ink: Ink },
  means: Means,
): Line[] {
  return texts.map((text) => {
    const line = emptyLine();
    addWords(line, { x: indent, text, ink }, means);
    return line;
  });
}

/** Texts below a picture, each with its name in front. */
interface Named {
  readonly name: string;
  readonly texts: readonly string[];
}

/** The maximum width of names in front of texts. */
const NAME_MAX = 24;

/** A heading, and below it texts with their names. */
function table(heading: string, rows: readonly Named[], means: Means): Line[] {
  const width = Math.min(NAME_MAX, Math.max(0, ...rows.map(({ name }) => widthOf(name))));
  const indent = width + 3;
  const lines = rows.flatMap(({ name, texts }) => {
    const own = wrappedItems(
      texts.map((text) => inGlyphs(text, means.glyphs)),
      Math.max(8, means.width - indent),
    );
    const drawn = indented(own, { indent, ink: "plain" }, means);
    for (const line of drawn.slice(0, 1)) write(line, 1, clip(name, width, means.glyphs.cut), "process");
    return drawn;
  });
  return rows.length === 0 ? [] : [emptyLine(), ...paragraph(heading, "quiet", means), ...lines];
}

/** The changes that the steps of a scene made. */
export function changesIn({ scene, ...means }: Means & Pick<Page, "scene">): Line[] {
  const gutter = `${scene.stepCount}`.length;
  const changed = scene.marks
    .map((mark) => ({ ...mark, texts: changeTexts(mark.changes) }))
    .filter(({ texts, row }) => texts.length > 0 && row > 0);
  const rows = changed.map(({ step, process, texts }) => ({
    name: `${`${step}`.padStart(gutter)}  ${process}`,
    texts,
  }));
  return table(`What each ${scene.unit} changed:`, rows, means);
}

/** The maximum number of processes whose states are listed. */
const STATES_MAX = 16;

/** The states of all processes and objects, at the violation or at the end. */
export function statesIn(scene: Scene, means: Means): Line[] {
  const told = scene.states.filter(({ fields }) => fields.length > 0);
  const rows = told.slice(0, STATES_MAX).map(({ name, fields }) => ({ name, texts: fields.map(fieldText) }));
  const more = told.length - rows.length;
  return [
    ...table(statesHeading(scene), rows, means),
    ...(more === 0 ? [] : paragraph(`… and ${more} more`, "quiet", means)),
  ];
}

/** The steps, one a line, for pictures that do not fit. */
export function listed(scene: Scene, means: Means): Line[] {
  const gutter = Math.max(3, ...scene.rows.map((row) => numberText(row).length)) + 3;
  const reason = `${scene.lanes.length} processes do not fit into ${means.width} columns; the steps instead:`;
  const lines = scene.rows.flatMap((row, i): Line[] => {
    const [items, ink] = wordsOf(scene, row, i);
    const drawn = indented(
      wrappedItems(
        items.map((item) => inGlyphs(item, means.glyphs)),
        means.width - gutter,
      ),
      { indent: gutter, ink },
      means,
    );
    for (const line of drawn.slice(0, 1))
      addWords(line, { x: 0, text: numberText(row).padStart(gutter - 2), ink: "quiet" }, means);
    return drawn;
  });
  return [...paragraph(reason, "quiet", means), emptyLine(), ...lines];
}

/** A row in words; none for rows that say what the others say. */
function wordsOf(scene: Scene, row: Row, number: number): readonly [items: readonly string[], ink: Ink] {
  switch (row.kind) {
    case "step": {
      const mark = scene.marks.find((one) => one.row === number);
      return mark === undefined
        ? [[], "plain"]
        : [[mark.beginning.text, ...furtherRemarks(mark), ...changeTexts(mark.changes)], "plain"];
    }
    case "gap":
      return [[gapText(row, scene)], "quiet"];
    case "beat":
    case "tick":
      return [[row.text], "quiet"];
    case "cycle":
      return [[cycleText(row, scene)], "timing"];
    case "violation":
      return [[`${row.property} violated`], "violation"];
    case "lost":
      return [
        scene.arrows.flatMap((arrow) =>
          arrow.to.row === number
            ? [`${arrow.message} to ${scene.lanes[arrow.to.column]?.process} is lost`]
            : [],
        ),
        "quiet",
      ];
    case "more":
      return [[moreText(row)], "quiet"];
    default:
      return [[], "quiet"];
  }
}
