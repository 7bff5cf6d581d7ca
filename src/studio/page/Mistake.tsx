/** A mistake: what happened, the evidence, what to do, and the way to its line. */
import type { JSX } from "preact";
import type { StudioMistake } from "../conversation.ts";
import type { Studio } from "./studio.ts";

/** A mistake as a card. */
export function Mistake({
  mistake,
  studio,
}: {
  readonly mistake: StudioMistake;
  readonly studio: Studio;
}): JSX.Element {
  const { what, evidence, advice, place } = mistake;
  return (
    <div class="mistake" role="alert">
      <p class="serif-title">{what}</p>
      {evidence.length > 0 && <pre>{evidence.join("\n")}</pre>}
      <p>{advice}</p>
      {place !== undefined && (
        <button class="btn" onClick={() => studio.show("code")}>
          Go to line {place.line}
        </button>
      )}
    </div>
  );
}
