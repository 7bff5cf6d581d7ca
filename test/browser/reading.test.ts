/** What a studio in a real browser lets one see, compare and choose, besides playing. */
import { describe, expect, test } from "vitest";
import { chromiumPath } from "./chromium.ts";
import { atStep, studioFor, thereAre, theyRead } from "./opened.ts";

describe.skipIf(chromiumPath === undefined)("a studio that is read", () => {
  const zoo = studioFor();

  test("lets a letter be carried onto its ring, and nowhere else", async () => {
    const page = await zoo.open({ reducedMotion: "reduce" });
    await page.locator(".segment", { hasText: "Deliver" }).waitFor();
    await page.evaluate("document.fonts.ready.then(() => undefined)");
    const centre = async (of: string): Promise<[number, number]> => {
      await (await page.locator(of).first().elementHandle())?.waitForElementState("stable");
      const { x, y, width, height } = (await page.locator(of).first().boundingBox()) ?? expect.fail(of);
      return [x + width / 2, y + height / 2];
    };
    const ring = await centre(".ghost .ring");
    const drag = async (from: readonly [number, number], to: readonly [number, number]): Promise<void> => {
      await page.mouse.move(...from);
      await page.mouse.down();
      await page.mouse.move(...to, { steps: 4 });
      await page.mouse.up();
    };
    await drag(ring, [ring[0] - 200, ring[1] + 120]);
    expect(await page.locator(".where").textContent()).toBe("Start");
    await drag([ring[0] - 25, ring[1]], ring);
    await atStep(page, "Step 1");
    await page.close();
  });

  test("compares any two of the histories that were tried", async () => {
    const page = await zoo.open();
    await page.locator('[role="option"]').first().waitFor();
    const keys: readonly [key: string, where: string][] = [
      ["1", "Step 1"],
      ["1", "Step 2"],
      ["ArrowLeft", "Step 1"],
      ["2", "history b"],
      ["Home", "Start"],
      ["2", "history c"],
    ];
    for (const [key, where] of keys) {
      await page.keyboard.press(key);
      await atStep(page, where);
    }
    await page.getByRole("button", { name: "Compare" }).click();
    await page.getByText("They part after step 0.").waitFor();
    await page.getByRole("button", { name: "a", exact: true }).first().click();
    await page.getByText("They part after step 1.").waitFor();
    await theyRead(["history a", "history b", "At their ends"], page.locator("dialog h3"));
    await page.close();
  });

  test("offers of a system what goes together, and says why of the rest", async () => {
    const page = await zoo.open({ fragment: "two-phase-commit" });
    await page.locator('[role="option"]').first().waitFor();
    await page.keyboard.press("y");
    const failure = (name: string): ReturnType<typeof page.locator> =>
      page.locator(".failure").filter({ has: page.getByLabel(name, { exact: true }) });
    await failure("loss").getByText("messages may stay away and come again anyway").waitFor();
    await failure("loss").getByRole("checkbox", { disabled: true }).waitFor();
    await page.getByLabel("crash", { exact: true }).check();
    await page.locator("header .sentence", { hasText: "1 may crash" }).waitFor();
    await thereAre(6, page.locator(".topology path"));
    await page.close();
  });

  test("draws another topology as soon as it is chosen", async () => {
    const page = await zoo.open({ fragment: "flooding" });
    await page.locator('[role="option"]').first().waitFor();
    await page.keyboard.press("y");
    await page.locator(".model select").first().selectOption("ring");
    await page.locator("header .sentence", { hasText: "on a ring" }).waitFor();
    await page.locator(".topology circle").first().waitFor();
    const processes = await page.locator(".topology circle").count();
    await thereAre(processes, page.locator(".topology path"));
    await page.close();
  });

  test("leads from a step to the line that made it, and shows what some schedule reaches", async () => {
    const page = await zoo.open({ fragment: "paxos-broken-quorum" });
    await page.locator('[role="option"]').first().waitFor();
    // Before the step is drawn: it is the one that is meant.
    await page.keyboard.press("1");
    await page.keyboard.press(".");
    await page.locator(".chosen-step button", { hasText: /line \d+/ }).click();
    await page.locator(".cm-pointed", { hasText: "prepare(state" }).waitFor();
    expect(await page.locator(".cm-reached").count()).toBe(0);
    await page.locator("header .strong").click();
    await page.getByText("violated after 8 steps").waitFor();
    await page.getByRole("tab", { name: "Code" }).click();
    await page.locator(".caption.coverage", { hasText: "5 of 5 branches" }).waitFor();
    await expect.poll(() => page.locator(".cm-coverage .cm-reached").count()).toBeGreaterThan(3);
    await page.close();
  });

  test("shows what the step under the pointer can know and influence, as long as it is there", async () => {
    const page = await zoo.open({ fragment: "paxos-broken-quorum" });
    await page.locator('[role="option"]').first().waitFor();
    await page.keyboard.press("1");
    await atStep(page, "Step 1");
    await page.getByRole("button", { name: /^step 1:/ }).hover();
    await page.locator(".cone.past").waitFor();
    await page.mouse.move(4, 4);
    await page.locator(".cone.past").waitFor({ state: "detached" });
    await page.keyboard.press(".");
    await page.locator(".chosen-step .cone-key.past").waitFor();
    await page.close();
  });

  test("checks a claim of any page of the zoo from the menu", async () => {
    const page = await zoo.open();
    await page.locator('[role="option"]').first().waitFor();
    await page.keyboard.press("o");
    const entry = page
      .locator(".zoo section > div")
      .filter({ has: page.getByText("flooding-detours", { exact: true }) });
    await entry.locator("summary", { hasText: "3 claims" }).click();
    await entry.locator(".claim", { hasText: "On a line there is only one way to go" }).click();
    await page.locator("h1", { hasText: "flooding-detours" }).waitFor();
    await page.locator(".verdict", { hasText: "breadthFirst" }).getByText("holds").waitFor();
    await page.close();
  });

  test("opens a violation of many runs as it came, and made short", async () => {
    const page = await zoo.open({ fragment: "paxos-broken-quorum" });
    await page.locator('[role="option"]').first().waitFor();
    await page.keyboard.press("m");
    await page.getByRole("button", { name: "As it came, in 14 steps" }).click();
    await atStep(page, "Step 14");
    await page.keyboard.press("n");
    await page.getByRole("button", { name: "Open, in 8 steps" }).click();
    await atStep(page, "Step 8");
    await page.close();
  });

  test("shows the line of process code that is next", async () => {
    const page = await zoo.open({ fragment: "peterson" });
    await page.locator('[role="option"]', { hasText: "line 29" }).first().waitFor();
    await page.close();
  });

  test("has the guide beside what it plays", async () => {
    const page = await zoo.open();
    await page.locator('[role="option"]').first().waitFor();
    await page.keyboard.press("o");
    await page.locator(".zoo-page", { hasText: "4. Failures" }).click();
    await page.locator(".chapter h2", { hasText: "Failures" }).first().waitFor();
    await page.getByRole("button", { name: "Play alternating-bit" }).click();
    await page.locator("h1", { hasText: "alternating-bit" }).waitFor();
    await page.locator(".chapter h2", { hasText: "Failures" }).first().waitFor();
    await page.close();
  });
});
