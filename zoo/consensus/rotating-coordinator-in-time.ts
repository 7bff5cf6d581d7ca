/**
 * The [rotating coordinator](rotating-coordinator.ts) on a system that is synchronous some day, and when it
 * decides. Suspicions cost rounds. Once the bounds hold they stop, since patience grows from round to round,
 * and the next coordinator that is up brings its round to an end: whoever has not crashed decides. The first
 * one is down here from the beginning.
 *
 * The page has two rounds, so that there are finitely many configurations. If the bounds come to hold when
 * both are over, nobody is left to try: termination needs a round that is still to come, and on a system that
 * is never synchronous nobody can promise one (M. Fischer, N. Lynch, M. Paterson, 1985).
 *
 * Source: C. Dwork, N. Lynch and L. Stockmeyer, Consensus in the presence of partial synchrony, Journal of
 * the ACM 35(2) (1988); Chandra and Toueg 1996, section 6.2.
 */
import { asynchronous, bounded, type Claim, parseFailures, partiallySynchronous, protocol } from "lightcone";
import { type Message, rotatingCoordinator } from "./rotating-coordinator.ts";

const { roles } = rotatingCoordinator("rotating-coordinator", true);

export default protocol<Message>()({
  name: "rotating-coordinator-in-time",
  about: "Consensus that ends once the bounds on time hold, if there is a round to come.",
  source: "Dwork, Lynch & Stockmeyer, Consensus in the Presence of Partial Synchrony, JACM 35(2), 1988",
  timing: partiallySynchronous({ maxDelay: 1, maxStep: 0, horizon: 0 }),
  begin: parseFailures("crash:p1"),
  roles,
  properties: {
    decidesIfInTime: {
      leadsTo: [
        ({ process }, { elapsed }) =>
          elapsed === 0 && process.every(({ crashed, state }) => crashed || state.round === 1),
        ({ process }) => process.every(({ crashed, decision }) => crashed || decision !== undefined),
      ],
    },
    decides: {
      eventually: ({ process }) =>
        process.every(({ crashed, decision }) => crashed || decision !== undefined),
    },
  },
});

export const claims: readonly Claim[] = [
  {
    claim: "Everybody decides if the bounds come to hold while all are in the first round.",
    property: "decidesIfInTime",
    verdict: "holds",
    configurations: 3_944,
  },
  {
    claim: "If they come to hold too late, the rounds are over, and nobody decides any more.",
    property: "decides",
    verdict: "violated",
    configurations: 3_944,
    steps: 18,
  },
  {
    claim: "If they hold from the beginning, everybody decides.",
    system: { timing: bounded({ maxDelay: 1, maxStep: 0 }) },
    property: "decides",
    verdict: "holds",
    configurations: 112,
  },
  {
    claim: "Without bounds one crash is enough for nobody to decide.",
    system: { timing: asynchronous },
    property: "decides",
    verdict: "violated",
    steps: 5,
  },
];
