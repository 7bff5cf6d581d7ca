/** What author code finds around it: what is refused, by name, what remains, what may be imported. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { lightcone, type Outcome } from "./lightcone.ts";

/** By what a handler reaches for: how it is called. */
const REFUSED = {
  "a clock by its constructor": "new Date()",
  "a clock by a subclass": "new Date()",
  "a clock by reflection": "new Date()",
  "a clock as a function": "Date()",
  "a clock that was put aside": "Date.now()",
  "a clock of the host": "performance.now()",
  "the time of the start": "performance.timeOrigin",
  "a clock of the process": "process.hrtime.bigint()",
  "a clock of texts": "new Intl.DateTimeFormat()",
  "chance that was put aside": "Math.random()",
  "chance of the host": "crypto.getRandomValues()",
  "an identifier": "crypto.randomUUID()",
  "the environment": "process.env",
  "the environment by the globals": "process.env",
  "the memory": "process.memoryUsage()",
  "memory that is not empty": "Buffer.allocUnsafe()",
  "memory that goes away": "new WeakRef()",
  "a timer": "setTimeout()",
  "a microtask": "queueMicrotask()",
  "a promise": "a promise",
  "an async function": "a promise",
  "an async generator": "a promise",
  "the network": "fetch()",
  "code from text": "new Function()",
  "code from text in place": "eval()",
  "code by a state": "new Function()",
  "code by a context": "new Function()",
  "code by a generator": "new GeneratorFunction()",
  "a module by name": "require()",
  "a module that is not harmless": "promisify of node:util",
  "the place of the file": "__filename",
  "the globals": "the shared globalThis.kept",
};

/** By what else a handler does: what comes of it. */
const OTHERS = {
  "a folder": "gave undefined",
  "a prototype": "Cannot add property kept, object is not extensible",
  "a text that is too long": "a text of 268435456 characters is too long to be split",
  "an array that is too long": "an array of 1000000000 elements is too long to be filled",
  "a constructor": "Cannot define property kept, object is not extensible",
  "a namespace": "Cannot add property kept, object is not extensible",
  "a function of Lightcone": "Cannot add property kept, object is not extensible",
  "a function of a message": "Cannot add property kept, object is not extensible",
  "the neighbours": "Cannot add property kept, object is not extensible",
  "the way stacks are written":
    "Cannot assign to read only property 'prepareStackTrace' of function " +
    "'function Error() { [native code] }'",
  "a date": "gave 1970-01-01T00:00:00.000Z",
  "a local date": "gave 2020-01-01T00:00:00.000Z 0",
  "a number as text": "gave 1,234.5",
  "a date as text": "gave 1/1/1970, 12:00:00 AM",
  "a date and its time zone": "gave Thu Jan 01 1970 00:00:00 GMT+0000 (Coordinated Universal Time)",
  "an order of words": "gave abC",
  "a stack": "gave Error: no place",
  "an error of its own": "gave New: new",
  matches: "gave undefined",
  this: "gave undefined",
  "a Map": "gave true",
  "a clone": "gave 1",
  "a text of a value": "gave { a: Set(1) { 1 } }",
  "a path": "gave b",
  "an assertion": "gave undefined",
  "a type of the host": "gave undefined",
  "the kind of build": "gave production",
  "a global that was set at the start": "gave 1",
};

it("refuses what is not of the language, by name, and leaves what is the same everywhere", async () => {
  const { stdout, stderr, exitCode } = await lightcone(
    ["check", "reaches-out.ts", "--no-typecheck", "--full"],
    { env: { TZ: "Asia/Tokyo", LC_ALL: "de_DE.UTF-8" } },
  );
  const refused = Object.entries(REFUSED).map(([reach, used]) => {
    return [reach, `${used} was used inside a handler or a property`] as const;
  });
  const told = stderr.trimEnd().split("\n").slice(0, -1);
  expect(told.length).toBeGreaterThan(1);
  for (const line of told) expect(JSON.parse(line)).toEqual({ ...Object.fromEntries(refused), ...OTHERS });
  expect(stdout).toContain("2 configurations (1 initial, 1 quiescent), 1 transition, depth 1");
  expect(exitCode).toBe(0);
});

const HEAD = 'import { protocol, role } from "lightcone";\n';

/** A protocol whose only property is about the state of its only process. */
function about(state: string, holds: string): string {
  return `export default protocol<{ type: "ping" }>()({
    name: "about",
    roles: { process: role({ initially: () => (${state}) }) },
    properties: { right: { invariant: ({ process: [one] }) => ${holds} } },
  });`;
}

