/** The marks of the diagram, one shape each; shape says what, and colour only helps. */
import type { JSX } from "preact";

interface ShapePlace {
  readonly x: number;
  readonly y: number;
  readonly colour?: string;
}

/** A message was received, or a process took a step. */
export function Disc({ x, y, colour = "var(--ink)" }: ShapePlace): JSX.Element {
  return <circle cx={x} cy={y} r={6} style={{ fill: colour }} class="bordered" />;
}

/** A process starts, or recovers. */
export function Ring({ x, y, colour = "var(--ink)" }: ShapePlace): JSX.Element {
  return <circle cx={x} cy={y} r={4.5} class="ring" style={{ stroke: colour }} />;
}

/** A timer. */
export function Clock({ x, y, colour = "var(--ink)" }: ShapePlace): JSX.Element {
  return (
    <g class="clock" style={{ stroke: colour }}>
      <circle cx={x} cy={y} r={6.5} />
      <path d={`M${x} ${y - 3.5}V${y}H${x + 3.5}`} />
    </g>
  );
}

/** A decision. */
export function Diamond({ x, y }: ShapePlace): JSX.Element {
  return <path class="diamond" d={`M${x} ${y - 8}l8 8l-8 8l-8 -8z`} />;
}

/** A crash, or a loss. */
export function Cross({ x, y, size = 6 }: ShapePlace & { readonly size?: number }): JSX.Element {
  const double = 2 * size;
  return (
    <path
      class="cross"
      d={`M${x - size} ${y - size}l${double} ${double}m0 ${-double}l${-double} ${double}`}
    />
  );
}

/** An operation, or a step of process code. */
export function Square({ x, y, colour = "var(--ink)" }: ShapePlace): JSX.Element {
  return <rect x={x - 5} y={y - 5} width={10} height={10} class="bordered" style={{ fill: colour }} />;
}

/** A process halts: its line ends. */
export function Halt({ x, y }: ShapePlace): JSX.Element {
  return <rect x={x - 5} y={y + 9} width={10} height={6} class="halt" />;
}

/** A forged message: a hollow star. */
export function Star({ x, y }: ShapePlace): JSX.Element {
  const spokes = Array.from({ length: 8 }, (_, i) => {
    const [radius, angle] = [i % 2 === 0 ? 10 : 3.6, (i * Math.PI) / 4];
    return `${(x + radius * Math.sin(angle)).toFixed(1)} ${(y - radius * Math.cos(angle)).toFixed(1)}`;
  });
  return <path class="star" d={`M${spokes.join("L")}z`} />;
}

/** The tip of an arrow; open where the message is still in transit. */
export function Tip({
  x,
  y,
  way,
  isOpen,
}: ShapePlace & { readonly way: number; readonly isOpen: boolean }): JSX.Element {
  const [back, half] = [x - way * 9, isOpen ? 5 : 4.5];
  return (
    <path
      class={isOpen ? "tip open" : "tip"}
      d={`M${back} ${y - half}L${x} ${y}L${back} ${y + half}${isOpen ? "" : "z"}`}
    />
  );
}

/** A debt on a cycle is paid, or, hollow, is not owed any more: a flag, whose pole stands at the place. */
export function FlagAt({ x, y, isOwed }: ShapePlace & { readonly isOwed: boolean }): JSX.Element {
  return <path class={isOwed ? "flag" : "flag hollow"} d={`M${x} ${y + 5}v-11l9 3.5l-9 3.5`} />;
}

/** The same in a line of text. */
export function Flag({ isOwed }: { readonly isOwed: boolean }): JSX.Element {
  return (
    <svg class="icon" width={12} height={14} viewBox="0 0 12 14" aria-hidden="true">
      <FlagAt x={1.5} y={7.5} isOwed={isOwed} />
    </svg>
  );
}

/** The picture of a button without a word. */
export function Icon({ name }: { readonly name: keyof typeof ICONS }): JSX.Element {
  return (
    <svg class="icon" width={16} height={16} viewBox="0 0 16 16" aria-hidden="true">
      <path d={ICONS[name]} />
    </svg>
  );
}

const ICONS = {
  first: "M3.5 3v10M12.5 3.5L7 8l5.5 4.5",
  back: "M10 3.5L5 8l5 4.5",
  on: "M6 3.5L11 8l-5 4.5",
  last: "M12.5 3v10M3.5 3.5L9 8l-5.5 4.5",
  walk: "M5 3l8 5l-8 5z",
  pause: "M5.5 3v10M10.5 3v10",
  undo: "M6 3L3 6l3 3M3.5 6H10a3.2 3.2 0 0 1 0 6.5H7",
  redo: "M10 3l3 3l-3 3M12.5 6H6a3.2 3.2 0 0 0 0 6.5h3",
  share:
    "M6.5 9.5l3-3M7.5 4.5l1.2-1.2a2.7 2.7 0 0 1 4 4L11.5 8.5M8.5 11.5l-1.2 1.2a2.7 2.7 0 0 1-4-4L4.5 7.5",
  moon: "M13 9.6A5.4 5.4 0 0 1 6.4 3a5.4 5.4 0 1 0 6.6 6.6z",
  down: "M4 6l4 4l4-4",
  close: "M4 4l8 8M12 4l-8 8",
  tick: "M3 8.5l3.2 3.2L13 4.8",
  menu: "M2.5 4h11M2.5 8h11M2.5 12h11",
} as const;

/** The logo: the light cone of the present moment. */
export function Logo(): JSX.Element {
  return (
    <svg class="logo" width={22} height={22} viewBox="0 0 24 24" aria-hidden="true">
      <path d="M3 3h18l-9 9z" opacity={0.35} />
      <path d="M12 12l9 9H3z" />
      <circle cx={12} cy={12} r={2.4} />
    </svg>
  );
}
