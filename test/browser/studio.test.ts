/** The studio in a real browser: what a reader does in it, by pointer and by keys. */
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { fragmentOf } from "../../src/studio/address.ts";
import { atStep, chromiumPath, studioFor } from "./opened.ts";

const folder = mkdtempSync(join(tmpdir(), "studio-"));
const lock = join(folder, "lock.ts");
const LOCK = readFileSync(new URL("../../zoo/first-steps/client-server.ts", import.meta.url), "utf8");
writeFileSync(lock, LOCK);

describe.skipIf(chromiumPath === undefined)("the studio in a browser", () => {
  const zoo = studioFor();
  const followed = studioFor(lock);

  test("lets two generals be played to a violation by clicking", async () => {
    const page = await zoo.open();
    await page.locator(".segment", { hasText: "Deliver" }).click();
    await atStep(page, "Step 1");
    await page.locator(".segment", { hasText: "Deliver" }).click();
    await atStep(page, "Step 2");
    await page.locator(".segment", { hasText: "Lose" }).click();
    await page.getByText("You did it. general1 attacks alone.").waitFor();
    await page.locator(".prop.bad", { hasText: "bothOrNone" }).getByText("false since 3").waitFor();
    await page.close();
  });

  test("obeys the keyboard alone: wrong turns, going back, and a tree of histories", async () => {
    const page = await zoo.open();
    await page.getByText("Your move").waitFor();
    await page.keyboard.press("l");
    await page.getByText("Nothing can happen any more.").first().waitFor();
    await page.keyboard.press("ArrowLeft");
    await atStep(page, "Start");
    await page.keyboard.press("1");
    await atStep(page, "Step 1");
    expect(await page.locator(".rail").count()).toBe(2);
    await page.keyboard.press("z");
    await atStep(page, "Start");
    await page.keyboard.press("Shift+Z");
    await atStep(page, "Step 1");
    await page.keyboard.press("Enter");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await page.getByText("You did it.").waitFor();
    await page.close();
  });

  test("finds Paxos's broken quorum by checking, walks it, and leaves it at step 3", async () => {
    const page = await zoo.open({ fragment: "paxos-broken-quorum" });
    await page
      .getByRole("button", { name: /Check every schedule/ })
      .first()
      .click();
    await page.getByText("violated after 8 steps").waitFor();
    await atStep(page, "Step 8");
    await page.keyboard.press("Home");
    await atStep(page, "Start");
    for (let step = 1; step <= 3; step++) {
      await page.keyboard.press("ArrowRight");
      await atStep(page, `Step ${step} of 8`);
    }
    const offers = page.locator('[role="option"]');
    await offers.last().click();
    await atStep(page, "Step 4, history b");
    expect(await page.locator(".rail").count()).toBe(2);
    await page.close();
  });

  test("follows the file as it is saved, and shows a mistake at its line", async () => {
    const page = await followed.open();
    await page.locator(".heads .head").first().waitFor();
    await page.keyboard.press("1");
    await atStep(page, "Step 1");
    writeFileSync(lock, LOCK.replace("export default", "const ; export default"));
    await page.getByRole("button", { name: "1 mistake" }).waitFor();
    await page.locator(".lens").waitFor();
    await atStep(page, "Step 1");
    writeFileSync(lock, LOCK);
    await page.getByRole("button", { name: "1 mistake" }).waitFor({ state: "detached" });
    await atStep(page, "Step 1");
    await page.close();
  });

  test("compiles what is typed, and plays it", async () => {
    const page = await zoo.open({ fragment: "client-server" });
    await page.locator(".heads .head").first().waitFor();
    await page.keyboard.press("e");
    await page.locator(".cm-content").click();
    await page.keyboard.press("Control+Home");
    await page.keyboard.type("const = 1;");
    await page.locator(".lens").waitFor();
    for (let i = 0; i < "const = 1;".length; i++) await page.keyboard.press("Backspace");
    await page.locator(".lens").waitFor({ state: "detached" });
    await page.getByText("your version").waitFor();
    await page.close();
  });

  test("opens a link in a fresh profile at the same moment, seen by the same process", async () => {
    const page = await zoo.open();
    await page.getByText("Your move").waitFor();
    await page.keyboard.press("1");
    await atStep(page, "Step 1");
    await page.waitForURL(/#two-generals~1/);
    const [, fragment = ""] = page.url().split("#");
    await page.close();
    const other = await zoo.open({ fragment });
    await atStep(other, "Step 1");
    await other.close();
  });

  test("does not run the program of a link before its reader wants that", async () => {
    const files = { "sent.ts": LOCK };
    const page = await zoo.open({ fragment: await fragmentOf({ files, system: {}, events: [], step: 0 }) });
    await page.getByText("Read it before you run it.").waitFor();
    expect(await page.locator(".diagram").count()).toBe(0);
    await page.getByRole("button", { name: "Run it" }).click();
    await page.locator(".heads .head").first().waitFor();
    await page.close();
  });

  test("ends a handler that loops for ever, and keeps what was played", async () => {
    const endless = LOCK.replace("state.answer = value;", "for (;;);");
    const page = await zoo.open({
      fragment: await fragmentOf({ files: { "endless.ts": endless }, system: {}, events: [], step: 0 }),
    });
    await page.getByRole("button", { name: "Run it" }).click();
    await page.locator(".heads .head").first().waitFor();
    await page.keyboard.press("1");
    await page.getByText("has not returned after 5 s").first().waitFor();
    await atStep(page, "Start");
    await page.close();
  });
});
