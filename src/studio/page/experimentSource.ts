/** The sources of programs: pages of the zoo, a file that is followed, what somebody has sent. */
import type { CompiledOutcome, Program, SourceFiles } from "../compiling/program.ts";

/** A page of the zoo in the list of all. */
export interface ZooEntry {
  readonly room: string;
  readonly name: string;
  readonly about: string;
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

/** The answer of the compiler's worker. */
interface CompilerMessage {
  readonly id: number;
  readonly compiled?: CompiledOutcome;
  readonly failed?: string;
}

let compiler: Worker | undefined;
let next = 0;

/** Compiles a program in a worker, which is loaded when it is first asked. */
export function compiled(files: SourceFiles): Promise<CompiledOutcome> {
  const worker = (compiler ??= new Worker("compiler.js"));
  const id = next++;
  return new Promise((resolve, reject) => {
    const hear = ({ data }: MessageEvent<CompilerMessage>): void => {
      if (data.id !== id) return;
      worker.removeEventListener("message", hear);
      if (data.compiled === undefined) reject(new Error(`The compiler failed: ${data.failed}`));
      else resolve(data.compiled);
    };
    worker.addEventListener("message", hear);
    worker.postMessage({ id, files });
  });
}
