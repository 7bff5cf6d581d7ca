import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import lightcone from "./src/host/vite.ts";

const root = new URL("./", import.meta.url);
const source = (path: string): string => fileURLToPath(new URL(`src/${path}`, root));

/** The test files that draw examples, or leave something out: all that is of use in a thorough run. */
function varied(): string[] {
  const tests = ["src", "test"].flatMap((folder) =>
    readdirSync(new URL(folder, root), { recursive: true, encoding: "utf8" })
      .filter((path) => path.endsWith(".test.ts"))
      .map((path) => `${folder}/${path}`),
  );
  return tests.filter((path) =>
    /from "(fast-check|.*\/effort\.ts)"/.test(readFileSync(new URL(path, root), "utf8")),
  );
}

/** The test files of a mode. */
function included(mode: string): string[] {
  if (mode === "browser") return ["test/browser/**/*.test.ts"];
  return mode === "thorough" ? varied() : ["src/**/*.test.ts", "test/**/*.test.ts", "bench/**/*.test.ts"];
}

/** The seed of all that is drawn (see test/effort.ts); `random` is a number that nobody knows before. */
function fuzzSeed(): string {
  const { FUZZ_SEED = "1" } = process.env;
  const seed = FUZZ_SEED === "random" ? String(Math.floor(Math.random() * 1_000_000)) : FUZZ_SEED;
  if (seed !== "1") console.log(`FUZZ_SEED=${seed}`);
  return seed;
}

export default defineConfig(({ mode }) => ({
  plugins: [lightcone()],
  resolve: {
    alias: [
      { find: /^lightcone$/, replacement: source("index.ts") },
      { find: /^lightcone\/(\w+)$/, replacement: source("$1/index.ts") },
    ],
  },
  test: {
    env: { EFFORT: mode, FUZZ_SEED: fuzzSeed() },
    setupFiles: ["./test/setup.ts"],
    include: included(mode),
    exclude: mode === "browser" ? [] : ["test/browser/**", "**/node_modules/**"],
    // All cores: by default one would be left idle, which of two is half the time.
    maxWorkers: "100%",
    // The modules are loaded once for all files: they keep nothing that one test could leave to another.
    isolate: false,
    // For what never ends. A machine that is ten times as slow passes.
    testTimeout: mode === "thorough" ? 3_600_000 : 600_000,
    // What a browser is waited for.
    expect: { poll: { timeout: 120_000 } },
  },
}));
