/** docs/errors.md explains every error by its name. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";

const read = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");

/** The strings of a union of string literals. */
function union(path: string, name: string): string[] {
  const [, body = ""] = new RegExp(`type ${name} =([^;]*);`).exec(read(path)) ?? [];
  return [...body.matchAll(/"([^"]+)"/g)].map(([, word = ""]) => word);
}

describe("docs/errors.md", () => {
  const headings = [...read("docs/errors.md").matchAll(/^### (.+)$/gm)].map(([, heading = ""]) => heading);
  const names = [
    ...union("src/model/error.ts", "ProtocolFault"),
    ...union("src/host/node/mistakeReport.ts", "LoadFault"),
    "usage",
    "lightcone",
  ];

  test("has a paragraph for each name of an error, and no other", () => {
    expect([...headings].sort()).toEqual([...new Set(names)].sort());
  });
});
