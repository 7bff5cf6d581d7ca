/** [Raft](../../zoo/replication/raft.ts) with a term more. */
import { raft } from "../../zoo/replication/raft.ts";

export default raft(
  { name: "raft-of-three-terms", about: "Raft, in which servers stand in up to three terms." },
  { terms: 3, entries: 1, stable: ["term", "votedFor", "log"] },
);
