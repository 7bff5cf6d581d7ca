/**
 * All configurations of a product of domains, one by one, and what the model does in each: the definition of
 * what a proof by induction proves. Nothing of this walks a table.
 */
import {
  enabled,
  step,
  system,
  type Configuration,
  type Protocol,
  type System,
  type SystemOptions,
} from "lightcone";
import { counterexampleOf, proveByInduction, type Breach, type Induction } from "lightcone/analysis";
import { expect } from "vitest";
import type { Exclusion } from "../../src/analysis/induction/exclusion.ts";
import { at } from "../../src/base/assert.ts";
import { formatLetter } from "../../src/model/state/letter.ts";
import { settlements } from "../../src/model/transition/transition.ts";
import { propertiesOf } from "../../src/properties/property.ts";
import { viewOfConfiguration } from "../../src/properties/view.ts";
import { Repetition } from "../../src/tables/index.ts";
import { isThorough } from "../effort.ts";

/** So many equal letters may be in transit, unless there is another number. */
const COPIES_MAX = 2;

/** Larger products are not listed. */
const POINTS_MAX = isThorough ? 1_500 : 400;

/** What is asked of a protocol. */
interface Asked {
  readonly options?: SystemOptions;
  readonly copiesMax?: number;
  readonly width?: 1 | 2 | 3;
}

/** An induction about all properties of a protocol. */
export function proof(
  protocol: Protocol,
  { options = {}, copiesMax = COPIES_MAX, width = 3 }: Asked = {},
): Induction {
  const made = system(protocol, options);
  const repetition = new Repetition(() => system(protocol, options));
  const found = proveByInduction(made, {
    properties: propertiesOf(made),
    repetition,
    width,
    copiesMax,
    valuesMax: 2_000,
    pulse: () => undefined,
  });
  repetition.flush();
  return found;
}

/** All points of the product of the domains, as atoms; undefined if they are very many. */
export function productOf({ coordinates, closure }: Induction): number[][] | undefined {
  const domains = [...coordinates.list.keys()].map((one) => closure?.coexistence.domain(one) ?? []);
  if (domains.reduce((size, domain) => size * domain.length, 1) > POINTS_MAX) return undefined;
  return domains.reduce<number[][]>(
    (points, domain) => points.flatMap((point) => domain.map((atom) => [...point, atom])),
    [[]],
  );
}

/** The product of an induction, what is claimed of its points, and what the model makes of them. */
export class Product {
  readonly made: System;
  readonly induction: Induction;
  readonly points: readonly number[][];
  private readonly copiesMax: number;
  private readonly successors = new Map<string, readonly (readonly number[])[]>();
  private readonly safe = new Map<string, boolean>();

  constructor(made: System, induction: Induction, listed: Pick<Product, "points"> & { copiesMax: number }) {
    const { points, copiesMax } = listed;
    this.copiesMax = copiesMax;
    this.made = made;
    this.induction = induction;
    this.points = points;
  }

  configurationOf(point: readonly number[]): Configuration {
    const { coordinates } = this.induction;
    return coordinates.network.configuration(coordinates.valuesOf(point));
  }

  isSafe(configuration: Configuration): boolean {
    return propertiesOf(this.made).every(({ predicate }) =>
      predicate(viewOfConfiguration(this.made, configuration)),
    );
  }

  /** Whether steps are left out that lead beyond the bound on letters. */
  get isCut(): boolean {
    return this.induction.closure?.cut.size !== 0;
  }

  /** Whether the invariant is true at a point. */
  isSafeAt(point: readonly number[]): boolean {
    return remembered(this.safe, point, () => this.isSafe(this.configurationOf(point)));
  }

  /** The point of the same configuration in which no letters are in transit to who is down. */
  plain(point: readonly number[]): readonly number[] {
    const { coordinates } = this.induction;
    return [...coordinates.pointOf(coordinates.valuesOf(point))];
  }

