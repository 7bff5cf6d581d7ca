/**
 * The properties of consensus and its relatives, for any protocol whose processes `decide`
 * (Attiya & Welch, *Distributed Computing*, section 5.1).
 */
import { format } from "../base/text.ts";
import type { Plain } from "../base/value.ts";
import type { Eventually, Invariant } from "../model/protocol.ts";

/** Safety: no two processes decide on different values. */
export const agreement: Invariant<unknown> = {
  invariant(_roles, { processes }) {
    let first: Plain | undefined;
    for (const { decision } of processes) {
      if (decision === undefined) continue;
      if (first === undefined) first = decision;
      else if (format(first) !== format(decision)) return false;
    }
    return true;
  },
};

/** Safety: whatever a process decides is the input of some process. */
export const validity: Invariant<unknown> = {
  invariant(_roles, { processes }) {
    return processes.every(
      ({ decision }) =>
        decision === undefined || processes.some(({ input }) => format(input as Plain) === format(decision)),
    );
  },
};

/** Liveness: in every admissible execution, all processes decide. */
export const termination: Eventually<unknown> = {
  eventually: (_roles, { processes }) => processes.every(({ decision }) => decision !== undefined),
};
