/**
 * Formulas about knowledge and time, as text:
 *
 *     K{p1} decided{p2}            p1 knows that p2 has decided
 *     C{general} attack            it is common knowledge of all generals that attack (a property) is true
 *     E done implies not D{p1,p2} failed{p3}
 *     always (asks{p1} implies eventually K{p1} served)
 *
 * K, E, D, C, not, always and eventually bind more strongly than until, this more than and, this more than
 * or, this more than implies and leadsTo. A group is a list of processes or roles; without one it is all
 * processes. What formulas say: see temporalFormula.ts.
 */
import { UsageError } from "../model/index.ts";
import type { TemporalFormula } from "../model/system/temporalFormula.ts";

/** The meaning of the names in a formula. */
export interface FormulaNames<A> {
  /** The atom of a name, and perhaps of a process. */
  atom(name: string, process: string | undefined): A;
  /** The processes of a group, by name; of all, if it is empty. */
  group(names: readonly string[]): readonly string[];
}

/** The operators that stand before a formula. */
const BEFORE = ["always", "eventually", "infinitelyOften", "eventuallyAlways"] as const;
/** The operators that stand between two formulas. */
const BETWEEN = ["until", "weakUntil", "releases"] as const;
const CONCLUDING = ["implies", "leadsTo"] as const;

/** The operators about knowledge: K and E are the same, and K is said of one process. */
const KNOWING = { K: "knows", E: "knows", D: "knowTogether", C: "commonKnowledge" } as const;

const TOKEN = /\s*(?:([A-Za-z_][\w.-]*)|([(){},]))/y;

/** Reads a formula over atoms A, which are functions. @throws UsageError */
export function parseFormula<A>(text: string, names: FormulaNames<A>): TemporalFormula<A> {
  const reader = new FormulaReader(text, names);
  const formula = reader.conclusion();
  reader.end();
  return formula;
}

function tokensIn(text: string): string[] {
  const tokens: string[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.trimEnd().length) {
    const start = TOKEN.lastIndex;
    const [, word, sign] = TOKEN.exec(text) ?? [];
    const token = word ?? sign;
    if (token === undefined)
      throw unreadable(text, `there is something else at "${text.slice(start).trim()}"`);
    tokens.push(token);
  }
  return tokens;
}

function unreadable(text: string, reason: string): UsageError {
  return new UsageError(
    `The formula "${text}" cannot be read: ${reason}.`,
    "Write K{p1}, E, D{p1,p2} or C before what is known; always, eventually, until; and, or, not, implies; " +
      "names of properties, decided{p1}, failed{p1}.",
  );
}

class FormulaReader<A> {
  private readonly tokens: readonly string[];
  private readonly text: string;
  private readonly names: FormulaNames<A>;
  private next = 0;

  constructor(text: string, names: FormulaNames<A>) {
    this.tokens = tokensIn(text);
    this.text = text;
    this.names = names;
  }

  private take(token: string): boolean {
    if (this.tokens[this.next] !== token) return false;
    this.next++;
    return true;
  }

  /** Takes one of some words, if it comes next. */
  private takeOne<W extends string>(words: readonly W[]): W | undefined {
    return words.find((word) => this.take(word));
  }

  private expect(token: string): void {
    if (!this.take(token)) throw this.wrong(`there is no ${token} where one has to be`);
  }

  private wrong(reason: string): UsageError {
    return unreadable(this.text, reason);
  }

  private word(): string {
    const word = this.tokens[this.next++];
    if (word === undefined || !/^\w/.test(word)) throw this.wrong("a name is missing");
    return word;
  }

  end(): void {
    const rest = this.tokens[this.next];
    if (rest !== undefined) throw this.wrong(`it goes on with ${rest}`);
  }

  conclusion(): TemporalFormula<A> {
    const left = this.disjunction();
    const operator = this.takeOne(CONCLUDING);
    return operator === undefined ? left : ofTwo(operator, left, this.conclusion());
  }

  private disjunction(): TemporalFormula<A> {
    let left = this.conjunction();
    while (this.take("or")) left = { or: [left, this.conjunction()] };
    return left;
  }

  private conjunction(): TemporalFormula<A> {
    let left = this.lasting();
    while (this.take("and")) left = { and: [left, this.lasting()] };
    return left;
  }

  private lasting(): TemporalFormula<A> {
    const left = this.unary();
    const operator = this.takeOne(BETWEEN);
    return operator === undefined ? left : ofTwo(operator, left, this.lasting());
  }

  private unary(): TemporalFormula<A> {
    if (this.take("not")) return { not: this.unary() };
    const operator = this.takeOne(BEFORE);
    if (operator !== undefined) return { [operator]: this.unary() } as TemporalFormula<A>;
    if (this.take("(")) {
      const inside = this.conclusion();
      this.expect(")");
      return inside;
    }
    const word = this.word();
    const group = this.group();
    if (!isKnowing(word)) return this.atom(word, group);
    if (word === "K" && group.length !== 1)
      throw this.wrong("K says of one process what it knows, as in K{p1}");
    return { [KNOWING[word]]: [this.names.group(group), this.unary()] } as unknown as TemporalFormula<A>;
  }

  private atom(name: string, group: readonly string[]): A {
    if (group.length > 1) throw this.wrong(`${name} is about one process`);
    return this.names.atom(name, group[0]);
  }

  private group(): string[] {
    if (!this.take("{")) return [];
    const names = [this.word()];
    while (this.take(",")) names.push(this.word());
    this.expect("}");
    return names;
  }
}

function isKnowing(word: string): word is keyof typeof KNOWING {
  return Object.hasOwn(KNOWING, word);
}

function ofTwo<A>(operator: string, left: TemporalFormula<A>, right: TemporalFormula<A>): TemporalFormula<A> {
  return { [operator]: [left, right] } as unknown as TemporalFormula<A>;
}
