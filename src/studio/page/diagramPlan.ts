/** The plan of a diagram: where everything of a scene and of its ghosts is, in pixels. */
import type { Arrow, Mark, Row, Scene } from "../../diagram/index.ts";
import { arrowLabel, remarkIsLeft, remarkOf, widthPx } from "../../diagram/layout.ts";
import { wishedGaps } from "../../diagram/spacing.ts";
import type { Ghost } from "../ghosts.ts";

/** Ghosts of one kind, and where they are: one, or letters to one process where there are many in all. */
export interface PlacedGhost {
  readonly stack: readonly [Ghost, ...Ghost[]];
  /** The name that tells it from the others, and stays the same while others come and go. */
  readonly key: string;
  readonly x: number;
  /** The depth below the line of now. */
  readonly below: number;
}

/** The part of a plan that stays the same from step to step, unless there is more to be written. */
export interface DiagramFrame {
  readonly width: number;
  /** The line of each process, by column. */
  readonly columns: readonly number[];
  /** The place of the numbers of steps. */
  readonly numbers: number;
  /** Whether there is so little room that labels go without their arguments. */
  readonly isNarrow: boolean;
}

/** The coordinates of a diagram. */
export interface DiagramPlan extends DiagramFrame {
  readonly scene: Scene;
  readonly height: number;
  /** The middle of each row of the past. */
  readonly rows: readonly number[];
  /** The distance between two rows. */
  readonly pitch: number;
  readonly now: number;
  /** The height at which the lines end below it. */
  readonly below: number;
  readonly ghosts: readonly PlacedGhost[];
  /** The places of rails and of properties. */
  readonly rails: number;
  readonly lanes: number;
  /** The height of the names above the lines. */
  readonly head: number;
  /** The name of each property, as much of it as there is room for; slanted where they are many, or long. */
  readonly laneNames: readonly string[];
  readonly isSlanted: boolean;
  /** The lane of each shared object; none where there is little room. */
  readonly objects: readonly number[];
  /** Whether there are so many letters in transit that those to one process are one ghost. */
  readonly isCrowded: boolean;
}

/** The room and the needs of a diagram. */
interface DiagramRoom {
  readonly width: number;
  readonly height: number;
  readonly rails: number;
  /** The names of the properties, each of which has a lane. */
  readonly lanes: readonly string[];
}

/** The distance between two lanes of properties. */
export const LANE_PX = 26;
/** The distance between two rails. */
export const RAIL_PX = 23;
/** The distance between two rows of ghosts. */
const GHOST_PX = 46;

const GAP_MIN = 84;
const GAP_MAX = 340;
const TOP = 30;
/** An execution of more steps is drawn denser. */
const DENSE_STEPS = 40;

/** Plans a diagram: with as much room as is fine, or where that is not there, with as little as can be. */
export function planOf(scene: Scene, ghosts: readonly Ghost[], room: DiagramRoom): DiagramPlan {
  const sort = room.width < 500 ? "narrow" : "roomy";
  const plan = planWith(scene, ghosts, { ...room, margins: marginsOf(scene, sort) });
  if (sort === "narrow" || plan.width <= room.width) return plan;
  return planWith(scene, ghosts, { ...room, margins: marginsOf(scene, "tight") });
}

/** The room beside the lines. */
interface Margins {
  readonly sort: "narrow" | "tight" | "roomy";
  /** From the rails to the numbers of steps, from these to the first line, and from the last to the lanes. */
  readonly numbers: number;
  readonly first: number;
  readonly last: number;
  /** Between two names, and of a name at most. */
  readonly names: number;
  readonly name: number;
}

function marginsOf(scene: Scene, sort: Margins["sort"]): Margins {
  if (sort === "narrow") return { sort, numbers: 16, first: 48, last: 62, names: 26, name: 120 };
  const [left, right] = [leftOfFirst(scene) + 22, rightOfLast(scene) + 18];
  if (sort === "roomy")
    return { sort, numbers: 44, first: Math.max(62, left), last: Math.max(66, right), names: 26, name: 120 };
  // Slanted names lean away from the name of the last process, of which they leave a half free.
  const half = Math.min(widthPx(scene.lanes.at(-1)?.process ?? "", 14), 96) / 2;
  return {
    sort,
    numbers: 22,
    first: Math.max(34, left),
    last: Math.max(40, right, half + 4),
    names: 22,
    name: 96,
  };
}

