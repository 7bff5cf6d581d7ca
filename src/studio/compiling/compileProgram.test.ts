import { existsSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import * as lightcone from "../../index.ts";
import * as model from "../../model/index.ts";
import { check, system, type Protocol } from "../../index.ts";
import { REACHED } from "./reached.ts";
import { compileProgram } from "./compileProgram.ts";
import { importedFile, type Program, type SourceFiles } from "./program.ts";

const zoo = new URL("../../../zoo/", import.meta.url);

/** The sources of a page of the zoo: its own, and what it imports. */
function sourcesOf(path: string, files: Record<string, string> = {}): SourceFiles {
  files[path] = readFileSync(new URL(path, zoo), "utf8");
  for (const [, specifier = ""] of files[path].matchAll(/from "(\.[^"]+)"/g)) {
    const imported = new URL(specifier, new URL(path, zoo)).href.slice(zoo.href.length);
    if (!(imported in files) && existsSync(new URL(imported, zoo))) sourcesOf(imported, files);
  }
  return files;
}

/** Runs a program, without the world that an engine puts around it; it tells which branches it comes to. */
function loaded({ entry, files }: Program, reach: (branch: number) => void = () => undefined): Protocol {
  const given: Record<string, object> = {
    lightcone,
    "lightcone/model": model,
    "lightcone:sites": { sites: new Map(), outside: new Map() },
  };
  const load = (path: string): object => {
    if (given[path] !== undefined) return given[path];
    const module = { exports: {} };
    given[path] = module.exports;
    const code = files.find((file) => file.path === path)?.code ?? "";
    // oxlint-disable-next-line no-new-func -- what an engine does, with code of the zoo
    new Function("require", "exports", "module", REACHED, code)(load, module.exports, module, reach);
    return module.exports;
  };
  return (load(entry) as { default: Protocol }).default;
}

const LOCK = `
import { type Context, protocol, role } from "lightcone";
const client = role({
  processes: 2,
  initially: tell,
});
export default protocol<{ type: "acquire" }>()({
  name: "lock",
  roles: {
    server: role({
      initially: () => ({ queue: [] as string[] }),
      upon: {
        acquire(state, _message, { from }) {
          if (state.queue.includes(from)) return;
          state.queue.push(from);
          if (state.queue.length === 1) state.queue.push("a");
          else if (state.queue.length > 5) {
            state.queue = [];
          }
        },
      },
    }),
    client,
  },
  properties: { never: { invariant: () => { if (false) return false; return true; } } },
});
function tell({ send }: Context<{ type: "acquire" }>): object {
  send("server", { type: "acquire" });
  return {};
}
`;

describe("a program", () => {
  test.each([
    "coordination/two-generals.ts",
    "consensus/paxos-broken-quorum.ts",
    "mutual-exclusion/peterson.ts",
    "mutual-exclusion/bakery-open-door.ts",
    "consensus/test-and-set-consensus.ts",
  ])("does what it does on the command line: %s", async (path) => {
    const compiled = compileProgram(sourcesOf(path));
    if (compiled.kind !== "program") throw new Error(compiled.mistake.what);
    const { default: protocol } = (await import(new URL(path, zoo).href)) as { default: Protocol };
    const [here, there] = [loaded(compiled.program), protocol].map((one) => check(system(one)));
    expect(here?.configurations).toBe(there?.configurations);
    expect(here?.transitions).toBe(there?.transitions);
    expect(here?.verdicts).toEqual(there?.verdicts);
  });

  test("tells which branches it comes to, and where its handlers are", () => {
    const compiled = compileProgram({ "lock.ts": LOCK });
    if (compiled.kind !== "program") throw new Error(compiled.mistake.what);
    const reached = new Set<number>();
    check(system(loaded(compiled.program, (branch) => reached.add(branch))));
    const [{ branches = [], handlers = [] } = {}] = compiled.program.files;
    const lines = LOCK.split("\n");
    expect(branches.filter((_, i) => !reached.has(i)).map(({ from }) => lines[from - 1]?.trim())).toEqual([
      "if (state.queue.includes(from)) return;",
      "state.queue = [];",
    ]);
    expect(handlers.map(({ role, upon, line }) => `${role}, ${upon}: ${lines[line - 1]?.trim()}`)).toEqual([
      "server, initially: initially: () => ({ queue: [] as string[] }),",
      "server, upon acquire: acquire(state, _message, { from }) {",
      "client, processes: processes: 2,",
      "client, initially: initially: tell,",
    ]);
  });

  /** The mistake in a file of one page. */
  const mistakeIn = (source: string): unknown => {
    const compiled = compileProgram({ "a.ts": source });
    return compiled.kind === "mistake" ? compiled.mistake : undefined;
  };

  test("that cannot be read has its mistake at the line and the column", () => {
    expect(mistakeIn("const a = 1;\nconst = 2;\n")).toEqual({
      path: "a.ts",
      line: 2,
      column: 7,
      what: "Unexpected token",
      advice: "The file cannot be read as TypeScript.",
    });
  });

  test("that declares a name twice has its mistake where it does so again", () => {
    expect(mistakeIn("const role = 1;\nconst role = 2;")).toMatchObject({
      line: 2,
      column: 7,
      what: "Identifier 'role' has already been declared.",
    });
    const [page = ""] = Object.values(sourcesOf("coordination/two-generals.ts"));
    expect(mistakeIn(`${page}import { role } from "lightcone";\n`)).toMatchObject({
      line: page.split("\n").length,
      column: 10,
      what: 'Duplicate declaration "role"',
    });
  });

  test("that would go on after a step is refused where it does", () => {
    expect(mistakeIn("\nexport const f = async () => 1;")).toMatchObject({ line: 2, column: 18 });
    expect(mistakeIn('export const f = () => import("./b.ts");')).toMatchObject({ line: 1 });
    expect(mistakeIn("export const a = await 1;")).toMatchObject({ line: 1, column: 18 });
  });

  test("that imports what is not there is told what there is", () => {
    expect(mistakeIn('import { readFileSync } from "node:fs";\nreadFileSync("x");')).toEqual({
      path: "a.ts",
      line: 1,
      column: 1,
      what: 'There is no "node:fs" here.',
      advice: "There are: lightcone, lightcone/model, lightcone/analysis.",
    });
  });

  test("has the files that it imports, and types import none", () => {
    const files = {
      "room/a.ts":
        'import { b } from "../other/b.js";\nimport type { C } from "./c.ts";\nexport default b as C;',
      "other/b.ts": "export const b = 1;",
    };
    const compiled = compileProgram(files);
    expect(compiled.kind === "program" ? compiled.program.files.map(({ path }) => path) : compiled).toEqual([
      "room/a.ts",
      "other/b.ts",
    ]);
    expect(importedFile(files, "room/a.ts", "../../../other/b")).toBe("other/b.ts");
  });
});
