/** Rough use: whatever somebody gives is read, or refused in words; Lightcone itself does not fail. */
import { spawnSync } from "node:child_process";
import { copyFileSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { isThorough, share } from "../effort.ts";
import { fixtures, lightcone, type Outcome } from "./lightcone.ts";

let folder = "";

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "lightcone-test-"));
  copyFileSync(join(fixtures, "relay.ts"), join(folder, "relay.ts"));
  symlinkSync("one.ts", join(folder, "two.ts"));
  symlinkSync("two.ts", join(folder, "one.ts"));
});

afterAll(() => rmSync(folder, { recursive: true }));

const run = (...parameters: string[]): Promise<Outcome> => lightcone(parameters, { cwd: folder });

const DEEP = "[".repeat(10_000);

const UNREADABLE: readonly (readonly [string, readonly string[]])[] = [
  ["an escape", ["check", "relay.ts", "--inputs", String.raw`client="\x"`]],
  ["a line break in quotes", ["check", "relay.ts", "--inputs", 'client="a\nb"']],
  ["brackets", ["check", "relay.ts", "--inputs", `client=${DEEP}`]],
  ["matching brackets", ["check", "relay.ts", "--inputs", `client=${DEEP}${"]".repeat(10_000)}`]],
  ["a prototype", ["check", "relay.ts", "--inputs", "client={__proto__: 1}"]],
  ["a graph of brackets", ["check", "relay.ts", "--topology", DEEP]],
  ["a link loop", ["check", "one.ts"]],
  ["a link loop for a schedule", ["replay", "relay.ts", "one.ts"]],
  ["a file in a file", ["check", "relay.ts/x.ts"]],
  ["too long a name", ["check", `${"a".repeat(320)}.ts`]],
  ["no schedule at all", ["replay", "relay.ts", "-"]],
];

