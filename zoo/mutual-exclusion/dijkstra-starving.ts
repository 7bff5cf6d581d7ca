/**
 * The first solution of the problem for more than two processes, [dijkstra](dijkstra.ts), promises that
 * somebody always gets in, and to nobody in particular: others may be faster for ever. D. Knuth was the first
 * to ask for more (*Additional comments on a problem in concurrent programming control*, CACM 9(5), 1966).
 *
 * Source: E. W. Dijkstra, Solution of a Problem in Concurrent Programming Control, CACM 8(9) (1965); Lynch,
 * section 10.3.
 */
import { type Claim, type Protocol, type ProcessView } from "lightcone";
import lock from "./dijkstra.ts";

type Competitor = ProcessView<{ readonly isCritical: boolean }>;

const isOut = ({ state }: Competitor): boolean => !state.isCritical;
const isIn = ({ state }: Competitor): boolean => state.isCritical;

/** What is promised to all together, and to each: whoever is not in wants to enter. */
export const promises = {
  deadlockFree: { forEach: "process", deadlockFree: [isOut, isIn] },
  starvationFree: { forEach: "process", starvationFree: [isOut, isIn] },
} satisfies Protocol["properties"];

const starving: Protocol = {
  ...lock,
  name: "dijkstra-starving",
  about: "Somebody always gets in, and perhaps never a certain one.",
  properties: promises,
};

export default starving;

export const claims: readonly Claim[] = [
  {
    claim: "Somebody always gets in.",
    property: "deadlockFree",
    verdict: "holds",
    configurations: 6_728,
  },
  {
    claim: "But perhaps never a certain one: others may be faster for ever.",
    property: "starvationFree",
    verdict: "violated",
    configurations: 6_728,
    steps: 36,
  },
];
