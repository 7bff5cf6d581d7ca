/** Proofs by induction: whether invariants are inductive, alone or with facts about few values at a time. */
import { at } from "../../base/assert.ts";
import type { Pulse } from "../../base/pulse.ts";
import type { System } from "../../model/system/system.ts";
import type { NamedProperty } from "../../properties/property.ts";
import { Judge, Network, Repeat, type Repetition } from "../../tables/index.ts";
import { AssumedInvariant } from "./assumedInvariant.ts";
import { BreachSearch, type Breach, type Conjunct } from "./breach.ts";
import { FactClosure, TooManyValues, type InductionCase } from "./factClosure.ts";
import type { Width } from "./coexistence.ts";
import { Coordinates } from "./coordinates.ts";
import type { Exclusion } from "./exclusion.ts";
import { GuardedSteps } from "./guardedSteps.ts";
import { strengthened } from "./strengthening.ts";

/** The options of an induction. */
export interface InductionOptions {
  readonly properties: readonly NamedProperty[];
  /** Asks again what author code has answered. */
  readonly repetition: Repetition;
  /** The greatest number of values that facts may be about; 1: the domains alone. */
  readonly width: Width;
  /** So many equal letters may be in transit to a process. */
  readonly copiesMax: number;
  /** The number of values of all coordinates, with which it is given up. */
  readonly valuesMax: number;
  readonly pulse: Pulse;
}

/** The outcome of an induction. */
export interface Induction {
  readonly coordinates: Coordinates;
  /** The number of values that the facts are about. */
  readonly width: Width;
  readonly outcome:
    | { readonly kind: "inductive"; readonly exclusions: readonly Exclusion[] }
    | { readonly kind: "breached"; readonly breach: Breach }
    /** A property is false initially. */
    | { readonly kind: "false initially"; readonly number: number; readonly values: Int32Array }
    /** There were more values than it was to look at. */
    | { readonly kind: "too many values" };
  /** The facts; absent where there are too many values. */
  readonly closure?: FactClosure;
}

/** Proves properties of a system by induction, with facts about as few values at a time as possible. */
export function proveByInduction(system: System, options: InductionOptions): Induction {
  const { properties, repetition } = options;
  const network = new Network(system, new Repeat(repetition));
  const judges = properties.map((property) => new Judge(network, property, { repetition }));
  const widths = ([1, 2, 3] as const).filter((width) => width <= options.width);
  let best: Induction | undefined;
  for (const width of widths) {
    const found = attempt(caseOf(network, judges, options), width);
    if (best?.outcome.kind !== "inductive" || found.outcome.kind === "inductive") best = found;
    if (isFinal(found)) break;
  }
  return best as Induction;
}

/** Whether facts about more values cannot say more. */
function isFinal({ outcome, closure }: Induction): boolean {
  return outcome.kind === "false initially" || (outcome.kind === "inductive" && closure?.cut.size === 0);
}

function caseOf(
  network: Network,
  judges: readonly Judge[],
  { copiesMax, valuesMax: atomsMax, pulse }: InductionOptions,
): InductionCase {
  const starts = [...network.starts.all()].flatMap((start) => start?.values ?? []);
  const coordinates = new Coordinates(network, at(starts, 0));
  const steps = new GuardedSteps(coordinates, copiesMax);
  const assumptions = judges.map((judge) => new AssumedInvariant(coordinates, judge));
  return { coordinates, steps, assumptions, starts, atomsMax, pulse };
}

/** Tries with facts about so many values. */
function attempt(of: InductionCase, width: Width): Induction {
  const { coordinates } = of;
  const falsified = falsifiedInitially(of);
  if (falsified !== undefined) return { coordinates, width, outcome: falsified };
  try {
    const closure = new FactClosure(of, width);
    const conjuncts: readonly Conjunct[] = [
      ...of.assumptions.map((_, number) => ({ kind: "property", number }) as const),
      { kind: "soundness" },
    ];
    const firstBreach = (): Breach | undefined =>
      new BreachSearch(of, closure, closure.coexistence).first(conjuncts);
    let early: Breach | undefined;
    closure.complete(() => (early = firstBreach()) !== undefined);
    const breach = early ?? firstBreach();
    const outcome: Induction["outcome"] =
      breach === undefined
        ? { kind: "inductive", exclusions: strengthened(of, closure) }
        : { kind: "breached", breach };
    return { coordinates, width, outcome, closure };
  } catch (error) {
    if (!(error instanceof TooManyValues)) throw error;
    return { coordinates, width, outcome: { kind: "too many values" } };
  }
}

function falsifiedInitially({ starts, assumptions }: InductionCase): Induction["outcome"] | undefined {
  for (const values of starts)
    for (const [number, { judge }] of assumptions.entries())
      if (!judge.isTrue(values)) return { kind: "false initially", number, values };
  return undefined;
}
