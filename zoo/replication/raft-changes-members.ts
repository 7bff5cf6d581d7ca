/**
 * [Raft](raft.ts), whose group changes by one server at a time: an entry removes one, and every server goes
 * by its own log, whether that is committed or not. Two groups that differ by one server have no disjoint
 * majorities. But what one leader has removed and not committed, the next does not know of; if he removes
 * another, their groups differ by two, and of four servers two may elect a leader while the other two agree
 * on something else.
 *
 * It needs a barrier: no leader changes the group before he has committed an entry of his own term. For years
 * nobody saw that.
 *
 * Source: D. Ongaro, Consensus: Bridging Theory and Practice, 2014, section 4.1; and his letter to raft-dev
 * of July 2015, "bug in single-server membership changes".
 */
import type { Claim } from "lightcone";
import { raft } from "./raft.ts";

export default raft(
  {
    name: "raft-changes-members",
    about: "Raft whose leaders remove a server at once, without a barrier.",
  },
  { servers: 4, terms: 3, entries: 1, stable: ["term", "votedFor", "log"], removes: true },
);

export const claims: readonly Claim[] = [
  {
    claim: "Two leaders remove one server each, and what one has committed the other lacks.",
    property: "leaderCompleteness",
    verdict: "violated",
    steps: 18,
  },
  {
    claim: "Two leaders remove one server each, and both groups elect a leader of the same term.",
    property: "electionSafety",
    verdict: "violated",
    steps: 20,
  },
  {
    claim: "They commit different entries in the same place.",
    property: "stateMachineSafety",
    verdict: "violated",
    steps: 20,
  },
  {
    claim: "The logs of two servers match.",
    system: { processes: { server: 2 } },
    property: "logMatching",
    verdict: "holds",
    configurations: 4_625,
  },
  {
    claim: "In a group of two, who removes the other still needs his vote.",
    system: { processes: { server: 2 } },
    property: "leaderCompleteness",
    verdict: "holds",
    configurations: 4_625,
  },
];
