/**
 * Flooding: p1 has a message for everybody. It sends it to its neighbours; whoever receives it for the
 * first time remembers from whom, its *parent*, and sends it to all other neighbours. The message reaches
 * everybody on any connected graph, and the parents form a spanning tree with p1 at the root.
 *
 * Which tree it is, is up to the adversary: every spanning tree of the graph may come about, and an
 * execution ends in as many ways as there are: 4 on a ring of four, 15 on a grid of two by three, 16
 * (Cayley) if all four are linked. What the tree need not be is breadth-first (flooding-detours.ts).
 *
 * Source: H. Attiya and J. Welch, Distributed Computing (2004), section 2.3, "Flooding and Building a
 * Spanning Tree".
 */
import { type Claim, complete, grid, protocol, ring, role } from "lightcone";

/** `hops`: how many links the message has travelled. */
export type Message = { type: "news"; hops: number };

export default protocol<Message>()({
  name: "flooding",
  about: "Everybody passes the news on to all neighbours once; first senders become parents in a tree.",
  source: "Attiya & Welch, Distributed Computing, section 2.3",
  topology: ring(),
  roles: {
    process: role({
      processes: 4,
      initially: ({ index, broadcast }) => {
        if (index === 1) broadcast({ type: "news", hops: 1 });
        return { parent: null as string | null, hops: index === 1 ? 0 : null };
      },
      upon: {
        news(state, { hops }, { from, neighbors, broadcast }) {
          if (state.hops !== null) return;
          state.parent = from;
          state.hops = hops;
          broadcast(
            { type: "news", hops: hops + 1 },
            neighbors.filter((to) => to !== from),
          );
        },
      },
    }),
  },
  properties: {
    everybodyReached: { eventually: ({ process }) => process.every(({ state }) => state.hops !== null) },
    // Parents are one step nearer to p1; so they form a tree that contains everybody who is reached.
    tree: {
      invariant({ process }) {
        const byId = new Map(process.map((one) => [one.id, one]));
        return process.every(({ index, state: { parent, hops } }) => {
          if (index === 1 || hops === null) return parent === null;
          return parent !== null && byId.get(parent)?.state.hops === hops - 1;
        });
      },
    },
  },
});

export const claims: readonly Claim[] = [
  {
    claim: "On a ring of four, the news reaches everybody.",
    property: "everybodyReached",
    verdict: "holds",
    configurations: 22,
  },
  {
    claim: "At any time, the parents form a tree with p1 at its root.",
    property: "tree",
    verdict: "holds",
    configurations: 22,
  },
  {
    claim: "In a complete graph of four the parents form a tree, though all links are flooded.",
    system: { topology: complete() },
    property: "tree",
    verdict: "holds",
    configurations: 1_064,
  },
  {
    claim: "On a grid of two by three, the news reaches everybody.",
    system: { topology: grid(2, 3) },
    property: "everybodyReached",
    verdict: "holds",
    configurations: 318,
  },
  {
    claim: "On a grid of two by three the parents form a tree.",
    system: { topology: grid(2, 3) },
    property: "tree",
    verdict: "holds",
    configurations: 318,
  },
];