describe("what cannot be read is a mistake", () => {
  test.each(share(UNREADABLE, 3, 0))("%s", async (_name, parameters) => {
    const { stderr, exitCode } = await run(...parameters);
    expect(stderr).toMatch(/^error(?! \(lightcone)/);
    expect(stderr.length).toBeLessThan(1_500);
    expect(exitCode).toBe(2);
  });
});

const NAMES = [
  "a*b.ts",
  "*.ts",
  "a[b].ts",
  "a\\b.ts",
  "a b?#%41'\".ts",
  `${"a".repeat(220)}.ts`,
  `${"日".repeat(80)}.ts`,
];

test.each(share(NAMES, 5, 0))("a file may be called %s", async (name) => {
  copyFileSync(join(fixtures, "relay.ts"), join(folder, name));
  const first = await run("check", `./${name}`, "--property", "bothAnswered");
  const again = await run("check", `./${name}`, "--property", "bothAnswered");
  for (const { stdout, stderr, exitCode } of [first, again]) {
    expect(stderr).toBe("");
    expect(stdout).toContain("✓ bothAnswered  holds");
    expect(exitCode).toBe(0);
  }
});

const THROWN = {
  "a proxy":
    "new Proxy({}, { get() { throw bad; }, getPrototypeOf() { throw bad; }, ownKeys() { throw bad; } })",
  "a revoked proxy": "(() => { const made = Proxy.revocable({}, {}); made.revoke(); return made.proxy; })()",
  "a symbol": 'Symbol("s")',
  "an object without a prototype": "Object.create(null)",
  "an error whose message throws": 'Object.defineProperty(new Error(), "message", { get() { throw bad; } })',
  "an error whose message is none": "Object.assign(new Error(), { message: { toString() { throw 1; } } })",
};

/** By where code of the author's has it: what it does there. */
const PLACES: Readonly<Record<string, (code: string) => string>> = {
  "thrown by a handler": (code) => code.replace("/* handler */", "throw bad;"),
  "thrown by a property": (code) => code.replace("/* property */", "throw bad;"),
  "the answer of a property": (code) => code.replace("/* property */", "return bad;"),
  "thrown by inputs": (code) => code.replace("/* inputs */", "inputs: () => { throw bad; },"),
  "thrown at load": (code) => `${code}\nthrow bad;`,
};

const thrown = Object.entries(THROWN).map(([what, made], turn) => [what, made, turn] as const);

describe.each(thrown)("%s", (what, made, turn) => {
  test.each(share(Object.entries(PLACES), 5, turn))("is told: %s", async (place, changed) => {
    const name = `${what} ${place}.ts`;
    const code = `import { protocol, role } from "lightcone";
      const bad: any = ${made};
      export default protocol<{ type: "ping" }>()({
        name: "bad",
        roles: { process: role({ processes: 2, /* inputs */
          initially: ({ broadcast }) => { broadcast({ type: "ping" }); return { n: 0 }; },
          upon: { ping(state) { state.n++; /* handler */ } } }) },
        properties: { small: { invariant: ({ process }) => { /* property */ return process.length < 9; } } },
      });`;
    writeFileSync(join(folder, name), changed(code));
    const { stderr, exitCode } = await run("check", name, "--no-typecheck");
    expect(stderr).toMatch(/^error \((handler-threw|bad-property|bad-protocol|threw-at-load)\)/);
    expect(exitCode).toBe(2);
  });
});

test.each([
  ["deeper than any value may be", "let d: any = 1; for (let i = 0; i < 100_000; i++) d = { d };"],
  ["a proxy", "const d: any = new Proxy({}, { ownKeys() { throw d; }, getPrototypeOf() { throw d; } });"],
])("a state is not plain: %s", async (what, code) => {
  const name = `state ${what}.ts`;
  writeFileSync(
    join(folder, name),
    `import { protocol, role } from "lightcone";
     export default protocol<never>()({
       name: "deep",
       roles: { process: role({ initially: () => { ${code} return { d }; } }) },
       properties: { x: { invariant: () => true } },
     });`,
  );
  const { stderr, exitCode } = await run("check", name, "--no-typecheck");
  expect(stderr).toMatch(/^error \(value-not-plain\): Process p1 made a value that is not plain\./);
  expect(exitCode).toBe(2);
});

test("a protocol may refine itself", async () => {
  writeFileSync(
    join(folder, "itself.ts"),
    `import { protocol, role } from "lightcone";
     const itself: any = protocol<never>()({
       name: "itself",
       roles: { one: role({ initially: () => ({ n: 0 }) }) },
       properties: { same: { refines: {
         get protocol() { return itself; },
         map: ({ one: [{ state }] }: any) => ({ one: state }),
       } } },
     } as any);
     export default itself;`,
  );
  const { stdout, stderr, exitCode } = await run("check", "itself.ts", "--no-typecheck");
  expect(stderr).toBe("");
  expect(stdout).toContain("✓ same  holds");
  expect(exitCode).toBe(0);
});

// It takes as long as patience with such code lasts.
test.runIf(isThorough)(
  "code in the middle of a long operation of the language hears nothing, and is left behind",
  async () => {
    writeFileSync(
      join(folder, "searching.ts"),
      `import { protocol, role } from "lightcone";
     const [text, searched] = ["a".repeat(2e6), "a".repeat(1e6) + "b"];
     export default protocol<{ type: "find" }>()({
       name: "searching",
       roles: { process: role({ processes: 2,
         initially: ({ broadcast }) => { broadcast({ type: "find" }); return { at: 0 }; },
         upon: { find(state) { state.at = text.lastIndexOf(searched); } } }) },
       properties: { x: { invariant: () => true } },
     });`,
    );
    const words = ["check", "searching.ts", "--no-typecheck", "--handler-timeout", "1s"];
    const { stderr, exitCode } = await run(...words);
    expect(stderr).toMatch(/^error \(never-returns\): Process p. has not returned from its step after 1 s\./);
    expect(stderr.includes("this is a kill in place of exit code 2")).toBe(!("execve" in process));
    expect(exitCode).toBe("execve" in process ? 2 : null);
  },
);

test("an old Node is told first, and which is needed", () => {
  const program = fileURLToPath(new URL("../../dist/cli/main.js", import.meta.url));
  const preload = join(folder, "old.cjs");
  for (const [version, isOld] of [
    ["18.20.8", true],
    ["20.18.3", true],
    ["20.19.0", false],
    ["24.0.0", false],
  ] as const) {
    writeFileSync(
      preload,
      `Object.defineProperty(process, "versions", { value: { ...process.versions, node: "${version}" } });`,
    );
    const { status, stderr } = spawnSync(process.execPath, ["--require", preload, program, "--help"]);
    const said = `error: Lightcone needs Node 20.19 or newer, and this is Node ${version}.\n`;
    expect(stderr.toString().startsWith(said)).toBe(isOld);
    expect(status).toBe(isOld ? 2 : 0);
  }
  const { engines } = JSON.parse(readFileSync("package.json", "utf8")) as { engines: { node: string } };
  expect(engines.node).toBe(">=20.19");
  // What says so imports nothing before.
  expect(readFileSync(program, "utf8")).not.toMatch(/^import/m);
});
