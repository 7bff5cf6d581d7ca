/** The calls `$call(number, …)` by which the passes know process code again, by the number of its site. */
import { types as t, type NodePath } from "@babel/core";

/** The name of what makes a call of process code, in compiled code. */
export const CALL = "$call";

/** Visits each call of a file; what is inside it is skipped. */
export function visitCodeCalls(
  program: NodePath<t.Program>,
  visit: (call: NodePath<t.CallExpression>, site: number) => void,
): void {
  program.traverse({
    CallExpression(call) {
      if (!t.isIdentifier(call.node.callee, { name: CALL })) return;
      visit(call, (call.node.arguments[0] as t.NumericLiteral).value);
      call.skip();
    },
  });
}
