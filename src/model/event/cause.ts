/** Causes: why a process takes a step, before anything is chosen in it. */
import type { Chosen, Exchange, Trigger } from "./event.ts";
import type { ObjectValues } from "../memory/objectValues.ts";
import type { Letter } from "../state/message.ts";

/** A trigger before the adversary has chosen what happens inside the step, and whatever its handler gets. */
export type Cause = Trigger extends infer T
  ? T extends Exchange
    ? { readonly kind: "exchange"; readonly received: readonly Letter[] }
    : T extends Trigger
      ? Omit<T, "choices" | "coins" | "atomic" | "process">
      : never
  : never;

/** The occasion of a step: its cause, and the objects as the rest of an atomic step finds them. */
export interface Upon {
  readonly cause: Cause;
  readonly seen?: ObjectValues;
}

/** The trigger that a cause is at a process, with what was chosen in its step. */
export function triggerOf(process: string, cause: Cause, chosen: Chosen = NOTHING): Trigger {
  const { choices, coins, atomic } = chosen;
  const made = {
    choices,
    ...(coins === undefined ? {} : { coins }),
    ...(atomic === undefined ? {} : { atomic }),
  };
  return cause.kind === "exchange" ? { kind: cause.kind, process, ...made } : { ...cause, process, ...made };
}

const NOTHING: Chosen = { choices: [] };
