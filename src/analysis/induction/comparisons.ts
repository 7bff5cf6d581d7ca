/** Comparisons: few of them that tell some things from others by their traits. */
import { at } from "../../base/assert.ts";
import { ALL, type Traits } from "./traits.ts";

/** A trait has one of some values, or none of them. */
export interface Comparison {
  readonly trait: string;
  readonly isNot: boolean;
  readonly values: readonly string[];
}

/** The value of a trait that something does not have. */
export const ABSENT_TRAIT = "nothing";

/** Things that are to be described, and others from which they are to be told. */
interface Kinds {
  readonly inside: readonly Traits[];
  readonly outside: readonly Traits[];
}

/** More comparisons than these are not combined. */
const COMBINED_MAX = 3;

/** Alternatives, of comparisons each, which are true of the things inside and of none outside. */
export function alternativesIn(kinds: Kinds): readonly (readonly Comparison[])[] {
  const { inside } = kinds;
  if (inside.length === 0) return [];
  const names = traitsThatDiffer([...inside, ...kinds.outside]);
  const single = shortest(
    kinds,
    names.filter((name) => name !== ALL),
  );
  if (single !== undefined) return [single];
  const [first = ALL] = traitsThatDiffer(inside);
  if (first === ALL) return [[comparisonOf(kinds, ALL)]];
  const value = valueOf(at(inside, 0), first);
  const found = alternativesIn({ ...kinds, inside: inside.filter((one) => valueOf(one, first) === value) });
  const rest = inside.filter((one) => !found.some((all) => all.every((each) => isTrueOf(each, one))));
  return [...found, ...alternativesIn({ ...kinds, inside: rest })];
}

function valueOf(traits: Traits, name: string): string {
  return traits.get(name) ?? ABSENT_TRAIT;
}

/** The traits that some things do not have in common, those with few values first. */
function traitsThatDiffer(things: readonly Traits[]): string[] {
  const names = [...new Set(things.flatMap((traits) => [...traits.keys()]))];
  const count = (name: string): number => new Set(things.map((one) => valueOf(one, name))).size;
  return names.filter((name) => count(name) > 1);
}

/** The shortest comparisons that are true of all inside, and not all of them of anything outside. */
function shortest(kinds: Kinds, names: readonly string[]): readonly Comparison[] | undefined {
  let best: readonly Comparison[] | undefined;
  for (const chosen of choices(names, COMBINED_MAX)) {
    const compared = chosen.map((name) => comparisonOf(kinds, name));
    if (best !== undefined && lengthOfComparisons(compared) >= lengthOfComparisons(best)) continue;
    if (kinds.outside.some((one) => compared.every((comparison) => isTrueOf(comparison, one)))) continue;
    best = compared;
  }
  return best;
}

/** All choices of at most so many names; the smallest first. */
function choices(names: readonly string[], max: number): (readonly string[])[] {
  const found: (readonly string[])[] = [[]];
  for (const chosen of found) {
    if (chosen.length === max) continue;
    for (const name of names.slice(chosen.length === 0 ? 0 : names.indexOf(chosen.at(-1) as string) + 1))
      found.push([...chosen, name]);
  }
  return found;
}

function comparisonOf({ inside, outside }: Kinds, trait: string): Comparison {
  const values = new Set(inside.map((one) => valueOf(one, trait)));
  const others = new Set(outside.map((one) => valueOf(one, trait)).filter((value) => !values.has(value)));
  const isNot = others.size > 0 && others.size < values.size;
  return { trait, isNot, values: [...(isNot ? others : values)] };
}

function isTrueOf({ trait, isNot, values }: Comparison, traits: Traits): boolean {
  return values.includes(valueOf(traits, trait)) !== isNot;
}

/** The length of comparisons for a reader. What something is not is harder to read. */
export function lengthOfComparisons(comparisons: readonly Comparison[]): number {
  return comparisons.reduce((sum, { values, isNot }) => sum + values.length + (isNot ? 0.5 : 0), 0);
}
