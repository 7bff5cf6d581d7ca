import { formatBounds, readBounds, type GivenBounds } from "./bounds.ts";
import type { Timing } from "./timing.ts";

/** The name of either variant. */
export type Variant = "gst" | "unknown";

/** One line each for lists and help. */
export const PARTIALLY_SYNCHRONOUS: Readonly<Record<Variant, string>> = {
  gst: "the bounds hold from a moment on that the adversary chooses",
  unknown: "the bounds hold always, and processes do not know them",
};

/**
 * Partial synchrony (Dwork, Lynch and Stockmeyer, *Consensus in the Presence of Partial Synchrony*, 1988).
 *
 * `gst`: the bounds hold only from a global stabilization time on, which the adversary chooses and nobody
 * sees. Before it messages take any time from minDelay on, and processes are as slow as they like; a message
 * that was sent before it is received within maxDelay after it. Timers run at the usual speed all the time.
 *
 * `unknown`: the bounds exist, and the adversary picks them at the start, up to those given. Every execution
 * with smaller bounds is one with the largest, so that exploring these explores all.
 */
export function partiallySynchronous({
  variant = "gst",
  ...given
}: GivenBounds & { variant?: Variant }): Timing {
  const { bounds, horizon } = readBounds(given);
  return {
    name: "partially-synchronous",
    text: `partially-synchronous:${variant}:${formatBounds(bounds, horizon)}`,
    about: PARTIALLY_SYNCHRONOUS[variant],
    rounds: false,
    ticks: { bounds, known: false, stabilizes: variant === "gst", horizon },
  };
}
