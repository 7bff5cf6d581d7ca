/** The past: the lines of the processes, messages, and marks, as far as they are in view. */
import type { JSX } from "preact";
import { useCallback, useMemo, useRef, useState } from "preact/hooks";
import { numberText, type Arrow, type Mark, type Row, type Scene } from "../../diagram/scene.ts";
import { remarkIsLeft } from "../../diagram/layout.ts";
import type { PlayedMoment } from "../conversation.ts";
import { coneOf, isArrowIn, knownTo, type LightCone } from "../sight.ts";
import { Cones } from "./Cones.tsx";
import { ObjectLanes } from "./ObjectLanes.tsx";
import { labelIn, routeOf, wayOf, type DiagramFrame, type DiagramPlan } from "./diagramPlan.ts";
import { memo, useFrame } from "./memo.tsx";
import { MarkShape } from "./MarkShape.tsx";
import { Cross, Tip } from "./shapes.tsx";
import type { Studio } from "./studio.ts";

/** The parts of what has happened. */
interface PastProps {
  readonly plan: DiagramPlan;
  readonly range: { readonly from: number; readonly to: number };
  readonly colours: readonly string[];
  readonly moment: PlayedMoment;
  /** The process, and the mark, from which it is looked at. */
  readonly look: { readonly eyes: string | undefined; readonly focus: number | undefined };
  readonly studio: Studio;
}

/** The past. */
export function Past({ plan, range, colours, moment, look, studio }: PastProps): JSX.Element {
  const { scene, rows } = plan;
  const frame = useFrame(plan);
  const known = useMemo(
    () => (look.eyes === undefined ? undefined : knownTo(scene, look.eyes)),
    [scene, look.eyes],
  );
  const { hovered, hover } = useHover(scene);
  const centre = hovered ?? scene.marks[look.focus ?? -1];
  const cone = useMemo(
    (): LightCone | undefined => (centre === undefined ? undefined : coneOf(scene, centre)),
    [scene, centre],
  );
  const forged = useMemo(() => forgedAt(scene), [scene]);
  const isIn = ({ from, to }: Arrow): boolean =>
    Math.max(from.row, to.row) >= range.from - 1 && Math.min(from.row, to.row) <= range.to;
  const first = Math.max(0, range.from - 1);
  const marks = [...scene.marks.entries()].filter(([, { row }]) => row >= range.from - 1 && row <= range.to);
  const arrows = scene.arrows.filter((arrow) => arrow.fate !== "in transit" && isIn(arrow));
  const isFaded = (arrow: Arrow): boolean => known !== undefined && !isArrowIn(known, scene, arrow);
  return (
    <g class="past">
      <Cones plan={plan} known={known} cone={cone} />
      <ObjectLanes plan={plan} range={range} />
      <Lines plan={plan} colours={colours} moment={moment} known={known} />
      {scene.rows.slice(first, range.to + 1).map((row, i) => (
        <RowMark
          key={first + i}
          frame={frame}
          row={row}
          y={rows[first + i] ?? 0}
          isLast={row.kind === "step" && row.step === scene.stepCount}
        />
      ))}
      {keyed(arrows).map(([key, arrow]) => (
        <MessageArrow
          key={key}
          frame={frame}
          arrow={arrow}
          y={rows[arrow.from.row] ?? 0}
          toY={rows[arrow.to.row] ?? 0}
          isNew={isOfLastStep(plan, arrow)}
          isFaded={isFaded(arrow)}
          isHot={cone !== undefined && isArrowIn(cone.past, scene, arrow)}
          isForged={forged.has(placeText(arrow.from))}
        />
      ))}
      {marks.map(([i, mark]) => (
        <MarkShape
          key={i}
          frame={frame}
          mark={mark}
          number={i}
          y={rows[mark.row] ?? 0}
          isBackward={remarkIsLeft(scene, mark)}
          isSquare={scene.unit === "step" && mark.beginning.from === undefined}
          colour={colours[mark.column] ?? ""}
          isFaded={known !== undefined && !known.has(mark)}
          isChosen={look.focus === i}
          studio={studio}
          hover={hover}
        />
      ))}
    </g>
  );
}

