/**
 * How fast a check is in a tab of a browser, beside the same check on the command line: the studio runs the
 * same kernel in a worker.
 */
import { spawn } from "node:child_process";
import { chromium } from "playwright-core";
import type { SystemRequest } from "../src/host/node/job.ts";
import { fragmentOf } from "../src/studio/address.ts";
import { chromiumPath } from "../test/browser/chromium.ts";
import { runChild } from "./child.ts";
import { median, pairedRatio } from "./statistics.ts";
import { formatCount, formatRatio, formatTable } from "./table.ts";

/** A system that is checked in both, by the page of the zoo. */
interface CheckedSystem {
  readonly page: string;
  readonly room: string;
  readonly processes: Readonly<Record<string, number>>;
}

const CHECKED: readonly CheckedSystem[] = [
  { page: "fischer", room: "mutual-exclusion", processes: { process: 5 } },
  { page: "two-phase-commit", room: "commit", processes: { resourceManager: 8 } },
  { page: "floodset", room: "consensus", processes: { process: 5 } },
];

/** Configurations a second, one for each round, in a tab and on the command line. */
export interface TabRates {
  readonly system: string;
  readonly inTab: readonly number[];
  readonly onCommandLine: readonly number[];
}

/** Checks each system in turn in a tab and on the command line. @throws Error where there is no Chromium */
export async function compareTab(command: string, rounds: number): Promise<TabRates[]> {
  if (chromiumPath === undefined) throw new Error("there is no Chromium: set CHROMIUM to its path");
  const studio = await servedBy(command);
  const browser = await chromium.launch({ executablePath: chromiumPath, args: ["--no-sandbox"] });
  const inTab = async ({ page: zoo, processes }: CheckedSystem): Promise<number> => {
    const page = await browser.newPage();
    const system: SystemRequest = { processes };
    await page.goto(`${studio.url}#${await fragmentOf({ zoo, system, events: [], step: 0 })}`);
    await page.locator(".heads .head").first().waitFor();
    await page.keyboard.press("c");
    const counts = page.locator(".counts").first();
    await counts.waitFor({ timeout: 300_000 });
    const rate = rateIn((await counts.textContent()) ?? "");
    await page.close();
    return rate;
  };
  try {
    const found: TabRates[] = [];
    for (const system of CHECKED) {
      const rates: [number[], number[]] = [[], []];
      for (let round = 0; round < rounds; round++) {
        rates[0].push(await inTab(system));
        rates[1].push(await onCommandLine(command, system));
      }
      const name = `${system.page}, ${Object.values(system.processes).join(" and ")}`;
      found.push({ system: name, inTab: rates[0], onCommandLine: rates[1] });
    }
    return found;
  } finally {
    await browser.close();
    studio.close();
  }
}

/** The studio, as the command serves it. */
export function servedBy(command: string): Promise<{ readonly url: string; close(): void }> {
  const child = spawn(process.execPath, [command, "studio", "--no-open"], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  return new Promise((resolve, reject) => {
    child.on("exit", () => reject(new Error("the studio has ended")));
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      const [, url] = /(http:\S+)/.exec(text) ?? [];
      if (url !== undefined) resolve({ url, close: () => child.kill() });
    });
  });
}

/** Reads how many configurations a second the studio says that it has visited. Throws if it does not say. */
export function rateIn(text: string): number {
  const [, count = "", seconds = ""] = /([\d,]+) configurations.* ([\d.]+) s\./.exec(text) ?? [];
  const rate = Number(count.replaceAll(",", "")) / Number(seconds);
  if (!Number.isFinite(rate) || rate <= 0) throw new Error(`the studio says "${text}"`);
  return rate;
}

async function onCommandLine(command: string, { page, room, processes }: CheckedSystem): Promise<number> {
  const sizes = Object.entries(processes).flatMap(([role, count]) => ["--processes", `${role}=${count}`]);
  const parameters = [command, "check", `zoo/${room}/${page}.ts`, ...sizes, "--no-typecheck", "--json"];
  const { stdout, stderr } = await runChild(process.execPath, parameters, ".");
  try {
    const { configurations, seconds } = JSON.parse(stdout) as Record<string, unknown>;
    return Number(configurations) / Number(seconds);
  } catch (error) {
    throw new Error(`${parameters.join(" ")}: ${stderr}`, { cause: error });
  }
}

/** Rates as a table. */
export function formatTabRates(all: readonly TabRates[]): string {
  const rows = all.map(({ system, inTab, onCommandLine }) => [
    system,
    formatCount(median(inTab)),
    formatCount(median(onCommandLine)),
    formatRatio(pairedRatio(inTab, onCommandLine)),
  ]);
  return formatTable(["configurations a second", "in a tab", "command line", "tab / command line"], rows);
}
