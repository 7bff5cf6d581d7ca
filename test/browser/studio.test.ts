/** The studio in a real browser: what a reader does in it, by pointer and by keys. */
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import axe from "axe-core";
import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { fragmentOf } from "../../src/studio/address.ts";
import { chromiumPath } from "./chromium.ts";
import { atStep, studioFor, thereAre, theyRead } from "./opened.ts";

const folder = mkdtempSync(join(tmpdir(), "studio-"));
const lock = join(folder, "lock.ts");
const LOCK = readFileSync(new URL("../../zoo/first-steps/client-server.ts", import.meta.url), "utf8");
writeFileSync(lock, LOCK);

/** The faults that axe finds in what is seen. */
async function faultsIn(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate(() =>
    (globalThis as unknown as { axe: { run(): Promise<{ violations: readonly Violation[] }> } }).axe.run(),
  );
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 160)}`));
}

/** Waits until axe finds no fault: what has just come may still fade in. */
async function expectNoFaults(page: Page): Promise<void> {
  await expect.poll(() => faultsIn(page)).toEqual([]);
}

interface Violation {
  readonly id: string;
  readonly nodes: readonly { readonly html: string }[];
}

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
    await page.locator(".goal").getByText("You did it. general1 attacks alone.").waitFor();
    await page.locator(".prop.bad", { hasText: "bothOrNone" }).getByText("false since 3").waitFor();
    await page.close();
  });

  test("obeys the keyboard alone: wrong turns, going back, and a tree of histories", async () => {
    const page = await zoo.open();
    await page.locator('[role="option"]').first().waitFor();
    await page.keyboard.press("l");
    await page.getByText("Nothing can happen any more.").first().waitFor();
    await page.keyboard.press("ArrowLeft");
    await atStep(page, "Start");
    await page.keyboard.press("1");
    await atStep(page, "Step 1");
    await thereAre(2, page.locator(".rail"));
    await page.keyboard.press("z");
    await atStep(page, "Start");
    await page.keyboard.press("Shift+Z");
    await atStep(page, "Step 1");
    // However fast it is: what is selected is of the step that comes, and not of the one before.
    await page.keyboard.press("Enter");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await page.locator(".goal").getByText("You did it. general1").waitFor();
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
    await thereAre(2, page.locator(".rail"));
    await page.close();
  });

  test("draws what can go on for ever", async () => {
    const page = await zoo.open({ fragment: "test-and-set-lock-starving" });
    await page.locator(".heads .head").first().waitFor();
    await page.keyboard.press("c");
    await page.getByRole("button", { name: "Open it" }).first().click();
    await page.locator(".lasso.bad", { hasText: "for ever" }).waitFor();
    // p2 has the lock and lets it go, p1 asks meanwhile: each takes a step, in steps 1 and 2.
    await page
      .locator(".payments li:first-child", { hasText: /takes its next step in step 1$/ })
      .first()
      .waitFor();
    await thereAre(2, page.locator(".lasso .flag"));
    // Three of the four steps are at the lock, two of them change it.
    await thereAre(3, page.locator(".effect"));
    await thereAre(2, page.locator(".effect.changes"));
    await expectNoFaults(page);
    await page.keyboard.press("ArrowLeft");
    await page.locator(".lasso.bad").waitFor({ state: "detached" });
    await page.close();
  });

  test("checks as its reader wants it: properties, how fully, and within bounds", async () => {
    const page = await zoo.open({ fragment: "test-and-set-lock-starving" });
    await page.locator(".heads .head").first().waitFor();
    await page.keyboard.press("w");
    await page.locator(".how summary").click();
    await page.locator(".how code", { hasText: "starvationFree.p1" }).click();
    await page.getByLabel("Full").check();
    await page.getByLabel("Within").fill("depth=1");
    await page.getByLabel("Within").press("Enter");
    await page
      .locator(".how summary", { hasText: "deadlockFree, starvationFree.p2, full, within" })
      .waitFor();
    await page
      .getByRole("button", { name: /^Check every schedule/ })
      .last()
      .click();
    await page.getByText("Every schedule within depth=1 was tried").waitFor();
    await theyRead(["deadlockFree", "starvationFree.p2"], page.locator(".verdict .n"));
    await page.locator(".counts").first().waitFor();
    expect(await page.locator(".counts").first().textContent()).not.toContain("left out");
    await page.locator(".how summary").click();
    await page.getByLabel("Within").fill("depth=far");
    await page.getByLabel("Within").press("Enter");
    await page.getByRole("button", { name: "Check again" }).click();
    await page.getByText('"depth=far" is no bound of a search.').waitFor();
    await page.close();
  });

  test("sweeps over sizes, by checks and by runs, and plays the size that one chooses", async () => {
    const page = await zoo.open({ fragment: "chang-roberts" });
    await page.locator(".heads .head").first().waitFor();
    await page.keyboard.press("n");
    const sizes = page.getByRole("region", { name: "Sizes" });
    await sizes.getByLabel("to", { exact: true }).fill("4");
    await sizes.getByRole("button", { name: "Sweep" }).click();
    const last = sizes.locator("tbody tr", { has: page.getByRole("button", { name: "4", exact: true }) });
    await last.waitFor();
    await theyRead(["8", "54", "512"], sizes.locator("tbody tr td.number:nth-last-child(3)"));
    await thereAre(3, sizes.locator(".sizes-plot .point"));
    await sizes.locator("select").first().selectOption("simulate");
    await sizes.getByRole("button", { name: "Sweep" }).click();
    await last.getByText("not violated").first().waitFor();
    await last.getByRole("button").click();
    await page.locator(".heads .head", { hasText: "p4" }).waitFor();
    await page.close();
  });

  test("lets one speak for a liar: what to whom, and what it has told so far", async () => {
    const page = await zoo.open({ fragment: "bracha" });
    await page.locator('[role="option"]', { hasText: "is Byzantine" }).click();
    const table = page.getByRole("table", { name: "What does p1 say?" });
    await table.waitFor();
    await theyRead(["any of it, or nothing", "to p2", "to p3", "to p4"], table.locator("thead th"));
    await thereAre(18, table.locator(".saying"));
    await table.getByRole("button", { name: "p1 forges say(bit: 1) for p3" }).click();
    await atStep(page, "Step 1");
    await table.getByRole("button", { name: "p1 forges say(bit: 1) for p3, said in 1" }).waitFor();
    await page.locator(".message.forged").waitFor();
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

  test("underlines mistakes of types, offers names that fit, and explains them", async () => {
    const page = await zoo.open({ fragment: "client-server" });
    await page.locator(".heads .head").first().waitFor();
    await page.keyboard.press("e");
    await page.locator(".cm-content").click();
    await page.keyboard.press("Control+End");
    await page.keyboard.type('\nexport const late: number = "";\n');
    await page
      .locator(".caption.types", { hasText: "Type 'string' is not assignable to type 'number'." })
      .waitFor();
    await page.locator(".cm-lintRange-error", { hasText: "late" }).waitFor();
    await page.keyboard.type("export const tall = late.toFix");
    await page.locator(".cm-completionLabel", { hasText: "toFixed" }).waitFor();
    await page.locator(".type-card", { hasText: "toFixed(fractionDigits?: number): string" }).waitFor();
    await page.keyboard.press("Escape");
    await page.locator(".cm-lintRange-error", { hasText: "late" }).hover();
    await page.locator(".cm-tooltip-hover .type-card", { hasText: "const late: number" }).waitFor();
    await page.close();
  });

  test("shows the line of a handler that throws, also where its code was compiled", async () => {
    const wrong = LOCK.replace("state.served++;", "state.served++;\n          throw new Error('here');");
    const page = await zoo.open({
      fragment: await fragmentOf({ files: { "wrong.ts": wrong }, system: {}, events: [], step: 0 }),
    });
    await page.getByRole("button", { name: "Run it" }).click();
    const line = 1 + wrong.split("\n").findIndex((text) => text.includes("'here'"));
    await page.getByRole("button", { name: `Go to line ${line}` }).click();
    await page.locator(".lens").waitFor();
    await page.close();
    const code = (await (await fetch(`${(await zoo.url()).replace(/#.*/, "")}zoo/peterson.json`)).json()) as {
      files: Record<string, string>;
    };
    const [source = ""] = Object.values(code.files);
    const broken = source.replace("state.isCritical = true;", "throw new Error('there');");
    const other = await zoo.open({
      fragment: await fragmentOf({ files: { "broken.ts": broken }, system: {}, events: [], step: 0 }),
    });
    await other.getByRole("button", { name: "Run it" }).click();
    await other.locator('[role="option"]').first().waitFor();
    for (let step = 1; step <= 3; step++) await other.keyboard.press("1");
    const there = 1 + broken.split("\n").findIndex((text) => text.includes("'there'"));
    await other.getByRole("button", { name: `Go to line ${there}` }).waitFor();
    await other.close();
  });

  test("has nothing that axe finds fault with, in light and dark", async () => {
    for (const colorScheme of ["light", "dark"] as const) {
      const page = await zoo.open({ colorScheme });
      await page.locator('[role="option"]').first().waitFor();
      for (const [key, shown] of [
        ["", ".segment"],
        ["1", ".message.received"],
        ["w", ".how summary"],
        ["n", "[aria-label=Sizes]"],
        ["?", "dialog .keys"],
      ] as const) {
        if (key !== "") await page.keyboard.press(key);
        await page.locator(shown).first().waitFor();
        await expectNoFaults(page);
      }
      await page.close();
    }
  });
});
