/** Valences in pictures: a bar at each step, words where it turns, and a key; and the key of cones. */
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
      if (/^ *\d+$/.test(piece.trimEnd())) inks.push(ink);
      return piece;
    },
  });
  expect(inks.slice(-3)).toEqual(["timing", "timing", "message"]);
  expect(text).toContain("→ 0-valent");
  expect(text).toContain("bivalent (0, 1) at the beginning");
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
