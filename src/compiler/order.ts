/**
 * The order of what an expression does before a step and after it. The lowering can interrupt statements,
 * lists and `?:`, but no other expression; so an expression with a step in it becomes a list of simpler ones,
 * in the order in which the language evaluates them:
 *
 *     a[i] = (yield* f()) + ++i        held = i, answer = yield* f(), a[held] = answer + ++i
 *
 * What was evaluated before the step, and can be another value after it, is held in a variable meanwhile.
 */
import { types as t } from "@babel/core";
import { isFunctionWithCells } from "./closures.ts";
import { Refused } from "./refusal.ts";

/**
 * The expressions to evaluate before an expression, in order, and its value then, which has no steps any
 * more.
 */
interface LoweredExpression {
  readonly before: readonly t.Expression[];
  readonly value: t.Expression;
}

/** A part of an expression, where it can be replaced. */
interface Hole {
  readonly part: t.Expression;
  readonly put: (part: t.Expression) => void;
  /** The form in which it can be evaluated earlier than the rest; absent: itself. */
  readonly early?: (part: t.Expression) => t.Expression;
}

/** The names that the lowering of an expression may use. */
export interface LoweringScope {
  /** Makes a variable that holds what this part of the author's code is; it does not change then. */
  readonly variable: (holds: t.Node) => t.Identifier;
  /** Whether a name may stand for another value once other parts of the expression have been evaluated. */
  readonly mayChange: (name: string) => boolean;
}

/** Whether a step stands in some code, functions in it aside. */
export function hasStep(node: t.Node | null | undefined): boolean {
  if (t.isMethod(node)) return node.computed === true && hasStep(node.key);
  if (node === null || node === undefined || t.isFunction(node)) return false;
  if (t.isYieldExpression(node)) return true;
  return (t.VISITOR_KEYS[node.type] ?? []).some((key) => {
    const child = (node as unknown as Readonly<Record<string, t.Node | t.Node[] | null>>)[key];
    return Array.isArray(child) ? child.some(hasStep) : hasStep(child);
  });
}

/** The same expression, put so that it can be interrupted. It is changed. @throws Refused */
export function inOrder(expression: t.Expression, surroundings: LoweringScope): t.Expression {
  return whole(new Order(surroundings).lower(expression));
}

function whole({ before, value }: LoweredExpression): t.Expression {
  const last = before.at(-1);
  const isAnswer =
    t.isAssignmentExpression(last) && t.isYieldExpression(last.right) && isSame(last.left, value);
  const list = isAnswer ? [...before.slice(0, -1), last.right] : [...before, value];
  return list.length === 1 ? (list[0] as t.Expression) : t.sequenceExpression(list);
}

function isSame(a: t.Node, b: t.Node): boolean {
  return t.isIdentifier(a) && t.isIdentifier(b, { name: a.name });
}

/** The condition under which the right of `&&`, `||`, `??` is evaluated, made from the left. */
const GOES_ON: Readonly<Record<string, (left: t.Expression) => t.Expression>> = {
  "&&": (left) => left,
  "||": (left) => t.unaryExpression("!", left),
  "??": (left) => t.binaryExpression("==", left, t.nullLiteral()),
};

/** Puts one expression, and what it consists of, in order. */
class Order {
  private readonly surroundings: LoweringScope;

  constructor(surroundings: LoweringScope) {
    this.surroundings = surroundings;
  }

  lower(node: t.Expression): LoweredExpression {
    if (!hasStep(node)) return { before: [], value: node };
    switch (node.type) {
      case "YieldExpression": {
        const { before, value } = this.slots(node, [slot(node, "argument")]);
        return this.held({ before, value }, node.argument ?? node);
      }
      case "SequenceExpression": {
        const all = node.expressions.map((one) => this.lower(one));
        const before = all.flatMap((one, i) => [...one.before, ...(i < all.length - 1 ? [one.value] : [])]);
        return { before, value: (all.at(-1) as LoweredExpression).value };
      }
      case "ConditionalExpression":
        return this.either(node);
      case "LogicalExpression":
        return this.perhaps(this.lower(node.left), node);
      case "AssignmentExpression":
        return this.assignment(node);
      case "OptionalMemberExpression":
      case "OptionalCallExpression":
        return this.chain(node, { other: nothing(), made: node });
      case "CallExpression":
      case "NewExpression":
        return this.call(node);
      case "UnaryExpression":
        if (node.operator === "delete" && isChain(node.argument))
          return this.chain(node.argument, { other: t.booleanLiteral(true), made: node });
    }
    return this.slots(node, slotsOf(node));
  }

