/** The rows of a scene: one for each thing that happens, and others for what is left out or lost. */
import { at } from "../base/assert.ts";
import type { Execution } from "../model/index.ts";
import { packed } from "./packed.ts";
import type { Row } from "./scene.ts";
import { spanOf } from "./stage.ts";
import type { BeatPlace, DrawnStep, DrawnSteps, Passage } from "./steps.ts";

/** The rows of a scene, and what stands in them. */
export interface RowPlan {
  readonly rows: readonly Row[];
  /** The row of each step, by its position, or that of the gap in which it lies. */
  readonly rowOf: readonly number[];
  /** The messages that are lost with steps that are shown, and their rows. */
  readonly lost: readonly LostPassage[];
  readonly violation?: number;
}

/** A message that is lost, and its row. */
interface LostPassage {
  readonly passage: Passage;
  readonly row: number;
}

/** The choice of what is shown, and the step that violates a property. */
interface Choice {
  /** The numbers of the steps that are shown; 0, what start steps do, is among them. */
  readonly shown: ReadonlySet<number>;
  readonly violating: number | undefined;
  readonly property: string;
  /** The number of the step with which a cycle begins that is gone round for ever. */
  readonly cycle: number | undefined;
}

/** The maximum number of rows of messages that are lost with one step. */
const LOST_MAX = 6;

/** Gives everything its row. */
export function layOut(execution: Execution, whole: DrawnSteps, choice: Choice): RowPlan {
  const plan = new RowsSoFar(execution, whole, choice);
  const starts = execution.processes.length;
  const { steps, beats } = whole;
  let next = 0;
  for (let i = starts; i <= steps.length; i++) {
    for (let beat = beats[next]; beat !== undefined && beat.before <= i; beat = beats[++next])
      plan.add(beat.number, beat);
    const step = steps[i];
    if (step === undefined) continue;
    plan.rowOf.push(isForged(steps, step) ? at(plan.rowOf, i - 1) : plan.add(step.number));
  }
  plan.close(Infinity);
  return plan;
}

/** Whether a step receives what a liar has made up with the step before: together they are one. */
function isForged(steps: DrawnSteps["steps"], { cause, number }: DrawnStep): boolean {
  const { trigger, number: forged } = { number: 0, ...steps[cause ?? -1] };
  return trigger?.kind === "fault" && trigger.strikes === "truth" && forged === number;
}

/** The rows so far. */
class RowsSoFar implements RowPlan {
  readonly rows: Row[] = [{ kind: "start" }];
  readonly rowOf: number[];
  readonly lost: LostPassage[] = [];
  violation?: number;
  /** The number of the step that was added last. */
  private latest = 0;
  /** Whether the cycle has begun. */
  private hasCycle = false;
  /** The messages that are lost with each step, by its number. */
  private readonly gone = new Map<number, Passage[]>();
  private readonly execution: Execution;
  private readonly whole: DrawnSteps;
  private readonly choice: Choice;

  constructor(execution: Execution, whole: DrawnSteps, choice: Choice) {
    this.execution = execution;
    this.whole = whole;
    this.choice = choice;
    this.rowOf = execution.processes.map(() => 0);
    for (const passage of whole.passages) {
      if (passage.lost === undefined) continue;
      const others = this.gone.get(passage.lost) ?? [];
      this.gone.set(passage.lost, [...others, passage]);
    }
  }

  /** Adds a beat, or what a process does. @returns its row, or that of the gap in which it lies */
  add(number: number, beat?: BeatPlace): number {
    if (number > this.latest) this.close(number);
    this.beginCycle(number);
    const isFirst = number > this.latest;
    const last = this.rows.at(-1);
    this.latest = number;
    if (!this.choice.shown.has(number)) {
      if (last?.kind !== "gap") return this.push({ kind: "gap", first: number, last: number });
      return this.replace({ ...last, last: number });
    }
    if (beat === undefined)
      return this.push({ kind: "step", step: number, ...(isFirst ? {} : { continues: true }) });
    const { kind, text } = beat;
    if (kind === "tick" && last?.kind === "tick") return this.replace({ ...last, text, last: number });
    if (kind === "tick") return this.push({ kind, text, first: number, last: number });
    return this.push({ kind: "beat", text, ...(kind === "round" ? {} : { step: number }) });
  }

  /** Adds what stands below a step, before the next: what is lost, and that a property is violated. */
  close(next: number): void {
    const { shown, violating, property, cycle } = this.choice;
    if (shown.has(this.latest)) this.addLost(this.gone.get(this.latest) ?? []);
    if (next === Infinity && cycle !== undefined) this.push({ kind: "cycle", at: "end", step: cycle });
    if (violating !== undefined && this.violation === undefined && violating < next)
      this.violation = this.push({ kind: "violation", property });
  }

  /** Says that a cycle begins, before its first step. */
  private beginCycle(number: number): void {
    const { cycle } = this.choice;
    if (cycle === undefined || number < cycle || this.hasCycle) return;
    this.hasCycle = true;
    this.push({ kind: "cycle", at: "beginning", step: cycle });
  }

  private addLost(gone: readonly Passage[]): void {
    const { rows, count, more } = packed(
      gone.map((passage) => spanOf(this.execution, this.whole, passage)),
      LOST_MAX,
    );
    const first = this.rows.length;
    for (const [i, row] of rows.entries()) {
      if (row !== undefined) this.lost.push({ passage: gone[i] as Passage, row: first + row });
    }
    for (let i = 0; i < count; i++) this.push({ kind: "lost" });
    if (more > 0) this.push({ kind: "more", count: more, fate: "lost" });
  }

  private push(row: Row): number {
    return this.rows.push(row) - 1;
  }

  private replace(row: Row): number {
    this.rows[this.rows.length - 1] = row;
    return this.rows.length - 1;
  }
}
