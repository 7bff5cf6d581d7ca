/** Exclusions: values that are never together. They are conjuncts, beside what an author has written. */
import type { Coexistence } from "./coexistence.ts";
import type { Permits } from "./outline.ts";

/** Some coordinates, and atoms of each: in no configuration is each of the coordinates in its set. */
export type Exclusion = ReadonlyMap<number, ReadonlySet<number>>;

/** All that is within the domains, but for some exclusions. */
export class Excluding implements Permits {
  private readonly within: Coexistence;
  /** The exclusions in which an atom takes part, by atom. */
  private readonly byAtom: FlatExclusion[][] = [];

  /** @param within says what the domains are */
  constructor(within: Coexistence, exclusions: Iterable<Exclusion> = []) {
    this.within = within;
    for (const exclusion of exclusions) this.exclude(exclusion);
  }

  /** Excludes some more. */
  exclude(exclusion: Exclusion): void {
    const atoms = new Set([...exclusion.values()].flatMap((set) => [...set]));
    for (const atom of atoms) (this.byAtom[atom] ??= []).push({ atoms, size: exclusion.size });
  }

  domain(coordinate: number): readonly number[] {
    return this.within.domain(coordinate);
  }

  fits(atoms: readonly number[], atom: number): boolean {
    return this.byAtom[atom]?.some((exclusion) => isMet(exclusion, atoms)) !== true;
  }

  /** Whether all atoms of a configuration may be together. */
  permits(atoms: readonly number[]): boolean {
    return atoms.every((atom, i) => this.fits(atoms.slice(0, i), atom));
  }
}

/** An exclusion as the set of all its atoms, and the number of its coordinates. */
interface FlatExclusion {
  readonly atoms: ReadonlySet<number>;
  readonly size: number;
}

/** Whether an exclusion excludes some atoms and another one of its own. */
function isMet(exclusion: FlatExclusion, atoms: readonly number[]): boolean {
  let met = 1;
  for (const atom of atoms) if (exclusion.atoms.has(atom)) met++;
  return met === exclusion.size;
}
