/** A run as a picture. */
import type { RunReport } from "../host/node/job.ts";
import type { ValenceAlong } from "../host/node/alongJob.ts";
import { diagramStyle } from "./ink.ts";
import { shownAlong } from "./valenceAlong.ts";

/** The options of the picture. */
interface RunPicture {
  /** The columns; default those of the terminal, in its colours. */
  readonly width?: number;
  /** The maximum number of steps that are shown. */
  readonly maxSteps?: number;
  /** The valence along it; it is marked where it is known. */
  readonly valence?: ValenceAlong | undefined;
}

/** The picture of a run, with a mark where a property is refuted at its end. */
export async function drawnRun(
  report: RunReport,
  { width, maxSteps = 60, valence }: RunPicture = {},
): Promise<string> {
  const { drawText, sceneOf } = await import("../diagram/index.ts");
  const { execution } = report;
  const property = refutedIn(report);
  const violation =
    property === undefined ? {} : { violation: { at: execution.configurations.length - 1, property } };
  const scene = sceneOf(execution, { maxSteps, ...violation, ...shownAlong(valence) });
  if (width !== undefined) return drawText(scene, { width });
  return drawText(scene, { width: process.stdout.columns || 100, style: diagramStyle });
}

/** The name of a property that is refuted at the end of a run; undefined if none is. */
export function refutedIn({ properties }: RunReport): string | undefined {
  return properties.find(({ isRefuted }) => isRefuted)?.name;
}
