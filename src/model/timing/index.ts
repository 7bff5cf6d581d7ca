/** The timing models there are. */
import { UsageError } from "../error.ts";
import { asynchronous } from "./asynchronous.ts";
import { synchronous } from "./synchronous.ts";
import type { Timing } from "./timing.ts";

export { asynchronous, synchronous };
export type { Timing };

/** Every timing model, with its parameters as a reader needs to see them. */
export const timings: readonly { readonly usage: string; readonly about: string }[] = [
  { usage: "asynchronous", about: asynchronous.about },
  { usage: "synchronous", about: synchronous.about },
];

/** The timing model that a text such as `synchronous` stands for. @throws UsageError that lists them */
export function parseTiming(text: string): Timing {
  const found = [asynchronous, synchronous].find((timing) => timing.name === text.trim());
  if (found !== undefined) return found;
  throw new UsageError(
    `There is no timing model "${text}".`,
    `Possible are ${timings.map(({ usage }) => usage).join(", ")}.`,
  );
}
