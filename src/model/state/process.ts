/** Processes: the participants of a system. */
import type { Plain } from "../../base/value.ts";
import type { AnyRole } from "../system/role.ts";

/** One participant of a system. */
export interface Process {
  /** Its number in the system, from 0, role by role. */
  readonly number: number;
  /** Its name: that of its role, numbered from 1 where the role has several processes. */
  readonly id: string;
  readonly roleName: string;
  readonly role: AnyRole;
  /** Its number within its role, from 1. */
  readonly index: number;
  /** The ids of those that it can send to. */
  readonly neighbors: readonly string[];
  /** The inputs that it may have, canonical; at least one. */
  readonly inputs: readonly Plain[];
}
