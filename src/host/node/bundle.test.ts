import { devNull } from "node:os";
import { expect, test } from "vitest";
import { protocolFile } from "./bundle.ts";

test("what is there, and is neither a file nor a folder, is not said to be missing", () => {
  expect(() => protocolFile(devNull)).toThrow(/^\S+ is neither a file nor a folder\.\nCheck the path/);
  expect(() => protocolFile(`${devNull}.ts`)).toThrow(/^There is no file /);
});
