/** The operations of which processes tell: from its invocation to its response, each lasts a while. */
import { at } from "../base/assert.ts";
import { callOf, isInvocation, isResponse } from "../model/event/saidOperation.ts";
import { abridged } from "./characters.ts";
import type { OperationInterval } from "./scene.ts";
import type { Stage } from "./stage.ts";

/** The intervals of the operations of a process, by invocation; what has no response lasts to the end. */
export function operationsOf({ whole, rowOf }: Stage, column: number): OperationInterval[] {
  const found: (OperationInterval & { readonly object: string | undefined })[] = [];
  for (const [i, { process, effects }] of whole.steps.entries()) {
    if (process !== column) continue;
    for (const effect of effects) {
      if (effect.kind !== "output") continue;
      const { value } = effect;
      if (isInvocation(value))
        found.push({ call: abridged(callOf(value)), from: at(rowOf, i), object: value.object });
      else if (isResponse(value)) {
        const open = found.findIndex(({ to, object }) => to === undefined && object === value.object);
        const known = found[open];
        if (known !== undefined) found[open] = { ...known, to: at(rowOf, i) };
      }
    }
  }
  return found.map(({ call, from, to }) => (to === undefined ? { call, from } : { call, from, to }));
}
