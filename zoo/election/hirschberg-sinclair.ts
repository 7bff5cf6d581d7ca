/**
 * Leader election on a ring that can be travelled in both directions, with fewer messages. In phase k a
 * process asks all within a distance of 2ᵏ, to either side, whether it is the greatest of them: its id
 * travels so far and comes back, unless it meets a greater one, which swallows it. Whoever gets both
 * answers goes on with the next phase; whose id comes all the way around is the leader, and tells the
 * others.
 *
 * In phase k at most every (2ᵏ⁻¹ + 1)-th process still asks, because the winners of the phase before are
 * farther apart than that; each causes at most 4 · 2ᵏ messages. So no phase costs more than 8n, there are
 * about log₂ n of them, and the algorithm takes O(n log n) messages in all: for large rings fewer than
 * Chang and Roberts's. What the worst case is, is found by `lightcone worst` for as many as can be explored
 * (`theory`, below): a phase more for each doubling. No algorithm takes fewer (Burns 1980; Attiya and Welch,
 * section 3.3.3).
 *
 * Source: D. Hirschberg and J. Sinclair, Decentralized Extrema-Finding in Circular Configurations of
 * Processors, CACM 23(11) (1980); H. Attiya and J. Welch, Distributed Computing (2004), section 3.3.2; N.
 * Lynch, Distributed Algorithms (1996), section 15.1.2.
 */
import { agreement, type Claim, distinct, fifo, protocol, ring, role, synchronous } from "lightcone";
import { termination, type TheoryClaim } from "lightcone";

export type Message =
  | { type: "probe"; id: number; phase: number; hops: number }
  | { type: "reply"; id: number; phase: number }
  | { type: "elected"; id: number };

export default protocol<Message>()({
  name: "hirschberg-sinclair",
  about: "Ids travel twice as far in each phase, to both sides, and stop at greater ones; one comes around.",
  source: "Hirschberg & Sinclair, CACM 23(11), 1980; Attiya & Welch, Distributed Computing, 3.3.2",
  topology: ring(),
  // Every arrangement of the ids 1 … n around the ring is an initial configuration.
  assume: distinct,
  roles: {
    process: role({
      processes: 3,
      inputs: ({ count }) => Array.from({ length: count }, (_, i) => i + 1),
      initially: ({ input, broadcast }) => {
        broadcast({ type: "probe", id: input, phase: 0, hops: 1 });
        return { replies: 0 };
      },
      upon: {
        probe(state, { id, phase, hops }, { input, from, neighbors, send, reply, decide }) {
          if (id < input) return;
          const [next = from] = neighbors.filter((other) => other !== from);
          if (id > input && hops < 2 ** phase) send(next, { type: "probe", id, phase, hops: hops + 1 });
          else if (id > input) reply({ type: "reply", id, phase });
          else if (state.replies < 2) {
            // It has come all the way around; the one that went the other way comes, too.
            state.replies = 2;
            decide(id);
            send(next, { type: "elected", id });
          }
        },
        reply(state, { id, phase }, { input, from, neighbors, send, broadcast }) {
          const [next = from] = neighbors.filter((other) => other !== from);
          if (id !== input) return send(next, { type: "reply", id, phase });
          state.replies++;
          if (state.replies < 2) return;
          state.replies = 0;
          broadcast({ type: "probe", id, phase: phase + 1, hops: 1 });
        },
        elected(_state, { id }, { input, from, neighbors, send, decide }) {
          if (id === input) return;
          decide(id);
          const [next = from] = neighbors.filter((other) => other !== from);
          send(next, { type: "elected", id });
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
  },
});

export const claims: readonly Claim[] = [
  {
    claim: "Nobody but the process with the greatest id is elected, however the ids are arranged.",
    property: "greatestElected",
    verdict: "holds",
    configurations: 10_368,
  },
  {
    claim: "Three processes never decide on two leaders.",
    property: "agreement",
    verdict: "holds",
    configurations: 10_368,
  },
  {
    claim: "Everybody learns who is the leader.",
    property: "termination",
    verdict: "holds",
    configurations: 10_368,
  },
  {
    claim: "Four processes elect the greatest, too, in all 24 arrangements.",
    system: { processes: { process: 4 } },
    property: "greatestElected",
    verdict: "holds",
    configurations: 434_560,
  },
  {
    claim: "So do five, over channels that keep the order.",
    system: { processes: { process: 5 }, channels: fifo },
    property: "greatestElected",
    verdict: "holds",
    configurations: 857_520,
  },
];

const inRounds = (process: number) => ({ processes: { process }, timing: synchronous });

export const theory: readonly TheoryClaim[] = [
  {
    claim: "Three processes send 26 messages at most, however slow they are.",
    finds: { kind: "worst", cost: "messages", greatest: 26 },
  },
  {
    claim: "In rounds, which are one of the schedules that it may meet, the worst case is the same.",
    system: inRounds(3),
    finds: { kind: "worst", cost: "messages", greatest: 26 },
  },
  {
    claim: "Four send 36 at most: they need no more phases than three.",
    system: inRounds(4),
    finds: { kind: "worst", cost: "messages", greatest: 36 },
  },
  {
    claim: "Five send 60 at most: beyond a power of two there is one phase more.",
    system: inRounds(5),
    finds: { kind: "worst", cost: "messages", greatest: 60 },
  },
  {
    claim: "Six send 74 at most.",
    system: inRounds(6),
    finds: { kind: "worst", cost: "messages", greatest: 74 },
  },
];
