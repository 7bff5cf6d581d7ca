import { messageSet, protocol, role } from "lightcone";

type Message = { type: "prepared" } | { type: "commit" } | { type: "abort" };

export default protocol<Message>()({
  name: "two-phase-commit",
  channels: messageSet,
  roles: {
    manager: role({
      initially: ({ setTimer }) => {
        setTimer("abort");
        return { phase: "waiting" as "waiting" | "committed" | "aborted", prepared: new Set<string>() };
      },
      upon: {
        prepared(state, _message, { from, processes, setTimer }) {
          if (state.phase !== "waiting") return;
          state.prepared.add(from);
          if (state.prepared.size === processes.resourceManager?.length) setTimer("commit");
        },
      },
      uponTimeout: {
        commit(state, { broadcast, cancelTimer }) {
          state.phase = "committed";
          cancelTimer("abort");
          broadcast({ type: "commit" });
        },
        abort(state, { broadcast, cancelTimer }) {
          state.phase = "aborted";
          cancelTimer("commit");
          broadcast({ type: "abort" });
        },
      },
    }),
    resourceManager: role({
      processes: 3,
      initially: ({ setTimer }) => {
        setTimer("prepare");
        setTimer("abort");
        return { phase: "working" as "working" | "prepared" | "committed" | "aborted" };
      },
      upon: {
        commit(state, _message, { cancelTimer }) {
          state.phase = "committed";
          cancelTimer("prepare");
          cancelTimer("abort");
        },
        abort(state, _message, { cancelTimer }) {
          state.phase = "aborted";
          cancelTimer("prepare");
          cancelTimer("abort");
        },
      },
      uponTimeout: {
        prepare(state, { send, cancelTimer }) {
          state.phase = "prepared";
          cancelTimer("abort");
          send("manager", { type: "prepared" });
        },
        abort(state, { cancelTimer }) {
          state.phase = "aborted";
          cancelTimer("prepare");
        },
      },
    }),
  },
  properties: {
    consistent: {
      invariant: ({ resourceManager }) =>
        !(resourceManager.some(({ state }) => state.phase === "committed") && resourceManager.some(({ state }) => state.phase === "aborted")),
    },
  },
});
