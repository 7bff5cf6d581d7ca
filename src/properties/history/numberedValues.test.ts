/** Values have one number each, whatever they are said to go on. */
import { expect, test } from "vitest";
import { seeded } from "../../base/random.ts";
import { format } from "../../base/text.ts";
import type { Plain } from "../../base/value.ts";
import { NumberedValues } from "./numberedValues.ts";

test("values are numbered in the order in which they come up, whatever is said to come before them", () => {
  const random = seeded(1);
  const numbered = new NumberedValues();
  const known = new Map<string, number>();
  const parts = ["", "a", "b", "ab", "1", '"', "\ud83d", "0123456789abcdef"];
  for (let i = 0; i < 5000; i++) {
    const before = i === 0 ? undefined : random.below(numbered.values.length);
    const last = before === undefined ? "" : (numbered.values[before] as Plain);
    // What is a text as it is shown is another value than that text.
    const shown = format(last).slice(0, 40);
    const next = random.below(parts.length);
    const goneOn = (typeof last === "string" ? last.slice(0, 40) : shown) + (parts[next] as string);
    const value = ([goneOn, shown, [goneOn], next, parts[next]] as const)[random.below(5)] as Plain;
    const name = format(value);
    if (!known.has(name)) known.set(name, known.size);
    expect(numbered.numberOf(value, random.below(3) === 0 ? undefined : before)).toBe(known.get(name));
  }
  expect(numbered.values.length).toBe(known.size);
  expect(known.size).toBeGreaterThan(600);
  for (const [number, value] of numbered.values.entries()) expect(known.get(format(value))).toBe(number);
});
