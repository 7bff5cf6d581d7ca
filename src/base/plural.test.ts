import { expect, test } from "vitest";
import { plural } from "./plural.ts";

test("names have a plural", () => {
  expect(["process", "copy", "key", "general", "box", "resourceManager"].map(plural)).toEqual([
    "processes",
    "copies",
    "keys",
    "generals",
    "boxes",
    "resourceManagers",
  ]);
});
