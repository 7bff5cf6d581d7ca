/**
 * [Raft](raft.ts), by servers that do not write down for whom they have voted. Who votes, crashes and starts
 * again votes a second time in the same term, and so there are two leaders in it.
 *
 * Source: D. Ongaro and J. Ousterhout, In Search of an Understandable Consensus Algorithm, USENIX ATC 2014,
 * figure 2, "Persistent state on all servers", with a mistake.
 */
import { type Claim, parseFailures } from "lightcone";
import { raft } from "./raft.ts";

const forgetful = raft(
  {
    name: "raft-forgets-its-vote",
    about: "Raft whose servers do not write their votes to stable storage.",
  },
  { terms: 1, entries: 1, stable: ["term", "log"] },
);

export default { ...forgetful, failures: parseFailures("crash-recovery:1") };

export const claims: readonly Claim[] = [
  {
    claim: "Who has voted, crashed and started again votes for another: two leaders in one term.",
    property: "electionSafety",
    verdict: "violated",
    configurations: 250_563,
    steps: 8,
  },
  {
    claim: "Without crashes nothing is forgotten.",
    system: { failures: [] },
    property: "electionSafety",
    verdict: "holds",
    configurations: 10_755,
  },
  {
    claim: "Two servers need each other for everything: there, to forget does no harm.",
    system: { processes: { server: 2 } },
    property: "electionSafety",
    verdict: "holds",
    configurations: 330,
  },
  {
    claim: "Logs agree: a leader that nobody knows of any more has committed nothing.",
    system: { processes: { server: 2 } },
    property: "logMatching",
    verdict: "holds",
    configurations: 330,
  },
  {
    claim: "With two servers every leader has what is committed.",
    system: { processes: { server: 2 } },
    property: "leaderCompleteness",
    verdict: "holds",
    configurations: 330,
  },
  {
    claim: "And no two servers apply different commands at the same place.",
    system: { processes: { server: 2 } },
    property: "stateMachineSafety",
    verdict: "holds",
    configurations: 330,
  },
];
