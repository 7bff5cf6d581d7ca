/** The sources of programs: pages of the zoo, a file that is followed, what somebody has sent. */
import type { CompiledOutcome, Program, SourceFiles } from "../compiling/program.ts";
import type { ClaimFacts } from "../conversation.ts";
import { WorkerClient } from "./workerClient.ts";

/** A page of the zoo in the list of all. */
export interface ZooEntry {
  readonly room: string;
  readonly name: string;
  readonly about: string;
  readonly claims: readonly Pick<ClaimFacts, "claim" | "property" | "verdict">[];
}

/** A page of the zoo, compiled. */
interface ZooProgram {
  readonly files: SourceFiles;
  readonly program: Program;
}

/** The list of all pages of the zoo. */
export async function zooEntries(): Promise<readonly ZooEntry[]> {
  return (await (await fetch("zoo/index.json")).json()) as ZooEntry[];
}

/** A page of the zoo; undefined if there is none of that name. */
export async function zooProgram(name: string): Promise<ZooProgram | undefined> {
  const response = await fetch(`zoo/${encodeURIComponent(name)}.json`);
  return response.ok ? ((await response.json()) as ZooProgram) : undefined;
}

/** A chapter of the guide. */
export interface Chapter {
  readonly name: string;
  readonly title: string;
  /** Its text, as the build has made it; links in it name pages and chapters. */
  readonly html: string;
  /** The pages of the zoo that it plays. */
  readonly pages: readonly string[];
}

/** The chapters of the guide, in their order. */
export async function guideChapters(): Promise<readonly Chapter[]> {
  return (await (await fetch("guide.json")).json()) as Chapter[];
}

/** The file that the command line follows, as it is now. */
export interface FollowedFile {
  readonly name: string;
  readonly files: SourceFiles;
  /** The reason why it cannot be read, if it cannot. */
  readonly problem?: string;
}

/** Follows the file of the command line. */
export function followFile(changed: (file: FollowedFile) => void): void {
  new EventSource("follow").addEventListener("message", ({ data }: MessageEvent<string>) =>
    changed(JSON.parse(data) as FollowedFile),
  );
}

const compiler = new WorkerClient("compiler.js");

/** Compiles a program in a worker. */
export function compiled(files: SourceFiles): Promise<CompiledOutcome> {
  return compiler.ask({ files });
}
