/** Names and values of an author: they forge nothing in a report; schedules are kept and known by them. */
import { readdirSync, readFileSync, writeFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { inTurn, share } from "../effort.ts";
import { bold, printed } from "../../src/cli/ink.ts";
import { lightcone, type Outcome } from "./lightcone.ts";

/** A name that would erase the screen, colour it, turn the writing round, and forge a verdict. */
const ODD = "a\n✓ forged  holds\r\u001b[2J\u001b[32m\u009b1m\u202e\u2028\u0007";
const SHOWN = String.raw`a\n✓ forged  holds\r\u001b[2J\u001b[32m\u009b1m\u202e\u2028\u0007`;

/** A protocol with these names, which violates its property. */
function source(name: string, property = name, more = ""): string {
  const [called, judged] = [name, property].map((text) => JSON.stringify(text));
  return `import { protocol, role } from "lightcone";
    type Message = { type: string };
    export default protocol<Message>()({
      name: ${called},
      roles: { process: role({
        processes: 2,
        initially: ({ broadcast, setTimer }) => {
          broadcast({ type: ${called} });
          setTimer(${called});
          return { [${called}]: ${called} as string | number };
        },
        upon: { [${called}]: (state, _message, { decide, decision }) => {
          console.log(${called});
          state[${called}] = 1;
          if (decision === undefined) decide(${called}); ${more}
        } },
        uponTimeout: { [${called}]: () => {} },
      }) },
      properties: { [${judged}]: {
        invariant: ({ process }) => process.every(({ state }) => state[${called}] !== 1),
      } },
    });`;
}

let folder = "";

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "lightcone-test-"));
  writeFileSync(join(folder, "odd.ts"), source(ODD));
  writeFileSync(join(folder, "throws.ts"), source(ODD, "x", `throw new Error(${JSON.stringify(ODD)});`));
  writeFileSync(join(folder, "other.ts"), source("other"));
});

afterAll(() => rmSync(folder, { recursive: true }));

const run = (...parameters: string[]): Promise<Outcome> =>
  lightcone([...parameters, "--no-typecheck"], { cwd: folder });

const kept = (): string[] => readdirSync(join(folder, ".lightcone")).toSorted();

const some = inTurn(9);

const SHOWING: readonly (readonly [string, readonly string[], number])[] = [
  ["check", ["check", "odd.ts"], 1],
  ["check --resilience", ["check", "odd.ts", "--resilience"], 1],
  ["check --json", ["check", "odd.ts", "--json"], 1],
  ["simulate", ["simulate", "odd.ts", "--runs", "3"], 1],
  ["a mistake", ["check", "throws.ts"], 2],
  ["an unknown property", ["check", "odd.ts", "--property", ODD.slice(1)], 2],
  ["an unknown file", ["check", ODD], 2],
  ["an unknown option", ["check", "odd.ts", `--${ODD}`], 2],
];

