/**
 * The first pass, over the author's code: every function of process code becomes an ordinary function that
 * returns `$call(site, parameters)`, and its code, which is lowered by itself, is put into simpler words.
 *
 * Process code is a generator function in which every `yield` is a `yield*`; others stay as they are.
 */
import { types as t, type NodePath, type PluginObj } from "@babel/core";
import { giveCells } from "./closures.ts";
import { CALL } from "./codeCalls.ts";
import { labelOf, withLabel } from "./label.ts";
import { refuseNames, refuseTopLevel } from "./names.ts";
import { hasStep } from "./order.ts";
import { Refused } from "./refusal.ts";

/** The place of a function of process code in its file, and its code. */
export interface FunctionSite {
  /** The name, such as `peterson.ts:12 run`. */
  readonly name: string;
  /** The name of the function alone. */
  readonly functionName: string;
  /** Whether no other function contains it: then all of its instances are equal. */
  readonly isTop: boolean;
  /** The code of the function. It stands in the file no more. */
  readonly code: t.FunctionExpression;
}

/** The name of the functions of process code that there are, by name, in compiled code. */
export const SITES = "$sites";
/** The name of what stands outside of functions, by file, in compiled code. */
export const OUTSIDE = "$outside";
/** The name of what loops go through their items with, in compiled code. */
export const ITEMS = "$items";

type Generator = NodePath<t.FunctionDeclaration | t.FunctionExpression | t.ObjectMethod>;

/** Prepares all process code of a file. `sites` gets one entry for each function. */
export function prepare(file: string, sites: FunctionSite[]): () => PluginObj {
  return () => ({
    visitor: {
      Program(program) {
        const found: Generator[] = [];
        const counts = new Map<string, number>();
        program.traverse({
          "FunctionDeclaration|FunctionExpression|ObjectMethod"(path: NodePath) {
            const generator = path as Generator;
            if (generator.node.generator && !generator.node.async && isProcessCode(generator))
              found.push(generator);
          },
          ClassMethod(path) {
            if (path.node.generator) refuseMethod(path);
          },
        });
        if (found.length > 0) refuseTopLevel(program);
        for (const path of found) {
          refuse(path, found);
          refuseNames(path);
          simplify(path);
          const [name, functionName, top] = [siteName(file, path), nameOf(path), isTop(path)];
          const count = (counts.get(name) ?? 0) + 1;
          counts.set(name, count);
          const own = count === 1 ? name : `${name} (${count})`;
          sites.push({ name: own, functionName, isTop: top, code: wrap(path, sites.length) });
        }
      },
    },
  });
}

/** Whether a function sees nothing but what its file has at the top level. */
function isTop(path: Generator): boolean {
  const hasOwnName = path.isFunctionExpression() && path.node.id != null;
  return (
    path.getFunctionParent() === null &&
    path.findParent((one) => one.isBlock() && !one.isProgram()) === null &&
    !hasOwnName
  );
}

function refuseMethod(path: NodePath<t.ClassMethod>): void {
  if (yieldsOf(path).some(({ node }) => node.delegate))
    throw new Refused(
      path.node,
      "a method of a class is no process code: `this` would be lost between two steps",
      "Write a function*, and give it what it needs as parameters.",
    );
}

/** The yields of a function itself. */
function yieldsOf(path: NodePath): NodePath<t.YieldExpression>[] {
  const found: NodePath<t.YieldExpression>[] = [];
  path.traverse({
    YieldExpression(inner) {
      found.push(inner);
    },
    Function: skipInside,
  });
  return found;
}

/** Skips a function, but for the key of a method, which is evaluated outside. */
export function skipInside(path: NodePath<t.Function>): void {
  if (!path.isMethod()) return path.skip();
  for (const key of ["params", "body"]) path.skipKey(key);
}

function isProcessCode(path: Generator): boolean {
  const yields = yieldsOf(path);
  return yields.length === 0 ? nameOf(path) === "run" : yields.every(({ node }) => node.delegate);
}

