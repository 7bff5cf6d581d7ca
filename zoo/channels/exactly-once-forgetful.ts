/**
 * A server that remembers only until it crashes which requests it has carried out. A client that has got no
 * answer asks again, and the server does it again: *at least once*. See [exactly-once](exactly-once.ts).
 */
import { type Claim, parseFailures } from "lightcone";
import { remoteCalls } from "./exactly-once.ts";

export default remoteCalls(
  "exactly-once-forgetful",
  "A server carries each request out once, as long as it does not crash.",
  [],
);

export const claims: Claim[] = [
  {
    claim: "As long as nobody crashes, no request is carried out twice.",
    property: "atMostOnce",
    verdict: "holds",
    configurations: 224,
  },
  {
    claim: "The server crashes before its answer arrives, and carries the request out again.",
    system: { failures: parseFailures("crash-recovery:server:1") },
    property: "atMostOnce",
    verdict: "violated",
    configurations: 145,
    steps: 4,
  },
  {
    claim: "Still the client takes for done only what has been done.",
    system: { failures: parseFailures("crash-recovery:server:1") },
    property: "precedence",
    verdict: "holds",
    configurations: 145,
  },
  {
    claim: "All is done, one way or another, if the server does not crash.",
    property: "allIsDone",
    verdict: "holds",
    configurations: 224,
  },
];
