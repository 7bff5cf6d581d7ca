/** The notes of the first page: words beside the marks, for who has never seen such a picture. */
import type { JSX } from "preact";
import type { PlayedMoment } from "../conversation.ts";
import type { DiagramPlan } from "./diagramPlan.ts";
import type { Studio } from "./studio.ts";

/** The note at this moment of the first page; none anywhere else. */
export function Notes({
  plan,
  moment,
  studio,
}: {
  readonly plan: DiagramPlan;
  readonly moment: PlayedMoment;
  readonly studio: Studio;
}): JSX.Element | null {
  const { program } = studio.state;
  if (program?.origin !== "zoo" || program.name !== "two-generals" || plan.isNarrow) return null;
  const x = (plan.columns[0] ?? 0) + 26;
  const text = noteFor(moment);
  return (
    <>
      {text !== "" && (
        <p
          class="note"
          style={{
            left: `${x}px`,
            top: `${(plan.rows.at(-1) ?? 0) - 13}px`,
            maxWidth: `${Math.min(420, (plan.columns[1] ?? Infinity) - x - 8)}px`,
          }}
        >
          {text}
        </p>
      )}
      {moment.step === 0 && (
        <p class="note legend" style={{ left: `${plan.columns[0] ?? 0}px`, top: `${plan.below + 28}px` }}>
          Solid is what has happened; dashed is yours to decide. Time goes down.
        </p>
      )}
    </>
  );
}

function noteFor({ step }: PlayedMoment): string {
  return step === 0 ? "general1 has sent a messenger." : "";
}
