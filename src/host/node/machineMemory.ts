/** The memory of the machine, or of the container that this process runs in. */
import { readFileSync } from "node:fs";
import { totalmem } from "node:os";
import { dirname, join } from "node:path";

/** The part of it that a job takes unless it is told otherwise. */
const SHARE = 0.75;

/** The memory that a job may take by default, in bytes: a share of what this process is allowed. */
export function availableBytes(): number {
  return Math.floor(Math.min(totalmem(), allowedBytes()) * SHARE);
}

/**
 * The bytes that the control groups of this process allow it, of either version (cgroups(7)): the least of
 * its own limit and those of the groups around it. Infinity where there are none.
 * @param root the root of the file system
 */
export function allowedBytes(root = "/"): number {
  const lines = textOf(join(root, "proc/self/cgroup")).split("\n");
  const limits = lines.flatMap((line) => {
    const [, controllers = "", path = ""] = /^\d+:([^:]*):(.*)$/.exec(line) ?? [];
    if (controllers === "") return limitsIn(join(root, "sys/fs/cgroup"), path, ["memory.max", "memory.high"]);
    const isMemory = controllers.split(",").includes("memory");
    return isMemory ? limitsIn(join(root, "sys/fs/cgroup/memory"), path, ["memory.limit_in_bytes"]) : [];
  });
  return Math.min(Infinity, ...limits);
}

/** The limits in files of these names, of a group and of all around it. A container sees its own as "/". */
function limitsIn(mount: string, group: string, names: readonly string[]): number[] {
  const limits = names.map((name) => Number.parseInt(textOf(join(mount, group, name)), 10));
  const around = group === "/" || group === "" ? [] : limitsIn(mount, dirname(group), names);
  return [...limits.filter((limit) => limit > 0), ...around];
}

function textOf(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
