/**
 * Consensus for two processes from registers: each writes what it prefers into a register of its own and
 * looks at that of the other. Who finds nothing there, or the same, decides; who finds something else prefers
 * it from now on, and tries again. They never disagree, and who runs alone decides, which is called
 * obstruction-free. [More](obstruction-free-consensus-for-ever.ts) is not possible with registers alone.
 *
 * Source: M. Herlihy, V. Luchangco and M. Moir, Obstruction-free synchronization, ICDCS 2003.
 */
import { agreement, type Claim, parseFailures, protocol, role, validity } from "lightcone";
import { read, register, write } from "lightcone";

const preferred = (id: string) => register<number | null>(`preferred[${id}]`, null, id);

export default protocol<never>()({
  name: "obstruction-free-consensus",
  about: "Each writes what it prefers, and adopts what the other prefers; who runs alone decides.",
  source: "Herlihy, Luchangco & Moir, Obstruction-Free Synchronization, ICDCS 2003",
  objects: ({ process = [] }) => process.map(preferred),
  roles: {
    process: role({
      processes: 2,
      inputs: [0, 1],
      initially: () => ({}),
      *run(_state, { self, input, neighbors, decide }) {
        const [other = self] = neighbors;
        let mine: number = input;
        while (true) {
          yield* write(preferred(self), mine);
          const found = yield* read(preferred(other));
          if (found === null || found === mine) return decide(mine);
          mine = found;
        }
      },
    }),
  },
  properties: {
    agreement,
    validity,
    // Nobody is in the way of who is left when the other has crashed.
    decidesAlone: {
      leadsTo: [
        ({ process }) => process.some(({ faulty }) => faulty),
        ({ process }) => process.every(({ faulty, decision }) => faulty || decision !== undefined),
      ],
    },
  },
});

const oneCrashes = { failures: parseFailures("crash:1") };

export const claims: readonly Claim[] = [
  { claim: "Two processes never disagree.", property: "agreement", verdict: "holds", configurations: 92 },
  {
    claim: "If one crashes, the other one decides.",
    system: oneCrashes,
    property: "decidesAlone",
    verdict: "holds",
    configurations: 236,
  },
  {
    claim: "And they do not disagree.",
    system: oneCrashes,
    property: "agreement",
    verdict: "holds",
    configurations: 236,
  },
  {
    claim: "They decide on somebody's input.",
    system: oneCrashes,
    property: "validity",
    verdict: "holds",
    configurations: 236,
  },
];
