/**
 * The formulas of the reference, judged otherwise than the kernel does: in each configuration it is guessed
 * which parts `p until q` are true of what remains of the execution. A guess has to agree with the next one:
 * the part is true if q is, or if p is and the part is true next. So wrong guesses are found out, but for
 * one: that the part is true, while p stays so for ever and q is never true. That is what must not be guessed
 * for ever (O. Lichtenstein, A. Pnueli, *Checking that Finite State Concurrent Programs Satisfy Their Linear
 * Specification*, 1985).
 */
import { at } from "../base/assert.ts";
import type { CoreFormula, UntilFormula } from "../properties/formula/coreFormula.ts";
import type { Valuations } from "../properties/formula/valuations.ts";
import type { Truths } from "../properties/kinds/kind.ts";
import type { FormulaAutomaton } from "./endless/productGraph.ts";

/** A guess: the truth of each until from a configuration on, and that of its parts. */
interface Guess {
  readonly isTrue: readonly boolean[];
  readonly first: readonly boolean[];
  readonly second: readonly boolean[];
}

/** A state: a guess by which the formula is false, and all those by which it is still true. */
interface GuessState {
  readonly guess: number;
  readonly others: readonly number[];
}

/** The automaton of the executions of which a formula is false. */
export class Guesses implements FormulaAutomaton {
  /** The state in which no guess makes the formula true any more, whatever follows. */
  readonly refuted = 0;
  private readonly formula: CoreFormula;
  private readonly valuations: Valuations;
  /** The parts about which is guessed, each once, and the number of each wherever it stands. */
  private readonly untils: UntilFormula[] = [];
  private readonly untilNumbers = new Map<UntilFormula, number>();
  private readonly guesses: Guess[] = [];
  /** The numbers of all guesses about configurations of a valuation. */
  private readonly about = new Map<number, readonly number[]>();
  /** The guesses that agree with each, by the valuation that they are about. */
  private readonly agreeing: (readonly number[])[][] = [];
  private readonly states: (GuessState | undefined)[] = [undefined];
  private readonly numbers = new Map<string, number>();

  constructor(formula: CoreFormula, valuations: Valuations) {
    this.formula = formula;
    this.valuations = valuations;
    const texts: string[] = [];
    for (const until of untilsIn(formula)) {
      const text = JSON.stringify(until);
      const known = texts.indexOf(text);
      this.untilNumbers.set(until, known === -1 ? texts.push(text) - 1 : known);
      if (known === -1) this.untils.push(until);
    }
  }

  begin(valuation: number, isStart: boolean): readonly number[] {
    if (!isStart) return [];
    const truths = this.valuations.truthsOf(valuation);
    const all = this.guessesAbout(valuation);
    const isTrue = (number: number): boolean =>
      this.isTrue(this.formula, truths, at(this.guesses, number).isTrue);
    return this.statesOf(
      all.filter((number) => !isTrue(number)),
      all.filter(isTrue),
    );
  }

  next(number: number, valuation: number): readonly number[] {
    const state = this.states[number];
    if (state === undefined) return [this.refuted];
    const others = state.others.flatMap((guess) => this.following(guess, valuation));
    return this.statesOf(this.following(state.guess, valuation), [...new Set(others)]);
  }

  owedIn(state: number): readonly number[] {
    const guess = this.guessIn(state);
    return this.untils.flatMap((_, i) => (guess?.isTrue[i] === true && guess.second[i] === false ? [i] : []));
  }

  isForEver(state: number): boolean {
    const guess = this.guessIn(state);
    return guess === undefined || guess.isTrue.every((one, i) => one === guess.second[i]);
  }

  private guessIn(number: number): Guess | undefined {
    const state = this.states[number];
    return state === undefined ? undefined : at(this.guesses, state.guess);
  }

  private statesOf(guesses: readonly number[], others: readonly number[]): readonly number[] {
    if (others.length === 0) return [this.refuted];
    return guesses.map((guess) => {
      const text = [guess, ...others.toSorted((a, b) => a - b)].join();
      const number = this.numbers.get(text) ?? this.states.push({ guess, others }) - 1;
      this.numbers.set(text, number);
      return number;
    });
  }

  /** The guesses about the next configuration that agree with a guess about the one before. */
  private following(guess: number, valuation: number): readonly number[] {
    const known = (this.agreeing[guess] ??= []);
    const { isTrue, first, second } = at(this.guesses, guess);
    return (known[valuation] ??= this.guessesAbout(valuation).filter((next) =>
      at(this.guesses, next).isTrue.every(
        (isNext, i) => isTrue[i] === (second[i] === true || (first[i] === true && isNext)),
      ),
    ));
  }

  /** All guesses about a configuration of this valuation. */
  private guessesAbout(valuation: number): readonly number[] {
    const known = this.about.get(valuation);
    if (known !== undefined) return known;
    const truths = this.valuations.truthsOf(valuation);
    const made = Array.from({ length: 2 ** this.untils.length }).flatMap((_, bits) => {
      const isTrue = this.untils.map((_, i) => Math.floor(bits / 2 ** i) % 2 === 1);
      const [first, second] = (["first", "second"] as const).map((part) =>
        this.untils.map((one) => this.isTrue(one[part], truths, isTrue)),
      ) as [boolean[], boolean[]];
      const isPossible = isTrue.every((one, i) => (one ? first[i] || second[i] : second[i] === false));
      return isPossible ? [this.guesses.push({ isTrue, first, second }) - 1] : [];
    });
    this.about.set(valuation, made);
    return made;
  }

  /** Whether a part is true in a configuration, given which untils are. */
  private isTrue(part: CoreFormula, truths: Truths, guessed: readonly boolean[]): boolean {
    switch (part.kind) {
      case "true":
        return true;
      case "predicate":
        return at(truths, part.number);
      case "not":
        return !this.isTrue(part.part, truths, guessed);
      case "and":
        return part.parts.every((one) => this.isTrue(one, truths, guessed));
      case "implies":
        return !this.isTrue(part.first, truths, guessed) || this.isTrue(part.second, truths, guessed);
      case "until":
        return at(guessed, this.untilNumbers.get(part) ?? -1);
    }
  }
}

/** The parts `p until q` of a formula, also those within others. */
function untilsIn(formula: CoreFormula): readonly UntilFormula[] {
  switch (formula.kind) {
    case "true":
    case "predicate":
      return [];
    case "not":
      return untilsIn(formula.part);
    case "and":
      return formula.parts.flatMap(untilsIn);
    case "implies":
      return [...untilsIn(formula.first), ...untilsIn(formula.second)];
    case "until":
      return [formula, ...untilsIn(formula.first), ...untilsIn(formula.second)];
  }
}
