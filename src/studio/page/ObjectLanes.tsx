/** Shared objects: a lane for each, to which fine dots lead from the steps that are at it. */
import type { JSX } from "preact";
import type { Mark } from "../../diagram/scene.ts";
import { remarkIsLeft } from "../../diagram/layout.ts";
import { remarkPx, type DiagramPlan } from "./diagramPlan.ts";

/** The lanes, as far as they are in view. */
export function ObjectLanes({
  plan,
  range,
}: {
  readonly plan: DiagramPlan;
  readonly range: { readonly from: number; readonly to: number };
}): JSX.Element | null {
  const { objects, now, below, scene } = plan;
  if (objects.length === 0) return null;
  const seen = scene.marks.filter(({ row }) => row >= range.from - 1 && row <= range.to);
  return (
    <g>
      {objects.map((x, i) => (
        <g key={scene.objects?.[i]}>
          <path class="object-lane" d={`M${x} 0V${now}`} />
          <path class="object-lane future" d={`M${x} ${now}V${below}`} />
        </g>
      ))}
      {seen.map((mark) => (
        <AccessOf key={mark.row} plan={plan} mark={mark} />
      ))}
    </g>
  );
}

/** The way from a step to its objects, and the tick of its effect at each: bold where it changes that. */
function AccessOf({ plan, mark }: { readonly plan: DiagramPlan; readonly mark: Mark }): JSX.Element | null {
  const { objects, columns, rows, scene } = plan;
  const { accesses = [], column, row } = mark;
  const y = rows[row] ?? 0;
  const places = accesses.map(({ object, changes }) => {
    return { x: objects[scene.objects?.indexOf(object) ?? -1] ?? 0, object, changes };
  });
  const last = places.at(-1);
  if (last === undefined) return null;
  const beside = remarkIsLeft(scene, mark) ? 0 : Math.min(remarkPx(mark), 260);
  return (
    <g>
      <path class="access" d={`M${(columns[column] ?? 0) + 14 + beside} ${y}H${last.x - 10}`} />
      {places.map(({ x, object, changes }) => (
        <path key={object} class={changes ? "effect changes" : "effect"} d={`M${x - 8} ${y}h16`} />
      ))}
    </g>
  );
}
