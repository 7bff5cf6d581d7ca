/** All keys. */
import type { JSX } from "preact";
import { KEYS, keyText } from "../keys.ts";
import { Dialog } from "./Dialog.tsx";

/** The help on keys, and whether single letters are to be obeyed. */
export function KeysHelp({
  isOn,
  toggle,
  close,
}: {
  readonly isOn: boolean;
  toggle(): void;
  close(): void;
}): JSX.Element {
  return (
    <Dialog title="All keys" close={close}>
      <dl class="keys">
        <div>
          <dt>
            <kbd>1</kbd> to <kbd>9</kbd>
          </dt>
          <dd>take the event with that number</dd>
        </div>
        {KEYS.map(({ key, about }) => (
          <div key={key}>
            <dt>
              <kbd>{keyText(key)}</kbd>
            </dt>
            <dd>{about}</dd>
          </div>
        ))}
      </dl>
      <label class="check-box">
        <input type="checkbox" checked={isOn} onChange={toggle} /> Obey single letters
      </label>
    </Dialog>
  );
}
