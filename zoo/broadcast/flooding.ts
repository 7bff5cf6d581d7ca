/**
 * Flooding: p1 has a message for everybody. It sends it to its neighbours; whoever receives it for the
 * first time remembers from whom, its *parent*, and sends it to all other neighbours. The message reaches
 * everybody on any connected graph, and the parents form a spanning tree with p1 at the root.
 *
 * In a synchronous system the tree is a breadth-first one: the message comes first along a shortest path.
 * In an asynchronous system nothing says so. The adversary may hurry the message along a detour and hold
 * it back on the short cut; every spanning tree of the graph may come about, and an execution ends in as
 * many ways as there are: 4 on a ring of four, 15 on a grid of two by three, 16 (Cayley) if all four are
 * linked. Where there are no short cuts, on a tree, the adversary has no power.
 *
 * Source: H. Attiya and J. Welch, Distributed Computing (2004), section 2.3, "Flooding and Building a
 * Spanning Tree".
 */
import { type Claim, complete, grid, line, protocol, ring, role } from "lightcone";

/** `hops`: how many links the message has travelled. */
type Message = { type: "news"; hops: number };

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
        return { parent: null as string | null, hops: index === 1 ? 0 : null, shortcut: false };
      },
      upon: {
        news(state, { hops }, { from, neighbors, send }) {
          if (state.hops === null) {
            state.parent = from;
            state.hops = hops;
            for (const to of neighbors) if (to !== from) send(to, { type: "news", hops: hops + 1 });
          } else if (hops < state.hops) {
            state.shortcut = true; // The news would have come sooner another way.
          }
        },
      },
    }),
  },
  properties: {
    everybodyReached: { eventually: ({ process }) => process.every(({ state }) => state.hops !== null) },
    // Parents are one step nearer to p1; so they form a tree that contains everybody who is reached.
    tree: {
      invariant: ({ process }) =>
        process.every(({ index, state: { parent, hops } }) => {
          if (index === 1 || hops === null) return parent === null;
          return process.some(({ id, state }) => id === parent && state.hops === hops - 1);
        }),
    },
    breadthFirst: { invariant: ({ process }) => process.every(({ state }) => !state.shortcut) },
  },
});

export const claims: readonly Claim[] = [
  {
    claim: "On a ring of four, the news reaches everybody.",
    property: "everybodyReached", verdict: "holds", configurations: 22,
  },
  {
    claim: "At any time, the parents form a tree with p1 at its root.",
    property: "tree", verdict: "holds", configurations: 22,
  },
  {
    claim: "The tree need not be breadth-first: the news may go around three links sooner than over one.",
    property: "breadthFirst", verdict: "violated", configurations: 22, steps: 4,
  },
  {
    claim: "On a line there is only one way to go, and the tree is breadth-first.",
    system: { topology: line(), processes: { process: 5 } },
    property: "breadthFirst", verdict: "holds", configurations: 5,
  },
  {
    claim: "In a complete graph of four the parents form a tree, though all links are flooded.",
    system: { topology: complete() }, property: "tree", verdict: "holds", configurations: 1_064,
  },
  {
    claim: "Three links that close a cycle are enough for a detour.",
    system: { topology: complete(), processes: { process: 3 } },
    property: "breadthFirst", verdict: "violated", configurations: 15, steps: 3,
  },
  {
    claim: "On a grid of two by three, the news reaches everybody.",
    system: { topology: grid(2, 3) }, property: "everybodyReached", verdict: "holds", configurations: 318,
  },
  {
    claim: "On a grid of two by three the parents form a tree.",
    system: { topology: grid(2, 3) }, property: "tree", verdict: "holds", configurations: 318,
  },
];
