/** Reading the fairness that a protocol asks for, with errors where no event could be meant. */
import { format } from "../base/text.ts";
import type { Plain } from "../base/value.ts";
import { malformed } from "../model/error.ts";
import type { System } from "../model/system/system.ts";
import { DEMANDED, type Demand, type EventPattern } from "../model/transition/demand.ts";

/** The demands in what a protocol says of a property's fairness. @throws ProtocolError */
export function demandsIn(system: System, name: string, fairness: unknown): readonly Demand[] {
  if (fairness === undefined || fairness === "none") return [];
  const lists = Object.entries((fairness ?? {}) as object);
  if (typeof fairness !== "object" || lists.length === 0 || !lists.every(isOfPatterns))
    throw malformed(
      `the fairness of property ${name} is neither "none" nor { justice: […], compassion: […] } with ` +
        'patterns of events such as { kind: "may", action: "eat" }; ' +
        `kinds: ${Object.keys(DEMANDED).join(", ")}`,
    );
  if (system.timing.rounds && lists.some(([, patterns]) => (patterns as EventPattern[]).length > 0))
    throw malformed(
      `the fairness of property ${name} is about events, and a round has in it all that can happen`,
    );
  return lists.flatMap(([strength, patterns]) =>
    (patterns as EventPattern[]).map((pattern) => {
      const stranger = strangerIn(system, pattern);
      if (stranger !== undefined)
        throw malformed(`the fairness of property ${name} asks for what no event has: ${stranger}`);
      return { strength: strength as Demand["strength"], pattern };
    }),
  );
}

function isOfPatterns([strength, patterns]: [string, unknown]): boolean {
  const isStrength = strength === "justice" || strength === "compassion";
  return isStrength && Array.isArray(patterns) && patterns.every(isPattern);
}

function isPattern(given: unknown): boolean {
  const { kind } = (given ?? {}) as { readonly kind?: unknown };
  return typeof kind === "string" && Object.hasOwn(DEMANDED, kind);
}

/** The first field of a pattern that no event of the system has, in words; undefined if there is none. */
function strangerIn(system: System, pattern: EventPattern): string | undefined {
  const { kind } = pattern;
  const fields: readonly string[] = ["kind", "process", ...DEMANDED[kind]];
  for (const [field, value] of Object.entries(pattern) as [keyof EventPattern, Plain][]) {
    if (!fields.includes(field)) return `a ${kind} with ${field}; possible: ${fields.join(", ")}`;
    const possible = namesOf(system, kind, field);
    if (possible !== undefined && !possible.includes(value as string))
      return `${field} ${format(value)}; possible: ${possible.join(", ") || "none"}`;
  }
  return undefined;
}

/** The names that a field can have in events of a kind; undefined if they are not known beforehand. */
function namesOf(
  { processes, objects, protocol, channel }: System,
  kind: EventPattern["kind"],
  field: keyof EventPattern,
): readonly string[] | undefined {
  const roles = Object.values(protocol.roles);
  switch (field) {
    case "from":
      if (channel.hidesSenders === true) return [];
      return processes.map(({ id }) => id);
    case "process":
      return processes.map(({ id }) => id);
    case "object":
      return objects.map(({ name }) => name);
    case "action":
      // Process code names what it may do when it comes to it.
      if (roles.some(({ run, automaton }) => (run ?? automaton) !== undefined)) return undefined;
      return roles.flatMap((role) => Object.keys((kind === "may" ? role.may : role.must) ?? {}));
    case "timer":
      return roles.flatMap(({ uponTimeout = {} }) => Object.keys(uponTimeout));
    default:
      return undefined;
  }
}
