/** The words for the numbers of a run. */
import type { Measure } from "../../simulator/simulation.ts";

/** The words, by measure. */
export const MEASURE_TEXTS: Readonly<Record<Measure, string>> = {
  steps: "steps",
  messages: "messages",
  chain: "longest chain of messages",
  rounds: "rounds",
  time: "time",
  decisions: "decisions",
};
