/**
 * The house rules that a program can check, on every TypeScript file of the package. What they are for is
 * said in CONTRIBUTING.md. An exception is listed here with its reason; one that is no longer needed fails
 * too, so that the list gets shorter.
 */
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { allSources, root } from "./tidy/files.ts";
import { importCycle, isTest, nothingPrivate, rules } from "./tidy/rules.ts";
import { sourceOf } from "./tidy/source.ts";
import { treeRules } from "./tidy/tree.ts";

const files = allSources();

const LOOP = "called in the kernel's loops, where an object for each call costs time";
const STEP = "a step is four things: who takes it, from which state, upon what, and in which system";
const ERROR = "its name, the three parts of an error, and its cause";
const ONCE = "private to its file, which calls it once or twice";

const NETWORK = ["conflicts", "move", "network", "rounds", "starts", "ticks", "valueParts"];

/** By rule: what is wrong, and why it stays. */
const EXCEPTIONS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "files have at most 400 lines": {
    "src/simulator/run.ts: has 445 lines": "one run, whose parts change together at every event",
  },
  "imports make no circle, types counted": {
    [NETWORK.map((name) => `src/tables/${name}.ts`).join(", ")]:
      "a compiled system finds its moves when it is asked; each file finds those of one kind in it",
  },
  "no file name stands for two things": {
    "causality.ts: src/analysis/causality.ts, src/cli/verbs/causality.ts":
      "a verb's file is called as the verb is typed",
    "explain.ts: src/cli/verbs/explain.ts, src/simulator/explain.ts": "the same",
    "run.ts: src/cli/verbs/run.ts, src/simulator/run.ts": "a verb's file is called as the verb is typed",
    "studio.ts: src/cli/verbs/studio.ts, src/studio/page/studio.ts": "the same",
    "worst.ts: src/cli/verbs/worst.ts, src/simulator/adversary/worst.ts": "the same",
  },
  "functions have at most 3 parameters": {
    "src/explorer/kernel/rowLayout.ts: pack has 4 parameters": LOOP,
    "src/explorer/kernel/rowLayout.ts: unpack has 4 parameters": LOOP,
    "src/explorer/kernel/expansion.ts: convert has 4 parameters": LOOP,
    "src/explorer/kernel/visited.test.ts: add has 4 parameters": ONCE,
    "src/explorer/search.ts: judge has 4 parameters": ONCE,
    "src/model/error.ts: constructor has 5 parameters": ERROR,
    "src/model/step/reaction.ts: react has 4 parameters": STEP,
    "src/diagram/canvas.ts: write has 4 parameters": "row, column, text, ink: as everywhere in drawing",
    "bench/rounds.ts: time has 5 parameters": ONCE,
    "bench/system.ts: instance has 5 parameters": "a row of a table of instances",
  },
};

