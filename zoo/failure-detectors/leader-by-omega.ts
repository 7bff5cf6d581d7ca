/**
 * Consensus on shared registers with a leader oracle. Who is told that it leads writes the ballot that it
 * takes, reads whether somebody has taken a higher one, and what was accepted in the highest ballot below;
 * it accepts that, or its own input if there is nothing, looks once more, and decides. Two leaders spoil each
 * other's ballots and never decide on two values; when the oracle has come to one name, its ballot succeeds.
 * Who does not look again may decide on what a higher ballot does not know of:
 * [leader-by-omega-hasty](leader-by-omega-hasty.ts).
 *
 * A ballot is never used twice, so that there are infinitely many; here there are few, and a process that has
 * used its own waits for the decision of others.
 *
 * Source: W.-K. Lo and V. Hadzilacos, Using Failure Detectors to Solve Consensus in Asynchronous
 * Shared-Memory Systems, WDAG 1994; E. Gafni and L. Lamport, Disk Paxos, Distributed Computing 16(1), 2003
 * (with one disk).
 */
import {
  type Claim,
  leader,
  leaderOracle,
  parseFailures,
  protocol,
  read,
  register,
  role,
  scan,
  snapshot,
  uniformAgreement,
  update,
  validity,
  write,
} from "lightcone";

/** The ballots that each process may take. */
const TRIES = 2;

/** What a process has written: the ballot that it has taken, and the value that it has accepted in which. */
type Block = {
  readonly taken: number;
  readonly ballot: number;
  readonly value: number;
};

const decided = register("decided", null as number | null);
const blocksOf = (processes: readonly string[]) =>
  snapshot("blocks", processes, { taken: 0, ballot: 0, value: 0 } as Block);
const oracleOf = (processes: readonly string[]) => leaderOracle("omega", processes);

/** Ballots of leaders; `looksAgain`: before they decide, they look for a higher one. */
export const ballots = (name: string, looksAgain: boolean) =>
  protocol<never>()({
    name,
    about: "Who is told that it leads tries a ballot; two leaders spoil each other's, and one succeeds.",
    source: "Lo and Hadzilacos, Using Failure Detectors to Solve Consensus in Shared-Memory Systems, 1994",
    failures: parseFailures("crash"),
    objects: ({ process = [] }) => [oracleOf(process), blocksOf(process), decided],
    roles: {
      process: role({
        processes: 2,
        inputs: ({ index }) => [index - 1],
        initially: () => ({ tries: 0 }),
        *run(state, { self, index, input, processes, decide }) {
          while (true) {
            const known = yield* read(decided);
            if (known !== null) {
              decide(known);
              return;
            }
            const named = yield* leader(oracleOf(processes()));
            if (named === self && state.tries < TRIES) {
              const mine = index + state.tries * processes().length;
              state.tries++;
              const before = yield* scan(blocksOf(processes()));
              const own = before[self] ?? { taken: 0, ballot: 0, value: 0 };
              yield* update(blocksOf(processes()), { ...own, taken: mine });
              const first = Object.values(yield* scan(blocksOf(processes())));
              const [newest] = first.toSorted((a, b) => b.ballot - a.ballot);
              if (first.every(({ taken }) => taken <= mine)) {
                const value = newest === undefined || newest.ballot === 0 ? input : newest.value;
                yield* update(blocksOf(processes()), { taken: mine, ballot: mine, value });
                const second = looksAgain ? Object.values(yield* scan(blocksOf(processes()))) : [];
                if (second.every(({ taken }) => taken <= mine)) yield* write(decided, value);
              }
            }
          }
        },
      }),
    },
    properties: {
      uniformAgreement,
      validity,
      decidesIfReliableAtOnce: {
        leadsTo: [
          ({ process }, { objects }) =>
            objects["omega"].isReliable && process.every(({ state }) => state.tries === 0),
          ({ process }) => process.every(({ decision, crashed }) => crashed || decision !== undefined),
        ],
      },
    },
  });

export default ballots("leader-by-omega", true);

export const claims: readonly Claim[] = [
  {
    claim: "However wrong the oracle is, nobody decides otherwise than others.",
    property: "uniformAgreement",
    verdict: "holds",
    configurations: 3_598,
  },
  {
    claim: "What is decided was somebody's input.",
    property: "validity",
    verdict: "holds",
    configurations: 3_598,
  },
  {
    claim: "Once all are told one name, and ballots are left, all decide.",
    property: "decidesIfReliableAtOnce",
    verdict: "holds",
    configurations: 3_598,
  },
];
