/** Pictures, written to files. */
import { realpathSync, writeFileSync } from "node:fs";
import { UsageError } from "../model/error.ts";

/**
 * Writes a picture to a file, which must not be one of those that it is made from.
 * @throws UsageError if it is, or cannot be written
 */
export function writePicture(target: string, picture: () => string, inputs: readonly string[]): void {
  if (inputs.some((input) => isSameFile(input, target)))
    throw new UsageError(
      `${target} is what is to be drawn, and is left as it is.`,
      "Choose another name for the picture.",
    );
  const content = picture();
  try {
    writeFileSync(target, content);
  } catch (error) {
    throw new UsageError(
      `${target} cannot be written: ${(error as Error).message}.`,
      "Choose another place.",
    );
  }
}

function isSameFile(a: string, b: string): boolean {
  try {
    return realpathSync(a) === realpathSync(b);
  } catch {
    // One of them is not there (or is the standard input), so they are two.
    return false;
  }
}
