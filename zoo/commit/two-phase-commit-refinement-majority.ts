/**
 * [Two-phase commit by majority](two-phase-commit-majority.ts) is no
 * [transaction commit](transaction-commit.ts): a resource manager commits when another still works, and the
 * specification has no such step.
 *
 * Source: J. Gray and L. Lamport, Consensus on transaction commit, ACM Transactions on Database Systems
 * 31(1) (2006), section 3, with a mistake.
 */
import type { Claim, Protocol } from "lightcone";
import commit from "./two-phase-commit-majority.ts";
import { isTransactionCommit } from "./two-phase-commit-refinement.ts";

const refinement: Protocol = {
  ...commit,
  name: "two-phase-commit-refinement-majority",
  about: "What the resource managers do is more than what transaction commit allows.",
  properties: { isTransactionCommit },
};

export default refinement;

export const claims: readonly Claim[] = [
  {
    claim: "One commits when another works: no transaction commit does.",
    property: "isTransactionCommit",
    verdict: "violated",
    configurations: 348,
    steps: 6,
  },
  {
    claim: "With two resource managers, whose majority is both, it is one.",
    system: { processes: { resourceManager: 2 } },
    property: "isTransactionCommit",
    verdict: "holds",
    configurations: 56,
  },
];
