import { expect, test } from "vitest";
import { codeFrame } from "./codeFrame.ts";

const source = ["first", "  second(line)", "third"].join("\n");

test("a frame shows the lines around a place, and marks it", () => {
  expect(codeFrame(source, { line: 2, column: 3, length: 6 })).toBe(
    ["  1 | first", "> 2 |   second(line)", "    |   ^^^^^^", "  3 | third"].join("\n"),
  );
});

test("a frame ends with the file, and a mark with its line", () => {
  expect(codeFrame(source, { line: 3, column: 4, length: 99 })).toBe(
    ["  2 |   second(line)", "> 3 | third", "    |    ^^"].join("\n"),
  );
});

test("a long line is cut around the mark", () => {
  const long = `${"a".repeat(200)}(b)${"c".repeat(200)}`;
  const [text = "", mark = ""] = codeFrame(long, { line: 1, column: 201, length: 3 }).split("\n");
  expect(text).toHaveLength("> 1 | ".length + 120);
  expect(text.slice(mark.indexOf("^"), mark.length)).toBe("(b)");
});

test("there is no frame outside the file", () => {
  expect(codeFrame(source, { line: 4, column: 1 })).toBe("");
});
