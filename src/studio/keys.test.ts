import { expect, test } from "vitest";
import { actionOf, KEYS } from "./keys.ts";

test("No two keys clash, and none is a digit.", () => {
  const keys = KEYS.map(({ key }) => key.toLowerCase());
  expect(new Set(keys).size).toBe(keys.length);
  expect(keys.filter((key) => /^\d$/.test(key))).toEqual([]);
});

test("Each action has one key, which does it.", () => {
  expect(new Set(KEYS.map(({ action }) => action)).size).toBe(KEYS.length);
  for (const { key, action } of KEYS) {
    const isShift = key.startsWith("Shift+");
    expect(actionOf(key.replace("Shift+", ""), isShift)).toBe(action);
  }
});

test("Shift makes another key of a letter, and of nothing else.", () => {
  expect(actionOf("z", false)).toBe("undo");
  expect(actionOf("Z", true)).toBe("redo");
  expect(actionOf("?", true)).toBe("keys");
  expect(actionOf("Q", true)).toBeUndefined();
});
