/**
 * Three-phase commit: nobody commits before all know that all voted yes. Between the votes and the commit the
 * coordinator tells every participant to prepare, so that no process is uncertain while another has
 * committed. If the coordinator crashes, the others need not wait for it: who hears nothing for too long asks
 * the other participants, and commits if one of them was told to prepare; if none was, all abort.
 *
 * That silence means a crash is what bounded timing gives. In an asynchronous system the coordinator may just
 * be slow, and one commits while another has given up. Two-phase commit is safe there, and
 * [blocks](two-phase-commit-blocking.ts).
 *
 * Source: D. Skeen, Nonblocking commit protocols, SIGMOD (1981), sections 5 and 6; Lynch, section 7.3.3.
 */
import {
  asynchronous,
  bounded,
  type Claim,
  parseFailures,
  partiallySynchronous,
  protocol,
  role,
} from "lightcone";
import { agreement } from "lightcone";

type Message =
  | { type: "vote"; yes: boolean }
  | { type: "prepare" }
  | { type: "ready" }
  | { type: "outcome"; commit: boolean }
  | { type: "ask" }
  | { type: "answer"; outcome: "commit" | "abort" | "prepared" | "uncertain" };

/** For so many ticks at most a message and the step after it take. */
const TRIP = 2;

interface Participant {
  isPrepared: boolean;
  outcome: "commit" | "abort" | null;
}

export default protocol<Message>()({
  name: "three-phase-commit",
  about: "Nobody commits before all know that all voted yes; silence means that the coordinator has crashed.",
  source: "Skeen, Nonblocking Commit Protocols, SIGMOD 1981",
  timing: bounded({ maxDelay: 1, maxStep: 1 }),
  failures: parseFailures("crash:coordinator"),
  roles: {
    coordinator: role({
      initially({ setTimer }) {
        setTimer("silence", TRIP + 1);
        return { votes: new Set<string>(), ready: new Set<string>() };
      },
      upon: {
        vote(state, { yes }, { from, broadcast, setTimer, decide, halt, processes }) {
          if (!yes) {
            broadcast({ type: "outcome", commit: false });
            decide("abort");
            return halt();
          }
          state.votes.add(from);
          if (state.votes.size < processes("participant").length) return;
          broadcast({ type: "prepare" });
          setTimer("silence", 2 * TRIP + 1);
        },
        ready(state, _message, { from, broadcast, decide, halt, processes }) {
          state.ready.add(from);
          if (state.ready.size < processes("participant").length) return;
          broadcast({ type: "outcome", commit: true });
          decide("commit");
          halt();
        },
      },
      uponTimeout: {
        silence(state, { broadcast, decide, halt, processes }) {
          const commit = state.votes.size === processes("participant").length;
          broadcast({ type: "outcome", commit });
          decide(commit ? "commit" : "abort");
          halt();
        },
      },
    }),
    participant: role({
      processes: 2,
      inputs: [true, false],
      initially({ input, send, decide, setTimer }): Participant {
        send("coordinator", { type: "vote", yes: input });
        if (!input) decide("abort");
        else setTimer("silence", 2 * TRIP + 2);
        return { isPrepared: false, outcome: input ? null : "abort" };
      },
      upon: {
        prepare(state, _message, { reply, setTimer }) {
          if (state.outcome !== null) return;
          state.isPrepared = true;
          reply({ type: "ready" });
          setTimer("silence", 2 * TRIP + 2);
        },
        outcome(state, { commit }, context) {
          settle(state, commit, context);
        },
        ask(state, _message, { reply }) {
          reply({
            type: "answer",
            outcome: state.outcome ?? (state.isPrepared ? "prepared" : "uncertain"),
          });
        },
        answer(state, { outcome }) {
          if (outcome === "prepared" || outcome === "commit") state.isPrepared = true;
        },
      },
      uponTimeout: {
        silence(_state, { self, processes, broadcast, setTimer }) {
          const others = processes("participant").filter((id) => id !== self);
          broadcast({ type: "ask" }, others);
          setTimer("answers", 2 * TRIP + 1);
        },
        answers(state, context) {
          settle(state, state.isPrepared, context);
        },
      },
    }),
  },
  properties: {
    agreement,
    validity: {
      invariant: ({ participant }) =>
        participant.every(({ input }) => input) || participant.every(({ decision }) => decision !== "commit"),
    },
    nonblocking: {
      eventually: ({ participant }) => participant.every(({ decision }) => decision !== undefined),
    },
  },
});

/** The part of a participant's context that it needs to come to an end. */
interface Ending {
  decide(value: unknown): void;
  cancelTimer(name: string): void;
}

function settle(state: Participant, commit: boolean, { decide, cancelTimer }: Ending): void {
  cancelTimer("silence");
  cancelTimer("answers");
  if (state.outcome !== null) return;
  state.outcome = commit ? "commit" : "abort";
  decide(state.outcome);
}

export const claims: readonly Claim[] = [
  {
    claim: "Whenever the coordinator crashes, the participants agree.",
    property: "agreement",
    verdict: "holds",
    configurations: 1_944,
  },
  {
    claim: "Nobody commits if somebody voted no.",
    property: "validity",
    verdict: "holds",
    configurations: 1_944,
  },
  {
    claim: "And no participant waits for ever.",
    property: "nonblocking",
    verdict: "holds",
    configurations: 1_944,
  },
  {
    claim: "Also if it is a participant that crashes: of those who live, all agree.",
    system: { failures: parseFailures("crash:1") },
    property: "agreement",
    verdict: "holds",
    configurations: 2_380,
  },
  {
    claim: "If messages may take longer than expected, one gives up while the coordinator goes on.",
    system: { timing: bounded({ maxDelay: 4, maxStep: 1 }) },
    property: "agreement",
    verdict: "violated",
    configurations: 679_656,
    steps: 20,
  },
  {
    claim: "So it is before the system has stabilized, although nobody crashes.",
    system: { timing: partiallySynchronous({ maxDelay: 1 }), failures: [] },
    property: "agreement",
    verdict: "violated",
    configurations: 2_179_193,
    steps: 16,
  },
  {
    claim: "And where messages take any time.",
    system: { timing: asynchronous, failures: [] },
    property: "agreement",
    verdict: "violated",
    configurations: 19_973,
    steps: 5,
  },
];
