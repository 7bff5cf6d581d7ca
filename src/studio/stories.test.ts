import { expect, test } from "vitest";
import { storyOf } from "./stories.ts";

test("A page tells what its first comment says, paragraph by paragraph, without links and sources.", () => {
  const source = `/**
 * A lock that is lent
 * for a while: [sibling](sibling.ts) keeps it.
 *
 * - One thing.
 * - Another thing.
 *
 * Source: a book.
 */
import { role } from "lightcone";`;
  expect(storyOf("patient-lock", source, "about")).toEqual({
    title: "Patient lock",
    paragraphs: ["A lock that is lent for a while: sibling keeps it.", "- One thing.", "- Another thing."],
  });
});

test("A file without a comment tells what it is about.", () => {
  expect(storyOf("lock", "export {};", "It lends.").paragraphs).toEqual(["It lends."]);
  expect(storyOf("lock", "export {};", undefined).paragraphs).toHaveLength(1);
});
