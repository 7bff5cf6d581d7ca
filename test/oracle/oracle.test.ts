/**
 * Lightcone beside a second reading of docs/semantics.md that shares no line with it. The seeds are fixed;
 * others are tried by `npm run oracle`. A failure prints the case, made small, and what both make of it.
 */
import { expect, test } from "vitest";
import { compare, difference } from "./compare.ts";
import { draw } from "./draw.ts";
import { answer } from "./explore.ts";
import { judge, type Kind } from "./kinds.ts";
import { answerOf } from "./product.ts";
import { native } from "./programs/native.ts";
import { shrink } from "./shrink.ts";
import type { Tiny } from "./tiny.ts";

/** What is compared, how many cases of it, and how many of those at least are small enough. */
const COMPARED: readonly (readonly [title: string, kind: Kind, cases: number, small: number])[] = [
  ["without clocks both find the same configurations, sights and verdicts", "asynchronous", 500, 250],
  ["in rounds both find the same configurations, sights and verdicts", "rounds", 500, 350],
  ["where time is kept both find the same configurations, sights and verdicts", "time", 500, 250],
  [
    "process code comes to what the language's generators come to, in every interleaving",
    "programs",
    300,
    150,
  ],
];

test.each(COMPARED)("%s", (_title, kind, cases, small) => {
  let agreed = 0;
  for (let seed = 1; seed <= cases; seed++) {
    const { outcome, report } = judge(kind, seed);
    if (report !== undefined) expect.fail(`seed ${seed} of ${kind}: ${outcome}\n\n${report()}`);
    if (outcome === "agree") agreed++;
  }
  expect(agreed).toBeGreaterThan(small);
});

/** Whether a system without its failures is told from the system. */
function isFoundOut(tiny: Tiny): boolean {
  const [right, wrong] = [answer(tiny, 200), answerOf({ ...tiny, failures: [] }, "kernel", 1000)];
  return right !== undefined && wrong !== undefined && difference(tiny, right, wrong) !== undefined;
}

test("a system whose failures are left out is found out, and becomes small", () => {
  const seeds = Array.from({ length: 60 }, (_, i) => i + 1);
  const failing = seeds.map((seed) => draw(seed, ["rounds"])).filter(({ failures }) => failures.length > 0);
  const found = failing.filter((tiny) => compare(tiny).outcome === "agree").filter(isFoundOut);
  expect(found.length).toBeGreaterThan(20);
  const small = shrink(found[0] as Tiny, isFoundOut);
  expect(small.roles.flatMap(({ rows }) => rows).length).toBeLessThan(4);
  expect(small.failures).toHaveLength(1);
  expect(small.claims).toEqual([]);
});

test("an update that is lost in one interleaving of three is seen", () => {
  const code = ["const seen = yield* read(r);", "yield* write(r, seen + 1);", "state.x = seen;"];
  const { sights, pasts } = native({ processes: 2, code }, 100);
  const last = sights.filter((sight) => !sight.includes("halted: false"));
  expect(last.map((sight) => [...sight.matchAll(/x: (\d)|r: (\d)/g)].map(([text]) => text).join())).toEqual([
    "x: 0,x: 0,r: 1",
    "x: 0,x: 1,r: 2",
    "x: 1,x: 0,r: 2",
  ]);
  expect(pasts).toBe(13);
});
