/** The parts of a system that make no difference in all that was reached. */
import { unmoved } from "./monitorSlot.ts";
import type { Network } from "./network.ts";
import type { IdleFailure } from "./occasions.ts";

/** Such parts; meaningful if everything was reached. */
export interface IdleParts {
  /** The handlers that were never called, as `role.upon.TYPE` or `role.uponRound`. */
  readonly unreached: readonly string[];
  /** The monitors whose states never change. */
  readonly unmoved: readonly string[];
  /** The variables that survive a crash, and that no state has. */
  readonly absent: readonly AbsentVariable[];
  /** The failures that change nothing, and what they lack. */
  readonly idle: readonly IdleFailure[];
}

/** A variable that a role calls stable and no state has, and those that states have. */
export interface AbsentVariable {
  readonly role: string;
  readonly variable: string;
  readonly possible: readonly string[];
}

/** The idle parts of a network, of all that was reached. */
export function idlePartsOf(network: Network): IdleParts {
  const { author, monitors, occasions, processes, system } = network;
  const isSilent = processes.every(({ letters }) => letters.values.length === 0);
  return {
    unreached: author.unreached(),
    unmoved: unmoved(monitors),
    absent: absentVariables(network),
    idle: occasions.idle(system, isSilent),
  };
}

/** The stable variables that no state of their role has. */
function absentVariables({ system, processes }: Network): AbsentVariable[] {
  return Object.entries(system.protocol.roles).flatMap(([role, { stable = [] }]) => {
    if (stable.length === 0) return [];
    const own = processes.filter(({ process }) => process.roleName === role);
    const states = own.flatMap(({ locals }) => locals.values.map(({ state }) => Object.keys(state)));
    const possible = [...new Set(states.flat())];
    return stable
      .filter((variable) => !possible.includes(variable))
      .map((variable) => ({ role, variable, possible }));
  });
}
