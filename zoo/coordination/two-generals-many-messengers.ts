/**
 * The two generals when it is known how many messengers can be caught: one more than that is sent at once,
 * and nobody has to confirm anything. The same is hopeless if any number may be caught.
 *
 * Source: N. Lynch, Distributed Algorithms (1996), section 5.1, for what becomes possible when losses are
 * limited.
 */
import { type Claim, type ConfigurationView, parseFailures, protocol, role } from "lightcone";

type Message = { type: "attack" };

const MESSENGERS = 2;

export default protocol<Message>()({
  name: "two-generals-many-messengers",
  about: "One general sends two messengers at once, of which one may be caught, and attacks.",
  source: "Lynch, Distributed Algorithms, section 5.1",
  failures: parseFailures("loss:1"),
  roles: {
    general: role({
      processes: 2,
      initially: ({ index, broadcast, decide }) => {
        if (index === 1) {
          for (let i = 0; i < MESSENGERS; i++) broadcast({ type: "attack" });
          decide("attack");
        }
        return { attacks: index === 1 };
      },
      upon: {
        attack(state, _message, { decide }) {
          if (!state.attacks) decide("attack");
          state.attacks = true;
        },
      },
    }),
  },
  properties: {
    bothAttack: {
      eventually: (_roles, { processes }: ConfigurationView) =>
        processes.every(({ decision }) => decision === "attack"),
    },
  },
});

export const claims: Claim[] = [
  {
    claim: "Two messengers, of which one may be caught, are enough.",
    property: "bothAttack",
    verdict: "holds",
    configurations: 5,
  },
  {
    claim: "If two may be caught, two are too few.",
    system: { failures: parseFailures("loss:2") },
    property: "bothAttack",
    verdict: "violated",
    configurations: 6,
    steps: 2,
  },
];
