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
  const left = new Map(offers.map((offer, i) => [i, offer]));
  const take = (wanted: (offer: OfferedEvent) => boolean): number[] => {
    const taken = [...left].filter(([, offer]) => wanted(offer)).map(([i]) => i);
    for (const i of taken) left.delete(i);
    return taken;
  };
  const letters = lettersOf(scene).map(({ arrow, key, from, copies }): Ghost => {
    // Where senders are hidden, the oldest of equal letters is received first.
    const events = take(
      ({ letter, liar }) =>
        liar === undefined && letter !== undefined && keyOf({ ...letter, from: letter.from ?? from }) === key,
    );
    return { kind: "letter", arrow, copies, events };
  });
  const columns = new Map(scene.lanes.map(({ process, column }) => [process, column]));
  const others: Ghost[] = [];
  while (left.size > 0) {
    const [offer] = [...left.values()] as [OfferedEvent];
    if (offer.sort === "beat") others.push({ kind: "beat", events: take(({ sort }) => sort === "beat") });
    else if (offer.liar !== undefined)
      others.push({
        kind: "liar",
        column: columns.get(offer.liar) ?? 0,
        events: take(({ liar }) => liar === offer.liar),
      });
    else {
      const column = columns.get(offer.who) ?? columns.get(offer.letter?.to ?? "") ?? 0;
      others.push(atProcess(offer, column, take));
    }
  }
  return [...letters, ...others];
}

function atProcess(
  offer: OfferedEvent,
  column: number,
  take: (wanted: (offer: OfferedEvent) => boolean) => number[],
): Ghost {
  const title = titleOf(offer);
  const sign = offer.timer !== undefined ? "timer" : offer.sort === "fault" ? "mishap" : "step";
  return {
    kind: "process",
    column,
    title,
    sign,
    events: take(
      (one) =>
        one.liar === undefined && one.who === offer.who && one.sort === offer.sort && titleOf(one) === title,
    ),
  };
}

/** The title of what happens at a process: without what is chosen in it. */
function titleOf({ timer, words, choices }: OfferedEvent): string {
  if (timer !== undefined) return timer;
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
