/**
 * Strengthening: few exclusions that make some assumptions inductive, of all that are known. A counterexample
 * to induction names what is missing: it contains values that are never together, and these are excluded,
 * with all others of which the same is known. When nothing is missing any more, those are left out without
 * which the rest is inductive, too (A. R. Bradley, Z. Manna, Checking safety by inductive generalization of
 * counterexamples to induction, FMCAD 2007).
 */
import { assert } from "../../base/assert.ts";
import { BreachSearch, type Breach, type Conjunct } from "./breach.ts";
import type { FactClosure, InductionCase } from "./factClosure.ts";
import { Excluding, type Exclusion } from "./exclusion.ts";

/** An exclusion as a conjunct. */
type ExcludingConjunct = Conjunct & { readonly kind: "exclusion" };

/** Exclusions, all of them true in a closure, with which the assumptions of a case are inductive. */
export function strengthened(of: InductionCase, closure: FactClosure): readonly Exclusion[] {
  const aims: readonly Conjunct[] = [
    ...of.assumptions.map((_, number): Conjunct => ({ kind: "property", number })),
    { kind: "soundness" },
    { kind: "domains" },
  ];
  const strengthening: Strengthening = { of, closure, aims, breaches: [] };
  return withoutNeedless(strengthening, sufficient(strengthening)).map(({ exclusion }) => exclusion);
}

/** A strengthening under way. */
interface Strengthening {
  readonly of: InductionCase;
  readonly closure: FactClosure;
  /** The conjuncts that have to be kept, whatever else is. */
  readonly aims: readonly Conjunct[];
  /** All counterexamples to induction that were met: each may tell again that something is missing. */
  readonly breaches: Breach[];
}

/** Exclusions that are enough. What was kept with some exclusions is kept with more. */
function sufficient({ of, closure, aims, breaches }: Strengthening): ExcludingConjunct[] {
  const permits = new Excluding(closure.coexistence);
  const search = new BreachSearch(of, closure, permits);
  const found: ExcludingConjunct[] = [];
  const conjuncts = [...aims];
  for (const broken of conjuncts) {
    for (const step of search.steps()) {
      for (let breach = search.by(step, broken); breach !== undefined; breach = search.by(step, broken)) {
        const conjunct = { kind: "exclusion", exclusion: exclusionIn(of, closure, breach) } as const;
        permits.exclude(conjunct.exclusion);
        conjuncts.push(conjunct);
        found.push(conjunct);
        breaches.push(breach);
      }
    }
  }
  return found;
}

/** An exclusion that a configuration breaks, of what decides there if possible, and of few coordinates. */
function exclusionIn(of: InductionCase, closure: FactClosure, { atoms, decisive }: Breach): Exclusion {
  const excluded = separate(closure, atoms.slice(0, decisive)) ?? separate(closure, atoms);
  assert(excluded !== undefined, "what breaks an inductive invariant is no configuration of it");
  return generalized(of, closure, excluded);
}

/** A smallest set of atoms that are never together. */
function separate({ coexistence }: FactClosure, atoms: readonly number[]): readonly number[] | undefined {
  for (let size = 1; size <= coexistence.width; size++) {
    const found = subsets(atoms, size).find((chosen) => !coexistence.knows(chosen));
    if (found !== undefined) return found;
  }
  return undefined;
}

function subsets(atoms: readonly number[], size: number): (readonly number[])[] {
  if (size === 0) return [[]];
  return atoms.flatMap((atom, i) => subsets(atoms.slice(i + 1), size - 1).map((rest) => [atom, ...rest]));
}

/** A largest exclusion of the same coordinates, of atoms that are never together with one of the others. */
function generalized(of: InductionCase, { coexistence }: FactClosure, atoms: readonly number[]): Exclusion {
  const sets = atoms.map((atom) => [atom]);
  for (const [i, atom] of atoms.entries()) {
    const others = sets.toSpliced(i, 1);
    for (const candidate of coexistence.domain(of.coordinates.coordinateOf(atom))) {
      if (candidate === atom) continue;
      if (combinations(others).every((rest) => !coexistence.knows([candidate, ...rest])))
        sets[i]?.push(candidate);
    }
  }
  return new Map(sets.map((set, i) => [of.coordinates.coordinateOf(atoms[i] as number), new Set(set)]));
}

/** The ways to take one of each set. */
function combinations(sets: readonly (readonly number[])[]): (readonly number[])[] {
  const [first, ...rest] = sets;
  if (first === undefined) return [[]];
  return first.flatMap((atom) => combinations(rest).map((others) => [atom, ...others]));
}

/** The exclusions without those that can be spared. */
function withoutNeedless(
  strengthening: Strengthening,
  exclusions: readonly ExcludingConjunct[],
): readonly ExcludingConjunct[] {
  return exclusions.reduceRight((kept, one) => {
    const rest = kept.filter((other) => other !== one);
    return rest.length === kept.length ? kept : (inductivePart(strengthening, rest) ?? kept);
  }, exclusions);
}

/** The largest part of exclusions that is inductive together with the aims; undefined if there is none. */
function inductivePart(
  strengthening: Strengthening,
  exclusions: readonly ExcludingConjunct[],
): readonly ExcludingConjunct[] | undefined {
  for (let kept = exclusions; ;) {
    const broken = brokenBy(strengthening, kept);
    if (broken === undefined) return kept;
    if (broken.kind !== "exclusion") return undefined;
    kept = kept.filter((one) => one !== broken);
  }
}

/** A conjunct that is not kept if no more than these exclusions are assumed; undefined if all are. */
function brokenBy(
  { of, closure, aims, breaches }: Strengthening,
  exclusions: readonly ExcludingConjunct[],
): Conjunct | undefined {
  const permits = new Excluding(
    closure.coexistence,
    exclusions.map(({ exclusion }) => exclusion),
  );
  const conjuncts = [...aims, ...exclusions];
  const known = breaches.find(({ broken, atoms }) => conjuncts.includes(broken) && permits.permits(atoms));
  if (known !== undefined) return known.broken;
  const breach = new BreachSearch(of, closure, permits).first(conjuncts);
  if (breach !== undefined) breaches.push(breach);
  return breach?.broken;
}
