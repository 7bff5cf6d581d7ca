/** The step that was selected: what happened, what it can know and influence, and the code that made it. */
import type { JSX } from "preact";
import { pathTo } from "../histories.ts";
import { coneOf } from "../sight.ts";
import type { Studio } from "./studio.ts";

/** A section about the selected step; none if none is. */
export function ChosenStep({ studio }: { readonly studio: Studio }): JSX.Element | null {
  const { focus, scene, histories, moments } = studio.state;
  const mark = focus === undefined ? undefined : scene?.scene.marks[focus];
  if (mark === undefined || scene === undefined || histories === undefined) return null;
  const { past, future } = coneOf(scene.scene, mark);
  const others = scene.scene.marks.length - past.size - future.size + 1;
  const path = pathTo(histories, histories.now).flatMap((id) => moments.get(id) ?? []);
  const place = path
    .filter(({ step }) => step === mark.step)
    .flatMap(({ places }) => places)
    .find(({ process }) => process === mark.process);
  const { unit } = scene.scene;
  // Who reads an object learns what others wrote there, which is not followed.
  const isByObjects = (path.at(-1)?.objects.length ?? 0) > 0;
  return (
    <section class="sec chosen-step" aria-label="The selected step">
      <h2>
        {mark.step === 0 ? "The start" : `${unit === "round" ? "Round" : "Step"} ${mark.step}`}{" "}
        <i>{mark.process}</i>
      </h2>
      <p class="mono">{mark.events.slice(0, EVENTS_MAX).join("\n") || mark.beginning.text}</p>
      <p class="sans" hidden={isByObjects}>
        <i class="cone-key past" />
        {countText(past.size - 1, "in its past")}, <i class="cone-key future" />
        {countText(future.size - 1, "in its future")}, {countText(others, "at the same time")}.
      </p>
      <div class="acts-row">
        {place !== undefined && (
          <button class="btn" onClick={() => studio.showPlace(place)}>
            {place.path.split("/").at(-1)}, line {place.line}
          </button>
        )}
        <button class="btn quiet" onClick={() => studio.lookAt(undefined)}>
          Close <kbd>Esc</kbd>
        </button>
      </div>
    </section>
  );
}

/** A step that does more tells the first of it here; the diagram tells all. */
const EVENTS_MAX = 4;

function countText(count: number, where: string): string {
  return `${count === 0 ? "none" : count} ${where}`;
}
