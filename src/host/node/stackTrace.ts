/** Stack traces as authors want them: their own lines, with paths that can be clicked. */
import { SourceMap } from "node:module";
import { dirname, join, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { packageRoot } from "./package.ts";

/** The folders of Lightcone's own code, built and (by source maps) as it was written. */
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

/** The bundles by path, each with its source map once it has been asked for. */
const sources = new Map<string, { readonly code: string; map?: SourceMap }>();

/** Takes note of a bundle, so that stacks lead to the files that it was made from. */
export function noteSource(path: string, code: string): void {
  sources.set(path, { code });
}

/** The source map at the end of a bundle. */
export function sourceMapOf(code: string): SourceMap {
  const [, encoded = ""] = /\/\/# sourceMappingURL=data:application\/json;base64,(\S+)\s*$/.exec(code) ?? [];
  return new SourceMap(JSON.parse(Buffer.from(encoded, "base64").toString("utf8")));
}

/**
 * Writes the stacks of this thread in terms of the author's files. Author code itself sees none: where it
 * has been called from, and where its files lie, is nothing that it may depend on.
 * @param isInside whether author code is running
 */
export function mapStacks(isInside: () => boolean): void {
  const { toString } = Error.prototype;
  Error.stackTraceLimit = 50;
  Error.prepareStackTrace = (error, sites) => {
    const head = Reflect.apply(toString, error, []);
    return isInside() ? head : [head, ...sites.map((site) => `    at ${frameOf(site)}`)].join("\n");
  };
}

function frameOf(site: NodeJS.CallSite): string {
  const path = site.getFileName() ?? "";
  const source = sources.get(path);
  if (source === undefined) return String(site);
  source.map ??= sourceMapOf(source.code);
  const [line, column] = [site.getLineNumber() ?? 1, site.getColumnNumber() ?? 1];
  const entry = source.map.findEntry(line - 1, column - 1);
  // What a bundler has added comes from no file.
  if (!("originalSource" in entry)) return "<bundle>";
  const place = `${entry.originalLine + 1}:${entry.originalColumn + 1}`;
  const file = resolve(dirname(path), entry.originalSource);
  return `${site.getFunctionName() ?? "<anonymous>"} (${file}:${place})`;
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
