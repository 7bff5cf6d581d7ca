/**
 * An atomic snapshot of all registers, from reads and writes alone. To scan is to collect all registers again
 * and again: if two collects in a row are equal, that is what was there at one moment. A process that was
 * seen to move twice has done a whole update in the meantime, and since every update begins with a scan of
 * its own, and leaves it in the register, its scan can be borrowed. So nobody waits for anybody.
 *
 * One collect is not enough: the registers are read one after the other, and may be a mixture that was never
 * there. Two scans then see two updates in different orders.
 *
 * Source: Y. Afek, H. Attiya, D. Dolev, E. Gafni, M. Merritt and N. Shavit, Atomic snapshots of shared
 * memory, JACM 40(4) (1993), section 3 (with unbounded sequence numbers); Attiya and Welch, section 10.3.
 */
import {
  type Claim,
  pairs,
  parseFailures,
  protocol,
  read,
  register,
  role,
  type Steps,
  write,
} from "lightcone";

/** What a register holds: a value, how often it was written, and the scan before that. */
interface Segment {
  value: number;
  time: number;
  view: number[];
}

const segment = (id: string) => register<Segment>(`segment[${id}]`, { value: 0, time: 0, view: [] }, id);

function* collect(ids: readonly string[]): Steps<Segment[]> {
  const segments: Segment[] = [];
  for (const id of ids) segments.push(yield* read(segment(id)));
  return segments;
}

function* scan(ids: readonly string[], isCareful: boolean): Steps<number[]> {
  const moved = new Set<number>();
  let before = yield* collect(ids);
  if (!isCareful) return before.map(({ value }) => value);
  while (true) {
    const now = yield* collect(ids);
    const changed = now.findIndex(({ time }, i) => time !== before[i]?.time);
    if (changed === -1) return now.map(({ value }) => value);
    const borrowed = now.findIndex(({ time }, i) => time !== before[i]?.time && moved.has(i));
    if (borrowed !== -1) return now[borrowed]?.view ?? [];
    for (const [i, { time }] of now.entries()) if (time !== before[i]?.time) moved.add(i);
    before = now;
  }
}

/** Whether every component of a scan is at most that of the other. */
const isAtMost = (a: readonly number[], b: readonly number[]): boolean =>
  a.every((value, i) => value <= (b[i] ?? 0));

export default protocol<never>()({
  name: "atomic-snapshot",
  about: "Collect all registers until two collects are equal, or borrow the scan of one who has moved twice.",
  source: "Afek, Attiya, Dolev, Gafni, Merritt & Shavit, Atomic Snapshots of Shared Memory, JACM 40(4), 1993",
  objects: ({ process = [] }) => process.map(segment),
  roles: {
    process: role({
      processes: 2,
      inputs: ["double collect"] as ("double collect" | "one collect")[],
      initially: () => ({ seen: null as number[] | null }),
      *run(state, { self, input, processes }) {
        const ids = processes();
        const isCareful = input === "double collect";
        const view = isCareful ? yield* scan(ids, true) : [];
        yield* write(segment(self), { value: 1, time: 1, view });
        state.seen = yield* scan(ids, isCareful);
      },
    }),
  },
  properties: {
    // Any two scans can be put in order: one of them has seen all that the other has.
    ordered: {
      invariant: ({ process }) =>
        pairs(process).every(([{ state: p }, { state: q }]) => {
          if (p.seen === null || q.seen === null) return true;
          return isAtMost(p.seen, q.seen) || isAtMost(q.seen, p.seen);
        }),
    },
    ownSeen: {
      invariant: ({ process }) => process.every(({ state, index }) => state.seen?.[index - 1] !== 0),
    },
    everybodyScans: {
      eventually: ({ process }) => process.every(({ state, faulty }) => state.seen !== null || faulty),
    },
  },
});

export const claims: readonly Claim[] = [
  {
    claim: "Two processes see each other's updates in one order.",
    property: "ordered",
    verdict: "holds",
    configurations: 330,
  },
  {
    claim: "Three processes, too.",
    system: { processes: { process: 3 } },
    property: "ordered",
    verdict: "holds",
    configurations: 162_001,
  },
  {
    claim: "Everybody sees its own update.",
    property: "ownSeen",
    verdict: "holds",
    configurations: 330,
  },
  {
    claim: "Nobody waits for anybody, though one may crash.",
    system: { failures: parseFailures("crash:1") },
    property: "everybodyScans",
    verdict: "holds",
    configurations: 522,
  },
  {
    claim: "With one collect, two scans see two updates in different orders.",
    system: { processes: { process: 3 }, inputs: { process: ["one collect"] } },
    property: "ordered",
    verdict: "violated",
    configurations: 597,
    steps: 9,
  },
];
