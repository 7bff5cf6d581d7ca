/** Drawing lots: what `draw` may be given, and how likely what it answers is. */
import { canonical, equal, type Plain } from "../../base/value.ts";

/** The probability with which a value is drawn: options may be equal. Without weights all are alike. */
export function probabilityOf(
  value: Plain,
  options: readonly unknown[],
  weights: readonly number[] = options.map(() => 1),
): number {
  const isIt = (option: unknown): boolean => equal(canonical(option), value);
  const sumOf = (list: readonly number[]): number => list.reduce((sum, weight) => sum + weight, 0);
  return sumOf(weights.filter((_, i) => isIt(options[i]))) / sumOf(weights);
}

/** The mistake in the arguments of `draw`, if there is one. */
export function problemOfDraw(options: unknown, weights: unknown): string | undefined {
  if (!Array.isArray(options) || options.length === 0) return "no options";
  if (weights === undefined) return undefined;
  if (!Array.isArray(weights) || weights.length !== options.length)
    return "a list of weights that is not as long as that of options";
  const isWeight = (weight: unknown): boolean =>
    typeof weight === "number" && weight >= 0 && weight < Infinity;
  if (!weights.every(isWeight)) return "a weight that is no number of at least 0";
  return weights.some((weight) => weight > 0) ? undefined : "weights that are all 0";
}
