/**
 * Two-phase commit, asked whether everybody commits or aborts, where all do at some time what they may do.
 * Most of its steps change nothing, and messages come again and again.
 */
import { protocol, role } from "lightcone";
import twoPhaseCommit from "../../zoo/commit/two-phase-commit.ts";

type Message = { type: "prepared" } | { type: "commit" } | { type: "abort" };

const { name, channels, roles } = twoPhaseCommit;
const { manager, resourceManager } = roles;

export default protocol<Message>()({
  name,
  ...(channels === undefined ? {} : { channels }),
  roles: {
    manager: role({ ...manager, may: {}, must: manager.may ?? {} }),
    resourceManager: role({ ...resourceManager, may: {}, must: resourceManager.may ?? {} }),
  },
  properties: {
    consistent: {
      invariant: ({ resourceManager }) =>
        resourceManager.every(({ state }) => state.phase !== "committed") ||
        resourceManager.every(({ state }) => state.phase !== "aborted"),
    },
    everybodyEnds: {
      eventually: ({ resourceManager }) =>
        resourceManager.every(({ state }) => state.phase === "committed" || state.phase === "aborted"),
    },
  },
});
