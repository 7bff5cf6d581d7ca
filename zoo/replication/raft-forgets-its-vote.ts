/**
 * [Raft](raft.ts), by servers that do not write down for whom they have voted. Who votes, crashes and starts
 * again votes a second time in the same term, and so there are two leaders in it.
 *
 * Source: D. Ongaro and J. Ousterhout, In Search of an Understandable Consensus Algorithm, USENIX ATC 2014,
 * figure 2, "Persistent state on all servers", with a mistake.
 */
import { type Claim, parseFailures } from "lightcone";
import { raft } from "./raft.ts";

export default {
  ...raft({
    name: "raft-forgets-its-vote",
    about: "Raft whose servers do not write their votes to stable storage.",
    terms: 1,
    stable: ["term", "log", "won"],
  }),
  failures: parseFailures("crash-recovery:1"),
};

export const claims: readonly Claim[] = [
  {
    claim: "Who has voted, crashed and started again votes for another: two leaders in one term.",
    property: "electionSafety",
    verdict: "violated",
    steps: 0,
  },
  {
    claim: "Without crashes nothing is forgotten.",
    system: { failures: [] },
    property: "electionSafety",
    verdict: "holds",
  },
];
