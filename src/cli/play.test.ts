/** Playing the adversary, against the model itself, with answers written down beforehand. */
import { printed } from "./ink.ts";
import { describe, expect, test } from "vitest";
import { gossip } from "../../test/semantics/gossip.ts";
import type { RunJob, RunReport } from "../host/node/job.ts";
import { takeRun } from "../host/node/runJob.ts";
import { formatEvent } from "../model/event/eventText.ts";
import { playAt } from "./play.ts";

const job: RunJob = {
  kind: "run",
  system: { inputs: { process: [0] }, failures: "crash:1" },
  seed: 1,
  chosen: [],
  goesOn: false,
  eventsMax: 30,
};
const take = (wanted: RunJob): RunReport => takeRun(wanted, { protocol: gossip, version: "1", systems: {} });

/** Plays a game. @returns its events, and all that was shown */
async function game(answers: readonly string[]): Promise<{ events: string[]; shown: string[] }> {
  const shown: string[] = [];
  const rest = [...answers];
  const table = {
    show: (lines: readonly string[]) =>
      void shown.push(lines.map((line: string) => `${printed(line)}\n`).join("")),
    ask: async () => rest.shift(),
    take: async (wanted: RunJob) => take(wanted),
  };
  const { execution } = await playAt(table, { report: take(job), job });
  return { events: execution.events.map(formatEvent), shown };
}

describe("the adversary", () => {
  test("chooses by number, by a part of an event, or the first, and where a step is cut short", async () => {
    const { events } = await game(["1", "outputs", "", "p1 crashes"]);
    expect(events).toEqual(["p1 times out on tick", "p1 outputs 3", "p1 sends ask to p2", "p1 crashes"]);
  });

  test("takes back what was chosen", async () => {
    const { events } = await game(["p1 crashes", "u", "u", "p2 crashes", "q", "p3 times out"]);
    expect(events).toEqual(["p2 crashes"]);
  });

  test("sees what could be next, only what was asked for, and what is not there", async () => {
    const { shown } = await game(["p3", "nothing of the kind"]);
    expect(shown[0]).toContain("  1  p1 times out on tick\n");
    expect(shown[1]).toMatch(/next:\n {2}1 {2}p3 times out on tick\n {2}2 {2}p3 crashes\n.*4 more/);
    expect(shown[2]).toContain('Nothing that could be next contains "nothing of the kind".');
  });

  test("lets the rest run by itself, without failures, after what was chosen", async () => {
    const { events } = await game(["p2 crashes", "r"]);
    expect(events[0]).toBe("p2 crashes");
    expect(events.length).toBeGreaterThanOrEqual(20);
    expect(events.slice(1).filter((text) => text.endsWith("crashes"))).toEqual([]);
  });
});

test("a run goes by its seed, and ends at its limit", () => {
  const alone = (seed: number): RunReport => take({ ...job, seed, goesOn: true });
  expect(alone(3).schedule).toBe(alone(3).schedule);
  expect(alone(3).schedule).not.toBe(alone(4).schedule);
  expect(take({ ...job, goesOn: true, eventsMax: 5 }).isCut).toBe(true);
});
