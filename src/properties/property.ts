/** Evaluating the properties of a protocol, with errors that name the property. */
import { ProtocolError, UsageError } from "../model/error.ts";
import type { Badness, Eventually, Invariant, Predicate, Protocol } from "../model/protocol.ts";
import { ReadsWhatIsLost, type View } from "./view.ts";

/** A property of a protocol, with its name and its types forgotten. */
export interface NamedProperty {
  readonly name: string;
  readonly kind: "invariant" | "eventually";
  readonly predicate: (view: View) => boolean;
  /** How bad a configuration is, if the author has said that. */
  readonly badness?: (view: View) => number;
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
      const badness = property.badness as unknown as Badness<unknown> | undefined;
      return {
        name,
        kind,
        predicate: (view) => evaluate(name, predicate, view),
        ...(badness === undefined ? {} : { badness: (view) => measured(name, badness, view) }),
      };
    });
}

function evaluate(name: string, predicate: Predicate<unknown>, view: View): boolean {
  const answer = answered({ subject: `Property ${name}`, advice: PROPERTY_ADVICE }, predicate, view);
  if (typeof answer === "boolean") return answer;
  throw new ProtocolError(
    "bad-property",
    `Property ${name} answered ${String(answer)}.`,
    [],
    PROPERTY_ADVICE,
  );
}

function measured(name: string, badness: Badness<unknown>, view: View): number {
  const answer = answered({ subject: badnessOf(name), advice: BADNESS_ADVICE }, badness, view);
  if (typeof answer === "number" && !Number.isNaN(answer)) return answer;
  throw new ProtocolError("bad-property", `${badnessOf(name)} is ${String(answer)}.`, [], BADNESS_ADVICE);
}

/** How errors call the badness of a property. */
export function badnessOf(name: string): string {
  return `The badness of property ${name}`;
}

const PROPERTY_ADVICE = "A property must answer true or false in every configuration.";
const BADNESS_ADVICE = "It must be a number in every configuration; the greater it is, the worse.";

/** What is told of a function of a property. */
interface Told {
  readonly subject: string;
  readonly advice: string;
}

/** What a function of a property answers. */
function answered({ subject, advice }: Told, body: (...parameters: never[]) => unknown, view: View): unknown {
  try {
    return (body as (roles: unknown, configuration: unknown) => unknown)(view.roles, view.configuration);
  } catch (error) {
    if (error instanceof ProtocolError) throw error;
    if (error instanceof ReadsWhatIsLost) throw lost(subject, error);
    const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    throw new ProtocolError("bad-property", `${subject} threw an error.`, [text], advice, error);
  }
}

/** To answer undefined would make a property false, or true, of which the author knows nothing. */
function lost(subject: string, { process, variable }: ReadsWhatIsLost): ProtocolError {
  const { id, roleName, role } = process;
  const { stable = [] } = role;
  const kept = stable.length === 0 ? "Its role has none" : `They are: ${stable.join(", ")}`;
  return new ProtocolError(
    "bad-property",
    `${subject} reads \`${variable}\` of ${id}, which is down.`,
    [`Of a process that is down for a time, its stable variables alone are there. ${kept}.`],
    `Ask \`crashed\` before, or keep the variable through crashes: stable: ["${variable}"] in role ${roleName}.`,
  );
}
