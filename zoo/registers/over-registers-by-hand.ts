/**
 * A channel of registers by hand, and what it needs a second register for. The sender writes one message
 * after the other into its register, and the receiver looks there again and again. If the sender waits until
 * the receiver has written, in a register of its own, that it has the message, everything arrives, once and
 * in order. If it does not, it may write over what nobody has read yet; the receiver cannot know.
 *
 * `overRegisters` does better: the sender need not wait, because its register holds several messages.
 *
 * Source: N. Lynch, Distributed Algorithms (1996), section 17.2; the hand-shake is that of the alternating
 * bit, K. Bartlett, R. Scantlebury and P. Wilkinson, A Note on Reliable Full-Duplex Transmission over
 * Half-Duplex Links, CACM 12(5) (1969).
 */
import { type Claim, protocol, read, register, role, write } from "lightcone";

const MESSAGES = [1, 2, 3];

const sent = register("sent", 0, "sender");
const taken = register("taken", 0, "receiver");

export default protocol<never>()({
  name: "over-registers-by-hand",
  about: "One register for messages, another to say that they have been read, which some senders ignore.",
  source: "Lynch, Distributed Algorithms, section 17.2; Bartlett, Scantlebury & Wilkinson 1969",
  objects: [sent, taken],
  roles: {
    sender: role({
      inputs: ["waits"] as ("waits" | "does not")[],
      initially: () => ({}),
      *run(_state, { input }) {
        for (const message of MESSAGES) {
          yield* write(sent, message);
          while (input === "waits" && (yield* read(taken)) !== message);
        }
      },
    }),
    receiver: role({
      initially: () => ({ received: [] as number[] }),
      *run(state) {
        for (let last = 0; last < MESSAGES.length;) {
          const next = yield* read(sent);
          if (next === last) continue;
          last = next;
          state.received.push(next);
          yield* write(taken, next);
        }
      },
    }),
  },
  properties: {
    nothingMissing: {
      invariant: ({ receiver: [{ state }] }) => state.received.every((message, i) => message === i + 1),
    },
  },
});

export const claims: readonly Claim[] = [
  {
    claim: "If the sender waits until each message was read, none is missing.",
    property: "nothingMissing",
    verdict: "holds",
    configurations: 13,
  },
  {
    claim: "If it does not, it writes over what nobody has read.",
    system: { inputs: { sender: ["does not"] } },
    property: "nothingMissing",
    verdict: "violated",
    configurations: 26,
    steps: 3,
  },
];
