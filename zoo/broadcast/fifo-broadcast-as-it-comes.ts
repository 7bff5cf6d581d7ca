/**
 * A broadcast without numbers, which delivers messages as they come: on channels that keep no order they
 * overtake each other, and on those that double messages they are delivered twice. No state shows it, and a
 * monitor does. See [fifo-broadcast](fifo-broadcast.ts).
 */
import { type Claim, fifo, parseFailures } from "lightcone";
import { fifoBroadcast } from "./fifo-broadcast.ts";

export default fifoBroadcast(
  "fifo-broadcast-as-it-comes",
  "Messages are delivered when they are received, in whatever order that is.",
  { waits: false },
);

export const claims: Claim[] = [
  {
    claim: "The second message of a sender is delivered before its first.",
    property: "fifoOrder",
    verdict: "violated",
    configurations: 25,
    steps: 1,
  },
  {
    claim: "On FIFO channels that is enough.",
    system: { channels: fifo },
    property: "fifoOrder",
    verdict: "holds",
    configurations: 9,
  },
  {
    claim: "But not where they double messages: one is delivered twice.",
    system: { channels: fifo, failures: parseFailures("duplication:1") },
    property: "fifoOrder",
    verdict: "violated",
    configurations: 51,
    steps: 3,
  },
  {
    claim: "Everything is delivered, in some order.",
    property: "everythingIsDelivered",
    verdict: "holds",
    configurations: 25,
  },
];
