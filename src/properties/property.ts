/** Evaluating the properties of a protocol, with errors that name the property. */
import { ProtocolError, UsageError } from "../model/error.ts";
import type { Eventually, Invariant, Predicate, Protocol } from "../model/protocol.ts";
import type { View } from "./view.ts";

/** A property of a protocol, with its name and its types forgotten. */
export interface NamedProperty {
  readonly name: string;
  readonly kind: "invariant" | "eventually";
  readonly predicate: (view: View) => boolean;
}

/**
 * The properties of a protocol: all of them, or those named.
 * @throws UsageError if a name is not that of a property.
 */
export function propertiesOf(protocol: Protocol, names?: readonly string[]): NamedProperty[] {
  const all = Object.entries(protocol.properties ?? {}) as [string, Invariant | Eventually][];
  for (const name of names ?? []) {
    if (all.some(([known]) => known === name)) continue;
    const known = all.map(([property]) => property).join(", ");
    throw new UsageError(
      `Protocol "${protocol.name}" has no property "${name}".`,
      known === "" ? "It has no properties." : `Its properties: ${known}.`,
    );
  }
  return all
    .filter(([name]) => names === undefined || names.includes(name))
    .map(([name, property]) => {
      const kind = "invariant" in property ? "invariant" : "eventually";
      const predicate = ("invariant" in property
        ? property.invariant
        : property.eventually) as unknown as Predicate<unknown>;
      return { name, kind, predicate: (view) => evaluate(name, predicate, view) };
    });
}

function evaluate(name: string, predicate: Predicate<unknown>, view: View): boolean {
  let answer: unknown;
  try {
    answer = predicate(view.roles, view.configuration);
  } catch (error) {
    if (error instanceof ProtocolError) throw error;
    const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    throw new ProtocolError(
      "bad-property",
      `Property ${name} threw an error.`,
      [text],
      "A property must answer true or false in every configuration.",
      error,
    );
  }
  if (typeof answer === "boolean") return answer;
  throw new ProtocolError(
    "bad-property",
    `Property ${name} answered ${String(answer)}.`,
    [],
    "A property must answer true or false in every configuration.",
  );
}
