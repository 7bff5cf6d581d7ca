/**
 * [Raft](raft.ts), by leaders who commit whatever a majority has. An entry of an older term may be on a
 * majority of the servers and still be overwritten: by somebody who was elected in between and has, in the
 * same place, an entry of a later term, so that his log counts as more up to date than that of the majority.
 *
 * Nobody is guided: anybody may stand in any term. A majority of three is enough for the story that the
 * paper tells of five servers.
 *
 * Source: D. Ongaro and J. Ousterhout, In Search of an Understandable Consensus Algorithm, USENIX ATC 2014,
 * section 5.4.2 and figure 8.
 */
import type { Claim } from "lightcone";
import { raft } from "./raft.ts";

export default raft(
  {
    name: "raft-counts-older-terms",
    about: "Raft whose leaders commit entries of older terms by counting who has them.",
  },
  { terms: 4, entries: 1, stable: ["term", "votedFor", "log"], countsOlderTerms: true },
);

export const claims: readonly Claim[] = [
  {
    claim: "Figure 8: what is committed in the third term is of the first, and the fourth leader lacks it.",
    property: "leaderCompleteness",
    verdict: "violated",
    steps: 18,
  },
  {
    claim: "The lost entry had been applied; then the next leader commits another in its place.",
    property: "stateMachineSafety",
    verdict: "violated",
    steps: 20,
  },
  {
    claim: "Each term has one leader all the same.",
    property: "electionSafety",
    verdict: "holds",
  },
  {
    claim: "Logs match all the same: nothing is wrong with them, but with what is said of them.",
    property: "logMatching",
    verdict: "holds",
  },
  {
    claim: "Where both of two servers have to have an entry, nobody is elected without it.",
    system: { processes: { server: 2 } },
    property: "leaderCompleteness",
    verdict: "holds",
    configurations: 44_973,
  },
];
