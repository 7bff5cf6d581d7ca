/**
 * Three-phase commit among processes that crash and start again, with what they have written to stable
 * storage. Those who stay up come to an end without the others, as in
 * [three-phase-commit](three-phase-commit.ts). Who was down has no say any more: it cannot know what they
 * have agreed on, whatever it finds in its log, and asks until somebody tells it. Only who has voted no, or
 * has written an outcome down, need not ask.
 *
 * To recover without asking is wrong even if nobody else ever crashes:
 * [three-phase-commit-recovery-alone](three-phase-commit-recovery-alone.ts).
 *
 * If all have been down, none of them may come to an outcome, and they ask each other for ever: which of them
 * was the last to stay up, and may know more than the others, has to be found out by other means.
 *
 * Source: D. Skeen, Nonblocking commit protocols, SIGMOD (1981); D. Skeen and M. Stonebraker, A Formal Model
 * of Crash Recovery in a Distributed System, IEEE Transactions on Software Engineering 9(3) (1983).
 */
import {
  agreement,
  asynchronous,
  bounded,
  type Claim,
  type Context,
  parseFailures,
  protocol,
  role,
  termination,
} from "lightcone";

/** What handlers ask their context for. */
type Can = Context<Message>;

export type Outcome = "commit" | "abort";
export type Message =
  | { type: "vote"; yes: boolean }
  | { type: "prepare" }
  | { type: "ready" }
  | { type: "outcome"; outcome: Outcome }
  | { type: "ask" }
  | { type: "standing"; isPrepared: boolean };

/** For so many ticks at most a message and the step after it take. */
const TRIP = 2;

/** What a process knows of the outcome, and whether it was down, so that it has to be told. */
export interface Standing {
  isPrepared: boolean;
  outcome: Outcome | null;
  wasDown: boolean;
}

/** Writes the outcome down, if there is none yet, and decides. */
function settle(state: Standing, outcome: Outcome, { decide, cancelTimer }: Can): void {
  if (state.outcome !== null) return;
  state.outcome = outcome;
  decide(outcome);
  for (const timer of ["silence", "answers", "again"]) cancelTimer(timer);
}

/** What a process in any role does when it is asked. */
function tell({ outcome, isPrepared, wasDown }: Standing, reply: (message: Message) => void): void {
  if (outcome !== null) reply({ type: "outcome", outcome });
  else if (!wasDown) reply({ type: "standing", isPrepared });
}

/** Asks everybody, and goes on with it until there is an outcome. */
function inquire({ broadcast, setTimer }: Can): void {
  broadcast({ type: "ask" });
  setTimer("again", 2 * TRIP + 1);
}

/** What a process goes on with after a crash. What is in its log it may not have decided yet. */
function recovered({ isPrepared = false, outcome = null }: Partial<Standing>, context: Can): Standing {
  if (outcome === null) inquire(context);
  else if (context.decision === undefined) context.decide(outcome);
  return { isPrepared, outcome, wasDown: true };
}

interface Voter {
  readonly input: unknown;
  readonly decision?: unknown;
}

/** Nobody commits if somebody has voted no. */
export const unanimous = {
  invariant: ({ participant }: { readonly participant: readonly [Voter, ...Voter[]] }) =>
    participant.every(({ input }) => input === true) ||
    participant.every(({ decision }) => decision !== "commit"),
};

const fresh: Standing = { isPrepared: false, outcome: null, wasDown: false };

