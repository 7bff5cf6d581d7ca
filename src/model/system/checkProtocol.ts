/** The shape of a protocol, which may come from untyped code. */
import { malformed } from "../error.ts";
import { checkFields } from "./knownFields.ts";
import type { Protocol } from "./protocol.ts";
import type { AnyRole } from "./role.ts";

const ID = /^[A-Za-z_][\w-]*$/;

/** Checks the shape of a protocol, which may come from untyped code. @throws ProtocolError */
export function checkProtocol(protocol: Protocol): void {
  const value: unknown = protocol;
  if (typeof value !== "object" || value === null)
    throw malformed(`it is ${value === null ? "null" : `a ${typeof value}`}`);
  if (typeof protocol.name !== "string" || protocol.name === "") throw malformed("it has no name");
  if (typeof protocol.roles !== "object" || protocol.roles === null) throw malformed("it has no roles");
  if (Object.keys(protocol.roles).length === 0) throw malformed("it has no role");
  for (const [name, role] of Object.entries(protocol.roles)) {
    if (!ID.test(name) || name === "__proto__")
      throw malformed(`"${name}" cannot name a role (letters, digits, _ and -, a letter first)`);
    if (typeof role !== "object" || role === null) throw malformed(`role ${name} is not an object`);
    if (typeof role.initially !== "function") throw malformed(`role ${name} has no function "initially"`);
    checkHandlers(name, "upon", role.upon);
    checkHandlers(name, "uponTimeout", role.uponTimeout);
    checkGuards(name, role);
    for (const handler of ["uponRound", "uponRecovery", "run"] as const) {
      if (role[handler] !== undefined && typeof role[handler] !== "function")
        throw malformed(`"${handler}" of role ${name} is not a function`);
    }
  }
  checkFields(protocol);
  checkParts(protocol);
}

/** The parts of a system that a protocol may name, each with what tells it, and how it is written. */
const PARTS: Readonly<Record<string, readonly [isOne: (part: unknown) => boolean, form: string]>> = {
  topology: [has("links", "function"), 'ring() or parseTopology("ring")'],
  channels: [has("receivable", "function"), 'fifo or parseChannels("fifo")'],
  timing: [has("rounds", "boolean"), 'synchronous or parseTiming("synchronous")'],
  failures: [areFailures, 'parseFailures("crash:1")'],
  begin: [areFailures, 'parseFailures("crash:p1")'],
};

function has(field: string, type: string): (part: unknown) => boolean {
  return (part) => typeof (Object(part) as Record<string, unknown>)[field] === type;
}

function areFailures(part: unknown): boolean {
  return Array.isArray(part) && part.every((one) => has("kind", "object")(one));
}

/** Checks the parts of a system, as a protocol or its user names them. @throws ProtocolError */
export function checkParts(named: object): void {
  for (const [name, [isOne, form]] of Object.entries(PARTS)) {
    const part = (named as Readonly<Record<string, unknown>>)[name];
    if (part === undefined || isOne(part)) continue;
    const what = typeof part === "string" ? JSON.stringify(part) : "a value of another kind";
    throw malformed(`\`${name}\` is ${what}; it is written ${form}`);
  }
}

/** Checks the guards and actions of a role: each guards something, and no two actions have one name. */
function checkGuards(name: string, { when, may, must, run, upon = {} }: AnyRole): void {
  checkHandlers(name, "when", when);
  const idle = Object.keys(when ?? {}).find((type) => run === undefined && !Object.hasOwn(upon, type));
  if (idle !== undefined)
    throw malformed(`"when.${idle}" of role ${name} guards messages for which there is no "upon.${idle}"`);
  for (const [field, actions] of Object.entries({ may, must })) {
    if (actions === undefined) continue;
    if (typeof actions !== "object" || actions === null)
      throw malformed(`"${field}" of role ${name} is not an object`);
    for (const [action, parts] of Object.entries(actions as Record<string, unknown>)) {
      const { while: guard, do: step } = Object(parts) as { readonly while?: unknown; readonly do?: unknown };
      if (typeof guard !== "function" || typeof step !== "function")
        throw malformed(
          `"${field}.${action}" of role ${name} does not consist of two functions, while and do`,
        );
    }
  }
}

function checkHandlers(role: string, field: string, handlers: unknown): void {
  if (handlers === undefined) return;
  if (typeof handlers !== "object" || handlers === null)
    throw malformed(`"${field}" of role ${role} is not an object`);
  for (const [name, handler] of Object.entries(handlers)) {
    if (typeof handler !== "function")
      throw malformed(`"${field}.${name}" of role ${role} is not a function`);
  }
}
