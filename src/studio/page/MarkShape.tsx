/** The mark of a step, with what is written beside it. */
import type { JSX } from "preact";
import { remarkOf } from "../../diagram/layout.ts";
import type { Mark } from "../../diagram/scene.ts";
import type { DiagramFrame } from "./diagramPlan.ts";
import { memo } from "./memo.tsx";
import { Clock, Cross, Diamond, Disc, Halt, Ring, Square, Star } from "./shapes.tsx";
import type { Studio } from "./studio.ts";

/** A step of a process. */
export const MarkShape = memo(function MarkShape({
  frame,
  mark,
  number,
  y,
  isBackward,
  isSquare,
  colour,
  isFaded,
  isChosen,
  studio,
  hover,
}: {
  readonly frame: DiagramFrame;
  readonly mark: Mark;
  readonly number: number;
  readonly y: number;
  /** Whether its arrow comes from the right, so that there is room at the left. */
  readonly isBackward: boolean;
  /** Whether nothing is received in it that an arrow leads to. */
  readonly isSquare: boolean;
  readonly colour: string;
  readonly isFaded: boolean;
  readonly isChosen: boolean;
  readonly studio: Studio;
  hover(mark: Mark | undefined): void;
}): JSX.Element {
  const { columns, isNarrow, width } = frame;
  const place = { x: columns[mark.column] ?? 0, y, colour };
  // At the edge of a small screen there is room at the other side, where no arrow comes.
  const isAtEdge = isNarrow && mark.beginning.from === undefined && width - place.x < EDGE_PX;
  const isLeft = isBackward || isAtEdge;
  const isBelow = isNarrow && isLeft && !isAtEdge;
  const room = isAtEdge ? place.x - EDGE_PX / 2 : width - place.x - 20;
  const text = mark.beginning.sign === "lost" ? "" : shortened(remarkOf(mark), frame, room);
  return (
    <g
      class={`mark ${isFaded ? "faded" : ""} ${isChosen ? "chosen" : ""}`}
      role="button"
      tabIndex={-1}
      aria-label={ariaOf(mark, text)}
      onClick={() => studio.lookAt(isChosen ? undefined : number)}
      onPointerMove={({ pointerType }) => pointerType === "mouse" && hover(mark)}
      onPointerLeave={() => hover(undefined)}
    >
      <title>{mark.events.join("\n")}</title>
      <g aria-hidden="true">
        <circle class="target" cx={place.x} cy={place.y} r={14} />
        {shapeOf(mark, place, isSquare)}
        {mark.halts && <Halt {...place} />}
        {text !== "" && (
          <text
            class={mark.decision === undefined ? "remark" : "remark decision"}
            x={place.x + (isLeft && !isBelow ? -15 : 15)}
            y={place.y + (isBelow ? 19 : 4.5)}
            text-anchor={isLeft && !isBelow ? "end" : "start"}
          >
            {text}
          </text>
        )}
      </g>
    </g>
  );
});

function shapeOf(
  mark: Mark,
  place: { x: number; y: number; colour: string },
  isSquare: boolean,
): JSX.Element | null {
  const { sign, remark } = mark.beginning;
  if (mark.decision !== undefined) return <Diamond {...place} />;
  if (sign === "start" || remark === "recovers") return <Ring {...place} />;
  if (sign === "timing") return <Clock {...place} />;
  if (sign === "crash") return <Cross {...place} size={6} />;
  if (sign === "forged") return <Star {...place} />;
  if (sign === "lost") return null;
  if (sign === "doubled") return <Disc {...place} colour="var(--edge)" />;
  if (sign === "mishap") return <Cross {...place} size={4} />;
  return isSquare ? <Square {...place} /> : <Disc {...place} />;
}

/** A remark, as far as there is room; on a small screen, up to its edge: nothing else stands in the row. */
function shortened(text: string, { isNarrow }: DiagramFrame, room: number): string {
  const most = isNarrow ? Math.floor(room / REMARK_CHARACTER_PX) : 34;
  return text.length <= most ? text : `${text.slice(0, most - 1)}…`;
}

const REMARK_CHARACTER_PX = 7.9;
/** The room at the edge of a small screen in which remarks stand at the left of their process. */
const EDGE_PX = 110;

/** The name of a mark for those who hear it, in which all is that is written beside it. */
function ariaOf({ step, events, process }: Mark, text: string): string {
  const written = text === "" ? [] : [text];
  return step === 0
    ? [`start of ${process}`, ...written].join(": ")
    : `step ${step}: ${[...written, ...events].join("; ")}`;
}
