/**
 * Traits: what a local state is like, one by one, in the words of its author. Sets and Maps are taken apart,
 * so that `prepared.has("r1")` is a trait.
 */
import { format } from "../../base/text.ts";
import type { Plain } from "../../base/value.ts";
import { formatOperation } from "../../model/event/phrase.ts";
import type { Request } from "../../model/sequential/request.ts";
import { alternativesOf } from "../../model/sequential/whichever.ts";
import { formatLocal, type LocalState } from "../../model/state/localState.ts";

/** The name of the trait that is all there is to tell: for what no others tell apart. */
export const ALL = "all";

/** Traits by name; those that are absent are not there. */
export type Traits = ReadonlyMap<string, string>;

/** The traits of a local state; the later ones are there to tell apart what the others do not. */
export function traitsOf(local: LocalState): Traits {
  const { state, timers, decision, halted, control, input, down, faults } = local;
  const traits = new Map<string, string>();
  for (const [name, value] of Object.entries(state))
    for (const [key, text] of partsOf(name, value)) traits.set(key, text);
  for (const timer of timers) traits.set(`timers.has(${format(timer)})`, "true");
  if (decision !== undefined) traits.set("decision", format(decision));
  if (halted) traits.set("halted", "true");
  if (down !== undefined) traits.set("crashed", "true");
  if (faults !== undefined) traits.set("faulty", "true");
  if (control !== undefined) {
    traits.set("next", nextOf(control.awaits));
    traits.set("line", String(control.calls.at(-1)?.line));
    for (const [name, value] of Object.entries(control.calls.at(-1)?.variables ?? {}))
      traits.set(name, format(value));
  }
  if (input !== null) traits.set("input", format(input));
  traits.set(ALL, formatLocal(local));
  return traits;
}

function partsOf(name: string, value: Plain): (readonly [string, string])[] {
  if (value instanceof Set)
    return [...(value as ReadonlySet<Plain>)].map((one) => [`${name}.has(${format(one)})`, "true"]);
  if (value instanceof Map)
    return [...(value as ReadonlyMap<Plain, Plain>)].map(([key, one]) => [
      `${name}.get(${format(key)})`,
      format(one),
    ]);
  return [[name, format(value)]];
}

/** The step that process code is about to take, or the steps. */
function nextOf(awaits: Request): string {
  return alternativesOf(awaits)
    .map(([, one]) => {
      if (one.kind === "operation") return `${formatOperation(one)} on ${one.object}`;
      return one.kind === "receive" ? `receive ${one.types.join(" or ")}`.trimEnd() : one.kind;
    })
    .join(", or ");
}
