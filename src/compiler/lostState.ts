/**
 * Handlers that lose their state: `state = { … }` gives a parameter another value, of which nobody learns. So
 * the step would change nothing, and what it should have broken would be said to hold.
 */
import { types as t, type NodePath, type PluginObj } from "@babel/core";
import { Refused } from "./refusal.ts";

/** The fields of a role, or of an action, that are functions of its state. */
const HANDLERS: readonly string[] = ["uponRound", "run", "do"];

/** The fields of a role, or of a monitor, that have functions of its state by name. */
const HANDLERS_BY_NAME: readonly string[] = ["upon", "uponTimeout"];

/** Thrown for a handler that loses its state. */
export class LostState extends Refused {}

/** The plugin that refuses such handlers, where they stand in the role itself. @throws LostState */
export function lostStates(): PluginObj {
  return { visitor: { Function: refuseLost } };
}

function refuseLost(path: NodePath<t.Function>): void {
  const [state] = path.node.params;
  if (state === undefined || !t.isIdentifier(state) || !isHandler(path)) return;
  const [assignment] = path.scope.getOwnBinding(state.name)?.constantViolations ?? [];
  if (assignment === undefined) return;
  throw new LostState(
    assignment.node,
    `a handler gives \`${state.name}\` another value, and nobody learns of it`,
    `Change what it is: ${state.name}.votes = …, or Object.assign(${state.name}, { … }).`,
  );
}

function isHandler(path: NodePath<t.Function>): boolean {
  const field = fieldOf(path);
  if (field === undefined) return false;
  if (HANDLERS.includes(nameOf(field) ?? "")) return true;
  const list = field.parentPath;
  const above = list?.isObjectExpression() ? fieldOf(list) : undefined;
  return above !== undefined && HANDLERS_BY_NAME.includes(nameOf(above) ?? "");
}

/** The field whose value stands there; of a method, the method. */
function fieldOf(path: NodePath): NodePath<t.ObjectMethod | t.ObjectProperty> | undefined {
  if (path.isObjectMethod()) return path;
  const { parentPath } = path;
  return parentPath?.isObjectProperty() === true && path.key === "value" ? parentPath : undefined;
}

function nameOf({
  node: { key, computed },
}: NodePath<t.ObjectMethod | t.ObjectProperty>): string | undefined {
  if (t.isStringLiteral(key)) return key.value;
  return t.isIdentifier(key) && !computed ? key.name : undefined;
}
