/** Sweeps: a system is checked, or simulated, with one number of processes after the other. */
import type { SystemRequest } from "../../host/node/job.ts";
import { alone, engineFor, stopWork } from "./checkDesk.ts";
import { EngineEnded, mistakeIn } from "./engineClient.ts";
import type { Studio } from "./studio.ts";
import type { SweepOrder, SweepRow } from "./studioState.ts";

/** The number of runs for each size, and the seed of the first. */
export interface SweepRuns {
  readonly runs: number;
  readonly seed: number;
}

/** Sweeps over the sizes of a role; ends the sweep that is under way. */
export async function sweep(studio: Studio, order: SweepOrder, runs: SweepRuns): Promise<void> {
  if (studio.state.sweep?.isRunning === true) return endSweep(studio);
  await alone(async () => {
    studio.set({ sweep: { order, rows: [], isRunning: true } });
    for (let size = order.from; size <= order.to; size++) {
      const row = await rowOf(studio, { ...order, size }, runs);
      const { sweep: now } = studio.state;
      // Another program, or another sweep, is there meanwhile.
      if (row === undefined || now?.order !== order) break;
      studio.set({ sweep: { ...now, rows: [...now.rows, row] } });
      if (!now.isRunning || isCut(row)) break;
    }
    const { sweep: last } = studio.state;
    if (last?.order === order) studio.set({ sweep: { ...last, isRunning: false } });
  });
}

async function endSweep(studio: Studio): Promise<void> {
  const { sweep: now } = studio.state;
  if (now !== undefined) studio.set({ sweep: { ...now, isRunning: false } });
  await stopWork();
}

/** Whether a limit was met: with more processes it would be met, too. */
function isCut(row: SweepRow): boolean {
  return row.kind === "checked" && ["time", "memory"].includes(row.findings.cutoff ?? "");
}

/** The system of the studio with another number of processes in a role. */
export function systemOfSize(request: SystemRequest, role: string, size: number): SystemRequest {
  return { ...request, processes: { ...request.processes, [role]: size } };
}

/** The findings for one size; undefined if nothing can be told any more. */
async function rowOf(
  studio: Studio,
  { sort, role, size }: SweepOrder & { readonly size: number },
  { runs, seed }: SweepRuns,
): Promise<SweepRow | undefined> {
  const { wish, request } = studio.state;
  const { within } = wish;
  const bounded = within === undefined || sort === "simulate" ? request : { ...request, within };
  try {
    const engine = await engineFor(studio, systemOfSize(bounded, role, size));
    if (sort === "check") return { size, kind: "checked", findings: await engine.ask("check", wish) };
    const ask = { runs, seed, seconds: wish.seconds };
    return { size, kind: "simulated", findings: await engine.ask("simulate", ask) };
  } catch (error) {
    return error instanceof EngineEnded ? undefined : { size, kind: "failed", mistake: mistakeIn(error) };
  }
}
