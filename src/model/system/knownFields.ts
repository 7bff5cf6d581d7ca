/** The fields that protocols, roles and systems have: a misspelt one would be passed over without a word. */
import { malformed, UsageError } from "../error.ts";
import type { Protocol } from "./protocol.ts";
import type { AnyRole } from "./role.ts";

const OF_PROTOCOL = Object.keys({
  name: true,
  about: true,
  source: true,
  roles: true,
  topology: true,
  objects: true,
  channels: true,
  timing: true,
  failures: true,
  begin: true,
  forges: true,
  assume: true,
  within: true,
  monitors: true,
  properties: true,
} satisfies Record<keyof Protocol, true>);

const OF_ROLE = Object.keys({
  processes: true,
  inputs: true,
  forgetsInput: true,
  initially: true,
  upon: true,
  uponTimeout: true,
  uponRound: true,
  when: true,
  may: true,
  must: true,
  run: true,
  automaton: true,
  stable: true,
  uponRecovery: true,
  isServed: true,
  spare: true,
} satisfies Record<keyof AnyRole, true>);

/** Sees to it that a protocol and its roles have no other fields. @throws ProtocolError */
export function checkFields(protocol: Protocol): void {
  const unknown = unknownOf(protocol, OF_PROTOCOL);
  if (unknown !== undefined) throw malformed(`it has \`${unknown}\`; it may have ${OF_PROTOCOL.join(", ")}`);
  for (const [name, role] of Object.entries(protocol.roles)) {
    const other = unknownOf(role, OF_ROLE);
    if (other !== undefined)
      throw malformed(`role ${name} has \`${other}\`; it may have ${OF_ROLE.join(", ")}`);
  }
}

/**
 * The options of a system, if they are such. What is given by name is there under its own names alone: a
 * process may be called as the language's own fields are. @throws UsageError
 */
export function asked<T extends object>(options: T, possible: readonly string[]): T {
  const unknown = unknownOf(options, possible);
  if (unknown !== undefined)
    throw new UsageError(`A system has no \`${unknown}\`.`, `It may have ${possible.join(", ")}.`);
  const { processes, inputs } = options as Readonly<Record<string, unknown>>;
  return {
    ...options,
    ...(processes === undefined ? {} : { processes: byName({ processes }, "{ process: 3 }") }),
    ...(inputs === undefined ? {} : { inputs: byName({ inputs }, "{ process: [0, 1] }") }),
  };
}

/** A record in which nothing is found but under its own names, so not under `toString`. */
export function ownNames<T extends object>(record: T): T {
  return Object.assign(Object.create(null) as T, record);
}

function byName(given: Readonly<Record<string, unknown>>, example: string): object {
  const [[field, value] = []] = Object.entries(given);
  if (typeof value === "object") return ownNames({ ...value });
  throw new UsageError(`The \`${field}\` of a system are not given by name.`, `Write ${field}: ${example}.`);
}

function unknownOf(given: object, fields: readonly string[]): string | undefined {
  return Object.keys(given).find((name) => !fields.includes(name));
}
