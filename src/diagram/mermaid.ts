/** Scenes as sequence diagrams of Mermaid, for documents that draw these. */
import { furtherRemarks, type Mark, type Scene } from "./scene.ts";

/** The text of a sequence diagram. */
export function mermaidOf({ lanes, marks, arrows }: Scene): string {
  const names = new Map(lanes.map(({ process, column }) => [column, process]));
  const lines = marks.flatMap((mark): string[] => {
    const to = names.get(mark.column) ?? "";
    const { operations = [] } = lanes[mark.column] ?? {};
    const isShown = (row: number): boolean =>
      marks.some((other) => other.column === mark.column && other.row === row);
    const bars = [
      ...operations
        .filter((one) => one.to === mark.row && isShown(one.from))
        .map(() => `  deactivate ${safe(to)}`),
      ...operations.filter((one) => one.from === mark.row).map(() => `  activate ${safe(to)}`),
    ];
    const arrow = arrows.find(
      ({ to: end, fate }) => end.row === mark.row && end.column === mark.column && fate !== "in transit",
    );
    const from = arrow === undefined ? undefined : names.get(arrow.from.column);
    const told =
      arrow === undefined || from === undefined
        ? []
        : [`  ${safe(from)}${arrow.fate === "lost" ? "--x" : "->>"}${safe(to)}: ${plainText(arrow.label)}`];
    const notes = notesOf(mark).map((note) => `  Note over ${safe(to)}: ${plainText(note)}`);
    return [...told, ...notes, ...bars];
  });
  return [
    "sequenceDiagram",
    ...lanes.map(({ process }) => `  participant ${safe(process)}`),
    ...lines,
    "",
  ].join("\n");
}

function notesOf(mark: Mark): string[] {
  const { remark } = mark.beginning;
  const isLost = mark.beginning.sign === "lost";
  return [...(remark === undefined || isLost ? [] : [remark]), ...furtherRemarks(mark)];
}

/** A name that Mermaid takes for one word. */
function safe(name: string): string {
  return name.replace(/\W/g, "_");
}

/** A text without what Mermaid would take for its own. */
function plainText(text: string): string {
  return text.replaceAll("#", "#35;").replaceAll(";", "#59;").replaceAll("\n", " ");
}
