/**
 * Coexistence: which values exist together, one by one, in twos or in threes. It stands for all
 * configurations in which nothing else does (*views* of a fixed size, and what they concretize to; P. A.
 * Abdulla, F. Haziza, L. Holík, All for the price of few, VMCAI 2013; with single values it is Cartesian
 * abstraction).
 */
import type { Coordinates } from "./coordinates.ts";
import type { Permits } from "./outline.ts";

/** The number of values that are looked at together. */
export type Width = 1 | 2 | 3;

/** The maximum number of atoms, so that three of them make an integer that is exact. */
export const ATOMS_MAX = 2 ** 17;

/** The number of a set of atoms in ascending order, of which there are at most three. */
function keyOf(a: number, b = -1, c = -1): number {
  return a + 1 + ATOMS_MAX * (b + 1 + ATOMS_MAX * (c + 1));
}

/** Sets of atoms that have been seen together. */
export class Coexistence implements Permits {
  readonly width: Width;
  private readonly coordinates: Coordinates;
  private readonly domains: number[][] = [];
  private readonly known = new Set<number>();

  constructor(coordinates: Coordinates, width: Width) {
    this.coordinates = coordinates;
    this.width = width;
  }

  /** The number of sets. */
  get size(): number {
    return this.known.size;
  }

  domain(coordinate: number): readonly number[] {
    return this.domains[coordinate] ?? [];
  }

  fits(atoms: readonly number[], atom: number): boolean {
    if (!this.known.has(keyOf(atom))) return false;
    if (this.width > 1) for (const other of atoms) if (!this.knows([atom, other])) return false;
    if (this.width < 3) return true;
    for (let i = 1; i < atoms.length; i++)
      for (let j = 0; j < i; j++)
        if (!this.knows([atom, atoms[i] as number, atoms[j] as number])) return false;
    return true;
  }

  /** Whether a set of at most so many atoms as the width has been seen. */
  knows(atoms: readonly number[]): boolean {
    return this.known.has(this.keyOfSet(atoms));
  }

  private keyOfSet([a = -1, b = -1, c = -1]: readonly number[]): number {
    if (b === -1) return keyOf(a);
    const [low, high] = a < b ? [a, b] : [b, a];
    if (c === -1) return keyOf(low, high);
    if (c > high) return keyOf(low, high, c);
    return c < low ? keyOf(c, low, high) : keyOf(low, c, high);
  }

  /** Adds a set of atoms of different coordinates, at most so many as the width, and all of its parts. */
  add(atoms: readonly number[]): void {
    if (this.knows(atoms)) return;
    this.known.add(this.keyOfSet(atoms));
    if (atoms.length > 1) for (const i of atoms.keys()) this.add(atoms.toSpliced(i, 1));
    else for (const atom of atoms) this.extend(this.coordinates.coordinateOf(atom), atom);
  }

  private extend(coordinate: number, atom: number): void {
    while (this.domains.length <= coordinate) this.domains.push([]);
    this.domains[coordinate]?.push(atom);
  }

  /** Adds all sets of atoms of a point. */
  addPoint(atoms: readonly number[], chosen: readonly number[] = []): void {
    if (chosen.length === this.width) return this.add(chosen);
    if (atoms.length === 0 && chosen.length > 0) this.add(chosen);
    for (const [i, atom] of atoms.entries()) this.addPoint(atoms.slice(i + 1), [...chosen, atom]);
  }

  /** Adds an atom that is together with all that has been seen so far. */
  introduce(atom: number): void {
    const before = [...this.known].map(setOf).filter((atoms) => atoms.length < this.width);
    this.add([atom]);
    for (const atoms of before) this.add([...atoms, atom]);
  }
}

/** The atoms of a key. */
function setOf(key: number): number[] {
  const digits = [key % ATOMS_MAX, Math.floor(key / ATOMS_MAX) % ATOMS_MAX, Math.floor(key / ATOMS_MAX ** 2)];
  return digits.filter((digit) => digit > 0).map((digit) => digit - 1);
}
