/** The histories as rails on the rows of the diagram: they part where one chose otherwise. */
import type { JSX } from "preact";
import { railOf, type Histories, type Rail } from "../histories.ts";
import { RAIL_PX, type DiagramPlan } from "./diagramPlan.ts";
import { Cross } from "./shapes.tsx";
import type { Studio } from "./studio.ts";

/** The rails of all histories. */
export function HistoryRails({
  plan,
  rails,
  histories,
  studio,
}: {
  readonly plan: DiagramPlan;
  readonly rails: readonly Rail[];
  readonly histories: Histories;
  readonly studio: Studio;
}): JSX.Element {
  const here = new Set(railOf(histories));
  const { moments } = studio.state;
  const first = plan.rows[0] ?? 0;
  const x = (column: number): number => plan.rails - 6 + column * RAIL_PX;
  const y = (id: number): number => first + depthOf(histories, id) * Math.min(plan.pitch, 50);
  const columnOf = (id: number): number => rails.find(({ own }) => own.includes(id))?.column ?? 0;
  return (
    <g class="rails">
      {rails.map((rail) => {
        const isHere = here.has(rail.end);
        const end = moments.get(rail.end);
        const isBad = end?.truth.some(({ isRefuted }) => isRefuted) === true;
        const begin = rail.own[0];
        return (
          <g key={rail.end} class={isHere ? "rail here" : "rail"}>
            <title>{`history ${rail.letter}`}</title>
            {begin !== undefined && <path d={pathOf(rail, { x, y, columnOf, begin })} />}
            {stopsOf(rail).map((id) => (
              <circle
                key={id}
                class={id === histories.now ? "stop at" : "stop"}
                cx={x(rail.column)}
                cy={y(id)}
                r={id === histories.now ? 4.5 : 3}
                onClick={() => void studio.go(id)}
              >
                <title>{moments.get(id)?.events[0] ?? "the start"}</title>
              </circle>
            ))}
            {isBad ? (
              <g class="bad-end">
                <circle cx={x(rail.column)} cy={y(rail.end)} r={7} />
                <Cross x={x(rail.column)} y={y(rail.end)} size={4} />
              </g>
            ) : (
              end?.isEnd === true && (
                <rect class="end" x={x(rail.column) - 4} y={y(rail.end) - 4} width={8} height={8} />
              )
            )}
            <text x={x(rail.column)} y={y(rail.end) + 20} text-anchor="middle">
              {rail.letter}
            </text>
            <rect
              class="rail-target"
              x={x(rail.column) - 10}
              y={y(rail.end) - 12}
              width={20}
              height={40}
              role="button"
              tabIndex={-1}
              aria-label={`history ${rail.letter}`}
              onClick={() => void studio.go(rail.end)}
            />
          </g>
        );
      })}
    </g>
  );
}

/** The moments of a rail that can be gone to by a click: of a long one, some. */
function stopsOf({ own }: Rail): number[] {
  const every = Math.ceil(own.length / STOPS_MAX);
  return own.filter((_, i) => i % every === 0 || i === own.length - 1);
}

const STOPS_MAX = 200;

interface RailPlaces {
  x(column: number): number;
  y(id: number): number;
  columnOf(id: number): number;
  readonly begin: number;
}

function pathOf({ column, from, end }: Rail, { x, y, columnOf, begin }: RailPlaces): string {
  const down = `V${y(end)}`;
  if (from === undefined) return `M${x(column)} ${y(begin)}${down}`;
  const [x1, y1, x2, y2] = [x(columnOf(from)), y(from), x(column), y(begin)];
  const middle = (y1 + y2) / 2;
  return `M${x1} ${y1}C${x1} ${middle} ${x2} ${middle} ${x2} ${y2}${down}`;
}

function depthOf({ moments }: Histories, id: number): number {
  let depth = 0;
  for (let one = moments.get(id)?.parent; one !== undefined; one = moments.get(one)?.parent) depth++;
  return depth;
}
