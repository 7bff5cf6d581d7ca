/** Valences in pictures: a sign and a bar at each step, words where it turns, a key; and that of cones. */
import { isStuck, replay, system } from "lightcone";
import { criticalConfigurations, tracedWalk, valencesOf } from "lightcone/analysis";
import { exploredGraph } from "lightcone/explorer";
import { drawHook, drawHtml, drawSvg, drawText, sceneOf } from "lightcone/diagram";
import { expect, test } from "vitest";
import { at } from "../base/assert.ts";
import testAndSet from "../../zoo/consensus/test-and-set-consensus.ts";
import generals from "../../zoo/coordination/two-generals.ts";

/** A way to a critical configuration and one step further, and the valence after each step. */
function decided() {
  const here = system(testAndSet);
  const graph = exploredGraph(here);
  const valences = graph === undefined ? undefined : valencesOf(graph);
  if (graph === undefined || valences === undefined) throw new Error("there was no limit");
  const node = at(criticalConfigurations(graph, valences), 0);
  const { inputs, events } = graph.scheduleTo(node);
  const further = graph.eventsOf(graph.first[node] as number, node);
  const execution = replay(here, { inputs, events: [...events, ...further] });
  if (isStuck(execution)) throw new Error("stuck");
  const walk = tracedWalk(graph, execution)?.nodes ?? [];
  const texts = walk.map((one) => {
    const set = valences.sets[one] ?? 0;
    return valences.values.map(String).filter((_, i) => ((set >> i) & 1) === 1);
  });
  return { execution, valences: { values: ["0", "1"], after: texts } };
}

test("each step has a bar in the tone of its valence, and a turn is told in words", () => {
  const { execution, valences } = decided();
  expect(valences.after).toEqual([["0", "1"], ["0", "1"], ["0", "1"], ["0"]]);
  const scene = sceneOf(execution, { valences });
  expect(scene.marks.map(({ turn }) => turn).filter((turn) => turn !== undefined)).toEqual(["0-valent"]);
  for (const drawn of [drawSvg(scene), drawHtml(scene)]) {
    const bars = [...drawn.matchAll(/class="key (\w+)" x="36"/g)].map(([, tone]) => tone);
    expect(bars).toEqual(["open", "open", "open", "first"]);
    expect(
      [...drawn.matchAll(/class="key (\w+)" x="[^"]*" y="[^"]*" width="12"/g)].map(([, t]) => t),
    ).toEqual(["open", "first"]);
    expect(drawn).toContain("→ 0-valent");
  }
  const inks: string[] = [];
  const text = drawText(scene, {
    style: (ink, piece) => {
      if (/^(bi|0v) *$/.test(piece) && ink !== "quiet") inks.push(ink);
      return piece;
    },
  });
  expect(inks).toEqual(["timing", "timing", "timing", "message"]);
  expect(text).toMatch(/^ {3}bi +●.*\n 1 bi .*\n 2 bi .*\n 3 0v .*→ 0-valent/m);
  expect(text).toContain("bi bivalent (0, 1)   0v 0-valent");
  expect(
    drawSvg(scene)
      .match(/x="45" y="\d+">[^<]+/g)
      ?.map((one) => one.split(">")[1]),
  ).toEqual(["bi", "0v"]);
});

test("values that are long have a letter, which the key tells", () => {
  const { execution } = decided();
  const values = ["abort", "commit", "later"];
  const after = [values, ["abort", "later"], ["commit"], []];
  const text = drawText(sceneOf(execution, { valences: { values, after } }));
  expect(text).toMatch(/^ {3}mu .*\n 1 bi .*\n 2 bv .*\n 3 – /m);
  expect(text).toContain(
    "mu 3-valent (abort, commit, later)   bi bivalent (abort, later)\n bv commit-valent   – ",
  );
  expect(text).toContain("– nothing is ever decided");
});

test("a step of which it is not known has no valence, and none that was before is told again", () => {
  const { execution } = decided();
  const scene = sceneOf(execution, {
    valences: { values: ["0", "1"], after: [["0", "1"], ["0", "1"], ["1"]] },
  });
  expect(scene.marks.map(({ step, turn }) => [step, turn]).filter(([, turn]) => turn !== undefined)).toEqual([
    [2, "1-valent"],
  ]);
  expect(drawText(scene)).toMatch(/^ 2 1v .*\n 3 {3}/m);
});

test("without valences nothing is told of them", () => {
  const { execution } = decided();
  expect(drawSvg(sceneOf(execution))).not.toContain('class="key');
});

test("a hook in a page has the tones of what it leads to, and no style of its own", () => {
  const step = { text: "p1 decides", valence: ["1"] };
  const texts = { title: "a hook", values: ["0", "1"], valence: ["0", "1"] };
  const drawn = drawHook(
    { ...texts, early: { ...step, valence: ["0"] }, other: step, late: step },
    { standalone: false },
  );
  expect([...drawn.matchAll(/class="box (\w+)"/g)].map(([, tone]) => tone)).toEqual([
    "open",
    "first",
    "second",
    "second",
  ]);
  expect(drawn).not.toContain("<style>");
});

test("the colours of cones have a key", () => {
  const here = system(generals);
  const graph = exploredGraph(here);
  const execution = replay(here, graph?.scheduleTo((graph?.size ?? 0) - 1) ?? { inputs: [], events: [] });
  if (isStuck(execution)) throw new Error("stuck");
  const drawn = drawSvg(sceneOf(execution, { conesOf: { step: 2 } }));
  expect(drawn).toContain("can have influenced step 2");
  expect(drawn).toContain("step 2 can have influenced it");
});
