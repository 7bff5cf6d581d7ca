/**
 * Two-phase commit does nothing that [transaction-commit](transaction-commit.ts) does not allow: who looks at
 * the phases of the resource managers alone sees one of its executions. The transaction manager and all
 * messages are how it comes about, and stutter.
 *
 * Transaction commit only says what may happen, so that it owes nothing, and who does nothing refines it. Its
 * liveness is another question: with `fairness` it owes that, as long as anything may happen, something does.
 * Two-phase commit pays that, if it does what it may; but not if the transaction manager crashes. That is
 * what is called blocking.
 *
 * With a manager that is content with a majority it is not so:
 * see [two-phase-commit-refinement-majority](two-phase-commit-refinement-majority.ts).
 *
 * Source: J. Gray and L. Lamport, Consensus on transaction commit, ACM Transactions on Database Systems
 * 31(1) (2006), section 3: TwoPhase implements TCommit.
 */
import { type Claim, parseFailures, type ProcessView, type Protocol } from "lightcone";
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

/** What may happen does, in some way. */
const fairness = { justice: [{ kind: "may" }] } as const;

const refinement: Protocol = {
  ...commit,
  name: "two-phase-commit-refinement",
  about: "What the resource managers do is what transaction commit allows.",
  properties: {
    isTransactionCommit,
    endsLikeTransactionCommit: { refines: { ...isTransactionCommit.refines, fairness }, fairness },
    // Nobody has to do what it may.
    endsByItself: { refines: { ...isTransactionCommit.refines, fairness } },
  },
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
  {
    claim: "If everybody does what it may, it ends as transaction commit does.",
    property: "endsLikeTransactionCommit",
    verdict: "holds",
    configurations: 288,
  },
  {
    claim: "If nobody has to do anything, nothing happens; and transaction commit would go on.",
    property: "endsByItself",
    verdict: "violated",
    configurations: 288,
    steps: 0,
  },
  {
    claim: "When the transaction manager crashes, who has prepared waits for ever.",
    system: { failures: parseFailures("crash:manager") },
    property: "endsLikeTransactionCommit",
    verdict: "violated",
    steps: 4,
  },
  {
    claim: "But it does nothing that transaction commit does not allow.",
    system: { failures: parseFailures("crash:manager") },
    property: "isTransactionCommit",
    verdict: "holds",
  },
];
