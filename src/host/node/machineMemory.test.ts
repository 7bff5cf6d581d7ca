import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { allowedBytes, availableBytes } from "./machineMemory.ts";

const roots: string[] = [];
afterEach(() => roots.splice(0).forEach((root) => rmSync(root, { recursive: true })));

/** What is allowed where these files are, by their paths from the root. */
function allowed(files: Readonly<Record<string, string>>): number {
  const root = mkdtempSync(join(tmpdir(), "lightcone-test-"));
  roots.push(root);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return allowedBytes(root);
}

const CGROUP = "proc/self/cgroup";

describe("the memory that control groups allow", () => {
  test("is that of a container, which sees its own group as the root", () => {
    expect(allowed({ [CGROUP]: "0::/\n", "sys/fs/cgroup/memory.max": "419430400\n" })).toBe(400 * 2 ** 20);
    const memory = "sys/fs/cgroup/memory/memory.limit_in_bytes";
    expect(allowed({ [CGROUP]: "4:memory:/docker/abc\n0::/\n", [memory]: "1000\n" })).toBe(1_000);
  });

  test("is the least of those of a group and of the groups around it", () => {
    const files = {
      [CGROUP]: "0::/a/b\n",
      "sys/fs/cgroup/a/b/memory.max": "max\n",
      "sys/fs/cgroup/a/b/memory.high": "700\n",
      "sys/fs/cgroup/a/memory.max": "500\n",
    };
    expect(allowed(files)).toBe(500);
    expect(allowed({ ...files, "sys/fs/cgroup/a/b/memory.max": "300\n" })).toBe(300);
    const older = { [CGROUP]: "7:cpu:/x\n4:cpu,memory:/x/y\n", "sys/fs/cgroup/cpu/x/memory.max": "1\n" };
    expect(allowed({ ...older, "sys/fs/cgroup/memory/x/memory.limit_in_bytes": "9\n" })).toBe(9);
  });

  test("has no limit where there are none", () => {
    expect(allowed({})).toBe(Infinity);
    expect(allowed({ [CGROUP]: "0::/\n", "sys/fs/cgroup/memory.max": "max\n" })).toBe(Infinity);
    expect(availableBytes()).toBeGreaterThan(2 ** 26);
  });
});
