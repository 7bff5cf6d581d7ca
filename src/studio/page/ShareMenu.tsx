/** Sharing: the link, and the execution as a schedule, a test, a picture, a page, or Mermaid. */
import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { exportsOf, type ExportedThing } from "./exporting.ts";
import { Dialog } from "./Dialog.tsx";
import type { Studio } from "./studio.ts";

/** Links that are longer are cut by some chats, and links that are longer than that by most. */
const LINK_LONG = 2_000;
const LINK_MAX = 8_000;

/** The menu. */
export function ShareMenu({ studio }: { readonly studio: Studio }): JSX.Element {
  const [link, setLink] = useState("");
  const [said, setSaid] = useState("");
  useEffect(() => void studio.link().then(setLink), []);
  const { program, scene } = studio.state;
  const isOwn = program?.origin !== "zoo";
  return (
    <Dialog title="Share" close={() => studio.overlay(undefined)}>
      <button class="row on" onClick={() => void copied(link).then(setSaid)}>
        <span class="w">
          <b>Copy the link</b>
        </span>
        <span class="x">{link.length} characters</span>
      </button>
      <input
        class="filter link"
        readOnly
        value={link}
        aria-label="The link"
        onFocus={({ currentTarget }) => currentTarget.select()}
      />
      <p class="dim">{lengthText(link.length, isOwn)}</p>
      <div class="exports">
        {scene !== undefined &&
          exportsOf(studio, scene.scene).map(({ name, make }) => (
            <button
              key={name}
              class="btn"
              onClick={() => void make().then(handOut).catch(messageOf).then(setSaid)}
            >
              {name}
            </button>
          ))}
      </div>
      <p role="status" aria-live="polite">
        {said}
      </p>
    </Dialog>
  );
}

function lengthText(length: number, isOwn: boolean): string {
  if (length > LINK_MAX) return "It is too long for most chats: share the schedule, or the file, instead.";
  if (length > LINK_LONG) return "Some chats cut links of this length.";
  return isOwn
    ? "It holds the program, the system, the history and the moment, and is read before it runs."
    : "It holds the system, the history and the moment.";
}

/** Copies a text. @returns what is said of it */
function copied(text: string): Promise<string> {
  return navigator.clipboard.writeText(text).then(
    () => "It is copied.",
    () => "The browser does not let it be copied.",
  );
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Hands out what was made: as a file, or in the clipboard. @returns what is said of it */
async function handOut({ file, type, content, isCopied }: ExportedThing): Promise<string> {
  if (isCopied === true && typeof content === "string") return copied(content);
  const url = URL.createObjectURL(content instanceof Blob ? content : new Blob([content], { type }));
  const anchor = document.createElement("a");
  anchor.href = url;
  anchor.download = file;
  anchor.click();
  setTimeout(() => URL.revokeObjectURL(url), 1_000);
  return `${file} is saved.`;
}
