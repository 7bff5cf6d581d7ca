/**
 * The main states as small pictures, read by eye whenever they change (UPDATE_GOLDEN=1 writes them). They are
 * compared in squares of sixteen pixels: what is drawn where is seen in them, and how a machine draws type is
 * not.
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { chromiumPath } from "./chromium.ts";
import { atStep, studioFor } from "./opened.ts";

/** The pixels of a side of a square. */
const SQUARE = 16;
/** Two squares are the same if their brightness, from 0 to 255, differs by no more. */
const SHADE = 16;
/** The same pictures differ in less than this part of their squares; in another Chromium, by half of it. */
const PART_MAX = 0.004;
/** The golden pictures have half of the pixels of a side. */
const GOLDEN = 0.5;

/** What is another in each run, or on each machine: how long a check took, and bars beside what scrolls. */
const QUIET = `.counts { visibility: hidden; } ::-webkit-scrollbar { width: 0; height: 0; }`;

/** In the browser: a picture drawn smaller, as a data URL. */
const SMALLER = `async ([url, width, height]) => {
  const image = new Image();
  image.src = url;
  await image.decode();
  const canvas = Object.assign(document.createElement("canvas"), { width, height });
  const context = canvas.getContext("2d");
  context.imageSmoothingQuality = "high";
  context.drawImage(image, 0, 0, width, height);
  return canvas.toDataURL("image/jpeg", 0.75);
}`;

/** In the browser: the part of the squares in which two pictures differ. */
const DIFFERENCE = `async ([urls, width, height, shade]) => {
  const [one, other] = await Promise.all(urls.map(async (url) => {
    const image = new Image();
    image.src = url;
    await image.decode();
    const canvas = Object.assign(document.createElement("canvas"), { width, height });
    const context = canvas.getContext("2d");
    context.imageSmoothingQuality = "high";
    context.drawImage(image, 0, 0, width, height);
    const { data } = context.getImageData(0, 0, width, height);
    const brightness = (i) => (data[i] + data[i + 1] + data[i + 2]) / 3;
    return Array.from({ length: width * height }, (_, i) => brightness(4 * i));
  }));
  return one.filter((value, i) => Math.abs(value - other[i]) > shade).length / one.length;
}`;

/** A state: where it begins, how it is reached, and how large the screen is. */
interface State {
  readonly fragment?: string;
  readonly colorScheme?: "light" | "dark";
  readonly viewport?: { readonly width: number; readonly height: number };
  reach(page: Page): Promise<unknown>;
}

const STATES: Readonly<Record<string, State>> = {
  first: { reach: (page) => page.locator(".segment", { hasText: "Deliver" }).waitFor() },
  phone: {
    viewport: { width: 368, height: 768 },
    reach: (page) => page.locator(".big.pri:visible").first().waitFor(),
  },
  violation: {
    fragment: "paxos-broken-quorum",
    async reach(page) {
      await page.locator(".heads .head").first().waitFor();
      await page.keyboard.press("c");
      await page.getByText("violated after 8 steps").waitFor();
      await atStep(page, "Step 8");
    },
  },
  lasso: {
    fragment: "test-and-set-lock-starving",
    colorScheme: "dark",
    async reach(page) {
      await page.locator(".heads .head").first().waitFor();
      await page.keyboard.press("c");
      await page.getByRole("button", { name: "Open it" }).first().click();
      await page.locator(".lasso.bad").waitFor();
    },
  },
  liar: {
    fragment: "bracha",
    async reach(page) {
      await page.locator('[role="option"]', { hasText: "is Byzantine" }).click();
      await page.getByRole("button", { name: "p1 forges say(bit: 1) for p3" }).click();
      await page.locator(".message.forged").waitFor();
    },
  },
};

/** A picture of what is seen, as a data URL, when nothing moves any more. */
async function pictureOf(page: Page): Promise<string> {
  await page.mouse.move(0, 0);
  await page.addStyleTag({ content: QUIET });
  await page.evaluate("document.fonts.ready.then(() => undefined)");
  const look = (): Promise<Buffer> => page.screenshot({ animations: "disabled", caret: "hide" });
  for (let last = await look(); ;) {
    await page.waitForTimeout(400);
    const next = await look();
    if (next.equals(last)) return urlOf(next);
    last = next;
  }
}

function urlOf(png: Buffer): string {
  return `data:image/png;base64,${png.toString("base64")}`;
}

/** Calls a function, given as text, in the browser. */
function called<T>(page: Page, code: string, parameters: readonly unknown[]): Promise<T> {
  return page.evaluate<T>(`(${code})(${JSON.stringify(parameters)})`);
}

/** The part of the squares in which two pictures of a size differ. */
function difference(page: Page, urls: readonly [string, string], { width, height }: Size): Promise<number> {
  return called<number>(page, DIFFERENCE, [urls, width / SQUARE, height / SQUARE, SHADE]);
}

interface Size {
  readonly width: number;
  readonly height: number;
}

describe.skipIf(chromiumPath === undefined)("pictures of the studio", () => {
  const zoo = studioFor();
  const WIDE = { width: 1_440, height: 896 };
  const open = async ({ fragment, colorScheme = "light", viewport = WIDE, reach }: State): Promise<Page> => {
    const looks = { colorScheme, viewport, reducedMotion: "reduce" } as const;
    const page = await zoo.open({ ...looks, ...(fragment === undefined ? {} : { fragment }) });
    await reach(page);
    return page;
  };

  test.each(Object.entries(STATES))("are as they were: %s", async (name, state) => {
    const page = await open(state);
    const size = state.viewport ?? WIDE;
    const blank = await page.context().newPage();
    const file = new URL(`golden/${name}.jpg`, import.meta.url);
    if (process.env["UPDATE_GOLDEN"] !== undefined || !existsSync(file)) {
      const ask = [await pictureOf(page), size.width * GOLDEN, size.height * GOLDEN];
      const small = await called<string>(blank, SMALLER, ask);
      writeFileSync(file, Buffer.from(small.replace(/^.*,/, ""), "base64"));
    }
    const golden = urlOf(readFileSync(file));
    await expect
      .poll(async () => difference(blank, [await pictureOf(page), golden], size))
      .toBeLessThan(PART_MAX);
    await page.close();
  });

  test("are others where something is missing, or has another colour", async () => {
    const page = await open({
      fragment: "paxos",
      reach: (it) => it.locator(".ghost .ring").first().waitFor(),
    });
    const whole = await pictureOf(page);
    const blank = await page.context().newPage();
    for (const change of [
      ".ghosts { display: none; }",
      ":root { --paper: #d8d0c0; }",
      ".right { zoom: 1.1; }",
    ]) {
      const style = await page.addStyleTag({ content: change });
      expect(await difference(blank, [whole, await pictureOf(page)], WIDE), change).toBeGreaterThan(PART_MAX);
      await style.evaluate((element) => (element as unknown as { remove(): void }).remove());
    }
    expect(await difference(blank, [whole, await pictureOf(page)], WIDE)).toBeLessThan(PART_MAX / 2);
    await page.close();
  });
});
