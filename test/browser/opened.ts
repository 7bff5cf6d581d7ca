/** A Chromium that has the studio open. */
import { chromium, type Browser, type BrowserContextOptions, type Locator, type Page } from "playwright-core";
import { afterAll, expect } from "vitest";
import { serveStudio } from "../../src/host/node/studioServer.ts";
import { chromiumPath } from "./chromium.ts";

type Served = Awaited<ReturnType<typeof serveStudio>>;

/** A studio that is served, and opened in fresh profiles; closed when the tests of the file are over. */
export function studioFor(file?: string): {
  open(options?: OpenOptions): Promise<Page>;
  url(): Promise<string>;
  /** Takes the server away. */
  stop(): Promise<void>;
} {
  let served: Promise<Served> | undefined;
  let browser: Promise<Browser> | undefined;
  const serve = (): Promise<Served> => (served ??= serveStudio(file, 0));
  afterAll(async () => {
    await (await browser)?.close();
    await (await served)?.close();
  });
  return {
    url: async () => (await serve()).url,
    async stop() {
      await (await served)?.close();
      served = undefined;
    },
    async open({ fragment, ...options } = {}) {
      browser ??= chromium.launch({
        executablePath: chromiumPath ?? "",
        args: ["--no-sandbox", "--disable-gpu"],
      });
      const context = await (
        await browser
      ).newContext({ viewport: { width: 1_440, height: 900 }, ...options });
      context.setDefaultTimeout(WAIT_MS);
      const page = await context.newPage();
      const errors: Error[] = [];
      page.on("pageerror", (error) => errors.push(error));
      page.on("close", () => expect(errors).toEqual([]));
      const url = (await serve()).url;
      await page.goto(fragment === undefined ? url : `${url.replace(/#.*/, "")}#${fragment}`);
      return page;
    },
  };
}

/** What never comes is waited for so long, on a machine that does much else. */
const WAIT_MS = 120_000;

interface OpenOptions extends BrowserContextOptions {
  readonly fragment?: string;
}

/** Waits until so many steps have been taken in what is seen. */
export async function atStep(page: Page, text: string): Promise<void> {
  await page.locator(".where", { hasText: text }).waitFor();
}

/** Waits until there are so many. */
export async function thereAre(count: number, what: Locator): Promise<void> {
  await expect.poll(() => what.count()).toBe(count);
}

/** Waits until these are the texts. */
export async function theyRead(texts: readonly string[], what: Locator): Promise<void> {
  await expect.poll(() => what.allTextContents()).toEqual(texts);
}
