/** Live progress: one line on the standard error, if that is a terminal. */
import type { Progress } from "../explorer/explorer.ts";
import { bytes, count, counted, duration } from "./amounts.ts";
import { dim, printed } from "./ink.ts";

/** The time, in milliseconds, before which no progress is shown. */
const PATIENCE_MS = 400;

/** The line of one check. */
export class LiveProgress {
  private readonly began = performance.now();
  private last = { at: this.began, configurations: 0 };
  private perSecond = 0;
  private shown = false;

  /** Shows how far the check is, in place of what was shown before. */
  show({ configurations, depth, frontier, bytes: taken }: Progress): void {
    const now = performance.now();
    if (!process.stderr.isTTY || now - this.began < PATIENCE_MS) return;
    const elapsed = (now - this.last.at) / 1_000;
    if (elapsed > 0.5) {
      this.perSecond = Math.max(0, configurations - this.last.configurations) / elapsed;
      this.last = { at: now, configurations };
    }
    const parts = [
      `${count(configurations)} configurations`,
      ...(this.perSecond > 0 ? [`${count(this.perSecond)}/s`] : []),
      `depth ${count(depth)}`,
      `frontier ${count(frontier)}`,
      bytes(taken),
      duration((now - this.began) / 1_000),
    ];
    this.write(parts);
  }

  /** Shows how far a simulation is. */
  showRuns(runs: number, events: number, violated: number): void {
    const now = performance.now();
    if (!process.stderr.isTTY || now - this.began < PATIENCE_MS) return;
    const seconds = (now - this.began) / 1_000;
    const parts = [
      counted(runs, "run"),
      `${count(events)} events`,
      `${count(events / seconds)}/s`,
      ...(violated > 0 ? [`${counted(violated, "violation")}`] : []),
      duration(seconds),
    ];
    this.write(parts);
  }

  private write(parts: readonly string[]): void {
    const line = parts.join("  ").slice(0, (process.stderr.columns || 80) - 1);
    process.stderr.write(`\r\u001b[K${printed(dim(line))}`);
    this.shown = true;
  }

  /** Takes the line away. */
  clear(): void {
    if (this.shown) process.stderr.write("\r\u001b[K");
    this.shown = false;
  }
}
