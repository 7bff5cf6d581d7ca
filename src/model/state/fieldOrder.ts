/**
 * The order in which an author wrote the fields of a record, which its canonical form forgets. It is nothing
 * that a configuration holds, and no process can tell: pictures alone ask for it.
 */
const orders = new WeakMap<object, readonly string[]>();

/** Keeps for a canonical record the order of fields of the record that it was made from. */
export function keepFieldOrder(canonical: object, written: object): void {
  if (canonical !== written) orders.set(canonical, Object.keys(written));
}

/** The order of fields of the record that a canonical one was made from; undefined if nobody kept it. */
export function fieldOrderOf(canonical: object): readonly string[] | undefined {
  return orders.get(canonical);
}
