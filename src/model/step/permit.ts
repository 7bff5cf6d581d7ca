/**
 * Guards: whether a process, in some local state, lets a message in or may do something on its own account.
 * They are author code that looks and does nothing; a guard is a function of the local state, of the message
 * and of who sent it.
 */
import { at } from "../../base/assert.ts";
import { caught } from "../../base/foreign.ts";
import type { Act, Receive } from "../event/event.ts";
import { ProtocolError } from "../error.ts";
import type { LocalState } from "../state/localState.ts";
import type { Process } from "../state/process.ts";
import { withSender } from "../state/sender.ts";
import { textOf } from "../state/shape.ts";
import type { Action, AnyRole } from "../system/role.ts";
import { tell, thrownMistake, type Mistake } from "./mistake.ts";

/** The rest of a system, as far as guards may know it. */
export interface GuardScope {
  /** The ids of the processes of each role. */
  readonly roles: Readonly<Record<string, readonly string[]>>;
}

/** A receipt or an action, which may be guarded. */
export type Guarded = Pick<Receive, "kind" | "from" | "message"> | Pick<Act, "kind" | "action">;

/** A process in a local state. */
export interface Standing {
  readonly process: Process;
  readonly local: LocalState;
}

/** A guard, its types forgotten. */
export type GuardFunction = (state: LocalState["state"], ...about: readonly unknown[]) => unknown;

/** Whether the guard of what may happen at a process allows it, if there is one. @throws ProtocolError */
export function permits(scope: GuardScope, { process, local }: Standing, what: Guarded): boolean {
  const guard = guardOf(process.role, what);
  if (guard === undefined) return true;
  const error = (mistake: Mistake): ProtocolError =>
    tell({ process, cause: what, before: local, chosen: { choices: [] }, isGuard: true }, mistake);
  const facts = {
    self: process.id,
    index: process.index,
    neighbors: process.neighbors,
    input: local.input,
    processes: (role?: string) => processesIn(scope, role),
  };
  let answer: unknown;
  try {
    answer =
      what.kind === "receive"
        ? guard(local.state, what.message, withSender(facts, what.from))
        : guard(local.state, facts);
  } catch (thrown) {
    if (thrown instanceof ProtocolError) throw thrown;
    throw error(thrownMistake(caught(thrown), () => []));
  }
  if (typeof answer === "boolean") return answer;
  throw error({
    fault: "bad-guard",
    what: `has a guard that answered ${textOf(answer)}`,
    advice: "A guard answers true or false.",
  });
}

/** The actions of a process whose guards are true. @throws ProtocolError */
export function actsOf(scope: GuardScope, standing: Standing): Pick<Act, "kind" | "action">[] {
  return (["may", "must"] as const).flatMap((kind) =>
    Object.keys(standing.process.role[kind] ?? {})
      .map((action) => ({ kind, action }))
      .filter((act) => permits(scope, standing, act)),
  );
}

/** Whether a role has guards: then it does not receive whatever there is. */
export function hasGuards({ when, may, must }: AnyRole): boolean {
  return when !== undefined || may !== undefined || must !== undefined;
}

/** The action of a role that an event is. */
export function actionOf(
  role: AnyRole,
  { kind, action }: Pick<Act, "kind" | "action">,
): Action<object, unknown, object> {
  return at([role[kind]?.[action]], 0) as Action<object, unknown, object>;
}

function guardOf(role: AnyRole, what: Guarded): GuardFunction | undefined {
  if (what.kind !== "receive") return actionOf(role, what).while as GuardFunction;
  const { type } = what.message;
  const { when = {} } = role;
  return Object.hasOwn(when, type) ? (when as Record<string, GuardFunction>)[type] : undefined;
}

function processesIn({ roles }: GuardScope, role: string | undefined): readonly string[] {
  if (role === undefined) return Object.values(roles).flat();
  if (Object.hasOwn(roles, role)) return roles[role] as readonly string[];
  throw new TypeError(`there is no role "${role}"; roles: ${Object.keys(roles).join(", ")}`);
}
