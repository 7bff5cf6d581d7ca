/**
 * The properties of consensus and its relatives, for any protocol whose processes `decide`
 * (Attiya & Welch, *Distributed Computing*, section 5.1).
 */
import { format } from "../base/text.ts";
import type { Plain } from "../base/value.ts";
import type { Eventually, Invariant, ProcessView } from "../model/system/protocol.ts";

/** Safety: no two processes that have not failed decide on different values. */
export const agreement: Invariant<unknown> = {
  invariant: (_roles, { processes }) => isOneValue(processes, ({ faulty }) => !faulty),
};

/**
 * Safety: no two processes decide on different values, even if they fail afterwards (Hadzilacos and Toueg,
 * *A Modular Approach to Fault-Tolerant Broadcasts and Related Problems*, 1994, section 3).
 */
export const uniformAgreement: Invariant<unknown> = {
  invariant: (_roles, { processes }) => isOneValue(processes, () => true),
};

/** Whether all decisions are equal, of those processes that count. */
function isOneValue(processes: readonly ProcessView[], counts: (process: ProcessView) => boolean): boolean {
  let first: Plain | undefined;
  for (const process of processes) {
    const { decision } = process;
    if (decision === undefined || !counts(process)) continue;
    if (first === undefined) first = decision;
    else if (format(first) !== format(decision)) return false;
  }
  return true;
}

/** Safety: whatever a process decides is the input of some process. */
export const validity: Invariant<unknown> = {
  invariant(_roles, { processes }) {
    return processes.every(
      ({ decision }) =>
        decision === undefined || processes.some(({ input }) => format(input as Plain) === format(decision)),
    );
  },
};

/**
 * Safety: if all processes that have not failed have the same input, none of them decides anything else
 * (Cachin, Guerraoui and Rodrigues, *Introduction to Reliable and Secure Distributed Programming*, 2011,
 * module 5.11: strong validity). Where processes may lie, it takes the place of validity.
 */
export const strongValidity: Invariant<unknown> = {
  invariant(_roles, { processes }) {
    const correct = processes.filter(({ faulty }) => !faulty);
    const inputs = new Set(correct.map(({ input }) => format(input as Plain)));
    return (
      inputs.size !== 1 ||
      correct.every(({ decision }) => decision === undefined || inputs.has(format(decision)))
    );
  },
};

/** Liveness: in every admissible execution, all processes that do not fail decide. */
export const termination: Eventually<unknown> = {
  eventually: (_roles, { processes }) =>
    processes.every(({ decision, faulty }) => decision !== undefined || faulty),
};
