/** The timing models there are. */
import { UsageError } from "../error.ts";
import { asynchronous } from "./asynchronous.ts";
import { bounded, BOUNDED } from "./bounded.ts";
import { parseBounds } from "./bounds.ts";
import { PARTIALLY_SYNCHRONOUS, partiallySynchronous, type Variant } from "./partiallySynchronous.ts";
import { synchronous, synchronousInOrder } from "./synchronous.ts";
import type { Timing } from "./timing.ts";

export { asynchronous, bounded, partiallySynchronous, synchronous, synchronousInOrder };
export type { GivenBounds } from "./bounds.ts";
export type { Bounds, Ticks, Timing } from "./timing.ts";
export type { Window } from "./window.ts";

/** Every timing model, with its parameters as a reader needs to see them, and an example. */
export const timings: readonly {
  /** Without parameters. */
  readonly name: string;
  readonly usage: string;
  readonly example: string;
  readonly about: string;
}[] = [
  ...[asynchronous, synchronous, synchronousInOrder].map(({ name, text, about }) => {
    return { name, usage: text, example: text, about };
  }),
  { name: "bounded", usage: "bounded:MIN-MAX,step:STEP", example: "bounded:2", about: BOUNDED },
  ...(["gst", "unknown"] as const).map((variant) => ({
    name: "partially-synchronous",
    usage: `partially-synchronous:${variant}:MIN-MAX,step:STEP`,
    example: `partially-synchronous:${variant}:2`,
    about: PARTIALLY_SYNCHRONOUS[variant],
  })),
];

/** The timing model that a text such as `bounded:3` stands for. @throws UsageError that lists them */
export function parseTiming(text: string): Timing {
  const found = [asynchronous, synchronous, synchronousInOrder].find((timing) => timing.text === text.trim());
  if (found !== undefined) return found;
  const [, name, variant, rest = ""] =
    /^(bounded|partially-synchronous(?::(gst|unknown))?):(.*)$/.exec(text.trim()) ?? [];
  if (name === "bounded") return bounded(parseBounds(rest, text));
  if (name !== undefined)
    return partiallySynchronous({ variant: (variant ?? "gst") as Variant, ...parseBounds(rest, text) });
  throw new UsageError(
    `There is no timing model "${text}".`,
    `Possible are ${timings.map(({ usage }) => usage).join(", ")}; for example bounded:1-3,step:2.`,
    { given: text.trim().split(":", 1)[0] ?? "", possible: timings.map(({ name }) => name) },
  );
}
