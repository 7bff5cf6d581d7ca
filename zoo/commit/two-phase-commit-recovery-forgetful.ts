/**
 * Two-phase commit with recovery, in which participants do not write down how they have voted. One votes yes,
 * crashes, and starts again as one who has not voted: it believes it may abort. Its vote is still on the way,
 * and the coordinator counts it. Nothing else differs from
 * [two-phase-commit-recovery](two-phase-commit-recovery.ts).
 *
 * Source: P. Bernstein, V. Hadzilacos and N. Goodman, Concurrency Control and Recovery in Database Systems
 * (1987), section 7.4, with a mistake: there, a yes is in the log before it is sent.
 */
import { type Claim, parseFailures, protocol } from "lightcone";
import recovery, { consistent, finished, type Message } from "./two-phase-commit-recovery.ts";

/** Nobody knows that it has voted, so nobody asks. */
const { vote } = recovery.roles.coordinator.upon ?? {};

export default protocol<Message>()({
  name: "two-phase-commit-recovery-forgetful",
  about: "Two-phase commit whose participants do not remember after a crash that they have voted yes.",
  source: "Bernstein, Hadzilacos & Goodman, Concurrency Control and Recovery, section 7.4, with a mistake",
  failures: parseFailures("crash-recovery:1"),
  roles: {
    coordinator: { ...recovery.roles.coordinator, upon: vote === undefined ? {} : { vote } },
    participant: { ...recovery.roles.participant, stable: ["outcome"] as const },
  },
  properties: { consistent, finished },
});

export const claims: readonly Claim[] = [
  {
    claim: "A participant has voted yes, does not know it any more, and aborts what is then committed.",
    property: "consistent",
    verdict: "violated",
    configurations: 1_852,
    steps: 6,
  },
  {
    claim: "Everybody has an outcome in the end, the wrong one perhaps.",
    property: "finished",
    verdict: "holds",
    configurations: 1_852,
  },
  {
    claim: "Without crashes nothing is forgotten.",
    system: { failures: [] },
    property: "consistent",
    verdict: "holds",
    configurations: 280,
  },
];
