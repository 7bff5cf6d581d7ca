/** The outcome of the selected event: what it changes, and which property it makes false. */
import type { JSX } from "preact";
import { useLayoutEffect, useState } from "preact/hooks";
import type { PlayedMoment } from "../conversation.ts";
import { Change } from "./Change.tsx";
import type { DiagramPlan } from "./diagramPlan.ts";
import { pillCenter } from "./GhostMarks.tsx";
import type { Studio } from "./studio.ts";

const WIDTH = 250;
const LINES_MAX = 6;

/** The card beside the selected ghost. In a challenge it is not shown: it would tell the answer. */
export function ThenCard({
  plan,
  moment,
  studio,
}: {
  readonly plan: DiagramPlan;
  readonly moment: PlayedMoment;
  readonly studio: Studio;
}): JSX.Element | null {
  const [, redraw] = useState(studio.state.preview);
  useLayoutEffect(() => studio.subscribe(() => redraw(studio.state.preview)), []);
  const { selected, preview, program } = studio.state;
  const offer = moment.offers[selected];
  const isChallenge = program?.name === "two-generals" && program.origin === "zoo";
  if (offer === undefined || preview?.key !== `${moment.id} ${offer.text}` || isChallenge) return null;
  const { changes, refuted } = preview.preview;
  if (changes.length === 0 && refuted.length === 0) return null;
  const placed = plan.ghosts.find(({ stack }) => stack.some(({ events }) => events.includes(selected)));
  if (placed === undefined) return null;
  const { x, stack } = placed;
  const isRight = x + WIDTH + 60 < plan.width;
  const ghost = stack.find(({ events }) => events.includes(selected)) ?? stack[0];
  const y = plan.now + placed.below;
  const below = Math.max(24, pillCenter(plan, ghost, x)[1] + 20);
  return (
    <div class="card then" style={{ left: `${isRight ? x + 22 : x - WIDTH - 22}px`, top: `${y + below}px` }}>
      <h3>then</h3>
      {changes.slice(0, LINES_MAX).map(({ process, field }) => (
        <p key={`${process} ${field.of} ${field.name}`}>
          {process} <Change field={field} />
        </p>
      ))}
      {changes.length > LINES_MAX && <p>and {changes.length - LINES_MAX} changes more</p>}
      {refuted.map((name) => (
        <p key={name} class="bad">
          {name} becomes false
        </p>
      ))}
    </div>
  );
}
