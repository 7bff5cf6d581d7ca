/** What a process knows, against the definition: what leads to its last step along lines and arrows. */
import {
  check,
  type Execution,
  isStuck,
  parseFailures,
  replay,
  system,
  UsageError,
  type Protocol,
  type SystemOptions,
} from "lightcone";
import { drawSvg, drawText, sceneOf, type Scene } from "lightcone/diagram";
import { expect, test } from "vitest";
import hasty from "../../zoo/consensus/floodset-hasty.ts";
import paxos from "../../zoo/consensus/paxos-broken-quorum.ts";
import generals from "../../zoo/coordination/two-generals.ts";

function violationOf(protocol: Protocol, property: string, options: SystemOptions = {}): Execution {
  const here = system(protocol, options);
  const verdict = check(here, { properties: [property] }).verdicts[property];
  const execution = verdict?.verdict === "violated" ? replay(here, verdict.schedule) : undefined;
  if (execution === undefined || isStuck(execution)) throw new Error("it is violated");
  return execution;
}

/** Whether a process takes part in what a mark stands for: of failures it does not know. */
const isNoticed = ({ beginning: { sign } }: Scene["marks"][number]): boolean =>
  ["start", "step", "timing", "forged"].includes(sign);

/** The marks from which lines and received arrows lead to the last one of a process, itself included. */
function leadingTo({ marks, arrows, lanes }: Scene, process: string): Set<number> {
  const column = lanes.findIndex((lane) => lane.process === process);
  const known = new Set([marks.findLastIndex((mark) => mark.column === column && isNoticed(mark))]);
  const at = (point: { column: number; row: number }): number =>
    marks.findIndex((mark) => mark.column === point.column && mark.row === point.row);
  for (const i of known) {
    const mark = marks[i];
    if (mark === undefined) continue;
    const before = marks.findLastIndex((one, k) => k < i && one.column === mark.column && isNoticed(one));
    if (before !== -1) known.add(before);
    for (const { fate, from, to } of arrows) if (fate === "received" && at(to) === i) known.add(at(from));
  }
  return known;
}

const executions = {
  paxos: violationOf(paxos, "agreement"),
  generals: violationOf(generals, "bothOrNone", { failures: parseFailures("loss:1") }),
  hasty: violationOf(hasty, "agreement"),
};

test.each(Object.entries(executions))(
  "all that does not lead to its last step is unknown: %s",
  (_name, execution) => {
    const scene = sceneOf(execution);
    let faint = 0;
    for (const { process } of scene.lanes) {
      const known = leadingTo(scene, process);
      const seen = sceneOf(execution, { seenBy: process });
      expect([...seen.marks.entries()].flatMap(([i, mark]) => (mark.isUnknown === true ? [] : [i]))).toEqual(
        [...known].toSorted((a, b) => a - b),
      );
      faint += seen.marks.length - known.size;
    }
    expect(faint).toBeGreaterThan(0);
  },
);

test("what is unknown is faint in pictures, and in text an empty circle", () => {
  const seen = sceneOf(executions.generals, { seenBy: "general2" });
  expect(drawSvg(seen)).toContain(`class="mark unknown"`);
  expect(drawSvg(sceneOf(executions.generals))).not.toContain("unknown");
  expect(drawText(seen)).toContain("○ unknown to general2");
  expect(drawText(seen).match(/○/g)).toHaveLength(1 + seen.marks.filter(({ isUnknown }) => isUnknown).length);
  expect(() => sceneOf(executions.generals, { seenBy: "nobody" })).toThrow(UsageError);
});
