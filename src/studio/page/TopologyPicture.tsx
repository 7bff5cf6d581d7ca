/** The topology as a picture: processes on a circle, and who can send to whom. */
import type { JSX } from "preact";
import type { SystemFacts } from "../conversation.ts";
import { coloursOf } from "./colours.ts";

const SIZE = 168;
/** The room for names at either side. */
const SIDE = 24;
const RADIUS = 62;
/** The names of more processes would not be read. */
const NAMES_MAX = 10;
/** Of more processes there is no picture. */
const PICTURE_MAX = 40;

/** The picture; none of very many processes. */
export function TopologyPicture({
  system,
  links,
}: {
  readonly system: SystemFacts;
  readonly links: readonly (readonly [number, number])[];
}): JSX.Element | null {
  const { processes, report } = system;
  if (processes.length > PICTURE_MAX) return null;
  const colours = coloursOf(system);
  const places = processes.map((_, i) => placeOf(i, processes.length));
  const known = new Set(links.map(([from, to]) => `${from} ${to}`));
  return (
    <svg
      class="topology"
      viewBox={`${-SIDE} 0 ${SIZE + 2 * SIDE} ${SIZE}`}
      role="img"
      aria-label={`Topology ${report.topology}`}
    >
      {links.map(([from, to]) => {
        const isBoth = known.has(`${to} ${from}`);
        const [a, b] = [places[from], places[to]];
        if (a === undefined || b === undefined || from === to || (isBoth && from > to)) return null;
        return <path key={`${from} ${to}`} d={isBoth ? lineOf(a, b) : arrowOf(a, b)} />;
      })}
      {processes.map(({ id }, i) => {
        const [x, y] = places[i] ?? [0, 0];
        return (
          <g key={id}>
            <circle cx={x} cy={y} r={processes.length > NAMES_MAX ? 5 : 8} style={{ fill: colours[i] }} />
            {processes.length <= NAMES_MAX && (
              <text x={x} y={y + (y < SIZE / 2 ? -12 : 19)} text-anchor="middle">
                {id.length > 10 ? `${id.slice(0, 6)}…${id.slice(-2)}` : id}
              </text>
            )}
          </g>
        );
      })}
    </svg>
  );
}

type CirclePoint = readonly [x: number, y: number];

function placeOf(number: number, count: number): CirclePoint {
  const angle = (2 * Math.PI * number) / count - Math.PI / 2;
  const radius = count === 1 ? 0 : RADIUS;
  return [SIZE / 2 + radius * Math.cos(angle), SIZE / 2 + radius * 0.9 * Math.sin(angle)];
}

function lineOf([x, y]: CirclePoint, [toX, toY]: CirclePoint): string {
  return `M${x} ${y}L${toX} ${toY}`;
}

/** A line with a head before the circle at its end. */
function arrowOf([x, y]: CirclePoint, [toX, toY]: CirclePoint): string {
  const length = Math.hypot(toX - x, toY - y) || 1;
  const [ux, uy] = [(toX - x) / length, (toY - y) / length];
  const [tipX, tipY] = [toX - ux * 11, toY - uy * 11];
  const side = (sign: number): string => `${tipX - ux * 6 + sign * uy * 4} ${tipY - uy * 6 - sign * ux * 4}`;
  return `M${x} ${y}L${tipX} ${tipY}M${side(1)}L${tipX} ${tipY}L${side(-1)}`;
}
