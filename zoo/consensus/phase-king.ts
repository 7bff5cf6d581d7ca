/**
 * Phase king: consensus in a synchronous system of n > 3f processes, up to f of which lie, with messages of
 * one bit. There are f + 1 phases, each with a king. In a phase everybody tells its value; who hears one
 * value from n - f processes proposes it; who hears a proposal from more than f takes it over; and who has
 * heard it from less than n - f takes over what the king says.
 *
 * Two correct processes never propose different values, since the n - f that each has heard have a correct
 * process in common. In the phase of a correct king everybody comes to the king's value, or had so many
 * proposals that the king must have taken the same value over; from then on all stay with it.
 *
 * Source: P. Berman, J. Garay and K. Perry, Towards Optimal Distributed Consensus, FOCS 1989; H. Attiya and
 * J. Welch, Distributed Computing (2004), section 5.2.5 (the variant for n > 4f).
 */
import { agreement, type Claim, parseFailures, protocol, role, strongValidity, synchronous } from "lightcone";
import { termination, type TheoryClaim } from "lightcone";

type Bit = 0 | 1;
type Message = { type: "value" | "proposal" | "king"; bit: Bit };

/** `round`: how many rounds are over. `mine`: what it has told the others in this round, or nothing. */
interface State {
  bit: Bit;
  mine: Bit | null;
  isSure: boolean;
  round: number;
}

/** The bit that most have told, and how many they are. */
function most(bits: readonly (Bit | null)[]): { bit: Bit; count: number } {
  const [zeros, ones] = [0, 1].map((bit) => bits.filter((one) => one === bit).length) as [number, number];
  return ones > zeros ? { bit: 1, count: ones } : { bit: 0, count: zeros };
}

/** Phase king for `faulty` liars, with so many phases. */
export function phaseKing(name: string, faulty: number, phases: number) {
  return protocol<Message>()({
    name,
    about: `In ${phases} phases, each with a king, everybody comes to the value of the first honest king.`,
    source: "Berman, Garay and Perry, Towards Optimal Distributed Consensus, FOCS 1989",
    timing: synchronous,
    failures: parseFailures(`byzantine:${faulty}`),
    roles: {
      process: role({
        processes: 3 * faulty + 1,
        inputs: [0, 1],
        initially: ({ input, broadcast }): State => {
          const bit = input as Bit;
          broadcast({ type: "value", bit });
          return { bit, mine: bit, isSure: false, round: 0 };
        },
        uponRound(state, messages, { self, processes, broadcast, decide, halt }) {
          const all = processes();
          const king = all[Math.floor(state.round / 3)];
          const told = (type: Message["type"]): (Bit | null)[] => {
            return [
              state.mine,
              ...messages.map(({ message }) => (message.type === type ? message.bit : null)),
            ];
          };
          switch (state.round++ % 3) {
            case 0: {
              const { bit, count } = most(told("value"));
              state.mine = count >= all.length - faulty ? bit : null;
              if (state.mine !== null) broadcast({ type: "proposal", bit: state.mine });
              return;
            }
            case 1: {
              const { bit, count } = most(told("proposal"));
              if (count > faulty) state.bit = bit;
              state.isSure = count >= all.length - faulty;
              state.mine = null;
              if (self === king) broadcast({ type: "king", bit: state.bit });
              return;
            }
            default: {
              const word = messages.find(({ from, message }) => from === king && message.type === "king");
              if (!state.isSure && word !== undefined) state.bit = word.message.bit;
              state.isSure = false;
              if (state.round < 3 * phases) {
                state.mine = state.bit;
                return broadcast({ type: "value", bit: state.bit });
              }
              decide(state.bit);
              halt();
            }
          }
        },
      }),
    },
    properties: { agreement, strongValidity, termination },
  });
}

export default phaseKing("phase-king", 1, 2);

const three = { processes: { process: 3 } };

export const claims: Claim[] = [
  {
    claim: "Four processes, of which one lies as it likes, agree after two phases.",
    property: "agreement",
    verdict: "holds",
    configurations: 2_264,
  },
  {
    claim: "If the three who do not lie have the same input, they decide on it.",
    property: "strongValidity",
    verdict: "holds",
    configurations: 2_264,
  },
  {
    claim: "All who do not lie decide.",
    property: "termination",
    verdict: "holds",
    configurations: 2_264,
  },
  {
    claim: "Of three processes, one is too many.",
    system: three,
    property: "agreement",
    verdict: "violated",
    configurations: 872,
    steps: 6,
  },
  {
    claim: "Crashes do it no harm, of course.",
    system: { failures: parseFailures("crash:1") },
    property: "agreement",
    verdict: "holds",
    configurations: 3_750,
  },
];

export const theory: readonly TheoryClaim[] = [
  {
    claim: "Three processes, of which one lies: in the ring of two copies some neighbours disagree.",
    system: { processes: { process: 3 } },
    finds: { kind: "splice", violates: ["agreement"] },
  },
  {
    claim: "So a chain leads from all zeros to all ones.",
    system: { processes: { process: 3 } },
    finds: { kind: "chain", links: 2 },
  },
];
