/**
 * The closure: the least facts about so many values at a time that are true initially, and that no step
 * leaves which is taken where they are true and the assumptions are. Together with these they are inductive
 * as soon as no such step breaks an assumption (the rule INV of Z. Manna and A. Pnueli, Temporal Verification
 * of Reactive Systems: Safety, 1995). No schedule is explored: a step is taken once for each
 * guard and for all that may be together with it.
 */
import type { Pulse } from "../../base/pulse.ts";
import type { AssumedInvariant } from "./assumedInvariant.ts";
import { ATOMS_MAX, Coexistence, type Width } from "./coexistence.ts";
import type { Coordinates } from "./coordinates.ts";
import { BEYOND, type GuardedStep, type GuardedSteps } from "./guardedSteps.ts";
import { Outline } from "./outline.ts";

/** Thrown where there are more values than can be looked at. */
export class TooManyValues extends Error {}

/** The system, its steps, and what is assumed of its configurations. */
export interface InductionCase {
  readonly coordinates: Coordinates;
  readonly steps: GuardedSteps;
  readonly assumptions: readonly AssumedInvariant[];
  /** The initial configurations, as values of all slots. */
  readonly starts: readonly Int32Array[];
  /** The maximum number of atoms. */
  readonly atomsMax: number;
  readonly pulse: Pulse;
}

/** The number of values from which on, and the growth after which again, a refutation is looked for. */
const LOOK_FROM = 128;
const LOOK_AGAIN = 2;

/** The facts about a case. */
export class FactClosure {
  readonly coexistence: Coexistence;
  /** The coordinates of letters of which more would be in transit than are looked at. */
  readonly cut = new Set<number>();
  private readonly of: InductionCase;
  /** Whether nothing is new any more. */
  isComplete = false;
  /** The number of coordinates that have a value in every set. */
  private introduced = 0;

  constructor(of: InductionCase, width: Width) {
    this.of = of;
    const { coordinates, starts } = of;
    this.coexistence = new Coexistence(coordinates, width);
    for (const values of starts) coordinates.pointOf(values);
    for (const values of starts) this.coexistence.addPoint([...coordinates.pointOf(values)]);
    this.introduced = coordinates.list.length;
  }

  /**
   * Takes steps until nothing is new. Facts only become fewer: what refutes them on the way refutes them at
   * the end, which perhaps never comes.
   * @param isRefuted looks for that, now and then
   * @throws TooManyValues
   */
  complete(isRefuted: () => boolean): void {
    const {
      coexistence,
      of: { steps, coordinates },
    } = this;
    let lookedAt = LOOK_FROM;
    for (let before = -1; before < coexistence.size;) {
      before = coexistence.size;
      for (const step of steps.permitted(coexistence)) {
        this.introduce();
        this.take(step);
        if (coordinates.count < lookedAt) continue;
        lookedAt = LOOK_AGAIN * coordinates.count;
        if (isRefuted()) return;
      }
    }
    this.isComplete = true;
  }

  /** Gives letters that nobody had sent before their place: none of them is in transit. */
  introduce(): void {
    const { coordinates, atomsMax } = this.of;
    for (; this.introduced < coordinates.list.length; this.introduced++)
      this.coexistence.introduce(coordinates.atom(this.introduced, 0));
    if (coordinates.count >= Math.min(atomsMax, ATOMS_MAX)) throw new TooManyValues();
  }

  /** Adds all that a step may leave. */
  private take(step: GuardedStep): void {
    if (step.mistake !== undefined) return;
    this.of.pulse();
    const outline = new Outline(this.of.coordinates, step.guard);
    this.takeFrom({ step, outline, last: Math.max(...this.of.steps.touchedBy(step)) }, 0, {
      after: [],
      isChanged: false,
    });
  }

  /** Chooses further coordinates, and adds what they are after the step if one of them has changed. */
  private takeFrom({ step, outline, last }: Taking, from: number, chosen: ChosenAfter): void {
    const { coordinates } = this.of;
    const { after, isChanged } = chosen;
    const isFull = after.length === this.coexistence.width || from === coordinates.list.length;
    if (isFull && isChanged) this.leave(outline, after);
    if (isFull) return;
    const end = isChanged ? coordinates.list.length : last + 1;
    for (let coordinate = from; coordinate < end; coordinate++) {
      outline.some(this.coexistence, coordinate, (before) => {
        const atom = this.of.steps.after(step, coordinate, before);
        const more = { after: [...after, atom], isChanged: isChanged || atom !== before };
        if (atom === BEYOND) this.cut.add(coordinate);
        else this.takeFrom({ step, outline, last }, coordinate + 1, more);
        return false;
      });
    }
  }

  private leave(outline: Outline, after: readonly number[]): void {
    const { assumptions } = this.of;
    if (this.coexistence.knows(after)) return;
    if (assumptions.every((assumption) => assumption.isPossible(outline))) this.coexistence.add(after);
  }
}

/** A step that is being taken: from where, and the last coordinate that it may change. */
interface Taking {
  readonly step: GuardedStep;
  readonly outline: Outline;
  readonly last: number;
}

/** The atoms that some coordinates have after a step, and whether one of them had another before. */
interface ChosenAfter {
  readonly after: readonly number[];
  readonly isChanged: boolean;
}
