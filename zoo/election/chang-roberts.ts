/**
 * Leader election on a ring that can be travelled in one direction only. Every process sends its id
 * around. A process passes on the ids that are greater than its own and swallows the smaller ones; so only
 * the greatest id gets all the way around, and the process to which its own id comes back is the leader.
 * It then sends a second message around, and everybody decides on the leader.
 *
 * Nothing here needs order: the algorithm is correct with unordered channels, too. Its price is the number
 * of messages. If the ids descend along the ring, every id travels as far as the greatest one: the i-th
 * greatest makes n - i + 1 hops, n(n + 1) / 2 in all. That no smaller bound is right is the business of
 * chang-roberts-worst-case.ts.
 *
 * Source: G. Le Lann, Distributed systems: towards a formal approach (1977); E. Chang and R. Roberts, An
 * improved algorithm for decentralized extrema-finding in circular configurations of processes, CACM 22(5)
 * (1979); N. Lynch, Distributed Algorithms (1996), section 15.1.1, where it is called AsyncLCR.
 */
import {
  agreement,
  type Claim,
  distinct,
  fifo,
  type ProcessView,
  protocol,
  ring,
  role,
  termination,
} from "lightcone";

export type Message = { type: "candidate"; id: number } | { type: "elected"; id: number };

/** How many candidate messages have been sent. */
export function candidatesSent(processes: readonly ProcessView<{ candidatesSent: number }>[]): number {
  return processes.reduce((sum, { state }) => sum + state.candidatesSent, 0);
}

export default protocol<Message>()({
  name: "chang-roberts",
  about: "Ids travel around a ring and stop at greater ones; the greatest comes back and is elected.",
  source: "Le Lann 1977; Chang & Roberts, CACM 22(5), 1979; Lynch, Distributed Algorithms, 15.1.1",
  topology: ring({ directed: true }),
  // Every arrangement of the ids 1 … n around the ring is an initial configuration.
  assume: distinct,
  roles: {
    process: role({
      processes: 3,
      inputs: ({ count }) => Array.from({ length: count }, (_, i) => i + 1),
      // The only neighbour on a directed ring is the next process: to broadcast is to send it on.
      initially: ({ input, broadcast }) => {
        broadcast({ type: "candidate", id: input });
        return { candidatesSent: 1 };
      },
      upon: {
        candidate(state, { id }, { input, broadcast, decide }) {
          if (id > input) {
            broadcast({ type: "candidate", id });
            state.candidatesSent++;
          } else if (id === input) {
            decide(id);
            broadcast({ type: "elected", id });
          }
        },
        elected(_state, { id }, { input, broadcast, decide }) {
          if (id === input) return;
          decide(id);
          broadcast({ type: "elected", id });
        },
      },
    }),
  },
  properties: {
    agreement,
    termination,
    greatestElected: {
      invariant({ process }) {
        const greatest = Math.max(...process.map(({ input }) => input));
        return process.every(({ decision }) => decision === undefined || decision === greatest);
      },
    },
    withinBound: {
      invariant: ({ process }) => candidatesSent(process) <= (process.length * (process.length + 1)) / 2,
    },
  },
});

const four = { processes: { process: 4 } };

export const claims: readonly Claim[] = [
  {
    claim: "Three processes never decide on two leaders, however the ids are arranged.",
    property: "agreement",
    verdict: "holds",
    configurations: 210,
  },
  {
    claim: "Nobody but the process with the greatest id is elected.",
    property: "greatestElected",
    verdict: "holds",
    configurations: 210,
  },
  {
    claim: "Everybody learns who is the leader.",
    property: "termination",
    verdict: "holds",
    configurations: 210,
  },
  {
    claim: "FIFO is not needed, and with FIFO fewer configurations are reachable.",
    system: { channels: fifo },
    property: "greatestElected",
    verdict: "holds",
    configurations: 93,
  },
  {
    claim: "At most n(n + 1) / 2 candidate messages are sent.",
    property: "withinBound",
    verdict: "holds",
    configurations: 210,
  },
  {
    claim: "Four processes elect the greatest, too, in all 24 arrangements.",
    system: four,
    property: "greatestElected",
    verdict: "holds",
    configurations: 3_024,
  },
  {
    claim: "Four processes all learn who is the leader.",
    system: four,
    property: "termination",
    verdict: "holds",
    configurations: 3_024,
  },
  {
    claim: "Four processes send at most ten candidate messages.",
    system: four,
    property: "withinBound",
    verdict: "holds",
    configurations: 3_024,
  },
  {
    claim: "Five processes with FIFO channels elect the greatest in all 120 arrangements.",
    system: { processes: { process: 5 }, channels: fifo },
    property: "greatestElected",
    verdict: "holds",
    configurations: 9_625,
  },
];
