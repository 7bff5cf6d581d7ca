/** Events that are enabled. */
import type { Moment } from "./configuration.ts";

/** An enabled event, by what it may lead to. */
export interface Happening {
  readonly moments: readonly Moment[];
  /** It never has to happen: it is a fault, or what somebody may do. */
  readonly isFree: boolean;
  /** What an execution may owe where this can happen, by name: see forever.ts. */
  readonly owed?: string;
  /** What has been done about that when this happens. */
  readonly pays: readonly string[];
  /** What a process may do, if this is that: somebody may ask for it. */
  readonly wish?: string;
}

/** An event that has to happen, as far as something is owed. */
export const must = (
  moments: readonly Moment[],
  owed: string,
  touched: readonly string[] = [],
): Happening => ({
  moments,
  isFree: false,
  owed,
  pays: [owed, ...touched],
});
/** A fault, or what puts none right. */
export const fault = (moment: Moment, pays: readonly string[] = []): Happening => ({
  moments: [moment],
  isFree: true,
  pays,
});