  /** Lowers the parts of an expression. @param isEarly whether something comes between them and it */
  private slots(node: t.Expression, slots: readonly Hole[], isEarly = false): LoweredExpression {
    const last = isEarly ? slots.length : slots.findLastIndex(({ part }) => hasStep(part));
    const before: t.Expression[] = [];
    for (const [i, { part, put, early }] of slots.entries()) {
      const lowered = i < last ? this.held(this.lower(early?.(part) ?? part), part) : this.lower(part);
      before.push(...lowered.before);
      put(lowered.value);
    }
    return { before, value: node };
  }

  /** The lowered expression, with a value that does not change whatever is evaluated next. */
  private held({ before, value }: LoweredExpression, part: t.Node): LoweredExpression {
    if (this.isStable(value)) return { before, value };
    const held = this.surroundings.variable(part);
    return { before: [...before, t.assignmentExpression("=", held, value)], value: t.cloneNode(held) };
  }

  /** Whether it makes no difference when an expression is evaluated. */
  private isStable(node: t.Node | null): boolean {
    if (t.isIdentifier(node)) return !this.surroundings.mayChange(node.name);
    if (t.isArrayExpression(node)) return node.elements.every((one) => one !== null && this.isStable(one));
    if (t.isObjectExpression(node))
      return node.properties.every(
        (one) => t.isObjectProperty(one) && !one.computed && this.isStable(one.value),
      );
    if (t.isTemplateLiteral(node)) return node.expressions.length === 0;
    if (t.isUnaryExpression(node)) return t.isNumericLiteral(node.argument);
    return (
      isFunctionWithCells(node) ||
      t.isLiteral(node) ||
      t.isFunctionExpression(node) ||
      t.isArrowFunctionExpression(node)
    );
  }

  private either(node: t.ConditionalExpression): LoweredExpression {
    const { before, value: test } = this.lower(node.test);
    if (!hasStep(node.consequent) && !hasStep(node.alternate))
      return { before, value: Object.assign(node, { test }) };
    const answer = this.surroundings.variable(node);
    const yes = this.given(answer, this.lower(node.consequent));
    const no = this.given(answer, this.lower(node.alternate));
    return { before: [...before, t.conditionalExpression(test, yes, no)], value: t.cloneNode(answer) };
  }

  /** The assignment `answer = …`, where that has to be done in several parts. */
  private given(answer: t.Identifier, { before, value }: LoweredExpression): t.Expression {
    const last = whole({ before, value });
    const list = t.isSequenceExpression(last) ? last.expressions : [last];
    const end = t.assignmentExpression("=", t.cloneNode(answer), list.at(-1) as t.Expression);
    return whole({ before: list.slice(0, -1), value: end });
  }

  /** Lowers `left && right` and the like, and `left &&= right`, where the right is an assignment. */
  private perhaps(
    left: LoweredExpression,
    node: { readonly operator: string; readonly right: t.Expression } & t.Expression,
  ): LoweredExpression {
    if (!hasStep(node.right))
      return { before: left.before, value: Object.assign(node, { left: left.value }) };
    const answer = this.surroundings.variable(node);
    const goesOn = (GOES_ON[node.operator] as (typeof GOES_ON)[string])(t.cloneNode(answer));
    const right = this.given(answer, this.lower(node.right));
    const first = t.assignmentExpression("=", answer, left.value);
    const second = t.conditionalExpression(goesOn, right, nothing());
    return { before: [...left.before, first, second], value: t.cloneNode(answer) };
  }

  private assignment(node: t.AssignmentExpression): LoweredExpression {
    const { operator, left, right } = node;
    const target = slotsOf(left);
    if (operator === "=" || !hasStep(right)) return this.slots(node, [...target, slot(node, "right")]);
    const { before } = this.slots(node, target, true);
    const old = t.cloneNode(left) as t.Identifier | t.MemberExpression;
    const kind = operator.slice(0, -1);
    if (kind in GOES_ON) {
      const assigned = t.assignmentExpression("=", left, right);
      const logical = t.logicalExpression(kind as "??", old, assigned);
      return this.perhaps({ before, value: old }, t.inherits(logical, node));
    }
    const held = this.held({ before, value: old }, left);
    const sum = t.binaryExpression(kind as "+", held.value, right);
    const lowered = this.slots(sum, [slot(sum, "right")]);
    return {
      before: [...held.before, ...lowered.before],
      value: t.assignmentExpression("=", left, lowered.value),
    };
  }

