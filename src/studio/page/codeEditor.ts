/** The editor of code: CodeMirror, with a mistake under its line. */
import { closeBrackets, closeBracketsKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { javascript } from "@codemirror/lang-javascript";
import { bracketMatching, HighlightStyle, indentOnInput, syntaxHighlighting } from "@codemirror/language";
import { lintGutter, setDiagnostics, type Diagnostic } from "@codemirror/lint";
import { highlightSelectionMatches, searchKeymap } from "@codemirror/search";
import { EditorState, StateEffect, StateField } from "@codemirror/state";
import {
  Decoration,
  drawSelection,
  EditorView,
  highlightActiveLine,
  keymap,
  lineNumbers,
  WidgetType,
  type DecorationSet,
} from "@codemirror/view";
import { tags } from "@lezer/highlight";
import type { PlacedMistake } from "../compiling/program.ts";

/** An editor in the page. */
export interface CodeEditor {
  /** Shows a mistake at its line, or none. */
  show(mistake: PlacedMistake | undefined): void;
  /** Puts another text in the place of the one that is there. */
  replace(text: string): void;
  close(): void;
}

/** The text is handed on when nothing was typed for so long. */
const PAUSE_MS = 350;

const colours = HighlightStyle.define([
  { tag: [tags.keyword, tags.modifier, tags.operatorKeyword], color: "var(--k-key)" },
  { tag: [tags.string, tags.special(tags.string)], color: "var(--k-str)" },
  { tag: [tags.typeName, tags.className], color: "var(--k-type)" },
  { tag: tags.comment, color: "var(--k-com)" },
  { tag: [tags.number, tags.bool, tags.null], color: "var(--k-num)" },
]);

/** The line below the mistake that says what it is. */
class MistakeLens extends WidgetType {
  private readonly mistake: PlacedMistake;
  constructor(mistake: PlacedMistake) {
    super();
    this.mistake = mistake;
  }
  override toDOM(): HTMLElement {
    const lens = document.createElement("div");
    lens.className = "lens";
    lens.setAttribute("role", "alert");
    const what = document.createElement("b");
    what.textContent = this.mistake.what;
    lens.append(what, ` ${this.mistake.advice}`);
    return lens;
  }
  override eq(other: MistakeLens): boolean {
    return other.mistake.what === this.mistake.what && other.mistake.line === this.mistake.line;
  }
}

const setLens = StateEffect.define<PlacedMistake | null>();

const lenses = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(shown, transaction) {
    for (const effect of transaction.effects) {
      if (!effect.is(setLens)) continue;
      if (effect.value === null) return Decoration.none;
      const line = transaction.state.doc.line(Math.min(effect.value.line, transaction.state.doc.lines));
      const widget = Decoration.widget({ widget: new MistakeLens(effect.value), block: true, side: 1 });
      return Decoration.set([widget.range(line.to)]);
    }
    return shown.map(transaction.changes);
  },
  provide: (field) => EditorView.decorations.from(field),
});

/** Makes an editor in an element. */
export function createEditor(
  parent: HTMLElement,
  {
    text,
    isReadOnly,
    changed,
  }: { readonly text: string; readonly isReadOnly: boolean; changed(text: string): void },
): CodeEditor {
  let pause: number | undefined;
  const view = new EditorView({
    parent,
    state: EditorState.create({
      doc: text,
      extensions: [
        lineNumbers(),
        history(),
        drawSelection(),
        indentOnInput(),
        bracketMatching(),
        closeBrackets(),
        highlightActiveLine(),
        highlightSelectionMatches(),
        javascript({ typescript: true }),
        syntaxHighlighting(colours),
        lintGutter(),
        lenses,
        keymap.of([
          ...closeBracketsKeymap,
          ...defaultKeymap,
          ...searchKeymap,
          ...historyKeymap,
          indentWithTab,
        ]),
        EditorState.readOnly.of(isReadOnly),
        EditorView.contentAttributes.of({ "aria-label": "Code of the protocol" }),
        EditorView.updateListener.of(({ docChanged, state }) => {
          if (!docChanged || isReadOnly) return;
          window.clearTimeout(pause);
          pause = window.setTimeout(() => changed(state.doc.toString()), PAUSE_MS);
        }),
      ],
    }),
  });
  return {
    show(mistake) {
      view.dispatch(
        { effects: setLens.of(mistake ?? null) },
        setDiagnostics(view.state, diagnosticsOf(view, mistake)),
      );
      if (mistake === undefined) return;
      const line = view.state.doc.line(Math.min(mistake.line, view.state.doc.lines));
      view.dispatch({ effects: EditorView.scrollIntoView(line.from, { y: "nearest", yMargin: 80 }) });
    },
    replace(other) {
      view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: other } });
    },
    close() {
      window.clearTimeout(pause);
      view.destroy();
    },
  };
}

function diagnosticsOf({ state }: EditorView, mistake: PlacedMistake | undefined): Diagnostic[] {
  if (mistake === undefined) return [];
  const line = state.doc.line(Math.min(mistake.line, state.doc.lines));
  const from = Math.min(line.from + mistake.column - 1, line.to);
  const word = /^[\w$"'`]+/.exec(line.text.slice(from - line.from))?.[0].length ?? 1;
  return [{ from, to: Math.min(line.to, from + word), severity: "error", message: mistake.what }];
}
