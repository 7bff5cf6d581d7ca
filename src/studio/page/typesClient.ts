/** The worker that knows types, as the editor asks it about one file. */
import type { SourceFiles } from "../compiling/program.ts";
import type { TypesAnswers, TypesAsks } from "../typing/typesWorker.ts";
import { WorkerClient } from "./workerClient.ts";

const worker = new WorkerClient("types.js");

/** Asks about the types of some files. */
export function askTypes<K extends keyof TypesAsks>(
  files: SourceFiles,
  kind: K,
  ask: TypesAsks[K],
): Promise<TypesAnswers[K]> {
  return worker.ask({ files, kind, ask });
}