  /** The points after one step, as the model takes it; where that is cut off, without those beyond. */
  after(point: readonly number[]): readonly (readonly number[])[] {
    return remembered(this.successors, point, () => {
      const { coordinates } = this.induction;
      const before = this.configurationOf(point);
      return enabled(this.made, before)
        .flatMap((event) => [...settlements(this.made, step(this.made, before, event))])
        .filter(({ settled }) => !this.isCut || !isCrowded(settled, this.copiesMax))
        .map(({ settled }) => [...coordinates.pointOf(coordinates.network.valuesOf(settled))]);
    });
  }

  /** Whether nothing about a point is a fact that is not known. */
  isKnown(point: readonly number[]): boolean {
    const { coexistence } = this.induction.closure ?? {};
    return point.every((atom, i) => coexistence?.fits(point.slice(0, i), atom) === true);
  }

  /** Whether a point is in the domains, and none of some exclusions excludes it. */
  isAllowed(point: readonly number[], exclusions: readonly Exclusion[]): boolean {
    const { closure } = this.induction;
    return (
      point.every((atom) => closure?.coexistence.knows([atom]) === true) &&
      exclusions.every((excluded) =>
        [...excluded].some(([coordinate, atoms]) => !atoms.has(at(point, coordinate))),
      )
    );
  }

  /** The first of some safe points from which a step leads to a configuration of none of them. */
  leaving(isIn: (point: readonly number[]) => boolean): readonly number[] | undefined {
    const inside = this.points.filter((point) => isIn(point) && this.isSafeAt(point));
    const configurations = new Set(inside.map((point) => this.plain(point).join()));
    return inside.find((point) => !this.after(point).every((next) => configurations.has(next.join())));
  }
}

/** What is known of a point, found out once. */
function remembered<T>(known: Map<string, T>, point: readonly number[], find: () => T): T {
  const name = point.join();
  const found = known.get(name) ?? find();
  known.set(name, found);
  return found;
}

/** Whether more equal letters are in transit than are looked at. */
function isCrowded({ mailboxes }: Configuration, copiesMax: number): boolean {
  return mailboxes.some((mailbox) => {
    const texts = mailbox.map(formatLetter);
    return texts.some((text) => texts.filter((other) => other === text).length > copiesMax);
  });
}

/** An induction whose outcome has facts, of a system that is small enough for all of it to be listed. */
interface Listed {
  readonly product: Product;
  readonly made: System;
  readonly induction: Induction;
}

/** What is proved is so: some exclusions and the invariant are inductive, and none can be spared. */
export function expectProof({ product, induction }: Listed, exclusions: readonly Exclusion[]): void {
  const { coordinates } = induction;
  expect(product.leaving((point) => product.isAllowed(point, exclusions))).toBeUndefined();
  // What is in transit to who is down is part of points, and not of configurations.
  for (const one of product.made.failures.length > 0 ? [] : exclusions) {
    const others = exclusions.filter((other) => other !== one);
    expect(product.leaving((point) => product.isAllowed(point, others))).toBeDefined();
  }
  for (const start of coordinates.network.starts.all())
    if (start !== undefined)
      expect(product.isAllowed([...coordinates.pointOf(start.values)], exclusions)).toBe(true);
}

/** The counterexample is one, of the facts and the invariant; and the facts themselves are kept. */
export function expectBreach({ product, made, induction }: Listed, breach: Breach): void {
  const { coordinates } = induction;
  const { configurations } = counterexampleOf(made, coordinates, breach);
  const [before, after] = [at(configurations, 0), at(configurations, configurations.length - 1)];
  expect([product.isSafe(before), product.isSafe(after)]).toEqual([true, false]);
  if (made.failures.length > 0) return;
  expect(product.isKnown([...coordinates.pointOf(coordinates.network.valuesOf(before))])).toBe(true);
  const isLeft = (point: readonly number[]): boolean =>
    product.isKnown(point) &&
    product.isSafeAt(point) &&
    !product.after(point).every((next) => product.isKnown(next));
  expect(product.points.find(isLeft)).toBeUndefined();
}
