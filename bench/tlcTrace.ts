/** Counterexamples that TLC prints, and whether a formula is true of them after all. */
import type { Formula } from "./drawnFormulas.ts";

/** An execution that goes on for ever: the places that it comes to, and the position that it goes back to. */
export interface Lasso {
  readonly places: readonly number[];
  readonly back: number;
}

/** The execution in what TLC prints; undefined if there is none that goes on for ever. */
export function readLasso(stdout: string): Lasso | undefined {
  const places = [...stdout.matchAll(/^\/\\ place = (\d+)$/gm)].map(([, place]) => Number(place));
  const [, state] = /^Back to state (\d+)/m.exec(stdout) ?? [];
  if (state !== undefined) return { places, back: Number(state) - 1 };
  return /^State \d+: Stuttering$/m.test(stdout) ? { places, back: places.length - 1 } : undefined;
}

/** Whether a formula is true of an execution: by the definition of each operator, position by position. */
export function isTrueOf({ places, back }: Lasso, formula: Formula): boolean {
  /** All positions that the execution comes to from one on. */
  const onward = (from: number): number[] => [...places.keys()].filter((i) => i >= Math.min(from, back));
  const atSomeTime = (part: Formula, i: number): boolean => onward(i).some((k) => isTrue(part, k));
  const isTrue = (one: Formula, i: number): boolean => {
    switch (one.operator) {
      case "at":
        return one.places.includes(places[i] as number);
      case "not":
        return !isTrue(one.parts[0], i);
      case "always":
        return onward(i).every((k) => isTrue(one.parts[0], k));
      case "eventually":
        return atSomeTime(one.parts[0], i);
      case "infinitelyOften":
        return onward(i).every((k) => atSomeTime(one.parts[0], k));
      case "eventuallyAlways":
        return onward(i).some((k) => onward(k).every((last) => isTrue(one.parts[0], last)));
      case "and":
        return one.parts.every((part) => isTrue(part, i));
      case "or":
        return one.parts.some((part) => isTrue(part, i));
      case "implies":
        return !isTrue(one.parts[0], i) || isTrue(one.parts[1], i);
      case "leadsTo":
        return onward(i).every((k) => !isTrue(one.parts[0], k) || atSomeTime(one.parts[1], k));
    }
  };
  return isTrue(formula, 0);
}
