/**
 * The first pass, over the author's code: every function of process code becomes an ordinary function that
 * returns `$call(site, parameters, function* …)`, and what cannot be lowered later is put into simpler words.
 *
 * Process code is a generator function in which every `yield` is a `yield*`; others stay as they are.
 */
import { types as t, type NodePath, type PluginObj } from "@babel/core";
import { Refused } from "./refusal.ts";

/** Where a function of process code stands. */
export interface Site {
  /** As in `peterson.ts:12 run`. */
  readonly name: string;
  /** Whether no other function contains it: then all of its instances are equal. */
  readonly isTop: boolean;
}

/** The name of what makes a call of process code, in compiled code. */
export const CALL = "$call";
/** The name of the functions of process code that there are, by name, in compiled code. */
export const SITES = "$sites";
/** The name of what lists what a loop goes through, in compiled code. */
export const ITEMS = "$items";

type Generator = NodePath<t.FunctionDeclaration | t.FunctionExpression | t.ObjectMethod>;

/** Prepares all process code of a file. `sites` gets one entry for each function. */
export function prepare(file: string, sites: Site[]): () => PluginObj {
  return () => ({
    visitor: {
      Program(program) {
        const found: Generator[] = [];
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
        for (const path of found) {
          refuse(path, found);
          simplify(path);
          sites.push({ name: siteName(file, path), isTop: isTop(path) });
          wrap(path, sites.length - 1);
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
      path,
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
    Function(inner) {
      inner.skip();
    },
  });
  return found;
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
      path,
      "this function* stands inside another one",
      "Move it to the top level of the file, and give it what it needs as parameters.",
    );
  path.traverse({
    ThisExpression(inner) {
      if (inner.getFunctionParent()?.isArrowFunctionExpression() === true || isOwn(inner, path))
        throw new Refused(inner, "process code has no `this`", "Pass what is needed as a parameter.");
    },
    Identifier(inner) {
      if (inner.node.name === "arguments" && inner.isReferencedIdentifier() && isOwn(inner, path))
        throw new Refused(inner, "process code has no `arguments`", "Name the parameters.");
    },
    FunctionDeclaration(inner) {
      throw new Refused(
        inner,
        "a function is declared inside process code, and would have to be kept between two steps",
        "Move it to the top level of the file.",
      );
    },
    ForInStatement(inner) {
      if (hasStep(inner))
        throw new Refused(
          inner,
          "`for … in` cannot be interrupted by a step",
          "Loop over Object.keys(…) with `for … of`.",
        );
    },
  });
  for (const parameter of path.get("params"))
    if (parameter.isRestElement())
      throw new Refused(parameter, "process code takes no rest parameters", "Take an array instead.");
}

/** The expressions in which a step can stand. */
const AROUND: readonly string[] = [
  "MemberExpression",
  "CallExpression",
  "NewExpression",
  "ObjectExpression",
  "ObjectProperty",
  "ArrayExpression",
  "SequenceExpression",
  "LogicalExpression",
  "ConditionalExpression",
  "UnaryExpression",
  "BinaryExpression",
  "AssignmentExpression",
  "YieldExpression",
];

/** Refuses a step inside an expression that the lowering does not know. @throws Refused */
function refusePlace(step: NodePath<t.YieldExpression>): void {
  let inner: NodePath = step;
  for (let path = step.parentPath as NodePath; !path.isStatement(); path = path.parentPath as NodePath) {
    if (path.isVariableDeclarator()) return;
    const { node } = path;
    if (t.isObjectProperty(node) && inner.key === "key")
      throw new Refused(
        step,
        "a step stands inside the key of an object",
        "Put its answer into a const first.",
      );
    inner = path;
    const isKnown =
      AROUND.includes(node.type) &&
      !partsOf(node).some((part) => t.isSpreadElement(part)) &&
      !(t.isLogicalExpression(node) && node.operator === "??") &&
      !(t.isAssignmentExpression(node) && ["??=", "&&=", "||="].includes(node.operator));
    if (!isKnown)
      throw new Refused(
        step,
        `a step stands inside ${placeName(node)}`,
        "Put its answer into a const first.",
      );
  }
}

/** What a list, a call or an object is made of. */
function partsOf(node: t.Node): readonly (t.Node | null)[] {
  if (t.isObjectExpression(node)) return node.properties;
  if (t.isArrayExpression(node)) return node.elements;
  return t.isCallExpression(node) || t.isNewExpression(node) ? node.arguments : [];
}

function placeName(node: t.Node): string {
  if (t.isTemplateLiteral(node)) return "a template";
  if (t.isOptionalMemberExpression(node) || t.isOptionalCallExpression(node))
    return "an expression with `?.`";
  if (t.isLogicalExpression(node)) return "an expression with `??`";
  if (partsOf(node).length > 0 || t.isSpreadElement(node)) return "an expression with `...`";
  return `an expression that cannot be interrupted (${node.type})`;
}

function isOwn(inner: NodePath, path: Generator): boolean {
  return inner.getFunctionParent()?.node === path.node;
}

function hasStep(path: NodePath): boolean {
  return yieldsOf(path).length > 0;
}

/** Puts parameters, loops, closures and steps into words that the later passes can lower. */
function simplify(path: Generator): void {
  simplifyParameters(path);
  path.traverse({
    Function(inner) {
      if (captures(inner, path)) inner.skip();
    },
  });
  path.traverse({
    ForOfStatement(loop) {
      if (loop.getFunctionParent()?.node === path.node) simplifyLoop(loop);
    },
  });
  path.traverse({
    CatchClause(clause) {
      clause.node.param ??= clause.scope.generateUidIdentifier("error");
    },
  });
  for (const step of yieldsOf(path)) {
    refusePlace(step);
    step.node.delegate = false;
  }
}

/** `*f({ a }, b = 1)` becomes `*f($a, $b) { let { a } = $a, b = $b === undefined ? 1 : $b; … }`. */
function simplifyParameters(path: Generator): void {
  const declarators: t.VariableDeclarator[] = [];
  path.node.params = path.node.params.map((parameter) => {
    if (t.isIdentifier(parameter)) return t.identifier(parameter.name);
    const given = path.scope.generateUidIdentifier("given");
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
    return t.cloneNode(given);
  });
  if (declarators.length > 0)
    path.get("body").unshiftContainer("body", t.variableDeclaration("let", declarators));
  path.scope.crawl();
}

/**
 * A closure made in a loop that has steps gets copies of what it uses of the loop's variables, so that each
 * round of the loop has its own. @returns whether it did.
 */
function captures(inner: NodePath<t.Function>, path: Generator): boolean {
  const names = new Set<string>();
  inner.traverse({
    Identifier(use) {
      const isUse =
        use.isReferencedIdentifier() || ["left", "argument"].includes(String((use as NodePath).key));
      if (!isUse) return;
      const binding = use.scope.getBinding(use.node.name);
      if (binding === undefined || !binding.path.isDescendant(path)) return;
      if (binding.path === inner || binding.path.isDescendant(inner)) return;
      const loop = binding.path.findParent((parent) => parent.isLoop() || parent.node === path.node);
      if (loop === null || loop.node === path.node || !hasStep(loop)) return;
      if (!binding.constant)
        throw new Refused(
          use,
          `a function uses \`${use.node.name}\`, which changes in a loop that has steps`,
          `Copy it first: const copy = ${use.node.name};`,
        );
      names.add(use.node.name);
    },
  });
  if (names.size === 0 || !inner.isExpression()) return false;
  const list = [...names].map((name) => t.identifier(name));
  const copy = t.arrowFunctionExpression(list, inner.node as t.Expression);
  inner.replaceWith(
    t.callExpression(
      copy,
      list.map((name) => t.cloneNode(name)),
    ),
  );
  return true;
}

/** `for (const x of list) …` becomes a loop over the positions of an array. */
function simplifyLoop(loop: NodePath<t.ForOfStatement>): void {
  const [list, i] = [loop.scope.generateUidIdentifier("list"), loop.scope.generateUidIdentifier("i")];
  const item = t.memberExpression(t.cloneNode(list), t.cloneNode(i), true);
  const { left, body, right } = loop.node;
  const first = t.isVariableDeclaration(left)
    ? t.variableDeclaration(left.kind, [
        t.variableDeclarator((left.declarations[0] as t.VariableDeclarator).id, item),
      ])
    : t.expressionStatement(t.assignmentExpression("=", left, item));
  loop.replaceWith(
    t.forStatement(
      t.variableDeclaration("let", [
        t.variableDeclarator(i, t.numericLiteral(0)),
        t.variableDeclarator(list, t.callExpression(t.identifier(ITEMS), [right])),
      ]),
      t.binaryExpression("<", t.cloneNode(i), t.memberExpression(t.cloneNode(list), t.identifier("length"))),
      t.updateExpression("++", t.cloneNode(i)),
      t.blockStatement([first, body]),
    ),
  );
}

/** `function* f(a) {…}` becomes `function f(a) { return $call(0, [a], function* (a) {…}); }`. */
function wrap(path: Generator, site: number): void {
  const names = path.node.params.map((parameter) => (parameter as t.Identifier).name);
  const code = t.functionExpression(
    null,
    names.map((name) => t.identifier(name)),
    path.node.body,
    true,
  );
  const given = names.map((name) => t.identifier(name));
  const call = t.callExpression(t.identifier(CALL), [t.numericLiteral(site), t.arrayExpression(given), code]);
  path.node.generator = false;
  path.node.body = t.blockStatement([t.returnStatement(call)]);
  path.node.returnType = null;
}
