/** Timing models as text, and what is refused. */
import { describe, expect, test } from "vitest";
import { initialConfiguration } from "../state/configuration.ts";
import { protocol } from "../system/protocol.ts";
import { role } from "../system/role.ts";
import { system } from "../system/system.ts";
import { parseTiming, timings } from "./index.ts";

describe("as text", () => {
  const texts = [
    "bounded:3",
    "bounded:1-3,step:2,drift:0.1,horizon:20",
    "partially-synchronous:gst:2",
    "partially-synchronous:unknown:1-2,step:0",
    ...timings.map(({ example }) => example),
  ];
  test.each(texts)("%s is read back", (text) => expect(parseTiming(text).text).toBe(text));

  test.each([
    "bounded",
    "bounded:",
    "bounded:3-1",
    "bounded:2,step",
    "bounded:2,stp:2",
    "bounded:99999999999999999999999",
    "bounded:2,drift:2",
    "bounded:-1",
    "soon",
  ])("%s is refused", (text) => expect(() => parseTiming(text)).toThrow());
});

test("ticks are whole numbers, and not negative", () => {
  const impatient = protocol()({
    name: "impatient",
    roles: {
      process: role({
        initially: ({ setTimer }) => (setTimer("alarm", 1.5), {}),
        uponTimeout: { alarm: () => {} },
      }),
    },
  });
  expect(() => initialConfiguration(system(impatient), [null])).toThrow("called `setTimer` with 1.5 ticks");
});
