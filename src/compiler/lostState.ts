/**
 * Handlers that lose their state: `state = { … }` gives a parameter another value, of which nobody learns,
 * and `({ votes }) => votes++` a variable that was taken out of it. So the step would change nothing, and
 * what it should have broken would be said to hold.
 */
import { types as t, type NodePath, type PluginObj } from "@babel/core";
import { Refused } from "./refusal.ts";

/** The ways from a role, or a monitor, to its functions of a state; `*`: any name. */
const HANDLERS = ["uponRound", "run", "upon.*", "uponTimeout.*", "may.*.do", "must.*.do"].map((way) =>
  way.split(".").reverse(),
);

/** Thrown for a handler that loses its state. */
export class LostState extends Refused {}

/** The plugin that refuses such handlers, in the role itself or by their names. @throws LostState */
export function lostStates(): PluginObj {
  return { visitor: { Function: refuseLost } };
}

function refuseLost(path: NodePath<t.Function>): void {
  const [state] = path.node.params;
  if (state === undefined || ![path, ...mentionsOf(path)].some(isHandler)) return;
  for (const name of Object.keys(t.getBindingIdentifiers(state))) {
    const [change] = path.scope.getOwnBinding(name)?.constantViolations ?? [];
    if (change !== undefined) throw lost(change.node, name, t.isIdentifier(state));
  }
}

/** @param isWhole whether it is the state itself, and not what was taken out of it */
function lost(change: t.Node, name: string, isWhole: boolean): LostState {
  if (isWhole)
    return new LostState(
      change,
      `a handler gives \`${name}\` another value, and nobody learns of it`,
      `Change what it is: ${name}.votes = …, or Object.assign(${name}, { … }).`,
    );
  return new LostState(
    change,
    `a handler changes \`${name}\`, which it has taken out of its state, and the state stays as it is`,
    `Take the state as a whole, and change it: state.${name} = …; or give another variable that value.`,
  );
}

/** The places in which a function is mentioned by its name. */
function mentionsOf({ node, parent, parentPath }: NodePath<t.Function>): readonly NodePath[] {
  const name = t.isFunctionDeclaration(node) ? node.id : t.isVariableDeclarator(parent) ? parent.id : null;
  return t.isIdentifier(name) ? (parentPath?.scope.getBinding(name.name)?.referencePaths ?? []) : [];
}

function isHandler(path: NodePath): boolean {
  return HANDLERS.some((way) => {
    let list: NodePath | null | undefined = path;
    for (const name of way) {
      const field: ReturnType<typeof fieldOf> = list == null ? undefined : fieldOf(list);
      if (field === undefined || (name !== "*" && nameOf(field) !== name)) return false;
      list = field.parentPath;
    }
    return list?.isObjectExpression() === true && isRole(list.node);
  });
}

/** Whether an object says how a state begins, or takes over what another says. */
function isRole({ properties }: t.ObjectExpression): boolean {
  return properties.some((one) => t.isSpreadElement(one) || nameOf({ node: one }) === "initially");
}

/** The field whose value stands there; of a method, the method. */
function fieldOf(path: NodePath): NodePath<t.ObjectMethod | t.ObjectProperty> | undefined {
  if (path.isObjectMethod()) return path;
  const { parentPath } = path;
  return parentPath?.isObjectProperty() === true && path.key === "value" ? parentPath : undefined;
}

function nameOf({ node }: { readonly node: t.ObjectMethod | t.ObjectProperty }): string | undefined {
  const { key, computed } = node;
  if (t.isStringLiteral(key)) return key.value;
  return t.isIdentifier(key) && !computed ? key.name : undefined;
}
