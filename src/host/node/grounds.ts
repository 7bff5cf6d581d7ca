/**
 * The grounds of a bundle: all that makes it what it is. Besides the contents of its files that is where
 * each import leads, which a link, a configuration or a file that is nearer may change while every file that
 * was read stays as it is.
 */
import { existsSync, realpathSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import type { Plugin } from "esbuild";
import { configChain } from "./configChain.ts";

/** The files that esbuild reads in a folder, and in those above it, to find what is imported. */
const CONFIGS = ["package.json", "tsconfig.json"];

/** The grounds of one bundle, noted while it is made. */
export class Grounds {
  /** The paths of the files that are loaded: esbuild's own list has `/` where a name has `\\`. */
  readonly loaded = new Set<string>();
  /** The paths that imports name, before links are followed. */
  private readonly named = new Set<string>();
  /** Whether each import names a file as it is called, next to the file that imports it. */
  private isPlain = true;

  /** @param file the protocol file, absolute */
  constructor(file: string) {
    this.named.add(file);
  }

  /** The plugin that notes the files that are loaded, and the imports that no plugin before it answers. */
  plugin(): Plugin {
    return {
      name: "grounds",
      setup: (build) => {
        build.onResolve({ filter: /./ }, ({ path, resolveDir }) => {
          if (path.startsWith("lightcone:")) return undefined;
          if (/^\.{0,2}[/\\]/.test(path)) this.named.add(resolve(resolveDir, path));
          else this.isPlain = false;
          return undefined;
        });
        build.onLoad({ filter: /./, namespace: "file" }, ({ path }) => {
          this.loaded.add(path);
          return undefined;
        });
      },
    };
  }

  /**
   * All paths that the bundle depends on, some of which may lead nowhere. Undefined where more than these
   * decides where an import leads, as with packages and with names without their ending.
   */
  get files(): string[] | undefined {
    if (!this.isPlain || ![...this.named].every((path) => this.isLoaded(path))) return undefined;
    const configs = new Set([...this.loaded].flatMap((path) => foldersAbove(path).flatMap(configsIn)));
    const chains = [...configs].filter(isConfig).map(configChain);
    if (chains.includes(undefined)) return undefined;
    return [
      ...new Set([...this.loaded, ...this.named, ...configs, ...chains.flatMap((chain) => chain ?? [])]),
    ];
  }

  private isLoaded(path: string): boolean {
    if (statSync(path, { throwIfNoEntry: false })?.isFile() !== true) return false;
    return this.loaded.has(path) || this.loaded.has(realpathSync(path));
  }
}

function configsIn(folder: string): string[] {
  return CONFIGS.map((name) => join(folder, name));
}

function isConfig(path: string): boolean {
  return path.endsWith("tsconfig.json") && existsSync(path);
}

function foldersAbove(path: string): string[] {
  const folders: string[] = [];
  for (let at = dirname(path); folders.at(-1) !== at; at = dirname(at)) folders.push(at);
  return folders;
}
