/** Scenes for Graphviz: the steps of each process in a column, and an edge for each message. */
import { at } from "../base/assert.ts";
import { remarks, type Mark, type Scene } from "./scene.ts";

/** The text of a directed graph in the DOT language. */
export function graphvizOf({ protocol, lanes, marks, arrows }: Scene): string {
  const nameAt = ({ column, row }: Pick<Mark, "column" | "row">): string => `s${column}_${row}`;
  const columns = lanes.map(({ process, column }) => {
    const own = marks.filter((mark) => mark.column === column);
    return [
      `  subgraph cluster_${column} {`,
      `    label=${quote(process)}; color=gray;`,
      ...own.map((mark) => `    ${nameAt(mark)} [label=${quote(labelAt(mark))}];`),
      ...own
        .slice(1)
        .map((mark, i) => `    ${nameAt(at(own, i))} -> ${nameAt(mark)} [arrowhead=none, weight=9];`),
      "  }",
    ];
  });
  const isMarked = ({ column, row }: Pick<Mark, "column" | "row">): boolean =>
    marks.some((mark) => mark.column === column && mark.row === row);
  const messages = arrows.filter(({ from, to }) => isMarked(from) && isMarked(to));
  return [
    `digraph ${quote(protocol)} {`,
    "  node [shape=box, fontsize=10]; edge [fontsize=10];",
    ...columns.flat(),
    ...messages.map(({ from, to, label, fate }) => {
      const style = fate === "received" ? "" : ", style=dashed";
      return `  ${nameAt(from)} -> ${nameAt(to)} [label=${quote(label)}${style}];`;
    }),
    "}",
    "",
  ].join("\n");
}

function labelAt(mark: Mark): string {
  const number = mark.step === 0 ? "start" : `${mark.step}`;
  return [number, ...remarks(mark)].join(": ");
}

/** A text as DOT reads it. */
function quote(text: string): string {
  return `"${text.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", " ")}"`;
}
