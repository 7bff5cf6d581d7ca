/** The types in an editor: names that fit, and what a name under the pointer means. */
import { autocompletion, type Completion, type CompletionContext } from "@codemirror/autocomplete";
import type { Extension } from "@codemirror/state";
import { hoverTooltip } from "@codemirror/view";
import type { SourceFiles } from "../compiling/program.ts";
import type { Explained } from "../typing/typings.ts";
import { askTypes } from "./typesClient.ts";

/** The file that is edited, among those that belong to it. */
export interface TypedFile {
  readonly path: string;
  /** All files, with this one as its text is in the editor. */
  filesWith(text: string): SourceFiles;
}

/** The marks that CodeMirror has for kinds of names. */
const MARKS: Readonly<Record<string, string>> = {
  method: "method",
  function: "function",
  property: "property",
  getter: "property",
  const: "constant",
  let: "variable",
  var: "variable",
  parameter: "variable",
  keyword: "keyword",
  interface: "interface",
  type: "type",
  class: "class",
  enum: "enum",
  module: "namespace",
  string: "text",
};

/** The extensions of an editor that knows types. */
export function typedEditing(file: TypedFile): Extension {
  const { path } = file;
  return [
    autocompletion({ override: [(context) => fitting(context, file)] }),
    hoverTooltip(async ({ state }, at) => {
      const files = file.filesWith(state.doc.toString());
      const explained = await askTypes(files, "explain", { path, at }).catch(() => undefined);
      if (explained === undefined) return null;
      const { from: pos, to: end } = explained;
      return { pos, end, above: true, create: () => ({ dom: cardOf(explained) }) };
    }),
  ];
}

async function fitting(context: CompletionContext, { path, filesWith }: TypedFile) {
  const word = context.matchBefore(/[\w$]+/);
  const isAsked = context.explicit || word !== null || context.matchBefore(/[.'"]$/) !== null;
  if (!isAsked) return null;
  const files = filesWith(context.state.doc.toString());
  const place = { path, at: context.pos };
  const found = await askTypes(files, "fitting", place).catch(() => []);
  const options = found.map(({ name, kind, order }): Completion => {
    const info = async (): Promise<HTMLElement | null> => {
      const explained = await askTypes(files, "explainFitting", { ...place, name });
      return explained === undefined ? null : cardOf(explained);
    };
    return { label: name, type: MARKS[kind] ?? "text", sortText: order, info };
  });
  return options.length === 0 ? null : { from: word?.from ?? context.pos, options, validFor: /^[\w$]*$/ };
}

/** A name explained, as a card. */
function cardOf({ type, words }: Explained): HTMLElement {
  const card = document.createElement("div");
  card.className = "type-card";
  const code = document.createElement("code");
  code.textContent = type;
  card.append(code);
  if (words === "") return card;
  const paragraph = document.createElement("p");
  paragraph.textContent = words;
  card.append(paragraph);
  return card;
}
