/**
 * The source of a predicate with notes: a copy of a bundle in which one predicate writes down what each of
 * its parts has come to. Parts are evaluated where they stand, by the author's own code; nothing is
 * interpreted a second time.
 */
import { types as t } from "@babel/core";
import { parseExpression } from "@babel/parser";

/** The sorts of parts, by how their truth follows from that of parts within. */
type PartSort = "and" | "or" | "not" | "choice" | "every" | "some" | "comparison" | "plain" | "operand";

/** A part of a predicate. */
export interface PredicatePart {
  readonly text: string;
  readonly sort: PartSort;
}

/** A bundle's code in which a predicate takes notes in its property `notes`. */
interface NotingCode {
  readonly code: string;
  /** The parts, by the numbers that notes have. */
  readonly parts: readonly PredicatePart[];
}

/** A note: a part is begun, or has come to a value; the reads of the view stand between them. */
export type PredicateNote =
  | { readonly begun: number }
  | { readonly ended: number; readonly value: unknown }
  | { readonly read: number };

/** The name by which a predicate reaches its notes: none that an author would use. */
const NOTES = "lightcone$notes";

/** The object that takes notes. */
const TAKER = `({
  list: [],
  begin(part) { this.list.push({ begun: part }); },
  end(part, value) { this.list.push({ ended: part, value }); return value; },
})`;

/** The code with notes; undefined if the predicate is not found there, or more than once. */
export function notingCode(code: string, predicate: unknown): NotingCode | undefined {
  if (typeof predicate !== "function") return undefined;
  const source = Function.prototype.toString.call(predicate);
  const place = code.indexOf(source);
  if (place === -1 || code.indexOf(source, place + 1) !== -1) return undefined;
  const expression = parsed(source);
  if (expression === undefined) return undefined;
  const taker = new NoteWriter(source);
  taker.writeInto(expression);
  const noting = `((${NOTES}) => Object.assign(${taker.text}, { notes: ${NOTES}.list }))(${TAKER})`;
  return { code: code.slice(0, place) + noting + code.slice(place + source.length), parts: taker.parts };
}

type FunctionExpression = t.ArrowFunctionExpression | t.FunctionExpression;

/** A function's source as an expression; undefined for a method, which is none. */
function parsed(source: string): FunctionExpression | undefined {
  try {
    const expression = parseExpression(source, { sourceType: "module" });
    return t.isArrowFunctionExpression(expression) || t.isFunctionExpression(expression)
      ? expression
      : undefined;
  } catch {
    return undefined;
  }
}

const COMPARISONS = new Set(["===", "!==", "==", "!=", "<", ">", "<=", ">="]);

/** Puts notes around the parts of a function, in its text. */
class NoteWriter {
  readonly parts: PredicatePart[] = [];
  private readonly source: string;
  private readonly insertions: { readonly at: number; readonly text: string }[] = [];

  constructor(source: string) {
    this.source = source;
  }

  /** The source with all that was inserted; at one place, in the order in which it was. */
  get text(): string {
    let text = "";
    let from = 0;
    for (const insertion of this.insertions.toSorted((a, b) => a.at - b.at)) {
      text += this.source.slice(from, insertion.at) + insertion.text;
      from = insertion.at;
    }
    return text + this.source.slice(from);
  }

  writeInto({ body }: FunctionExpression): void {
    if (t.isExpression(body)) this.truth(body);
    else this.returns(body);
  }

  /** Notes what a function returns, wherever it does. */
  private returns(node: t.Node): void {
    if (t.isFunction(node)) return;
    if (t.isReturnStatement(node)) {
      if (node.argument !== null && node.argument !== undefined) this.truth(node.argument);
      return;
    }
    for (const key of t.VISITOR_KEYS[node.type] ?? []) {
      const child = (node as unknown as Record<string, unknown>)[key];
      for (const one of Array.isArray(child) ? child : [child])
        if (one !== null && one !== undefined) this.returns(one as t.Node);
    }
  }

  /** Notes a part that is true or false. */
  private truth(node: t.Expression): void {
    this.noted(node, sortOf(node), () => this.within(node));
  }

  private within(node: t.Expression): void {
    if (t.isLogicalExpression(node) && node.operator !== "??") {
      this.truth(node.left);
      this.truth(node.right);
    } else if (t.isUnaryExpression(node, { operator: "!" })) {
      this.truth(node.argument);
    } else if (t.isConditionalExpression(node)) {
      this.truth(node.consequent);
      this.truth(node.alternate);
    } else if (sortOf(node) === "comparison") {
      const { left, right } = node as t.BinaryExpression;
      this.operand(left as t.Expression);
      this.operand(right);
    } else {
      const asked = askedOfEach(node);
      if (asked !== undefined) this.writeInto(asked);
    }
  }

  /** Notes a part that is compared, unless it says itself what it is. */
  private operand(node: t.Expression): void {
    if (t.isLiteral(node) || t.isIdentifier(node, { name: "undefined" })) return;
    this.noted(node, "operand", () => undefined);
  }

  private noted({ start, end }: t.Expression, sort: PartSort, within: () => void): void {
    const [from, to] = [start ?? 0, end ?? 0];
    const text = this.source.slice(from, to).replace(/\s+/g, " ");
    const number = this.parts.push({ text, sort }) - 1;
    this.insertions.push({ at: from, text: `(${NOTES}.begin(${number}), ${NOTES}.end(${number}, ` });
    within();
    this.insertions.push({ at: to, text: "))" });
  }
}

function sortOf(node: t.Expression): PartSort {
  if (t.isLogicalExpression(node) && node.operator !== "??") return node.operator === "&&" ? "and" : "or";
  if (t.isUnaryExpression(node, { operator: "!" })) return "not";
  if (t.isConditionalExpression(node)) return "choice";
  if (t.isBinaryExpression(node) && COMPARISONS.has(node.operator) && t.isExpression(node.left))
    return "comparison";
  if (askedOfEach(node) === undefined) return "plain";
  return t.isIdentifier((node as t.CallExpression & { callee: t.MemberExpression }).callee.property, {
    name: "every",
  })
    ? "every"
    : "some";
}

/** The function in `list.every(…)` or `list.some(…)`, if it is written there. */
function askedOfEach(node: t.Expression): t.ArrowFunctionExpression | undefined {
  if (!t.isCallExpression(node) || !t.isMemberExpression(node.callee)) return undefined;
  const { property } = node.callee;
  const [asked] = node.arguments;
  const isOfEach = t.isIdentifier(property, { name: "every" }) || t.isIdentifier(property, { name: "some" });
  return isOfEach && t.isArrowFunctionExpression(asked) ? asked : undefined;
}
