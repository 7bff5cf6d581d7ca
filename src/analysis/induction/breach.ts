/**
 * Counterexamples to induction: a configuration in which all conjuncts of an invariant are true, reachable or
 * not, and a step from there after which one of them is false (A. R. Bradley, SAT-based model checking
 * without unrolling, VMCAI 2011). They are looked for from the end: a step, then what it takes for it to
 * break a conjunct, and then the rest of the configuration, so that no product of domains is enumerated.
 */
import { at, unreachable } from "../../base/assert.ts";
import { ABSENT } from "../../tables/integers.ts";
import type { FactClosure, InductionCase } from "./factClosure.ts";
import type { Exclusion } from "./exclusion.ts";
import { BEYOND, type GuardedStep } from "./guardedSteps.ts";
import { Outline, type Permits } from "./outline.ts";

/** A conjunct of what is to be proved inductive, which a step may break. */
export type Conjunct =
  /** One of the assumptions of the case, by its number. */
  | { readonly kind: "property"; readonly number: number }
  | { readonly kind: "exclusion"; readonly exclusion: Exclusion }
  /** The claim that all coordinates keep to their domains. */
  | { readonly kind: "domains" }
  /** The claim that author code makes no mistake. */
  | { readonly kind: "soundness" };

/** A coordinate of an exclusion, and its atoms. */
type Excluded = readonly [coordinate: number, atoms: ReadonlySet<number>];

/** A counterexample to induction. */
export interface Breach {
  readonly step: GuardedStep;
  /** The configuration before the step, as atoms; those come first that it depends on. */
  readonly atoms: readonly number[];
  /** The number of atoms that it depends on. */
  readonly decisive: number;
  readonly broken: Conjunct;
}

/** The search for breaches, where what is assumed is permitted. */
export class BreachSearch {
  private readonly of: InductionCase;
  private readonly closure: FactClosure;
  private readonly permits: Permits;
  private found: Breach | undefined;

  constructor(of: InductionCase, closure: FactClosure, permits: Permits) {
    this.of = of;
    this.closure = closure;
    this.permits = permits;
  }

  /** The first breach of any of some conjuncts; undefined if all of them are kept. */
  first(conjuncts: readonly Conjunct[]): Breach | undefined {
    for (const step of this.steps())
      for (const conjunct of conjuncts) if (this.isBreaking(step, conjunct)) return this.found;
    return undefined;
  }

  /**
   * All steps that are permitted; once more if meanwhile a property was seen to depend on what it was not
   * known to, because steps that change nothing of it are passed over.
   */
  *steps(): Generator<GuardedStep> {
    for (let before = -1; before < this.readings;) {
      before = this.readings;
      for (const step of this.of.steps.permitted(this.permits)) {
        this.of.pulse();
        this.closure.introduce();
        yield step;
      }
    }
  }

  /** The number of facets that the assumptions have ever read. */
  private get readings(): number {
    return this.of.assumptions.reduce((sum, { judge }) => sum + judge.lenses.length, 0);
  }

  /** A breach of a conjunct by a step, if there is one. */
  by(step: GuardedStep, conjunct: Conjunct): Breach | undefined {
    return this.isBreaking(step, conjunct) ? this.found : undefined;
  }

  private isBreaking(step: GuardedStep, conjunct: Conjunct): boolean {
    if (conjunct.kind === "exclusion" && !this.mayEnter(step, conjunct.exclusion)) return false;
    const outline = new Outline(this.of.coordinates, []);
    for (const atom of step.guard) {
      if (!this.permits.fits(outline.atoms, atom)) return false;
      outline.push(atom);
    }
    if (step.mistake !== undefined)
      return conjunct.kind === "soundness" && this.isWhole(step, outline, conjunct);
    switch (conjunct.kind) {
      case "property":
        return this.isFalsified(step, outline, conjunct);
      case "exclusion":
        return this.isEntered(step, outline, conjunct);
      case "domains":
        return this.of.steps.touchedBy(step).some((coordinate) => this.isLeft(step, outline, coordinate));
      case "soundness":
        return false;
      default:
        return unreachable(conjunct);
    }
  }

