/**
 * Consensus for two processes from one test&set bit: each announces its input in a register of its own; who
 * sets the bit first decides on its own input, and the other one on that of the first. With three processes
 * the losers cannot know which of the two others has won: the consensus number of test&set is 2.
 *
 * The attempt for more processes that is checked here lets losers decide on the first announcement of another
 * process that they find.
 *
 * Source: M. Herlihy, Wait-free synchronization, ACM TOPLAS 13(1) (1991), theorems 4 and 6; Attiya and Welch,
 * section 15.1.
 */
import { agreement, type Claim, parseFailures, protocol, role, termination, validity } from "lightcone";
import { read, register, testAndSet, testAndSetBit, type TheoryClaim, write } from "lightcone";

const isWon = testAndSetBit("isWon");
const announced = (id: string) => register<number | null>(`announced[${id}]`, null, id);

export default protocol<never>()({
  name: "test-and-set-consensus",
  about: "Who sets the bit first decides on its own input; losers decide on what another has announced.",
  source: "Herlihy, Wait-free Synchronization, TOPLAS 13(1), 1991, theorems 4 and 6",
  objects: ({ process = [] }) => [isWon, ...process.map(announced)],
  roles: {
    process: role({
      processes: 2,
      inputs: [0, 1],
      initially: () => ({}),
      *run(_state, { self, input, neighbors, decide }) {
        yield* write(announced(self), input);
        if (!(yield* testAndSet(isWon))) return decide(input);
        for (const other of neighbors) {
          const value = yield* read(announced(other));
          if (value !== null) return decide(value);
        }
      },
    }),
  },
  properties: { agreement, validity, termination },
});

export const claims: readonly Claim[] = [
  {
    claim: "Two processes agree, though one may crash.",
    system: { failures: parseFailures("crash:1") },
    property: "agreement",
    verdict: "holds",
    configurations: 158,
  },
  {
    claim: "They decide on somebody's input.",
    system: { failures: parseFailures("crash:1") },
    property: "validity",
    verdict: "holds",
    configurations: 158,
  },
  {
    claim: "Neither waits for the other.",
    system: { failures: parseFailures("crash:1") },
    property: "termination",
    verdict: "holds",
    configurations: 158,
  },
  {
    claim: "Of three processes, a loser cannot know who has won.",
    system: { processes: { process: 3 } },
    property: "agreement",
    verdict: "violated",
    configurations: 534,
    steps: 6,
  },
];

export const theory: readonly TheoryClaim[] = [
  {
    claim: "Two processes come to critical configurations, and all steps from them are at test&set.",
    finds: { kind: "valence", bivalent: 2, critical: 2, at: "test&set", open: "so long" },
  },
  {
    claim: "Three processes come to none: test&set is not enough for them.",
    system: { processes: { process: 3 } },
    finds: { kind: "valence", bivalent: 6, critical: 0, open: "so long" },
  },
];
