/**
 * Exponential information gathering: consensus in a synchronous system of n > 3f processes, up to f of which
 * lie. For f + 1 rounds every process relays all that it was told in the round before: what everybody's
 * input is, what p says that q's input is, what r says that p says that q's is, and so on. It keeps all that
 * in a tree, and in the end takes majorities, from the leaves to the root.
 *
 * A liar can tell each process something else, and can lie about what it was told; but every path of f + 1
 * different processes leads through a correct one, and what a correct process has relayed, all others have
 * heard alike. With n = 3f, two who are told different things by the third cannot know which of the others
 * lies: each may be right.
 *
 * Messages grow exponentially with f; [phase-king](phase-king.ts) does with one bit, and more rounds.
 *
 * Source: M. Pease, R. Shostak and L. Lamport, Reaching Agreement in the Presence of Faults, Journal of the
 * ACM 27(2), 1980; N. Lynch, Distributed Algorithms (1996), section 6.3.2 (EIGByz, theorem 6.14); that n >
 * 3f is needed: theorem 6.27.
 */
import { agreement, type Claim, parseFailures, protocol, role, strongValidity, synchronous } from "lightcone";
import { termination } from "lightcone";

/** By path, such as `p2 p1` for what p1 says that p2 has said: a value. */
type Tree = Record<string, number>;

type Message = { type: "relay"; values: Tree };

/** `round`: how many rounds are over. */
interface State {
  tree: Tree;
  round: number;
}

const ROOT = "";
const DEFAULT = 0;

function idsOf(path: string): string[] {
  return path === ROOT ? [] : path.split(" ");
}

function child(path: string, id: string): string {
  return path === ROOT ? id : `${path} ${id}`;
}

/** What the subtree at a path comes to: a leaf is what was heard, the others are majorities. */
function resolve(tree: Tree, processes: readonly string[], path = ROOT): number {
  const children = processes.filter((id) => !idsOf(path).includes(id)).map((id) => child(path, id));
  if (children.every((one) => tree[one] === undefined)) return tree[path] ?? DEFAULT;
  const below = children.map((one) => resolve(tree, processes, one));
  const ones = below.filter((value) => value === 1).length;
  return 2 * ones > below.length ? 1 : DEFAULT;
}

/** Information gathering for `faulty` liars. */
function informationGathering(faulty: number) {
  return protocol<Message>()({
    name: "exponential-information-gathering",
    about: `For ${faulty + 1} rounds everybody relays all that it was told, and then takes majorities.`,
    source: "Pease, Shostak and Lamport, Reaching Agreement in the Presence of Faults, 1980",
    timing: synchronous,
    failures: parseFailures(`byzantine:${faulty}`),
    roles: {
      process: role({
        processes: 3 * faulty + 1,
        inputs: [0, 1],
        initially: ({ input, broadcast }): State => {
          broadcast({ type: "relay", values: { [ROOT]: input } });
          return { tree: { [ROOT]: input }, round: 0 };
        },
        uponRound(state, messages, { self, processes, broadcast, decide, halt }) {
          const all = processes();
          const level = Object.keys(state.tree).filter((path) => idsOf(path).length === state.round);
          for (const id of all) {
            const told = messages.find(({ from }) => from === id)?.message.values ?? {};
            for (const path of level.filter((one) => !idsOf(one).includes(id))) {
              const value = id === self ? state.tree[path] : told[path];
              state.tree[child(path, id)] = value === 1 ? 1 : DEFAULT;
            }
          }
          state.round++;
          const leaves = Object.entries(state.tree).filter(([path]) => idsOf(path).length === state.round);
          if (state.round <= faulty) {
            const values = leaves.filter(([path]) => !idsOf(path).includes(self));
            return broadcast({ type: "relay", values: Object.fromEntries(values) });
          }
          decide(resolve(state.tree, all));
          state.tree = {};
          halt();
        },
      }),
    },
    properties: { agreement, strongValidity, termination },
  });
}

export default informationGathering(1);

const three = { processes: { process: 3 } };

export const claims: Claim[] = [
  {
    claim: "Four processes, of which one lies as it likes, agree.",
    property: "agreement",
    verdict: "holds",
    configurations: 712,
  },
  {
    claim: "If the three who do not lie have the same input, they decide on it.",
    property: "strongValidity",
    verdict: "holds",
    configurations: 712,
  },
  {
    claim: "All who do not lie decide.",
    property: "termination",
    verdict: "holds",
    configurations: 712,
  },
  {
    claim: "Of three processes, one is too many: the other two may decide differently.",
    system: three,
    property: "agreement",
    verdict: "violated",
    configurations: 222,
    steps: 2,
  },
  {
    claim: "Of three processes, one can even talk another out of the input that both correct ones have.",
    system: three,
    property: "strongValidity",
    verdict: "violated",
    configurations: 222,
    steps: 2,
  },
];
