import { join } from "node:path";
import { isInstalled, runOrThrow } from "./child.ts";
import { type Contender, readResult } from "./contender.ts";

/** Stateright: the models in `peers/stateright`, one thread, breadth first, 64-bit fingerprints. */
export function stateright(root: string): Contender {
  const directory = join(root, "bench/peers/stateright");
  let built: Promise<string> | null = null;
  return {
    name: "stateright",
    counts: "changes",
    timed: true,
    knows: (system) => system.stateright !== false,
    missing: async () =>
      (await isInstalled("cargo", ["--version"]))
        ? null
        : "cargo is not installed: install Rust, https://rustup.rs or your distribution's cargo",
    prepare: async (system, { processes }) => {
      built ??= runOrThrow("cargo", ["build", "--release", "--locked", "--quiet"], directory);
      await built;
      return {
        program: join(directory, "target/release/lightcone-bench-stateright"),
        arguments: [system.name, ...Object.values(processes).map(String)],
        directory,
        read: readResult,
      };
    },
  };
}
