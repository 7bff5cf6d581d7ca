/** The worker of the page that compiles what is edited. It never runs what it has compiled. */
import { compileProgram } from "./compileProgram.ts";
import type { SourceFiles } from "./program.ts";

const port = self as unknown as {
  onmessage: ((event: { data: { id: number; files: SourceFiles } }) => void) | null;
  postMessage(message: unknown): void;
};

port.onmessage = ({ data: { id, files } }) => {
  try {
    port.postMessage({ id, answer: compileProgram(files) });
  } catch (error) {
    port.postMessage({ id, failed: String(error) });
  }
};