/** The arrows, each with a key that stays the same whatever others are in view. */
function keyed(arrows: readonly Arrow[]): [key: string, arrow: Arrow][] {
  const counts = new Map<string, number>();
  return arrows.map((arrow) => {
    const key = `${placeText(arrow.from)} ${placeText(arrow.to)}`;
    const earlier = counts.get(key) ?? 0;
    counts.set(key, earlier + 1);
    return [`${key} ${earlier}`, arrow];
  });
}

/** The time for which a pointer rests before what it is on is looked at, in milliseconds. */
const HOVER_MS = 120;

/**
 * The mark to which the pointer was moved, and on which it rests; none as soon as it leaves, or another
 * picture comes: who takes a step is not shown the past of what then happens to lie under the pointer.
 */
function useHover(scene: Scene): { hovered: Mark | undefined; hover(mark: Mark | undefined): void } {
  const [on, setOn] = useState<{ readonly scene: Scene; readonly mark: Mark } | undefined>(undefined);
  const hovered = on?.scene === scene ? on.mark : undefined;
  const now = useRef({ scene, hovered });
  now.current = { scene, hovered };
  const timer = useRef<number | undefined>(undefined);
  const hover = useCallback((mark: Mark | undefined): void => {
    const { scene: seen, hovered: already } = now.current;
    if (mark !== undefined && mark === already) return;
    window.clearTimeout(timer.current);
    if (mark === undefined) setOn(undefined);
    else timer.current = window.setTimeout(() => setOn({ scene: seen, mark }), HOVER_MS);
  }, []);
  return { hovered, hover };
}

/** The places at which liars have made something up. */
function forgedAt({ marks }: Scene): ReadonlySet<string> {
  return new Set(marks.filter(({ beginning }) => beginning.sign === "forged").map(placeText));
}

function placeText({ row, column }: { readonly row: number; readonly column: number }): string {
  return `${row} ${column}`;
}

/** The lines of the processes. */
function Lines({
  plan,
  colours,
  moment,
  known,
}: {
  readonly plan: DiagramPlan;
  readonly colours: readonly string[];
  readonly moment: PlayedMoment;
  readonly known: ReadonlySet<Mark> | undefined;
}): JSX.Element {
  const { scene, columns, rows, now, below } = plan;
  return (
    <g class="lines">
      {scene.lanes.map(({ process, column, end, walls = [], operations = [] }) => {
        const x = columns[column] ?? 0;
        const facts = moment.processes[column];
        const isLiar =
          facts?.fields.some(({ value, of }) => of === "process" && value === "Byzantine") === true;
        const stop = end === undefined ? now : (rows[end] ?? now) + (facts?.isDown === true ? 0 : 12);
        const last = known === undefined ? undefined : lastKnown(known, column);
        const seen = last === undefined ? (known === undefined ? stop : 0) : (rows[last] ?? 0);
        return (
          <g key={process} style={{ stroke: colours[column] }}>
            {operations.map(({ call, from, to }) => {
              const [above, under] = [
                (rows[from] ?? 0) - 10,
                to === undefined ? stop : (rows[to] ?? stop) + 10,
              ];
              return (
                <rect
                  key={`${from} ${call}`}
                  class={to === undefined ? "operation open" : "operation"}
                  x={x - 10}
                  y={above}
                  width={20}
                  height={Math.max(0, under - above)}
                  rx={10}
                >
                  <title>{`${process}: ${call}`}</title>
                </rect>
              );
            })}
            {isLiar ? (
              <path class="line liar" d={zigzag(x, stop)} />
            ) : (
              <line class="line" x1={x} x2={x} y2={Math.min(seen, stop)} />
            )}
            {walls.map(({ from, to }) => {
              const [above, under] = [rows[from] ?? 0, to === undefined ? stop : (rows[to] ?? stop)];
              return (
                <path key={from} class="wall" d={`M${x - 6} ${above}V${under}M${x + 6} ${above}V${under}`} />
              );
            })}
            {known !== undefined && seen < stop && (
              <line class="line unknown" x1={x} x2={x} y1={seen} y2={stop} />
            )}
            <line
              class={end === undefined ? "line future" : "line gone"}
              x1={x}
              x2={x}
              y1={stop}
              y2={below}
            />
          </g>
        );
      })}
    </g>
  );
}

