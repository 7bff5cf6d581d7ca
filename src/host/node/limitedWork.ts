/** Work in the worker that has a pulse and no other way to be ended: limits are looked at in between. */
import type { Pulse } from "../../base/pulse.ts";
import type { Cutoff } from "../../properties/verdict.ts";
import type { Heartbeat } from "./heartbeat.ts";
import { ProcessRoom } from "./processRoom.ts";

/** A look at memory and wishes is taken once in so many beats of the pulse. */
const LOOK = 256;

/** Thrown where a limit was met. */
class LimitMet extends Error {
  readonly cutoff: Cutoff;
  constructor(cutoff: Cutoff) {
    super(cutoff);
    this.cutoff = cutoff;
  }
}

/** The result of some work, or of what is to be told where a limit was met before it was done. */
export function withinLimits<T>(
  { memoryBytesMax, heartbeat }: { readonly memoryBytesMax: number; readonly heartbeat: Heartbeat },
  work: (pulse: Pulse) => T,
  cutOff: (cutoff: Cutoff) => T,
): T {
  const room = new ProcessRoom(memoryBytesMax);
  let count = 0;
  const pulse = (): void => {
    if (++count % LOOK !== 0) return;
    if (heartbeat.stopReason !== undefined) throw new LimitMet(heartbeat.stopReason);
    if (!room.has(0)) throw new LimitMet("memory");
  };
  try {
    return work(pulse);
  } catch (error) {
    if (!(error instanceof LimitMet)) throw error;
    return cutOff(error.cutoff);
  }
}
