/**
 * The echo algorithm: a broadcast, and a convergecast over the tree that it builds, on any connected
 * graph. The initiator sends a probe to all neighbours. Whoever receives the first message of the wave
 * makes the sender its parent and sends probes to all other neighbours. When it has heard from every
 * neighbour, by probe or by echo, it sends an echo to its parent, with the number of processes in its
 * subtree. When the initiator has heard from every neighbour, the wave has been everywhere, and it knows
 * how many processes there are.
 *
 * Exactly two messages cross each link, one each way, and none is left when the initiator decides. One
 * initiator per wave: two of them take each other's probes for answers, and each counts only a part.
 *
 * Source: E. Chang, Echo algorithms: depth parallel operations on general graphs, IEEE Transactions on
 * Software Engineering 8(4) (1982). For broadcast and convergecast on a given tree: H. Attiya and J.
 * Welch, Distributed Computing (2004), section 2.2.
 */
import { type Claim, complete, line, type MessageContext, protocol, ring, role, star } from "lightcone";

type Message = { type: "probe" } | { type: "echo"; count: number };

/** `missing`: the neighbours not heard from. `count`: the processes of the subtree, as far as known. */
interface State {
  awake: boolean;
  parent: string | null;
  missing: Set<string>;
  count: number;
}

/** The wave comes from a neighbour. A probe counts no processes, an echo those of a subtree. */
function hear(state: State, count: number, context: MessageContext<Message, boolean>): void {
  const { input, from, neighbors, send, broadcast, decide } = context;
  if (!state.awake) {
    state.awake = true;
    state.parent = from;
    broadcast(
      { type: "probe" },
      neighbors.filter((to) => to !== from),
    );
  }
  state.missing.delete(from);
  state.count += count;
  if (state.missing.size > 0) return;
  if (input) decide(state.count);
  else if (state.parent !== null) send(state.parent, { type: "echo", count: state.count });
}

export default protocol<Message>()({
  name: "echo",
  about: "A wave of probes builds a tree; echoes come back over it and count the processes.",
  source: "Chang, IEEE Transactions on Software Engineering 8(4), 1982; Attiya & Welch, section 2.2",
  topology: ring(),
  roles: {
    process: role({
      processes: 4,
      // Whether it is the initiator.
      inputs: ({ index }) => [index === 1],
      initially: ({ input, neighbors, broadcast }): State => {
        if (input) broadcast({ type: "probe" });
        return { awake: input, parent: null, missing: new Set(neighbors), count: 1 };
      },
      upon: {
        probe: (state, _message, context) => hear(state, 0, context),
        echo: (state, { count }, context) => hear(state, count, context),
      },
    }),
  },
  properties: {
    answered: {
      eventually: ({ process }) => process.every(({ input, decision }) => !input || decision !== undefined),
    },
    counted: {
      invariant: ({ process }) =>
        process.every(({ decision }) => decision === undefined || decision === process.length),
    },
    everybodyReached: {
      invariant: ({ process }) =>
        process.every(({ decision }) => decision === undefined) || process.every(({ state }) => state.awake),
    },
    nothingLeft: {
      invariant: ({ process }) =>
        process.every(({ decision }) => decision === undefined) ||
        process.every(({ mailbox }) => mailbox.length === 0),
    },
  },
});

const twoInitiators = { inputs: { p1: [true], p3: [true] } };

export const claims: readonly Claim[] = [
  {
    claim: "On a ring of four, the initiator has its answer after finitely many steps.",
    property: "answered",
    verdict: "holds",
    configurations: 50,
  },
  {
    claim: "The answer is right: everybody has been counted, and once.",
    property: "counted",
    verdict: "holds",
    configurations: 50,
  },
  {
    claim: "When the initiator decides, the wave has been everywhere.",
    property: "everybodyReached",
    verdict: "holds",
    configurations: 50,
  },
  {
    claim: "When the initiator decides, no message of the wave is left.",
    property: "nothingLeft",
    verdict: "holds",
    configurations: 50,
  },
  {
    claim: "In a complete graph of four, everybody is counted once over whichever tree is built.",
    system: { topology: complete() },
    property: "counted",
    verdict: "holds",
    configurations: 1_689,
  },
  {
    claim: "On a line the wave runs to the end and back: no event has an alternative.",
    system: { topology: line() },
    property: "counted",
    verdict: "holds",
    configurations: 7,
  },
  {
    claim: "On a star the initiator, in the middle, hears from the leaves in any order.",
    system: { topology: star() },
    property: "counted",
    verdict: "holds",
    configurations: 27,
  },
  {
    claim: "With two initiators both have an answer after finitely many steps …",
    system: twoInitiators,
    property: "answered",
    verdict: "holds",
    configurations: 169,
  },
  {
    claim: "… and it is wrong: each takes the other's wave for its own and counts only a part.",
    system: twoInitiators,
    property: "counted",
    verdict: "violated",
    configurations: 169,
    steps: 4,
  },
  {
    claim: "With two initiators the first may decide while messages are still under way.",
    system: twoInitiators,
    property: "nothingLeft",
    verdict: "violated",
    configurations: 169,
    steps: 4,
  },
];
