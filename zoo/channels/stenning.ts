/**
 * Stenning's protocol: the alternating-bit protocol with a number in place of the bit. Items and
 * acknowledgements carry the number of the item, so that nothing old is ever taken for something new, in
 * whatever order messages arrive.
 *
 * The price is that numbers grow without end. With channels that reorder messages no protocol can do with
 * finitely many of them, if each message is to cost a bounded number of transmissions (Lynch, theorem 22.8).
 *
 * Source: N. Stenning, A Data Transfer Protocol, Computer Networks 1 (1976); N. Lynch, Distributed Algorithms
 * (1996), section 22.2.
 */
import { type Claim, parseFailures, unordered } from "lightcone";
import { transmission } from "./alternating-bit.ts";

export default transmission(
  "stenning",
  "A sender repeats each item with its number until the number is acknowledged.",
  { tagOf: (number) => number },
);

export const claims: Claim[] = [
  {
    claim: "What is delivered is always a beginning of what was sent.",
    property: "prefix",
    verdict: "holds",
    configurations: 249,
  },
  {
    claim: "Everything is delivered if no more messages are lost than an item is repeated.",
    property: "delivered",
    verdict: "holds",
    configurations: 249,
  },
  {
    claim: "What has been delivered is never taken back.",
    property: "kept",
    verdict: "holds",
    configurations: 249,
  },
  {
    claim: "Messages may overtake each other.",
    system: { channels: unordered },
    property: "prefix",
    verdict: "holds",
    configurations: 970,
  },
  {
    claim: "Everything is delivered even then.",
    system: { channels: unordered },
    property: "delivered",
    verdict: "holds",
    configurations: 970,
  },
  {
    claim: "Two losses are too many for an item that is repeated once.",
    system: { failures: parseFailures("loss:2") },
    property: "delivered",
    verdict: "violated",
    configurations: 102,
    steps: 3,
  },
];
