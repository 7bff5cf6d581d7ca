/**
 * Tossing a coin together. Both flip a coin and tell each other; the toss is 1 if their coins differ, so that
 * neither of them alone has a say: it is fair if one of the coins is. Who hears nothing in the next round,
 * because the other has crashed, has nothing but its own coin, and takes that.
 *
 * As long as nobody crashes the toss is 1 with probability 1/2; who crashes can do something about it:
 * [coin-toss-biased](coin-toss-biased.ts).
 *
 * Source: M. Blum, Coin Flipping by Telephone, 1981; R. Cleve, Limits on the Security of Coin Flips When Half
 * the Processors Are Faulty, STOC 1986.
 */
import { agreement, type Claim, parseFailures, protocol, role, synchronous } from "lightcone";

type Message = { type: "coin"; side: 0 | 1 };

/** `side`: of its own coin; null before it is flipped. */
interface State {
  side: 0 | 1 | null;
}

export default protocol<Message>()({
  name: "coin-toss",
  about: "Both flip a coin and tell each other; the toss is whether they differ.",
  source: "Blum, Coin Flipping by Telephone, 1981",
  timing: synchronous,
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
    tossed: { eventually: ({ process }) => process.every((one) => one.faulty || one.decision !== undefined) },
  },
});

const failures = parseFailures("crash:1");

export const claims: Claim[] = [
  { claim: "Both come to the same toss.", property: "agreement", verdict: "holds", configurations: 9 },
  { claim: "They come to one.", property: "tossed", verdict: "holds", configurations: 9 },
  {
    claim: "Who does not crash comes to one, too.",
    system: { failures },
    property: "tossed",
    verdict: "holds",
    configurations: 49,
  },
  {
    claim: "If one crashes when it has told the other, both have come to the same.",
    system: { failures },
    property: "agreement",
    verdict: "holds",
    configurations: 49,
  },
];
