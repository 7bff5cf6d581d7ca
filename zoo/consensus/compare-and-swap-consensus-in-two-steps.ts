/**
 * The attempt of the sibling page with reads and writes alone: look whether the register is empty, and write
 * one's input if it is. Two processes find it empty, and the one that writes last has already decided, or
 * has not. Registers cannot solve consensus among two processes if one may crash, whatever the algorithm.
 *
 * Source: M. C. Loui and H. H. Abu-Amara, Memory requirements for agreement among unreliable asynchronous
 * processes, Advances in Computing Research 4 (1987); M. Herlihy, Wait-free synchronization, ACM TOPLAS 13(1)
 * (1991), theorem 2.
 */
import { agreement, type Claim, protocol, role, termination, validity } from "lightcone";
import { read, register, write } from "lightcone";

const first = register<number | null>("first", null);

export default protocol<never>()({
  name: "compare-and-swap-consensus-in-two-steps",
  about: "Look whether the register is empty, and write the own input if it is: in two steps.",
  source: "after Herlihy, Wait-free Synchronization, TOPLAS 13(1), 1991, theorem 2",
  objects: [first],
  roles: {
    process: role({
      processes: 2,
      inputs: [0, 1],
      initially: () => ({}),
      *run(_state, { input, decide }) {
        const found = yield* read(first);
        if (found === null) yield* write(first, input);
        decide(found === null ? input : found);
      },
    }),
  },
  properties: { agreement, validity, termination },
});

export const claims: readonly Claim[] = [
  {
    claim: "Both find the register empty, and each decides on its own input.",
    property: "agreement",
    verdict: "violated",
    configurations: 42,
    steps: 4,
  },
  {
    claim: "A decision is somebody's input.",
    property: "validity",
    verdict: "holds",
    configurations: 42,
  },
  {
    claim: "Nobody waits.",
    property: "termination",
    verdict: "holds",
    configurations: 42,
  },
];
