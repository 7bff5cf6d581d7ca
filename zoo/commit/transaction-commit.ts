/**
 * What a commit protocol is for, without how it comes about. Resource managers work, then prepare, and commit
 * or abort, one by one; none commits unless all have prepared, and none aborts when some have committed. Who
 * may do what is said of all of them at once, as if everybody saw everybody.
 *
 * It is a specification: [two-phase-commit-refinement](two-phase-commit-refinement.ts) has no executions but
 * those that are allowed here.
 *
 * Source: J. Gray and L. Lamport, Consensus on transaction commit, ACM Transactions on Database Systems
 * 31(1) (2006), section 2, with the TLA+ specification TCommit. TLC counts the same 34 configurations for
 * three resource managers.
 */
import { type Claim, parseFailures, protocol, role } from "lightcone";

type Phase = "working" | "prepared" | "committed" | "aborted";

/** The places of those that are in one of some phases. */
const those = (all: readonly Phase[], ...phases: Phase[]): number[] =>
  [...all.keys()].filter((i) => phases.includes(all[i] as Phase));

/** The specification for so many resource managers. */
export function transactionCommit(managers: number) {
  return protocol<never>()({
    name: "transaction-commit",
    about: "Nobody commits unless all have prepared, and nobody aborts when some have committed.",
    source: "Gray & Lamport, Consensus on Transaction Commit, ACM TODS 31(1), 2006; TLA+ TCommit",
    roles: {
      transaction: role({
        initially: () => ({ phases: Array.from({ length: managers }, (): Phase => "working") }),
        may: {
          prepare: {
            while: ({ phases }) => phases.includes("working"),
            do: ({ phases }, { choose }) => void (phases[choose(those(phases, "working"))] = "prepared"),
          },
          commit: {
            while: ({ phases }) =>
              phases.includes("prepared") && !phases.includes("working") && !phases.includes("aborted"),
            do: ({ phases }, { choose }) => void (phases[choose(those(phases, "prepared"))] = "committed"),
          },
          abort: {
            while: ({ phases }) =>
              those(phases, "working", "prepared").length > 0 && !phases.includes("committed"),
            do({ phases }, { choose }) {
              phases[choose(those(phases, "working", "prepared"))] = "aborted";
            },
          },
        },
      }),
    },
    properties: {
      consistent: {
        invariant: ({ transaction: [{ state }] }) =>
          !state.phases.includes("committed") || !state.phases.includes("aborted"),
      },
      ends: {
        eventually: ({ transaction: [{ state }] }) =>
          state.phases.every((phase) => phase === "committed" || phase === "aborted"),
        fairness: { justice: [{ kind: "may" }] },
      },
    },
  });
}

export default transactionCommit(3);

export const claims: readonly Claim[] = [
  {
    claim: "No two resource managers end differently: 34 configurations, as published.",
    property: "consistent",
    verdict: "holds",
    configurations: 34,
  },
  {
    claim: "Nothing has to happen; if what may does, all end.",
    property: "ends",
    verdict: "holds",
    configurations: 34,
  },
  {
    claim: "Who sees everybody must not crash: then nothing happens any more.",
    system: { failures: parseFailures("crash:1") },
    property: "ends",
    verdict: "violated",
    configurations: 68,
    steps: 1,
  },
];
