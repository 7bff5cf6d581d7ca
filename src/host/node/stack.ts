/** Stack traces as authors want them: their own lines, with paths that can be clicked. */
import { join, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { packageRoot } from "./package.ts";

/** Where Lightcone's own code lies, built and (by source maps) as it was written. */
const OWN = ["dist", "src"].map((folder) => join(packageRoot, folder) + sep);

/** The frames of an error's stack that lie in the author's files, innermost first. */
export function authorFrames(error: unknown): string[] {
  if (!(error instanceof Error)) return [];
  return (error.stack ?? "")
    .split("\n")
    .filter(
      (line) =>
        /^\s+at .*\.[cm]?[jt]sx?:\d+:\d+/.test(line) &&
        !OWN.some((folder) => line.includes(folder)) &&
        !/node:internal/.test(line),
    )
    .map((line) => line.trim());
}

/** A text with file URLs and absolute paths below `folder` made relative to it. */
export function shortenPaths(text: string, folder: string): string {
  const plain = text.replace(/file:\/\/\/[^\s:)]+/g, (url) => {
    try {
      return fileURLToPath(url);
    } catch {
      return url;
    }
  });
  return plain.replaceAll(`${folder}/`, "").replaceAll(`${folder}\\`, "");
}
