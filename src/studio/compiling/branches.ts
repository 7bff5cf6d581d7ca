/**
 * Branches: the bodies of functions, and what is run in one case and not in another. Compiled code says when
 * it comes to one, so that a check can tell what no schedule reaches. Process code, which is compiled to
 * something else, has none; nor has what is asked of executions, which is no code of processes.
 */
import { types as t, type NodePath, type PluginObj } from "@babel/core";
import { REACHED } from "./reached.ts";
import type { Branch } from "./program.ts";

/** The parts of a file that are no code of processes. */
const OUTSIDE = new Set(["properties", "claims", "systems", "monitors"]);

/** Lets code tell which branches it comes to; adds them to a list. */
export function tellBranches(branches: Branch[]): () => PluginObj {
  const done = new WeakSet<t.Node>();
  const told = (node: t.Node, of: Partial<Branch> = {}): t.Expression => {
    const number = branches.push({ ...linesOf(node), ...of }) - 1;
    return t.callExpression(t.identifier(REACHED), [t.numericLiteral(number)]);
  };
  const open = (path: NodePath<t.Statement | t.Expression>): void => {
    const { node } = path;
    // What was changed is visited again.
    if (node.loc == null || done.has(node)) return;
    done.add(node);
    const call = told(node, path.parentPath?.isFunction() === true ? { isFunction: true } : {});
    if (t.isBlockStatement(node)) node.body.unshift(t.expressionStatement(call));
    else if (t.isExpression(node)) path.replaceWith(t.sequenceExpression([call, node]));
    else path.replaceWith(t.blockStatement([t.expressionStatement(call), node as t.Statement]));
  };
  const openAll = (path: NodePath, ...names: string[]): void => {
    if (path.findParent(isOutside) !== null) return;
    for (const name of names) {
      const part = path.get(name) as NodePath<t.Statement | t.Expression>;
      if (part.node != null) open(part);
    }
  };
  return () => ({
    visitor: {
      Function: { exit: (path) => openAll(path, "body") },
      IfStatement: { exit: (path) => openAll(path, "consequent", "alternate") },
      ConditionalExpression: { exit: (path) => openAll(path, "consequent", "alternate") },
      CatchClause: { exit: (path) => openAll(path, "body") },
      SwitchCase: {
        exit(path) {
          const { node } = path;
          if (node.loc == null || done.has(node)) return;
          done.add(node);
          if (path.findParent(isOutside) === null) node.consequent.unshift(t.expressionStatement(told(node)));
        },
      },
    },
  });
}

/** The lines of a branch; of statements in braces, those of the statements. */
function linesOf(node: t.Node): Branch {
  const [first, last] = t.isBlockStatement(node) ? [node.body[0], node.body.at(-1)] : [node, node];
  const { start, end } = { start: (first ?? node).loc?.start, end: (last ?? node).loc?.end };
  return { from: start?.line ?? 1, to: end?.line ?? 1 };
}

function isOutside({ node }: NodePath): boolean {
  const name = t.isObjectProperty(node) ? node.key : t.isVariableDeclarator(node) ? node.id : undefined;
  return t.isIdentifier(name) && OUTSIDE.has(name.name);
}