function planWith(
  scene: Scene,
  ghosts: readonly Ghost[],
  room: DiagramRoom & { readonly margins: Margins },
): DiagramPlan {
  const { margins } = room;
  const isNarrow = margins.sort === "narrow";
  const { pitch, rows, now } = heightsOf(scene, isNarrow);
  const rails = room.rails > 1 ? 24 + room.rails * RAIL_PX : isNarrow ? 8 : 24;
  const toNumbers = rails + margins.numbers;
  const first = toNumbers + margins.first;
  const beside = margins.last;
  const names = laneNamesIn(isNarrow ? [] : room.lanes, margins.sort);
  const objects = isNarrow ? [] : (scene.objects ?? []);
  const objectsWidth = objects.reduce((sum, name) => sum + objectPx(name), 0);
  const free = room.width - first - names.width - beside - objectsWidth;
  const spread = columnsOf(scene, { first, room: free, margins });
  const left = free - ((spread.at(-1) ?? first) - first);
  const shift = left > 40 ? Math.min(left / 2, room.width * 0.2) : 0;
  const columns = spread.map((x) => x + shift);
  const placed = placedGhosts(ghosts, columns);
  const last = columns.at(-1) ?? first;
  const below = now + Math.max(3 * GHOST_PX, ...placed.map((one) => one.below + GHOST_PX));
  return {
    scene,
    columns,
    rows,
    pitch,
    now,
    below,
    ghosts: placed,
    numbers: toNumbers + shift,
    rails: 24,
    lanes: last + beside + objectsWidth,
    head: names.head,
    laneNames: names.shown,
    isSlanted: names.isSlanted,
    objects: centersOf(objects, last + beside - 12),
    width: Math.max(room.width, last + objectsWidth + names.width + beside),
    height: Math.max(below, room.height - names.head),
    isNarrow,
    isCrowded: isCrowd(ghosts),
  };
}

/** The height of each row of the past, and that of now. */
function heightsOf(scene: Scene, isNarrow: boolean): Pick<DiagramPlan, "pitch" | "rows" | "now"> {
  const pitch = scene.stepCount > DENSE_STEPS ? 36 : isNarrow ? 44 : 50;
  const rows: number[] = [];
  let y = TOP;
  for (const row of scene.rows) {
    rows.push(y);
    y += heightOf(row, pitch);
  }
  return { pitch, rows, now: y - pitch * (scene.stepCount === 0 ? -0.3 : 0.2) };
}

/** The width of the lane of an object, with its name above it. */
export function objectPx(name: string): number {
  return Math.max(64, widthPx(name, 12.5) + 20);
}

function centersOf(names: readonly string[], left: number): number[] {
  let x = left;
  return names.map((name) => {
    x += objectPx(name);
    return x - objectPx(name) / 2;
  });
}

/** The room that is taken at the left of the first line by what is written there. */
function leftOfFirst(scene: Scene): number {
  const beside = scene.marks.filter((mark) => mark.column === 0 && remarkIsLeft(scene, mark));
  return Math.max(0, ...beside.map((mark) => Math.min(remarkPx(mark), 160)));
}

/** The room that is taken at the right of the last line by what is written there. */
function rightOfLast(scene: Scene): number {
  const last = scene.lanes.length - 1;
  const marks = scene.marks.filter((mark) => mark.column === last && !remarkIsLeft(scene, mark));
  return Math.max(0, ...marks.map((mark) => Math.min(remarkPx(mark), 240)));
}

/** The width of what is written beside a mark. */
export const remarkPx = madeOnce((mark: Mark): number => {
  const text = remarkOf(mark);
  return text === "" ? 0 : widthPx(text, 13) + 24;
});

/** The text above an arrow, and its width. */
const labelOf = madeOnce(arrowLabel);
const labelPx = madeOnce((arrow: Arrow) => widthPx(labelOf(arrow), 12.5));

/** The things that are made of others, which stay the same from picture to picture: each once. */
function madeOnce<T extends object, V>(make: (thing: T) => V): (thing: T) => V {
  const known = new WeakMap<T, V>();
  return (thing) => {
    const made = known.get(thing) ?? make(thing);
    known.set(thing, made);
    return made;
  };
}

