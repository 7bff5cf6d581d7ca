/** The walls of processes that are cut off for a time. */
import { expect, test } from "vitest";
import { parseEvent, parseFailures, protocol, replay, role, system, type Execution } from "lightcone";
import { drawSvg, drawText, sceneOf, type SceneOptions } from "./index.ts";

const beats = protocol<{ type: "beat" }>()({
  name: "beats",
  roles: {
    process: role({
      processes: 2,
      initially: ({ index, setTimer }) => (index === 1 ? setTimer("beat") : undefined, {}),
      uponTimeout: {
        beat(_state, { broadcast, setTimer }) {
          broadcast({ type: "beat" });
          setTimer("beat");
        },
      },
      upon: { beat: () => undefined },
    }),
  },
});

function executionOf(text: string, begin = "none"): Execution {
  const made = system(beats, { failures: parseFailures("partition:2"), begin: parseFailures(begin) });
  const effects = { beat: ["p1 times out on beat", "p1 sends beat to p2"] };
  const lines = text.split("; ").flatMap((line) => (line === "p1 beats" ? effects.beat : [line]));
  const found = replay(made, { inputs: [null, null], events: lines.map(parseEvent) });
  if (!("configurations" in found)) throw new Error(`stuck at ${found.at}`);
  return found;
}

const wallsOf = (execution: Execution, options?: SceneOptions): unknown[] =>
  sceneOf(execution, options).lanes.map(({ walls }) => walls);

test("stand from when it is cut off until it is connected again", () => {
  const once = executionOf("p2 is cut off; p1 beats; p2 is connected again; p1 beats");
  expect(wallsOf(once)).toEqual([undefined, [{ from: 1, to: 4 }]]);
  expect(drawText(sceneOf(once)).split("\n").slice(3, 9)).toEqual([
    "     ●          ●",
    " 1   │          ╪   is cut off",
    " 2   ◷ beat     ║",
    "     ├╌╌╌beat╌╌✕║   lost",
    " 3   │          ╪   is connected again",
    " 4   ◷ beat     │",
  ]);
});

test("stand each time, to the end where it does not end, and from the start where it is in place", () => {
  const [cut, back] = ["p2 is cut off", "p2 is connected again"];
  expect(wallsOf(executionOf([cut, back, "p1 beats", cut].join("; ")))).toEqual([
    undefined,
    [{ from: 1, to: 2 }, { from: 4 }],
  ]);
  expect(wallsOf(executionOf("p1 beats; p2 is connected again", "partition:p2"))).toEqual([
    undefined,
    [{ from: 0, to: 3 }],
  ]);
});

test("go on through steps that are not shown, and are two lines in an image", () => {
  const beats = new Array(30).fill("p1 beats").join("; ");
  const long = sceneOf(executionOf(`p2 is cut off; ${beats}; p2 is connected again`), { maxSteps: 4 });
  const [{ from = -1, to = -1 } = {}] = long.lanes[1]?.walls ?? [];
  expect(long.rows.slice(from, to).map(({ kind }) => kind)).toContain("gap");
  expect(drawSvg(long).match(/class="wall"/g)).toHaveLength(1);
});
