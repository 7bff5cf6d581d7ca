/** How the command ends where something goes wrong around it: output, signals, and mistakes of its own. */
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { spawnSync } from "node:child_process";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { inTurn, isThorough, share } from "../effort.ts";
import { fixtures, lightcone, start } from "./lightcone.ts";

const VIOLATED = ["check", "relay.ts", "--property", "inTurn", "--no-typecheck"];

/** The environment in which a line of code runs before the command. */
function after(code: string): Readonly<Record<string, string>> {
  return { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(code)}` };
}

/** Code that runs some other code soon after the command has begun to listen to an event of the process. */
function onceHeard(event: string, code: string): string {
  const then = `setTimeout(() => { ${code} }, 20)`;
  return `process.on("newListener", (name) => { if (name === "${event}") ${then}; });`;
}

/** Code that says when signals are listened to. */
const SAYS_UP = onceHeard("SIGHUP", 'process.stderr.write("up")');

const some = inTurn(6);

describe.skipIf(process.platform !== "linux").concurrent("output that cannot be written", () => {
  test.each([VIOLATED, [...VIOLATED, "--json"], ["--help"]])("is no verdict: %s %s", async (...words) => {
    const { stderr, exitCode } = await lightcone(words, { before: "exec >/dev/full" });
    expect(stderr).toMatch(/^error: The output cannot be written: ENOSPC.*\n\nMake room/);
    expect(exitCode).toBe(2);
  });

  some("does not matter where it is only told what is going on", async () => {
    const { stdout, exitCode } = await lightcone(VIOLATED, { before: "exec 2>/dev/full" });
    expect(stdout).toContain("inTurn  violated");
    expect(exitCode).toBe(1);
  });

  some("because nobody reads on ends quietly, with the verdict", async () => {
    const { outcome, stopReading } = start(VIOLATED);
    stopReading();
    expect(await outcome).toEqual({ stdout: "", stderr: "", exitCode: 1 });
  });
});

test("output into a pipe has no colours, whatever CI says, unless they are asked for", async () => {
  const colours = { NO_COLOR: undefined, FORCE_COLOR: undefined, CI: "1" };
  const [plain, forced] = await Promise.all(
    [colours, { ...colours, FORCE_COLOR: "1" }].map((env) => lightcone(VIOLATED, { env })),
  );
  expect(plain?.stdout).toContain("inTurn  violated");
  expect(plain?.stdout).not.toContain("\u001b");
  expect(forced?.stdout).toContain("\u001b[31mviolated\u001b[39m");
});

describe.concurrent("a mistake of Lightcone's own", () => {
  test.each([
    ["an error that nobody catches", "throw new Error('planted')"],
    ["a promise that nobody awaits", "void Promise.reject(new Error('planted'))"],
  ])("ends with 70: %s", async (_, code) => {
    const env = after(onceHeard("uncaughtException", code));
    const text = await lightcone(["check", "endless.ts", "--limit", "time=20s"], { env });
    expect(text.stderr).toMatch(/error \(lightcone\): Lightcone failed.*\n {2}Error: planted\n/);
    expect(text.exitCode).toBe(70);
    const json = await lightcone(["check", "endless.ts", "--limit", "time=20s", "--json"], { env });
    expect(JSON.parse(json.stdout)).toMatchObject({ error: { kind: "lightcone" } });
    expect(json.exitCode).toBe(70);
  });

  test("ends with 70, even if it does not get as far as to be loaded", () => {
    const folder = mkdtempSync(join(tmpdir(), "lightcone-test-"));
    const [dist, manifest] = ["dist", "package.json"].map((name) =>
      fileURLToPath(new URL(`../../${name}`, import.meta.url)),
    ) as [string, string];
    cpSync(dist, join(folder, "dist"), { recursive: true });
    cpSync(manifest, join(folder, "package.json"));
    const program = join(folder, "dist", "cli", "main.js");
    const { status, stderr } = spawnSync(process.execPath, [program, ...VIOLATED], { cwd: fixtures });
    expect(String(stderr)).toMatch(/^error \(lightcone\): Error \[ERR_MODULE_NOT_FOUND\]/);
    expect(status).toBe(70);
    rmSync(folder, { recursive: true });
  });
});

describe.concurrent("a limit on time", () => {
  some("bounds the compiler, too", async () => {
    const folder = mkdtempSync(join(tmpdir(), "lightcone-test-"));
    // Copied, so that the cache does not know it.
    cpSync(join(fixtures, "endless.ts"), join(folder, "endless.ts"));
    const words = ["check", "endless.ts", "--limit", "time=20ms", "--json"];
    const { stdout, exitCode } = await lightcone(words, { cwd: folder, env: { TMPDIR: folder } });
    const reason = "the limit on time was reached before the compiler had answered";
    expect(JSON.parse(stdout)).toMatchObject({
      cutoff: "time",
      warned: [{ kind: "types unchecked", file: "endless.ts", reason }],
    });
    expect(exitCode).toBe(3);
    rmSync(folder, { recursive: true });
  });

  test.runIf(isThorough)("bounds loading, too", async () => {
    const flags = ["--limit", "time=200ms", "--handler-timeout", "10m", "--no-typecheck"];
    const { stderr, exitCode } = await lightcone(["check", "never-loads.ts", ...flags]);
    expect(stderr).toContain("The file was not loaded before the limit on time was reached.");
    expect(exitCode).toBe(2);
  });
});

some("a limit leaves the verdict unknown, and says within how many steps nothing was wrong", async () => {
  const { stdout } = await lightcone(["check", "endless.ts", "--limit", "configurations=2000"]);
  const known = /no schedule with fewer than (\d+) steps violates it/.exec(stdout);
  expect(Number(known?.[1])).toBeGreaterThan(2);
});

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

describe.skipIf(process.platform === "win32").concurrent("a signal", () => {
  test.each(share(SIGNALS, 3, 1))("ends a check with what it has: %s", async (signal) => {
    const { says, interrupt, outcome } = start(["check", "endless.ts", "--json"]);
    await says(/has counted to three/);
    interrupt(signal);
    const { stdout, exitCode } = await outcome;
    expect(JSON.parse(stdout)).toMatchObject({ verdict: "unknown", cutoff: "interrupted" });
    expect(exitCode).toBe(3);
  });

  test.each(share(SIGNALS, 3, 2))("ends a simulation, too: %s", async (signal) => {
    const { says, interrupt, outcome } = start([
      "simulate",
      "endless.ts",
      "--json",
      "--runs",
      "1e9",
      "--limit",
      "events=99",
    ]);
    await says(/has counted to three/);
    interrupt(signal);
    const { stdout, exitCode } = await outcome;
    expect(JSON.parse(stdout)).toMatchObject({ lightcone: "simulate", cutoff: "interrupted" });
    expect(exitCode).toBe(0);
  });

  test.each([["check"], ["check", "--resilience"], ["simulate", "--runs", "1e9", "--limit", "events=99"]])(
    "that comes before the file is bundled, and ends the bundler and the compiler: %s %s",
    async (verb, ...flags) => {
      const folder = mkdtempSync(join(tmpdir(), "lightcone-test-"));
      const env = { ...after(SAYS_UP), TMPDIR: folder };
      // Copied, so that the cache does not know it.
      cpSync(join(fixtures, "endless.ts"), join(folder, "endless.ts"));
      const words = [verb, "endless.ts", "--json", ...flags];
      const { says, interrupt, outcome } = start(words, { cwd: folder, env, isForeground: true });
      await says(/up/);
      interrupt();
      const { stdout, exitCode } = await outcome;
      const { lightcone: kind, warned } = JSON.parse(stdout) as { lightcone: string; warned?: unknown };
      expect([kind, exitCode]).toEqual(
        verb === "simulate" ? ["simulate", 0] : [flags.length === 0 ? "check" : "resilience", 3],
      );
      if (warned !== undefined)
        expect(warned).toContainEqual(expect.objectContaining({ kind: "types unchecked" }));
      rmSync(folder, { recursive: true });
    },
  );

  test.each([["replay", "relay.ts", "schedules/good.schedule"], ["zoo"]])(
    "that leaves nothing to tell is answered by an error: %s",
    async (...words) => {
      const { says, interrupt, outcome } = start([...words, "--json"], { env: after(SAYS_UP) });
      await says(/up/);
      interrupt("SIGTERM");
      const { stdout, exitCode } = await outcome;
      expect(JSON.parse(stdout)).toHaveProperty("lightcone");
      expect([0, 2]).toContain(exitCode);
    },
  );
});
