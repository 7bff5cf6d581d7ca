/** The rounding of drift to whole ticks, where it does more than the drift itself. */
import { timerOf } from "./window.ts";

/** A number of ticks that clocks with a drift count in from `earliest` to `latest` ticks. */
interface DriftedTicks {
  readonly ticks: number;
  readonly drift: number;
  readonly earliest: number;
  readonly latest: number;
}

/** A number of ticks whose drift is rounded, and the same time in ticks that are so many times finer. */
export interface RoundedTicks extends DriftedTicks {
  readonly finer: DriftedTicks;
}

/** The numbers of times by which ticks may be made finer; the first that is enough is proposed. */
const FINER = [2, 5, 10, 20, 50, 100, 1_000] as const;

/** The durations for which rounding moves the bounds of a timer by more than the drift does. */
export function roundedTicks(durations: Iterable<number>, drift: number): RoundedTicks[] {
  return [...durations]
    .filter((ticks) => isRounded(ticks, drift))
    .sort((a, b) => a - b)
    .map((ticks) => {
      const times = FINER.find((many) => !isRounded(many * ticks, drift)) ?? 1_000;
      return { ...drifted(ticks, drift), finer: drifted(times * ticks, drift) };
    });
}

function isRounded(ticks: number, drift: number): boolean {
  const { earliest, latest } = drifted(ticks, drift);
  const [first, last] = [ticks / (1 + drift), ticks * (1 + drift)];
  return first - earliest > ticks - first || latest - last > last - ticks;
}

function drifted(ticks: number, drift: number): DriftedTicks {
  const bounds = { minDelay: 0, maxDelay: 0, maxStep: 0, drift };
  const { after, within } = timerOf(ticks, { bounds, known: true, stabilizes: false, horizon: 0 });
  return { ticks, drift, earliest: after, latest: within };
}
