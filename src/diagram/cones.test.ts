/** Cones and cuts against their definitions: along lines and arrows, and no message into the past. */
import {
  check,
  isStuck,
  parseFailures,
  replay,
  system,
  UsageError,
  type Execution,
  type Protocol,
} from "lightcone";
import { drawHtml, drawSvg, drawText, sceneOf, type Scene } from "lightcone/diagram";
import { expect, test } from "vitest";
import hasty from "../../zoo/consensus/floodset-hasty.ts";
import paxos from "../../zoo/consensus/paxos-broken-quorum.ts";
import generals from "../../zoo/coordination/two-generals.ts";

function violationOf(protocol: Protocol, property: string, failures = ""): Execution {
  const here = system(protocol, failures === "" ? {} : { failures: parseFailures(failures) });
  const verdict = check(here, { properties: [property] }).verdicts[property];
  const execution = verdict?.verdict === "violated" ? replay(here, verdict.schedule) : undefined;
  if (execution === undefined || isStuck(execution)) throw new Error("it is violated");
  return execution;
}

const executions = {
  paxos: violationOf(paxos, "agreement"),
  generals: violationOf(generals, "bothOrNone", "loss:1"),
  hasty: violationOf(hasty, "agreement"),
};

/** The marks to which one leads directly: the next of its process, and what becomes of what it sends. */
function nextOf({ marks, arrows }: Scene, of: number): number[] {
  const mark = marks[of] as Scene["marks"][number];
  const own = marks.findIndex((one, i) => i > of && one.column === mark.column);
  const received = arrows
    .filter(({ from }) => from.column === mark.column && from.row === mark.row)
    .map(({ to }) => marks.findIndex((one) => one.column === to.column && one.row === to.row));
  return [own, ...received].filter((i) => i > of);
}

/** All marks to which a mark leads. */
function after(scene: Scene, of: number): Set<number> {
  const found = new Set(nextOf(scene, of));
  for (const one of found) for (const next of nextOf(scene, one)) found.add(next);
  return found;
}

test.each(Object.entries(executions))(
  "cones are what lines and arrows lead to and from: %s",
  (_, execution) => {
    const plain = sceneOf(execution);
    let concurrent = 0;
    for (const [of, { step, process }] of plain.marks.entries()) {
      const first = plain.marks.findIndex((mark) => mark.step === step && mark.process === process);
      if (of !== first) continue;
      const { cones, marks } = sceneOf(execution, { conesOf: { step, process } });
      const parts = plain.marks.map((_mark, i) => {
        if (i === of) return "self";
        if (after(plain, i).has(of)) return "past";
        return after(plain, of).has(i) ? "future" : "beside";
      });
      expect(cones).toMatchObject({ of, parts });
      expect(marks.map(({ isUnknown }) => isUnknown === true)).toEqual(
        parts.map((part) => part === "beside"),
      );
      concurrent += parts.filter((part) => part === "beside").length;
    }
    expect(concurrent).toBeGreaterThan(0);
  },
);

test.each(Object.entries(executions))(
  "cuts are consistent, and no smaller one has the step: %s",
  (_, execution) => {
    for (const { step, process, column } of sceneOf(execution).marks) {
      const { cones, arrows, marks } = sceneOf(execution, { conesOf: { step, process } });
      const isIn = (point: { readonly column: number; readonly row: number }, cut = cones?.cut): boolean =>
        point.row <= (cut?.[point.column] ?? -1);
      const hasMark = (point: { readonly column: number; readonly row: number }): boolean =>
        marks.some((mark) => mark.column === point.column && mark.row === point.row);
      const isConsistent = (cut = cones?.cut): boolean =>
        arrows.every(({ from, to }) => !hasMark(to) || !isIn(to, cut) || isIn(from, cut));
      expect(isConsistent()).toBe(true);
      for (const lane of cones?.cut.keys() ?? []) {
        const own = marks.filter((mark) => mark.column === lane && isIn(mark));
        if (lane === column || own.length === 0) continue;
        expect(isConsistent(cones?.cut.with(lane, own.at(-2)?.row))).toBe(false);
      }
    }
  },
);

test("cones are drawn in text, SVG and page, and steps that are not there are refused", () => {
  const scene = sceneOf(executions.paxos, { conesOf: { step: 4 } });
  expect(drawText(scene)).toContain("○ concurrent with step 4");
  expect(drawSvg(scene)).toContain(`class="cut"`);
  expect(drawSvg(scene)).toContain(`class="mark self"`);
  expect(drawHtml(scene)).toContain(`"selected":${scene.cones?.of}`);
  expect(drawSvg(sceneOf(executions.paxos))).not.toContain("cut");
  expect(() => sceneOf(executions.paxos, { conesOf: { step: 99 } })).toThrow(UsageError);
  expect(() => sceneOf(executions.hasty, { conesOf: { step: 1 } })).toThrow(
    "In round 1 several processes take steps.",
  );
});
