/**
 * Windows of time: when something may happen, and when it must have happened, in ticks from now. Time is kept
 * in this relative form only, so that a protocol which does the same again and again has finitely many
 * configurations.
 */
import type { Ticks } from "./timing.ts";

/** The ticks that must pass before something may happen, and those that may pass before it must have. */
export interface Window {
  readonly after: number;
  readonly within: number;
}

/** The window of a message that is sent now. */
export function delayOf({ bounds: { minDelay, maxDelay } }: Ticks): Window {
  return { after: minDelay, within: maxDelay };
}

/** Ticks are whole, whatever the rounding of fractions comes to. */
const ROUNDING = 1e-9;

/** The window of something that a process does when its local clock has counted so many ticks from now. */
export function timerOf(ticks: number, { bounds: { maxStep, drift } }: Ticks): Window {
  return {
    after: Math.floor(ticks / (1 + drift) + ROUNDING),
    within: Math.ceil(ticks * (1 + drift) - ROUNDING) + maxStep,
  };
}

/** A window one tick later. `least`: what `within` does not go below. */
export function later({ after, within }: Window, least: number): Window {
  return { after: Math.max(0, after - 1), within: Math.max(least, within - 1) };
}

/** Negative, 0 (equal) or positive: which of two windows opened first. */
export function compareWindows(a: Window | undefined, b: Window | undefined): number {
  if (a === undefined || b === undefined) return Number(a !== undefined) - Number(b !== undefined);
  return a.within - b.within || a.after - b.after;
}
