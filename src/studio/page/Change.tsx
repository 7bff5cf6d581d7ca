/** A field of a state, with what it was before where the last step has changed it. */
import type { JSX } from "preact";
import type { StateField } from "../../diagram/index.ts";
import { fieldText } from "../../diagram/scene.ts";

const TEXT_MAX = 160;

/** A field; a changed one on its own ground, the old value struck out. */
export function Change({ field }: { readonly field: StateField }): JSX.Element {
  const { name, before, value, of } = field;
  if (before === undefined) return <span class="field">{clipped(fieldText(field))}</span>;
  const isFlag = of === "process" && (name === "halted" || name === "down" || name === "marks");
  if (isFlag)
    return <span class="field changed">{value === "" ? `not ${name}` : clipped(fieldText(field))}</span>;
  return (
    <span class="field changed">
      {name}: {before !== "" && <s>{clipped(before)}</s>} {value === "" ? "none" : clipped(value)}
    </span>
  );
}

function clipped(text: string): string {
  return text.length <= TEXT_MAX ? text : `${text.slice(0, TEXT_MAX)}…`;
}
