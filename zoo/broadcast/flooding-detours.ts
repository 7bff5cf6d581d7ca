/**
 * Flooding, and how long the branches of its tree become. In a synchronous system the tree is a
 * breadth-first one: the message comes first along a shortest path. In an asynchronous system nothing says
 * so. The adversary may hurry the message along a detour and hold it back on the short cut. Where there are
 * no short cuts, on a tree, the adversary has no power.
 *
 * Source: H. Attiya and J. Welch, Distributed Computing (2004), section 2.3: in every admissible execution
 * in the synchronous model the tree is breadth-first; in the asynchronous model it need not be.
 */
import { type Claim, complete, line, protocol, ring } from "lightcone";
import flooding, { type Message } from "./flooding.ts";

export default protocol<Message>()({
  name: "flooding-detours",
  about: "Flooding, whose tree need not be breadth-first: the news may come sooner by a detour.",
  source: "Attiya & Welch, Distributed Computing, section 2.3",
  topology: ring(),
  roles: { ...flooding.roles },
  properties: {
    // No link is a short cut: its ends, if both are reached, are at most one hop apart.
    breadthFirst: {
      invariant: ({ process }) => {
        const hops = new Map(process.map(({ id, state }) => [id, state.hops ?? Infinity]));
        return process.every(({ neighbors, state }) =>
          neighbors.every((id) => state.hops === null || state.hops <= (hops.get(id) ?? 0) + 1),
        );
      },
    },
  },
});

export const claims: readonly Claim[] = [
  {
    claim: "The tree need not be breadth-first: the news may go around three links sooner than over one.",
    property: "breadthFirst",
    verdict: "violated",
    configurations: 22,
    steps: 3,
  },
  {
    claim: "On a line there is only one way to go, and the tree is breadth-first.",
    system: { topology: line(), processes: { process: 5 } },
    property: "breadthFirst",
    verdict: "holds",
    configurations: 5,
  },
  {
    claim: "Three links that close a cycle are enough for a detour.",
    system: { topology: complete(), processes: { process: 3 } },
    property: "breadthFirst",
    verdict: "violated",
    configurations: 15,
    steps: 2,
  },
];
