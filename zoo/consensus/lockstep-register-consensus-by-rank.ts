/**
 * Consensus from a register in lockstep, as in [lockstep-register-consensus](lockstep-register-consensus.ts),
 * on a machine that has a rule for writes to the same register in the same round: they happen in the order of
 * the processes, so that the last process has the last word. On a PRAM these are concurrent writes by
 * priority. If the adversary says who is last (arbitrary concurrent writes), anybody's input can win; all
 * still agree.
 *
 * Source: J. JaJa, An Introduction to Parallel Algorithms (1992), section 1.3.2: priority and arbitrary CRCW.
 */
import {
  agreement,
  type Claim,
  parseFailures,
  protocol,
  read,
  register,
  role,
  synchronous,
  synchronousInOrder,
  write,
} from "lightcone";

const proposal = register<number | null>("proposal", null);

export default protocol<never>()({
  name: "lockstep-register-consensus-by-rank",
  about:
    "In lockstep everybody writes one register and reads it; writes happen in the order of the processes.",
  source: "JaJa, An Introduction to Parallel Algorithms, 1992, section 1.3.2",
  objects: [proposal],
  timing: synchronousInOrder,
  roles: {
    process: role({
      processes: 3,
      inputs: [0, 1],
      initially: () => ({}),
      *run(_state, { input, decide }) {
        yield* write(proposal, input);
        decide(yield* read(proposal));
      },
    }),
  },
  properties: {
    agreement,
    lastWins: {
      invariant: ({ process }) =>
        process.every(({ decision }) => decision === undefined || decision === process.at(-1)?.input),
    },
  },
});

export const claims: readonly Claim[] = [
  { claim: "All agree.", property: "agreement", verdict: "holds", configurations: 24 },
  {
    claim: "The last process has the last word.",
    property: "lastWins",
    verdict: "holds",
    configurations: 24,
  },
  {
    claim: "If the adversary says who writes last, anybody's input can win.",
    system: { timing: synchronous },
    property: "lastWins",
    verdict: "violated",
    configurations: 36,
    steps: 2,
  },
  {
    claim: "If the last process crashes before it writes, the last one that has written wins.",
    system: { failures: parseFailures("crash:1") },
    property: "lastWins",
    verdict: "violated",
    configurations: 100,
    steps: 2,
  },
];