  /** Whether an assumption may be false after a step. */
  private isFalsified(
    step: GuardedStep,
    outline: Outline,
    broken: Conjunct & { readonly kind: "property" },
  ): boolean {
    const { permits } = this;
    const assumption = at(this.of.assumptions, broken.number);
    if (!assumption.mayDependOn(this.of.steps.touchedBy(step))) return false;
    const known = (coordinate: number): number | undefined => {
      const before = outline.of(coordinate);
      const after = before === undefined ? undefined : this.of.steps.after(step, coordinate, before);
      return after === BEYOND ? before : after;
    };
    const whole = (): boolean => this.isWhole(step, outline, broken);
    return assumption.someWhere({ outline, permits, known }, false, whole);
  }

  /** Whether a step changes something that takes part in an exclusion, and its guard does not rule it out. */
  private mayEnter(step: GuardedStep, exclusion: Exclusion): boolean {
    const { coordinates, steps } = this.of;
    return (
      steps.touchedBy(step).some((coordinate) => exclusion.has(coordinate)) &&
      step.guard.every((atom) => {
        const coordinate = coordinates.coordinateOf(atom);
        return exclusion.get(coordinate)?.has(steps.after(step, coordinate, atom)) !== false;
      })
    );
  }

  /** Whether values may be together after a step that are excluded. */
  private isEntered(
    step: GuardedStep,
    outline: Outline,
    broken: Conjunct & { readonly kind: "exclusion" },
  ): boolean {
    const { exclusion } = broken;
    const isKnown = ([coordinate]: Excluded): boolean => outline.of(coordinate) !== undefined;
    const parts = [...exclusion].sort((a, b) => Number(isKnown(b)) - Number(isKnown(a)));
    const enters = (from: number): boolean => {
      const part = parts[from];
      if (part === undefined) return this.isWhole(step, outline, broken);
      const [coordinate, atoms] = part;
      return outline.some(
        this.permits,
        coordinate,
        (before) => atoms.has(this.of.steps.after(step, coordinate, before)) && enters(from + 1),
      );
    };
    return enters(0);
  }

  /** Whether a coordinate may have a value after a step that is not in its domain. */
  private isLeft(step: GuardedStep, outline: Outline, coordinate: number): boolean {
    const domain = this.permits.domain(coordinate);
    return outline.some(this.permits, coordinate, (before) => {
      const after = this.of.steps.after(step, coordinate, before);
      // Where the facts rule out that the bound is met, a step beyond it leaves the domains.
      if (after === BEYOND ? this.closure.cut.has(coordinate) : domain.includes(after)) return false;
      return this.isWhole(step, outline, { kind: "domains" });
    });
  }

  /** Whether an outline is that of a configuration in which all conjuncts are true. */
  private isWhole(step: GuardedStep, outline: Outline, broken: Conjunct): boolean {
    const decisive = outline.atoms.length;
    const isFound = (): boolean => {
      if (this.isCutOff(step, outline)) return false;
      this.found = { step, atoms: [...outline.atoms], decisive, broken };
      return true;
    };
    return this.isFilled(outline, isFound);
  }

  /** Whether a step is not taken, as it would lead beyond the bound on letters. */
  private isCutOff(step: GuardedStep, outline: Outline): boolean {
    const { steps } = this.of;
    return [...this.closure.cut].some((coordinate) => {
      const before = outline.of(coordinate);
      return before !== undefined && steps.after(step, coordinate, before) === BEYOND;
    });
  }

  /** Whether what is open has values, of which there are fewest first, with which `isWanted` is true. */
  private isFilled(outline: Outline, isWanted: () => boolean): boolean {
    if (!this.of.assumptions.every((assumption) => assumption.isPossible(outline))) return false;
    let [next, fewest] = [ABSENT, Infinity];
    for (const coordinate of this.of.coordinates.list.keys()) {
      if (outline.of(coordinate) !== undefined) continue;
      const domain = this.permits.domain(coordinate);
      const fitting = domain.filter((atom) => this.permits.fits(outline.atoms, atom)).length;
      if (fitting === 0) return false;
      if (fitting < fewest) [next, fewest] = [coordinate, fitting];
    }
    if (next === ABSENT) return isWanted();
    return outline.some(this.permits, next, () => this.isFilled(outline, isWanted));
  }
}
