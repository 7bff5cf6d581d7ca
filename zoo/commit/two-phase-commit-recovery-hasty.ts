/**
 * Two-phase commit with recovery, by a coordinator that is in a hurry: it tells the participants first and
 * writes the outcome down afterwards. If it crashes in between, it starts again as one who has told nobody,
 * and aborts what it has committed. Participants are those of
 * [two-phase-commit-recovery](two-phase-commit-recovery.ts).
 *
 * To forget that it has *aborted* does no harm, as it will abort again: this is why an abort need not be
 * written down at all ("presumed abort").
 *
 * Source: P. Bernstein, V. Hadzilacos and N. Goodman, Concurrency Control and Recovery in Database Systems
 * (1987), section 7.4, with a mistake: there, a commit is in the log before it is sent. C. Mohan, B. Lindsay
 * and R. Obermarck, Transaction Management in the R* Distributed Database Management System, ACM
 * Transactions on Database Systems 11(4) (1986): presumed abort.
 */
import { type Claim, parseFailures, protocol, role } from "lightcone";
import recovery, { consistent, finished, type Message, type Outcome } from "./two-phase-commit-recovery.ts";

export default protocol<Message>()({
  name: "two-phase-commit-recovery-hasty",
  about: "Two-phase commit whose coordinator writes an outcome down only after it has told others.",
  source: "Bernstein, Hadzilacos & Goodman, Concurrency Control and Recovery, section 7.4, with a mistake",
  failures: parseFailures("crash-recovery:1"),
  roles: {
    coordinator: role({
      stable: ["outcome"],
      initially: ({ broadcast, setTimer }) => {
        broadcast({ type: "request" });
        setTimer("abort");
        return { told: null as Outcome | null, outcome: null as Outcome | null, yes: new Set<string>() };
      },
      upon: {
        vote(state, { vote }, { from, processes, broadcast, cancelTimer, setTimer }) {
          if (state.told !== null) return;
          if (vote === "yes") state.yes.add(from);
          if (vote === "yes" && state.yes.size < processes("participant").length) return;
          state.told = vote === "yes" ? "commit" : "abort";
          cancelTimer("abort");
          setTimer("write");
          broadcast({ type: "outcome", outcome: state.told });
        },
        ask(state, _message, { reply }) {
          if (state.told !== null) reply({ type: "outcome", outcome: state.told });
        },
      },
      uponTimeout: {
        abort(state, { broadcast, setTimer }) {
          state.told = "abort";
          setTimer("write");
          broadcast({ type: "outcome", outcome: state.told });
        },
        write(state) {
          state.outcome = state.told;
        },
      },
      uponRecovery({ outcome }, { broadcast }) {
        const known = outcome ?? "abort";
        broadcast({ type: "outcome", outcome: known });
        return { told: known, outcome: known, yes: new Set<string>() };
      },
    }),
    participant: recovery.roles.participant,
  },
  properties: { consistent, finished },
});

export const claims: readonly Claim[] = [
  {
    claim: "The coordinator has told one participant to commit, does not know it any more, and aborts.",
    property: "consistent",
    verdict: "violated",
    configurations: 3_758,
    steps: 6,
  },
  {
    claim: "Everybody has an outcome in the end, the wrong one perhaps.",
    property: "finished",
    verdict: "holds",
    configurations: 3_758,
  },
  {
    claim: "Without crashes nothing is forgotten.",
    system: { failures: [] },
    property: "consistent",
    verdict: "holds",
    configurations: 536,
  },
];
