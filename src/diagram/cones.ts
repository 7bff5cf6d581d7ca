/**
 * The cones of a step: its causal past, which can have influenced it, and its causal future, which it can
 * have influenced; all else is concurrent with it (Lamport 1978). Where its past ends, line by line, is the
 * smallest consistent cut in which it has happened: no message crosses that backwards (Mattern 1988).
 */
import { at } from "../base/assert.ts";
import { UsageError } from "../model/index.ts";
import { markBefore, type Cones, type ConePart, type Mark, type Scene } from "./scene.ts";

/** A step of a scene: its number and, where that is of several processes, the process. */
export interface NamedStep {
  readonly step: number;
  readonly process?: string;
}

/** The scene with the cones of a step; what is concurrent with it is marked as unknown. @throws UsageError */
export function withCones(scene: Scene, named: NamedStep): Scene {
  const of = markNamed(scene, named);
  const parts = scene.marks.map((mark) => partOf(mark, at(scene.marks, of)));
  const cones: Cones = { of, parts, cut: scene.lanes.map(({ column }) => lastRow(scene, parts, column)) };
  return {
    ...scene,
    cones,
    marks: scene.marks.map((mark, i) => (parts[i] === "beside" ? { ...mark, isUnknown: true } : mark)),
  };
}

function partOf(mark: Mark, of: Mark): ConePart {
  if (mark === of) return "self";
  if (markBefore(mark, of)) return "past";
  return markBefore(of, mark) ? "future" : "beside";
}

/** The row of the last step of a process that is in the cut; absent: none is. */
function lastRow({ marks }: Scene, parts: readonly ConePart[], column: number): number | undefined {
  return marks.findLast((mark, i) => mark.column === column && isInCut(at(parts, i)))?.row;
}

function isInCut(part: ConePart): boolean {
  return part === "self" || part === "past";
}

function markNamed({ marks, unit, stepCount, hiddenCount }: Scene, { step, process }: NamedStep): number {
  const found = [...marks.keys()].filter((i) => {
    const mark = at(marks, i);
    return mark.step === step && (process === undefined || mark.process === process);
  });
  const [first = -1] = found;
  if (first !== -1 && new Set(found.map((i) => at(marks, i).column)).size === 1) return first;
  const whose = process === undefined ? "" : ` of ${process}`;
  if (first === -1)
    throw new UsageError(
      `The picture shows no ${unit} ${step}${whose}.`,
      `It has ${stepCount} ${unit}s${hiddenCount === 0 ? "" : `, of which it leaves out ${hiddenCount}`}.`,
    );
  throw new UsageError(
    `In ${unit} ${step} several processes take steps.`,
    `Name the process, too: ${step}:${at(marks, first).process}.`,
  );
}
