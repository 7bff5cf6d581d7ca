/** The stage from which the parts of a scene are made: the execution as steps, and the row of each. */
import { at } from "../base/assert.ts";
import type { Execution, Send } from "../model/index.ts";
import type { Span } from "./packed.ts";
import type { GridPoint } from "./scene.ts";
import type { DrawnSteps, Passage } from "./steps.ts";

/** The parts from which a scene is made. */
export interface Stage {
  readonly execution: Execution;
  readonly whole: DrawnSteps;
  /** The number of start steps: one per process. */
  readonly starts: number;
  /** The numbers of the steps that are shown. */
  readonly shown: ReadonlySet<number>;
  /** The row of each step, by its position, or that of the gap in which it lies. */
  readonly rowOf: readonly number[];
  /** The first differences from another execution: positions of events, and ids, for inputs. */
  readonly differences: readonly (number | string)[];
}

/** The place of a step, by its position. */
export function placeOf({ whole, rowOf }: Stage, i: number): GridPoint {
  return { column: at(whole.steps, i).process, row: at(rowOf, i) };
}

/** The send of a message that goes through an execution. */
export function sentIn({ steps }: DrawnSteps, { sender, effect }: Passage): Send {
  const sent = at(at(steps, sender).effects, effect);
  if (sent.kind !== "send") throw new Error("a passage begins with a send");
  return sent;
}

/** The columns between which a message goes. */
export function spanOf({ processes }: Execution, whole: DrawnSteps, passage: Passage): Span {
  const from = at(whole.steps, passage.sender).process;
  return { from, to: processes.indexOf(sentIn(whole, passage).to) };
}
