/** The ghosts below the line of now: dashed, in the accent, and each of them can be taken. */
import type { JSX } from "preact";
import { useMemo } from "preact/hooks";
import type { Arrow } from "../../diagram/index.ts";
import { widthPx } from "../../diagram/layout.ts";
import type { PlayedMoment, OfferedEvent } from "../conversation.ts";
import type { Ghost } from "../ghosts.ts";
import { carry } from "./carrying.ts";
import { selectEvent, takeEvent } from "./choosing.ts";
import {
  labelIn,
  routeOf,
  wayOf,
  type DiagramFrame,
  type DiagramPlan,
  type PlacedGhost,
} from "./diagramPlan.ts";
import { memo, useFrame } from "./memo.tsx";
import { Clock, Cross, Square, Star, Tip } from "./shapes.tsx";
import type { Studio } from "./studio.ts";

interface GhostsProps {
  readonly plan: DiagramPlan;
  readonly moment: PlayedMoment;
  readonly selected: number;
  readonly studio: Studio;
}

/** The numbers of letters, and of steps, above which the selected letter alone shows whence it comes. */
const WHOLE_MAX = 3;
const WHOLE_STEPS = 30;

/** All ghosts of a moment, which are drawn again only when they, or the selected one, are others. */
export function GhostMarks({ plan, moment, selected, studio }: GhostsProps): JSX.Element {
  const frame = useFrame(plan);
  return useMemo(() => {
    const letters = plan.ghosts.filter(({ stack }) => stack[0].kind === "letter").length;
    const isCrowded = letters > WHOLE_MAX || plan.scene.stepCount > WHOLE_STEPS;
    // The selected one last: nothing is drawn over what can be done with it.
    const isSelected = ({ stack }: PlacedGhost): boolean =>
      stack.some(({ events }) => events.includes(selected));
    const drawn = plan.ghosts.toSorted((one, other) => Number(isSelected(one)) - Number(isSelected(other)));
    return (
      <g class="ghosts" aria-hidden="true" transform={`translate(0 ${plan.now})`}>
        <BeatButtons plan={plan} moment={moment} selected={selected} studio={studio} />
        {drawn.map((placed) => (
          <GhostMark
            key={placed.key}
            plan={plan}
            frame={frame}
            placed={placed}
            isCrowded={isCrowded}
            offers={moment.offers}
            selected={selected}
            studio={studio}
          />
        ))}
      </g>
    );
  }, [plan, moment, selected]);
}

/** The events of the whole system, at the line of now. */
function BeatButtons({ plan, moment, selected, studio }: GhostsProps): JSX.Element | null {
  const beats = [...moment.offers.entries()].filter(([, { sort }]) => sort === "beat").slice(0, 1);
  const [beat] = beats;
  if (beat === undefined) return null;
  const [number, { verb, text }] = beat;
  const width = widthPx(verb, 13) + 26;
  const x = plan.isNarrow ? plan.width - width - 8 : Math.max(4, (plan.columns[0] ?? 0) - width - 20);
  return (
    <g
      class={number === selected ? "pill segment on" : "pill segment"}
      onClick={() => takeEvent(studio, text)}
      onPointerEnter={() => selectEvent(studio, text)}
    >
      <rect class="ground" x={x} y={18} width={width} height={26} rx={8} />
      <rect class="frame" x={x} y={18} width={width} height={26} rx={8} />
      <text x={x + width / 2} y={35.5} text-anchor="middle">
        {verb}
      </text>
    </g>
  );
}

interface GhostProps extends Omit<GhostsProps, "moment"> {
  readonly frame: DiagramFrame;
  readonly placed: PlacedGhost;
  readonly isCrowded: boolean;
  readonly offers: readonly OfferedEvent[];
}

