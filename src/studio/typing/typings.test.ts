import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { Typings } from "./typings.ts";

const root = new URL("../../../", import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, root), "utf8");

const typings = new Typings(JSON.parse(read("dist/studio/types.json")) as Record<string, string>);
const path = "first-steps/client-server.ts";
const page = read(`zoo/${path}`);

/** The place of a name in a text, before its last letter. */
const placeIn = (text: string, name: string): number => text.indexOf(name) + name.length - 1;

function mistakesIn(text: string): readonly string[] {
  typings.update({ [path]: text });
  return typings.mistakes(path).map(({ line, what }) => `${line}: ${what}`);
}

describe("the types of what is edited", () => {
  test("are right in a page of the zoo", () => {
    expect(mistakesIn(page)).toEqual([]);
  });

  test("are explained by their cause where it is known, at its place", () => {
    const wrong = page.replace(/invariant:/, "always:");
    const line = wrong.slice(0, wrong.indexOf("always:")).split("\n").length;
    expect(mistakesIn(wrong)).toEqual([
      `${line}: A property is { invariant: … } or { eventually: … }, and not { always: … }; ` +
        "what is always true is an invariant.",
    ]);
    const [{ from = 0, to = 0 } = {}] = typings.mistakes(path);
    expect(wrong.slice(from, to)).toBe("always");
  });

  test("are not asked for where the text is none of the language", () => {
    const last = `${page.split("\n").length + 1}: `;
    const mistakes = mistakesIn(`${page.replace("invariant:", "always:")}\nconst = 3;`);
    expect(mistakes.filter((mistake) => !mistake.startsWith(last))).toEqual([]);
    expect(mistakes).not.toEqual([]);
    expect(mistakesIn("")).toEqual([]);
  });

  test("tell what a name means, in the words of its author", () => {
    typings.update({ [path]: page });
    const explained = typings.explain({ path, at: placeIn(page, "protocol<") - 1 });
    expect(explained?.type).toContain("protocol");
    expect(explained?.words).toMatch(/\w/);
    expect(typings.explain({ path, at: page.length })).toBeUndefined();
  });

  test("tell the names that fit, and what they mean", () => {
    const role = 'import { role } from "lightcone";\nrole({ initially: (context) => ({ n: context. }) });\n';
    const text = `${page}\n${role}`;
    typings.update({ [path]: text });
    const place = { path, at: text.lastIndexOf("context.") + "context.".length };
    const names = typings.fitting(place).map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(["broadcast", "send", "setTimer", "self"]));
    expect(typings.explainFitting({ ...place, name: "setTimer" })?.type).toContain("setTimer(name: string");
    expect(typings.explainFitting({ ...place, name: "nothing" })).toBeUndefined();
  });

  test("follow files that come, change and go", () => {
    const own = 'import { last } from "./last.ts";\nexport const next: number = last;\n';
    typings.update({ "own.ts": own, "last.ts": "export const last = 3;\n" });
    expect(typings.mistakes("own.ts")).toEqual([]);
    typings.update({ "own.ts": own, "last.ts": 'export const last = "3";\n' });
    expect(typings.mistakes("own.ts")).toHaveLength(1);
    typings.update({ "own.ts": own });
    expect(typings.mistakes("own.ts").map(({ what }) => what)).toEqual([
      expect.stringContaining("./last.ts"),
    ]);
  });

  test("know no page and no machine, but what teaches", () => {
    expect(mistakesIn("document.title;\n")).toEqual([expect.stringContaining("document")]);
    expect(mistakesIn("console.log(1);\n")).toEqual([]);
  });
});