function nameOf({ node, parent }: Generator): string {
  if (t.isObjectMethod(node)) return t.isIdentifier(node.key) ? node.key.name : "method";
  if (node.id) return node.id.name;
  if (t.isVariableDeclarator(parent) && t.isIdentifier(parent.id)) return parent.id.name;
  if (t.isObjectProperty(parent) && t.isIdentifier(parent.key)) return parent.key.name;
  return "function";
}

function siteName(file: string, path: Generator): string {
  return `${file}:${path.node.loc?.start.line ?? 0} ${nameOf(path)}`;
}

/** Refuses what has no plain state. @throws Refused */
function refuse(path: Generator, all: readonly Generator[]): void {
  const outer = all.find((other) => other !== path && path.isDescendant(other));
  if (outer !== undefined)
    throw new Refused(
      path.node,
      "this function* stands inside another one",
      "Move it to the top level of the file, and give it what it needs as parameters.",
    );
  path.traverse({
    ThisExpression(inner) {
      if (inner.getFunctionParent()?.isArrowFunctionExpression() === true || isOwn(inner, path))
        throw new Refused(inner.node, "process code has no `this`", "Pass what is needed as a parameter.");
    },
    Identifier(inner) {
      if (inner.node.name === "arguments" && inner.isReferencedIdentifier() && isOwn(inner, path))
        throw new Refused(inner.node, "process code has no `arguments`", "Name the parameters.");
    },
    VariableDeclaration({ node }) {
      if (!["var", "let", "const"].includes(node.kind))
        throw new Refused(node, `process code has no \`${node.kind}\``, "Use `const`, and `try … finally`.");
    },
    "FunctionDeclaration|ClassDeclaration"(inner: NodePath) {
      const what = inner.isClassDeclaration() ? "class" : "function";
      throw new Refused(
        inner.node,
        `a ${what} is declared inside process code, and would have to be kept between two steps`,
        "Move it to the top level of the file.",
      );
    },
    ObjectPattern: refuseMixedPattern,
    ForInStatement(inner) {
      if (hasStep(inner.node))
        throw new Refused(
          inner.node,
          "`for … in` cannot be interrupted by a step",
          "Loop over Object.keys(…) with `for … of`.",
        );
    },
  });
  for (const parameter of path.get("params"))
    if (parameter.isRestElement())
      throw new Refused(parameter.node, "process code takes no rest parameters", "Take an array instead.");
}

/** Refuses a pattern whose keys would be evaluated in another order than the language's. @throws Refused */
function refuseMixedPattern(pattern: NodePath<t.ObjectPattern>): void {
  const parts = pattern.get("properties");
  const key = parts.find((part) => part.isObjectProperty({ computed: true }));
  if (key === undefined || !parts.some((part) => part.isRestElement())) return;
  if (parts.every((part) => part.isRestElement() || isSimple(part.get("value") as NodePath))) return;
  throw new Refused(
    key.node,
    "a pattern has a key in brackets, a rest, and values of its own, which would come in another order",
    "Take it apart in two patterns, one after the other.",
  );
}

/** Whether nothing happens when a variable gets its part of a pattern. */
function isSimple(target: NodePath): boolean {
  if (!target.isAssignmentPattern()) return target.isIdentifier();
  return target.get("left").isIdentifier() && target.get("right").isPure();
}

function isOwn(inner: NodePath, path: Generator): boolean {
  return inner.getFunctionParent()?.node === path.node;
}

/** Puts parameters, loops, closures and steps into words that the later passes can lower. */
function simplify(path: Generator): void {
  simplifyParameters(path);
  path.traverse({
    Function: (inner) => inner.skip(),
    ForOfStatement: simplifyLoop,
    CatchClause: simplifyCatch,
  });
  giveCells(path);
  for (const step of yieldsOf(path)) step.node.delegate = false;
}

/** `catch (e) {…}` becomes `catch (error) { let e = error; … }`. */
function simplifyCatch(clause: NodePath<t.CatchClause>): void {
  const { param, body } = clause.node;
  const error = clause.scope.generateUidIdentifier("error");
  clause.node.param = error;
  if (param)
    body.body = [
      t.variableDeclaration("let", [t.variableDeclarator(param, t.cloneNode(error))]),
      t.blockStatement(body.body),
    ];
}

