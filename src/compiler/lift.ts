/**
 * The last pass, over lowered code: the variables of a call become fields of a record, so that what a
 * process is in the middle of is a place and a record, and nothing else.
 */
import { types as t, type NodePath, type PluginObj } from "@babel/core";
import type { Labels } from "./arrange.ts";
import { placesOf, type Try } from "./liveVariables.ts";
import { visitCodeCalls } from "./codeCalls.ts";
import { OUTSIDE, SITES, type FunctionSite } from "./prepare.ts";
import { isOfCells, RECORD, variable } from "./uses.ts";

/** A function of process code, lowered. */
export interface Lifted {
  /** The description of its site. */
  readonly site: t.Expression;
  readonly body: t.FunctionExpression;
}

/** Lifts the variables of all functions of process code. `lifted` gets one entry for each. */
export function lift(
  sites: readonly FunctionSite[],
  labels: Labels,
  lifted: Map<number, Lifted>,
): () => PluginObj {
  return () => ({
    visitor: {
      Program(program) {
        program.scope.crawl();
        visitCodeCalls(program, (call, number) => {
          const code = liftCode(call, sites[number] as FunctionSite, labels.get(number));
          lifted.set(number, code);
          call.node.arguments = [t.numericLiteral(number), code.body];
        });
      },
    },
  });
}

/** The code of a function, with its variables in a record. */
function liftCode(
  call: NodePath<t.CallExpression>,
  { name, functionName, isTop }: FunctionSite,
  labels: ReadonlyMap<string, string> = new Map(),
): Lifted {
  const lowered = call.get("arguments.1.arguments.0") as NodePath<t.FunctionExpression>;
  const label = (own: string): string => labels.get(own) ?? own;
  const parameters = lowered.node.params.map((parameter) => label((parameter as t.Identifier).name));
  const body = lowered.node.body.body;
  const machine = (body.at(-1) as t.ReturnStatement).argument as t.CallExpression;
  liftVariables(lowered, label);
  const code = machine.arguments[0] as t.FunctionExpression;
  const context = (code.params[0] as t.Identifier).name;
  const cases = ((code.body.body[0] as t.WhileStatement).body as t.SwitchStatement).cases;
  const tries = triesOf(machine.arguments[3] as t.Expression | undefined);
  const places = placesOf({ cases, context, tries }).map(({ place, ...rest }) => [place, rest] as const);
  const site = t.valueToNode({
    name,
    isTop,
    parameters,
    tries,
    places: Object.fromEntries(places),
  }) as t.ObjectExpression;
  for (const [key, own] of Object.entries({ sites: SITES, outside: OUTSIDE }))
    site.properties.push(t.objectProperty(t.identifier(key), t.identifier(own)));
  const called = t.identifier(`$${functionName.replace(/\W/g, "_")}`);
  return {
    site,
    body: t.functionExpression(called, [t.identifier(RECORD), t.identifier(context)], code.body),
  };
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
