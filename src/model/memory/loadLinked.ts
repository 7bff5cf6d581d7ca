/** Load-linked / store-conditional registers. */
import type { Step } from "../sequential/request.ts";
import { firstly, type Domain } from "./domain.ts";
import { perform, sharedObject, type ObjectKind, type SharedObject, type CalledBy } from "./object.ts";

/** The values of such a register: what it holds, and who has a link that still counts. */
type Linked<V = unknown> = {
  readonly holds: V;
  /** Process ids, sorted. */
  readonly links: readonly string[];
};

/** The kind. */
export const loadLinkedKind: ObjectKind = {
  name: "LL/SC",
  about:
    "a register: storeConditional writes if nobody has written since the process's own loadLinked, and " +
    "answers whether it did",
  operations: {
    loadLinked: ({ holds, links }: Linked, _, process) => ({
      value: { holds, links: [...new Set([...links, process])].sort() },
      response: holds,
    }),
    storeConditional: (value: Linked, [next], process) =>
      value.links.includes(process)
        ? { value: { holds: next, links: [] }, response: true }
        : { value, response: false },
  },
  takes: { loadLinked: 0, storeConditional: 1 },
};

/** A register with load-linked and store-conditional. */
export interface LinkedRegister<V> extends SharedObject<Linked<V>> {
  readonly linkable?: V;
}

/** A register with load-linked and store-conditional. */
export function linkedRegister<const N extends string, V>(
  name: N,
  initial: V | Domain<V>,
): CalledBy<LinkedRegister<V>, N>;
/** The same, of values whose type is given. */
export function linkedRegister<V>(name: string, initial: V | Domain<V>): LinkedRegister<V>;
/** The register, whatever is known of its type. */
export function linkedRegister<V>(name: string, initial: V | Domain<V>): LinkedRegister<V> {
  return sharedObject(
    loadLinkedKind,
    name,
    firstly(initial, (holds) => ({ holds, links: [] })),
  ) as LinkedRegister<V>;
}

/** Reads the value, and links the process to it. */
export function loadLinked<V>(object: LinkedRegister<V>): Step<V> {
  return perform(object, "loadLinked");
}

/** Writes a value if nobody has written since this process's last `loadLinked`. Answers whether it did. */
export function storeConditional<V>(object: LinkedRegister<V>, value: NoInfer<V>): Step<boolean> {
  return perform(object, "storeConditional", value);
}
