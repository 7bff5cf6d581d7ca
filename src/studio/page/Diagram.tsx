/** The space-time diagram: the past above the line of now, and below it all that may happen next. */
import type { JSX, TargetedPointerEvent } from "preact";
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import type { PlayedMoment, SystemFacts } from "../conversation.ts";
import { ghostsOf, type Ghost } from "../ghosts.ts";
import { pathTo, railsOf, type Histories } from "../histories.ts";
import { coloursOf } from "./colours.ts";
import { LANE_PX, planOf, rowsBetween, type DiagramPlan } from "./diagramPlan.ts";
import { GhostMarks } from "./GhostMarks.tsx";
import { Heads } from "./Heads.tsx";
import { ThenCard } from "./ThenCard.tsx";
import { HistoryRails } from "./HistoryRails.tsx";
import { lazily } from "./lazily.tsx";
import { Past } from "./Past.tsx";
import { PropertyLanes, violatedIn } from "./PropertyLanes.tsx";
import type { Studio } from "./studio.ts";
import { Notes } from "./Notes.tsx";

const LassoMark = lazily(async () => (await import("./LassoMark.tsx")).LassoMark);

/** The parts of the state that a diagram shows. */
interface DiagramProps {
  readonly studio: Studio;
  readonly system: SystemFacts;
  readonly histories: Histories;
}

/** The pixels that are drawn above and below what is seen. */
const MARGIN = 500;
/** The part that is drawn changes in leaps of so many pixels. */
const LEAP = 240;

/** The picture grows in leaps of so many pixels, and is cut off: all in it is laid out when it grows. */
const HEIGHT_LEAP = 600;

/** The diagram of the moment whose picture is there. */
export function Diagram({ studio, system, histories }: DiagramProps): JSX.Element | null {
  const { scene: drawn, moments, selected, eyes, focus } = studio.state;
  const { moment, scene } = drawn ?? {};
  const scroller = useRef<HTMLDivElement>(null);
  const { width, height } = useSize(scroller);
  const [seen, setSeen] = useState(0);
  const path = usePath(histories, moments);
  const rails = useMemo(() => railsOf(histories), [histories]);
  const ghosts = useMemo(
    (): Ghost[] => (drawn === undefined ? [] : ghostsOf(drawn.scene, drawn.moment)),
    [scene, moment],
  );
  const plan = useMemo(() => {
    const lanes = system.properties.map(({ name }) => name);
    const room = { width, height, rails: rails.length, lanes };
    return scene === undefined ? undefined : planOf(scene, ghosts, room);
  }, [scene, ghosts, width, height, rails.length, system]);
  useLayoutEffect(() => {
    if (plan !== undefined && scroller.current !== null) keepNowInView(scroller.current, plan, selected);
  }, [plan]);
  const colours = useMemo(() => coloursOf(system), [system]);
  const [from, to] = plan === undefined ? [0, 0] : rowsBetween(plan, seen - MARGIN, seen + height + MARGIN);
  // What is the same element is not drawn again: most of what changes is not the past.
  const past = useMemo(
    () =>
      plan === undefined || moment === undefined ? null : (
        <Past {...{ plan, range: { from, to }, colours, moment, look: { eyes, focus }, studio }} />
      ),
    [plan, from, to, colours, moment, eyes, focus],
  );
  const lanes = useMemo(
    () =>
      plan === undefined ? null : <PropertyLanes plan={plan} path={path} properties={system.properties} />,
    [plan, path, system],
  );
  if (plan === undefined || moment === undefined) return <div class="scroller" ref={scroller} />;
  return (
    <div
      class="scroller"
      ref={scroller}
      onScroll={({ currentTarget }) => setSeen(Math.floor(currentTarget.scrollTop / LEAP) * LEAP)}
    >
      <Heads plan={plan} moment={moment} colours={colours} studio={studio} />
      <div class="canvas">
        <div class="picture" style={{ width: `${plan.width}px`, height: `${plan.height}px` }}>
          <svg
            class="diagram"
            width={plan.width}
            height={Math.ceil(plan.height / HEIGHT_LEAP) * HEIGHT_LEAP}
            role="group"
            aria-label="Space-time diagram"
          >
            {moment.repeats !== undefined && <LassoMark plan={plan} moment={moment} studio={studio} />}
            {past}
            {lanes}
            {rails.length > 1 && (
              <HistoryRails plan={plan} rails={rails} histories={histories} studio={studio} />
            )}
            <NowLine plan={plan} path={path} studio={studio} />
            <GhostMarks plan={plan} moment={moment} selected={selected} studio={studio} />
          </svg>
        </div>
        {!plan.isNarrow && <ThenCard plan={plan} moment={moment} studio={studio} />}
        <Notes plan={plan} moment={moment} studio={studio} />
      </div>
    </div>
  );
}

