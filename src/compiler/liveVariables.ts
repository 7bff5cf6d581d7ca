/**
 * The variables that are still of use at each place: values that nobody will read again would make states
 * differ that do the same.
 */
import { types as t } from "@babel/core";
import { before, NONE, union, variable, type Names } from "./uses.ts";

/** The argument of `_context.a` where a statement ends with a jump. */
const JUMP = 3;

/**
 * The places where a `try`, its `catch` and its `finally` begin, and the place after it; -1 for what is not
 * there.
 */
export type Try = readonly [begin: number, caught: number, last: number, after: number];

/** A function as the lowering leaves it. */
interface Machine {
  readonly cases: readonly t.SwitchCase[];
  /** The name of the machine's context, as in `_context.n = 3`. */
  readonly context: string;
  /** The `try` statements, innermost first. */
  readonly tries: readonly Try[];
}

/** The place where a step goes on: see `ResumePoint` of the machine that runs it. */
interface ResumeCode {
  readonly place: number;
  readonly line: number;
  readonly from: number;
  readonly live: readonly string[];
  readonly caught: readonly string[];
}

/** A statement, with the place by which a `try` around it is known. */
interface Located {
  readonly statement: t.Statement;
  readonly at: number;
}

/** The way in which a statement is left: the place to which it jumps, or a return. */
type Leap = number | "return";

/** The places at which steps go on, in order. */
export function placesOf({ cases, context, tries }: Machine): readonly ResumeCode[] {
  const places = cases.map(({ test }) => (test as t.NumericLiteral).value);
  const code = cases.map(({ consequent }, i) => located(consequent, places[i] as number, context));
  const pending = pendingLeaps(code.flat(), { context, tries });
  const known = new Map<number, Names>(places.map((place) => [place, NONE]));
  const at = (place: number | undefined): Names => (place === undefined ? NONE : (known.get(place) ?? NONE));
  const atAll = (list: readonly number[]): Names => union(...list.map(at));
  for (let isStable = false; !isStable;) {
    isStable = true;
    for (let i = cases.length - 1; i >= 0; i--) {
      const place = places[i] as number;
      const now = throughCase(code[i] as Located[], at(places[i + 1]));
      if (now.size > at(place).size) isStable = false;
      known.set(place, union(at(place), now));
    }
  }
  return code.flatMap((list) => list.flatMap((one, i) => stepAt(one, list[i - 1])));

  function throughCase(list: readonly Located[], after: Names): Names {
    let now = after;
    for (let i = list.length - 1; i >= 0; i--) {
      const { statement, at: here } = list[i] as Located;
      const jump = nextOf((list[i - 1] as Located | undefined)?.statement, context);
      const isLeft = t.isBreakStatement(statement) || isStep(statement, context);
      now = union(
        isLeft && jump !== undefined
          ? before(jump, before((statement as t.ReturnStatement).argument, atAll(targetsOf(jump))))
          : through(statement, here, now),
        mayThrow(statement, jump, context) ? at(thrownTo(tries, here)) : NONE,
      );
      if (isLeft) i--;
    }
    return now;
  }

  /** The variables of use before a statement of a case. */
  function through(statement: t.Statement, here: number, after: Names): Names {
    if (t.isThrowStatement(statement)) return before(statement.argument, NONE);
    if (t.isIfStatement(statement)) {
      const [first] = t.isBlockStatement(statement.consequent) ? statement.consequent.body : [];
      const jump = nextOf(first, context);
      if (jump !== undefined) return before(statement.test, union(after, atAll(targetsOf(jump))));
    }
    const [ending, value] = endingOf(statement, context) ?? [];
    if (ending === "finally") return atAll(endsOf(value as number, here));
    if (ending === "jump") return at(leapTo(tries, here, value as number));
    if (ending === "return")
      return before(value as t.Expression | undefined, at(leapTo(tries, here, "return")));
    return before(statement, after);
  }

  /** The places to which the end of a `finally` may lead. */
  function endsOf(last: number, here: number): number[] {
    const after = tries.filter((one) => one[2] === last).map((one) => one[3]);
    const leaps: Leap[] = [...after, ...(pending.get(last) ?? [])];
    return leaps.map((leap) => leapTo(tries, here, leap)).filter((place) => place !== undefined);
  }

  function stepAt({ statement, at: from }: Located, previous: Located | undefined): ResumeCode[] {
    const next = nextOf(previous?.statement, context);
    if (!isStep(statement, context) || !t.isNumericLiteral(next)) return [];
    const place = next.value;
    const line = statement.loc?.start.line ?? 0;
    const live = at(place);
    const caught = [...at(thrownTo(tries, from))].filter((name) => !live.has(name));
    return [{ place, line, from, live: [...live].sort(), caught: caught.sort() }];
  }
}

/** Whether something can fail in a statement, or where it is left, in what says where to go. */
function mayThrow(statement: t.Statement, jump: t.Expression | undefined, context: string): boolean {
  if (t.isBreakStatement(statement)) return jump !== undefined && !isSafe(jump, context);
  if (t.isIfStatement(statement))
    return !isSafe(statement.test, context) || mayThrowInside(statement, context);
  if (t.isExpressionStatement(statement)) return !isSafe(statement.expression, context);
  return ["jump", "finally"].includes(endingOf(statement, context)?.[0] ?? "") === false;
}

