/**
 * Histories: the tree of moments that a reader has come to. Going otherwise never deletes a future; it begins
 * another history. All is plain data, so that undoing is going back to an earlier tree.
 */

/** A moment in the tree, by its id. */
interface TreeMoment {
  readonly parent: number | undefined;
  /** The moment after it that the reader has gone to last; absent where nothing was played after it. */
  readonly recent?: number;
}

/** The histories, and the moment that the reader is at. */
export interface Histories {
  readonly moments: ReadonlyMap<number, TreeMoment>;
  readonly now: number;
}

/** The histories that begin with a moment. */
export function beginHistories(first: number): Histories {
  return { moments: new Map([[first, { parent: undefined }]]), now: first };
}

/** The histories with a moment after another; the reader is there. */
export function withMoment(histories: Histories, parent: number, id: number): Histories {
  const moments = new Map(histories.moments);
  moments.set(parent, { ...momentIn(histories, parent), recent: id });
  if (!moments.has(id)) moments.set(id, { parent });
  return { ...histories, moments, now: id };
}

/** The histories with the reader at another moment, which becomes the most recent of its history. */
export function movedTo(histories: Histories, now: number): Histories {
  const moments = new Map(histories.moments);
  for (let id = now; ;) {
    const { parent } = momentIn(histories, id);
    if (parent === undefined) break;
    moments.set(parent, { ...momentIn(histories, parent), recent: id });
    id = parent;
  }
  return { ...histories, moments, now };
}

/** The moments from the first to one, both included. */
export function pathTo(histories: Histories, id: number): number[] {
  const path: number[] = [];
  for (let one: number | undefined = id; one !== undefined; one = momentIn(histories, one).parent)
    path.push(one);
  return path.reverse();
}

/** The history of the reader: the path to now, and what was played after it most recently. */
export function railOf(histories: Histories): number[] {
  const rail = pathTo(histories, histories.now);
  for (let next = momentIn(histories, histories.now).recent; next !== undefined;) {
    rail.push(next);
    next = momentIn(histories, next).recent;
  }
  return rail;
}

/** The last moments of all histories, in the order in which they were begun. */
function endsOf({ moments }: Histories): number[] {
  return [...moments].filter(([, { recent }]) => recent === undefined).map(([id]) => id);
}

/** The moments that two histories share, and what is different after them. */
export function comparisonOf(
  histories: Histories,
  a: number,
  b: number,
): { readonly common: readonly number[]; readonly rest: readonly [readonly number[], readonly number[]] } {
  const [one, other] = [pathTo(histories, a), pathTo(histories, b)];
  let length = 0;
  while (length < one.length && one[length] === other[length]) length++;
  return { common: one.slice(0, length), rest: [one.slice(length), other.slice(length)] };
}

/** A history as a rail: its letter, its column, and the moments of it that no rail before it has. */
export interface Rail {
  readonly letter: string;
  readonly column: number;
  readonly end: number;
  /** The moment at which it leaves another rail; undefined for the first. */
  readonly from: number | undefined;
  readonly own: readonly number[];
}

/** All histories as rails. */
export function railsOf(histories: Histories): Rail[] {
  const taken = new Set<number>();
  return endsOf(histories).map((end, column) => {
    const own = pathTo(histories, end).filter((id) => !taken.has(id));
    for (const id of own) taken.add(id);
    const [first] = own;
    const from = first === undefined ? undefined : momentIn(histories, first).parent;
    return { letter: letterOf(column), column, end, from, own };
  });
}

/** The letters of histories: a to z, then a1, b1 and so on. */
function letterOf(number: number): string {
  const letter = String.fromCharCode(97 + (number % 26));
  return number < 26 ? letter : `${letter}${Math.floor(number / 26)}`;
}

function momentIn({ moments }: Histories, id: number): TreeMoment {
  const found = moments.get(id);
  if (found === undefined) throw new Error(`there is no moment ${id}`);
  return found;
}
