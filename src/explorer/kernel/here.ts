/** The configuration that is being expanded, and a move out of it. */
import type { MovePlace } from "../../tables/move.ts";

/** A configuration that is being expanded. Written anew for each. */
export interface Here {
  number: number;
  readonly values: Int32Array;
  /** Its packed form. */
  readonly words: Int32Array;
  /** Its key; the packed form itself where storage is exact. */
  readonly key: Int32Array;
}

/** The place of a move that is noted, and the number of the configuration that it leaves. */
export interface NotedMove extends MovePlace {
  readonly parent: number;
}