/** A ghost, drawn about its own height: whose place alone changes is moved, and not drawn again. */
function GhostMark({ plan, frame, placed, isCrowded, offers, selected, studio }: GhostProps): JSX.Element {
  const { stack, x, below } = placed;
  const ghost = stack.find(({ events }) => events.includes(selected)) ?? stack[0];
  const isSelected = ghost.events.includes(selected);
  const first = offers[ghost.events[0] ?? -1]?.text;
  const isOpen = first !== undefined;
  const count = stack.reduce((sum, one) => sum + (one.kind === "letter" ? one.copies : 1), 0);
  const sent = (plan.rows[ghost.kind === "letter" ? ghost.arrow.from.row : 0] ?? plan.now) - plan.now;
  // Of a stack that is not selected, the end alone: many routes from one line are a thicket.
  const begin = isSelected || !isCrowded ? sent : stack.length > 1 ? undefined : -2;
  return (
    <g
      class={`ghost ${isSelected ? "selected" : ""} ${isOpen ? "" : "barred"}`}
      transform={`translate(0 ${below})`}
      onPointerEnter={({ pointerType }) => {
        if (pointerType === "mouse" && isOpen && !isSelected) selectEvent(studio, first);
      }}
      onPointerDown={(event) => {
        if (ghost.kind !== "letter" || !isOpen) return;
        carry(event, { ring: [x, plan.now + below], deliver: () => takeEvent(studio, first) });
      }}
      onClick={() => {
        if (isSelected) takeEvent(studio, offers[selected]?.text ?? "");
        else if (isOpen) selectEvent(studio, first);
      }}
    >
      <title>{first ?? "cannot be received yet"}</title>
      <g>
        {ghost.kind === "letter" ? (
          <LetterGhost
            frame={frame}
            arrow={ghost.arrow}
            begin={begin === undefined ? undefined : begin - below}
            isLifted={isSelected && !plan.isNarrow}
            count={count}
          />
        ) : (
          <ProcessGhost
            frame={frame}
            title={ghost.kind === "process" ? ghost.title : "speak for it"}
            sign={ghost.kind === "process" ? ghost.sign : "speech"}
            x={x}
            isSelected={isSelected}
          />
        )}
        {isSelected && !plan.isNarrow && (
          <Pill
            events={ghost.events}
            offers={offers}
            selected={selected}
            studio={studio}
            center={pillCenter(plan, ghost, x)}
          />
        )}
      </g>
    </g>
  );
}

/** The length of the end of a route that is drawn by itself. */
const END_PX = 62;

/** A letter in transit: its route so far, and the ring where it would arrive. */
const LetterGhost = memo(function LetterGhost({
  frame,
  arrow,
  begin,
  isLifted,
  count,
}: {
  readonly frame: DiagramFrame;
  readonly arrow: Arrow;
  /** The height at which its route begins; undefined: only the end of it is drawn. */
  readonly begin: number | undefined;
  /** Whether there is a pill on the route, above which the label stands. */
  readonly isLifted: boolean;
  readonly count: number;
}): JSX.Element {
  const [fromX, x] = [arrow.from, arrow.to].map(({ column }) => frame.columns[column] ?? 0) as [
    number,
    number,
  ];
  const way = wayOf(fromX, x);
  const end = `M${x - way * END_PX} 0H${x - way * 10}`;
  const route = begin === undefined ? end : routeOf([fromX, begin], [x, 0], 10);
  return (
    <g>
      <path class="target" d={route} />
      <path class="route" d={route} />
      <Tip x={x - way * 9} y={0} way={way} isOpen={true} />
      <circle class="target" cx={x} r={14} />
      <circle class="ring" cx={x} r={7} />
      <text class="label" x={x - way * 20} y={isLifted ? -19 : -8} text-anchor={way > 0 ? "end" : "start"}>
        {labelIn(frame, arrow)}
      </text>
      {count > 1 && (
        <text class="count" x={x + way * 14} y={4.5} text-anchor={way > 0 ? "start" : "end"}>
          ×{count}
        </text>
      )}
    </g>
  );
});

