/**
 * Shared memory without shared memory: code that reads and writes registers, unchanged, on servers that
 * exchange messages with it and of which a minority may crash. Here it is the core of Dekker's, Peterson's
 * and all such locks: two processes raise their flags, and then each looks at the other's. With atomic
 * registers at least one of them sees the other, whoever is first.
 *
 * How registers on messages work is told in [abd](abd.ts). What is written gets stamps that grow without
 * end, so that only protocols which write finitely often have finitely many configurations.
 *
 * Source: H. Attiya, A. Bar-Noy and D. Dolev, Sharing memory robustly in message-passing systems, JACM 42(1)
 * (1995); for the flags M. Herlihy and N. Shavit, The Art of Multiprocessor Programming (2008), section 1.2.
 */
import { type Claim, overMessages, parseFailures, protocol, read, register, role, write } from "lightcone";

const flag = (id: string) => register(`flag[${id}]`, false, id);

const raiseAndLook = protocol<never>()({
  name: "over-messages",
  about: "Each process raises its flag and looks at the other's; servers keep the flags.",
  source: "Attiya, Bar-Noy & Dolev, Sharing Memory Robustly in Message-Passing Systems, JACM 42(1), 1995",
  failures: parseFailures("crash:server1"),
  objects: ["p1", "p2"].map(flag),
  roles: {
    process: role({
      processes: 2,
      initially: () => ({}),
      *run(_state, { self, processes, decide }) {
        const other = processes("process").find((id) => id !== self) ?? self;
        yield* write(flag(self), true);
        decide((yield* read(flag(other))) ? "sees the other" : "sees nobody");
      },
    }),
  },
  properties: {
    somebodySees: {
      invariant: ({ process }) => process.some(({ decision }) => decision !== "sees nobody"),
    },
    everybodyFinishes: {
      eventually: ({ process }) => process.every(({ decision, faulty }) => decision !== undefined || faulty),
    },
  },
});

export default overMessages(raiseAndLook, { servers: 3 });

const two = parseFailures("crash:server1+server2");

export const claims: readonly Claim[] = [
  {
    claim: "At least one of them sees the other, though a server of three crashes.",
    property: "somebodySees",
    verdict: "holds",
    configurations: 422_096,
  },
  {
    claim: "Both come to an end, though a server of three crashes.",
    property: "everybodyFinishes",
    verdict: "holds",
    configurations: 422_096,
  },
  {
    claim: "If two of three may crash, both may wait for ever.",
    system: { failures: two },
    property: "everybodyFinishes",
    verdict: "violated",
    configurations: 874_688,
    steps: 6,
  },
  {
    claim: "But even then they are not deceived.",
    system: { failures: two },
    property: "somebodySees",
    verdict: "holds",
    configurations: 874_688,
  },
];
