/**
 * What is still on its way when Hirschberg and Sinclair's leader is elected. It has heard its own id from one
 * side; the same id goes around the other way, too, and may not have come home. So a process that is elected
 * cannot take it that nobody asks any more: where algorithms follow each other on one ring, messages of the
 * one have to be told from those of the next.
 *
 * Source: D. Hirschberg and J. Sinclair, Decentralized Extrema-Finding in Circular Configurations of
 * Processors, CACM 23(11) (1980).
 */
import { type Claim, distinct, fifo, protocol, ring } from "lightcone";
import hirschbergSinclair, { type Message } from "./hirschberg-sinclair.ts";

export default protocol<Message>()({
  name: "hirschberg-sinclair-leftover",
  about: "Leader election on a ring in both directions, and what is in transit when the leader is elected.",
  source: "Hirschberg & Sinclair, CACM 23(11), 1980",
  topology: ring(),
  assume: distinct,
  roles: { ...hirschbergSinclair.roles },
  properties: {
    quietOnceElected: {
      invariant({ process }) {
        const isElected = process.some(({ decision, input }) => decision === input);
        return (
          !isElected ||
          process.every(({ mailbox }) => mailbox.every(({ message }) => message.type !== "probe"))
        );
      },
    },
  },
});

const inOrder = { channels: fifo };
const two = { processes: { process: 2 } };

export const claims: readonly Claim[] = [
  {
    claim: "When the leader is elected, its id may still be on its way around to the other side.",
    property: "quietOnceElected",
    verdict: "violated",
    steps: 15,
  },
  {
    claim: "So it may over channels that keep the order, though not so soon.",
    system: inOrder,
    property: "quietOnceElected",
    verdict: "violated",
    steps: 20,
  },
  {
    claim: "Of two processes, one has no other side.",
    system: two,
    property: "quietOnceElected",
    verdict: "holds",
    configurations: 12,
  },
];
