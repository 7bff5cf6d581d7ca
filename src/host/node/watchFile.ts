/** Noticing that a protocol file, or something it imports, was saved. */
import { context, type Plugin } from "esbuild";
import { buildOptions, protocolFile } from "./bundle.ts";

/**
 * Calls `changed` now and after every change of the file or of what it imports, mistakes included, until
 * the returned function is called.
 */
export async function watchImports(path: string, changed: () => void): Promise<() => Promise<void>> {
  const file = protocolFile(path);
  const tell: Plugin = { name: "tell", setup: (build) => build.onEnd(changed) };
  const options = buildOptions(file);
  const watching = await context({ ...options, plugins: [...(options.plugins ?? []), tell] });
  await watching.watch();
  return () => watching.dispose();
}