function mayThrowInside({ consequent, alternate }: t.IfStatement, context: string): boolean {
  const body = t.isBlockStatement(consequent) ? consequent.body : [consequent];
  return (
    alternate != null || body.some((one) => !t.isBreakStatement(one) && mayThrow(one, undefined, context))
  );
}

/** Whether an expression only moves values about, so that nothing in it can fail. */
function isSafe(node: t.Node, context: string): boolean {
  if (t.isLiteral(node)) return !t.isTemplateLiteral(node);
  if (variable(node) !== undefined) return true;
  if (t.isMemberExpression(node)) return t.isIdentifier(node.object, { name: context });
  if (t.isUnaryExpression(node))
    return ["!", "void"].includes(node.operator) && isSafe(node.argument, context);
  if (t.isAssignmentExpression(node, { operator: "=" }))
    return isSafe(node.left, context) && isSafe(node.right, context);
  if (t.isBinaryExpression(node))
    return (
      ["===", "!=="].includes(node.operator) && isSafe(node.left, context) && isSafe(node.right, context)
    );
  if (!t.isConditionalExpression(node)) return false;
  return [node.test, node.consequent, node.alternate].every((part) => isSafe(part, context));
}

function located(statements: readonly t.Statement[], place: number, context: string): Located[] {
  let at = place;
  return statements.map((statement) => {
    const begun = assignedTo(statement, context, "p");
    if (t.isNumericLiteral(begun)) at = begun.value;
    return { statement, at };
  });
}

/** The leaps that lead into each `finally`, besides errors and the end of its `try`. */
function pendingLeaps(
  code: readonly Located[],
  { context, tries }: Pick<Machine, "context" | "tries">,
): ReadonlyMap<number, ReadonlySet<Leap>> {
  const pending = new Map<number, Set<Leap>>(tries.map(([, , last]) => [last, new Set<Leap>()]));
  const add = (from: number, leap: Leap): boolean => {
    const first = leapTo(tries, from, leap);
    const known = first === undefined || first === leap ? undefined : pending.get(first);
    const isNew = known?.has(leap) === false;
    known?.add(leap);
    return isNew;
  };
  for (let isStable = false; !isStable;) {
    isStable = true;
    for (const { statement, at } of code) {
      const [ending, value] = endingOf(statement, context) ?? [];
      const leaps: Iterable<Leap> =
        ending === "finally"
          ? [...(pending.get(value as number) ?? [])]
          : ending === undefined
            ? []
            : [ending === "return" ? "return" : (value as number)];
      for (const leap of leaps) if (add(at, leap)) isStable = false;
    }
  }
  return pending;
}

/** The place to which an error leads: the innermost `catch` or `finally`. */
function thrownTo(tries: readonly Try[], from: number): number | undefined {
  for (const [begin, caught, last] of tries) {
    if (begin > from) continue;
    if (from < caught) return caught;
    if (from < last) return last;
  }
  return undefined;
}

/** The place to which a jump or a return leads first: the innermost `finally` on its way, or its target. */
function leapTo(tries: readonly Try[], from: number, leap: Leap): number | undefined {
  for (const [begin, , last] of tries) {
    const isOut = leap === "return" || begin > leap || leap > last;
    if (begin <= from && from < last && isOut) return last;
  }
  return leap === "return" ? undefined : leap;
}

/** The end of a statement that is no step: `_context.a(2, value)`, `.a(3, place)`, `.f(place)`. */
function endingOf(
  statement: t.Statement,
  context: string,
): readonly ["return" | "jump" | "finally", t.Expression | number | undefined] | undefined {
  if (!t.isReturnStatement(statement) || !isContextCall(statement.argument, context)) return undefined;
  const { callee, arguments: list } = statement.argument;
  const [first, second] = list;
  const numberOf = (node: t.Node | undefined): number => (node as t.NumericLiteral).value;
  if (t.isIdentifier((callee as t.MemberExpression).property, { name: "f" }))
    return ["finally", numberOf(first)];
  return numberOf(first) === JUMP
    ? ["jump", numberOf(second)]
    : ["return", second as t.Expression | undefined];
}

function isContextCall(node: t.Node | null | undefined, context: string): node is t.CallExpression {
  if (!t.isCallExpression(node) || !t.isMemberExpression(node.callee)) return false;
  return t.isIdentifier(node.callee.object, { name: context });
}

/** Whether a statement awaits something. */
function isStep(statement: t.Statement, context: string): boolean {
  return t.isReturnStatement(statement) && !isContextCall(statement.argument, context);
}

/** The next place that a statement sets: the right of `_context.n = …`. */
function nextOf(statement: t.Statement | undefined, context: string): t.Expression | undefined {
  return statement === undefined ? undefined : assignedTo(statement, context, "n");
}

function assignedTo(statement: t.Statement, context: string, name: string): t.Expression | undefined {
  if (!t.isExpressionStatement(statement) || !t.isAssignmentExpression(statement.expression))
    return undefined;
  const { left, right } = statement.expression;
  const isIt =
    t.isMemberExpression(left) &&
    t.isIdentifier(left.object, { name: context }) &&
    t.isIdentifier(left.property, { name });
  return isIt ? right : undefined;
}

/** The places that the right of `_context.n = …` may come to. */
function targetsOf(next: t.Expression): number[] {
  if (t.isNumericLiteral(next)) return [next.value];
  return t.isConditionalExpression(next) ? [...targetsOf(next.consequent), ...targetsOf(next.alternate)] : [];
}
