/**
 * Names that process code must not use. In compiled code every variable is there from the beginning, and can
 * be changed; what the language makes an error of while the code runs is refused before it does. And some
 * names are those of compiled code itself.
 */
import { types as t, type NodePath } from "@babel/core";
import { Refused } from "./refusal.ts";
import { madeTogether } from "./together.ts";

/** A variable of the author's, with all that uses it. */
export type Binding = NonNullable<ReturnType<NodePath["scope"]["getBinding"]>>;

/** Refuses names of compiled code, `eval`, constants that change, variables before their declaration. */
export function refuseNames(code: NodePath<t.Function>): void {
  const bindings = new Set<Binding>();
  code.traverse({
    Identifier(path) {
      if (!isName(path)) return;
      refuseName(path);
      const binding = path.scope.getBinding(path.node.name);
      if (binding !== undefined && isInside(binding.path, code)) bindings.add(binding);
    },
  });
  for (const binding of bindings) {
    refuseChange(binding);
    for (const use of [...binding.referencePaths, ...binding.constantViolations]) refuseUse(use, binding);
  }
}

/** Whether an identifier stands for a variable, and is no key or label. */
function isName(path: NodePath): boolean {
  return (
    path.isReferencedIdentifier() || (path.isBindingIdentifier() && !path.parentPath?.isLabeledStatement())
  );
}

/** Refuses names at the top level of a file that compiled code has for its own. @throws Refused */
export function refuseTopLevel(program: NodePath<t.Program>): void {
  for (const [name, { identifier }] of Object.entries(program.scope.bindings))
    if (/^\$(call|cells|items|sites|outside|site\d+)$/.test(name)) throw ownName(identifier);
}

function refuseName({ node, parent, scope }: NodePath<t.Identifier>): void {
  if (node.name.startsWith("$") || node.name === "__proto__") throw ownName(node);
  const isCalled = t.isCallExpression(parent) && parent.callee === node;
  if (node.name === "eval" && isCalled && !scope.hasBinding("eval", true))
    throw new Refused(node, "process code has no `eval`: it could not see variables", "Write what it does.");
}

function ownName(node: t.Identifier): Refused {
  const [what, advice] = node.name.startsWith("$")
    ? ["names that begin with `$` are those of compiled code", "Begin it with a letter."]
    : ["in process code it would stand for another object", "Choose another name."];
  return new Refused(node, `something is called \`${node.name}\`, and ${what}`, advice);
}

function refuseChange({ kind, constantViolations, identifier: { name } }: Binding): void {
  const [change] = constantViolations;
  if (kind === "const" && change !== undefined)
    throw new Refused(change.node, `\`${name}\` is a const, and is changed`, "Declare it with `let`.");
}

/** @throws Refused if a variable may be used before it is declared, which the language makes an error */
function refuseUse(use: NodePath, binding: Binding): void {
  const { kind, identifier } = binding;
  if (!["let", "const", "param"].includes(kind) || use.node.loc == null || identifier.loc == null) return;
  const isEarly = isBefore(use.node, identifier) && !isInOneMadeWith(use, binding);
  if (isEarly || isGivenTo(use, identifier))
    throw new Refused(
      use.node,
      `\`${identifier.name}\` is used before it is declared in line ${identifier.loc.start.line}`,
      "Declare it first; functions that call each other may stand one right after the other.",
    );
  const cases = binding.scope.path;
  if (cases.isSwitchStatement() && caseOf(use, cases) !== caseOf(binding.path, cases))
    throw new Refused(
      use.node,
      `\`${identifier.name}\` is declared in another case of the \`switch\`, which may have been passed over`,
      "Declare it before the `switch`.",
    );
}

function isBefore(use: t.Node, declared: t.Node): boolean {
  return (use.start as number) < (declared.start as number);
}

/** Whether a use stands in a function that is made together with the variable, before anything is called. */
function isInOneMadeWith(use: NodePath, { path }: Binding): boolean {
  const together = madeTogether(path);
  return use.findParent(({ node }) => node !== path.node && together.includes(node)) !== null;
}

/** Whether a use is part of the value that a variable is declared with; functions may call themselves. */
function isGivenTo(use: NodePath, declared: t.Identifier): boolean {
  return (
    use.findParent(({ node }) => {
      const [target, value] = t.isVariableDeclarator(node)
        ? [node.id, node.init]
        : t.isAssignmentPattern(node) || t.isForXStatement(node)
          ? [node.left, node.right]
          : [];
      if (target === undefined || value == null || !holds(target, declared)) return false;
      return holds(value, use.node) && !(target === declared && isInFunction(use, value));
    }) !== null
  );
}

/** Whether something stands in a function that a value only makes: it is that, or a literal that holds it. */
function isInFunction(use: NodePath, value: t.Node): boolean {
  let isMade = false;
  for (let path: NodePath | null = use; path !== null; path = path.parentPath) {
    if (path.isFunction()) isMade = true;
    else if (!["ObjectExpression", "ObjectProperty", "ArrayExpression"].includes(path.type)) isMade = false;
    if (path.node === value) break;
  }
  return isMade;
}

/** Whether one piece of the author's code contains another. */
function holds({ start, end }: t.Node, inner: t.Node): boolean {
  return (start as number) <= (inner.start as number) && (inner.end as number) <= (end as number);
}

function isInside(path: NodePath, code: NodePath): boolean {
  return path === code || path.isDescendant(code);
}

/** The case of a `switch` in which something stands. */
function caseOf(path: NodePath, cases: NodePath): t.Node | undefined {
  return path.findParent(({ parentPath }) => parentPath === cases)?.node;
}
