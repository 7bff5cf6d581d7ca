/**
 * Sequential orders: of all operations of a history, such that those of each process keep their order and
 * each object could have gone through its own one at a time (L. Lamport, *How to make a multiprocessor
 * computer that correctly executes multiprocess programs*, 1979). Unlike linearizability it is not enough
 * that each object has one by itself.
 */
import { at } from "../../base/assert.ts";
import type { HistoryOperation } from "./concurrentHistory.ts";
import { SpecifiedStates, type Specification } from "./specifiedStates.ts";

/** A place in the search: what each process comes to next, and the value of each object. */
interface OrderSoFar {
  readonly next: readonly number[];
  readonly values: readonly number[];
  readonly before: { readonly standing: OrderSoFar; readonly operation: number } | undefined;
}

/** A sequential order, as positions of operations; undefined if there is none. */
export function sequentialOrder(
  specification: Specification,
  operations: readonly HistoryOperation[],
): readonly number[] | undefined {
  const processes = [...new Set(operations.map(({ process }) => process))];
  const objects = [...new Set(operations.map(({ object }) => object))];
  const own = processes.map((process) =>
    operations.flatMap((one, i) => (one.process === process ? [i] : [])),
  );
  const states = objects.map(
    (object) =>
      new SpecifiedStates(
        specification,
        operations.filter((one) => one.object === object),
      ),
  );
  const seen = objects.map(() => 0);
  const classes = operations.map((one) => {
    const object = objects.indexOf(one.object);
    return at(at(states, object).classOf, (seen[object] = at(seen, object) + 1) - 1);
  });
  const isOver = ({ next }: OrderSoFar): boolean =>
    own.every((list, i) => list.slice(next[i]).every((one) => operations[one]?.responded === Infinity));
  const first: OrderSoFar = { next: own.map(() => 0), values: objects.map(() => 0), before: undefined };
  const todo = [first];
  const known = new Set([textOf(first)]);
  for (let here = todo.pop(); here !== undefined; here = todo.pop()) {
    if (isOver(here)) return orderTo(here);
    for (const [process, list] of own.entries()) {
      const operation = list[at(here.next, process)];
      if (operation === undefined) continue;
      const object = objects.indexOf(at(operations, operation).object);
      for (const value of at(states, object).after(at(here.values, object), at(classes, operation))) {
        const there: OrderSoFar = {
          next: here.next.with(process, at(here.next, process) + 1),
          values: here.values.with(object, value),
          before: { standing: here, operation },
        };
        const text = textOf(there);
        if (known.has(text)) continue;
        known.add(text);
        todo.push(there);
      }
    }
  }
  return undefined;
}

function textOf({ next, values }: OrderSoFar): string {
  return `${next.join()} ${values.join()}`;
}

function orderTo(end: OrderSoFar): number[] {
  const order: number[] = [];
  for (let { before } = end; before !== undefined; before = before.standing.before)
    order.unshift(before.operation);
  return order;
}
