/**
 * The alternating-bit protocol with a sender that never gives up: it repeats an item until it is
 * acknowledged, however long that takes. So it need not know how many messages are lost, and nothing bounds
 * them here.
 *
 * What then makes the transmission end is an assumption on the channels: *fair loss*. What is sent again and
 * again is received again and again. Without it everything may be lost for ever, and a cycle shows how: the
 * sender repeats, and the network loses. With it no such cycle is admissible, for items and for
 * acknowledgements alike, and one bit and patience make a reliable channel of an unreliable one.
 *
 * Channels have room for one message each, so that there are finitely many configurations; what is sent
 * while there is no room is gone, as if it had been lost.
 *
 * Source: N. Lynch, Distributed Algorithms (1996), sections 22.2 and 22.3; C. Cachin, R. Guerraoui and L.
 * Rodrigues, Introduction to Reliable and Secure Distributed Programming (2011), sections 2.4.2 and 2.4.3.
 */
import { type Claim, fifo, parseFailures, type Protocol, withCapacity } from "lightcone";
import { transmission } from "./alternating-bit.ts";

const patient: Protocol = {
  ...transmission(
    "alternating-bit-patient",
    "A sender that never gives up, over channels that lose what they like, but not for ever.",
    { tagOf: (number) => number % 2, repeats: Infinity },
  ),
  source: "Lynch, Distributed Algorithms, 1996, sections 22.2 and 22.3",
  channels: withCapacity(fifo, 1),
  failures: parseFailures("fair-loss"),
};

export default patient;

export const claims: readonly Claim[] = [
  {
    claim: "Over fair-lossy channels everything is delivered, however much is lost.",
    property: "delivered",
    verdict: "holds",
    configurations: 31,
  },
  {
    claim: "Where any message may be lost for ever, the sender may repeat for ever in vain.",
    system: { failures: parseFailures("loss") },
    property: "delivered",
    verdict: "violated",
    configurations: 31,
    steps: 3,
  },
  {
    claim: "Whatever is lost, what is delivered is a beginning of what was sent.",
    property: "prefix",
    verdict: "holds",
    configurations: 31,
  },
  {
    claim: "What has been delivered is never taken back.",
    property: "kept",
    verdict: "holds",
    configurations: 31,
  },
];