/** A timer, a step, or a failure that may happen at a process. */
const ProcessGhost = memo(function ProcessGhost({
  frame: { columns, width, isNarrow },
  title,
  sign,
  x,
  isSelected,
}: {
  readonly frame: DiagramFrame;
  readonly title: string;
  readonly sign: "timer" | "step" | "mishap" | "speech";
  readonly x: number;
  readonly isSelected: boolean;
}): JSX.Element {
  // At the edge of a small screen, words stand at the left where there is more room.
  const before = columns.findLast((column) => column < x) ?? 0;
  const after = columns.find((column) => column > x) ?? width;
  const isLeft = after === width && width - x < Math.min(90, x - before);
  const room = Math.min(30, Math.max(6, Math.floor(((isLeft ? x - before : after - x) - 34) / 6.8)));
  // On a small screen, words that do not fit beside the next line are those of the selected ghost.
  const isTold = isSelected || !isNarrow || (!isLeft && title.length <= room);
  const short = title.length > room ? `${title.slice(0, room - 1)}…` : title;
  const place = { x, y: 0, colour: "var(--accent)" };
  return (
    <g>
      <circle class="target" cx={x} r={14} />
      {sign === "timer" && <Clock {...place} />}
      {sign === "step" && <Square {...place} colour="var(--paper)" />}
      {sign === "mishap" && <Cross {...place} size={4.5} />}
      {sign === "speech" && <Star {...place} />}
      <text
        class={sign === "timer" ? "label" : "words"}
        x={x + (isLeft ? -14 : 14)}
        y={4.5}
        text-anchor={isLeft ? "end" : "start"}
      >
        {isTold ? short : ""}
      </text>
    </g>
  );
});

/** The middle of what can be done with a ghost, or its beginning, about the height of the ghost. */
export function pillCenter(
  { columns, width }: DiagramPlan,
  ghost: Ghost,
  x: number,
): readonly [number, number, "middle" | "start"] {
  if (ghost.kind !== "letter") return [x + 12, 24, "start"];
  const from = columns[ghost.arrow.from.column] ?? x;
  const way = wayOf(from, x);
  const middle = Math.abs(x - from) < 220 ? x - way * 10 : (from + x) / 2 + way * 20;
  return Math.abs(x - from) < 220 ? [Math.min(middle, width - 120), 25, "middle"] : [middle, 0, "middle"];
}

/** The maximum number of events that a pill shows; the list shows all. */
const SEGMENTS_MAX = 4;

/** Connected buttons: all that may be done with one ghost. */
function Pill({
  events,
  offers,
  selected,
  studio,
  center: [x, y, anchor],
}: {
  readonly events: readonly number[];
  readonly offers: readonly OfferedEvent[];
  readonly selected: number;
  readonly studio: Studio;
  readonly center: readonly [number, number, "middle" | "start"];
}): JSX.Element {
  const shown = events.slice(0, SEGMENTS_MAX);
  const texts = shown.map((i) => segmentText(offers[i]));
  const widths = texts.map((text) => widthPx(text, 13) + 24);
  const whole = widths.reduce((sum, width) => sum + width, 0);
  let left = anchor === "middle" ? x - whole / 2 : x;
  const begin = left;
  return (
    <g class="pill">
      <rect class="ground" x={begin - 3} y={y - 15} width={whole + 6} height={30} rx={9} />
      <rect class="frame" x={begin} y={y - 13} width={whole} height={26} rx={7} />
      {shown.map((number, i) => {
        const [at, size] = [left, widths[i] ?? 0];
        left += size;
        return (
          <g
            key={number}
            class={number === selected ? "segment on" : "segment"}
            onClick={(event) => {
              event.stopPropagation();
              takeEvent(studio, offers[number]?.text ?? "");
            }}
            onPointerEnter={() => selectEvent(studio, offers[number]?.text ?? "")}
          >
            <rect x={at + 1} y={y - 12} width={size - 2} height={24} rx={6} />
            <text x={at + size / 2} y={y + 4.5} text-anchor="middle">
              {texts[i]}
            </text>
          </g>
        );
      })}
    </g>
  );
}

function segmentText(offer: OfferedEvent | undefined): string {
  if (offer === undefined) return "";
  const { verb, choices, probability, liar, hearer = "", letter } = offer;
  if (liar !== undefined) return `${letter?.label ?? "nothing"} to ${hearer}`;
  if (choices === undefined) return verb;
  const chance = probability === undefined ? "" : ` · ${percent(probability)}`;
  return `${choices.length > 14 ? `${choices.slice(0, 13)}…` : choices}${chance}`;
}

function percent(probability: number): string {
  return `${Math.round(probability * 1_000) / 10} %`;
}
