/**
 * Consensus for any number of processes, of which any number may crash, from one register with compare&swap:
 * the first who finds it empty puts its own input there, and everybody decides on what is there. So the
 * consensus number of compare&swap is infinite, and it can build every other object (Herlihy's
 * universality).
 *
 * Source: M. Herlihy, Wait-free synchronization, ACM TOPLAS 13(1) (1991), theorem 7; Attiya and Welch,
 * section 15.1.
 */
import { agreement, type Claim, parseFailures, protocol, role, termination, validity } from "lightcone";
import { compareAndSwap, compareAndSwapRegister, read, type TheoryClaim } from "lightcone";

const first = compareAndSwapRegister<number | null>("first", null);

export default protocol<never>()({
  name: "compare-and-swap-consensus",
  about: "The first one who finds the register empty writes its input; everybody decides on what is there.",
  source: "Herlihy, Wait-free Synchronization, TOPLAS 13(1), 1991, theorem 7",
  objects: [first],
  roles: {
    process: role({
      processes: 3,
      inputs: [0, 1],
      initially: () => ({}),
      *run(_state, { input, decide }) {
        const isFirst = yield* compareAndSwap(first, null, input);
        const value = isFirst ? input : yield* read(first);
        decide(value);
      },
    }),
  },
  properties: { agreement, validity, termination },
});

export const claims: readonly Claim[] = [
  {
    claim: "Three processes agree, though two of them may crash.",
    system: { failures: parseFailures("crash:2") },
    property: "agreement",
    verdict: "holds",
    configurations: 1_258,
  },
  {
    claim: "They decide on somebody's input.",
    system: { failures: parseFailures("crash:2") },
    property: "validity",
    verdict: "holds",
    configurations: 1_258,
  },
  {
    claim: "Nobody waits for anybody.",
    system: { failures: parseFailures("crash:2") },
    property: "termination",
    verdict: "holds",
    configurations: 1_258,
  },
];

export const theory: readonly TheoryClaim[] = [
  {
    claim: "Three processes are in a critical configuration from the beginning: the first step decides.",
    finds: { kind: "valence", bivalent: 6, critical: 6, at: "compare&swap", open: "so long" },
  },
];
