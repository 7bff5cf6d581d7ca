/** The room that a job has in memory: what its limit leaves of what the whole process takes. */
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/** The part of the limit, and the bytes at least, that are left for what comes after: replaying, telling. */
const RESERVE = 1 / 16;
const RESERVE_BYTES = 28 * 2 ** 20;
/** The memory that a process can take at most, in bytes per millisecond. */
const FASTEST = 8 * 2 ** 20;
/** The time between two looks, in milliseconds, where all may be taken and little is asked for. */
const LOOK_MS = 5;
/** A request for so many bytes is worth a look, unless there was one a moment ago. */
const LARGE = 2 ** 20;
const MOMENT_MS = 1;
/** To collect garbage is worth while if it has left at least this part of the room the last time. */
const GAIN = 1 / 16;

/** The room of a worker. */
export class ProcessRoom {
  private readonly max: number;
  private taken = 0;
  private lookedAt = -Infinity;
  /** The bytes taken after garbage was collected last. */
  private least = 0;

  /** @param limit the bytes that the process may take */
  constructor(limit: number) {
    this.max = limit - Math.max(limit * RESERVE, RESERVE_BYTES);
  }

  /** Whether so many bytes more may be taken. Collects garbage before it says no. */
  has(bytes: number): boolean {
    const since = performance.now() - this.lookedAt;
    if (this.taken + since * FASTEST + bytes <= this.max) return true;
    if (since > (bytes >= LARGE ? MOMENT_MS : LOOK_MS)) this.look();
    if (this.taken + bytes <= this.max) return true;
    if (this.least + bytes > this.max * (1 - GAIN)) return false;
    collectGarbage();
    this.look();
    this.least = this.taken;
    return this.taken + bytes <= this.max;
  }

  private look(): void {
    this.taken = process.memoryUsage.rss();
    this.lookedAt = performance.now();
  }
}

let collect: ((how: object) => void) | undefined;

/**
 * Collects garbage, as V8 lets only those do who ask for the function by a flag. Only as a last resort does
 * it give back the room of what is young, tens of megabytes.
 */
function collectGarbage(): void {
  if (collect === undefined) {
    setFlagsFromString("--expose-gc");
    collect = runInNewContext("gc") as (how: object) => void;
  }
  collect({ type: "major", execution: "sync", flavor: "last-resort" });
}
