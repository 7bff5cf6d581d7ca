/**
 * The Chromium of this machine: that which CHROMIUM names, that of the system, or the one that comes with the
 * packages, which is for Linux alone.
 */
import { existsSync } from "node:fs";
import packed from "@sparticuz/chromium";

const PLACES = [
  process.env["CHROMIUM"],
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

/** The program; undefined where there is none, and the suite is skipped. */
export const chromiumPath =
  PLACES.find((path) => path !== undefined && existsSync(path)) ??
  (process.platform === "linux" ? await packed.executablePath().catch(() => undefined) : undefined);
