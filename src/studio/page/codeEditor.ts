/** The editor of code: CodeMirror, with a mistake under its line, and what TypeScript knows. */
import { closeBrackets, closeBracketsKeymap, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { javascript } from "@codemirror/lang-javascript";
import { bracketMatching, HighlightStyle, indentOnInput, syntaxHighlighting } from "@codemirror/language";
import { lintGutter, setDiagnostics, type Diagnostic } from "@codemirror/lint";
import { highlightSelectionMatches, searchKeymap } from "@codemirror/search";
import { EditorState, StateEffect, StateField, type TransactionSpec } from "@codemirror/state";
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
import type { TypeMistake } from "../typing/typings.ts";
import type { CoveredBranch } from "../findings.ts";
import { coverage, setCoverage } from "./coverageGutter.ts";
import { typedEditing, type TypedFile } from "./typedEditing.ts";
import { askTypes } from "./typesClient.ts";

/** An editor in the page. */
export interface CodeEditor {
  /** Shows a mistake at its line, or none. */
  show(mistake: PlacedMistake | undefined): void;
  /** Puts another text in the place of the one that is there. */
  replace(text: string): void;
  /** Goes to a line. */
  goTo(line: number): void;
  /** Marks a line that was asked for, or none. */
  point(line: number | undefined): void;
  /** Shows beside each line whether some schedule reaches it. */
  cover(branches: readonly CoveredBranch[]): void;
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

const setPoint = StateEffect.define<number | null>();

/** The line that was asked for. */
const pointed = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(shown, transaction) {
    for (const effect of transaction.effects) {
      if (!effect.is(setPoint)) continue;
      if (effect.value === null) return Decoration.none;
      const { from } = transaction.state.doc.line(effect.value);
      return Decoration.set([Decoration.line({ class: "cm-pointed" }).range(from)]);
    }
    return shown.map(transaction.changes);
  },
  provide: (field) => EditorView.decorations.from(field),
});

/** The settings of an editor. */
interface EditorSettings {
  readonly text: string;
  readonly isReadOnly: boolean;
  readonly file: TypedFile;
  changed(text: string): void;
  /** Gets the mistakes of types whenever they are known; where nobody does, they are not looked for. */
  typed?(mistakes: readonly TypeMistake[]): void;
}

/** Makes an editor in an element. */
export function createEditor(parent: HTMLElement, settings: EditorSettings): CodeEditor {
  return new OpenEditor(parent, settings);
}

class OpenEditor implements CodeEditor {
  private readonly view: EditorView;
  private readonly settings: EditorSettings;
  private pause: number | undefined;
  private mistake: PlacedMistake | undefined;
  private types: readonly TypeMistake[] = [];
  private isClosed = false;

  constructor(parent: HTMLElement, settings: EditorSettings) {
    this.settings = settings;
    const watch = EditorView.updateListener.of(({ docChanged }) => {
      if (docChanged) this.hasChanged();
    });
    const extensions = [...BASE, typedEditing(settings.file), watch];
    const readOnly = EditorState.readOnly.of(settings.isReadOnly);
    const doc = settings.text;
    this.view = new EditorView({
      parent,
      state: EditorState.create({ doc, extensions: [...extensions, readOnly] }),
    });
    void this.checkTypes();
  }

  private get text(): string {
    return this.view.state.doc.toString();
  }

  private hasChanged(): void {
    window.clearTimeout(this.pause);
    this.pause = window.setTimeout(() => {
      if (!this.settings.isReadOnly) this.settings.changed(this.text);
      void this.checkTypes();
    }, PAUSE_MS);
  }

  /** Asks for the mistakes of types; what was typed meanwhile makes the answer one about another text. */
  private async checkTypes(): Promise<void> {
    const { text, settings } = this;
    if (settings.typed === undefined) return;
    const { path, filesWith } = settings.file;
    const found = await askTypes(filesWith(text), "mistakes", { path }).catch(() => []);
    if (this.isClosed || this.text !== text) return;
    this.types = found;
    this.view.dispatch(this.underlined());
    settings.typed(found);
  }

  private underlined(): TransactionSpec {
    const { state } = this.view;
    const { mistake } = this;
    const others = this.types.filter(({ line }) => line !== mistake?.line);
    const typed = others.map(({ from, to, what }): Diagnostic => {
      const end = state.doc.length;
      return { from: Math.min(from, end), to: Math.min(to, end), severity: "error", message: what };
    });
    const all = [...diagnosticsOf(this.view, mistake), ...typed].sort((a, b) => a.from - b.from);
    return setDiagnostics(state, all);
  }

  show(mistake: PlacedMistake | undefined): void {
    this.mistake = mistake;
    this.view.dispatch({ effects: setLens.of(mistake ?? null) }, this.underlined());
    if (mistake !== undefined) this.goTo(mistake.line);
  }

  replace(text: string): void {
    this.view.dispatch({ changes: { from: 0, to: this.view.state.doc.length, insert: text } });
  }

  goTo(number: number): void {
    const { doc } = this.view.state;
    const { from } = doc.line(Math.min(number, doc.lines));
    this.view.dispatch({ effects: EditorView.scrollIntoView(from, { y: "nearest", yMargin: 80 }) });
  }

  point(number: number | undefined): void {
    const line = number === undefined ? null : Math.min(number, this.view.state.doc.lines);
    this.view.dispatch({ effects: setPoint.of(line) });
    if (line !== null) this.goTo(line);
  }

  cover(branches: readonly CoveredBranch[]): void {
    this.view.dispatch({ effects: setCoverage.of(branches) });
  }

  close(): void {
    this.isClosed = true;
    window.clearTimeout(this.pause);
    this.view.destroy();
  }
}

/** The extensions of every editor. */
const BASE = [
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
  pointed,
  coverage,
  keymap.of([
    ...closeBracketsKeymap,
    ...completionKeymap,
    ...defaultKeymap,
    ...searchKeymap,
    ...historyKeymap,
    indentWithTab,
  ]),
  EditorView.contentAttributes.of({ "aria-label": "Code of the protocol", tabindex: "0" }),
];

function diagnosticsOf({ state }: EditorView, mistake: PlacedMistake | undefined): Diagnostic[] {
  if (mistake === undefined) return [];
  const line = state.doc.line(Math.min(mistake.line, state.doc.lines));
  const from = Math.min(line.from + mistake.column - 1, line.to);
  const word = /^[\w$"'`]+/.exec(line.text.slice(from - line.from))?.[0].length ?? 1;
  return [{ from, to: Math.min(line.to, from + word), severity: "error", message: mistake.what }];
}
