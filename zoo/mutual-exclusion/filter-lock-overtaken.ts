/**
 * The [filter lock](filter-lock.ts) lets everybody in at some time, but within no number of turns of others
 * that could be named: while one waits in the first room, two others may pass through all rooms again
 * and again, each pushed on by the other.
 *
 * Source: M. Herlihy and N. Shavit, The Art of Multiprocessor Programming, section 2.4 and its exercises.
 */
import { type Claim, type ProcessView, type Protocol } from "lightcone";
import lock from "./filter-lock.ts";

type Competitor = ProcessView<{ readonly isCritical: boolean; readonly isWaiting: boolean }>;

const overtaken: Protocol = {
  ...lock,
  name: "filter-lock-overtaken",
  about: "Everybody gets in, but others may overtake a process as often as they like.",
  properties: {
    // Whoever has signed in the first room waits.
    overtakenTwice: {
      forEach: "process",
      boundedWaiting: [
        ({ state }: Competitor) => state.isWaiting,
        ({ state }: Competitor) => state.isCritical,
        2,
      ],
    },
  },
};

export default overtaken;

export const claims: readonly Claim[] = [
  {
    claim: "With two, nobody is overtaken more than once, let alone twice.",
    system: { processes: { process: 2 } },
    property: "overtakenTwice",
    verdict: "holds",
    configurations: 40,
  },
  {
    claim:
      "With three, others overtake whoever waits in the first room as often as they like: three times here.",
    property: "overtakenTwice",
    verdict: "violated",
    configurations: 1_758,
    steps: 42,
  },
];
