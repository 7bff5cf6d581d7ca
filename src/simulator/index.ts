/** The simulator: one schedule at a time, chosen by an adversary. */
export {
  adversaries,
  adversaryNamed,
  delayBounded,
  fair,
  oblivious,
  priority,
  roundRobin,
  uniform,
  scriptedBy,
  virtualTime,
  worst,
  type Adversary,
  type AdversaryKind,
  type Beginning,
  type Foresight,
  type NamedAdversary,
  type Outlook,
  type Situation,
} from "./adversary/index.ts";
export type { Fate, Strikes } from "./fate.ts";
export { explain } from "./explain.ts";
export type { Shrunk } from "./shrink.ts";
export { histogram, summarize, wilson, type Bin, type Interval, type Summary } from "./statistics.ts";
export {
  MEASURES,
  Simulation,
  type Measure,
  type PropertyFindings,
  type SimulationOptions,
  type SimulationProgress,
  type SimulationResult,
} from "./simulation.ts";
export type { Ending } from "./runUnderWay.ts";
