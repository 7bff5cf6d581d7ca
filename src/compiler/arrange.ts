/**
 * The pass between: every expression with a step in it is put so that it can be interrupted (order.ts), and
 * every variable gets the name by which states and errors call it: what the author wrote.
 */
import { types as t, type NodePath, type PluginObj } from "@babel/core";
import { hasStep, inOrder, type LoweringScope } from "./order.ts";
import { labelOf, labelsOf, withLabel } from "./label.ts";
import { skipInside } from "./prepare.ts";
import { visitCodeCalls } from "./codeCalls.ts";

/** The labels of the variables of each function of process code, by their names in lowered code. */
export type Labels = Map<number, ReadonlyMap<string, string>>;

type LoweredFunction = NodePath<t.FunctionExpression>;

/** Arranges all process code of a file, and gives names to its variables. */
export function arrange(labels: Labels): () => PluginObj {
  return () => ({
    visitor: {
      Program(program) {
        program.scope.crawl();
        visitCodeCalls(program, (call, site) => {
          const lowered = call.get("arguments.1") as LoweredFunction;
          arrangeSteps(lowered);
          hideMethods(lowered);
          labels.set(site, labelsOf(lowered));
        });
      },
    },
  });
}

function arrangeSteps(lowered: LoweredFunction): void {
  const roots = new Set<NodePath<t.Expression>>();
  const inClosures = new Set<string>();
  const own = new Set<string>();
  const variable = (holds: t.Node): t.Identifier => {
    const held = withLabel(lowered.scope.generateUidIdentifier("held"), labelOf(holds, lowered));
    lowered.scope.push({ id: held, kind: "var", unique: true });
    own.add(held.name);
    return t.cloneNode(held);
  };
  lowered.traverse({
    SwitchStatement: (path) => chooseFirst(path, variable),
    Function(path) {
      for (const name of assignedIn(path.node)) inClosures.add(name);
      path.skip();
    },
  });
  lowered.traverse({
    Function: skipInside,
    YieldExpression(step) {
      let root: NodePath = step;
      while (root.parentPath?.isExpression() === true || isPart(root.parentPath))
        root = root.parentPath as NodePath;
      roots.add(root as NodePath<t.Expression>);
    },
  });
  for (const root of roots) {
    const here = assignedIn(root.node);
    const mayChange = (name: string): boolean => !own.has(name) && (here.has(name) || inClosures.has(name));
    root.replaceWith(inOrder(root.node, { variable, mayChange }));
  }
}

/** Whether a path lies between an expression and one that contains it. */
function isPart(path: NodePath | null): boolean {
  return (
    path?.isObjectMember() === true ||
    path?.isMethod() === true ||
    path?.isProperty() === true ||
    path?.isSpreadElement() === true ||
    path?.isClassBody() === true
  );
}

/** The names to which a piece of code assigns something. */
function assignedIn(code: t.Node): ReadonlySet<string> {
  const found = new Set<string>();
  t.traverseFast(code, (node) => {
    const target = t.isAssignmentExpression(node) || t.isForXStatement(node) ? node.left : undefined;
    const changed = t.isUpdateExpression(node) ? node.argument : target;
    if (changed !== undefined)
      for (const name of Object.keys(t.getBindingIdentifiers(changed))) found.add(name);
  });
  return found;
}

/** `switch (x)` with a step in a `case` becomes one over the number of the case that is chosen. */
function chooseFirst(path: NodePath<t.SwitchStatement>, variable: LoweringScope["variable"]): void {
  const { cases, discriminant } = path.node;
  if (!cases.some(({ test }) => hasStep(test))) return;
  const value = variable(discriminant);
  const chosen = cases.reduceRight<t.Expression>(
    (rest, { test }, i) =>
      test
        ? t.conditionalExpression(
            t.binaryExpression("===", t.cloneNode(value), test),
            t.numericLiteral(i),
            rest,
          )
        : rest,
    t.numericLiteral(cases.findIndex(({ test }) => !test)),
  );
  path.node.discriminant = t.sequenceExpression([t.assignmentExpression("=", value, discriminant), chosen]);
  for (const [i, one] of cases.entries()) if (one.test) one.test = t.numericLiteral(i);
}

/** The lowering takes a `return` in a method of an object for one of the function around it. */
function hideMethods(lowered: LoweredFunction): void {
  lowered.traverse({
    Function: (path) => path.skip(),
    "ObjectExpression|ClassExpression"(path: NodePath) {
      const { node } = path as NodePath<t.ObjectExpression | t.ClassExpression>;
      if (t.isObjectExpression(node) && !node.properties.some((one) => t.isObjectMethod(one))) return;
      path.replaceWith(t.callExpression(t.arrowFunctionExpression([], node), []));
      path.skip();
    },
  });
}