/** The moments of the history that the reader is in, up to now. */
function usePath(histories: Histories, moments: ReadonlyMap<number, PlayedMoment>): PlayedMoment[] {
  return useMemo(
    () => pathTo(histories, histories.now).flatMap((id) => moments.get(id) ?? []),
    [histories, moments],
  );
}

/** The size of an element, whenever it changes. */
function useSize(element: { readonly current: HTMLElement | null }): { width: number; height: number } {
  const [size, setSize] = useState({ width: 800, height: 600 });
  useEffect(() => {
    const { current } = element;
    if (current === null) return undefined;
    const observer = new ResizeObserver(() =>
      setSize({ width: current.clientWidth, height: current.clientHeight }),
    );
    observer.observe(current);
    return () => observer.disconnect();
  }, []);
  return size;
}

/** Brings into view the line of now and the first ghosts, and the selected one if there is room for both. */
function keepNowInView(scroller: HTMLElement, plan: DiagramPlan, selected: number): void {
  const { now, ghosts, height, head } = plan;
  const { scrollTop, clientHeight } = scroller;
  const room = ghosts.length === 0 ? 30 : 150;
  const lowest = now + clientHeight - head - 40;
  const seen = ghosts.filter(
    ({ stack }, i) => i < 3 || stack.some(({ events }) => events.includes(selected)),
  );
  const wanted = Math.max(now + room, ...seen.map(({ below }) => now + below + 40).filter((y) => y < lowest));
  const below = Math.min(wanted, height);
  const bottom = scrollTop + clientHeight - head;
  if (below > bottom) scroller.scrollTop = below - clientHeight + head;
  else if (now < scrollTop + 120) scroller.scrollTop = Math.max(0, now - clientHeight / 2);
}

/** The line of now, which can be dragged up into the past. */
function NowLine({
  plan,
  path,
  studio,
}: {
  readonly plan: DiagramPlan;
  readonly path: readonly PlayedMoment[];
  readonly studio: Studio;
}): JSX.Element {
  const { now, columns, lanes, laneNames, isNarrow, numbers, width } = plan;
  const right = isNarrow ? width - 8 : lanes + Math.max(0, laneNames.length - 1) * LANE_PX + 14;
  const [name] = useMemo(() => violatedIn(path), [path]);
  const text = name === undefined ? "now" : `${name} is false`;
  const size = name === undefined ? 48 : Math.min(text.length * 7.4 + 28, 260);
  const left = isNarrow ? (name === undefined ? width - size - 6 : 8) : Math.max(2, numbers - 52);
  const drag = (event: TargetedPointerEvent<SVGGElement>): void => startDrag(event, plan, studio);
  return (
    <g class={name === undefined ? "now" : "now bad"} onPointerDown={drag}>
      <path d={`M${isNarrow ? 8 : Math.min(left + 10, columns[0] ?? 0)} ${now}H${right}`} />
      <path class="grip" d={`M0 ${now}H${right}`} />
      <rect x={left} y={now - 12} width={size} height={24} rx={name === undefined ? 12 : 6} />
      <text x={left + size / 2} y={now + 4.5} text-anchor="middle">
        {text}
      </text>
    </g>
  );
}

function startDrag(event: TargetedPointerEvent<SVGGElement>, plan: DiagramPlan, studio: Studio): void {
  const svg = event.currentTarget.ownerSVGElement;
  if (svg === null) return;
  event.preventDefault();
  const { histories } = studio.state;
  if (histories === undefined) return;
  const path = pathTo(histories, histories.now);
  const drop = (end: PointerEvent): void => {
    window.removeEventListener("pointerup", drop);
    const y = end.clientY - svg.getBoundingClientRect().top;
    if (Math.abs(y - plan.now) < plan.pitch / 2) return;
    const step = plan.scene.rows.findLast((row, i) => row.kind === "step" && (plan.rows[i] ?? 0) < y);
    const wanted = step?.kind === "step" ? step.step : 0;
    const found = path.find((id) => (studio.state.moments.get(id)?.step ?? 0) >= wanted);
    if (found !== undefined) void studio.go(found);
  };
  window.addEventListener("pointerup", drop);
}
