/**
 * Two-phase commit does nothing that [transaction-commit](transaction-commit.ts) does not allow: who looks at
 * the phases of the resource managers alone sees one of its executions. The transaction manager and all
 * messages are how it comes about, and stutter. With a manager that is content with a majority it is not so:
 * see [two-phase-commit-refinement-majority](two-phase-commit-refinement-majority.ts).
 *
 * Source: J. Gray and L. Lamport, Consensus on transaction commit, ACM Transactions on Database Systems
 * 31(1) (2006), section 3: TwoPhase implements TCommit.
 */
import type { Claim, ProcessView, Protocol } from "lightcone";
import { transactionCommit } from "./transaction-commit.ts";
import commit from "./two-phase-commit.ts";

interface Views {
  readonly resourceManager: readonly ProcessView<{ readonly phase: string }>[];
}

/** That a protocol of resource managers is a transaction commit. */
export const isTransactionCommit = {
  refines: {
    protocol: ({ resourceManager = [] }: Readonly<Record<string, readonly string[]>>) =>
      transactionCommit(resourceManager.length),
    map: ({ resourceManager }: Views) => ({
      transaction: { phases: resourceManager.map(({ state }) => state.phase) },
    }),
  },
};

const refinement: Protocol = {
  ...commit,
  name: "two-phase-commit-refinement",
  about: "What the resource managers do is what transaction commit allows.",
  properties: { isTransactionCommit },
};

export default refinement;

export const claims: readonly Claim[] = [
  {
    claim: "Two-phase commit of three resource managers is a transaction commit.",
    property: "isTransactionCommit",
    verdict: "holds",
    configurations: 288,
  },
  {
    claim: "So is that of five.",
    system: { processes: { resourceManager: 5 } },
    property: "isTransactionCommit",
    verdict: "holds",
    configurations: 8_832,
  },
];