describe("every file is tidy:", () => {
  test.each(Object.entries(rules))("%s", (name, rule) => {
    const exceptions = Object.keys(EXCEPTIONS[name] ?? {});
    const findings = files.flatMap((file) => rule(file).map((finding) => `${file.path}: ${finding}`));
    expect(findings.filter((finding) => !exceptions.includes(finding))).toEqual([]);
    expect(exceptions.filter((exception) => !findings.includes(exception))).toEqual([]);
  });

  test("nothing belongs to one machine, in other files either", () => {
    const documents = ["bench", "docs", "."].flatMap((folder) =>
      readdirSync(new URL(folder, root)).map((name) => `${folder}/${name}`),
    );
    const others = documents.filter(
      (path) => /\.(md|jsonc?)$/.test(path) && !path.endsWith("package-lock.json"),
    );
    const findings = [...others, ".ci/run", ".ci/count.mjs"].flatMap((path) => {
      const text = readFileSync(new URL(path, root), "utf8");
      return nothingPrivate({ text }).map((finding) => `${path}: ${finding}`);
    });
    expect(findings).toEqual([]);
    const lock = readFileSync(new URL("package-lock.json", root), "utf8");
    expect(lock.match(/"resolved": "(?!https:\/\/registry\.npmjs\.org\/).*/g)).toBeNull();
  });

  test("imports make no cycle", () => {
    expect(importCycle(files.filter((file) => !isTest(file)))).toBeUndefined();
  });
});

describe("the tree is tidy:", () => {
  test.each(Object.entries(treeRules))("%s", (name, rule) => {
    expect(rule(files)).toEqual(Object.keys(EXCEPTIONS[name] ?? {}));
  });
});

/** For each rule: files that break it, with what is found, and files that come close and do not. */
const PLANTED: Readonly<
  Record<string, readonly (readonly [path: string, text: string, ...found: string[]])[]>
> = {
  "imports go up the layers only": [
    ["src/base/a.ts", `import { step } from "../model/transition.ts";`, "imports ../model/transition.ts"],
    ["src/explorer/a.ts", `export { draw } from "../diagram/index.ts";`, "imports ../diagram/index.ts"],
    ["src/model/a.ts", `import type { X } from "../explorer/check.ts";`, "imports ../explorer/check.ts"],
    ["src/model/a.ts", `import { readFileSync } from "node:fs";`, "imports the package node:fs"],
    ["src/model/a.ts", `const fs = await import("node:fs");`, "imports the package node:fs"],
    ["src/gadgets/a.ts", "", "belongs to no known layer: gadgets"],
    ["src/model/a.ts", `import { at } from "../base/assert.ts"; import "./b.ts"; // import "node:fs"`],
    ["src/host/node/a.ts", `import { readFileSync } from "node:fs"; import "../../index.ts";`],
  ],
  "the zoo imports public names only": [
    ["zoo/room/a.ts", `import { at } from "../../src/base/assert.ts";`, "imports ../../src/base/assert.ts"],
    ["zoo/room/a.ts", `import { protocol } from "lightcone"; import sibling from "../other/b.ts";`],
  ],
  "the core uses no ambient state": [
    ["src/model/a.ts", `export const now = () => Date.now();`, "uses Date"],
    ["src/model/a.ts", `const r = Math.random();`, "uses Math.random"],
    ["src/model/a.ts", `const r = Math["random"]();`, "uses Math.random"],
    ["src/model/a.ts", `const f = { g: performance };`, "uses performance"],
    ["src/model/a.ts", `function f(console) {} console.log(1);`, "uses console"],
    ["src/model/a.ts", `const here = import.meta.url;`, "uses import.meta"],
    ["src/model/a.ts", `const x = process as unknown;`, "uses process"],
    ["src/model/a.ts", `const fs = await import("./b.ts");`, "uses import()"],
    [
      "src/model/a.ts",
      `// Date.now()\nconst text = "Date.now()"; const field = a.Date; const b = { Date: 1 };`,
    ],
    ["src/model/a.ts", `for (const process of list) f(process.id); type T = Date; Math.floor(1.5);`],
    ["src/model/a.ts", `const f = ({ process, ...rest }, [window = 1] = []) => [process, window, rest];`],
    ["src/host/node/a.ts", `export const now = () => Date.now();`],
  ],
  "files have at most 400 lines": [
    ["src/model/a.ts", "\n".repeat(400) + "f();", "has 401 lines"],
    ["src/model/a.ts", "\n".repeat(399) + "f();\n"],
  ],
  "lines have at most 110 columns": [
    ["src/model/a.ts", `f();\n// ${"x".repeat(108)}`, "line 2 has 111 columns"],
    ["src/model/a.ts", `// ${"→".repeat(107)}`],
  ],
  "functions have at most 70 lines": [
    ["src/model/a.ts", `function f() {${"\n".repeat(70)}}`, "f has 71 lines"],
    ["src/model/a.ts", `const f = () => {${"\n".repeat(70)}};`, "f has 71 lines"],
    ["src/model/a.ts", `class A { m() {${"\n".repeat(70)}} }`, "m has 71 lines"],
    ["src/model/a.ts", `function f() {${"\n".repeat(69)}}`],
  ],
  "functions have at most 3 parameters": [
    ["src/model/a.ts", `function f(a, b, c, d) {}`, "f has 4 parameters"],
    ["src/model/a.ts", `class A { constructor(a, b, c, d) {} }`, "constructor has 4 parameters"],
    ["src/model/a.ts", `const f = { g: (a, b, c, d) => a };`, "g has 4 parameters"],
    ["src/model/a.ts", `function f(this: A, a, b, { c, d, e }) {}`],
  ],
  "file names say something": [
    ["src/model/utils.ts", "", "is called utils"],
    ["src/helpers/a.ts", "", "is called helpers"],
    ["src/model/commonKnowledge.ts", ""],
  ],
  "exports have doc comments": [
    ["src/model/a.ts", `export const a = 1;`, "a has no doc comment"],
    ["src/model/a.ts", `// Not a doc comment.\nexport function f() {}`, "f has no doc comment"],
    [
      "src/model/a.ts",
      `/** It is of no use. */\nexport interface A {}\nexport type B = A;`,
      "B has no doc comment",
    ],
    ["src/model/a.ts", `/** Says what it is. */\nexport class A {}\nexport { b } from "./b.ts";`],
  ],
  "doc comments begin with the noun": [
    ["src/model/a.ts", `f();\n/** What a process holds. */\nlet x;`, "line 2 begins with What"],
    ["src/model/a.ts", `/**\n * How long it takes: in ticks.\n */\nlet x;`, "line 1 begins with How"],
    ["src/model/a.ts", `/** The state of a process */\nlet x;`, "line 1 has no full stop"],
    ["src/model/a.ts", `/** The state @throws Error */\nlet x;`, "line 1 has no full stop"],
    ["src/model/a.ts", `/** Whether it holds. @returns the answer */\nlet x;\n/** @throws Error */\nlet y;`],
    ["src/model/a.ts", `/**\n * The table:\n *\n *     count   even\n */\nlet x;\n/* What */ // How`],
    ["src/model/a.test.ts", `/** What is tested */`],
  ],
  "nothing is any": [
    ["src/model/a.ts", `let x: any;`, "line 1 says any"],
    [
      "src/model/a.ts",
      `// eslint-disable-next-line typescript/no-explicit-any\nlet x: any;`,
      "line 2 says any",
    ],
    ["src/model/a.ts", `// eslint-disable-next-line typescript/no-explicit-any -- for a reason\nlet x: any;`],
    ["src/model/a.ts", `const any = "any"; // any`],
  ],
  "comments leave nothing to do": [
    // The words are put together here, so that this file does not break its own rule.
    ["src/model/a.ts", `f();\n/* ${"TO" + "DO"}: more */`, `line 2 says ${"TO" + "DO"}`],
    ["src/model/a.ts", `const todo = "${"TO" + "DO"}";`],
  ],
  "exports are named one by one": [
    ["src/index.ts", `export * from "./model/index.ts";`, "exports everything of ./model/index.ts"],
    ["src/index.ts", `export { at } from "./base/assert.ts";`],
  ],
  "nothing belongs to one machine": [
    ["src/model/a.ts", `const path = "${"/ho" + "me"}/ada/protocol.ts";`, `names ${"/ho" + "me"}/ada`],
    ["src/model/a.ts", `// see ${"http"}://intranet.local/page`, `names ${"http"}://intranet.local`],
    ["src/model/a.ts", `const path = "./home/a.ts"; // https://github.com`],
  ],
  "plain tests run once": [
    ["src/model/a.test.ts", `import { fc, test } from "@fast-check/vitest";`, "calls a property test"],
    [
      "src/model/a.test.ts",
      `import { fc, test as property } from "@fast-check/vitest"; import { test } from "vitest";`,
    ],
  ],
};

describe("a planted mistake is found:", () => {
  test("there is one for every rule", () => {
    const withMistake = Object.entries(PLANTED).filter(([, cases]) => cases.some((one) => one.length > 2));
    expect(withMistake.map(([name]) => name)).toEqual(Object.keys(rules));
  });

  const cases = Object.entries(PLANTED).flatMap(([name, all]) => all.map((one) => [name, ...one] as const));
  test.each(cases)("%s: %s %s", (name, path, text, ...found) => {
    expect(rules[name]?.(sourceOf(path, text))).toEqual(found);
  });

  test("a cycle of imports, but not of types", () => {
    const a = sourceOf("src/base/a.ts", `import "./b.ts";`);
    const b = (text: string) => sourceOf("src/base/b.ts", text);
    expect(importCycle([a, b(`export { x } from "./a.ts";`)])).toEqual([
      "src/base/a.ts",
      "src/base/b.ts",
      "src/base/a.ts",
    ]);
    expect(importCycle([a, b(`import type { X } from "./a.ts";`)])).toBeUndefined();
  });
});
