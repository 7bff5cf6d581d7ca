/**
 * Tossing a coin together. Both flip a coin and tell each other; the toss is 1 if their coins differ, so that
 * neither of them alone has a say. Who hears nothing in the next round, because the other has crashed, has
 * nothing but its own coin, and takes that.
 *
 * As long as nobody fails the toss is 1 with probability 1/2. But the second to flip knows both coins before
 * the other does. If it crashes just then whenever it does not like the outcome, the other falls back on its
 * own coin, and half of the bad outcomes become good: so an adversary that may crash one of them makes the
 * toss 1 with any probability from 1/4 to 3/4. More rounds make that less and never 0 (Cleve).
 *
 * Source: R. Cleve, Limits on the Security of Coin Flips When Half the Processors Are Faulty, STOC 1986;
 * M. Blum, Coin Flipping by Telephone, 1981.
 */
import {
  agreement,
  type Claim,
  type ConfigurationView,
  parseFailures,
  protocol,
  role,
  synchronous,
} from "lightcone";

type Message = { type: "coin"; side: 0 | 1 };

/** `side`: of its own coin; null before it is flipped. */
interface State {
  side: 0 | 1 | null;
}

function isOne({ processes }: ConfigurationView): boolean {
  return processes.some(({ decision }) => decision === 1);
}

export default protocol<Message>()({
  name: "coin-toss",
  about: "Both flip a coin and tell each other; the toss is whether they differ.",
  source: "Cleve, STOC 1986",
  timing: synchronous,
  failures: parseFailures("crash:1"),
  roles: {
    process: role({
      processes: 2,
      initially: ({ setTimer }): State => {
        setTimer("flip");
        return { side: null };
      },
      uponTimeout: {
        flip(state, { flip, broadcast, setTimer }) {
          state.side = flip() ? 1 : 0;
          broadcast({ type: "coin", side: state.side });
          setTimer("wait");
        },
        wait: (state, { decide, halt }) => {
          decide(state.side);
          halt();
        },
      },
      upon: {
        coin(state, { side }, { decide, halt }) {
          decide(side === state.side ? 0 : 1);
          halt();
        },
      },
    }),
  },
  properties: {
    agreement,
    one: { eventually: (_roles, all: ConfigurationView) => isOne(all) },
    oneAtLast: { almostSurely: (_roles, all: ConfigurationView) => isOne(all) },
  },
});

export const claims: Claim[] = [
  {
    claim: "Those who come to a toss come to the same.",
    property: "agreement",
    verdict: "holds",
    configurations: 49,
  },
  {
    claim: "It need not be 1: that has a probability, which lightcone probability tells.",
    property: "oneAtLast",
    verdict: "violated",
  },
];
