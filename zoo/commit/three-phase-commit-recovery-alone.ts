/**
 * Three-phase commit with processes that recover without asking: who was told to prepare finds that in its
 * log and commits, and who was not aborts. It is wrong although only one process crashes, and although
 * nobody is slow. The coordinator writes down that all have voted yes and crashes before it tells anybody:
 * the others abort, and it commits when it is back. Or a participant crashes before it is told to prepare,
 * and aborts what the others commit. Nothing else differs from
 * [three-phase-commit-recovery](three-phase-commit-recovery.ts).
 *
 * Source: D. Skeen and M. Stonebraker, A Formal Model of Crash Recovery in a Distributed System, IEEE
 * Transactions on Software Engineering 9(3) (1983), on "independent recovery".
 */
import {
  agreement,
  bounded,
  type Claim,
  type Context,
  parseFailures,
  protocol,
  termination,
} from "lightcone";
import recovery, {
  type Message,
  type Outcome,
  type Standing,
  unanimous,
} from "./three-phase-commit-recovery.ts";

/** Comes to an outcome by what is in the log alone. */
function alone(log: Partial<Standing>, { decision, decide }: Context<Message>): Standing {
  const { isPrepared = false, outcome: known = null } = log;
  const outcome: Outcome = known ?? (isPrepared ? "commit" : "abort");
  if (decision === undefined) decide(outcome);
  return { isPrepared, outcome, wasDown: true };
}

const { coordinator, participant } = recovery.roles;

// Nobody asks the coordinator, and nobody asks again.
const { outcome: _outcome, ask: _ask, standing: _standing, ...uponVotes } = coordinator.upon ?? {};
const { again: _again, ...coordinatorTimers } = coordinator.uponTimeout ?? {};
const { again: _againToo, ...participantTimers } = participant.uponTimeout ?? {};

export default protocol<Message>()({
  name: "three-phase-commit-recovery-alone",
  about: "Three-phase commit whose processes come to an outcome after a crash without asking anybody.",
  source: "Skeen & Stonebraker, A Formal Model of Crash Recovery in a Distributed System, 1983",
  timing: bounded({ maxDelay: 1, maxStep: 1 }),
  failures: parseFailures("crash-recovery:1"),
  roles: {
    coordinator: {
      ...coordinator,
      upon: uponVotes,
      uponTimeout: coordinatorTimers,
      uponRecovery: (log: Partial<Standing>, context: Context<Message>) => ({
        ...alone(log, context),
        votes: new Set<string>(),
        ready: new Set<string>(),
      }),
    },
    participant: { ...participant, uponTimeout: participantTimers, uponRecovery: alone },
  },
  properties: { agreement, unanimous, termination },
});

export const claims: readonly Claim[] = [
  {
    claim: "A participant recovers, finds that nobody told it to prepare, and aborts what the others commit.",
    property: "agreement",
    verdict: "violated",
    configurations: 3_351,
    steps: 12,
  },
  {
    claim: "Nobody commits if somebody voted no.",
    property: "unanimous",
    verdict: "holds",
    configurations: 3_351,
  },
  { claim: "Nobody waits.", property: "termination", verdict: "holds", configurations: 3_351 },
  {
    claim: "Who crashes for ever contradicts nobody.",
    system: { failures: parseFailures("crash:coordinator") },
    property: "agreement",
    verdict: "holds",
    configurations: 2_008,
  },
];
