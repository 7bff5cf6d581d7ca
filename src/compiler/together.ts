/**
 * Functions that are declared one right after the other. Nothing is called before the last of them is there,
 * so that they may call each other.
 */
import { types as t, type NodePath } from "@babel/core";

/**
 * The declarations around one that are made together with it, itself included, in order; only itself if it
 * declares no function.
 */
export function madeTogether(declarator: NodePath): readonly t.Node[] {
  const list = declarator.parentPath;
  if (
    !isOfFunction(declarator.node) ||
    list?.isVariableDeclaration() !== true ||
    !Array.isArray(list.container)
  )
    return [declarator.node];
  const all = list.container.flatMap<t.Node>((one) =>
    t.isVariableDeclaration(one) ? one.declarations : [one],
  );
  const at = all.indexOf(declarator.node);
  const others = (part: readonly t.Node[]): number => part.findIndex((one) => !isOfFunction(one));
  const [before, after] = [others(all.slice(0, at).toReversed()), others(all.slice(at))];
  return all.slice(before < 0 ? 0 : at - before, after < 0 ? all.length : at + after);
}

/** Whether something declares a function, and evaluates nothing else. */
function isOfFunction(node: t.Node): boolean {
  return t.isVariableDeclarator(node) && t.isIdentifier(node.id) && t.isFunction(node.init);
}
