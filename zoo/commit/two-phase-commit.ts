/**
 * A transaction touches several databases, each behind a resource manager, and it must take effect in all
 * of them or in none. First every resource manager prepares: it gives up its right to abort, and says so.
 * When all are prepared the transaction manager may commit; before that it may abort at any time. A
 * resource manager that is not prepared may abort on its own account. One that is must wait to be told.
 *
 * Messages are a set, as in the TLA+ specification: what was sent may arrive in any order, again, or
 * never, and safety does not mind. The price of safety is that everybody waits for one transaction
 * manager; if it were to crash, the prepared resource managers would be blocked. Gray and Lamport put
 * Paxos in its place. How a transaction ends is asked in two-phase-commit-outcome.ts, and what happens if
 * the manager is content with a majority in two-phase-commit-majority.ts.
 *
 * Source: J. Gray and L. Lamport, Consensus on transaction commit, ACM Transactions on Database Systems
 * 31(1) (2006), section 3, with the TLA+ specification TwoPhase. TLC counts the same 288 configurations
 * for three resource managers; Stateright's example of the protocol the same 8,832 for five.
 */
import { type Claim, messageSet, protocol, role } from "lightcone";

export type Message = { type: "prepared" } | { type: "commit" } | { type: "abort" };

export default protocol<Message>()({
  name: "two-phase-commit",
  about: "A transaction manager commits when all resource managers are prepared, or aborts before.",
  source: "Gray & Lamport, Consensus on Transaction Commit, ACM TODS 31(1), 2006; TLA+ TwoPhase",
  channels: messageSet,
  roles: {
    manager: role({
      initially: () => ({
        phase: "waiting" as "waiting" | "committed" | "aborted",
        prepared: new Set<string>(),
      }),
      upon: {
        prepared(state, _message, { from }) {
          if (state.phase === "waiting") state.prepared.add(from);
        },
      },
      may: {
        commit: {
          while: ({ phase, prepared }, { processes }) =>
            phase === "waiting" && prepared.size === processes("resourceManager").length,
          do(state, { broadcast }) {
            state.phase = "committed";
            broadcast({ type: "commit" });
          },
        },
        abort: {
          while: ({ phase }) => phase === "waiting",
          do(state, { broadcast }) {
            state.phase = "aborted";
            broadcast({ type: "abort" });
          },
        },
      },
    }),
    resourceManager: role({
      processes: 3,
      initially: () => ({ phase: "working" as "working" | "prepared" | "committed" | "aborted" }),
      upon: {
        commit: (state) => void (state.phase = "committed"),
        abort: (state) => void (state.phase = "aborted"),
      },
      may: {
        prepare: {
          while: ({ phase }) => phase === "working",
          do(state, { send }) {
            state.phase = "prepared";
            send("manager", { type: "prepared" });
          },
        },
        abort: {
          while: ({ phase }) => phase === "working",
          do: (state) => void (state.phase = "aborted"),
        },
      },
    }),
  },
  properties: {
    consistent: {
      invariant: ({ resourceManager }) =>
        resourceManager.every(({ state }) => state.phase !== "committed") ||
        resourceManager.every(({ state }) => state.phase !== "aborted"),
    },
    // Nobody commits while somebody still works: all have given up the right to abort.
    unanimous: {
      invariant: ({ resourceManager }) =>
        resourceManager.every(({ state }) => state.phase !== "committed") ||
        resourceManager.every(({ state }) => state.phase !== "working"),
    },
    managerCommitsFirst: {
      invariant: ({ manager: [manager], resourceManager }) =>
        manager.state.phase === "committed" || resourceManager.every((rm) => rm.state.phase !== "committed"),
    },
  },
});

const managers = (resourceManager: number) => ({ processes: { resourceManager } });

export const claims: readonly Claim[] = [
  {
    claim: "Three resource managers never decide differently.",
    property: "consistent",
    verdict: "holds",
    configurations: 288,
  },
  {
    claim: "Five facts about each resource manager make that inductive: every step keeps it.",
    property: "consistent",
    verdict: "holds",
    facts: 15,
  },
  {
    claim: "Nobody commits unless everybody has given up the right to abort.",
    property: "unanimous",
    verdict: "holds",
    configurations: 288,
  },
  {
    claim: "Nobody commits before the manager has.",
    property: "managerCommitsFirst",
    verdict: "holds",
    configurations: 288,
  },
  {
    claim: "Five resource managers never decide differently.",
    system: managers(5),
    property: "consistent",
    verdict: "holds",
    configurations: 8_832,
  },
  {
    claim: "Seven resource managers never decide differently.",
    system: managers(7),
    property: "consistent",
    verdict: "holds",
    configurations: 296_448,
  },
  {
    claim: "Eight resource managers never decide differently.",
    system: managers(8),
    property: "consistent",
    verdict: "holds",
    configurations: 1_745_408,
  },
];
