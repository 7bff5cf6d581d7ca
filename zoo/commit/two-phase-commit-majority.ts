/**
 * Two-phase commit by someone who has read about majorities. Why wait for the slowest resource manager?
 * The manager here commits when more than half of them are prepared, as if the resource managers were
 * voting. They are not: each of them guards its own data, and no other can answer for it. One that is not
 * prepared has kept its right to abort, and it may have used it.
 *
 * Source: J. Gray and L. Lamport, Consensus on transaction commit, ACM Transactions on Database Systems
 * 31(1) (2006), section 3, with a mistake.
 */
import { type Claim, messageSet, protocol, role } from "lightcone";
import twoPhaseCommit, { type Message } from "./two-phase-commit.ts";

const { manager } = twoPhaseCommit.roles;

export default protocol<Message>()({
  name: "two-phase-commit-majority",
  about: "Two-phase commit whose manager is content with a majority of prepared resource managers.",
  source: "Gray & Lamport, Consensus on Transaction Commit, ACM TODS 31(1), 2006, with a mistake",
  channels: messageSet,
  roles: {
    manager: role({
      ...manager,
      may: {
        ...manager.may,
        commit: {
          while: ({ phase, prepared }, { processes }) =>
            phase === "waiting" && prepared.size > processes("resourceManager").length / 2,
          do(state, { broadcast }) {
            state.phase = "committed";
            broadcast({ type: "commit" });
          },
        },
      },
    }),
    resourceManager: twoPhaseCommit.roles.resourceManager,
  },
  properties: {
    consistent: {
      invariant: ({ resourceManager }) =>
        resourceManager.every(({ state }) => state.phase !== "committed") ||
        resourceManager.every(({ state }) => state.phase !== "aborted"),
    },
    managerCommitsFirst: {
      invariant: ({ manager: [manager], resourceManager }) =>
        manager.state.phase === "committed" || resourceManager.every((rm) => rm.state.phase !== "committed"),
    },
  },
});

export const claims: readonly Claim[] = [
  {
    claim: "Two of three are prepared and the transaction is committed, while the third has aborted.",
    property: "consistent",
    verdict: "violated",
    configurations: 348,
    steps: 7,
  },
  {
    claim: "The manager still commits first; it is wrong to do so, and everybody follows.",
    property: "managerCommitsFirst",
    verdict: "holds",
    configurations: 348,
  },
  {
    claim: "More than half of two is both: two resource managers cannot show the mistake.",
    system: { processes: { resourceManager: 2 } },
    property: "consistent",
    verdict: "holds",
    configurations: 56,
  },
];
