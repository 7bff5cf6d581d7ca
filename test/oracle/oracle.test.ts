/**
 * Lightcone beside a second reading of docs/semantics.md that shares no line with it. The seeds are fixed;
 * others are tried by `npm run oracle`. A failure prints the case, made small, and what both make of it.
 */
import { expect, test } from "vitest";
import type { ConfigurationView } from "lightcone";
import { at } from "../../src/base/assert.ts";
import { isThorough, seeds } from "../effort.ts";
import { compare, difference } from "./compare.ts";
import { draw } from "./draw.ts";
import { answer, type Answer } from "./explore.ts";
import type { Rules } from "./forever.ts";
import { judge, type Kind } from "./kinds.ts";
import { answerOf, verdictsOnPart, type Cut } from "./product.ts";
import { native } from "./programs/native.ts";
import { shrink } from "./shrink.ts";
import { KINDS as SYSTEMS } from "./systemKinds.ts";
import type { Tiny } from "./tiny.ts";

/**
 * What is compared, in which cases, and which share of those at least is small enough. Some kinds, which take
 * long, have no cases in the usual run.
 */
const COMPARED: readonly (readonly [title: string, kind: Kind, cases: readonly number[], small: number])[] = [
  [
    "without clocks both find the same configurations, sights and verdicts",
    "asynchronous",
    seeds(1, 150),
    1 / 2,
  ],
  ["in rounds both find the same configurations, sights and verdicts", "rounds", seeds(1, 150), 3 / 5],
  ["where time is kept both find the same configurations, sights and verdicts", "time", seeds(5, 150), 1 / 3],
  [
    "with guards and actions of their own both find the same, without clocks",
    "guarded asynchronous",
    seeds(0, 150),
    1 / 3,
  ],
  ["with objects that code shares, several in one event, both find the same", "shared", seeds(0, 100), 1 / 3],
  ["in rounds both find the same of objects that code shares", "lockstep", seeds(0, 40), 1 / 3],
  ["process code that keeps time does the same for both", "timed code", seeds(3, 40), 1 / 5],
  ["what a monitor sees, and claims that read it, both find the same", "watched", seeds(2, 40), 1 / 5],
  [
    "fair transition systems stay, for both, wherever what is asked for lets them",
    "fair",
    seeds(3, 300),
    1 / 2,
  ],
  ["with guards both find the same in rounds", "guarded rounds", seeds(0, 150), 1 / 6],
  ["with guards and actions both find the same where time is kept", "guarded time", seeds(0, 150), 1 / 4],
  [
    "process code comes to what the language's generators come to, in every interleaving",
    "programs",
    seeds(4, 150),
    1 / 2,
  ],
];

test.for(COMPARED)("%s", ([_title, kind, cases, small], { skip }) => {
  if (cases.length === 0) skip();
  let agreed = 0;
  for (const seed of cases) {
    const { outcome, report } = judge(kind, seed);
    if (report !== undefined) expect.fail(`seed ${seed} of ${kind}: ${outcome}\n\n${report()}`);
    if (outcome === "agree") agreed++;
  }
  expect(agreed).toBeGreaterThan(small * cases.length);
});

/** Ways to end a search of a system early. */
function cutsOf({ configurations = 0, depth = 0 }: Answer): readonly Cut[] {
  const where = (_roles: unknown, { processes }: ConfigurationView): boolean =>
    processes.every(({ crashed, state }) => crashed || (state as { place: number }).place !== 2);
  return [
    { options: { configurationsMax: Math.ceil(configurations / 2) } },
    { within: { depth: Math.ceil(depth / 2) }, options: { reduced: true, symmetryMin: 2 } },
    { within: { mailbox: 1 }, options: {} },
    { within: { where }, options: { reduced: true, symmetryMin: 2 } },
    { options: { visited: "hashed" } },
  ];
}

test("what a search says that ends early, one says that does not", () => {
  let compared = 0;
  const sortOf = (verdict: string): string => /^\w+/.exec(verdict)?.[0] ?? "";
  for (const seed of seeds(3, 100)) {
    const tiny = draw(seed, [at(SYSTEMS, seed % SYSTEMS.length)], seed % 2 === 0);
    const right = answer(tiny, 120);
    if (right?.verdicts === undefined) continue;
    for (const cut of cutsOf(right))
      for (const [i, verdict] of verdictsOnPart(tiny, cut).entries())
        for (const [k, one] of verdict.split(/, (?!after|untested)/).entries()) {
          const whole = right.verdicts[i]?.split(/, (?!after|untested)/)[k] ?? "";
          if (sortOf(one) === "unknown") continue;
          compared++;
          expect([seed, i, sortOf(one)]).toEqual([seed, i, sortOf(whole)]);
        }
  }
  expect(compared).toBeGreaterThan(30);
});

/** Whether a system without its failures is told from the system. */
function isFoundOut(tiny: Tiny): boolean {
  const [right, wrong] = [answer(tiny, 200), answerOf({ ...tiny, failures: [] }, "kernel", 1000)];
  return right !== undefined && wrong !== undefined && difference(tiny, right, wrong) !== undefined;
}

test.runIf(isThorough)("a system whose failures are left out is found out, and becomes small", () => {
  const drawn = seeds(0, 40).map((seed) => draw(seed, ["rounds"]));
  const failing = drawn.filter(({ failures }) => failures.length > 0);
  const found = failing.filter((tiny) => compare(tiny).outcome === "agree").filter(isFoundOut);
  expect(found.length).toBeGreaterThan(drawn.length / 3);
  const small = shrink(found[0] as Tiny, isFoundOut);
  expect(small.roles.flatMap(({ rows }) => rows).length).toBeLessThan(4);
  expect(small.failures).toHaveLength(1);
  expect(small.claims).toEqual([]);
});

test.runIf(isThorough)(
  "some verdicts rest on compassion: what is received now and then is no justice",
  () => {
    const drawn = seeds(0, 400).map((seed) => draw(seed, ["asynchronous"], true));
    const verdicts = drawn.map((tiny) => {
      const rules: readonly Partial<Rules>[] = [{}, { messages: "for good" }];
      return rules.map((some) => answer(tiny, 200, { rules: some })?.verdicts);
    });
    const differing = verdicts.filter(([right, wrong]) => JSON.stringify(right) !== JSON.stringify(wrong));
    expect(differing.length).toBeGreaterThan(drawn.length / 100);
  },
);

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
