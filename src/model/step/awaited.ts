/** The mistakes in what a process sets out to wait for: process code, or a timer. */
import { problemOf } from "../memory/access.ts";
import { atomicStep } from "../sequential/atomic.ts";
import type { Control } from "../sequential/control.ts";
import { alternativesOf, problemOfRequest } from "../sequential/whichever.ts";
import { textOf } from "../state/shape.ts";
import type { Process } from "../state/process.ts";
import type { System } from "../system/system.ts";
import type { Mistake } from "./mistake.ts";

/** The reasons why there are no atomic steps of several operations. */
const WITHOUT_ATOMIC = {
  rounds: "in a round it accesses at most one object",
  ticks: "where time is kept an operation stands alone",
} as const;

/** The mistake in what process code comes to await, if there is one. */
export function mistakeInRequest(system: System, process: Process, control: Control): Mistake | undefined {
  const { awaits } = control;
  const { ticks, rounds } = system.timing;
  const timing = rounds ? "rounds" : ticks === undefined ? undefined : "ticks";
  const atomic = atomicStep(control);
  if (atomic !== undefined && timing !== undefined)
    return {
      fault: "process-code",
      what: `is about to take the atomic step ${atomic}, and ${WITHOUT_ATOMIC[timing]}`,
      advice: "Leave out `atomically`, or use timing asynchronous.",
    };
  const odd = problemOfRequest(awaits, { timing, actions: Object.keys(process.role.may ?? {}) });
  if (odd !== undefined)
    return {
      fault: "process-code",
      what: `waits for ${odd}`,
      advice: "See `whichever` in docs/process-code.md for what may stand beside what.",
    };
  for (const [, one] of alternativesOf(awaits)) {
    const ticksMistake = one.kind === "pause" ? mistakeInTicks("sleep", one.ticks) : undefined;
    if (ticksMistake !== undefined) return ticksMistake;
    const problem = one.kind === "operation" ? problemOf(system, process, one) : undefined;
    if (problem !== undefined) return { fault: "bad-operation", ...problem };
  }
  return undefined;
}

/** The mistake in a number of ticks, if it is none. */
export function mistakeInTicks(what: string, ticks = 0): Mistake | undefined {
  if (Number.isInteger(ticks) && ticks >= 0) return undefined;
  return {
    fault: "bad-delay",
    what: `called \`${what}\` with ${textOf(ticks)} ticks`,
    advice: "Time is counted in whole ticks, from 0.",
  };
}
