/**
 * What the alternating-bit protocol is for, in one property: who sees what is delivered, and nothing else,
 * sees a reliable channel that keeps its order. Bits, repetitions and acknowledgements are how it comes
 * about.
 *
 * The specification is a protocol of three lines on such a channel. What is in transit there is owed, and so
 * the protocol owes its delivery: over [fair-lossy channels](alternating-bit-patient.ts) it pays, and over
 * those that may lose everything for ever it does not, although it does nothing that the channel would not.
 *
 * Source: N. Lynch, Distributed Algorithms (1996), section 22.3: the protocol implements a reliable FIFO
 * channel.
 */
import {
  type Claim,
  fifo,
  parseFailures,
  protocol,
  type Protocol,
  role,
  unordered,
  withCapacity,
} from "lightcone";
import type { ProcessView } from "lightcone";
import patient from "./alternating-bit-patient.ts";

type Message = { type: "item"; item: string };

/** A reliable channel, and what is sent on it. */
const reliableChannel = protocol<Message>()({
  name: "reliable-channel",
  channels: fifo,
  roles: {
    sender: role({
      initially({ send }) {
        for (const item of ["a", "b", "c"]) send("receiver", { type: "item", item });
        return {};
      },
    }),
    receiver: role({
      initially: () => ({ delivered: [] as string[] }),
      upon: { item: ({ delivered }, { item }) => void delivered.push(item) },
    }),
  },
});

/** The state of the receiver. */
interface Delivered {
  readonly delivered: readonly string[];
}

const map = ({ receiver: [receiver] }: { receiver: readonly ProcessView<Delivered>[] }) => ({
  sender: {},
  receiver: { delivered: receiver?.state.delivered },
});

const refinement: Protocol = {
  ...patient,
  name: "alternating-bit-refinement",
  about: "A reliable channel beside what is made of an unreliable one: what is delivered is the same.",
  properties: {
    isChannel: { refines: { protocol: reliableChannel, map } },
    isSafe: { refines: { protocol: reliableChannel, map, fairness: "none" } },
  },
};

export default refinement;

export const claims: readonly Claim[] = [
  {
    claim: "Over fair-lossy channels it is a reliable channel: in order, nothing twice, and everything.",
    property: "isChannel",
    verdict: "holds",
    configurations: 31,
  },
  {
    claim: "Where any message may be lost for ever, the channel would deliver, and it never does.",
    system: { failures: parseFailures("loss") },
    property: "isChannel",
    verdict: "violated",
    configurations: 31,
    steps: 3,
  },
  {
    claim: "Even then it delivers nothing that a reliable channel would not.",
    system: { failures: parseFailures("loss") },
    property: "isSafe",
    verdict: "holds",
    configurations: 31,
  },
  {
    claim: "Where an old item overtakes a new one, it is taken for one: no channel delivers that.",
    system: { channels: withCapacity(unordered, 2), failures: [] },
    property: "isSafe",
    verdict: "violated",
    configurations: 503,
    steps: 5,
  },
];
