/** Checks with the kernel: of a system, or of what it becomes as forgers learn what may be said. */
import { hasForgers } from "../../model/failure/index.ts";
import type { System } from "../../model/system/system.ts";
import type { Check, CheckOptions, CheckResult } from "../explorer.ts";
import { AlphabetCheck } from "./alphabetCheck.ts";
import { KernelCheck } from "./kernel.ts";

/**
 * Begins to check a system with the kernel.
 * @throws UsageError if a property is named that does not exist.
 */
export function startCheck(system: System, options: CheckOptions = {}): Check {
  if (!hasForgers(system)) return new KernelCheck(system, options);
  return new AlphabetCheck(system, (one) => new KernelCheck(one, options));
}

/** Checks a system to the end. @throws ProtocolError, UsageError */
export function check(system: System, options: CheckOptions = {}): CheckResult {
  const running = startCheck(system, options);
  while (running.advance());
  return running.result();
}
