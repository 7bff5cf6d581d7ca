import { expect, test } from "vitest";
import {
  atomically,
  check,
  protocol,
  read,
  register,
  replay,
  role,
  system,
  write,
  type Execution,
} from "lightcone";
import { isStuck } from "../model/index.ts";
import { sceneOf } from "./compose.ts";

const registers = Array.from({ length: 5 }, (_, i) => register(`r${i + 1}`, i));

function* move() {
  const value = yield* read(register("r1", 0));
  yield* write(register("r2", 1), value);
}

/** A process that reads one register, and then moves what is in it to another in one step. */
const mover = (count: number) =>
  protocol<never>()({
    name: "mover",
    objects: registers.slice(0, count),
    roles: {
      process: role({
        processes: 1,
        initially: () => ({ isDone: false }),
        *run(state) {
          yield* read(register("r1", 0));
          yield* atomically(move());
          state.isDone = true;
        },
      }),
    },
    properties: { isNotDone: { invariant: ({ process }) => !process.some(({ state }) => state.isDone) } },
  });

/** The execution in which all is done. */
function done(count: number): Execution {
  const made = system(mover(count));
  const { isNotDone } = check(made).verdicts;
  if (isNotDone?.verdict !== "violated") throw new Error("it is done at some time");
  const execution = replay(made, isNotDone.schedule);
  if (isStuck(execution)) throw new Error("it is enabled");
  return execution;
}

test("objects have lanes, and each step says at which it is, and which it changes", () => {
  const { objects, marks } = sceneOf(done(2));
  expect(objects).toEqual(["r1", "r2"]);
  expect(marks.map(({ accesses }) => accesses)).toEqual([
    undefined,
    [{ object: "r1", changes: false }],
    [
      { object: "r1", changes: false },
      { object: "r2", changes: true },
    ],
  ]);
});

test("many objects have no lanes", () => {
  const { objects, marks } = sceneOf(done(5));
  expect(objects).toBeUndefined();
  expect(marks.every(({ accesses }) => accesses === undefined)).toBe(true);
});
