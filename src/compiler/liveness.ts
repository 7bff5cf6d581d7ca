/**
 * Which variables are still of use at each place: values that nobody will read again would make states
 * differ that do the same.
 */
import { types as t } from "@babel/core";

/** The record that holds the variables of a call, in compiled code. */
export const RECORD = "$";

/** What `_context.a` is told where a statement ends with a jump. */
const JUMP = 3;

/** By place: the names of the variables that may be read from there on before they are written. */
export type Live = ReadonlyMap<number, ReadonlySet<string>>;

/** Where a `try` begins, its `catch`, its `finally`, and what follows; as the lowering writes them down. */
export type Try = readonly (number | undefined)[];

/**
 * Finds out, from the cases of the lowered switch.
 * @param context the name of the machine's context, as in `_context.n = 3`
 */
export function livePlaces(cases: readonly t.SwitchCase[], context: string, tries: readonly Try[]): Live {
  const places = cases.map(({ test }) => (test as t.NumericLiteral).value);
  const live = new Map<number, Set<string>>(places.map((place) => [place, new Set<string>()]));
  const jumps = cases.flatMap(({ consequent }) => consequent.flatMap((one) => targetsOf(one, context)));
  for (let isStable = false; !isStable;) {
    isStable = true;
    for (let i = cases.length - 1; i >= 0; i--) {
      const place = places[i] as number;
      const here = live.get(place) as Set<string>;
      const { size } = here;
      for (const name of throughCase(cases[i] as t.SwitchCase, live.get(places[i + 1] ?? -1) ?? []))
        here.add(name);
      for (const target of unforeseen(place)) for (const name of live.get(target) ?? []) here.add(name);
      if (here.size > size) isStable = false;
    }
  }
  return live;

  /** Where an error, or the end of a `finally`, may lead from a place within a `try`. */
  function unforeseen(place: number): number[] {
    return tries.flatMap((one) => {
      const known = one.filter((target) => target !== undefined);
      const first = Math.max(...places.filter((other) => other <= (known[0] ?? 0)));
      return place < first || place > Math.max(...known)
        ? []
        : one[2] === undefined
          ? known
          : [...known, ...jumps];
    });
  }

  function throughCase({ consequent }: t.SwitchCase, after: Iterable<string>): Set<string> {
    let now = new Set(after);
    for (const statement of consequent.flatMap(oneByOne).toReversed()) {
      if (t.isBreakStatement(statement) || t.isReturnStatement(statement)) now = new Set();
      const written = writtenBy(statement);
      if (written !== undefined) now.delete(written);
      for (const place of targetsOf(statement, context))
        for (const name of live.get(place) ?? []) now.add(name);
      for (const name of readBy(statement, written)) now.add(name);
    }
    return now;
  }
}

/** `a, b;` as two statements. */
function oneByOne(statement: t.Statement): t.Statement[] {
  if (!t.isExpressionStatement(statement) || !t.isSequenceExpression(statement.expression))
    return [statement];
  return statement.expression.expressions.map((one) => t.expressionStatement(one));
}

/** The variable that a statement gives a new value in any case. */
function writtenBy(statement: t.Statement): string | undefined {
  if (!t.isExpressionStatement(statement)) return undefined;
  const { expression } = statement;
  return t.isAssignmentExpression(expression, { operator: "=" }) ? variable(expression.left) : undefined;
}

function variable(node: t.Node): string | undefined {
  const isOne = t.isMemberExpression(node) && t.isIdentifier(node.object, { name: RECORD });
  return isOne && t.isIdentifier(node.property) ? node.property.name : undefined;
}

/** The variables that a statement mentions; the one that it writes only if it also reads it. */
function readBy(statement: t.Statement, written: string | undefined): Set<string> {
  const found = new Set<string>();
  const from =
    written === undefined
      ? statement
      : ((statement as t.ExpressionStatement).expression as t.AssignmentExpression).right;
  t.traverseFast(from, (node) => {
    const name = variable(node);
    if (name !== undefined) found.add(name);
  });
  return found;
}

/** The places that a statement may go to: `_context.n = 3`, `_context.a(3, 5)`, `_context.f(7)`. */
function targetsOf(statement: t.Statement, context: string): number[] {
  const found: number[] = [];
  const add = (node: t.Node | undefined): void => {
    if (node === undefined) return;
    t.traverseFast(node, (inner) => {
      if (t.isNumericLiteral(inner)) found.push(inner.value);
    });
  };
  const nameOf = (node: t.Node): string | undefined =>
    t.isMemberExpression(node) &&
    t.isIdentifier(node.object, { name: context }) &&
    t.isIdentifier(node.property)
      ? node.property.name
      : undefined;
  t.traverseFast(statement, (node) => {
    if (t.isAssignmentExpression(node) && nameOf(node.left) === "n") add(node.right);
    if (!t.isCallExpression(node)) return;
    const [first, second] = node.arguments;
    if (nameOf(node.callee) === "f") add(first);
    if (nameOf(node.callee) === "a" && t.isNumericLiteral(first, { value: JUMP })) add(second);
  });
  return found;
}
