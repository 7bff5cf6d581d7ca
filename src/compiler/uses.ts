/**
 * The variables that a piece of lowered code reads and writes, and those that it may read before it writes
 * them. It knows in which order code is evaluated, and which parts of it may be left out.
 */
import { types as t } from "@babel/core";
import { CELLS } from "./closures.ts";

/** The record that holds the variables of a call, in compiled code. */
export const RECORD = "$";

/** Names of variables. */
export type Names = ReadonlySet<string>;

/** The empty set of names. */
export const NONE: Names = new Set<string>();

/** The variable that an expression is: `$.x`, or `$["x (line 3)"]`. */
export function variable(node: t.Node): string | undefined {
  if (!t.isMemberExpression(node) || !t.isIdentifier(node.object, { name: RECORD })) return undefined;
  if (t.isStringLiteral(node.property)) return node.property.value;
  return t.isIdentifier(node.property) && !node.computed ? node.property.name : undefined;
}

/** All of these names. */
export function union(...sets: readonly (Names | undefined)[]): Names {
  return new Set(sets.flatMap((names) => [...(names ?? [])]));
}

function without(names: Names, name: string): Names {
  return new Set([...names].filter((one) => one !== name));
}

/** The variables of use before some code is run, given those of use after it. */
export function before(node: t.Node | null | undefined, after: Names): Names {
  if (node === null || node === undefined) return after;
  const name = variable(node);
  if (name !== undefined) return union(after, new Set([name]));
  if (t.isFunction(node) || t.isClass(node)) return union(after, mentioned(node));
  if (isOfCells(node)) return beforeCells(node, after);
  switch (node.type) {
    case "AssignmentExpression":
      return beforeAssignment(node, after);
    case "LogicalExpression":
      return before(node.left, union(after, before(node.right, after)));
    case "ConditionalExpression":
    case "IfStatement":
      return before(node.test, union(before(node.consequent, after), before(node.alternate, after)));
    case "OptionalMemberExpression":
      return before(node.object, node.computed ? union(after, before(node.property, after)) : after);
    case "OptionalCallExpression":
      return before(node.callee, union(after, beforeAll(node.arguments, after)));
    case "WhileStatement":
    case "DoWhileStatement":
    case "ForStatement":
    case "ForInStatement":
    case "ForOfStatement":
      return beforeLoop(node, after);
    case "SwitchStatement":
      return beforeSwitch(node, after);
    case "TryStatement":
      return beforeTry(node, after);
    default:
      return beforeAll(childrenOf(node), after);
  }
}

type OfCells = t.CallExpression & { callee: t.MemberExpression };

/** Whether an expression makes a cell for variables, or closes that of one. */
export function isOfCells(node: t.Node): node is OfCells {
  if (!t.isCallExpression(node) || !t.isMemberExpression(node.callee)) return false;
  return t.isIdentifier(node.callee.object, { name: CELLS });
}

/**
 * `$cells.of($, { x: "x" })` is for what reads `x`. After `$cells.close($, "x")` it is another variable, and
 * after `$cells.next($, "x")` another one that begins with what the old one held.
 */
function beforeCells({ callee, arguments: given }: OfCells, after: Names): Names {
  const [, what] = given;
  if (t.isStringLiteral(what))
    return t.isIdentifier(callee.property, { name: "close" }) ? without(after, what.value) : after;
  const { properties } = what as t.ObjectExpression;
  const names = properties.map((one) => ((one as t.ObjectProperty).value as t.StringLiteral).value);
  return union(after, new Set(names));
}

/** The variables of use before a list, of which each part is run after the one before. */
function beforeAll(list: readonly (t.Node | null)[], after: Names): Names {
  return list.reduceRight((now, node) => before(node, now), after);
}

/** The parts of what has no part that may be left out, in the order in which they are run. */
function childrenOf(node: t.Node): readonly (t.Node | null)[] {
  return (t.VISITOR_KEYS[node.type] ?? []).flatMap(
    (key) => (node as unknown as Readonly<Record<string, t.Node | t.Node[] | null>>)[key] ?? [],
  );
}

/** The names that a function mentions: it may run at any time until the next step, or never. */
function mentioned(code: t.Node): Names {
  const found = new Set<string>();
  t.traverseFast(code, (node) => {
    const name = variable(node);
    if (name !== undefined) found.add(name);
  });
  return found;
}

function beforeAssignment({ left, right, operator }: t.AssignmentExpression, after: Names): Names {
  const name = variable(left);
  const isMaybe = ["&&=", "||=", "??="].includes(operator);
  if (name !== undefined && operator === "=") return before(right, without(after, name));
  const now = before(right, name !== undefined && isMaybe ? without(after, name) : after);
  return before(left, isMaybe ? union(after, now) : now);
}

function beforeLoop(loop: t.Loop, after: Names): Names {
  let now = new Set<string>();
  for (;;) {
    const next = round(loop, after, now);
    if (next.isSubset) return t.isForStatement(loop) ? before(loop.init, next.names) : next.names;
    now = new Set([...now, ...next.names]);
  }
}

/**
 * The variables of use at the beginning of a round of a loop, if `now` are those at the beginning of the
 * next.
 */
function round(
  loop: t.Loop,
  after: Names,
  now: Names,
): { readonly names: Names; readonly isSubset: boolean } {
  const names = ((): Names => {
    switch (loop.type) {
      case "DoWhileStatement":
        return before(loop.body, before(loop.test, union(after, now)));
      case "WhileStatement":
        return before(loop.test, union(after, before(loop.body, now)));
      case "ForStatement":
        return before(loop.test, union(after, before(loop.body, before(loop.update, now))));
      default: {
        const body = before(loop.body, now);
        const name = variable(loop.left);
        const entered = name === undefined ? before(loop.left, body) : without(body, name);
        return before(loop.right, union(after, entered));
      }
    }
  })();
  return { names, isSubset: [...names].every((name) => now.has(name)) };
}

/** The variables of use before a `switch`. Lowered code has no `break`, so each case goes on to the next. */
function beforeSwitch({ discriminant, cases }: t.SwitchStatement, after: Names): Names {
  let now = after;
  const entered = cases.toReversed().map(({ consequent }) => (now = beforeAll(consequent, now)));
  const isComplete = cases.some(({ test }) => !test);
  const chosen = cases.reduceRight(
    (rest, { test }) => union(rest, before(test, rest)),
    union(isComplete ? NONE : after, ...entered),
  );
  return before(discriminant, chosen);
}

/** An error may come at any time. */
function beforeTry({ block, handler, finalizer }: t.TryStatement, after: Names): Names {
  const last = before(finalizer, after);
  const caught = handler ? before(handler.body, last) : last;
  return union(before(block, last), caught, finalizer ? last : undefined);
}
