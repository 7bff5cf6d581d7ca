/** Executions as they are seen through the map of a refinement. */
import type { System } from "../model/system/system.ts";
import type { Execution } from "../model/transition/execution.ts";
import type { RefinementAsked } from "./property.ts";
import { viewOfConfiguration } from "./view.ts";

/** The looks of an execution after each step. */
export interface SeenExecution {
  /** Up to its end, or up to where its cycle begins. */
  readonly stem: readonly string[];
  /** From where its cycle begins up to where it would begin again; what stays for ever, where it ends. */
  readonly round: readonly string[];
}

/** The looks of an execution. @throws ProtocolError */
export function seenThrough(
  { looks }: RefinementAsked,
  system: System,
  { configurations, cycle }: Execution,
): SeenExecution {
  const settled = configurations.flatMap((one, i) => (one.pending.length === 0 ? [{ one, i }] : []));
  const texts = settled.map(({ one }) => looks(viewOfConfiguration(system, one)));
  if (cycle === undefined) return { stem: texts, round: texts.slice(-1) };
  const back = settled.findIndex(({ i }) => i >= cycle);
  return { stem: texts.slice(0, back + 1), round: texts.slice(back, -1) };
}
