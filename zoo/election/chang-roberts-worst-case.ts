/**
 * How bad the worst case of Chang and Roberts is. Their algorithm sends at most n(n + 1) / 2 candidate
 * messages (chang-roberts.ts). Is that estimate too high? It is not: what is claimed here, that fewer are
 * always enough, is refuted, and the schedule shows on which ring. Where the ids descend along the ring,
 * the i-th greatest id travels until it meets the greatest, n - i + 1 hops. Where they ascend, every id but
 * the greatest is swallowed at once.
 *
 * Source: E. Chang and R. Roberts, An improved algorithm for decentralized extrema-finding in circular
 * configurations of processes, CACM 22(5) (1979), where the average over all rings is O(n log n).
 */
import { type Claim, distinct, protocol, ring, synchronous, type TheoryClaim } from "lightcone";
import changRoberts, { candidatesSent, type Message } from "./chang-roberts.ts";

export default protocol<Message>()({
  name: "chang-roberts-worst-case",
  about: "Leader election on a ring, and the arrangement of ids that costs the most messages.",
  source: "Chang & Roberts, CACM 22(5), 1979",
  topology: ring({ directed: true }),
  assume: distinct,
  roles: { ...changRoberts.roles },
  properties: {
    belowBound: {
      invariant: ({ process }) => candidatesSent(process) < (process.length * (process.length + 1)) / 2,
    },
  },
});

const ascending = { inputs: { p1: [1], p2: [2], p3: [3] } };

export const claims: readonly Claim[] = [
  {
    claim: "No smaller bound is right: where the ids descend along the ring, n(n + 1) / 2 are sent.",
    property: "belowBound",
    verdict: "violated",
    configurations: 210,
    steps: 3,
  },
  {
    claim: "Where the ids ascend along the ring, all but the greatest are swallowed at once.",
    system: ascending,
    property: "belowBound",
    verdict: "holds",
    configurations: 28,
  },
  {
    claim: "Four processes may have to send ten candidate messages.",
    system: { processes: { process: 4 } },
    property: "belowBound",
    verdict: "violated",
    configurations: 3_024,
    steps: 6,
  },
];

export const theory: readonly TheoryClaim[] = [
  {
    claim: "Four processes send 10 candidates and 4 messages that tell who was elected, and no more.",
    system: { processes: { process: 4 } },
    finds: { kind: "worst", cost: "messages", greatest: 14 },
  },
  {
    claim: "Six, in rounds, send 21 and 6: n(n + 1) / 2 + n.",
    system: { processes: { process: 6 }, timing: synchronous },
    finds: { kind: "worst", cost: "messages", greatest: 27 },
  },
];
