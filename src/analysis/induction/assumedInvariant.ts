/** A property of configurations that are known in outline: true, false, or open until more is known. */
import { ABSENT } from "../../tables/integers.ts";
import type { Judge, Lens } from "../../tables/judge.ts";
import type { Coordinates } from "./coordinates.ts";
import type { Outline, Permits } from "./outline.ts";
import { askedAnywhere } from "./unproved.ts";

/** The atom of a coordinate, if it is known. */
type Knows = (coordinate: number) => number | undefined;

/** An invariant that is assumed before a step, and has to be true after it. */
export class AssumedInvariant {
  readonly judge: Judge;
  private readonly coordinates: Coordinates;
  private readonly alone: number[] = [];

  constructor(coordinates: Coordinates, judge: Judge) {
    this.coordinates = coordinates;
    this.judge = judge;
  }

  /** Whether it is true of all configurations that have what is known; or a coordinate that decides. */
  truth(known: Knows): boolean | number {
    const { coordinates } = this;
    const answer = this.answerTo({
      valueAt: (lens) => {
        if (lens.facet !== "mailbox") return this.valueAlone(known(lens.slot));
        const atoms: number[] = [];
        for (const coordinate of this.readBy(lens)) {
          const atom = known(coordinate);
          if (atom === undefined) return ABSENT;
          atoms.push(atom);
        }
        return coordinates.valueAt(lens.slot, atoms);
      },
      complete: () => coordinates.valuesOf([...coordinates.list.keys()].flatMap((one) => known(one) ?? [])),
    });
    if (typeof answer === "boolean") return answer;
    return this.readBy(answer).find((coordinate) => known(coordinate) === undefined) as number;
  }

  /** A value of the slot of an atom, which is all that matters of it; ABSENT if there is none. */
  private valueAlone(atom: number | undefined): number {
    if (atom === undefined) return ABSENT;
    return (this.alone[atom] ??= this.coordinates.valueAt(this.coordinates.coordinateOf(atom), [atom]));
  }

  /** Whether something has been read of one of some coordinates; at first, of whichever. */
  mayDependOn(coordinates: readonly number[]): boolean {
    const { lenses } = this.judge;
    return (
      lenses.length === 0 || lenses.some((lens) => this.readBy(lens).some((one) => coordinates.includes(one)))
    );
  }

  private answerTo(known: Parameters<Judge["answerTo"]>[0]): boolean | Lens {
    return askedAnywhere(`property ${this.judge.property.name}`, () => this.judge.answerTo(known));
  }

  /** The coordinates on which a facet depends. */
  private readBy({ slot, facet }: Lens): number[] {
    return facet === "mailbox" ? this.coordinates.readByMailbox(slot) : [slot];
  }

  /** Whether it may be true in an outline. */
  isPossible(outline: Outline): boolean {
    return this.truth((coordinate) => outline.of(coordinate)) !== false;
  }

  /**
   * Shows an outline with all that makes the property come out in one way where it is looked at as `known`.
   * @returns whether `show` has said that this is what was looked for; then the outline is left so
   */
  someWhere(
    {
      outline,
      permits,
      known,
    }: { readonly outline: Outline; readonly permits: Permits; readonly known: Knows },
    wanted: boolean,
    show: () => boolean,
  ): boolean {
    const truth = this.truth(known);
    if (typeof truth === "boolean") return truth === wanted && show();
    return outline.some(permits, truth, () => this.someWhere({ outline, permits, known }, wanted, show));
  }
}
