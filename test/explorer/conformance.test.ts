/** The kernel against its specification, the reference search, on generated protocols. */
import { describe, expect, it } from "vitest";
import {
  check,
  isExecution,
  isStuck,
  isTrigger,
  replay,
  search,
  type CheckResult,
  type Exploration,
  type System,
} from "lightcone";
import { propertiesOf } from "../../src/properties/property.ts";
import { viewOfConfiguration } from "../../src/properties/view.ts";
import { enabled } from "../../src/model/transition.ts";
import { generatedSystem } from "./generated.ts";

const SYSTEMS = 240;
const CONFIGURATIONS_MAX = 700;

/** The numbers on which both must agree. */
function numbers({ configurations, transitions, depth, initial, quiescent }: Exploration): object {
  return { configurations, transitions, depth, initial, quiescent };
}

/** Verdicts, with the length of the violating schedules: both are shortest. */
function verdicts(exploration: Exploration): object {
  return Object.fromEntries(
    Object.entries(exploration.verdicts).map(([name, verdict]) => {
      const steps =
        verdict.verdict === "violated" ? verdict.schedule.events.filter(isTrigger).length : undefined;
      return [name, { ...verdict, schedule: undefined, steps }];
    }),
  );
}

/** Every violating schedule is an execution that refutes its property. */
function expectRefuted(system: System, result: Exploration): void {
  for (const property of propertiesOf(system.protocol)) {
    const verdict = result.verdicts[property.name];
    if (verdict?.verdict !== "violated") continue;
    const execution = replay(system, verdict.schedule);
    if (isStuck(execution)) throw new Error(`stuck at ${execution.at}`);
    expect(isExecution(system, execution)).toBe(true);
    const settled = execution.configurations.filter(({ pending }) => pending.length === 0);
    const truths = settled.map((configuration) =>
      property.predicate(viewOfConfiguration(system, configuration)),
    );
    if (property.kind === "invariant") expect(truths.indexOf(false)).toBe(truths.length - 1);
    else {
      expect(truths).not.toContain(true);
      expect(enabled(system, settled.at(-1) as (typeof settled)[number])).toEqual([]);
    }
  }
}

describe("on generated protocols", () => {
  const tally = { systems: 0, violated: 0, holds: 0, unknown: 0, tooLarge: 0 };

  it.each(Array.from({ length: SYSTEMS }, (_, seed) => seed))(
    "kernel and reference agree on system %i",
    (seed) => {
      const system = generatedSystem(seed, seed % 4 === 0 ? 2 : 1);
      const reference = search(system, { limits: { configurations: CONFIGURATIONS_MAX } });
      if (reference.cutoff !== undefined) {
        tally.tooLarge++;
        expect(check(system, { configurationsMax: CONFIGURATIONS_MAX }).configurations).toBe(
          CONFIGURATIONS_MAX,
        );
        return;
      }
      const exact: CheckResult = check(system);
      expect(numbers(exact)).toEqual(numbers(reference));
      expect(verdicts(exact)).toEqual(verdicts(reference));
      expectRefuted(system, reference);
      expectRefuted(system, exact);
      const hashed = check(system, { visited: "hashed" });
      expect(numbers(hashed)).toEqual(numbers(reference));
      tally.systems++;
      for (const { verdict } of Object.values(exact.verdicts)) tally[verdict]++;
    },
  );

  it("has met every verdict often enough for the comparison to mean something", () => {
    expect(tally.systems).toBeGreaterThan(SYSTEMS / 3);
    expect(tally.violated).toBeGreaterThan(50);
    expect(tally.holds).toBeGreaterThan(50);
    expect(tally.unknown).toBeGreaterThan(5);
    console.info(tally);
  });
});