function lastKnown(known: ReadonlySet<Mark>, column: number): number | undefined {
  let last: number | undefined;
  for (const mark of known) if (mark.column === column) last = Math.max(last ?? 0, mark.row);
  return last;
}

function zigzag(x: number, to: number): string {
  let path = `M${x} 0`;
  for (let [y, side] = [6, 1]; y < to; y += 12, side = -side) path += `L${x + side * 5} ${y}`;
  return `${path}L${x} ${to}`;
}

/** The number of a row, and the hairline of what happens to the whole system. */
const RowMark = memo(function RowMark({
  frame: { numbers, columns, isNarrow },
  row,
  y,
  isLast,
}: {
  readonly frame: DiagramFrame;
  readonly row: Row;
  readonly y: number;
  readonly isLast: boolean;
}): JSX.Element {
  const text = numberText(row);
  const right = (columns.at(-1) ?? 0) + 30;
  if (row.kind === "beat" || row.kind === "tick")
    return (
      <g class={row.kind}>
        <path d={`M${numbers + 8} ${y}H${right}`} />
        <text x={numbers} y={y + 4} text-anchor="end" class="number">
          {text}
        </text>
        <text x={(columns[0] ?? 0) - 14} y={y - 5} text-anchor={isNarrow ? "start" : "end"}>
          {row.text}
        </text>
      </g>
    );
  return (
    <text class={isLast ? "number last" : "number"} x={numbers} y={y + 4.5} text-anchor="end">
      {text}
    </text>
  );
});

/** A message that has arrived, or is lost. */
const MessageArrow = memo(function MessageArrow({
  frame,
  arrow,
  y,
  toY,
  isNew,
  isFaded,
  isHot,
  isForged,
}: {
  readonly frame: DiagramFrame;
  readonly arrow: Arrow;
  /** The heights at which it is sent and received. */
  readonly y: number;
  readonly toY: number;
  readonly isNew: boolean;
  readonly isFaded: boolean;
  readonly isHot: boolean;
  readonly isForged: boolean;
}): JSX.Element {
  const { columns } = frame;
  // Decided when it is first drawn: who scrolls, or goes back, sees nothing travel.
  const [isTravelling] = useState(isNew);
  const [x, toX] = [arrow.from, arrow.to].map(({ column }) => columns[column] ?? 0) as [number, number];
  const way = wayOf(x, toX);
  const isLost = arrow.fate === "lost";
  const beside = columns[arrow.to.column - way] ?? x;
  const end = isLost ? toX - (toX - beside) * 0.42 : toX;
  const label = labelIn(frame, arrow);
  const kind = [
    "message",
    arrow.fate,
    isFaded ? "faded" : "",
    isHot ? "hot" : "",
    isForged ? "forged" : "",
    isTravelling ? "travelling" : "",
  ].join(" ");
  const route = routeOf([x, y], [end, toY], isLost ? 9 : 14);
  return (
    <g class={kind}>
      <title>{`${arrow.message}, sent ${arrow.sent === 0 ? "at the start" : `in step ${arrow.sent}`}`}</title>
      <path class="halo" d={route} />
      <path class="route" d={route} pathLength={isLost ? undefined : 1} />
      {isForged && <path class="inner" d={route} />}
      {isLost ? (
        <Cross x={end} y={toY} size={5} />
      ) : (
        <Tip x={toX - way * 7} y={toY} way={way} isOpen={false} />
      )}
      {isLost && (
        <text x={end + way * 12} y={toY + 4.5} text-anchor={way > 0 ? "start" : "end"}>
          lost
        </text>
      )}
      <text
        class="label"
        x={isLost ? end - way * 12 : toX - way * 20}
        y={toY - 7}
        text-anchor={way > 0 ? "end" : "start"}
      >
        {label}
      </text>
    </g>
  );
});

/** Whether an arrow ends in the last step; in a crowd nothing travels, where each frame is dear. */
function isOfLastStep({ scene, isCrowded }: DiagramPlan, { to }: Arrow): boolean {
  const row = scene.rows[to.row];
  return !isCrowded && row?.kind === "step" && row.step === scene.stepCount;
}
