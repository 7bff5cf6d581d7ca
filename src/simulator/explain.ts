/** The explanation of a violating run: taken again with its events written down, and made short. */
import { isOfLongRuns } from "../properties/kinds/kind.ts";
import { differs } from "./runMistake.ts";
import { Referee } from "./referee.ts";
import { shrink, type Shrunk } from "./shrink.ts";
import type { Simulation } from "./simulation.ts";

/** The effort for making a schedule short, as `Shrinking` counts it: some seconds. */
const EFFORT_MAX = 5_000_000;

/** The violation of a property in the run with a seed. */
interface Unexplained {
  readonly property: string;
  readonly seed: number;
  /** Whether the schedule is to stay as long as it is by now. Default never. */
  readonly isEnough?: () => boolean;
}

/**
 * Explains a violation.
 * @throws ProtocolError if the run does not violate the property when it is taken again
 */
export function explain(simulation: Simulation, { property, seed, isEnough }: Unexplained): Shrunk {
  const { engine, system, eventsMax, stride } = simulation;
  const under = simulation.begin(seed, true);
  const referee = new Referee(system, [property]);
  const isFinal = referee.properties.some(({ kind }) => isOfLongRuns(kind));
  const pace = { steps: Number.MAX_SAFE_INTEGER, stride: isFinal ? 1 : stride, eventsMax };
  const finished = under.go(referee, pace);
  const events = under.run.record ?? [];
  if (finished?.ending !== "violation") throw differs([]);
  const schedule = { inputs: under.run.inputs, events };
  return shrink({
    engine,
    property,
    schedule,
    stride,
    effortMax: EFFORT_MAX,
    ...(isEnough === undefined ? {} : { isEnough }),
  });
}
