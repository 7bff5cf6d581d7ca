/** An outline of a configuration: the values of some coordinates, with the others left open. */
import type { Coordinates } from "./coordinates.ts";

/** A judgement of which values may be together. */
export interface Permits {
  /** The atoms of a coordinate that there may be at all. */
  domain(coordinate: number): readonly number[];
  /** Whether an atom may be together with others, which may be together. */
  fits(atoms: readonly number[], atom: number): boolean;
}

/** A stack of atoms, each of another coordinate. */
export class Outline {
  readonly atoms: number[] = [];
  private readonly coordinates: Coordinates;
  private readonly byCoordinate = new Map<number, number>();

  constructor(coordinates: Coordinates, atoms: readonly number[]) {
    this.coordinates = coordinates;
    for (const atom of atoms) this.push(atom);
  }

  /** The atom of a coordinate; undefined if it is left open. */
  of(coordinate: number): number | undefined {
    return this.byCoordinate.get(coordinate);
  }

  push(atom: number): void {
    this.atoms.push(atom);
    this.byCoordinate.set(this.coordinates.coordinateOf(atom), atom);
  }

  pop(): void {
    const atom = this.atoms.pop();
    if (atom !== undefined) this.byCoordinate.delete(this.coordinates.coordinateOf(atom));
  }

  /**
   * Shows every value that a coordinate may have here, which the outline has during the call. It is left
   * as it is when `show` says that this is what was looked for.
   * @returns whether `show` has said so
   */
  some(permits: Permits, coordinate: number, show: (atom: number) => boolean): boolean {
    const known = this.of(coordinate);
    if (known !== undefined) return show(known);
    const domain = permits.domain(coordinate);
    // What is shown may make the domain larger.
    for (let i = 0, { length } = domain; i < length; i++) {
      const atom = domain[i] as number;
      if (!permits.fits(this.atoms, atom)) continue;
      this.push(atom);
      if (show(atom)) return true;
      this.pop();
    }
    return false;
  }
}