/** `*f({ a }, b = 1)` becomes `*f($a, $b) { let { a } = $a, b = $b === undefined ? 1 : $b; … }`. */
function simplifyParameters(path: Generator): void {
  const declarators: t.VariableDeclarator[] = [];
  path.node.params = path.node.params.map((parameter) => {
    if (t.isIdentifier(parameter)) return parameter;
    const given = withLabel(path.scope.generateUidIdentifier("given"), labelOf(parameter, path));
    const [pattern, value] = t.isAssignmentPattern(parameter)
      ? [
          parameter.left,
          t.conditionalExpression(
            t.binaryExpression("===", given, t.identifier("undefined")),
            parameter.right,
            t.cloneNode(given),
          ),
        ]
      : [parameter, given];
    declarators.push(t.variableDeclarator(pattern as t.LVal & t.PatternLike, t.cloneNode(value)));
    return given;
  });
  if (declarators.length > 0)
    path.get("body").unshiftContainer("body", t.variableDeclaration("let", declarators));
  path.scope.crawl();
}

/** `for (const x of list) …` becomes a loop over places in what it goes through. */
function simplifyLoop(loop: NodePath<t.ForOfStatement>): void {
  const { left, body, right } = loop.node;
  const label = labelOf(right, loop);
  const list = withLabel(loop.scope.generateUidIdentifier("list"), label);
  const place = withLabel(loop.scope.generateUidIdentifier("place"), {
    ...label,
    text: `the place in ${label.text}`,
  });
  const items = (name: string, ...given: t.Expression[]): t.Expression =>
    t.callExpression(t.memberExpression(t.identifier(ITEMS), t.identifier(name)), given);
  const ofPlace = (name: string): t.Expression => items(name, t.cloneNode(list), t.cloneNode(place));
  const item = ofPlace("at");
  const first = t.isVariableDeclaration(left)
    ? t.variableDeclaration(left.kind, [
        t.variableDeclarator((left.declarations[0] as t.VariableDeclarator).id, item),
      ])
    : t.expressionStatement(t.assignmentExpression("=", left, item));
  loop.replaceWith(
    t.forStatement(
      t.variableDeclaration("let", [
        t.variableDeclarator(list, items("of", right)),
        t.variableDeclarator(place, items("first", t.cloneNode(list))),
      ]),
      ofPlace("has"),
      t.assignmentExpression("=", t.cloneNode(place), ofPlace("next")),
      t.blockStatement([first, body]),
    ),
  );
}

/** `function* f(a) {…}` becomes `function f(a) { return $call(0, [a], () => ({})); }`. @returns its code */
function wrap(path: Generator, site: number): t.FunctionExpression {
  const around = recordOf(namesAround(path));
  const parameters = path.node.params as t.Identifier[];
  const code = t.functionExpression(null, parameters, path.node.body, true);
  path.node.params = parameters.map((parameter) => t.identifier(parameter.name));
  const given = parameters.map((parameter) => t.identifier(parameter.name));
  const call = t.callExpression(t.identifier(CALL), [
    t.numericLiteral(site),
    t.arrayExpression(given),
    around,
  ]);
  path.node.generator = false;
  path.node.body = t.blockStatement([t.returnStatement(call)]);
  path.node.returnType = null;
  return code;
}

/** The names that a function uses of those around it. */
function namesAround(path: Generator): ReadonlySet<string> {
  const names = new Set<string>();
  path.traverse({
    Identifier(use) {
      const scope = use.isReferencedIdentifier() ? use.scope.getBinding(use.node.name)?.scope : undefined;
      if (scope === undefined || scope.path.isProgram()) return;
      if (scope.path !== path && !scope.path.isDescendant(path)) names.add(use.node.name);
    },
  });
  return names;
}

/** The function `() => ({ a: a, b: b })`. */
export function recordOf(names: Iterable<string>): t.ArrowFunctionExpression {
  const fields = [...names].map((name) => t.objectProperty(t.identifier(name), t.identifier(name)));
  return t.arrowFunctionExpression([], t.objectExpression(fields));
}
