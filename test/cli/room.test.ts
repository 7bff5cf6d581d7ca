/** `--limit memory`, end to end: it is about the whole process, and what comes of it is a verdict. */
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { lightcone } from "./lightcone.ts";

const MB = 2 ** 20;
const commit = fileURLToPath(new URL("../../zoo/commit/two-phase-commit.ts", import.meta.url));

interface Checked {
  readonly cutoff: string;
  readonly configurations?: number;
  readonly peakBytes: number;
  readonly properties: readonly { readonly because: { readonly safeSteps?: number } }[];
}

async function checked(...words: readonly string[]): Promise<Checked> {
  const { stdout, exitCode } = await lightcone(["check", ...words, "--json", "--no-typecheck"]);
  expect(exitCode).toBe(3);
  return JSON.parse(stdout) as Checked;
}

describe("a limit on memory", () => {
  test("counts the tables of the search before they grow", async () => {
    const words = [commit, "--processes", "resourceManager=9", "--property", "consistent", "--full"];
    const report = await checked(...words, "--limit", "memory=160MB");
    expect(report).toMatchObject({ cutoff: "memory" });
    expect(report.peakBytes).toBeLessThanOrEqual(160 * MB);
    expect(report.configurations).toBeGreaterThan(100_000);
    expect(report.properties[0]?.because.safeSteps).toBeGreaterThan(4);
  });

  test("counts what author code keeps besides", async () => {
    const report = await checked("keeps-arrays.ts", "--limit", "memory=200MB");
    expect(report).toMatchObject({ cutoff: "memory" });
    // It is looked at from time to time.
    expect(report.peakBytes).toBeLessThanOrEqual(230 * MB);
    expect(report.configurations).toBeGreaterThan(10);
  });

  test("that is less than the program takes by itself is met at once", async () => {
    expect(await checked("relay.ts", "--property", "bothAnswered", "--limit", "memory=20MB")).toMatchObject({
      cutoff: "memory",
    });
  });
});
