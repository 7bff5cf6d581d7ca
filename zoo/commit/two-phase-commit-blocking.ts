/**
 * Two-phase commit, and what a crash of the coordinator does to it. Each participant votes; if it votes no it
 * aborts at once, if it votes yes it has to wait for the outcome, which is to commit if all votes are yes.
 *
 * One who waits need not wait idly: it may ask the others, who answer as soon as they know. So if anybody
 * knows the outcome, everybody will. But if the coordinator crashes before it has told anybody, and all votes
 * that are known are yes, then nobody can tell what it has decided: to abort would be wrong if it has
 * committed, to commit would be wrong if it has aborted. Nothing bad ever happens, and nothing else either.
 * How to wait until the coordinator is back: [two-phase-commit-recovery](two-phase-commit-recovery.ts).
 *
 * Source: P. Bernstein, V. Hadzilacos and N. Goodman, Concurrency Control and Recovery in Database Systems
 * (1987), section 7.4, with the cooperative termination protocol; D. Skeen, Nonblocking Commit Protocols,
 * SIGMOD 1981, where blocking is shown to be unavoidable with two phases.
 */
import { type Claim, parseFailures, protocol, role, termination, uniformAgreement } from "lightcone";

type Outcome = "commit" | "abort";
type Message = { type: "vote"; vote: "yes" | "no" } | { type: "outcome"; outcome: Outcome } | { type: "ask" };

export default protocol<Message>()({
  name: "two-phase-commit-blocking",
  about: "Two-phase commit whose participants ask each other, and are blocked if the coordinator crashes.",
  source: "Bernstein, Hadzilacos & Goodman, Concurrency Control and Recovery, section 7.4; Skeen 1981",
  failures: parseFailures("crash:1"),
  roles: {
    coordinator: role({
      initially: ({ setTimer }) => {
        setTimer("abort");
        return { yes: new Set<string>(), outcome: null as Outcome | null };
      },
      upon: {
        vote(state, { vote }, { from, processes, broadcast, cancelTimer, decide }) {
          if (state.outcome !== null) return;
          if (vote === "yes") state.yes.add(from);
          if (vote === "yes" && state.yes.size < processes("participant").length) return;
          state.outcome = vote === "yes" ? "commit" : "abort";
          cancelTimer("abort");
          decide(state.outcome);
          broadcast({ type: "outcome", outcome: state.outcome });
        },
      },
      uponTimeout: {
        // Votes are late, or will never come: it does not matter which.
        abort(state, { broadcast, decide }) {
          state.outcome = "abort";
          decide(state.outcome);
          broadcast({ type: "outcome", outcome: state.outcome });
        },
      },
    }),
    participant: role({
      processes: 2,
      inputs: ["yes", "no"] as const,
      initially: ({ input, send, setTimer, decide }) => {
        send("coordinator", { type: "vote", vote: input });
        if (input === "yes") setTimer("ask");
        else decide("abort");
        return { outcome: (input === "yes" ? null : "abort") as Outcome | null, asked: new Set<string>() };
      },
      upon: {
        outcome(state, { outcome }, { broadcast, cancelTimer, decide, processes }) {
          if (state.outcome !== null) return;
          state.outcome = outcome;
          cancelTimer("ask");
          decide(outcome);
          broadcast(
            { type: "outcome", outcome },
            processes("participant").filter((id) => state.asked.has(id)),
          );
          state.asked.clear();
        },
        ask(state, _message, { from, reply }) {
          if (state.outcome === null) state.asked.add(from);
          else reply({ type: "outcome", outcome: state.outcome });
        },
      },
      uponTimeout: {
        ask(_state, { self, broadcast, processes }) {
          broadcast(
            { type: "ask" },
            processes("participant").filter((id) => id !== self),
          );
        },
      },
    }),
  },
  properties: {
    uniformAgreement,
    unanimous: {
      invariant: ({ participant }, { processes }) =>
        processes.every(({ decision }) => decision !== "commit") ||
        participant.every(({ input }) => input === "yes"),
    },
    termination,
    // In the end all participants that do not crash know the outcome, or none of them does.
    knownToAllOrNone: {
      eventually: ({ participant }, { processes }) => {
        const left = participant.filter(({ faulty }) => !faulty);
        if (left.every(({ decision }) => decision !== undefined)) return true;
        const isOver = processes.every(({ mailbox, timers }) => mailbox.length + timers.length === 0);
        return isOver && left.every(({ decision }) => decision === undefined);
      },
    },
  },
});

const failures = (text: string) => ({ failures: parseFailures(text) });
const threeYes = { processes: { participant: 3 }, inputs: { participant: ["yes"] } };

export const claims: readonly Claim[] = [
  {
    claim: "No two processes decide differently, even if one of them crashes afterwards.",
    property: "uniformAgreement",
    verdict: "holds",
    configurations: 2_185,
  },
  {
    claim: "Nobody commits unless all have voted yes.",
    property: "unanimous",
    verdict: "holds",
    configurations: 2_185,
  },
  {
    claim: "The coordinator decides and crashes before it has told anybody: asking each other is of no use.",
    property: "termination",
    verdict: "violated",
    configurations: 2_185,
    steps: 5,
  },
  {
    claim: "If the coordinator has told one participant, all will know …",
    property: "knownToAllOrNone",
    verdict: "holds",
    configurations: 2_185,
  },
  {
    claim: "… also if there are three, who have voted yes.",
    system: { ...threeYes, ...failures("crash:coordinator") },
    property: "knownToAllOrNone",
    verdict: "holds",
    configurations: 173_800,
  },
  {
    claim: "Nobody is blocked if nobody crashes, however late votes are.",
    system: failures("none"),
    property: "termination",
    verdict: "holds",
    configurations: 606,
  },
  {
    claim: "Participants may crash: the coordinator waits for their votes only as long as it likes.",
    system: failures("crash:participant1+participant2"),
    property: "termination",
    verdict: "holds",
    configurations: 1_940,
  },
  {
    claim: "It need not crash: two lost messages are enough to block a participant while others know.",
    system: failures("loss:2"),
    property: "knownToAllOrNone",
    verdict: "violated",
    configurations: 2_507,
    steps: 6,
  },
];
