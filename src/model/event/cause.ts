/** Causes: why a process takes a step, before anything is chosen in it. */
import type { Chosen, Exchange, Trigger } from "./event.ts";
import type { Letter } from "../state/message.ts";

/** A trigger before the adversary has chosen what happens inside the step, and whatever its handler gets. */
export type Cause = Trigger extends infer T
  ? T extends Exchange
    ? { readonly kind: "exchange"; readonly received: readonly Letter[] }
    : T extends Trigger
      ? Omit<T, "choices" | "coins" | "process">
      : never
  : never;

/** The trigger that a cause is at a process, with what was chosen in its step. */
export function triggerOf(process: string, cause: Cause, { choices, coins }: Chosen = NOTHING): Trigger {
  const chosen = { choices, ...(coins === undefined ? {} : { coins }) };
  return cause.kind === "exchange"
    ? { kind: cause.kind, process, ...chosen }
    : { ...cause, process, ...chosen };
}

const NOTHING: Chosen = { choices: [] };
