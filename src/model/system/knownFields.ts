/**
 * The fields that protocols and roles may have. One that has another name would be passed over, and another
 * system judged than the author wrote: `failure: …` in place of `failures: …` is a system without any.
 */
import { nearest } from "../../base/spelling.ts";
import { malformed } from "../error.ts";
import type { protocol, Protocol } from "./protocol.ts";
import type { AnyRole } from "./role.ts";

/** Fields by name; the type checker asks for each that there is. */
type Fields<T> = Readonly<Record<keyof T, true>>;

/** The fields of a protocol, `messages` included, which only types have. */
export const PROTOCOL_FIELDS: Fields<Protocol & Parameters<ReturnType<typeof protocol>>[0]> = {
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
  messages: true,
};

/** The fields of a role. */
export const ROLE_FIELDS: Fields<AnyRole> = {
  processes: true,
  inputs: true,
  forgetsInput: true,
  initially: true,
  upon: true,
  when: true,
  may: true,
  must: true,
  run: true,
  uponTimeout: true,
  uponRound: true,
  automaton: true,
  isServed: true,
  spare: true,
  stable: true,
  uponRecovery: true,
};

/** Refuses a field that nobody reads. `whose`: what has it, as in "role client". @throws ProtocolError */
export function refuseOtherFields(
  whose: string,
  value: object,
  fields: Readonly<Record<string, true>>,
): void {
  const known = Object.keys(fields);
  const other = Object.keys(value).find((field) => !known.includes(field));
  if (other === undefined) return;
  const meant = nearest(other, known);
  const advice = meant === undefined ? `the fields are ${known.join(", ")}` : `did you mean "${meant}"?`;
  throw malformed(`${whose} has a field "${other}", which means nothing; ${advice}`);
}
