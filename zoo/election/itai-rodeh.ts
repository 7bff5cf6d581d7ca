/**
 * Election on an anonymous ring, by coins. The processes know how many they are; they have no ids and all run
 * the same code, so without coins symmetry could never be broken:
 * [itai-rodeh-without-coins](itai-rodeh-without-coins.ts). Each process draws a number and sends it around; a
 * number that meets a larger one on its way is stopped. A process whose number comes back knows that there is
 * no larger one, and the number says whether an equal one was met. If none was, the process is the leader.
 * Otherwise those with the largest number draw again, in the next phase.
 *
 * There is never more than one leader. That there is one some time is true with probability one, and not in
 * every execution: with bad luck the largest numbers are equal in every phase. Here there are two phases; for
 * ever it goes on in [itai-rodeh-for-ever](itai-rodeh-for-ever.ts).
 *
 * Source: A. Itai and M. Rodeh, Symmetry Breaking in Distributed Networks, Information and Computation 88
 * (1990); W. Fokkink, Distributed Algorithms (2018), section 9.3.
 */
import { type Claim, type ConfigurationView, type Context, fifo, protocol, ring, role } from "lightcone";

type Message = { type: "number"; phase: number; number: number; hops: number; isUnique: boolean };

interface State {
  phase: number;
  number: number;
  isActive: boolean;
  isLeader: boolean;
}

const PHASES = 2;

type Can = Context<Message>;

/** Draws a number, or does what else gives one. */
type Drawing = (can: Can) => number;

/** Begins a phase. */
function begin(state: State, can: Can, drawing: Drawing): void {
  state.number = drawing(can);
  can.broadcast({ type: "number", phase: state.phase, number: state.number, hops: 1, isUnique: true });
}

/** An election in which processes get their numbers in a certain way. */
export function election(name: string, about: string, drawing: Drawing) {
  return protocol<Message>()({
    name,
    about,
    source: "Itai & Rodeh, Information and Computation 88, 1990; Fokkink, section 9.3",
    topology: ring({ directed: true }),
    channels: fifo,
    roles: {
      process: role({
        processes: 3,
        initially: ({ setTimer }): State => {
          setTimer("begin");
          return { phase: 1, number: 0, isActive: true, isLeader: false };
        },
        uponTimeout: { begin: (state, can) => begin(state, can, drawing) },
        upon: {
          number(state, message, can) {
            const { phase, number, hops, isUnique } = message;
            if (state.isLeader) return;
            if (state.number === 0) begin(state, can, drawing);
            if (hops === can.processes().length && state.isActive && phase === state.phase) {
              if (isUnique) {
                state.isLeader = true;
                return can.decide("leader");
              }
              if (state.phase === PHASES) return;
              state.phase++;
              return begin(state, can, drawing);
            }
            const isLarger = phase > state.phase || (phase === state.phase && number > state.number);
            const isEqual = phase === state.phase && number === state.number;
            if (isLarger) state.isActive = false;
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
    },
  });
}

const byCoins = election(
  "itai-rodeh",
  "Processes of an anonymous ring draw numbers; the largest wins if it is the only one.",
  ({ draw, cancelTimer }) => {
    cancelTimer("begin");
    return draw([1, 2]);
  },
);

export default {
  ...byCoins,
  properties: {
    ...byCoins.properties,
    electedAtLast: {
      almostSurely: (_roles: unknown, { processes }: ConfigurationView) =>
        processes.some(({ decision }) => decision === "leader"),
    },
  },
};

export const claims: Claim[] = [
  {
    claim: "Whatever numbers are drawn, there is never more than one leader.",
    property: "atMostOneLeader",
    verdict: "holds",
    configurations: 513,
  },
  {
    claim: "So it is among two processes.",
    system: { processes: { process: 2 } },
    property: "atMostOneLeader",
    verdict: "holds",
    configurations: 55,
  },
  {
    claim: "Two phases may be too few: with some probability they end, and nobody is elected.",
    property: "electedAtLast",
    verdict: "violated",
    steps: 14,
  },
];
