/** The past: the lines of the processes, messages, and marks, as far as they are in view. */
import type { JSX } from "preact";
import { useMemo, useRef, useState } from "preact/hooks";
import { numberText, type Arrow, type Mark, type Row, type Scene } from "../../diagram/scene.ts";
import { remarkIsLeft, remarkOf } from "../../diagram/layout.ts";
import type { PlayedMoment } from "../conversation.ts";
import { coneOf, isArrowIn, knownTo, type LightCone } from "../sight.ts";
import { Cones } from "./Cones.tsx";
import { ObjectLanes } from "./ObjectLanes.tsx";
import { labelIn, routeOf, wayOf, type DiagramPlan } from "./diagramPlan.ts";
import { Clock, Cross, Diamond, Disc, Halt, Ring, Square, Star, Tip } from "./shapes.tsx";
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
  const { scene } = plan;
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
        <RowMark key={first + i} plan={plan} row={row} number={first + i} />
      ))}
      {arrows.map((arrow, i) => (
        <MessageArrow
          key={`${arrow.from.row} ${arrow.from.column} ${arrow.to.row} ${arrow.to.column} ${i}`}
          plan={plan}
          arrow={arrow}
          isFaded={isFaded(arrow)}
          isHot={cone !== undefined && isArrowIn(cone.past, scene, arrow)}
          isForged={forged.has(placeText(arrow.from))}
        />
      ))}
      {marks.map(([i, mark]) => (
        <MarkShape
          key={i}
          plan={plan}
          mark={mark}
          colour={colours[mark.column] ?? ""}
          isFaded={known !== undefined && !known.has(mark)}
          isChosen={look.focus === i}
          choose={() => studio.lookAt(look.focus === i ? undefined : i)}
          hover={hover}
        />
      ))}
    </g>
  );
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
  const timer = useRef<number | undefined>(undefined);
  const hover = (mark: Mark | undefined): void => {
    if (mark !== undefined && mark === hovered) return;
    window.clearTimeout(timer.current);
    if (mark === undefined) setOn(undefined);
    else timer.current = window.setTimeout(() => setOn({ scene, mark }), HOVER_MS);
  };
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
        const style = { stroke: colours[column] };
        return (
          <g key={process} style={style}>
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
            <path
              class={isLiar ? "line liar" : "line"}
              d={isLiar ? zigzag(x, stop) : `M${x} 0V${Math.min(seen, stop)}`}
            />
            {walls.map(({ from, to }) => {
              const [above, under] = [rows[from] ?? 0, to === undefined ? stop : (rows[to] ?? stop)];
              return (
                <path key={from} class="wall" d={`M${x - 6} ${above}V${under}M${x + 6} ${above}V${under}`} />
              );
            })}
            {known !== undefined && seen < stop && <path class="line unknown" d={`M${x} ${seen}V${stop}`} />}
            {end === undefined ? (
              <path class="line future" d={`M${x} ${now}V${below}`} />
            ) : (
              <path class="line gone" d={`M${x} ${stop}V${below}`} />
            )}
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
function RowMark({
  plan,
  row,
  number,
}: {
  readonly plan: DiagramPlan;
  readonly row: Row;
  readonly number: number;
}): JSX.Element | null {
  const { rows, numbers, columns, scene, isNarrow } = plan;
  const y = rows[number];
  if (y === undefined) return null;
  const isLast = row.kind === "step" && row.step === scene.stepCount;
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
}

/** A message that has arrived, or is lost. */
function MessageArrow({
  plan,
  arrow,
  isFaded,
  isHot,
  isForged,
}: {
  readonly plan: DiagramPlan;
  readonly arrow: Arrow;
  readonly isFaded: boolean;
  readonly isHot: boolean;
  readonly isForged: boolean;
}): JSX.Element {
  const { columns, rows } = plan;
  // Decided when it is first drawn: who scrolls, or goes back, sees nothing travel.
  const [isTravelling] = useState(() => isOfLastStep(plan, arrow));
  const [x, y] = [columns[arrow.from.column] ?? 0, rows[arrow.from.row] ?? 0];
  const [toX, toY] = [columns[arrow.to.column] ?? 0, rows[arrow.to.row] ?? 0];
  const way = wayOf(x, toX);
  const isLost = arrow.fate === "lost";
  const beside = columns[arrow.to.column - way] ?? x;
  const end = isLost ? toX - (toX - beside) * 0.42 : toX;
  const label = labelIn(plan, arrow);
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
}

/** Whether an arrow ends in the last step; in a crowd nothing travels, where each frame is dear. */
function isOfLastStep({ scene, isCrowded }: DiagramPlan, { to }: Arrow): boolean {
  const row = scene.rows[to.row];
  return !isCrowded && row?.kind === "step" && row.step === scene.stepCount;
}

/** A step of a process. */
function MarkShape({
  plan,
  mark,
  colour,
  isFaded,
  isChosen,
  choose,
  hover,
}: {
  readonly plan: DiagramPlan;
  readonly mark: Mark;
  readonly colour: string;
  readonly isFaded: boolean;
  readonly isChosen: boolean;
  choose(): void;
  hover(mark: Mark | undefined): void;
}): JSX.Element {
  const { columns, rows, scene } = plan;
  const place = { x: columns[mark.column] ?? 0, y: rows[mark.row] ?? 0, colour };
  // At the edge of a small screen there is room at the other side, where no arrow comes.
  const isAtEdge = plan.isNarrow && mark.beginning.from === undefined && plan.width - place.x < EDGE_PX;
  const isLeft = remarkIsLeft(scene, mark) || isAtEdge;
  const isBelow = plan.isNarrow && isLeft && !isAtEdge;
  const room = isAtEdge ? place.x - EDGE_PX / 2 : plan.width - place.x - 20;
  const text = mark.beginning.sign === "lost" ? "" : shortened(remarkOf(mark), plan, room);
  return (
    <g
      class={`mark ${isFaded ? "faded" : ""} ${isChosen ? "chosen" : ""}`}
      role="button"
      tabIndex={-1}
      aria-label={ariaOf(mark, text)}
      onClick={choose}
      onPointerMove={({ pointerType }) => pointerType === "mouse" && hover(mark)}
      onPointerLeave={() => hover(undefined)}
    >
      <title>{mark.events.join("\n")}</title>
      <g aria-hidden="true">
        <circle class="target" cx={place.x} cy={place.y} r={14} />
        {shapeOf(scene, mark, place)}
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
}

function shapeOf(
  scene: Scene,
  mark: Mark,
  place: { x: number; y: number; colour: string },
): JSX.Element | null {
  const { sign, from, remark } = mark.beginning;
  if (mark.decision !== undefined) return <Diamond {...place} />;
  if (sign === "start" || remark === "recovers") return <Ring {...place} />;
  if (sign === "timing") return <Clock {...place} />;
  if (sign === "crash") return <Cross {...place} size={6} />;
  if (sign === "forged") return <Star {...place} />;
  if (sign === "lost") return null;
  if (sign === "doubled") return <Disc {...place} colour="var(--edge)" />;
  if (sign === "mishap") return <Cross {...place} size={4} />;
  return from === undefined && scene.unit === "step" ? <Square {...place} /> : <Disc {...place} />;
}

/** A remark, as far as there is room; on a small screen, up to its edge: nothing else stands in the row. */
function shortened(text: string, { isNarrow }: DiagramPlan, room: number): string {
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
