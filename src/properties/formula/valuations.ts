/** Valuations: what the predicates of a formula are in a configuration, by number. */
import { at } from "../../base/assert.ts";
import type { Truths } from "../kinds/kind.ts";

/** The valuations that have been met; equal ones have the same number. */
export class Valuations {
  private readonly numbers = new Map<string, number>();
  private readonly truths: Truths[] = [];

  /** The number of valuations. */
  get count(): number {
    return this.truths.length;
  }

  /** The number of a valuation. */
  numberOf(truths: Truths): number {
    const text = truths.map(Number).join("");
    const known = this.numbers.get(text);
    if (known !== undefined) return known;
    this.numbers.set(text, this.truths.length);
    return this.truths.push([...truths]) - 1;
  }

  /** The truths of the predicates in a valuation. */
  truthsOf(valuation: number): Truths {
    return at(this.truths, valuation);
  }
}
