/**
 * docs/semantics.md says what is tested, and nothing else: each list of sentences in it stands below the name
 * of a test file and is the titles of its tests, in order. UPDATE_GOLDEN=1 writes the lists.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { channels, failureKinds, parseTiming, timings } from "lightcone";
import { objectKinds } from "lightcone/model";
import { groupsOf, problemOf, type Group } from "./semantics/sentences.ts";
import { pathsBelow, root } from "./tidy/files.ts";
import { readSource, sourceOf } from "./tidy/source.ts";

const url = new URL("docs/semantics.md", root);
const found = readFileSync(url, "utf8");

/** A line that names a test file, and the list below it, if it is there already. */
const LIST = /^\[[\w.]+\]\(\.\.\/([\w./]+\.test\.ts)\):\n(?:\n(?:(?:- | {2}- ).*\n)+)?/gm;

const named = [...found.matchAll(LIST)].map(([, path = ""]) => path);

function groupsIn(path: string): Group[] {
  return groupsOf(readSource(root, path));
}

function listOf(groups: readonly Group[]): string {
  const lines = groups.flatMap(({ title, sentences }) => {
    const bullets = sentences.map((sentence) => `- ${sentence}`);
    return title === undefined ? bullets : [`- **${title}**`, ...bullets.map((bullet) => `  ${bullet}`)];
  });
  return lines.map((line) => `${line}\n`).join("");
}

/** The page with the lists that the tests make. */
function written(): string {
  return found.replace(LIST, (whole, path: string) => {
    const [line = ""] = whole.split("\n");
    return `${line}\n\n${listOf(groupsIn(path))}`;
  });
}

const page = process.env["UPDATE_GOLDEN"] === undefined ? found : written();
if (page !== found) writeFileSync(url, page);

describe("docs/semantics.md", () => {
  test("has the titles of the tests as its sentences, and no others", () => {
    expect(page).toBe(written());
  });

  test("has no list but those", () => {
    expect(page.replaceAll(LIST, "").match(/^ *[-*] .*/gm)).toBeNull();
  });

  test("names each test file that says so once, and no others", () => {
    const paths = ["src", "test"].flatMap((folder) => pathsBelow(folder, ".test.ts"));
    const saying = paths.filter((path) => {
      const [comment = ""] = readFileSync(new URL(path, root), "utf8").split("*/");
      return comment.includes("sentence by sentence: see docs/semantics.md");
    });
    expect(named.toSorted()).toEqual(saying.toSorted());
  });

  test("consists of sentences, none of them twice", () => {
    const sentences = named.flatMap(groupsIn).flatMap((group) => group.sentences);
    expect(sentences.flatMap((one) => problemOf(one) ?? [])).toEqual([]);
    expect(sentences.filter((one, i) => sentences.indexOf(one) !== i)).toEqual([]);
  });

  test("has a place for every model that there is", () => {
    const models = [
      ...timings.map(({ example }) => parseTiming(example)),
      ...channels,
      ...objectKinds,
      ...failureKinds,
    ];
    const places = [...page.matchAll(/^(?:#+|- \*\*)(.*)$/gm)].flatMap(([, place = ""]) =>
      place.toLowerCase().split(/[\s,:()*`]+/),
    );
    const missing = models.map(({ name }) => name).filter((name) => !places.includes(name.toLowerCase()));
    expect(missing).toEqual([]);
  });
});

describe("titles are read from the source of tests:", () => {
  const groups = (text: string): Group[] => groupsOf(sourceOf("src/a.test.ts", text));

  test("by themselves and in groups, in order", () => {
    const text = `test("One.", f); describe("G", () => { it("T" + "wo.", f); }); test("Three.", f);`;
    expect(groups(text)).toEqual([{ sentences: ["One.", "Three."] }, { title: "G", sentences: ["Two."] }]);
  });

  test("of tests with cases, too", () => {
    const text = `test.each([test])("One.", f); property.prop([a("x")])("Two.", () => { g("no title"); });`;
    expect(groups(text)).toEqual([{ sentences: ["One.", "Two."] }]);
  });

  test.each([
    ["test.skip('One.', f)", "line 1: a test with skip"],
    ["\ntest.todo('One.')", "line 2: a test with todo"],
    ["test(`One ${x}.`, f)", "line 1: a test without a title"],
  ])("but not of %j", (text, said) => {
    expect(() => groups(text)).toThrow(said);
  });

  test("and have to be sentences", () => {
    expect(["It is.", "`x` is.", "it is.", "It is", "It is $name.", "It is %s."].map(problemOf)).toEqual([
      undefined,
      undefined,
      expect.stringContaining("no sentence"),
      expect.stringContaining("no sentence"),
      expect.stringContaining("depends"),
      expect.stringContaining("depends"),
    ]);
  });
});
