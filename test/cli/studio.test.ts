/** The verb `studio`, and the site that it serves. */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { afterAll, describe, expect, test } from "vitest";
import { lightcone } from "./lightcone.ts";
import { serveStudio } from "../../src/host/node/studioServer.ts";

const site = fileURLToPath(new URL("../../dist/studio", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "studio-"));
const file = join(folder, "relay.ts");
const SOURCE = 'import { last } from "./last.ts";\nexport default last;\n';
writeFileSync(file, SOURCE);
writeFileSync(join(folder, "last.ts"), "export const last = 3;\n");
afterAll(() => rmSync(folder, { recursive: true }));

/** Asks a server on this machine. */
function ask(url: string, { host, method = "GET" }: { host?: string; method?: string } = {}) {
  return new Promise<{ status: number | undefined; text: string }>((resolve, reject) => {
    const asked = request(url, { method, headers: host === undefined ? {} : { host } }, (response) => {
      let text = "";
      response.setEncoding("utf8").on("data", (part: string) => (text += part));
      response.on("end", () => resolve({ status: response.statusCode, text }));
    });
    asked.on("error", reject).end();
  });
}

describe("what is served", () => {
  test("is the site, to this machine alone, and nothing beside it", async () => {
    const { url, close } = await serveStudio(undefined, 0);
    expect(url).toMatch(/^\w+:\/\/127\.0\.0\.1:\d+\/$/);
    expect(await ask(url)).toMatchObject({ status: 200 });
    expect((await ask(url)).text).toContain("Content-Security-Policy");
    for (const path of ["../../package.json", "%2e%2e/%2e%2e/package.json", "nothing.html", "%zz"])
      expect(await ask(`${url}${path}`), path).not.toMatchObject({
        text: expect.stringContaining("lightcone"),
      });
    await close();
  });

  test("is nothing for pages of other sites, nor for other methods", async () => {
    const { url, close } = await serveStudio(undefined, 0);
    expect(await ask(url, { host: "example.com" })).toMatchObject({ status: 403 });
    expect(await ask(url, { method: "POST" })).toMatchObject({ status: 403 });
    await close();
  });

  test("is the file that is followed and what it imports, again after each save", async () => {
    const { url, close } = await serveStudio(file, 0);
    expect(url).toMatch(/#file$/);
    const heard: { files: Record<string, string> }[] = [];
    const settled = new Promise<void>((resolve) => {
      request(new URL("follow", url), (response) => {
        response.setEncoding("utf8").on("data", (part: string) => {
          for (const line of part.split("\n"))
            if (line.startsWith("data: ")) heard.push(JSON.parse(line.slice("data: ".length)));
          if (heard.length === 1) writeFileSync(file, `${SOURCE}// saved\n`);
          if (heard.at(-1)?.files["relay.ts"]?.endsWith("// saved\n") === true) resolve();
        });
      }).end();
    });
    await settled;
    expect(heard[0]?.files).toEqual({ "relay.ts": SOURCE, "last.ts": "export const last = 3;\n" });
    await close();
  });

  test("is what is wrong with the file, once it is taken away, and a folder comes in its place", async () => {
    const gone = join(folder, "gone.ts");
    writeFileSync(gone, SOURCE);
    const { url, close } = await serveStudio(gone, 0);
    const problems: (string | undefined)[] = [];
    await new Promise<void>((resolve) => {
      request(new URL("follow", url), (response) => {
        response.setEncoding("utf8").on("data", (part: string) => {
          for (const line of part.split("\n").filter((one) => one.startsWith("data: "))) {
            const { problem } = JSON.parse(line.slice("data: ".length)) as { problem?: string };
            if (problem !== problems.at(-1) || problems.length === 0) problems.push(problem);
          }
          if (problems.length === 1) rmSync(gone);
          if (problems.at(-1) === "gone.ts is not there any more." && !existsSync(gone)) mkdirSync(gone);
          if (problems.at(-1) === "gone.ts is a folder now.") resolve();
        });
      }).end();
    });
    expect(problems).toEqual([undefined, "gone.ts is not there any more.", "gone.ts is a folder now."]);
    await close();
  });
});

describe("the site", () => {
  const read = (path: string): string => readFileSync(join(site, path), "utf8");
  const size = (path: string): number => gzipSync(readFileSync(join(site, path)), { level: 9 }).length;

  test("opens with less than 275 kB, compressed: the rest is loaded when it is needed", () => {
    const parts = new Set<string>();
    const follow = (code: string): void => {
      for (const [, name = ""] of code.matchAll(/(?:from|import)"\.\/(?:parts\/)?(chunk-[^"]+)"/g)) {
        if (parts.has(`parts/${name}`)) continue;
        parts.add(`parts/${name}`);
        follow(read(`parts/${name}`));
      }
    };
    follow(read("studio.js"));
    const first = ["index.html", "early.js", "studio.css", "studio.js", "sandbox.html", "sandbox.js"];
    const paths = [...first, "engine.js", "zoo/two-generals.json", ...parts];
    console.log(
      paths.map((path) => [path, size(path)]),
      paths.reduce((sum, path) => sum + size(path), 0),
    );
    expect(paths.reduce((sum, path) => sum + size(path), 0)).toBeLessThan(275_000);
  });

  test("names all of its files for browsers that keep them, and asks nobody else for any", () => {
    for (const path of JSON.parse(read("files.json")) as string[])
      expect(existsSync(join(site, path))).toBe(true);
    expect(read("index.html")).not.toMatch(/(src|href)="(https?:)?\/\//);
    expect(read("studio.css")).not.toMatch(/url\(["']?(https?:)?\/\//);
  });

  test("has every page of the zoo, compiled", () => {
    const pages = JSON.parse(read("zoo/index.json")) as { name: string; about: string }[];
    expect(pages.length).toBeGreaterThan(40);
    for (const { name, about } of pages) {
      expect(existsSync(join(site, "zoo", `${name}.json`))).toBe(true);
      expect(about).not.toBe("");
    }
  });
});

test("studio says what is wrong with a file that is not there, and with a port that is none", async () => {
  const missing = await lightcone(["studio", "nowhere.ts", "--no-open"]);
  expect(missing.stderr).toMatch(/^error[^:]*: There is no file nowhere\.ts\./);
  expect(missing.exitCode).toBe(2);
  const port = await lightcone(["studio", "--port", "99999"]);
  expect(port.stderr).toContain('"99999" is no port');
});
