/**
 * How many events a second simulations take, one row for each kind of model. There is no peer that simulates
 * these systems; what a row can be compared with is another build of Lightcone, in turn with this one.
 */
import { runChild } from "./child.ts";
import { median, pairedRatio } from "./statistics.ts";
import { formatCount, formatRatio, formatTable } from "./table.ts";

/** A system that is simulated. */
export interface SimulatedSystem {
  readonly name: string;
  /** The protocol file, from the root of the package. */
  readonly protocol: string;
  /** Further parameters of the command. */
  readonly flags: readonly string[];
}

/**
 * All of them: rounds with crashes, shared memory, ticks, losses, lies, and one that takes place in place.
 */
export const simulatedSystems: readonly SimulatedSystem[] = [
  { name: "floodset, crashes", protocol: "zoo/consensus/floodset.ts", flags: [] },
  { name: "peterson", protocol: "zoo/mutual-exclusion/peterson.ts", flags: [] },
  { name: "fischer", protocol: "zoo/mutual-exclusion/fischer.ts", flags: [] },
  { name: "paxos, losses", protocol: "zoo/consensus/paxos.ts", flags: ["--failures", "loss"] },
  { name: "bracha, lies", protocol: "zoo/broadcast/bracha.ts", flags: [] },
  { name: "chang-roberts, in place", protocol: "zoo/election/chang-roberts.ts", flags: [] },
];

/**
 * Rates in events a second of processor time, starting and loading included, one for each round, of this
 * build and perhaps of another.
 */
export interface SimulationRates {
  readonly system: string;
  readonly here: readonly number[];
  readonly beside: readonly number[];
}

/** So long does a simulation go on, and so many events has a run at most: only whole runs are counted. */
const LIMITS = ["--limit", "time=10s", "--limit", "events=2000"];

/** Reads how many events a simulation took. Throws if it does not say. */
export function readEvents(stdout: string): number {
  const { events } = JSON.parse(stdout) as { readonly events?: unknown };
  if (typeof events !== "number") throw new Error("the result has no events");
  return events;
}

async function rateOf(command: string, { protocol, flags }: SimulatedSystem): Promise<number> {
  const parameters = ["--runs", "100000000", ...LIMITS, "--json", ...flags];
  const { stdout, stderr, seconds, processorSeconds } = await runChild(
    process.execPath,
    [command, "simulate", protocol, ...parameters],
    ".",
  );
  try {
    return readEvents(stdout) / (processorSeconds ?? seconds);
  } catch (error) {
    throw new Error(`${command} simulate ${protocol}: ${stderr || String(error)}`, { cause: error });
  }
}

/** Lets the builds simulate each system in turn, `rounds` times. Throws if a simulation fails. */
export async function simulate(
  command: string,
  beside: string | undefined,
  rounds: number,
): Promise<SimulationRates[]> {
  const found: SimulationRates[] = [];
  for (const system of simulatedSystems) {
    const rates: [number[], number[]] = [[], []];
    for (let round = 0; round < rounds; round++) {
      rates[0].push(await rateOf(command, system));
      if (beside !== undefined) rates[1].push(await rateOf(beside, system));
    }
    found.push({ system: system.name, here: rates[0], beside: rates[1] });
  }
  return found;
}

/** Rates as a table. */
export function formatRates(all: readonly SimulationRates[]): string {
  const rows = all.map(({ system, here, beside }) => [
    system,
    formatCount(median(here)),
    ...(beside.length === 0 ? [] : [formatCount(median(beside)), formatRatio(pairedRatio(here, beside))]),
  ]);
  return formatTable(["simulation", "events/s", "beside", "rate / beside"], rows);
}
