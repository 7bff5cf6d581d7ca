/** The space-time diagram: the past above the line of now, and below it all that may happen next. */
import type { JSX, TargetedPointerEvent } from "preact";
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import type { PlayedMoment, SystemFacts } from "../conversation.ts";
import { ghostsOf, type Ghost } from "../ghosts.ts";
import { pathTo, railsOf, type Histories } from "../histories.ts";
import { widthPx } from "../../diagram/layout.ts";
import { coloursOf } from "./colours.ts";
import { LANE_PX, objectPx, planOf, rowsBetween, shortened, type DiagramPlan } from "./diagramPlan.ts";
import { GhostMarks } from "./GhostMarks.tsx";
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
  readonly moment: PlayedMoment;
}

/** The pixels that are drawn above and below what is seen. */
const MARGIN = 500;
/** The part that is drawn changes in leaps of so many pixels. */
const LEAP = 240;

/** The diagram of the moment whose picture is there. */
export function Diagram({ studio, system, histories, moment }: DiagramProps): JSX.Element | null {
  const { scene: shown, moments, selected, eyes, focus } = studio.state;
  const scroller = useRef<HTMLDivElement>(null);
  const { width, height } = useSize(scroller);
  const [seen, setSeen] = useState(0);
  const path = usePath(histories, moments);
  const rails = useMemo(() => railsOf(histories), [histories]);
  const scene = shown?.scene;
  const isCurrent = shown?.moment === moment.id;
  const ghosts = useMemo(
    (): Ghost[] => (scene === undefined || !isCurrent ? [] : ghostsOf(scene, moment)),
    [scene, moment, isCurrent],
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
      plan === undefined ? null : (
        <Past {...{ plan, range: { from, to }, colours, moment, look: { eyes, focus }, studio }} />
      ),
    [plan, from, to, colours, moment, eyes, focus],
  );
  const lanes = useMemo(
    () =>
      plan === undefined ? null : <PropertyLanes plan={plan} path={path} properties={system.properties} />,
    [plan, path, system],
  );
  if (plan === undefined || scene === undefined) return <div class="scroller" ref={scroller} />;
  return (
    <div
      class="scroller"
      ref={scroller}
      onScroll={({ currentTarget }) => setSeen(Math.floor(currentTarget.scrollTop / LEAP) * LEAP)}
    >
      <Heads plan={plan} moment={moment} colours={colours} studio={studio} />
      <div class="canvas">
        <svg
          class="diagram"
          width={plan.width}
          height={plan.height}
          role="group"
          aria-label="Space-time diagram"
        >
          {isCurrent && moment.repeats !== undefined && (
            <LassoMark plan={plan} moment={moment} studio={studio} />
          )}
          {past}
          {lanes}
          {rails.length > 1 && (
            <HistoryRails plan={plan} rails={rails} histories={histories} studio={studio} />
          )}
          <NowLine plan={plan} path={path} studio={studio} />
          {isCurrent && <GhostMarks plan={plan} moment={moment} selected={selected} studio={studio} />}
        </svg>
        {isCurrent && !plan.isNarrow && <ThenCard plan={plan} moment={moment} studio={studio} />}
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
  const wanted = Math.max(now + room, ...seen.map(({ y }) => y + 40).filter((y) => y < lowest));
  const below = Math.min(wanted, height);
  const bottom = scrollTop + clientHeight - head;
  if (below > bottom) scroller.scrollTop = below - clientHeight + head;
  else if (now < scrollTop + 120) scroller.scrollTop = Math.max(0, now - clientHeight / 2);
}

/** The names of the processes, which stay where they are when the rest is scrolled. */
function Heads({
  plan,
  moment,
  colours,
  studio,
}: {
  readonly plan: DiagramPlan;
  readonly moment: PlayedMoment;
  readonly colours: readonly string[];
  readonly studio: Studio;
}): JSX.Element {
  const { eyes } = studio.state;
  const { columns, head } = plan;
  const rooms = headRooms(plan);
  return (
    <div class="heads" style={{ width: `${plan.width}px`, height: `${head}px` }}>
      {moment.processes.map(({ id, fields, isDown }, i) => {
        const room = rooms[i] ?? 0;
        const [first] = fields.filter(({ of }) => of === "state");
        const decision = fields.find(({ name, of }) => of === "process" && name === "decision");
        const down = fields.find(({ name }) => name === "down")?.value;
        const under = isDown
          ? down === "for ever"
            ? "crashed"
            : down === "Byzantine"
              ? down
              : `down ${down ?? ""}`
          : decision?.value !== undefined && decision.value !== ""
            ? `decided ${decision.value}`
            : first === undefined
              ? ""
              : `${first.name}: ${first.value}`;
        return (
          <button
            key={id}
            class={eyes === id ? "head on" : "head"}
            style={{ left: `${(columns[i] ?? 0) - room / 2}px`, width: `${room}px`, top: `${head - 52}px` }}
            title={moment.objects.length > 0 ? id : `See it as ${id} sees it`}
            aria-pressed={eyes === id}
            onClick={() => moment.objects.length === 0 && studio.seeAs(eyes === id ? undefined : id)}
          >
            <b>
              <i class="dot" style={{ background: colours[i] }} />
              {widthPx(id, 14) <= room - 18 ? id : shortened(id, Math.floor((room - 18) / 8.2))}
            </b>
            <span class="under">{under}</span>
          </button>
        );
      })}
      <ObjectHeads plan={plan} moment={moment} />
      <LaneNames plan={plan} names={studio.state.system?.properties.map(({ name }) => name) ?? []} />
    </div>
  );
}

/** The width of the head of each process, which stands over the middle of its line. */
function headRooms({ columns, width, lanes, objects, isNarrow, isSlanted }: DiagramPlan): number[] {
  const [first = 0, last = 0] = [columns[0], columns.at(-1)];
  const all = Math.min(170, ...columns.slice(1).map((x, i) => x - (columns[i] ?? 0))) - 4;
  if (isNarrow) return columns.map(() => Math.min(all, 2 * Math.min(first, width - last) - 4));
  // The last ends where the names of objects and properties begin; slanted ones lean away from it.
  const end = Math.min(lanes + (isSlanted ? 12 : 0), ...objects.map((x) => x - 32));
  return columns.map((x) => (x === last ? Math.min(all, 2 * (end - last) - 4) : all));
}

/** The names of the properties, each of which begins at its lane. */
function LaneNames({
  plan: { lanes, laneNames, isSlanted, head },
  names,
}: {
  readonly plan: DiagramPlan;
  readonly names: readonly string[];
}): JSX.Element {
  return (
    <>
      {laneNames.map((name, i) => (
        <span
          key={names[i] ?? name}
          class={isSlanted ? "lane-name slanted" : "lane-name"}
          style={{
            left: `${lanes + i * LANE_PX - 4}px`,
            top: `${head - (isSlanted ? 16 : 22 + (laneNames.length - 1 - i) * 18)}px`,
          }}
          title={names[i]}
        >
          {name}
        </span>
      ))}
    </>
  );
}

/** The names of the shared objects, with what they hold. */
function ObjectHeads({
  plan,
  moment,
}: {
  readonly plan: DiagramPlan;
  readonly moment: PlayedMoment;
}): JSX.Element {
  return (
    <>
      {plan.objects.map((x, i) => {
        const { name = "", value = "" } = moment.objects[i] ?? {};
        const size = objectPx(name) - 6;
        return (
          <span
            key={name}
            class="head object"
            style={{ left: `${x - size / 2}px`, width: `${size}px`, top: `${plan.head - 52}px` }}
          >
            <b title={name}>{name}</b>
            <span class="under">{value}</span>
          </span>
        );
      })}
    </>
  );
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
