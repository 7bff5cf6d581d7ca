/**
 * The documents tell the truth: in every one of them, TypeScript compiles and prints what it says it
 * prints, console sessions happen as they are shown, and links lead somewhere. UPDATE_GOLDEN=1 writes
 * what was printed into the documents.
 */
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { blocksOf, firstDifference, withOutputs, type Block } from "./docs/markdown.ts";
import { Session } from "./docs/session.ts";
import { goldenShare, isThorough, isUpdate } from "./effort.ts";

const root = new URL("../", import.meta.url);

/** What every run reads. */
const first = readdirSync(root).filter((name) => name.endsWith(".md"));

/** The references: the usual run tries one in six, the thorough run the others. */
const references = readdirSync(new URL("docs", root))
  .filter((name) => name.endsWith(".md"))
  .map((name) => `docs/${name}`);

/** The chapters of the course: the usual run tries one in sixteen, the thorough run the others. */
const chapters = readdirSync(new URL("docs/guide", root))
  .filter((name) => name.endsWith(".md"))
  .map((name) => `docs/guide/${name}`);

const read = (path: string): string => readFileSync(new URL(path, root), "utf8");

/** Commands that take long, and need nothing that is done before them: left to the thorough run. */
const LONG = ["--processes resourceManager=9", "--processes process=100 --runs 200"];

/** Whether this run tries a block: of what every run reads, the thorough one tries what is long alone. */
function isTried(path: string, text: string): boolean {
  if (isUpdate) return true;
  const isLong = LONG.some((flags) => text.includes(flags));
  return isThorough ? isLong || !first.includes(path) : !isLong;
}

/** What a block prints, after all before it; undefined for blocks that nobody runs. */
async function run(session: Session, { language, text }: Block): Promise<string | undefined> {
  if (language === "ts") return session.program(text);
  return language === "console" ? session.transcript(text) : undefined;
}

describe("what documents show is what happens:", () => {
  const isLively = (path: string): boolean =>
    blocksOf(read(path)).some(({ language }) => /^(ts|console)$/.test(language));
  const lively = [
    ...first.filter(isLively),
    ...goldenShare(references.filter(isLively), 6),
    ...goldenShare(chapters.filter(isLively), 16),
  ];
  test.each(lively)("%s", async (path) => {
    const session = new Session();
    try {
      const outputs: (string | undefined)[] = [];
      for (const block of blocksOf(read(path)))
        outputs.push(isTried(path, block.text) ? await run(session, block) : undefined);
      await session.checkTypes();
      if (isUpdate) writeFileSync(new URL(path, root), withOutputs(read(path), outputs));
      for (const [i, { text }] of blocksOf(read(path)).entries()) {
        if (outputs[i] !== undefined) expect(firstDifference(text, outputs[i])).toBeUndefined();
      }
    } finally {
      rmSync(session.folder, { recursive: true });
    }
  });
});

describe("the README", () => {
  const commands = blocksOf(read("README.md"))
    .filter(({ language }) => language === "sh")
    .map(({ text }) => text.trim());

  test("has two commands to set up, and the first checks a protocol", async () => {
    expect(commands).toEqual([
      expect.stringMatching(/^npm ci && node dist\/cli\/main\.js check zoo\//),
      "npm ci && npm test",
    ]);
    const session = new Session();
    const [, parameters = ""] = (commands[0] ?? "").split("dist/cli/main.js ");
    expect(await session.exitCode(`lightcone ${parameters}`)).toBe(0);
    rmSync(session.folder, { recursive: true });
  });

  test("has no number in its prose that no output shows", () => {
    const outputs = blocksOf(read("README.md")).map(({ text }) => text);
    const prose = outputs.reduce((rest, text) => rest.replace(text, ""), read("README.md"));
    const numbers = [...prose.matchAll(/\d{1,3}(?:,\d{3})+/g)].map(([number]) => number);
    expect(numbers.filter((number) => !outputs.some((text) => text.includes(number)))).toEqual([]);
  });

  test("fits on some four screens", () => {
    expect(read("README.md").trimEnd().split("\n").length).toBeLessThanOrEqual(220);
  });
});

/** The anchor that a heading gets on GitHub. */
const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N} _-]/gu, "")
    .replaceAll(" ", "-");

test.each([...first, ...references, ...chapters, "bench/README.md"])("links lead somewhere: %s", (path) => {
  const targets = [...read(path).matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = ""]) => target);
  const broken = targets.filter((target) => {
    if (target.startsWith("https:")) return false;
    const [file = "", anchor] = target.split("#");
    const url = file === "" ? new URL(path, root) : new URL(file, new URL(path, root));
    if (!existsSync(url)) return true;
    const headings = anchor === undefined ? [] : [...readFileSync(url, "utf8").matchAll(/^#+ (.+)$/gm)];
    return anchor !== undefined && !headings.some(([, heading = ""]) => anchorOf(heading) === anchor);
  });
  expect(broken).toEqual([]);
});

describe("the comparison itself", () => {
  const shown = "$ lightcone check a.ts\n✓ holds\n12 handler calls, 0.02 s, 70.1 MB of memory";
  test("overlooks how long something took", () => {
    expect(firstDifference(shown, shown.replace("0.02 s, 70.1 MB", "1 min 5 s, 2.3 GB"))).toBeUndefined();
  });
  test("sees everything else", () => {
    expect(firstDifference(shown, shown.replace("12", "13"))).toBe(
      "12 handler calls, N s, N MB of memory\n13 handler calls, N s, N MB of memory",
    );
    expect(firstDifference(shown, `${shown}\nmore`)).toBe("\nmore");
  });
  test("a mistake in a program or a command is seen", async () => {
    const session = new Session();
    await expect(session.program(`// a.ts\nimport { chek } from "lightcone";\nchek();`)).rejects.toThrow(
      "chek",
    );
    await session.program(`// b.ts\nconst n: string = 1;`);
    await expect(session.checkTypes()).rejects.toThrow("not assignable");
    expect(await session.transcript("$ lightcone chek\n")).toContain(`There is no command "chek"`);
    expect(await session.program(`// c.ts\nconsole.log("x");\n// y`)).toBe(
      `// c.ts\nconsole.log("x");\n// x\n`,
    );
    rmSync(session.folder, { recursive: true });
  });
});
