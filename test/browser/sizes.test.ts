/** The studio on screens of all sizes: everything is on them, and can be reached. */
import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { chromiumPath } from "./chromium.ts";
import { fragmentOf } from "../../src/studio/address.ts";
import { atStep, studioFor } from "./opened.ts";

/** In the browser: the parts of the page that lie over each other, or beyond its edge. */
const MISPLACED = `(() => {
  const parts = [".top", ".left", ".mid", ".right", ".foot", ".sheet"]
    .map((name) => ({ name, box: document.querySelector(name)?.getBoundingClientRect() }))
    .filter(({ box }) => box !== undefined && box.width > 0 && box.height > 0);
  const beyond = parts.filter(({ box }) => box.right > innerWidth + 1 || box.bottom > innerHeight + 1);
  const over = parts.flatMap((one, i) => parts.slice(i + 1)
    .filter(({ box }) => box.left < one.box.right - 1 && one.box.left < box.right - 1
      && box.top < one.box.bottom - 1 && one.box.top < box.bottom - 1)
    .map(({ name }) => one.name + " " + name));
  return [...beyond.map(({ name }) => name), ...over];
})()`;

/** In the browser: by how many pixels the diagram is wider than what is seen of it. */
const HIDDEN = `(() => {
  const scroller = document.querySelector(".scroller");
  return scroller.scrollWidth - scroller.clientWidth;
})()`;

/** A process that goes on for ever. */
const CLOCK = `import { protocol, role } from "lightcone";
export default protocol()({
  name: "clock",
  roles: {
    hand: role({
      initially({ setTimer }) {
        setTimer("tick");
        return { ticks: 0 };
      },
      uponTimeout: {
        tick(state, { setTimer }) {
          state.ticks++;
          setTimer("tick");
        },
      },
    }),
  },
});
`;
const TICKS = 1_500;

const press = (page: Page, name: string): Promise<void> =>
  page.locator(".sheet").getByRole("button", { name }).click();

describe.skipIf(chromiumPath === undefined)("a studio of any size", () => {
  const zoo = studioFor();

  test("has its parts beside each other, and none beyond the edge", async () => {
    const page = await zoo.open();
    await page.locator('[role="option"]').first().waitFor();
    for (const width of [360, 600, 799, 800, 959, 960, 1_024, 1_199, 1_200, 1_920]) {
      await page.setViewportSize({ width, height: 740 });
      expect(await page.evaluate(MISPLACED), `${width} pixels`).toEqual([]);
    }
    await page.close();
  });

  test("draws all processes and properties of Paxos on a screen of 1280 pixels", async () => {
    const page = await zoo.open({ fragment: "paxos", viewport: { width: 1_280, height: 800 } });
    await page.locator(".lane-name").getByText("oneValuePerBallot").waitFor();
    await expect.poll(() => page.evaluate(HIDDEN)).toBe(0);
    await page.close();
  });

  test("leads on, on a phone, from a goal that is missed, and from one that is reached", async () => {
    const page = await zoo.open({ viewport: { width: 360, height: 740 } });
    const sheet = page.locator(".sheet");
    await press(page, "Lose it");
    await sheet.getByText("Nobody attacks: together, at least.").waitFor();
    await press(page, "Back");
    await press(page, "Deliver attack(1)");
    await press(page, "Deliver attack(2)");
    await press(page, "Lose it");
    await page.locator(".strip").getByText("You did it. general1 attacks alone.").waitFor();
    await press(page, "Check every schedule");
    await sheet.getByText("Who sends the last message").waitFor();
    await press(page, "Send more messengers");
    await page.locator("h1", { hasText: "two-generals-many-messengers" }).waitFor();
    await page.close();
  });

  test("hands out a PNG of an execution that is longer than a canvas can be at twice its size", async () => {
    const events = Array.from({ length: TICKS }, () => "hand times out on tick");
    const played = { files: { "clock.ts": CLOCK }, system: {}, events, step: TICKS };
    const page = await zoo.open({ fragment: await fragmentOf(played) });
    await page.getByRole("button", { name: "Run it" }).click();
    await atStep(page, `Step ${TICKS}`);
    await page.getByRole("button", { name: "Share" }).click();
    const download = page.waitForEvent("download");
    await page.getByRole("button", { name: "PNG" }).click();
    expect((await download).suggestedFilename()).toBe("clock.png");
    await page.getByText("clock.png is saved.").waitFor();
    await page.close();
  });

  test("has the graph and the system on a phone, too", async () => {
    const page = await zoo.open({ viewport: { width: 360, height: 740 } });
    const tab = (name: string): Promise<void> => page.locator(".ptabs").getByRole("tab", { name }).click();
    await tab("Graph");
    await page.getByText("Nothing is left out.").waitFor();
    await tab("Play");
    await page.locator(".heads .head").first().waitFor();
    await tab("Now");
    await press(page, "2 generals, asynchronous");
    await page.getByRole("dialog").getByText("timing").waitFor();
    await page.close();
  });
});
