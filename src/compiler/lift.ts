/**
 * The last pass, over lowered code: the variables of a call become fields of a record, so that what a
 * process is in the middle of is a place and a record, and nothing else.
 */
import { types as t, type NodePath, type PluginObj } from "@babel/core";
import { livePlaces, RECORD, type Try } from "./liveness.ts";
import { CALL, SITES, type Site } from "./prepare.ts";

/** Lifts the variables of all functions of process code. */
export function lift(sites: readonly Site[]): () => PluginObj {
  return () => ({
    visitor: {
      Program(program) {
        program.scope.crawl();
        const declared: t.Statement[] = [];
        program.traverse({
          CallExpression(call) {
            if (!t.isIdentifier(call.node.callee, { name: CALL })) return;
            const [number, given] = call.node.arguments as [t.NumericLiteral, t.ArrayExpression];
            const site = sites[number.value] as Site;
            const name = `$site${number.value}`;
            declared.push(
              t.variableDeclaration("const", [
                t.variableDeclarator(t.identifier(name), liftCall(call, site)),
              ]),
            );
            const body = call.node.arguments[2] as t.FunctionExpression;
            if (site.isTop) declared.push(registered(name, body));
            call.node.arguments = [t.identifier(name), given, ...(site.isTop ? [] : [body])];
            call.skip();
          },
        });
        program.unshiftContainer("body", declared);
        removeRuntime(program);
      },
    },
  });
}

/** `$sites.set($site0.name, Object.assign($site0, { body: … }))`: others can go on with it without a call. */
function registered(name: string, body: t.FunctionExpression): t.Statement {
  const site = t.identifier(name);
  const fields = t.objectExpression([t.objectProperty(t.identifier("body"), body)]);
  const whole = t.callExpression(t.memberExpression(t.identifier("Object"), t.identifier("assign")), [
    site,
    fields,
  ]);
  const key = t.memberExpression(t.cloneNode(site), t.identifier("name"));
  return t.expressionStatement(
    t.callExpression(t.memberExpression(t.identifier(SITES), t.identifier("set")), [key, whole]),
  );
}

/** Makes the third argument of a call the code of its function. @returns the description of its site */
function liftCall(call: NodePath<t.CallExpression>, site: Site): t.Expression {
  const lowered = call.get("arguments.2.arguments.0") as NodePath<t.FunctionExpression>;
  const parameters = lowered.node.params.map((parameter) => (parameter as t.Identifier).name);
  const body = lowered.node.body.body;
  const machine = (body.at(-1) as t.ReturnStatement).argument as t.CallExpression;
  forgetCopies(lowered);
  liftVariables(lowered);
  const code = machine.arguments[0] as t.FunctionExpression;
  const context = (code.params[0] as t.Identifier).name;
  const cases = ((code.body.body[0] as t.WhileStatement).body as t.SwitchStatement).cases;
  const tries = triesOf(machine.arguments[3] as t.Expression | undefined);
  const lines = linesOf(cases, context);
  const live = livePlaces(cases, context, tries);
  call.node.arguments[2] = t.functionExpression(
    t.identifier(`$${(site.name.split(" ")[1] as string).replace(/\W/g, "_")}`),
    [t.identifier(RECORD), t.identifier(context)],
    code.body,
  );
  const places = [...lines].map(([place, line]) => ({
    place,
    line,
    live: [...(live.get(place) ?? [])].sort(),
  }));
  const described = t.valueToNode({
    ...site,
    parameters,
    tries: tries.map((one) => [0, 1, 2, 3].map((i) => one[i] ?? -1)),
    places: Object.fromEntries(places.map(({ place, line, live: names }) => [place, { line, live: names }])),
  }) as t.ObjectExpression;
  described.properties.push(t.objectProperty(t.identifier("sites"), t.identifier(SITES)));
  return described;
}

function triesOf(list: t.Expression | undefined): Try[] {
  if (!t.isArrayExpression(list)) return [];
  return list.elements.map((entry) =>
    (entry as t.ArrayExpression).elements.map((place) =>
      t.isNumericLiteral(place) ? place.value : undefined,
    ),
  );
}

