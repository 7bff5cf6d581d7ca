/** Watching an execution, configuration by configuration, for whether a formula is false of it. */
import type { Truths } from "../kinds/kind.ts";
import type { CoreFormula } from "./coreFormula.ts";
import { Obligations } from "./obligations.ts";
import { Valuations } from "./valuations.ts";

/** A watch over one execution after the other. */
export class FormulaWatch {
  private readonly valuations = new Valuations();
  private readonly obligations: Obligations;
  /** All states in which the automaton of the negation may be, and the valuation that it has read last. */
  private states: readonly number[] | undefined;
  private valuation = 0;

  constructor(formula: CoreFormula) {
    this.obligations = new Obligations(formula, this.valuations);
  }

  /** Turns to another execution. */
  beginAgain(): void {
    this.states = undefined;
  }

  /** Sees what the predicates are in the next configuration. */
  see(truths: Truths): void {
    const { obligations, states } = this;
    this.valuation = this.valuations.numberOf(truths);
    const begun = obligations.begin(this.valuation, states === undefined);
    const gone = (states ?? []).flatMap((state) => obligations.next(state, this.valuation));
    this.states = [...new Set([...begun, ...gone])];
  }

  /** Whether the formula is false, whatever follows. */
  get isRefuted(): boolean {
    return this.states?.includes(this.obligations.refuted) === true;
  }

  /** Whether it is false if nothing follows. */
  get isFalseAtEnd(): boolean {
    return this.states?.some((state) => this.obligations.isForEver(state, this.valuation)) === true;
  }
}
