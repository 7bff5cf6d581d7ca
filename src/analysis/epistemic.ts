/**
 * Formulas about knowledge, as text:
 *
 *     K{p1} decided{p2}            p1 knows that p2 has decided
 *     C{general} attack            it is common knowledge of all generals that attack (a property) is true
 *     E done implies not D{p1,p2} failed{p3}
 *
 * K, E, D, C and not bind more strongly than and, this more than or, and this more than implies. A group is a
 * list of processes or roles; without one it is all processes.
 */
import { UsageError } from "../model/index.ts";

/** A formula. Processes are named. */
export type Formula =
  | { readonly kind: "atom"; readonly name: string; readonly process?: string }
  | { readonly kind: "not"; readonly of: Formula }
  | { readonly kind: "and" | "or" | "implies"; readonly left: Formula; readonly right: Formula }
  | { readonly kind: KnowledgeOperator; readonly group: readonly string[]; readonly of: Formula };

/** K, E, D, C: see `Knowledge`. */
export type KnowledgeOperator = "K" | "E" | "D" | "C";

const TOKEN = /\s*(?:([A-Za-z_][\w.-]*)|([(){},]))/y;

/** Reads a formula. @throws UsageError */
export function parseFormula(text: string): Formula {
  const reader = new FormulaReader(tokensIn(text), text);
  const formula = reader.implication();
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
    "Write K{p1}, E, D{p1,p2} or C before what is known; and, or, not, implies; names of properties, " +
      "decided{p1}, failed{p1}.",
  );
}

class FormulaReader {
  private readonly tokens: readonly string[];
  private readonly text: string;
  private next = 0;

  constructor(tokens: readonly string[], text: string) {
    this.tokens = tokens;
    this.text = text;
  }

  private take(token: string): boolean {
    if (this.tokens[this.next] !== token) return false;
    this.next++;
    return true;
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

  implication(): Formula {
    const left = this.disjunction();
    return this.take("implies") ? { kind: "implies", left, right: this.implication() } : left;
  }

  private disjunction(): Formula {
    let left = this.conjunction();
    while (this.take("or")) left = { kind: "or", left, right: this.conjunction() };
    return left;
  }

  private conjunction(): Formula {
    let left = this.unary();
    while (this.take("and")) left = { kind: "and", left, right: this.unary() };
    return left;
  }

  private unary(): Formula {
    if (this.take("not")) return { kind: "not", of: this.unary() };
    if (this.take("(")) {
      const inside = this.implication();
      this.expect(")");
      return inside;
    }
    const word = this.word();
    const group = this.group();
    if (word !== "K" && word !== "E" && word !== "D" && word !== "C") return this.atom(word, group);
    if (word === "K" && group.length !== 1)
      throw this.wrong("K says of one process what it knows, as in K{p1}");
    return { kind: word, group, of: this.unary() };
  }

  private atom(name: string, group: readonly string[]): Formula {
    const [process] = group;
    if (group.length > 1) throw this.wrong(`${name} is about one process`);
    return { kind: "atom", name, ...(process === undefined ? {} : { process }) };
  }

  private group(): string[] {
    if (!this.take("{")) return [];
    const names = [this.word()];
    while (this.take(",")) names.push(this.word());
    this.expect("}");
    return names;
  }
}
