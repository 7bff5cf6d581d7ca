/**
 * Functions in process code that use variables of a loop: in the language each round of a loop has its own.
 * What is lowered has one place for each variable, so such a function gets a *cell*, which is that place
 * until the variable is declared anew, and then keeps what was in it.
 *
 *     for (…) { let x = 1; list.push(() => x); }
 *     for (…) { let x = ($cells.close(x), 1); list.push((($2) => () => $2.x)($cells.of({ x }))); }
 *
 * No function lives across a step, so that no cell is ever part of a state.
 */
import { types as t, type NodePath } from "@babel/core";
import type { Binding } from "./names.ts";
import { Refused } from "./refusal.ts";
import { madeTogether } from "./together.ts";

/** The name of what makes cells, in compiled code. */
export const CELLS = "$cells";

/** Gives cells to the functions that are made in some process code. @throws Refused */
export function giveCells(code: NodePath): void {
  const used = new Set<Binding>();
  code.traverse({ ObjectMethod: simplifyMethod });
  code.scope.crawl();
  const firsts = new Map<t.Node, t.Node>();
  code.traverse({
    VariableDeclarator: (path) => void firsts.set(path.node, madeTogether(path)[0] ?? path.node),
  });
  code.traverse({
    Function(inner) {
      for (const binding of giveCellsTo(inner, code)) used.add(binding);
      inner.skip();
    },
  });
  for (const binding of used) closeCells(binding, firsts.get(binding.path.node) as t.VariableDeclarator);
}

/** Whether an expression is a function with its cells. */
export function isFunctionWithCells(node: t.Node | null): boolean {
  return t.isCallExpression(node) && node.extra?.["hasCells"] === true;
}

/** `{ m() {…} }` becomes `{ m: function () {…} }`. */
function simplifyMethod(method: NodePath<t.ObjectMethod>): void {
  const { node } = method;
  let hasSuper = false;
  t.traverseFast(node, (inner) => {
    if (t.isSuper(inner)) hasSuper = true;
  });
  if (node.kind !== "method" || hasSuper) return method.skip();
  const { key, params, body, generator, async, computed } = node;
  const made = t.functionExpression(null, params as t.FunctionExpression["params"], body, generator, async);
  method.replaceWith(t.objectProperty(key, made, computed));
  method.skip();
}

/** @returns the variables for which a function has got cells */
function giveCellsTo(inner: NodePath<t.Function>, code: NodePath): Iterable<Binding> {
  const bindings = new Set<Binding>();
  const cells = inner.scope.generateUidIdentifier("$");
  inner.traverse({
    Identifier(use) {
      if (!isUse(use)) return;
      const binding = use.scope.getBinding(use.node.name);
      if (binding === undefined || !isOfLoop(binding, { inner, code })) return;
      if (!inner.isExpression())
        throw new Refused(
          use.node,
          `a class, or a getter or setter, uses \`${use.node.name}\`, a variable of a loop`,
          "Write a function that has it as a parameter.",
        );
      bindings.add(binding);
      if (t.isObjectProperty(use.parent)) use.parent.shorthand = false;
      use.replaceWith(t.memberExpression(t.cloneNode(cells), t.identifier(use.node.name)));
      use.skip();
    },
  });
  if (bindings.size === 0) return [];
  const names = [...bindings].map(({ identifier: { name } }) =>
    t.objectProperty(t.identifier(name), t.identifier(name)),
  );
  const made = t.callExpression(t.arrowFunctionExpression([cells], inner.node as t.Expression), [
    ofCells("of", t.objectExpression(names)),
  ]);
  inner.replaceWith(Object.assign(made, { extra: { hasCells: true } }));
  return bindings;
}

/** Whether an identifier stands for a variable that is read or written there. */
function isUse(path: NodePath<t.Identifier>): boolean {
  const { parent, key } = path as NodePath;
  if (path.isReferencedIdentifier()) return true;
  if (t.isAssignmentExpression(parent) || t.isForXStatement(parent) || t.isAssignmentPattern(parent))
    return key === "left";
  if (t.isObjectProperty(parent)) return key === "value";
  return t.isUpdateExpression(parent) || t.isArrayPattern(parent) || t.isRestElement(parent);
}

/** Whether a variable belongs to a loop of the code around a function. */
function isOfLoop(
  { kind, path }: Binding,
  { inner, code }: { readonly inner: NodePath; readonly code: NodePath },
): boolean {
  if (kind !== "let" && kind !== "const") return false;
  if (!path.isDescendant(code) || path.isDescendant(inner)) return false;
  return path.findParent((one) => one.isLoop() || one.node === code.node)?.isLoop() === true;
}

function ofCells(what: "of" | "close" | "next", variables: t.Expression): t.CallExpression {
  return t.callExpression(t.memberExpression(t.identifier(CELLS), t.identifier(what)), [variables]);
}

/**
 * Closes the cell of a variable where it is declared, or the first that is made together with it, and where a
 * `for` goes on to its next round.
 */
function closeCells(binding: Binding, declarator: t.VariableDeclarator): void {
  const { path, identifier } = binding;
  const closing = (what: "close" | "next"): t.Expression => ofCells(what, t.identifier(identifier.name));
  const first = declarator.init ?? t.unaryExpression("void", t.numericLiteral(0));
  declarator.init = t.sequenceExpression([closing("close"), first]);
  const list = path.parent as t.VariableDeclaration;
  const loop = path.parentPath?.parent;
  if (!t.isForStatement(loop) || loop.init !== list) return;
  const closed = path.scope.generateUidIdentifier("closed");
  list.declarations.push(t.variableDeclarator(closed, closing("next")));
  loop.update = t.sequenceExpression([closing("next"), ...(loop.update ? [loop.update] : [])]);
}
