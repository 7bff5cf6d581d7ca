/** The kernel against its specification, the reference search, on generated protocols. */
import { describe, expect, it } from "vitest";
import {
  check,
  isExecution,
  isStuck,
  isTrigger,
  replay,
  search,
  type CheckOptions,
  type Exploration,
  type System,
} from "lightcone";
import { propertiesOf } from "../../src/properties/property.ts";
import { viewOfConfiguration } from "../../src/properties/view.ts";
import { enabled } from "../../src/model/transition.ts";
import { generatedSystem } from "./generated.ts";

const SYSTEMS = Number(process.env["SYSTEMS"] ?? 200);
const CONFIGURATIONS_MAX = 250;

/** Among bystanders the reference takes its time. */
const CROWDED_MAX = 100;

/** The numbers on which both must agree. */
function numbers({ configurations, transitions, depth, initial, quiescent }: Exploration): object {
  return { configurations, transitions, depth, initial, quiescent };
}

/** Verdicts, with the length of the violating schedules: both are shortest. */
function verdicts(exploration: Exploration): Record<string, object> {
  return Object.fromEntries(
    Object.entries(exploration.verdicts).map(([name, verdict]) => {
      const steps =
        verdict.verdict === "violated" ? verdict.schedule.events.filter(isTrigger).length : undefined;
      return [name, { ...verdict, schedule: undefined, steps }];
    }),
  );
}

/** What hashed storage is to say: the same, but that it never says that liveness holds. */
function hashedVerdicts(system: System, reference: Exploration): object {
  const expected = verdicts(reference);
  for (const { name, kind } of propertiesOf(system.protocol)) {
    if (kind === "invariant" || reference.verdicts[name]?.verdict === "violated") continue;
    expected[name] = expect.objectContaining({ verdict: "unknown" }) as object;
  }
  return expected;
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
    const truths = settled.map((one) => property.predicate(viewOfConfiguration(system, one)));
    if (property.kind === "invariant") expect(truths.indexOf(false)).toBe(truths.length - 1);
    else {
      expect(truths).not.toContain(true);
      expect(enabled(system, settled.at(-1) as (typeof settled)[number])).toEqual([]);
    }
  }
}

/** With a limit, each engine visits so many, and says nothing that the whole search does not say. */
function expectNothingRash(system: System, whole: Exploration): void {
  const limit = 1 + Math.floor(whole.configurations / 2);
  const engines = [
    search(system, { limits: { configurations: limit } }),
    check(system, { configurationsMax: limit }),
    check(system, { configurationsMax: limit, visited: "hashed" }),
  ];
  for (const partial of engines) {
    expect(partial.configurations).toBe(limit);
    for (const [name, { verdict }] of Object.entries(partial.verdicts)) {
      if (verdict === "unknown") continue;
      expect([name, verdict]).toEqual([name, whole.verdicts[name]?.verdict]);
      if (!isInvariant(system, name)) continue;
      expect(verdict).toBe("violated");
    }
  }
}

function isInvariant(system: System, name: string): boolean {
  return propertiesOf(system.protocol, [name])[0]?.kind === "invariant";
}

/** Kernel, exact and hashed, and reference agree. @returns what on; undefined if it is too large. */
function agreed(system: System, configurationsMax: number): Exploration | undefined {
  const reference = search(system, { limits: { configurations: configurationsMax } });
  if (reference.cutoff !== undefined) {
    const limited: CheckOptions = { configurationsMax };
    expect(check(system, limited).configurations).toBe(configurationsMax);
    expect(check(system, { ...limited, visited: "hashed" }).configurations).toBe(configurationsMax);
    return undefined;
  }
  const exact = check(system);
  expect(numbers(exact)).toEqual(numbers(reference));
  expect(verdicts(exact)).toEqual(verdicts(reference));
  expectRefuted(system, reference);
  expectRefuted(system, exact);
  const hashed = check(system, { visited: "hashed" });
  expect(numbers(hashed)).toEqual(numbers(reference));
  expect(verdicts(hashed)).toEqual(hashedVerdicts(system, reference));
  expectRefuted(system, hashed);
  return exact;
}

const seeds = (count: number): number[] => Array.from({ length: count }, (_, seed) => seed);

describe("on generated protocols", () => {
  const tally = { systems: 0, violated: 0, holds: 0, unknown: 0, tooLarge: 0 };

  it.each(seeds(SYSTEMS))("kernel and reference agree on system %i", (seed) => {
    const system = generatedSystem(seed, { fuel: seed % 4 === 0 ? 2 : 1 });
    const result = agreed(system, CONFIGURATIONS_MAX);
    if (result === undefined) tally.tooLarge++;
    else {
      tally.systems++;
      for (const { verdict } of Object.values(result.verdicts)) tally[verdict]++;
      if (result.configurations > 2 * result.initial && seed % 3 === 0) expectNothingRash(system, result);
    }
  });

  it("has met every verdict often enough for the comparison to mean something", () => {
    expect(tally.systems).toBeGreaterThan(SYSTEMS / 3);
    expect(tally.violated).toBeGreaterThan(SYSTEMS / 5);
    expect(tally.holds).toBeGreaterThan(SYSTEMS / 5);
    expect(tally.unknown).toBeGreaterThan(SYSTEMS / 50);
    console.info(tally);
  });
});

describe("on generated protocols among sixty bystanders, in three words or growing to them", () => {
  it.each(seeds(Math.ceil(SYSTEMS / 12)))("kernel and reference agree on system %i", (seed) => {
    const crowd = 56 + (seed % 5) * 2;
    agreed(generatedSystem(seed + 1000, { fuel: 1, crowd }), CROWDED_MAX);
  });
});
