/** The systems and properties that induction does not cover, each with the reason. */
import { isLocalMistake, UsageError } from "../../model/error.ts";
import { formatFailure } from "../../model/failure/index.ts";
import type { System } from "../../model/system/system.ts";
import { formatWithin } from "../../model/system/within.ts";
import type { NamedProperty } from "../../properties/property.ts";

/** The first reason why induction does not cover a system; undefined if it does. */
function refusalOf({
  timing,
  failures,
  channel,
  objects,
  within,
}: System): readonly [string, string] | undefined {
  if (timing.rounds || timing.ticks !== undefined)
    return [
      `timing ${timing.text}: a round or a tick is a step of all processes at once`,
      "--timing asynchronous",
    ];
  const unbound = failures.find(({ kind }) => kind.forges === true || kind.passes !== undefined);
  if (unbound !== undefined)
    return [
      `failures (${formatFailure(unbound)}): what arrives depends on more than what a step looks at`,
      "crashes, omissions, loss or duplication",
    ];
  if (channel.order !== "any" || channel.capacity !== undefined)
    return [
      `channels ${channel.name}: which letter is next depends on all that are in transit`,
      "--channels unordered, or message-set",
    ];
  const detector = objects.find(({ kind }) => kind.mended !== undefined || kind.uponCrash !== undefined);
  if (detector !== undefined)
    return [`${detector.name}, a ${detector.kind.name}: it changes without a process`, "another object"];
  const bounds = formatWithin(within);
  return bounds === ""
    ? undefined
    : [`the bounds ${bounds}: beyond them it would prove nothing`, "--within none"];
}

/** Asks author code that takes no steps. @throws UsageError if it makes a mistake, reachable or not */
export function askedAnywhere<T>(subject: string, ask: () => T): T {
  try {
    return ask();
  } catch (error) {
    if (!isLocalMistake(error)) throw error;
    throw new UsageError(
      `Induction does not cover ${subject}, which fails where the system may never come: ${error.what}`,
      "Let it have an answer whatever it is given.",
    );
  }
}

/** Refuses what induction does not cover. @throws UsageError */
export function refuseUnproved(system: System, properties: readonly NamedProperty[]): void {
  const refusal = refusalOf(system);
  if (refusal !== undefined)
    throw new UsageError(`Induction does not cover ${refusal[0]}.`, `Ask about ${refusal[1]}.`);
  const other = properties.find(({ kind }) => kind.name !== "invariant");
  if (other !== undefined)
    throw new UsageError(
      `Induction does not cover ${other.name}, which is no invariant (${other.kind.name}).`,
      "Name invariants with --property, or judge it with lightcone check.",
    );
  if (properties.length === 0)
    throw new UsageError(
      `Protocol "${system.protocol.name}" has no invariant that could be proved.`,
      "Give it one: properties: { safe: { invariant: … } }.",
    );
}
