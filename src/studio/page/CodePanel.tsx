/** The code: an editor, loaded when it is first seen; mistakes stand at their lines. */
import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import type { CoveredBranch } from "../findings.ts";
import type { CodePlace, PlacedMistake, SourceFiles } from "../compiling/program.ts";
import type { TypeMistake } from "../typing/typings.ts";
import type { CodeEditor } from "./codeEditor.ts";
import { openEdited } from "./opening.ts";
import type { Studio } from "./studio.ts";

const NONE: readonly CoveredBranch[] = [];

/** The panel. */
export function CodePanel({ studio }: { readonly studio: Studio }): JSX.Element {
  const { edited = {}, program, stranger, codeMistake, codePlace, check } = studio.state;
  const paths = Object.keys(edited);
  const [path, setPath] = useState(codePlace?.path ?? paths[0] ?? "");
  useEffect(() => {
    if (codePlace !== undefined) setPath(codePlace.path);
  }, [codePlace]);
  const branches = check.kind === "done" ? check.findings.coverage : NONE;
  const shown = paths.includes(path) ? path : (paths[0] ?? "");
  const mistake = placedMistake(studio);
  const [types, setTypes] = useState<readonly TypeMistake[]>([]);
  const editor = useRef<CodeEditor | undefined>(undefined);
  return (
    <div class="code">
      <div class="files">
        {paths.map((one) => (
          <button key={one} class={one === shown ? "chip on" : "chip"} onClick={() => setPath(one)}>
            {one.split("/").at(-1)}
          </button>
        ))}
        <span class="grow" />
        <span class="dim">
          {program?.origin === "followed"
            ? "followed as it is saved"
            : program?.origin === "own"
              ? "your version"
              : ""}
        </span>
      </div>
      {shown !== "" && (
        <Editor
          key={`${program?.name} ${shown}`}
          studio={studio}
          path={shown}
          files={edited}
          mistake={mistake?.path === shown ? mistake : undefined}
          isReadOnly={stranger !== undefined || program?.origin === "followed" || paths[0] !== shown}
          editor={editor}
          // Who reads what somebody has sent can do nothing about mistakes in it.
          typed={stranger === undefined ? setTypes : undefined}
          line={codePlace?.path === shown ? codePlace : undefined}
          branches={branches}
        />
      )}
      {codeMistake === undefined && <CoverageCaption branches={branches} path={shown} />}
      {codeMistake === undefined && (
        <TypesCaption mistakes={types} goTo={(line) => editor.current?.goTo(line)} />
      )}
      {codeMistake !== undefined && (
        <p class="caption" role="status">
          The diagram is from before the mistake in line {codeMistake.line}.
        </p>
      )}
    </div>
  );
}

/** The mistake of the code, by the compiler or by what has run, at its line. */
function placedMistake(studio: Studio): PlacedMistake | undefined {
  const { codeMistake, mistake, check } = studio.state;
  if (codeMistake !== undefined) return codeMistake;
  const told = mistake ?? (check.kind === "failed" ? check.mistake : undefined);
  return told?.place === undefined ? undefined : { ...told.place, what: told.what, advice: told.advice };
}

/** The mistakes of types, in a line that leads to the first. */
function TypesCaption({
  mistakes,
  goTo,
}: {
  readonly mistakes: readonly TypeMistake[];
  goTo(line: number): void;
}): JSX.Element | null {
  const [first] = mistakes;
  if (first === undefined) return null;
  const count = mistakes.length === 1 ? "A mistake of types" : `${mistakes.length} mistakes of types`;
  return (
    <p class="caption types" role="status">
      <button class="link" onClick={() => goTo(first.line)}>
        {count}, {mistakes.length === 1 ? "" : "the first "}in line {first.line}
      </button>
      : {first.what.split("\n")[0]}
    </p>
  );
}

/** The count of the branches that some schedule reaches, and what the margin means. */
function CoverageCaption({
  branches,
  path,
}: {
  readonly branches: readonly CoveredBranch[];
  readonly path: string;
}): JSX.Element | null {
  const own = branches.filter((one) => one.path === path);
  if (own.length === 0) return null;
  const reached = own.filter(({ isReached }) => isReached).length;
  return (
    <p class="caption coverage" role="status">
      <span class="cm-reached" /> reached by some schedule{" "}
      {reached < own.length && (
        <>
          <span class="cm-unreached" /> by none
        </>
      )}
      <span class="grow" />
      {reached} of {own.length} branches
    </p>
  );
}

function Editor({
  studio,
  path,
  files,
  mistake,
  isReadOnly,
  editor,
  typed,
  line,
  branches,
}: {
  readonly studio: Studio;
  /** The line that was asked for. */
  readonly line: CodePlace | undefined;
  readonly branches: readonly CoveredBranch[];
  readonly path: string;
  readonly files: SourceFiles;
  readonly mistake: PlacedMistake | undefined;
  readonly isReadOnly: boolean;
  readonly editor: { current: CodeEditor | undefined };
  readonly typed: ((mistakes: readonly TypeMistake[]) => void) | undefined;
}): JSX.Element {
  const place = useRef<HTMLDivElement>(null);
  /** The parts to show, which may be others when the editor is loaded. */
  const shown = useRef({ mistake, line, branches });
  shown.current = { mistake, line, branches };
  useEffect(() => {
    let isGone = false;
    void import("./codeEditor.ts").then(({ createEditor }) => {
      if (isGone || place.current === null) return;
      const changed = (text: string): void => {
        const { edited = {} } = studio.state;
        void openEdited(studio, { ...edited, [path]: text });
      };
      const filesWith = (text: string): SourceFiles => ({ ...studio.state.edited, [path]: text });
      const settings = { text: files[path] ?? "", isReadOnly, file: { path, filesWith }, changed };
      editor.current = createEditor(place.current, typed === undefined ? settings : { ...settings, typed });
      const now = shown.current;
      editor.current.show(now.mistake);
      editor.current.cover(now.branches.filter((one) => one.path === path));
      editor.current.point(now.line?.line);
    });
    return () => {
      isGone = true;
      editor.current?.close();
      editor.current = undefined;
      typed?.([]);
    };
  }, []);
  useEffect(() => editor.current?.show(mistake), [mistake?.line, mistake?.what]);
  useEffect(() => editor.current?.point(line?.line), [line]);
  useEffect(() => editor.current?.cover(branches.filter((one) => one.path === path)), [branches]);
  useEffect(() => {
    if (isReadOnly) editor.current?.replace(files[path] ?? "");
  }, [files[path]]);
  return <div class="editor" ref={place} />;
}
