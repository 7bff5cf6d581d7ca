/**
 * Byzantine broadcast with signatures. A general, p1, signs an order; everybody passes on what it believes,
 * signed once more. In round r an order counts if r different processes have signed it, the general first,
 * so that a liar who shows it late has had it signed by somebody honest, who has shown it to all. After
 * f + 1 rounds all honest processes have seen the same orders: they obey if there was one, and stay (order
 * 0) if the general has signed several or none.
 *
 * Signatures make up for numbers: any number of liars among n is borne, where n > 3f is needed without them
 * ([phase king](phase-king.ts)). What they cannot make up for is time: f + 1 rounds are needed still.
 *
 * Source: D. Dolev and H. R. Strong, Authenticated Algorithms for Byzantine Agreement, SIAM Journal on
 * Computing 12(4), 1983, theorem 3; L. Lamport, R. Shostak and M. Pease, The Byzantine Generals Problem,
 * TOPLAS 4(3), 1982, section 4, algorithm SM(m).
 */
import { agreement, type Claim, parseFailures, protocol, role, type Signed, synchronous } from "lightcone";
import { termination } from "lightcone";

type Order = 0 | 1;
type Chain = Signed<Order | Chain>;
type Message = { type: "orders"; chains: readonly Chain[] };

const GENERAL = "p1";

/** What has been ordered, and who has signed it, from the last to the first. */
function read(chain: Chain): { order: Order; signers: readonly string[] } {
  const { signedBy, value } = chain;
  if (typeof value === "number") return { order: value, signers: [signedBy] };
  const { order, signers } = read(value);
  return { order, signers: [signedBy, ...signers] };
}

/** The algorithm, with so many rounds. */
export function dolevStrong(name: string, rounds: number) {
  return protocol<Message>()({
    name,
    about: `A general's signed order is passed on with more signatures, for ${rounds} rounds.`,
    source: "Dolev and Strong, Authenticated Algorithms for Byzantine Agreement, 1983",
    timing: synchronous,
    failures: parseFailures("authenticated-byzantine:1"),
    roles: {
      process: role({
        processes: 3,
        inputs: ({ self }) => (self === GENERAL ? [0, 1] : [0]),
        initially({ self, input, broadcast, sign }) {
          const own = input as Order;
          if (self === GENERAL) broadcast({ type: "orders", chains: [sign(own)] });
          return { orders: new Set<Order>(self === GENERAL ? [own] : []), round: 0 };
        },
        uponRound(state, messages, { broadcast, sign, decide, halt }) {
          state.round++;
          const news: Chain[] = [];
          for (const { from, message } of messages) {
            for (const chain of message.chains) {
              const { order, signers } = read(chain);
              const isInTime = [signers.length, new Set(signers).size].every((size) => size === state.round);
              if (!isInTime || signers[0] !== from || signers.at(-1) !== GENERAL) continue;
              if (state.orders.has(order)) continue;
              state.orders.add(order);
              news.push(sign(chain));
            }
          }
          if (state.round < rounds) {
            if (news.length > 0) broadcast({ type: "orders", chains: news });
            return;
          }
          const [only] = state.orders;
          decide(only !== undefined && state.orders.size === 1 ? only : 0);
          halt();
        },
      }),
    },
    properties: {
      agreement,
      obedience: {
        invariant: ({ process }) => {
          const [general] = process;
          return (
            general.faulty ||
            process.every(({ decision, faulty }) => {
              return faulty || decision === undefined || decision === general.input;
            })
          );
        },
      },
      termination,
    },
  });
}

export default dolevStrong("dolev-strong", 2);

const forgeable = { failures: parseFailures("byzantine:1") };

export const claims: Claim[] = [
  {
    claim: "Two rounds are enough for three processes of which one lies: more than n > 3f allows.",
    property: "agreement",
    verdict: "holds",
    configurations: 56,
  },
  {
    claim: "If the general is honest, all who are obey.",
    property: "obedience",
    verdict: "holds",
    configurations: 56,
  },
  { claim: "All who do not lie decide.", property: "termination", verdict: "holds", configurations: 56 },
  {
    claim: "If signatures can be forged, an honest general seems to have given two orders.",
    system: forgeable,
    property: "obedience",
    verdict: "violated",
    configurations: 58,
    steps: 2,
  },
  {
    claim: "And then they do not agree.",
    system: forgeable,
    property: "agreement",
    verdict: "violated",
    configurations: 58,
    steps: 2,
  },
  {
    claim: "Two liars need two rounds to hide what they have signed, and a third to be found out.",
    system: { processes: { process: 4 }, failures: parseFailures("authenticated-byzantine:2") },
    property: "agreement",
    verdict: "violated",
    configurations: 422,
    steps: 2,
  },
];
