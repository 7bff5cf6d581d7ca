/**
 * [Peterson's algorithm](peterson.ts) lets nobody wait for longer than the other is in once. It does not
 * serve who came first: who gives the turn away later, but is first to look, is first in.
 *
 * Source: G. L. Peterson, Myths about the Mutual Exclusion Problem, Information Processing Letters 12(3)
 * (1981); L. Lamport, A New Solution of Dijkstra's Concurrent Programming Problem, CACM 17(8) (1974), who
 * asks for more.
 */
import { parseFailures, type Claim, type ProcessView, type Protocol } from "lightcone";
import lock from "./peterson.ts";

type Competitor = ProcessView<{ readonly isCritical: boolean; readonly isWaiting: boolean }>;

const firstCome: Protocol = {
  ...lock,
  name: "peterson-first-come",
  about: "Whoever begins to wait first may see the other go first, though once only.",
  properties: {
    firstComeFirstServed: {
      forEach: "process",
      boundedWaiting: [
        ({ state }: Competitor) => state.isWaiting,
        ({ state }: Competitor) => state.isCritical,
        0,
      ],
    },
  },
};

export default firstCome;

export const claims: readonly Claim[] = [
  {
    claim: "Who began to wait later may go first.",
    property: "firstComeFirstServed",
    verdict: "violated",
    configurations: 40,
    steps: 6,
  },
  {
    claim: "So it is where one may crash.",
    system: { failures: parseFailures("crash:1") },
    property: "firstComeFirstServed",
    verdict: "violated",
    configurations: 96,
    steps: 6,
  },
];
