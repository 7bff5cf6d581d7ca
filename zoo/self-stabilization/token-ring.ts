/**
 * A ring that mends itself. Each process copies the value of the one before it; the first waits until its own
 * value has come round, and then makes a new one. Who is about to change its value has the token. Whatever
 * the registers hold at first, from some moment on there is one token, and it goes round for ever: a fault
 * may have left anything behind, and nobody has to notice it.
 *
 * Dijkstra's processes look at their neighbour and write in one step. Here they read in one step and write in
 * another, and what they have read is one more place where a wrong value may hide: n registers are a ring of
 * 2n values, and that is how many values it takes, but one.
 *
 * Source: E. W. Dijkstra, *Self-stabilizing Systems in Spite of Distributed Control*, Communications of the
 * ACM 17(11), 1974; for reads and writes S. Dolev, A. Israeli and S. Moran, *Self-stabilization of Dynamic
 * Systems Assuming Only Read/Write Atomicity*, Distributed Computing 7(1), 1993.
 */
import { anyOf, type Claim, protocol, read, register, role, write } from "lightcone";

/** The ring, with so many values. */
export const tokenRing = (values: number, name = "token-ring") => {
  const domain = Array.from({ length: values }, (_, value) => value);
  const valueOf = (id: string) => register<number>(`value[${id}]`, anyOf(...domain), id);
  return protocol<never>()({
    name,
    about: "Each copies the value before it; the first makes a new one when its own has come round.",
    source: "Dijkstra, Self-stabilizing Systems in Spite of Distributed Control, CACM 17(11), 1974",
    objects: ({ process = [] }) => process.map(valueOf),
    roles: {
      process: role({
        processes: 2,
        inputs: domain,
        forgetsInput: true,
        initially: ({ input }) => ({ seen: input }),
        *run(state, { self, index, processes }) {
          const before = processes().at(index - 2) ?? "";
          while (true) {
            const own = yield* read(valueOf(self));
            if (index === 1 && state.seen === own) yield* write(valueOf(self), (own + 1) % values);
            if (index > 1 && state.seen !== own) yield* write(valueOf(self), state.seen);
            state.seen = yield* read(valueOf(before));
          }
        },
      }),
    },
    properties: {
      stabilizes: {
        eventuallyAlways: ({ process }, { objects }) =>
          tokens(process.flatMap(({ id, state }) => [state.seen, objects[`value[${id}]`]])) === 1,
      },
      somebodyHasIt: {
        invariant: ({ process }, { objects }) =>
          tokens(process.flatMap(({ id, state }) => [state.seen, objects[`value[${id}]`]])) >= 1,
      },
    },
  });
};

export default tokenRing(3);

/** The number of tokens among all values, each with what has been read of it behind it. */
function tokens([seenByFirst, ...values]: readonly unknown[]): number {
  const round = [...values, seenByFirst];
  return round.filter((value, i) => (i === 0 ? value === round.at(-1) : value !== round[i - 1])).length;
}

export const claims: readonly Claim[] = [
  {
    claim: "Whatever the registers hold at first, and whatever has been read: one token is left, for ever.",
    property: "stabilizes",
    verdict: "holds",
    configurations: 324,
  },
  {
    claim: "There never is none.",
    property: "somebodyHasIt",
    verdict: "holds",
    configurations: 324,
  },
  {
    claim: "Three processes are a ring of six values, for which three of them are too few.",
    system: { processes: { process: 3 } },
    property: "stabilizes",
    verdict: "violated",
    steps: 27,
  },
];
