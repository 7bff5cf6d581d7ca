/** A plot of how a number grows with the number of processes. */
import type { JSX } from "preact";

/** The number for a size. */
export interface SizePoint {
  readonly size: number;
  readonly value: number;
  /** The number that 95 % of the runs do not exceed, where there are many. */
  readonly high?: number;
  /** Whether a property is false there. */
  readonly isBad: boolean;
  /** Whether it may be more: the search was cut off. */
  readonly isOpen: boolean;
}

const WIDTH = 420;
const HEIGHT = 150;
const LEFT = 16;
const TOP = 22;
/** The numbers of sizes up to which each point has its number. */
const LABELS_MAX = 8;
/** A scale of powers is used where the largest is so many times the least. */
const POWERS_FROM = 40;

/** The plot. */
export function SizePlot({
  title,
  axis,
  points,
}: {
  readonly title: string;
  readonly axis: string;
  readonly points: readonly SizePoint[];
}): JSX.Element {
  const { x, y, isOfPowers } = scalesOf(points);
  const line = points.map(({ size, value }, i) => `${i === 0 ? "M" : "L"}${x(size)} ${y(value)}`).join("");
  const told = points.map(({ size, value }) => `${size}: ${short(value)}`).join(", ");
  return (
    <figure class="plot sizes-plot">
      <figcaption>
        {title}{" "}
        <i>
          by the size of role {axis}
          {isOfPowers && ", on a logarithmic scale"}
        </i>
      </figcaption>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT + 20}`} role="img" aria-label={`${title}, ${told}`}>
        <path class="base" d={`M${LEFT - 8} ${HEIGHT}H${WIDTH - LEFT + 8}`} />
        {points.map(
          ({ size, value, high }) =>
            high !== undefined && (
              <path key={size} class="spread" d={`M${x(size)} ${y(value)}V${y(high)}m-4 0h8`} />
            ),
        )}
        <path class="growth" d={line} />
        {points.map(({ size, value, high, isBad, isOpen }, i) => (
          <g key={size}>
            <circle
              class={`${isBad ? "point bad-point" : "point"} ${isOpen ? "hollow" : ""}`}
              cx={x(size)}
              cy={y(value)}
              r={4}
            />
            {(points.length <= LABELS_MAX || i % 2 === 0 || i === points.length - 1) && (
              <text x={x(size)} y={y(high ?? value) - 9} text-anchor={anchorOf(i, points.length)}>
                {isOpen ? "over " : ""}
                {short(value)}
              </text>
            )}
            <text class="axis" x={x(size)} y={HEIGHT + 15} text-anchor="middle">
              {size}
            </text>
          </g>
        ))}
      </svg>
    </figure>
  );
}

interface Scales {
  readonly isOfPowers: boolean;
  x(size: number): number;
  y(value: number): number;
}

function scalesOf(points: readonly SizePoint[]): Scales {
  const sizes = points.map(({ size }) => size);
  const values = points.flatMap(({ value, high = value }) => [value, high]);
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const [first, last] = [Math.min(...sizes), Math.max(...sizes)];
  const isOfPowers = least > 0 && most / least > POWERS_FROM;
  const part = (value: number): number =>
    isOfPowers ? 0.08 + 0.92 * (Math.log(value / least) / Math.log(most / least)) : value / Math.max(1, most);
  return {
    isOfPowers,
    x: (size) => LEFT + 14 + ((size - first) / Math.max(1, last - first)) * (WIDTH - 2 * LEFT - 28),
    y: (value) => HEIGHT - part(value) * (HEIGHT - TOP),
  };
}

function anchorOf(place: number, count: number): "start" | "middle" | "end" {
  if (place === 0) return "start";
  return place === count - 1 ? "end" : "middle";
}

function short(value: number): string {
  if (value < 1e5) return value.toLocaleString("en-US", { maximumFractionDigits: 1 });
  return value.toLocaleString("en-US", { notation: "compact", maximumSignificantDigits: 3 });
}
