/** Live progress on the standard error: a line that changes, or, without a terminal, one now and then. */
import type { Progress } from "../explorer/explorer.ts";
import { bytes, count, counted, duration } from "./amounts.ts";
import { dim, printed } from "./ink.ts";

/** The time, in milliseconds, before which no progress is shown. */
const PATIENCE_MS = 400;
/** The time between two lines where none can be taken back. */
const LINES_MS = 20_000;

/** The place where progress is shown, and its clock; a terminal and its own, unless a test says otherwise. */
interface Display {
  readonly stream: Pick<NodeJS.WriteStream, "isTTY" | "columns" | "write">;
  readonly now: () => number;
}

/** The line of one check. */
export class LiveProgress {
  private readonly stream: Display["stream"];
  private readonly now: () => number;
  private readonly began: number;
  private last: { readonly at: number; readonly configurations: number };
  /** The time at which the next line may be shown. */
  private next: number;
  private perSecond = 0;
  private shown = false;

  constructor({ stream, now }: Display = { stream: process.stderr, now: () => performance.now() }) {
    this.stream = stream;
    this.now = now;
    this.began = now();
    this.last = { at: this.began, configurations: 0 };
    this.next = this.began + (stream.isTTY ? PATIENCE_MS : LINES_MS);
  }

  /** Shows how far the check is, in place of what was shown before. */
  show({ configurations, depth, frontier, bytes: taken }: Progress): void {
    const now = this.now();
    if (now < this.next) return;
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
    const now = this.now();
    if (now < this.next) return;
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
    const line = parts.join("  ");
    if (!this.stream.isTTY) {
      this.next += LINES_MS;
      this.stream.write(`${line}\n`);
      return;
    }
    this.stream.write(`\r\u001b[K${printed(dim(line.slice(0, (this.stream.columns || 80) - 1)))}`);
    this.shown = true;
  }

  /** Takes the line away. */
  clear(): void {
    if (this.shown) this.stream.write("\r\u001b[K");
    this.shown = false;
  }
}
