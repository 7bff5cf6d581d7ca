/** The memory of the machine. */
import { totalmem } from "node:os";

/** The part of the machine's memory that a check takes unless it is told otherwise. */
const SHARE = 0.75;

/** The memory that a check may take by default, in bytes: a share of what this process is allowed. */
export function availableBytes(): number {
  const constrained = (process as { constrainedMemory?: () => number }).constrainedMemory?.() ?? 0;
  const total = totalmem();
  const allowed = constrained > 0 && constrained < total ? constrained : total;
  return Math.floor(allowed * SHARE);
}
