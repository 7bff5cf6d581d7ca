import { describe, expect, test } from "vitest";
import { LiveProgress } from "./progress.ts";

const CHECK = {
  transitions: 5,
  depth: 3,
  frontier: 2,
  bytes: 2_048,
  initial: 1,
  quiescent: 0,
  authorCalls: 4,
  restarts: 0,
};

/** What is shown on a stream that is a terminal or not, by a clock that is set by hand. */
class Shown {
  readonly stream: { isTTY: boolean; columns: number; write: (text: string) => boolean };
  seconds = 100;
  text = "";
  readonly progress: LiveProgress;

  constructor(isTTY: boolean) {
    this.stream = { isTTY, columns: 80, write: (text) => ((this.text += text), true) };
    this.progress = new LiveProgress({ stream: this.stream, now: () => 1_000 * this.seconds });
  }

  /** What is shown besides, some seconds later. */
  after(seconds: number, configurations: number): string {
    this.seconds += seconds;
    this.text = "";
    this.progress.show({ ...CHECK, configurations });
    return this.text;
  }
}

describe("progress", () => {
  test("is one line on a terminal, which is taken away", () => {
    const shown = new Shown(true);
    expect(shown.after(0.1, 10)).toBe("");
    expect(shown.after(0.9, 1_010)).toContain("\r\u001b[K");
    expect(shown.after(0.1, 2_000)).toContain("2,000 configurations  1,010/s  depth 3  frontier 2  2.0 KB");
    shown.text = "";
    shown.progress.clear();
    expect(shown.text).toBe("\r\u001b[K");
  });

  test("is a line now and then elsewhere, with nothing that only a terminal understands", () => {
    const shown = new Shown(false);
    expect(shown.after(5, 10)).toBe("");
    expect(shown.after(15, 2_000)).toBe("2,000 configurations  100/s  depth 3  frontier 2  2.0 KB  20.0 s\n");
    expect(shown.after(19, 3_000)).toBe("");
    expect(shown.after(1, 4_000)).toBe("4,000 configurations  100/s  depth 3  frontier 2  2.0 KB  40.0 s\n");
    shown.seconds += 20;
    shown.text = "";
    shown.progress.showRuns(3, 600, 1);
    expect(shown.text).toBe("3 runs  600 events  10/s  1 violation  1 min 0 s\n");
    shown.progress.clear();
    expect(shown.text).not.toContain("\u001b");
  });
});