  /**
   * A call looks its function up before it evaluates what it gives to it. Of a method only that is done early
   * what can fail: it will be the same later, since plain data has no methods that could be replaced.
   */
  private call(node: t.CallExpression | t.NewExpression): LoweredExpression {
    if (isChain(node.callee))
      throw new Refused(
        node,
        "a step stands in a call of an expression in brackets that has `?.`",
        "Put its answer into a const first.",
      );
    const given = node.arguments.flatMap((_, i) => elementSlot(node.arguments as t.Expression[], i));
    const isEarly = given.some(({ part }) => hasStep(part));
    const isMethod = t.isMemberExpression(node.callee);
    const callee = this.slots(node, isMethod ? slotsOf(node.callee) : [slot(node, "callee")], isEarly);
    const found = isEarly && isMethod ? [t.cloneNode(node.callee) as t.Expression] : [];
    const lowered = this.slots(node, given);
    return { before: [...callee.before, ...found, ...lowered.before], value: node };
  }

  /**
   * Lowers `a?.b.c` to `a == null ? undefined : a.b.c`, with `a` evaluated once.
   * @param made what stands around the chain, or itself, and what it is if there is nothing
   */
  private chain(
    chain: Chain,
    { made, other }: { readonly made: t.Expression; readonly other: t.Expression },
  ): LoweredExpression {
    const links: Chain[] = [];
    for (let link: t.Node = chain; isChain(link); link = baseOf(link)) links.unshift(link);
    const first = links.findIndex(({ optional }) => optional);
    const link = links[first] as Chain;
    const base = baseOf(link);
    const isMethod = link.type === "OptionalCallExpression" && t.isMemberExpression(base);
    const { before } = this.slots(link, isMethod ? slotsOf(base) : [baseSlot(link)], true);
    const test = t.binaryExpression("==", t.cloneNode(baseOf(link)), t.nullLiteral());
    const next = links.findIndex(({ optional }, i) => i > first && optional);
    for (const one of links.slice(first, next === -1 ? undefined : next))
      Object.assign(one, { type: one.type.replace("Optional", ""), optional: undefined });
    const rest = this.lower(t.conditionalExpression(test, other, made));
    return { before: [...before, ...rest.before], value: rest.value };
  }
}

type Chain = t.OptionalMemberExpression | t.OptionalCallExpression;

function isChain(node: t.Node): node is Chain {
  return t.isOptionalMemberExpression(node) || t.isOptionalCallExpression(node);
}

function baseOf(link: Chain): t.Expression {
  return link.type === "OptionalCallExpression" ? link.callee : link.object;
}

function baseSlot(link: Chain): Hole {
  return link.type === "OptionalCallExpression" ? slot(link, "callee") : slot(link, "object");
}

function nothing(): t.Expression {
  return t.unaryExpression("void", t.numericLiteral(0));
}

/** The part that a node has under a name. */
function slot<N extends t.Node>(node: N, key: keyof N & string): Hole {
  return {
    part: node[key] as unknown as t.Expression,
    put: (part) => void Object.assign(node, { [key]: part }),
  };
}

/** An element of a list: it may be a hole, or `...list`, which goes through the list when it is its turn. */
function elementSlot(list: (t.Expression | t.SpreadElement | null)[], i: number): Hole[] {
  const element = list[i] ?? null;
  if (element === null) return [];
  if (t.isSpreadElement(element))
    return [{ ...slot(element, "argument"), early: (part) => t.arrayExpression([t.spreadElement(part)]) }];
  return [{ part: element, put: (part) => void (list[i] = part) }];
}

/**
 * The parts that an expression evaluates, in order, before it does what it is for.
 * @throws Refused if unknown
 */
function slotsOf(node: t.Node): Hole[] {
  switch (node.type) {
    case "Identifier":
      return [];
    case "MemberExpression":
      return [slot(node, "object"), ...(node.computed ? [slot(node, "property")] : [])];
    case "BinaryExpression":
      return [slot(node, "left"), slot(node, "right")];
    case "UnaryExpression":
      return node.operator === "delete" ? slotsOf(node.argument) : [slot(node, "argument")];
    case "UpdateExpression":
      return slotsOf(node.argument);
    case "ArrayExpression":
      return node.elements.flatMap((_, i) => elementSlot(node.elements as t.Expression[], i));
    case "ObjectExpression":
      return node.properties.flatMap(propertySlots);
    case "TemplateLiteral":
      return node.expressions.map((part, i) => ({
        part: part as t.Expression,
        put: (other) => void (node.expressions[i] = other),
        early: (one) =>
          t.templateLiteral([t.templateElement({ raw: "" }), t.templateElement({ raw: "" }, true)], [one]),
      }));
    default:
      throw new Refused(node, "a step stands inside a class or a tag", "Put its answer into a const first.");
  }
}

function propertySlots(property: t.ObjectProperty | t.ObjectMethod | t.SpreadElement): Hole[] {
  if (t.isSpreadElement(property))
    return [{ ...slot(property, "argument"), early: (part) => t.objectExpression([t.spreadElement(part)]) }];
  const key = property.computed === true ? [slot(property, "key")] : [];
  return t.isObjectProperty(property) ? [...key, slot(property, "value")] : key;
}