/** The height of the names of processes, and the greatest that slanted names of properties may ask for. */
const HEAD_PX = 74;
const HEAD_MAX = 128;
/** More names of properties than so many are slanted. */
const STACKED_MAX = 3;
/** The width of a letter of such a name, and of a slanted one, which goes up and to the right by as much. */
const LETTER_PX = 7.4;
const SLANTED_PX = 6.6 * Math.SQRT1_2;

/** The names of properties: above each other, or slanted where they are many, or there is little room. */
function laneNamesIn(
  names: readonly string[],
  sort: Margins["sort"],
): {
  readonly shown: readonly string[];
  readonly isSlanted: boolean;
  readonly width: number;
  readonly head: number;
} {
  const isSlanted = names.length > STACKED_MAX || (sort === "tight" && names.length > 1);
  const letters = Math.floor((HEAD_MAX - 24) / SLANTED_PX);
  const shown = isSlanted ? names.map((name) => shortened(name, letters)) : names;
  const letter = isSlanted ? SLANTED_PX : LETTER_PX;
  const width = Math.max(
    0,
    ...shown.map((name, i) => i * LANE_PX + name.length * letter + (isSlanted ? 4 : 8)),
  );
  const high = Math.max(0, ...shown.map((name) => name.length * SLANTED_PX + 24));
  return { shown, isSlanted, width, head: isSlanted ? Math.max(HEAD_PX, Math.ceil(high)) : HEAD_PX };
}

/** A name in so many letters: what tells it from others like it is often its end. */
export function shortened(name: string, letters: number): string {
  if (name.length <= letters) return name;
  const end = /\d+$/.exec(name)?.[0] ?? name.slice(-3);
  return `${name.slice(0, Math.max(1, letters - 1 - end.length))}…${end}`;
}

function heightOf({ kind }: Row, pitch: number): number {
  if (kind === "beat" || kind === "tick") return Math.min(pitch, 38);
  return kind === "lost" ? Math.min(pitch, 40) : pitch;
}

/** The room in which lines are spread, from the first on. */
interface Spread {
  readonly first: number;
  readonly room: number;
  readonly margins: Margins;
}

/** The lines of the processes: as far apart as labels want, and spread over the room that there is. */
function columnsOf(scene: Scene, { first, room, margins }: Spread): number[] {
  const isNarrow = margins.sort === "narrow";
  const beside = (mark: Mark): readonly [number, number] => {
    const room = isNarrow ? 0 : Math.min(remarkPx(mark), 180);
    return remarkIsLeft(scene, mark) ? [room, 0] : [0, room];
  };
  const gaps = wishedGaps(scene, {
    name: ({ process }) => widthPx(process, 14),
    betweenNames: margins.names - 10,
    arrow: (arrow) => (isNarrow ? 74 : Math.min(labelPx(arrow) + 74, 220)),
    beside,
    fine: isNarrow ? GAP_MIN - 10 : 110,
  });
  const wish = gaps.reduce((sum, gap) => sum + gap, 0);
  const even = gaps.length === 0 ? 0 : Math.min(GAP_MAX, room / gaps.length);
  const isRoomy = gaps.every((gap) => gap <= even);
  const scale = wish === 0 ? 1 : Math.max(margins.sort === "roomy" ? 0.8 : 0.62, Math.min(room / wish, 2));
  const columns = [first];
  for (const [i, gap] of gaps.entries()) {
    const least = isNarrow ? 72 : Math.max(72, namesPx(scene, i, margins.name) + margins.names);
    columns.push(
      (columns.at(-1) ?? first) + (isRoomy ? even : Math.min(GAP_MAX, Math.max(gap * scale, least))),
    );
  }
  return columns;
}

/** The room that each of the names of two neighbours takes; long ones are cut. */
function namesPx({ lanes }: Scene, left: number, most: number): number {
  const size = (i: number): number => Math.min(widthPx(lanes[i]?.process ?? "", 14), most);
  return Math.max(size(left), size(left + 1));
}

/** More letters than so many are stacked, by receiver. */
const LETTERS_MAX = 8;

