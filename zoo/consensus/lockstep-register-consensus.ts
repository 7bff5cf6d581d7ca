/**
 * Consensus from a single read/write register, in lockstep: in the first round everybody writes its input,
 * in the second everybody reads, and what is there is decided. All writes are over before anybody reads, so
 * that all read the same, and nobody waits for those who crash. Whose write is the last one is up to the
 * adversary, and does not matter; if there is a rule for it, the outcome is known beforehand:
 * [lockstep-register-consensus-by-rank](lockstep-register-consensus-by-rank.ts).
 *
 * What makes it work are the rounds, and not the register: asynchronously, nobody can solve consensus from
 * reads and writes, not even for two processes of which one may crash. Here a slow process writes after a
 * fast one has read.
 *
 * Source: M. Loui and H. Abu-Amara, Memory requirements for agreement among unreliable asynchronous
 * processes, Advances in Computing Research 4 (1987), and M. Herlihy, Wait-free synchronization, ACM TOPLAS
 * 13(1) (1991), theorem 2, for what is impossible without rounds; C. Dwork, D. Dolev and L. Stockmeyer, On
 * the minimal synchronism needed for distributed consensus, JACM 34(1) (1987), for how much it takes.
 */
import {
  agreement,
  asynchronous,
  type Claim,
  parseFailures,
  protocol,
  read,
  register,
  role,
  synchronous,
  termination,
  uniformAgreement,
  validity,
  write,
} from "lightcone";

const proposal = register<number | null>("proposal", null);

export default protocol<never>()({
  name: "lockstep-register-consensus",
  about: "In lockstep: everybody writes its input into one register, then everybody reads it and decides.",
  source: "Herlihy, Wait-free Synchronization, TOPLAS 13(1), 1991, theorem 2, for why it needs the rounds",
  objects: [proposal],
  timing: synchronous,
  failures: parseFailures("crash"),
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
  properties: { agreement, uniformAgreement, validity, termination },
});

export const claims: readonly Claim[] = [
  {
    claim: "Three processes agree, whoever crashes, and in whichever order they write.",
    property: "uniformAgreement",
    verdict: "holds",
    configurations: 468,
  },
  {
    claim: "Those who do not crash agree.",
    property: "agreement",
    verdict: "holds",
    configurations: 468,
  },
  { claim: "They decide on somebody's input.", property: "validity", verdict: "holds", configurations: 468 },
  {
    claim: "Nobody waits for others: who does not crash decides after two rounds.",
    property: "termination",
    verdict: "holds",
    configurations: 468,
  },
  {
    claim: "Without rounds one of two processes writes when the other has read, even if nobody crashes.",
    system: { processes: { process: 2 }, timing: asynchronous, failures: parseFailures("none") },
    property: "agreement",
    verdict: "violated",
    configurations: 52,
    steps: 4,
  },
];
