/** A dialog over the page, which Escape and a click beside it close. */
import type { ComponentChildren, JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { Icon } from "./shapes.tsx";

/** A dialog. */
export function Dialog({
  title,
  close,
  children,
}: {
  readonly title: string;
  close(): void;
  readonly children: ComponentChildren;
}): JSX.Element {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog
      ref={dialog}
      class="card dialog"
      aria-label={title}
      onClose={close}
      onClick={({ target }) => target === dialog.current && close()}
    >
      <div class="dialog-head">
        <h2 class="serif-title">{title}</h2>
        <button class="btn quiet icon-only" aria-label="Close" onClick={close}>
          <Icon name="close" />
        </button>
      </div>
      {children}
    </dialog>
  );
}