/** By place where a step goes on: the line of the step. */
function linesOf(cases: readonly t.SwitchCase[], context: string): Map<number, number> {
  const lines = new Map<number, number>();
  for (const { consequent } of cases) {
    let place = 0;
    for (const statement of consequent)
      t.traverseFast(statement, (node) => {
        if (t.isAssignmentExpression(node) && isNext(node.left, context) && t.isNumericLiteral(node.right))
          place = node.right.value;
        if (t.isReturnStatement(node) && !isContextCall(node.argument, context))
          lines.set(place, node.loc?.start.line ?? 0);
      });
  }
  return lines;
}

/** `_context.a(2, …)`, which is no step. */
function isContextCall(node: t.Node | null | undefined, context: string): boolean {
  if (!t.isCallExpression(node) || !t.isMemberExpression(node.callee)) return false;
  return t.isIdentifier(node.callee.object, { name: context });
}

function isNext(node: t.Node, context: string): boolean {
  return (
    t.isMemberExpression(node) &&
    t.isIdentifier(node.object, { name: context }) &&
    t.isIdentifier(node.property, { name: "n" })
  );
}

/**
 * The lowering keeps what stands before a step in variables of its own, such as `write` in
 * `write(x, yield* read(y))`. Those that only repeat a name which never changes are not needed.
 */
function forgetCopies(lowered: NodePath<t.FunctionExpression>): void {
  lowered.scope.crawl();
  for (const { identifier, constantViolations, referencePaths } of Object.values(lowered.scope.bindings)) {
    const [write] = constantViolations;
    if (!/^_t\d*$/.test(identifier.name) || constantViolations.length !== 1) continue;
    if (
      write?.isAssignmentExpression({ operator: "=" }) !== true ||
      !write.parentPath?.isExpressionStatement()
    )
      continue;
    const copied = write.node.right;
    if (!t.isIdentifier(copied)) continue;
    const binding = write.scope.getBinding(copied.name);
    const isOutside = binding === undefined || (binding.constant && !binding.path.isDescendant(lowered));
    if (!isOutside) continue;
    for (const path of referencePaths) path.replaceWith(t.cloneNode(copied));
    write.parentPath.remove();
  }
}

/** `x` becomes `$.x`, for every parameter and variable of a lowered function. */
function liftVariables(lowered: NodePath<t.FunctionExpression>): void {
  const bindings = new Set(Object.values(lowered.scope.bindings));
  lowered.traverse({
    Identifier(path) {
      const binding = path.scope.getBinding(path.node.name);
      if (binding === undefined || !bindings.has(binding)) return;
      if (path.parentPath.isVariableDeclarator() || path.listKey === "params") return;
      if (!path.isReferencedIdentifier() && !isTarget(path)) return;
      const { parent } = path;
      if (t.isObjectProperty(parent) && parent.shorthand) parent.shorthand = false;
      path.replaceWith(t.memberExpression(t.identifier(RECORD), t.identifier(path.node.name)));
      path.skip();
    },
  });
}

/** Whether something is written to an identifier. */
function isTarget({ parent, key }: NodePath): boolean {
  if (t.isAssignmentExpression(parent) || t.isForXStatement(parent)) return key === "left";
  return t.isUpdateExpression(parent) || t.isPattern(parent) || t.isRestElement(parent);
}

/** The lowering brings a runtime of its own, which is not needed. */
function removeRuntime(program: NodePath<t.Program>): void {
  for (const statement of program.get("body")) {
    const name = statement.isFunctionDeclaration() ? (statement.node.id?.name ?? "") : "";
    if (/^_regenerator(Define)?\d*$/.test(name) && !isUsed(program, name)) statement.remove();
  }
}

/** Whether other code than the runtime itself uses it: generators that are no process code do. */
function isUsed(program: NodePath<t.Program>, name: string): boolean {
  let found = false;
  program.traverse({
    FunctionDeclaration(path) {
      if (/^_regenerator(Define)?\d*$/.test(path.node.id?.name ?? "")) path.skip();
    },
    Identifier(path) {
      if (path.node.name.startsWith("_regenerator") && path.isReferencedIdentifier()) found = true;
    },
  });
  return found && name !== "";
}
