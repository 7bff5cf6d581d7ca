/**
 * [Raft](raft.ts) in three terms, with room for two entries in a log. Here somebody may be elected whose log
 * has an entry before the one that he sends first: who lacks it refuses, and is sent more.
 *
 * Source: D. Ongaro and J. Ousterhout, In Search of an Understandable Consensus Algorithm, USENIX ATC 2014,
 * section 5.3.
 */
import type { Claim } from "lightcone";
import { raft } from "./raft.ts";

export default raft(
  {
    name: "raft-longer-logs",
    about: "Raft with logs of two entries: who lacks the first refuses the second, and is sent both.",
  },
  { terms: 3, entries: 2, stable: ["term", "votedFor", "log"] },
);

export const claims: readonly Claim[] = [
  {
    claim: "In each term there is one leader at most.",
    property: "electionSafety",
    verdict: "holds",
  },
  {
    claim: "Two logs that have an entry of the same term in the same place are equal up to there.",
    property: "logMatching",
    verdict: "holds",
  },
  {
    claim: "What is committed is in the log of every leader of a later term.",
    property: "leaderCompleteness",
    verdict: "holds",
  },
  {
    claim: "No two servers ever apply different commands at the same place.",
    property: "stateMachineSafety",
    verdict: "holds",
  },
  {
    claim: "Two servers need each other for everything, and their logs match all the same.",
    system: { processes: { server: 2 } },
    property: "logMatching",
    verdict: "holds",
    configurations: 10_437,
  },
];