/** Letters below each other, oldest first; what happens at processes below them. */
function placedGhosts(ghosts: readonly Ghost[], columns: readonly number[]): PlacedGhost[] {
  const placed: PlacedGhost[] = [];
  const taken = new Map<number, number>();
  const sorts = new Map<string, number>();
  const place = (stack: PlacedGhost["stack"], column: number, row: number): void => {
    const sort = `${stack[0].kind} ${column}`;
    const earlier = sorts.get(sort) ?? 0;
    sorts.set(sort, earlier + 1);
    const key = `${sort} ${earlier}`;
    placed.push({ stack, key, x: columns[column] ?? 0, below: GHOST_PX * (row + 1) });
    taken.set(column, row + 1);
  };
  const stacks = stacksOf(ghosts);
  for (const [row, stack] of stacks.entries()) place(stack, columnOf(stack[0]), row);
  for (const ghost of ghosts) {
    if (ghost.kind === "letter" || ghost.kind === "beat") continue;
    // Below all letters, whose routes would cross it.
    place([ghost], ghost.column, Math.max(stacks.length, taken.get(ghost.column) ?? 0));
  }
  return placed;
}

/** The column at which a ghost is. */
function columnOf(ghost: Ghost): number {
  if (ghost.kind === "beat") return 0;
  return ghost.kind === "letter" ? ghost.arrow.to.column : ghost.column;
}

function isCrowd(ghosts: readonly Ghost[]): boolean {
  return ghosts.filter(({ kind }) => kind === "letter").length > LETTERS_MAX;
}

/** The letters, each by itself, or where there are many, those to one process together. */
function stacksOf(ghosts: readonly Ghost[]): PlacedGhost["stack"][] {
  const letters = ghosts.filter(({ kind }) => kind === "letter");
  if (!isCrowd(ghosts)) return letters.map((ghost): PlacedGhost["stack"] => [ghost]);
  const stacks = new Map<number, [Ghost, ...Ghost[]]>();
  for (const ghost of letters) {
    const known = stacks.get(columnOf(ghost));
    if (known === undefined) stacks.set(columnOf(ghost), [ghost]);
    else known.push(ghost);
  }
  return [...stacks.values()];
}

/** The rows that are seen between two heights, and a few more. */
export function rowsBetween(
  { rows }: DiagramPlan,
  top: number,
  bottom: number,
): readonly [from: number, to: number] {
  return [firstFrom(rows, top), firstFrom(rows, bottom)];
}

/** The position of the first of ascending numbers that is at least so large. */
function firstFrom(numbers: readonly number[], wanted: number): number {
  let [low, high] = [0, numbers.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((numbers[middle] ?? 0) < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The way of a message, as a sign; one to oneself comes from the right. */
export function wayOf(fromX: number, toX: number): number {
  return Math.sign(toX - fromX) || -1;
}

/** The route of a message: it leaves along its sender's line, and arrives level. */
export function routeOf(
  [x, y]: readonly [number, number],
  [toX, toY]: readonly [number, number],
  short: number,
): string {
  if (toX === x) return `M${x + 3} ${y + 2}C${x + 44} ${y} ${x + 44} ${toY} ${x + short} ${toY}`;
  const way = Math.sign(toX - x);
  const bend = Math.min(Math.abs(toX - x) * 0.5, 76);
  const fall = toY - y;
  const corner = x + way * bend;
  const controls = `${x + way * bend * 0.3} ${y + fall * 0.58} ${x + way * bend * 0.36} ${toY}`;
  return `M${x + way * 2} ${y + 4}C${controls} ${corner} ${toY}L${toX - way * short} ${toY}`;
}

/** The label of an arrow; where there is little room, the type of the message alone. */
export function labelIn({ isNarrow, columns }: DiagramFrame, arrow: Arrow): string {
  const gap = Math.abs((columns[arrow.to.column] ?? 0) - (columns[arrow.from.column] ?? 0));
  if (isNarrow && gap < 150) return arrow.label.replace(/\(.*$/s, "");
  const room = Math.max(60, gap - 50);
  if (labelPx(arrow) <= room) return labelOf(arrow);
  return widthPx(arrow.brief, 12.5) <= room ? arrow.brief : arrow.label.replace(/\(.*$/s, "");
}
