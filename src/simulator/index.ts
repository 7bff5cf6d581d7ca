/** The simulator: one schedule at a time, chosen by an adversary. */
export {
  adversaries,
  adversaryNamed,
  delayBounded,
  fair,
  priority,
  roundRobin,
  uniform,
  type Adversary,
  type AdversaryKind,
  type Beginning,
  type NamedAdversary,
  type Situation,
} from "./adversary/index.ts";
export { explain, type Explanation } from "./explain.ts";
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
