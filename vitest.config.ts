import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import lightcone from "./src/host/vite.ts";

const source = (path: string): string => fileURLToPath(new URL(`./src/${path}`, import.meta.url));

export default defineConfig({
  plugins: [lightcone()],
  resolve: {
    alias: [
      { find: /^lightcone$/, replacement: source("index.ts") },
      { find: /^lightcone\/(\w+)$/, replacement: source("$1/index.ts") },
    ],
  },
  test: {
    setupFiles: ["./test/setup.ts"],
    include: ["src/**/*.test.ts", "test/**/*.test.ts", "bench/**/*.test.ts"],
    // All cores: by default one would be left idle, which of two is half the time.
    maxWorkers: "100%",
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
