/** A folder in which the examples of a document happen, one after the other, as on a reader's machine. */
import { execFile } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../", import.meta.url));

const program = join(root, "dist/cli/main.js");

/** A line of progress, which only slow machines print. */
const PROGRESS = /^[\d,]+ (configurations|runs) {2}.*\n/gm;

interface Ended {
  readonly output: string;
  readonly exitCode: number;
}

/** A reader's folder. Whoever makes it removes it. */
export class Session {
  readonly folder = mkdtempSync(join(tmpdir(), "lightcone-docs-"));
  private readonly programs = new Set<string>();

  constructor() {
    for (const name of ["zoo", "docs", "tsconfig.base.json"])
      symlinkSync(join(root, name), join(this.folder, name));
    mkdirSync(join(this.folder, "node_modules/.bin"), { recursive: true });
    symlinkSync(root, join(this.folder, "node_modules/lightcone"));
    const command = join(this.folder, "node_modules/.bin/lightcone");
    writeFileSync(command, `#!/bin/sh\nexec "${process.execPath}" "${program}" "$@"\n`);
    chmodSync(command, 0o755);
    writeFileSync(join(this.folder, "package.json"), `{ "type": "module" }\n`);
  }

  /** The same block, with what its commands (the lines that begin with `$`) print now. */
  async transcript(text: string): Promise<string> {
    const commands = text.split("\n").filter((line) => line.startsWith("$ "));
    const parts: string[] = [];
    for (const line of commands) {
      const { output: all } = await this.run(line.slice(2));
      const output = all.replace(PROGRESS, "");
      parts.push(`${line}\n${output === "" || output.endsWith("\n") ? output : `${output}\n`}`);
    }
    return parts.join("");
  }

  /** The exit code of a command. */
  async exitCode(command: string): Promise<number> {
    return (await this.run(command)).exitCode;
  }

  /**
   * Writes a TypeScript block to the file that its first line names, and runs it.
   * @returns the same block, with what it prints now as comments at its end
   * @throws Error if it ends with an error.
   */
  async program(text: string): Promise<string> {
    const [, name] = /^\/\/ ([\w-]+)\.ts$/m.exec(text.split("\n")[0] ?? "") ?? [];
    if (name === undefined) throw new Error(`The first line of a TypeScript block names its file:\n${text}`);
    const code = text.replace(/(^\/\/ .*\n?)+(?![\s\S])/m, "");
    writeFileSync(join(this.folder, `${name}.ts`), code);
    this.programs.add(`${name}.ts`);
    await this.must(
      `"${join(root, "node_modules/.bin/esbuild")}" ${BUNDLER} ${name}.ts --outfile=${name}.out.js`,
    );
    const printed = await this.must(`"${process.execPath}" ${name}.out.js`);
    return code + printed.replace(/^(?=.)/gm, "// ");
  }

  /** Checks the types of all programs together, as they are now. @throws Error if any are wrong. */
  async checkTypes(): Promise<void> {
    if (this.programs.size === 0) return;
    const files = [...this.programs].join(" ");
    await this.must(`"${join(root, "node_modules/.bin/tsc")}" ${COMPILER} ${files}`);
  }

  private async must(command: string): Promise<string> {
    const { output, exitCode } = await this.run(command);
    if (exitCode !== 0) throw new Error(`${command}\n${output}`);
    return output;
  }

  private run(command: string): Promise<Ended> {
    const path = `${join(this.folder, "node_modules/.bin")}:${process.env["PATH"] ?? ""}`;
    const env = { ...process.env, PATH: path, NO_COLOR: "1", FORCE_COLOR: undefined };
    return new Promise((done) => {
      execFile("sh", ["-c", `${command} 2>&1`], { cwd: this.folder, env }, (error, output) => {
        done({ output, exitCode: typeof error?.code === "number" ? error.code : error === null ? 0 : 1 });
      });
    });
  }
}

const COMPILER =
  "--noEmit --strict --exactOptionalPropertyTypes --noUncheckedIndexedAccess --allowImportingTsExtensions " +
  "--target es2023 --lib es2023,dom --types '' --module esnext --moduleResolution bundler --ignoreConfig";

const BUNDLER = "--bundle --format=esm --platform=node --external:lightcone --log-level=error";
