/** Pictures of what has failed, or been chosen, before anything happens. */
import {
  anyOf,
  parseFailures,
  parseTiming,
  protocol,
  register,
  replay,
  role,
  system,
  type Execution,
  type SystemOptions,
} from "lightcone";
import { expect, test } from "vitest";
import { drawText, sceneOf } from "./index.ts";

const quiet = protocol<never>()({
  name: "quiet",
  objects: [register("flag", anyOf("up", "down"))],
  roles: { process: role({ processes: 3, initially: () => ({}) }) },
});

const textOf = (options: SystemOptions): string => {
  const made = system(quiet, options);
  const inputs = [null, null, null, "down"];
  return drawText(sceneOf(replay(made, { inputs, events: [] }) as Execution));
};

test("who is down or cut off from the start is marked, and what objects begin with is said", () => {
  const text = textOf({ begin: parseFailures("crash:p2,partition:p3") });
  expect(text.split("\n").slice(0, 4)).toEqual([
    'quiet · 0 steps from flag: "down"',
    "",
    "     p1         p2         p3",
    "     ●          ✖          ╪   p2 is down · p3 is cut off",
  ]);
});

test("an execution in rounds is measured in rounds, also before the first", () => {
  expect(textOf({ timing: parseTiming("synchronous") })).toContain("quiet · 0 rounds");
});
