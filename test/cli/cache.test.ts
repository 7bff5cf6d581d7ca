/** The cache, end to end: what is damaged is made again, and where nothing can be kept, it is said. */
import {
  copyFileSync,
  lutimesSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { inTurn, share } from "../effort.ts";
import { fixtures, lightcone, type Outcome } from "./lightcone.ts";

const CHECK = ["check", "relay.ts", "--property", "inTurn"];

/** A folder with a protocol of which `inTurn` is violated, and its cache. */
class Project {
  readonly folder = mkdtempSync(join(tmpdir(), "lightcone-test-"));
  readonly cache = join(this.folder, "node_modules", ".cache", "lightcone");

  constructor() {
    copyFileSync(join(fixtures, "relay.ts"), join(this.folder, "relay.ts"));
    mkdirSync(join(this.folder, "node_modules"));
    // What was saved a moment ago is not kept.
    utimesSync(join(this.folder, "relay.ts"), 1_000_000_000, 1_000_000_000);
  }

  /** What the cache holds, by its kind. */
  get entries(): string[] {
    return readdirSync(this.cache).map((name) => name.replace(/^relay\.ts-[0-9a-f]+/, ""));
  }

  pathOf(kind: string): string {
    return join(this.cache, readdirSync(this.cache).find((name) => name.endsWith(kind)) ?? "");
  }

  async check(): Promise<Outcome> {
    return lightcone(CHECK, { cwd: this.folder });
  }
}

async function inProject(body: (project: Project) => Promise<void>): Promise<void> {
  const project = new Project();
  try {
    await body(project);
  } finally {
    rmSync(project.folder, { recursive: true });
  }
}

const VERDICT = "inTurn  violated";

/** The ways in which an entry is damaged. */
const DAMAGES: readonly (readonly [string, (path: string, text: string) => void])[] = [
  ["cut off", (path, text) => truncateSync(path, text.length >> 1)],
  ["emptied", (path) => truncateSync(path, 0)],
  ["changed", (path, text) => writeFileSync(path, text.replace("state.answered", "0 * state.answered"))],
  ["changed at the end", (path, text) => writeFileSync(path, `${text} `)],
  ["replaced by what is no entry", (path) => writeFileSync(path, "null\n")],
];

/** Files by name; of a link, the file that it leads to, behind an arrow. */
type Files = Readonly<Record<string, string>>;

/** A module with a limit. */
const limit = (n: number): string => `export const LIMIT = ${n};\n`;

/** A protocol that goes beyond a limit, if that is small, which another module has. */
const limited = (module: string): string => `
import { protocol, role } from "lightcone";
import { LIMIT } from "${module}";
export default protocol()({
  name: "limited",
  roles: { process: role({ initially: () => ({ n: 5 }) }) },
  properties: { small: { invariant: ({ process: [{ state }] }) => state.n < LIMIT } },
});
`;

const mapped = (file: string): Files => ({
  "tsconfig.json": JSON.stringify({ compilerOptions: { allowJs: true, paths: { "#limit": [file] } } }),
});

const packed = (file: string): Files => ({
  "package.json": JSON.stringify({ type: "module", imports: { "#limit": file } }),
});

/** The ways in which an import comes to lead elsewhere, though all files that it led to stay as they are. */
const LEADS: readonly (readonly [string, { imports: string; before: Files; after: Files }])[] = [
  [
    "a link leads elsewhere",
    { imports: "./a.js", before: { "a.js": "-> nine.js" }, after: { "a.js": "-> one.js" } },
  ],
  [
    "a file takes the place of a link",
    { imports: "./a.js", before: { "a.js": "-> nine.js" }, after: { "a.js": limit(1) } },
  ],
  ["a file of another ending comes first", { imports: "./nine", before: {}, after: { "nine.ts": limit(1) } }],
  [
    "paths are mapped otherwise",
    { imports: "#limit", before: mapped("./nine.js"), after: mapped("./one.js") },
  ],
  [
    "a package maps names otherwise",
    { imports: "#limit", before: packed("./nine.js"), after: packed("./one.js") },
  ],
];

const some = inTurn(6);

describe.concurrent("the cache", () => {
  some("holds one bundle and one answer on types, and no drafts", () =>
    inProject(async (project) => {
      await project.check();
      expect(project.entries.sort()).toEqual([".bundle", ".types"]);
    }),
  );

  test.each(share(DAMAGES, 5, 4))("makes a bundle again that was %s", (_, damage) =>
    inProject(async (project) => {
      await project.check();
      const path = project.pathOf(".bundle");
      const text = readFileSync(path, "utf8");
      damage(path, text);
      expect(readFileSync(path, "utf8")).not.toBe(text);
      const { stdout, stderr, exitCode } = await project.check();
      expect(stdout).toContain(VERDICT);
      expect({ stderr, exitCode }).toEqual({ stderr: "", exitCode: 1 });
      expect(readFileSync(path, "utf8")).toBe(text);
    }),
  );

  some("does not remember what was said of types otherwise than it was", () =>
    inProject(async (project) => {
      const file = join(project.folder, "relay.ts");
      writeFileSync(file, `${readFileSync(file, "utf8")}const n: number = "";\n`);
      utimesSync(file, 1_000_000_000, 1_000_000_000);
      expect((await project.check()).stderr).toContain("error (type-error)");
      const path = project.pathOf(".types");
      writeFileSync(path, readFileSync(path, "utf8").replace(/"value":\{.*/, '"value":{"kind":"good"}}'));
      expect((await project.check()).stderr).toContain("error (type-error)");
    }),
  );

  test.each(share(LEADS, 5, 1))("makes a bundle again when %s", (_, { imports, before, after }) =>
    inProject(async (project) => {
      const put = (files: Files): void => {
        for (const [name, text] of Object.entries(files)) {
          const path = join(project.folder, name);
          rmSync(path, { force: true });
          if (text.startsWith("-> ")) symlinkSync(text.slice(3), path);
          else writeFileSync(path, text);
          lutimesSync(path, 1_000_000_000, 1_000_000_000);
        }
      };
      put({ "relay.js": limited(imports), "one.js": limit(1), "nine.js": limit(9), ...before });
      const check = async () => lightcone(["check", "relay.js"], { cwd: project.folder });
      for (const _again of [1, 2]) expect((await check()).stdout).toContain("✓ small  holds");
      put(after);
      expect((await check()).stdout).toContain("✗ small  violated");
    }),
  );

  some("lets go of what is old", () =>
    inProject(async (project) => {
      mkdirSync(join(project.cache, "draft-of-somebody"), { recursive: true });
      const ages = { "gone.ts-0.bundle": 8 * 24, "kept.ts-0.bundle": 1, "late.draft": 1, "new.draft": 0 };
      for (const [name, hours] of [...Object.entries(ages), ["draft-of-somebody", 1] as const]) {
        const path = join(project.cache, name);
        if (name in ages) writeFileSync(path, "");
        const time = Date.now() / 1_000 - hours * 3_600;
        utimesSync(path, time, time);
      }
      await project.check();
      expect(project.entries.sort()).toEqual([".bundle", ".types", "kept.ts-0.bundle", "new.draft"]);
    }),
  );

  some("is done without where no folder can be made, which is said", () =>
    inProject(async ({ folder }) => {
      const file = join(folder, "relay.ts");
      writeFileSync(join(folder, "node_modules", ".cache"), "");
      const setting = { cwd: folder, env: { TMPDIR: file } };
      const { stdout, stderr, exitCode } = await lightcone(CHECK, setting);
      expect(stdout).toContain(VERDICT);
      expect(stdout).toContain("because nothing can be kept for it: ENOTDIR");
      expect(stdout).toContain("types of relay.ts were not checked: no folder can be written");
      expect({ stderr, exitCode }).toEqual({ stderr: "", exitCode: 1 });
      const { stdout: json } = await lightcone([...CHECK, "--json"], setting);
      expect(JSON.parse(json)).toMatchObject({
        verdict: "violated",
        warned: [{ kind: "nothing kept" }, { kind: "types unchecked" }, { kind: "uncalled" }],
      });
    }),
  );

  test.skipIf(process.platform === "win32")("is done without where there is no room, which is said", () =>
    inProject(async (project) => {
      // Files cannot get longer than nothing.
      const setting = { cwd: project.folder, before: "trap '' XFSZ; ulimit -f 0" };
      const { stdout, stderr, exitCode } = await lightcone([...CHECK, "--no-typecheck"], setting);
      expect(stdout).toContain(VERDICT);
      expect(stdout).toMatch(/because nothing can be kept for it: \S+lightcone: EFBIG/);
      expect({ stderr, exitCode }).toEqual({ stderr: "", exitCode: 1 });
      expect(project.entries).toEqual([]);
    }),
  );

  some("is where the help says", async () => {
    const { stdout } = await lightcone(["--help"], { env: { TMPDIR: "/somewhere" } });
    expect(stdout).toMatch(/in node_modules\/\.cache\/lightcone, or, .*\n.*in \/somewhere\/lightcone-\w+\./);
  });
});
