/** The handler that a cause calls, and what it is called with. */
import { unreachable } from "../../base/assert.ts";
import type { Cause } from "../event/cause.ts";
import { received } from "../state/sender.ts";
import type { AnyRole, Handler } from "../system/role.ts";
import { actionOf } from "./permit.ts";

/** The handler of a role for a cause, or for the start step; undefined if there is none. */
export function handlerOf(role: AnyRole, cause: Cause | undefined): Handler | undefined {
  switch (cause?.kind) {
    case undefined:
      return role.initially as Handler;
    case "exchange":
      return role.uponRound as Handler;
    case "recover":
      return (role.uponRecovery ?? role.initially) as Handler;
    case "operation":
      return role.automaton?.performed as Handler;
    case "receive":
      return handlerIn(cause.message.type, role.upon);
    case "timeout":
      return handlerIn(cause.timer, role.uponTimeout);
    case "may":
    case "must":
      return actionOf(role, cause).do as Handler;
    case "pause":
      throw new Error("process code goes on by itself");
    default:
      return unreachable(cause);
  }
}

function handlerIn(name: string, table: object = {}): Handler | undefined {
  return Object.hasOwn(table, name) ? (table as Record<string, Handler>)[name] : undefined;
}

/** The arguments of the handler before its context. */
export function parametersOf(role: AnyRole, cause: Cause | undefined, draft: unknown): unknown[] {
  switch (cause?.kind) {
    case undefined:
      return [];
    case "receive":
      return [draft, cause.message];
    case "exchange":
      return [draft, cause.received.map(received)];
    case "operation":
      return [draft, cause.response ?? null];
    case "recover":
      return role.uponRecovery === undefined ? [] : [draft];
    default:
      return [draft];
  }
}
