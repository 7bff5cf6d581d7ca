/** Two-phase commit with one invariant, said for all pairs of processes. */
import { pairs, protocol } from "lightcone";
import twoPhaseCommit from "../../zoo/commit/two-phase-commit.ts";

type Message = { type: "prepared" } | { type: "commit" } | { type: "abort" };

const { name, channels, roles } = twoPhaseCommit;

export default protocol<Message>()({
  name,
  ...(channels === undefined ? {} : { channels }),
  roles,
  properties: {
    pairwise: {
      invariant: ({ resourceManager }) => {
        for (const [{ state: a }, { state: b }] of pairs(resourceManager)) {
          if (a.phase === "committed" && b.phase === "aborted") return false;
          if (a.phase === "aborted" && b.phase === "committed") return false;
        }
        return true;
      },
    },
  },
});
