/**
 * How a transaction ends. The protocol is that of two-phase-commit.ts, to the letter, but that everybody does
 * at some time what it may do, on channels that deliver every message, and once: as long as messages may be
 * lost, or everybody may wait for ever, nobody can promise an end. Without that, everybody decides. But
 * nobody can say what: to abort is everybody's right, until all are prepared.
 *
 * Source: J. Gray and L. Lamport, Consensus on transaction commit, ACM Transactions on Database Systems
 * 31(1) (2006), section 2: the conditions of stability, consistency and non-triviality.
 */
import { type Claim, messageSet, protocol, role, unordered } from "lightcone";
import twoPhaseCommit, { type Message } from "./two-phase-commit.ts";

const { manager, resourceManager } = twoPhaseCommit.roles;

export default protocol<Message>()({
  name: "two-phase-commit-outcome",
  about: "Two-phase commit on reliable channels: everybody decides, and nobody can say what.",
  source: "Gray & Lamport, Consensus on Transaction Commit, ACM TODS 31(1), 2006, section 2",
  channels: unordered,
  roles: {
    manager: role({ ...manager, may: {}, must: manager.may ?? {} }),
    resourceManager: role({ ...resourceManager, may: {}, must: resourceManager.may ?? {} }),
  },
  properties: {
    decided: {
      eventually: ({ resourceManager }) =>
        resourceManager.every(({ state }) => state.phase === "committed" || state.phase === "aborted"),
    },
    committed: {
      eventually: ({ resourceManager }) => resourceManager.every(({ state }) => state.phase === "committed"),
    },
    managerAbortsFirst: {
      invariant: ({ manager: [manager], resourceManager }) =>
        manager.state.phase === "aborted" || resourceManager.every((rm) => rm.state.phase !== "aborted"),
    },
  },
});

export const claims: readonly Claim[] = [
  {
    claim: "If every message arrives (and once), everybody decides after finitely many steps.",
    property: "decided",
    verdict: "holds",
    configurations: 584,
  },
  {
    claim: "Nothing forces a commit, even if all goes well: anybody may abort.",
    property: "committed",
    verdict: "violated",
    configurations: 584,
    steps: 4,
  },
  {
    claim: "A resource manager may abort before the manager has: to abort is everybody's right.",
    system: { channels: messageSet },
    property: "managerAbortsFirst",
    verdict: "violated",
    configurations: 288,
    steps: 1,
  },
];
