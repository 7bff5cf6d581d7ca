/** The middle of a list of numbers, or the mean of the two in the middle. Throws if there are none. */
export function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  const low = sorted[Math.floor((sorted.length - 1) / 2)];
  const high = sorted[Math.floor(sorted.length / 2)];
  if (low === undefined || high === undefined) throw new Error("there is no median of no numbers");
  return (low + high) / 2;
}

/** A ratio that was measured several times. */
export interface Ratio {
  readonly median: number;
  readonly least: number;
  readonly greatest: number;
}

/**
 * How many times as long one contender took as another, judged round by round: what slows the machine down
 * for a while slows down both of a pair. Throws unless both lists are of one length, and not empty.
 */
export function pairedRatio(seconds: readonly number[], baseSeconds: readonly number[]): Ratio {
  if (seconds.length !== baseSeconds.length) throw new Error("paired measurements must be of one length");
  const ratios = seconds.map((time, round) => time / (baseSeconds[round] as number));
  return { median: median(ratios), least: Math.min(...ratios), greatest: Math.max(...ratios) };
}
