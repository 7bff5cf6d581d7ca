/**
 * What [abd](abd.ts) is for, in one property: whoever sees only when operations end and what they answer
 * sees a register. Each takes effect at one moment between its call and its answer, and nobody sees which.
 *
 * A reader that does not write back what it has read shows what no register does: the new value, and then
 * the old one.
 *
 * Source: H. Attiya, A. Bar-Noy and D. Dolev, Sharing memory robustly in message-passing systems, JACM 42(1)
 * (1995); Lynch, sections 13.1 and 17.1.
 */
import { type Claim, pause, protocol, read, register, role, write } from "lightcone";
import type { ProcessView, Protocol } from "lightcone";
import abd from "./abd.ts";

const value = register("value", 0, "writer");

/** A register: between its call and its answer an operation takes effect. */
const atomicRegister = protocol<never>()({
  name: "register",
  objects: [value],
  roles: {
    writer: role({
      initially: () => ({ isDone: false }),
      *run(state) {
        yield* write(value, 1);
        yield* pause();
        state.isDone = true;
      },
    }),
    reader: role({
      initially: () => ({ reads: [] as number[] }),
      *run(state) {
        for (let round = 1; round <= 2; round++) {
          const found = yield* read(value);
          yield* pause();
          state.reads.push(found);
        }
      },
    }),
  },
});

/** The state of a reader. */
interface Reads {
  readonly reads: readonly number[];
}

/** The processes of a role, as the map looks at them. */
type Seen<S> = readonly ProcessView<S>[];

const refinement: Protocol = {
  ...abd,
  name: "abd-refinement",
  about: "The register on messages beside a register: what can be seen of the one can be of the other.",
  properties: {
    isRegister: {
      refines: {
        protocol: atomicRegister,
        map: ({ writer: [writer], reader: [reader] }: { writer: Seen<object>; reader: Seen<Reads> }) => ({
          writer: { isDone: writer?.halted },
          reader: { reads: reader?.state.reads },
        }),
      },
    },
  },
};

export default refinement;

export const claims: readonly Claim[] = [
  {
    claim: "With two servers, all that can be seen of it can be seen of a register.",
    system: { processes: { server: 2 }, failures: [] },
    property: "isRegister",
    verdict: "holds",
    configurations: 713,
  },
  {
    claim: "With three, of which two are enough, too.",
    system: { failures: [] },
    property: "isRegister",
    verdict: "holds",
    configurations: 1_113_839,
  },
  {
    claim: "If one of two servers crashes, who waits for both waits for ever; a register would answer.",
    system: { processes: { server: 2 } },
    property: "isRegister",
    verdict: "violated",
    configurations: 1_557,
    steps: 5,
  },
  {
    claim: "A reader that does not write back what it has read shows what no register does.",
    system: { inputs: { reader: ["does not"] }, failures: [] },
    property: "isRegister",
    verdict: "violated",
    configurations: 29_424,
    steps: 9,
  },
];
