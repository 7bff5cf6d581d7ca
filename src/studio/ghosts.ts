/**
 * Ghosts: what may happen next, at the place of the diagram where it would. Every event that is enabled
 * belongs to exactly one ghost.
 */
import type { Arrow, Scene } from "../diagram/index.ts";
import type { PlayedMoment, OfferedEvent } from "./conversation.ts";

/** A ghost, and the numbers of its events among the moment's offers. */
export type Ghost =
  /** A letter in transit. Without events it cannot be received yet. */
  | {
      readonly kind: "letter";
      readonly arrow: Arrow;
      readonly copies: number;
      readonly events: readonly number[];
    }
  /** A thing that may happen at a process. */
  | {
      readonly kind: "process";
      readonly column: number;
      readonly title: string;
      readonly sign: "timer" | "step" | "mishap";
      readonly events: readonly number[];
    }
  /** A liar may speak. */
  | { readonly kind: "liar"; readonly column: number; readonly events: readonly number[] }
  /** A thing that happens to the whole system. */
  | { readonly kind: "beat"; readonly events: readonly number[] };

/** The ghosts of a moment, whose history is in a picture. */
export function ghostsOf(scene: Scene, { offers }: PlayedMoment): Ghost[] {
  const columns = new Map(scene.lanes.map(({ process, column }) => [process, column]));
  const [letters, shown] = [lettersOf(scene), new Map<string, LetterGhost>()];
  for (const { arrow, key, copies } of letters) shown.set(key, { kind: "letter", arrow, copies, events: [] });
  const others = new Map<string, OtherGhost>();
  for (const [number, offer] of offers.entries()) {
    const ghost = letterOf(offer, letters, shown) ?? otherOf(offer, columns, others);
    ghost.events.push(number);
  }
  return [...shown.values(), ...others.values()];
}

/** A ghost whose events are still being found. */
type Open<G extends Ghost> = G extends Ghost ? Omit<G, "events"> & { readonly events: number[] } : never;
type LetterGhost = Open<Extract<Ghost, { kind: "letter" }>>;
type OtherGhost = Open<Exclude<Ghost, { kind: "letter" }>>;

/** The letter that is received with an event, or lost; liars say what was not sent. */
function letterOf(
  { letter, liar }: OfferedEvent,
  letters: readonly LetterShown[],
  shown: ReadonlyMap<string, LetterGhost>,
): LetterGhost | undefined {
  if (letter === undefined || liar !== undefined) return undefined;
  const { from, to, message } = letter;
  if (from !== undefined) return shown.get(keyOf({ from, to, message }));
  // Where senders are hidden, the oldest of equal letters is received first.
  const oldest = letters.find((one) => one.key === keyOf({ from: one.from, to, message }));
  return oldest === undefined ? undefined : shown.get(oldest.key);
}

/** The ghost that an event belongs to which is about no letter; a new one if it is the first. */
function otherOf(
  offer: OfferedEvent,
  columns: ReadonlyMap<string, number>,
  others: Map<string, OtherGhost>,
): OtherGhost {
  const { sort, liar, who, letter, timer } = offer;
  const title = titleOf(offer);
  const key = sort === "beat" ? sort : liar === undefined ? `${sort} ${who} ${title}` : `liar ${liar}`;
  const known = others.get(key);
  if (known !== undefined) return known;
  const column = columns.get(liar ?? who) ?? columns.get(letter?.to ?? "") ?? 0;
  const sign = timer !== undefined ? "timer" : sort === "fault" ? "mishap" : "step";
  const made: OtherGhost =
    sort === "beat"
      ? { kind: "beat", events: [] }
      : liar === undefined
        ? { kind: "process", column, title, sign, events: [] }
        : { kind: "liar", column, events: [] };
  others.set(key, made);
  return made;
}

/** The title of what happens at a process: without what is chosen in it. */
function titleOf({ timer, title, words, choices }: OfferedEvent): string {
  if (timer !== undefined || title !== undefined) return timer ?? title ?? "";
  return choices === undefined ? words : words.replace(/, chooses .*$/, "");
}

/** A letter in transit of a picture, and how many equal ones there are. */
interface LetterShown {
  readonly arrow: Arrow;
  readonly key: string;
  readonly from: string;
  readonly copies: number;
}

/** The letters in transit of a picture, equal ones together, in the order of sending. */
function lettersOf({ arrows, lanes }: Scene): LetterShown[] {
  const found = new Map<string, LetterShown>();
  for (const arrow of arrows) {
    if (arrow.fate !== "in transit") continue;
    const [from = "", to = ""] = [arrow.from, arrow.to].map(({ column }) => lanes[column]?.process);
    const key = keyOf({ from, to, message: arrow.message });
    const known = found.get(key) ?? { arrow, key, from, copies: 0 };
    found.set(key, { ...known, copies: known.copies + 1 });
  }
  return [...found.values()].toSorted((a, b) => a.arrow.sent - b.arrow.sent);
}

function keyOf({
  from,
  to,
  message,
}: {
  readonly from: string;
  readonly to: string;
  readonly message: string;
}): string {
  return `${from} ${to} ${message}`;
}
