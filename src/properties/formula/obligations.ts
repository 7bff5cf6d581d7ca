/**
 * Formulas as automata that read executions, configuration by configuration. A state is a set of obligations:
 * what has to be true of all that is still to come. Of an obligation `p until q`, a configuration in which q
 * is true leaves nothing, and one in which p is true leaves the obligation; of `p releases q`, one in which q
 * is true leaves it, unless p is true, too (R. Gerth, D. Peled, M. Vardi, P. Wolper, *Simple On-the-fly
 * Automatic Verification of Linear Temporal Logic*, 1995). An execution is accepted if no `until` is an
 * obligation for ever, from some moment on (J.-M. Couvreur, *On-the-fly Verification of Linear Temporal
 * Logic*, 1999): that is a debt of justice, like those that every execution owes.
 *
 * A set that has all the obligations of another, and more, is left out. Nothing is lost with it: what fulfils
 * all of the set fulfils all of the other; and of an obligation that stays in the smaller sets for ever, q
 * would never be true, although the obligation says that it will be.
 *
 * The automaton is that of a formula's negation: it accepts the executions of which the formula is false.
 */
import { assert, at } from "../../base/assert.ts";
import type { Truths } from "../kinds/kind.ts";
import type { CoreFormula } from "./coreFormula.ts";
import { NormalForm } from "./normalForm.ts";
import type { Valuations } from "./valuations.ts";

/** Parts of a formula that have to be true of what is still to come, in order. */
type Duties = readonly number[];

/** Sets of duties of which one has to be fulfilled. */
type Alternatives = readonly Duties[];

const NOTHING_TO_DO: Alternatives = [[]];

/** The automaton of the executions of which a formula is false. States are numbers. */
export class Obligations {
  private readonly valuations: Valuations;
  private readonly form: NormalForm;
  /** The state without obligations: the formula is false, whatever follows. */
  readonly refuted = 0;
  private readonly states: Duties[] = [];
  private readonly numbers = new Map<string, number>();
  /** The states that follow each, by valuation. */
  private readonly following: (readonly number[])[][] = [];
  /** The parts of which one has to be true at the start, and those of which one has to be at any time. */
  private readonly atStart: readonly number[];
  private readonly atAnyTime: readonly number[];

  constructor(formula: CoreFormula, valuations: Valuations) {
    this.valuations = valuations;
    this.form = new NormalForm(formula, true);
    const choices = this.choicesOf(this.form.whole);
    this.atAnyTime = choices.flatMap((part) => this.comingOf(part) ?? []);
    this.atStart = choices.filter((part) => this.comingOf(part) === undefined);
    assert(this.stateOf([]) === this.refuted, "the first state has no obligations");
  }

  /** The parts of which one has to be true for a part to be so. */
  private choicesOf(number: number): readonly number[] {
    const part = at(this.form.parts, number);
    return part.kind === "or" ? part.parts.flatMap((one) => this.choicesOf(one)) : [number];
  }

  /** The part that has to be true at some time for a part to be so; undefined if more is asked. */
  private comingOf(number: number): number | undefined {
    const part = at(this.form.parts, number);
    if (part.kind !== "until") return undefined;
    const first = at(this.form.parts, part.first);
    return first.kind === "constant" && first.isTrue ? part.second : undefined;
  }

  /**
   * The states in which an execution may be after a configuration of this valuation, if its falsehood begins
   * there. Where only what comes is to be of some kind, it may begin anywhere.
   */
  begin(valuation: number, isStart: boolean): readonly number[] {
    const parts = isStart ? [...this.atStart, ...this.atAnyTime] : this.atAnyTime;
    const truths = this.valuations.truthsOf(valuation);
    return least(parts.flatMap((part) => this.expanded(part, truths))).map((duties) => this.stateOf(duties));
  }

  /** The states that may follow a state, after a configuration of this valuation. */
  next(state: number, valuation: number): readonly number[] {
    const known = (this.following[state] ??= []);
    return (known[valuation] ??= this.all(at(this.states, state), this.valuations.truthsOf(valuation)).map(
      (duties) => this.stateOf(duties),
    ));
  }

  /** The obligations of a state that must not stay for ever. */
  owedIn(state: number): readonly number[] {
    return at(this.states, state).filter((part) => at(this.form.parts, part).kind === "until");
  }

  /** Whether all obligations of a state are fulfilled if the valuation stays the same for ever. */
  isForEver(state: number, valuation: number): boolean {
    const truths = this.valuations.truthsOf(valuation);
    return at(this.states, state).every((part) => this.isTrueForEver(part, truths));
  }

  private isTrueForEver(number: number, truths: Truths): boolean {
    const part = at(this.form.parts, number);
    switch (part.kind) {
      case "constant":
        return part.isTrue;
      case "predicate":
        return truths[part.number] === part.isTrue;
      case "and":
        return part.parts.every((one) => this.isTrueForEver(one, truths));
      case "or":
        return part.parts.some((one) => this.isTrueForEver(one, truths));
      case "until":
      case "releases":
        return this.isTrueForEver(part.second, truths);
    }
  }

  private stateOf(duties: Duties): number {
    const text = duties.join();
    const number = this.numbers.get(text) ?? this.states.push(duties) - 1;
    this.numbers.set(text, number);
    return number;
  }

  /** The alternatives that a configuration leaves to be fulfilled, so that a part is true from there on. */
  private expanded(number: number, truths: Truths): Alternatives {
    const part = at(this.form.parts, number);
    switch (part.kind) {
      case "constant":
        return part.isTrue ? NOTHING_TO_DO : [];
      case "predicate":
        return truths[part.number] === part.isTrue ? NOTHING_TO_DO : [];
      case "and":
        return this.all(part.parts, truths);
      case "or":
        return least(part.parts.flatMap((one) => this.expanded(one, truths)));
      case "until":
        return either(
          this.expanded(part.second, truths),
          both(this.expanded(part.first, truths), [[number]]),
        );
      case "releases":
        return both(
          this.expanded(part.second, truths),
          either(this.expanded(part.first, truths), [[number]]),
        );
    }
  }

  private all(parts: readonly number[], truths: Truths): Alternatives {
    return parts.reduce((all, part) => both(all, this.expanded(part, truths)), NOTHING_TO_DO);
  }
}

function either(some: Alternatives, others: Alternatives): Alternatives {
  return least([...some, ...others]);
}

function both(some: Alternatives, others: Alternatives): Alternatives {
  return least(
    some.flatMap((one) => others.map((other) => [...new Set([...one, ...other])].sort((a, b) => a - b))),
  );
}

/** The sets that have no other set within them, each once. */
function least(all: Alternatives): Alternatives {
  const found: Duties[] = [];
  for (const one of all.toSorted((a, b) => a.length - b.length))
    if (!found.some((other) => other.every((duty) => one.includes(duty)))) found.push(one);
  return found;
}
