/** The last pass, over the author's file: what it calls is put where it is called, and made known by name. */
import { types as t, type NodePath, type PluginObj } from "@babel/core";
import type { Lifted } from "./lift.ts";
import { visitCodeCalls } from "./codeCalls.ts";
import { OUTSIDE, recordOf, SITES, type FunctionSite } from "./prepare.ts";

/** The parts to be put into a file. */
interface FileParts {
  /** The name by which states call the file. */
  readonly name: string;
  readonly sites: readonly FunctionSite[];
  readonly lifted: ReadonlyMap<number, Lifted>;
  /** Functions that lowered code calls. */
  readonly helpers: readonly t.Statement[];
}

/** Puts lowered code into the file from which it was taken. */
export function link({ name: file, sites, lifted, helpers }: FileParts): () => PluginObj {
  return () => ({
    visitor: {
      Program(program) {
        const declared: t.Statement[] = [...helpers];
        visitCodeCalls(program, (call, number) => {
          const [, given, around] = call.node.arguments as [t.Expression, t.Expression, t.Expression];
          const { isTop } = sites[number] as FunctionSite;
          const { site, body } = lifted.get(number) as Lifted;
          const name = `$site${number}`;
          declared.push(t.variableDeclaration("const", [t.variableDeclarator(t.identifier(name), site)]));
          if (isTop) declared.push(registered(name, body));
          call.node.arguments = [t.identifier(name), given, ...(isTop ? [] : [body, around])];
        });
        declared.push(outsideOf(file, program));
        program.unshiftContainer("body", declared);
      },
    },
  });
}

/**
 * The statement `$outside.set("lock.ts", () => ({ … }))`: what the author has at the top level of the file.
 */
function outsideOf(file: string, program: NodePath<t.Program>): t.Statement {
  return called(OUTSIDE, [t.stringLiteral(file), recordOf(Object.keys(program.scope.bindings))]);
}

/** The statement `$sites.set($site0.name, …)`, so that others can go on with the function without a call. */
function registered(name: string, body: t.FunctionExpression): t.Statement {
  const site = t.identifier(name);
  const fields = t.objectExpression([t.objectProperty(t.identifier("body"), body)]);
  const assign = t.memberExpression(t.identifier("Object"), t.identifier("assign"));
  const key = t.memberExpression(t.cloneNode(site), t.identifier("name"));
  return called(SITES, [key, t.callExpression(assign, [site, fields])]);
}

/** The statement `map.set(key, value);`. */
function called(map: string, given: t.Expression[]): t.Statement {
  const set = t.memberExpression(t.identifier(map), t.identifier("set"));
  return t.expressionStatement(t.callExpression(set, given));
}

/**
 * The functions that lowered code calls, under names that authors do not use. The lowering brings a runtime
 * of its own for generators, which is not needed but where process code has others inside.
 */
export function helpersOf(helpers: t.Statement[]): () => PluginObj {
  return () => ({
    visitor: {
      Program(program) {
        program.scope.crawl();
        for (const statement of program.get("body")) {
          if (!statement.isFunctionDeclaration() && !statement.isVariableDeclaration()) continue;
          const names = Object.keys(statement.getOuterBindingIdentifiers());
          if (names.every((name) => isRuntime(name)) && !usesRuntime(program)) continue;
          for (const name of names) program.scope.rename(name, `$${name}`);
          helpers.push(statement.node);
        }
      },
    },
  });
}

function isRuntime(name: string): boolean {
  return /^_regenerator(Define)?\d*$/.test(name);
}

/** Whether other code than the runtime itself uses it. */
function usesRuntime(program: NodePath<t.Program>): boolean {
  let found = false;
  program.traverse({
    FunctionDeclaration(path) {
      if (isRuntime(path.node.id?.name ?? "")) path.skip();
    },
    Identifier(path) {
      if (isRuntime(path.node.name) && path.isReferencedIdentifier()) found = true;
    },
  });
  return found;
}
