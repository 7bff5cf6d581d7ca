/**
 * The last pass, over lowered code: the variables of a call become fields of a record, so that what a
 * process is in the middle of is a place and a record, and nothing else.
 */
import { types as t, type NodePath, type PluginObj } from "@babel/core";
import type { Labels } from "./arrange.ts";
import { placesOf, type Try } from "./liveness.ts";
import { CALL, SITES, type Site } from "./prepare.ts";
import { isOfCells, RECORD, variable } from "./uses.ts";

/** Lifts the variables of all functions of process code. */
export function lift(sites: readonly Site[], labels: Labels): () => PluginObj {
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
                t.variableDeclarator(t.identifier(name), liftCall(call, site, labels.get(number.value))),
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
function liftCall(
  call: NodePath<t.CallExpression>,
  site: Site,
  labels: ReadonlyMap<string, string> = new Map(),
): t.Expression {
  const lowered = call.get("arguments.2.arguments.0") as NodePath<t.FunctionExpression>;
  const label = (name: string): string => labels.get(name) ?? name;
  const parameters = lowered.node.params.map((parameter) => label((parameter as t.Identifier).name));
  const body = lowered.node.body.body;
  const machine = (body.at(-1) as t.ReturnStatement).argument as t.CallExpression;
  liftVariables(lowered, label);
  const code = machine.arguments[0] as t.FunctionExpression;
  const context = (code.params[0] as t.Identifier).name;
  const cases = ((code.body.body[0] as t.WhileStatement).body as t.SwitchStatement).cases;
  const tries = triesOf(machine.arguments[3] as t.Expression | undefined);
  const places = placesOf({ cases, context, tries });
  call.node.arguments[2] = t.functionExpression(
    t.identifier(`$${(site.name.split(" ")[1] as string).replace(/\W/g, "_")}`),
    [t.identifier(RECORD), t.identifier(context)],
    code.body,
  );
  const described = t.valueToNode({
    ...site,
    parameters,
    tries,
    places: Object.fromEntries(places.map(({ place, ...rest }) => [place, rest])),
  }) as t.ObjectExpression;
  described.properties.push(t.objectProperty(t.identifier("sites"), t.identifier(SITES)));
  return described;
}

function triesOf(list: t.Expression | undefined): Try[] {
  if (!t.isArrayExpression(list)) return [];
  return list.elements.map((entry) => {
    const places = (entry as t.ArrayExpression).elements;
    const at = (i: number): number => {
      const place = places[i];
      return t.isNumericLiteral(place) ? place.value : -1;
    };
    return [at(0), at(1), at(2), at(3)];
  });
}

/** `x` becomes `$.x`, for every parameter and variable of a lowered function. */
function liftVariables(lowered: NodePath<t.FunctionExpression>, label: (name: string) => string): void {
  lowered.scope.crawl();
  const bindings = new Set(Object.values(lowered.scope.bindings));
  lowered.traverse({
    Identifier(path) {
      const binding = path.scope.getBinding(path.node.name);
      if (binding === undefined || !bindings.has(binding)) return;
      if (path.parentPath.isVariableDeclarator() || path.listKey === "params") return;
      if (!path.isReferencedIdentifier() && !isTarget(path)) return;
      const { parent } = path;
      if (t.isObjectProperty(parent) && parent.shorthand) parent.shorthand = false;
      const name = label(path.node.name);
      const isName = t.isValidIdentifier(name, false);
      const key = isName ? t.identifier(name) : t.stringLiteral(name);
      path.replaceWith(t.memberExpression(t.identifier(RECORD), key, !isName));
      path.skip();
    },
    CallExpression: { exit: ({ node }) => nameCells(node) },
  });
}

/** `$cells.of({ x: $.x })` becomes `$cells.of($, { x: "x" })`, and `$cells.close($.x)` likewise. */
function nameCells(call: t.CallExpression): void {
  const [what] = call.arguments;
  if (!isOfCells(call) || what === undefined || t.isIdentifier(what, { name: RECORD })) return;
  const named = (value: t.Node): t.StringLiteral => t.stringLiteral(variable(value) as string);
  if (t.isObjectExpression(what))
    for (const one of what.properties as t.ObjectProperty[]) one.value = named(one.value);
  call.arguments = [t.identifier(RECORD), t.isObjectExpression(what) ? what : named(what)];
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