describe("an author's names", () => {
  /** Sees to it that a text shows the name, and nothing that a terminal would obey. */
  function expectHarmless(text: string): void {
    expect(text.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
    expect(text).not.toMatch(/^✓ forged/m);
  }

  test.each(share(SHOWING, 4, 0))("are shown escaped: %s", async (name, parameters, expected) => {
    const { stdout, stderr, exitCode } = await run(...parameters);
    expect(exitCode).toBe(expected);
    expectHarmless(stdout);
    // Author code prints lines of its own.
    if (!stderr.startsWith("a\n")) expectHarmless(stderr);
    else expect(stderr.replaceAll(/\r?\n/g, "")).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
    if (parameters[1] === "odd.ts" && expected === 1)
      expect(stdout).toContain(name.includes("json") ? "forged" : SHOWN);
  });

  some("are in a document as they are", async () => {
    const { stdout } = await run("check", "odd.ts", "--json");
    expect(JSON.parse(stdout)).toMatchObject({ protocol: ODD, properties: [{ name: ODD }] });
  });

  some("are shown escaped in schedules and pictures, which are read back", async () => {
    await run("check", "odd.ts");
    const [schedule = ""] = kept();
    const path = join(".lightcone", schedule);
    expectHarmless(readFileSync(join(folder, path), "utf8"));
    const replayed = await run("replay", "odd.ts", path);
    expect(replayed.stdout).toContain(`${SHOWN}  false: it is violated`);
    expectHarmless(replayed.stdout);
    expectHarmless((await run("draw", "odd.ts", path)).stdout);
    await run("draw", "odd.ts", path, "--html", "odd.html", "--svg", "odd.svg");
    for (const picture of ["odd.html", "odd.svg"])
      expectHarmless(readFileSync(join(folder, picture), "utf8"));
  });

  test("take no colours, and no part in those of a line", () => {
    expect(printed(`${bold("x")} ${ODD}`)).toContain(SHOWN);
  });

  test("are printed by the terminal alone", () => {
    const sources = readdirSync("src/cli", { recursive: true, encoding: "utf8" });
    const writers = sources.filter(
      (path) =>
        /(?<!\.test)\.ts$/.test(path) &&
        /(stdout|stderr|stream)\.write\(/.test(readFileSync(join("src/cli", path), "utf8")),
    );
    // The others write what moves on the screen, or when nothing else works, and no name.
    const others = ["lastResort.ts", "main.ts", "play.ts", "progress.ts", "watch.ts"];
    expect(writers.toSorted()).toEqual([...others, "command.ts", "terminal.ts"].toSorted());
  });
});

describe("a schedule that is kept", () => {
  some("is not written over by that of another file, property or script", async () => {
    const names = ["日本", "論文", "日 本"];
    for (const [i, name] of [...names, "日本"].entries()) {
      writeFileSync(join(folder, `script${i}.ts`), source(name, "性質"));
      await run("check", `script${i}.ts`);
      await run("check", `script${i}.ts`);
    }
    const files = kept().filter((name) => /性質/.test(name));
    expect(files).toHaveLength(4);
    for (const i of names.keys()) {
      const mine = files.filter((name) =>
        readFileSync(join(folder, ".lightcone", name), "utf8").includes(`, in script${i}.ts.\n`),
      );
      expect(mine).toHaveLength(1);
      expect((await run("replay", `script${i}.ts`, `.lightcone/${mine[0]}`)).exitCode).toBe(0);
    }
  });

  some("has a name that a file can have, however long that of a property is", async () => {
    writeFileSync(join(folder, "long.ts"), source("long", `${"長".repeat(220)}/../x`));
    const { stdout } = await run("check", "long.ts");
    expect(stdout).toMatch(/^The schedule is in \.lightcone\/long-長+\.schedule\. To go on:$/m);
  });

  some("is not replayed with another protocol", async () => {
    await run("check", "other.ts");
    const { stderr, exitCode } = await run("replay", "odd.ts", ".lightcone/other-other.schedule");
    expect(stderr).toBe(
      `error: The protocol in the file is "${SHOWN}" (roles: process), and ` +
        '.lightcone/other-other.schedule is of "other" (roles: process).\n\nName the file that it was made ' +
        'with. If the protocol has a new name only, correct the line "protocol".\n',
    );
    expect(exitCode).toBe(2);
    const scripted = await run(
      "simulate",
      "odd.ts",
      "--adversary",
      "scripted:.lightcone/other-other.schedule",
    );
    expect(scripted.stderr).toContain('.lightcone/other-other.schedule is of "other"');
  });

  some("is replayed with another version of its file, with a remark, if it fits", async () => {
    const text = source("changing");
    writeFileSync(join(folder, "changing.ts"), text);
    await run("check", "changing.ts");
    const schedule = ".lightcone/changing-changing.schedule";
    const replay = (): Promise<Outcome> => run("replay", "changing.ts", schedule);
    expect((await replay()).stdout).not.toContain("warning");
    writeFileSync(join(folder, "changing.ts"), `${text} // changed`);
    const fits = await replay();
    expect(fits.stdout).toMatch(
      /^warning: the file was version \w{16} when \.lightcone\/\S+\.schedule was made, and is \w{16}$/m,
    );
    expect(fits.exitCode).toBe(0);
    writeFileSync(
      join(folder, "changing.ts"),
      text.replace("{ process: role", "{ node: role").replace("{ process }", "{ node: process }"),
    );
    const misfit = await replay();
    expect(misfit.stderr).toMatch(
      /^error: Protocol "changing" has no role "process"\.\n\nThe file has changed since: it was version /,
    );
    expect(misfit.exitCode).toBe(2);
  });
});
