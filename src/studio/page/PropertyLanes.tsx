/** Properties as threads beside the diagram: in which configurations each is true is read, and not asked. */
import type { JSX } from "preact";
import { useMemo } from "preact/hooks";
import type { PlayedMoment } from "../conversation.ts";
import { LANE_PX, type DiagramPlan } from "./diagramPlan.ts";
import { Cross } from "./shapes.tsx";

/** The names of the properties that a history has refuted. */
export function violatedIn(path: readonly PlayedMoment[]): string[] {
  const found = path.flatMap(({ truth }) =>
    truth.filter(({ isRefuted }) => isRefuted).map(({ name }) => name),
  );
  return [...new Set(found)];
}

/** The thread of each property. */
export function PropertyLanes({
  plan,
  path,
  properties,
}: {
  readonly plan: DiagramPlan;
  readonly path: readonly PlayedMoment[];
  readonly properties: readonly { readonly name: string; readonly kind: string }[];
}): JSX.Element | null {
  const heights = useMemo(() => heightsOf(plan), [plan]);
  if (plan.isNarrow) return null;
  return (
    <g class="lanes">
      {properties.map(({ name, kind }, i) => {
        const x = plan.lanes + i * LANE_PX;
        const moments = path.filter(({ truth }) => truth.length > 0);
        const Lane = LANES[kind] ?? Changing;
        return <Lane key={name} x={x} name={name} moments={moments} heights={heights} plan={plan} />;
      })}
    </g>
  );
}

interface LaneProps {
  readonly x: number;
  readonly name: string;
  readonly moments: readonly PlayedMoment[];
  /** The height of the last row of each step. */
  readonly heights: ReadonlyMap<number, number>;
  readonly plan: DiagramPlan;
}

/** A thread that breaks where the invariant is false. */
function Invariant({ x, name, moments, heights, plan }: LaneProps): JSX.Element {
  const broken = moments.find(({ truth }) => truth.some((one) => one.name === name && one.isRefuted));
  const y = broken === undefined ? plan.now : (heights.get(broken.step) ?? plan.now);
  return (
    <g>
      <title>
        {broken === undefined ? `${name}: true so far` : `${name}: false after step ${broken.step}`}
      </title>
      <path class="thread" d={`M${x} 0V${y}`} />
      {broken !== undefined && (
        <g>
          <path class="thread broken" d={`M${x} ${y}V${plan.now}`} />
          <circle class="bad-disc" cx={x} cy={y} r={9} />
          <Cross x={x} y={y} size={3.4} />
        </g>
      )}
    </g>
  );
}

/** Dots that become a thread when what is awaited is true; a red disc where it cannot any more. */
function Awaited({ x, name, moments, heights, plan }: LaneProps): JSX.Element {
  const met = moments.find(({ truth }) => truth.some((one) => one.name === name && one.isTrue));
  const missed = moments.find(({ truth }) => truth.some((one) => one.name === name && one.isRefuted));
  const y = met === undefined ? plan.now : (heights.get(met.step) ?? 0);
  const end = missed === undefined ? undefined : (heights.get(missed.step) ?? plan.now);
  return (
    <g>
      <title>{met === undefined ? `${name}: not yet` : `${name}: true since step ${met.step}`}</title>
      <path class="thread waiting" d={`M${x} 0V${y}`} />
      {met !== undefined && (
        <g>
          <path class="thread" d={`M${x} ${y}V${plan.now}`} />
          <circle class="met" cx={x} cy={y} r={5} />
        </g>
      )}
      {met === undefined && end === undefined && <circle class="open" cx={x} cy={plan.now - 9} r={4.5} />}
      {end !== undefined && (
        <g>
          <circle class="bad-disc" cx={x} cy={end} r={9} />
          <Cross x={x} y={end} size={3.4} />
        </g>
      )}
    </g>
  );
}

/** A thread where it is true, dots where it is not; a red disc where that refutes it. */
function Changing({ x, name, moments, heights, plan }: LaneProps): JSX.Element {
  const missed = moments.find(({ truth }) => truth.some((one) => one.name === name && one.isRefuted));
  const pieces = moments.map(({ step, truth }, i) => {
    const next = moments[i + 1];
    const isTrue = truth.some((one) => one.name === name && one.isTrue);
    return { step, isTrue, from: heights.get(step) ?? 0, to: heights.get(next?.step ?? -1) ?? plan.now };
  });
  return (
    <g>
      <title>{name}</title>
      {pieces.map(({ step, isTrue, from, to }) => (
        <path key={step} class={isTrue ? "thread" : "thread waiting"} d={`M${x} ${from}V${to}`} />
      ))}
      {missed !== undefined && (
        <g>
          <circle class="bad-disc" cx={x} cy={heights.get(missed.step) ?? plan.now} r={9} />
          <Cross x={x} y={heights.get(missed.step) ?? plan.now} size={3.4} />
        </g>
      )}
    </g>
  );
}

/** The lanes of kinds that are seen at a glance; others change to and fro. */
const LANES: Readonly<Record<string, (props: LaneProps) => JSX.Element>> = {
  invariant: Invariant,
  eventually: Awaited,
  reachable: Awaited,
};

function heightsOf({ scene, rows }: DiagramPlan): Map<number, number> {
  const heights = new Map<number, number>([[0, rows[0] ?? 0]]);
  for (const mark of scene.marks) heights.set(mark.step, rows[mark.row] ?? 0);
  for (const [i, row] of scene.rows.entries()) {
    if (row.kind === "tick") heights.set(row.last, rows[i] ?? 0);
    if (row.kind === "beat" && row.step !== undefined && !heights.has(row.step))
      heights.set(row.step, rows[i] ?? 0);
  }
  return heights;
}
