/** Indistinguishability against its definition, by brute force on generated systems. */
import {
  check,
  format,
  formatEvent,
  isStuck,
  parseFailures,
  replay,
  restrict,
  type Configuration,
  type Execution,
  type Schedule,
  type System,
} from "lightcone";
import { compareExecutions, indistinguishableTo, lookalike } from "lightcone/analysis";
import { describe, expect, test } from "vitest";
import { at } from "../../src/base/assert.ts";
import { seeded } from "../../src/base/random.ts";
import { formatLocal } from "../../src/model/state/localState.ts";
import { Network } from "../../src/tables/network.ts";
import testAndSet from "../../zoo/consensus/test-and-set-consensus.ts";
import generals from "../../zoo/coordination/two-generals.ts";
import { system } from "lightcone";
import { seeds } from "../effort.ts";
import { generatedSystem } from "../explorer/generated.ts";
import { reachedWithViews, viewText, type Reached } from "./views.ts";

const SYSTEMS = seeds(8, 60);
const PAIRS_MAX = 600;

function executionOf(made: System, schedule: Schedule): Execution {
  const execution = replay(made, schedule);
  if (isStuck(execution)) throw new Error(`stuck at ${formatEvent(execution.event)}`);
  return execution;
}

/** Some of a list, drawn from a seed. */
function drawn<T>(list: readonly T[], count: number, seed: number): T[] {
  const random = seeded(seed);
  return Array.from({ length: Math.min(count, list.length) }, () => at(list, random.below(list.length)));
}

describe("on generated systems", () => {
  const tally = { alike: 0, different: 0, found: 0, none: 0 };

  test.each(SYSTEMS)(
    "what looks the same to a process is the common beginning of S|p and S′|p: %i",
    (seed) => {
      const made = generatedSystem(seed, { fuel: 1 });
      const [{ id: first = "" } = {}] = made.processes;
      const reached = reachedWithViews(made, first, PAIRS_MAX);
      if (reached === undefined) return;
      const some = drawn(reached, 12, seed).map(({ schedule }) => executionOf(made, schedule));
      for (const a of some) for (const b of some) expectByDefinition(made, a, b);
    },
  );

  function expectByDefinition(made: System, a: Execution, b: Execution): void {
    for (const { process, common, difference, last } of compareExecutions([a, b])) {
      const [inA, inB] = [restrict(made, a, process), restrict(made, b, process)];
      const same = inA.events.findIndex(
        (event, i) => inB.events[i] === undefined || formatEvent(event) !== formatEvent(at(inB.events, i)),
      );
      const isAlike = viewText(made, a, process) === viewText(made, b, process);
      expect(difference === undefined).toBe(isAlike);
      tally[isAlike ? "alike" : "different"]++;
      if (format(inA.input) !== format(inB.input)) {
        expect(difference).toEqual({ kind: "input" });
        continue;
      }
      expect(common).toBe(same === -1 ? inA.events.length : same);
      if (last !== undefined) {
        expect(a.events[last[0]]).toEqual(inA.events[common - 1]);
        expect(b.events[last[1]]).toEqual(inB.events[common - 1]);
      }
      if (difference?.kind === "event") {
        const [p, q] = difference.positions;
        expect(p === undefined ? undefined : a.events[p]).toEqual(inA.events[common]);
        expect(q === undefined ? undefined : b.events[q]).toEqual(inB.events[common]);
      }
      // The theorem: with the same view, the same state, but for what failures do to a process.
      if (isAlike && made.failures.length === 0) expect(stateOf(a, process)).toBe(stateOf(b, process));
    }
  }

  test.each(SYSTEMS)("a lookalike is found if and only if there is one, and it is one: %i", (seed) => {
    const made = generatedSystem(seed, { fuel: 1 });
    const { id: process } = at(made.processes, seed % made.processes.length);
    const reached = reachedWithViews(made, process, PAIRS_MAX);
    if (reached === undefined) return;
    const network = new Network(made);
    for (const { schedule, configuration, view } of drawn(reached, 6, seed)) {
      const others = reached.filter(
        (one) => one.view === view && decisionsIn(one.configuration) !== decisionsIn(configuration),
      );
      const answer = lookalike(network, {
        execution: executionOf(made, schedule),
        process,
        isWanted: (values) => decisionsIn(network.configuration(values)) !== decisionsIn(configuration),
        max: 100_000,
      });
      expect(answer.isCutOff).toBe(false);
      expect(answer.schedule === undefined).toBe(others.length === 0);
      tally[others.length === 0 ? "none" : "found"]++;
      if (answer.schedule !== undefined) expectLookalike(made, answer.schedule, { process, others });
    }
  });

  function expectLookalike(
    made: System,
    schedule: Schedule,
    { process, others }: { readonly process: string; readonly others: readonly Reached[] },
  ): void {
    const found = executionOf(made, schedule);
    const end = decisionsIn(at(found.configurations, found.events.length));
    expect(others.map(({ configuration }) => decisionsIn(configuration))).toContain(end);
    const other = executionOf(made, at(others, 0).schedule);
    expect(indistinguishableTo([found, other])).toContain(process);
  }

  test("both happened often enough to mean something", () => {
    expect(Math.min(...Object.values(tally))).toBeGreaterThan(SYSTEMS.length / 2);
    console.info(tally);
  });
});

function stateOf({ processes, configurations, events }: Execution, process: string): string {
  return formatLocal(at(at(configurations, events.length).locals, processes.indexOf(process)));
}

function decisionsIn({ locals }: Configuration): string {
  return locals.map(({ decision }) => (decision === undefined ? "" : format(decision))).join("; ");
}

describe("the two generals", () => {
  const made = system(generals, { failures: parseFailures("loss:1") });
  const found = check(made).verdicts["bothOrNone"];
  if (found?.verdict !== "violated") throw new Error("it holds");
  const alone = executionOf(made, found.schedule);
  const network = new Network(made);

  test("who has sent the last message cannot tell whether it has arrived", () => {
    const isWanted = (values: Int32Array): boolean =>
      network.configuration(values).locals.every(({ decision }) => decision === "attack");
    const { schedule } = lookalike(network, { execution: alone, process: "general1", isWanted, max: 1_000 });
    if (schedule === undefined) throw new Error("there is none");
    const together = executionOf(made, schedule);
    expect(indistinguishableTo([alone, together])).toEqual(["general1"]);
    expect(compareExecutions([alone, together])[1]).toMatchObject({ process: "general2", common: 2 });
  });

  test("has the same input in whatever looks the same to it", () => {
    const two = system(testAndSet);
    const execution = executionOf(two, { inputs: [0, 0], events: [] });
    const tables = new Network(two);
    const hasInput = (process: number) => (values: Int32Array) =>
      tables.configuration(values).locals[process]?.input === 1;
    const found = [0, 1].map((process) => {
      return lookalike(tables, { execution, process: "p1", isWanted: hasInput(process), max: 1_000 });
    });
    expect(found.map(({ schedule }) => schedule?.inputs)).toEqual([undefined, [0, 1]]);
  });

  test("a search that may visit little says that it was cut off", () => {
    const answer = lookalike(network, {
      execution: alone,
      process: "general1",
      isWanted: () => false,
      max: 3,
    });
    expect(answer).toEqual({ isCutOff: true, visited: 3 });
  });
});
