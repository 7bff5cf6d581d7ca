/** The shape of a protocol, which may come from untyped code. */
import { malformed } from "../error.ts";
import {
  aFunction,
  checkFields,
  flag,
  listOrFunction,
  looked,
  names,
  recordOf,
  text,
  written,
  type FieldShape,
} from "./fieldShapes.ts";
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
  for (const [name, role] of Object.entries(protocol.roles)) checkRole(name, role);
  checkFields(protocol, OF_PROTOCOL, "");
  const stranger = Object.keys(protocol.forges ?? {}).find((name) => !Object.hasOwn(protocol.roles, name));
  if (stranger !== undefined)
    throw malformed(`\`forges\` has ${stranger}; the roles are ${Object.keys(protocol.roles).join(", ")}`);
}

function has(field: string, type: string): (part: unknown) => boolean {
  return (part) => typeof (Object(part) as Record<string, unknown>)[field] === type;
}

function failuresAs(form: string): FieldShape {
  return written(form, (part) => Array.isArray(part) && part.every((one) => has("kind", "object")(one)));
}

/** The parts of a system that a protocol or its user may name. */
const PARTS = {
  topology: written('ring() or parseTopology("ring")', has("links", "function")),
  channels: written('fifo or parseChannels("fifo")', has("receivable", "function")),
  timing: written('synchronous or parseTiming("synchronous")', has("rounds", "boolean")),
  failures: failuresAs('parseFailures("crash:1")'),
  begin: failuresAs('parseFailures("crash:p1")'),
};

const OF_PROTOCOL = {
  name: text,
  about: text,
  source: text,
  roles: looked,
  ...PARTS,
  objects: looked,
  forges: recordOf(written("[{ type: … }, …]", (one) => one === undefined || Array.isArray(one))),
  assume: aFunction,
  within: looked,
  monitors: looked,
  properties: recordOf(looked),
} satisfies Record<keyof Protocol, FieldShape>;

/** The shape of an action: two functions, and nothing else. */
const anAction: FieldShape = (value) => {
  const parts = Object(value) as { readonly while?: unknown; readonly do?: unknown };
  const isOne = typeof parts.while === "function" && typeof parts.do === "function";
  return isOne && Object.keys(parts).length === 2
    ? undefined
    : { path: "", problem: "does not consist of two functions, while and do" };
};

const OF_ROLE = {
  processes: written("as a number", (value) => typeof value === "number"),
  inputs: listOrFunction,
  forgetsInput: flag,
  initially: aFunction,
  upon: recordOf(aFunction),
  uponTimeout: recordOf(aFunction),
  uponRound: aFunction,
  when: recordOf(aFunction),
  may: recordOf(anAction),
  must: recordOf(anAction),
  run: aFunction,
  automaton: recordOf(aFunction),
  stable: names,
  uponRecovery: aFunction,
  isServed: flag,
  spare: names,
} satisfies Record<keyof AnyRole, FieldShape>;

function checkRole(name: string, role: AnyRole): void {
  if (!ID.test(name) || name === "__proto__")
    throw malformed(`"${name}" cannot name a role (letters, digits, _ and -, a letter first)`);
  if (typeof role !== "object" || role === null) throw malformed(`role ${name} is not an object`);
  if (typeof role.initially !== "function") throw malformed(`role ${name} has no function "initially"`);
  checkFields(role, OF_ROLE, ` of role ${name}`);
  const { when, run, upon = {} } = role;
  const idle = Object.keys(when ?? {}).find((type) => run === undefined && !Object.hasOwn(upon, type));
  if (idle !== undefined)
    throw malformed(`"when.${idle}" of role ${name} guards messages for which there is no "upon.${idle}"`);
}

const OF_OPTIONS = { ...PARTS, memory: written('parseMemory("servers:3")', has("of", "function")) };

/** Checks the parts of a system, as its user names them. @throws ProtocolError */
export function checkParts(named: Readonly<Partial<Record<keyof typeof OF_OPTIONS, unknown>>>): void {
  const given = Object.entries(named).filter(([name]) => Object.hasOwn(OF_OPTIONS, name));
  checkFields(Object.fromEntries(given), OF_OPTIONS, "");
}
