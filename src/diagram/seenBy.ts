/**
 * A scene as one process sees it in the end. It knows the steps from which lines and arrows lead to one of
 * its own; failures are noticed by nobody. All else might have been otherwise, and the process would be in
 * the same state as long as nothing of it arrived.
 */
import { at } from "../base/assert.ts";
import { isFault, UsageError } from "../model/index.ts";
import type { Scene } from "./scene.ts";
import type { DrawnStep } from "./steps.ts";

/** The positions of the steps that a process knows of, given by its column. */
function knownTo(steps: readonly DrawnStep[], column: number): Set<number> {
  const isNoticed = ({ trigger, effects }: DrawnStep): boolean =>
    trigger === undefined || [trigger, ...effects].some((event) => !isFault(event));
  const lastBefore = (end: number, process: number): number =>
    steps.findLastIndex((step, i) => i < end && step.process === process && isNoticed(step));
  const known = new Set<number>();
  const add = (step: number): void => {
    if (step !== -1) known.add(step);
  };
  add(lastBefore(steps.length, column));
  for (const i of known) {
    const { process, cause } = at(steps, i);
    add(lastBefore(i, process));
    add(cause ?? -1);
  }
  return known;
}

/**
 * The scene with all that a process does not know marked as unknown.
 * @param shown the positions of the steps that the marks stand for
 * @throws UsageError if there is no such process
 */
export function asSeenBy(
  scene: Scene,
  process: string,
  { steps, shown }: { readonly steps: readonly DrawnStep[]; readonly shown: readonly number[] },
): Scene {
  const { lanes, marks, arrows } = scene;
  const own = lanes.find((lane) => lane.process === process);
  if (own === undefined)
    throw new UsageError(
      `There is no process ${process}.`,
      `There are ${lanes.map((lane) => lane.process).join(", ")}.`,
    );
  const known = knownTo(steps, own.column);
  const seen = marks.map((mark, i) =>
    known.has(at(shown, i)) ? mark : { ...mark, isUnknown: true as const },
  );
  return {
    ...scene,
    seenBy: process,
    marks: seen,
    arrows: arrows.map((arrow) => {
      const end = seen.find(({ column, row }) => column === arrow.to.column && row === arrow.to.row);
      const isReceived = arrow.fate === "received" && end !== undefined && end.isUnknown !== true;
      return isReceived ? arrow : { ...arrow, isUnknown: true as const };
    }),
  };
}