export default protocol<Message>()({
  name: "three-phase-commit-recovery",
  about: "Three-phase commit whose processes crash, start again, and ask what the others have agreed on.",
  source: "Skeen, Nonblocking Commit Protocols, SIGMOD 1981; Skeen & Stonebraker 1983",
  timing: bounded({ maxDelay: 1, maxStep: 1 }),
  failures: parseFailures("crash-recovery:1"),
  roles: {
    coordinator: role({
      stable: ["isPrepared", "outcome"],
      initially({ setTimer }) {
        setTimer("silence", TRIP + 1);
        return { ...fresh, votes: new Set<string>(), ready: new Set<string>() };
      },
      upon: {
        vote(state, { yes }, context) {
          const { from, broadcast, setTimer, processes } = context;
          if (state.outcome !== null || state.wasDown) return;
          if (!yes) {
            broadcast({ type: "outcome", outcome: "abort" });
            return settle(state, "abort", context);
          }
          state.votes.add(from);
          if (state.votes.size < processes("participant").length) return;
          state.isPrepared = true;
          broadcast({ type: "prepare" });
          setTimer("silence", 2 * TRIP + 1);
        },
        ready(state, _message, context) {
          if (state.outcome !== null || state.wasDown) return;
          state.ready.add(context.from);
          if (state.ready.size < context.processes("participant").length) return;
          context.broadcast({ type: "outcome", outcome: "commit" });
          settle(state, "commit", context);
        },
        outcome: (state, { outcome }, context) => settle(state, outcome, context),
        ask: ({ outcome }, _message, { reply }) => {
          if (outcome !== null) reply({ type: "outcome", outcome });
        },
        standing: () => {},
      },
      uponTimeout: {
        silence(state, context) {
          const outcome = state.isPrepared ? "commit" : "abort";
          context.broadcast({ type: "outcome", outcome });
          settle(state, outcome, context);
        },
        again: (_state, context) => inquire(context),
      },
      uponRecovery(log, context) {
        return { ...recovered(log, context), votes: new Set<string>(), ready: new Set<string>() };
      },
    }),
    participant: role({
      processes: 2,
      inputs: [true, false],
      stable: ["isPrepared", "outcome"],
      initially({ input, send, decide, setTimer }): Standing {
        send("coordinator", { type: "vote", yes: input });
        if (input) setTimer("silence", 2 * TRIP + 2);
        else decide("abort");
        return { ...fresh, outcome: input ? null : "abort" };
      },
      upon: {
        prepare(state, _message, { reply, setTimer }) {
          if (state.outcome !== null || state.wasDown) return;
          state.isPrepared = true;
          reply({ type: "ready" });
          setTimer("silence", 2 * TRIP + 2);
        },
        outcome: (state, { outcome }, context) => settle(state, outcome, context),
        ask: (state, _message, { reply }) => tell(state, reply),
        standing(state, { isPrepared }) {
          if (isPrepared && !state.wasDown) state.isPrepared = true;
        },
      },
      uponTimeout: {
        silence(_state, { self, processes, broadcast, setTimer }) {
          const others = processes("participant").filter((id) => id !== self);
          broadcast({ type: "ask" }, others);
          setTimer("answers", 2 * TRIP + 1);
        },
        answers: (state, context) => settle(state, state.isPrepared ? "commit" : "abort", context),
        again: (_state, context) => inquire(context),
      },
      uponRecovery: (log, context) => recovered(log, context),
    }),
  },
  properties: { agreement, unanimous, termination },
});

export const claims: readonly Claim[] = [
  {
    claim: "Whoever crashes and starts again agrees with all others.",
    property: "agreement",
    verdict: "holds",
    configurations: 38_434,
  },
  {
    claim: "Nobody commits if somebody voted no.",
    property: "unanimous",
    verdict: "holds",
    configurations: 38_434,
  },
  {
    claim: "Everybody comes to an outcome, those who were down too.",
    property: "termination",
    verdict: "holds",
    configurations: 38_434,
  },
  {
    claim: "Two crashes, of one process or of two, change nothing: somebody has never been down.",
    system: { failures: parseFailures("crash-recovery:2") },
    property: "agreement",
    verdict: "holds",
    configurations: 553_923,
  },
  {
    claim: "And all come to an outcome.",
    system: { failures: parseFailures("crash-recovery:2") },
    property: "termination",
    verdict: "holds",
    configurations: 553_923,
  },
  {
    claim: "If the coordinator stays down, the others do not wait for it.",
    system: { failures: parseFailures("crash:coordinator") },
    property: "termination",
    verdict: "holds",
    configurations: 2_008,
  },
  {
    claim: "Where messages take any time, silence means nothing, and a log does not help.",
    system: { timing: asynchronous, failures: [] },
    property: "agreement",
    verdict: "violated",
    configurations: 34_335,
    steps: 5,
  },
];
