/**
 * Election on an anonymous ring, by coins, for as long as it takes. As in [itai-rodeh](itai-rodeh.ts)
 * everybody draws a number and sends it around, and whose number comes back and has met no equal one is the
 * leader. Over FIFO channels it need not be told in which phase a number was drawn (Fokkink and Pang's
 * algorithm A): so phases go on for ever, and there are finitely many configurations.
 *
 * There is an execution in which nobody is ever elected: everybody draws the same number, again and again.
 * An adversary cannot bring it about. It chooses who is fast and who is slow, and sees all numbers that have
 * been drawn; but however it does that, somebody is elected with probability 1.
 *
 * Source: A. Itai and M. Rodeh, Symmetry Breaking in Distributed Networks, Information and Computation 88
 * (1990); W. Fokkink and J. Pang, Variations on Itai-Rodeh Leader Election for Anonymous Rings and their
 * Analysis in PRISM, Journal of Universal Computer Science 12 (2006), section 3.
 */
import { type Claim, type ConfigurationView, type Context, fifo, protocol, ring, role } from "lightcone";

type Message = { type: "number"; number: number; hops: number; isUnique: boolean };

/** `number` is 0 before the first one is drawn. */
interface State {
  number: number;
  isActive: boolean;
}

/** Draws a number, and sends it around. */
function begin(state: State, { draw, broadcast, cancelTimer }: Context<Message>): void {
  cancelTimer("begin");
  state.number = draw([1, 2]);
  broadcast({ type: "number", number: state.number, hops: 1, isUnique: true });
}

function isElected({ processes }: ConfigurationView): boolean {
  return processes.some(({ decision }) => decision === "leader");
}

export default protocol<Message>()({
  name: "itai-rodeh-for-ever",
  about: "Processes of an anonymous ring draw numbers until the largest is the only one.",
  source: "Itai & Rodeh, Information and Computation 88, 1990; Fokkink & Pang, J.UCS 12, 2006",
  topology: ring({ directed: true }),
  channels: fifo,
  roles: {
    process: role({
      processes: 3,
      initially: ({ setTimer }): State => {
        setTimer("begin");
        return { number: 0, isActive: true };
      },
      uponTimeout: { begin },
      upon: {
        number(state, message, can) {
          const { number, hops, isUnique } = message;
          if (state.number === 0) begin(state, can);
          if (state.isActive && hops === can.processes().length)
            return isUnique ? can.decide("leader") : begin(state, can);
          const isEqual = number === state.number;
          if (number > state.number) state.isActive = false;
          if (state.isActive && !isEqual) return;
          can.broadcast({ ...message, hops: hops + 1, isUnique: isUnique && !(state.isActive && isEqual) });
        },
      },
    }),
  },
  properties: {
    atMostOneLeader: {
      invariant: (_roles, { processes }: ConfigurationView) =>
        processes.filter(({ decision }) => decision === "leader").length <= 1,
    },
    elected: { eventually: (_roles, all: ConfigurationView) => isElected(all) },
    electedAtLast: { almostSurely: (_roles, all: ConfigurationView) => isElected(all) },
  },
});

export const claims: Claim[] = [
  {
    claim: "However long it takes, there is never more than one leader.",
    property: "atMostOneLeader",
    verdict: "holds",
    configurations: 331,
  },
  {
    claim: "With bad luck nobody is ever elected.",
    property: "elected",
    verdict: "violated",
    steps: 12,
  },
  {
    claim: "With probability 1 somebody is.",
    property: "electedAtLast",
    verdict: "holds",
  },
  {
    claim: "So it is among four.",
    system: { processes: { process: 4 } },
    property: "electedAtLast",
    verdict: "holds",
  },
];