describe.concurrent("imports", () => {
  let folder = "";
  beforeAll(() => void (folder = mkdtempSync(join(tmpdir(), "lightcone-world-"))));
  afterAll(() => rmSync(folder, { recursive: true }));

  /** Checks the file `name.ts` among these. */
  async function checked(name: string, files: Readonly<Record<string, string>>): Promise<Outcome> {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    return lightcone(["check", `${name}.ts`, "--no-typecheck"], { cwd: folder });
  }

  it("lets types of the host be imported, and what nobody uses of it", async () => {
    const imports = 'import type { Stats } from "node:fs";\nimport { Dirent } from "node:fs";\n';
    const code = "type Both = Stats | Dirent;\nconst none: Both | undefined = undefined;\n";
    const { exitCode } = await checked("types", {
      "types.ts": `${HEAD}${imports}${code}${about("{ n: none ?? 1 }", "one.state.n === 1")}`,
    });
    expect(exitCode).toBe(0);
  });

  it("lets packages be imported, with what they import that is harmless", async () => {
    const { stdout, exitCode } = await checked("packaged", {
      "packaged.ts": `${HEAD}import { twice } from "tidy";\n${about("{ n: twice(2) }", "one.state.n === 4")}`,
      "node_modules/tidy/package.json": '{ "name": "tidy", "main": "index.js" }',
      "node_modules/tidy/index.js":
        'const assert = require("assert");\n' +
        "exports.twice = (n) => (assert(n > 0), assert.strictEqual(n, n), 2 * n);",
    });
    expect(stdout).toContain("✓ right  holds");
    expect(exitCode).toBe(0);
  });

  it("refuses what packages import that is not", async () => {
    const { stderr, exitCode } = await checked("lucky", {
      "lucky.ts": `${HEAD}import { roll } from "lucky";\n${about("{ n: roll() }", "one.state.n < 7")}`,
      "node_modules/lucky/package.json": '{ "name": "lucky", "main": "index.js" }',
      "node_modules/lucky/index.js":
        'const { randomInt } = require("crypto");\nexports.roll = () => randomInt(6);',
    });
    expect(stderr).toContain("error (ambient-state): lucky.ts imports node:crypto, which reaches outside");
    expect(stderr).toContain(
      "  node_modules/lucky/index.js:1:31: node:crypto is not there for author code\n",
    );
    expect(exitCode).toBe(2);
  });

  it("refuses modules of the host that are found at run time", async () => {
    const { stderr } = await checked("later", {
      "later.ts": `${HEAD}const name = ["o", "s"].join("");\n${about("{ n: require(name) }", "true")}`,
    });
    expect(stderr).toContain("error (ambient-state): Process p1 used require().");
  });

  it("lets files import each other if nothing is needed too early", async () => {
    const { stdout } = await checked("mutual", {
      "mutual.ts": `${HEAD}import { isOdd } from "./odd.ts";
        export const isEven = (n: number): boolean => n === 0 || isOdd(n - 1);
        ${about("{ n: isEven(4) }", "one.state.n")}`,
      "odd.ts":
        'import mutual, { isEven } from "./mutual.ts";\n' +
        "export function isOdd(n: number) { return n !== 0 && mutual.name !== '' && isEven(n - 1); }",
    });
    expect(stdout).toContain("✓ right  holds");
  });

  it.each([
    ["a class", "export class Needed {}", "new Needed().constructor.name", "Needed"],
    ["a variable", "export let needed = 1;", "needed", "needed"],
    ["what is exported by default", "", "mutual", "mutual_default"],
  ])("refuses %s that is needed too early by a file in a circle", async (kind, made, used, missing) => {
    const name = `early-${kind.replaceAll(" ", "-")}`;
    const imported = missing === "mutual_default" ? "mutual" : `{ ${missing} }`;
    const { stderr, exitCode } = await checked(name, {
      "package.json": '{ "type": "module" }',
      [`${name}.ts`]: `${HEAD}import { early } from "./${name}-other.ts";
        ${made}
        ${about("{ early }", "true")}`,
      [`${name}-other.ts`]: `import ${imported} from "./${name}.ts";\nexport const early = String(${used});`,
    });
    expect(stderr).toContain(`error (import-cycle): ${name}.ts is made of files that import each other`);
    expect(stderr).toMatch(/ReferenceError: Cannot access '\w+' before initialization/);
    expect(stderr).toContain(`  ${name}.ts imports ${name}-other.ts imports ${name}.ts.\n`);
    expect(exitCode).toBe(2);
  });
});
