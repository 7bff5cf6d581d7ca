/**
 * Temporal formulas, drawn from a seed, and what they mean: by the definition, on executions that are spelled
 * out. Nothing here is Lightcone's, as it judges what Lightcone says.
 */
import type { Random } from "../../src/base/random.ts";

/** A formula over predicates of some kind, as authors write them. */
export type Formula<P> = P | { readonly [operator: string]: Formula<P> | readonly Formula<P>[] };

const OF_ONE = ["not", "always", "eventually", "infinitelyOften", "eventuallyAlways"];
const OF_TWO = ["implies", "until", "weakUntil", "releases", "leadsTo", "and", "or"];

/** A formula of so many levels at most. */
export function drawnFormula<P>(random: Random, predicates: readonly P[], depth: number): Formula<P> {
  const pick = <T>(list: readonly T[]): T => list[random.below(list.length)] as T;
  if (depth === 0 || random.below(6) === 0) return pick(predicates);
  const part = (): Formula<P> => drawnFormula(random, predicates, depth - 1);
  if (random.below(2) === 0) return { [pick(OF_ONE)]: part() };
  return { [pick(OF_TWO)]: [part(), part()] };
}

/** An execution: what is true in each configuration, and to which the last one leads back, perhaps itself. */
export interface SpelledOut<C> {
  readonly configurations: readonly C[];
  readonly back: number;
}

/** Whether a formula is true of an execution. */
export function isTrueOf<C>(formula: Formula<(one: C) => boolean>, execution: SpelledOut<C>): boolean {
  return truths(formula, execution)[0] as boolean;
}

/** The truth of a formula at each position. */
function truths<C>(formula: Formula<(one: C) => boolean>, execution: SpelledOut<C>): boolean[] {
  const { configurations, back } = execution;
  if (typeof formula === "function") return configurations.map(formula);
  const [[operator, given]] = Object.entries(formula) as [[string, Formula<(one: C) => boolean>]];
  const [p = [], q = []] = [given].flat().map((one) => truths(one, execution));
  /** The positions from one on, each once, in the order in which they come first. */
  const from = (i: number): number[] => {
    const all = configurations.map((_, j) => j);
    return [...all.slice(i), ...all.slice(back, Math.max(back, i))];
  };
  const isUntil = (i: number): boolean =>
    from(i).some(
      (j, length) =>
        q[j] === true &&
        from(i)
          .slice(0, length)
          .every((k) => p[k] === true),
    );
  const isAlways = (i: number): boolean => from(i).every((j) => p[j] === true);
  const again = configurations.map((_, j) => j).slice(back);
  const meaning: Readonly<Record<string, (i: number) => boolean>> = {
    not: (i) => p[i] === false,
    and: (i) => p[i] === true && q[i] === true,
    or: (i) => p[i] === true || q[i] === true,
    implies: (i) => p[i] === false || q[i] === true,
    always: isAlways,
    eventually: (i) => from(i).some((j) => p[j] === true),
    until: isUntil,
    weakUntil: (i) => isUntil(i) || isAlways(i),
    releases: (i) =>
      from(i).every(
        (j, length) =>
          q[j] === true ||
          from(i)
            .slice(0, length)
            .some((k) => p[k] === true),
      ),
    leadsTo: (i) => from(i).every((j) => p[j] === false || from(j).some((k) => q[k] === true)),
    infinitelyOften: () => again.some((j) => p[j] === true),
    eventuallyAlways: () => again.every((j) => p[j] === true),
  };
  const isTrue = meaning[operator];
  if (isTrue === undefined) throw new Error(`no such operator: ${operator}`);
  return configurations.map((_, i) => isTrue(i));
}
