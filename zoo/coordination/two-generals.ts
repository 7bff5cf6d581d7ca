/**
 * The two generals: they want to attack together or not at all, and messengers between them may be caught.
 * Here the generals confirm each other's messages a fixed number of times. Who has sent the last message of
 * all attacks without knowing whether it arrived; who has not got it must not attack.
 *
 * No number of messages is enough: consider the shortest conversation that makes both attack. Its last
 * message may be lost, and its sender cannot know. It attacks all the same, so the other must attack without
 * that message, and the conversation was not the shortest.
 *
 * If it is known how many messengers can be caught, one more than that is enough:
 * [two-generals-many-messengers](two-generals-many-messengers.ts).
 *
 * Source: J. Gray, Notes on Data Base Operating Systems (1978), section 5.8.3.3.1; N. Lynch, Distributed
 * Algorithms (1996), section 5.1 (theorem 5.1).
 */
import {
  type Claim,
  type ConfigurationView,
  parseFailures,
  protocol,
  role,
  type TheoryClaim,
} from "lightcone";

type Message = { type: "attack"; number: number };

/** So many messages go to and fro. */
const LAST = 3;

/** Nothing is in transit any more: who has not decided to attack by now stays at home. */
const bothOrNone = {
  invariant: (_roles: unknown, { processes }: ConfigurationView) => {
    const isOver = processes.every(({ mailbox }) => mailbox.length === 0);
    return !isOver || new Set(processes.map(({ decision }) => decision)).size === 1;
  },
};

export default protocol<Message>()({
  name: "two-generals",
  about: "Two generals confirm each other's messages, and attack when they have sent or got the last one.",
  source: "Gray, Notes on Data Base Operating Systems, 1978; Lynch, Distributed Algorithms, section 5.1",
  roles: {
    general: role({
      processes: 2,
      initially: ({ index, broadcast }) => {
        if (index === 1) broadcast({ type: "attack", number: 1 });
        return { attacks: false };
      },
      upon: {
        attack(state, { number }, { reply, decide }) {
          if (number < LAST) reply({ type: "attack", number: number + 1 });
          if (number < LAST - 1 || state.attacks) return;
          state.attacks = true;
          decide("attack");
        },
      },
    }),
  },
  properties: {
    bothOrNone,
    bothAttack: {
      eventually: ({ general }) => general.every(({ decision }) => decision === "attack"),
    },
  },
});

export const systems = { caught: { failures: parseFailures("loss:1") } };

export const claims: Claim[] = [
  {
    claim: "If no messenger is caught, both attack.",
    property: "bothAttack",
    verdict: "holds",
    configurations: 4,
  },
  {
    claim: "They attack together or not at all, if no messenger is caught.",
    property: "bothOrNone",
    verdict: "holds",
    configurations: 4,
  },
  {
    claim: "If the last messenger is caught, one of them attacks alone.",
    system: { ...systems.caught },
    property: "bothOrNone",
    verdict: "violated",
    configurations: 6,
    steps: 3,
  },
  {
    claim: "If the first is caught, nobody attacks.",
    system: { ...systems.caught },
    property: "bothAttack",
    verdict: "violated",
    configurations: 6,
    steps: 1,
  },
];

export const theory: readonly TheoryClaim[] = [
  {
    claim: "The second cannot tell whether the last messenger or the first was caught: attack ~ no attack.",
    system: { failures: parseFailures("loss") },
    finds: { kind: "chain", links: 1 },
  },
];
