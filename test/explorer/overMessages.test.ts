/**
 * Registers on messages against registers, sentence by sentence: see docs/semantics.md. Whatever a protocol
 * of process code can come to on shared memory, it can come to on servers, and nothing else; and it comes to
 * it though a minority of them crashes.
 */
import { describe, expect, it } from "vitest";
import {
  check,
  compareAndSwapRegister,
  messageSet,
  overMessages,
  parseFailures,
  parseTiming,
  pause,
  protocol,
  read,
  register,
  role,
  system,
  write,
  type Eventually,
  type Invariant,
  type Protocol,
  type System,
  type SystemOptions,
} from "lightcone";
import { seeded } from "../../src/base/random.ts";
import { isThorough, seeds } from "../effort.ts";
import { apart, seenOf } from "./traces.ts";

const mine = (id: string) => register(`of ${id}`, 0, id);
const ours = register("of all", 0);

type Line = { readonly kind: "read" | "write"; readonly isOurs: boolean; readonly value: number };

/** Programs of so many lines. */
function drawn(seed: number, length: number): Programs {
  const random = seeded(seed);
  return [1, 2].map((process) =>
    Array.from({ length }, (_, i): Line => {
      const kind = random.below(2) === 0 ? "read" : "write";
      return { kind, isOurs: random.below(2) === 0, value: 10 * process + i };
    }),
  );
}

/** Each process does what its program says, tells what it reads, and decides on all of it. */
function readersAndWriters(name: string, programs: Programs): Protocol {
  const made = protocol<never>()({
    name,
    objects: ({ process = [] }) => [ours, ...process.map(mine)],
    roles: {
      process: role({
        processes: 2,
        initially: () => ({}),
        *run(_state, { index, self, neighbors, output, decide }) {
          const seen: number[] = [];
          const other = neighbors.find((id) => id.startsWith("p")) ?? self;
          for (const { kind, isOurs, value } of programs[index - 1] ?? []) {
            if (kind === "write") yield* write(isOurs ? ours : mine(self), value);
            else {
              const value = yield* read(isOurs ? ours : mine(other));
              output(value);
              seen.push(value);
            }
          }
          decide(seen);
        },
      }),
    },
  });
  return made as unknown as Protocol;
}

/** Every vector of decisions that a system can come to, of those processes that decide. */
function vectors(made: (properties: Record<string, Invariant>) => System): string[] {
  const found = new Set<string>();
  for (;;) {
    const known = [...found];
    const isNew = (
      _roles: unknown,
      { processes }: { processes: readonly { decision: unknown; role: string }[] },
    ) => {
      const decisions = processes.filter((one) => one.role === "process").map(({ decision }) => decision);
      return decisions.includes(undefined) || known.includes(JSON.stringify(decisions));
    };
    const { verdicts } = check(made({ isNew: { invariant: isNew } }), {});
    const verdict = verdicts["isNew"];
    if (verdict?.verdict !== "violated") {
      expect(verdict?.verdict).toBe("holds");
      return known.sort();
    }
    const decisions = new Map(
      verdict.schedule.events.flatMap((event) =>
        event.kind === "decide" ? [[event.process, event.value]] : [],
      ),
    );
    found.add(JSON.stringify([decisions.get("p1"), decisions.get("p2")]));
  }
}

/** What two processes do, line by line. */
type Programs = readonly (readonly Line[])[];

const WRITE: Line = { kind: "write", isOurs: true, value: 1 };
const READ: Line = { kind: "read", isOurs: true, value: 0 };

describe("Registers on servers", () => {
  const expectSame = (here: Protocol, servers: readonly number[]): void => {
    const expected = vectors((properties) => system({ ...here, properties } as Protocol));
    expect(expected.length).toBeGreaterThan(0);
    for (const count of servers) {
      const there = overMessages(here, { servers: count });
      expect(vectors((properties) => system({ ...there, properties } as Protocol))).toEqual(expected);
    }
  };

  it.each(seeds(1, 6))(
    "Processes come to the decisions that they can come to on registers, and to no others.",
    (seed) => {
      expectSame(readersAndWriters(`generated-${seed}`, drawn(seed + 1, 2)), isThorough ? [1, 2, 3] : [1, 2]);
    },
  );

  it("So they do where several write to the same register.", () => {
    const both: Programs = [
      [WRITE, READ],
      [{ ...WRITE, value: 2 }, READ],
    ];
    expectSame(readersAndWriters("both write", both), isThorough ? [3] : [2]);
    const oneReads: Programs = [
      [WRITE, { ...WRITE, value: 3 }],
      [{ ...WRITE, value: 2 }, READ, READ],
    ];
    expectSame(readersAndWriters("one reads twice", oneReads), [2]);
  });

  it("If a minority of the servers crashes, nothing is lost, and everybody comes to an end.", () => {
    const here = readersAndWriters("one each", [[WRITE], [READ]]);
    const finish: Eventually<never> = {
      eventually: (_roles, { processes }) =>
        processes.every((one) => one.role === "server" || one.decision !== undefined),
    };
    const failures = parseFailures("crash:server2");
    const expected = vectors((properties) => system({ ...here, properties } as Protocol));
    const there = overMessages({ ...here, properties: { finish } });
    expect(check(system(there, { failures })).verdicts).toEqual({ finish: { verdict: "holds" } });
    expect(vectors((properties) => system({ ...there, properties } as Protocol, { failures }))).toEqual(
      expected,
    );
    const most = parseFailures("crash:server1+server2");
    expect(check(system(there, { failures: most })).verdicts["finish"]?.verdict).toBe("violated");
  });

  /**
   * What each process tells, in order, is the same. An operation on servers takes time, so that what
   * different processes tell may come in other orders, too: one has read, another writes and says so, and
   * only then does the first say what it has read.
   */
  const expectToldAlike = (here: Protocol, servers: number, options: SystemOptions = {}): void => {
    const expected = seenOf(system(here));
    const seen = seenOf(system(overMessages(here, { servers }), options), { roles: ["process"] });
    expect(apart(seen)).toEqual(apart(expected));
    expect(seen.traces).toEqual(expect.arrayContaining([...expected.traces]));
  };

  it.each(seeds(1, 4))(
    "Each process outputs and decides what it could, and in the order in which it could.",
    (seed) => {
      for (const servers of [1, 2])
        expectToldAlike(readersAndWriters(`told-${seed}`, drawn(seed + 11, 2)), servers);
      expectToldAlike(readersAndWriters(`told-${seed}`, drawn(seed + 11, 1)), 3);
    },
  );

  it("So it does though a minority crashes, and all write to the same register.", () => {
    const failures = parseFailures("crash:server1");
    const both: Programs = [[WRITE], [{ ...WRITE, value: 2 }]];
    const others = [
      [[WRITE], [READ]],
      [[READ], [{ ...WRITE, isOurs: false }]],
    ];
    for (const programs of isThorough ? [both, ...others] : [both])
      expectToldAlike(readersAndWriters("one each", programs as Programs), 3, { failures });
  });

  it("Neither code nor properties know of the servers.", () => {
    const ids = new Set<string>();
    const made = protocol<never>()({
      name: "introverts",
      objects: [ours],
      assume: (inputs) => {
        for (const id of Object.keys(inputs)) ids.add(id);
        return true;
      },
      roles: {
        process: role({
          processes: 2,
          inputs: [0, 1],
          initially: ({ neighbors, processes }) => ({ knows: [...neighbors, ...processes()] }),
          *run(state, { neighbors, processes, setTimer }) {
            yield* write(ours, 1);
            state.knows = [...state.knows, ...neighbors, ...processes()];
            setTimer("look");
            yield* pause();
          },
          uponTimeout: {
            look(state, { neighbors, processes }) {
              state.knows = [...neighbors, ...processes()];
            },
          },
        }),
      },
      properties: {
        alone: {
          invariant: (_roles, { processes }) =>
            processes.length === 2 && processes.every(({ neighbors }) => neighbors.length === 1),
        },
        amongThemselves: {
          invariant: ({ process }) =>
            process.every(({ id, state }) => {
              const all = [id === "p1" ? "p2" : "p1", "p1", "p2"].join();
              return [all, `${all},${all}`].includes(state.knows.join());
            }),
        },
        value: { invariant: (_roles, { objects }) => objects[ours.name] === 0 },
      },
    }) as unknown as Protocol;
    const properties = ["alone", "amongThemselves"];
    for (const servers of [1, 3]) {
      const { verdicts } = check(system(overMessages(made, { servers })), { properties });
      expect(verdicts).toEqual({ alone: { verdict: "holds" }, amongThemselves: { verdict: "holds" } });
    }
    expect([...ids]).toEqual(["p1", "p2"]);
    expect(() => check(system(overMessages(made)), { properties: ["value"] })).toThrow("which servers keep");
  });

  it("Time, message sets, duplication and recovery are refused: answers would count that are none.", () => {
    const made = readersAndWriters("refused", [[WRITE], [READ]]);
    const refused = (options: SystemOptions): string => {
      try {
        system(overMessages(made), options);
        return "";
      } catch (error) {
        return String(error);
      }
    };
    expect(refused({ failures: parseFailures("crash:1,loss:1,partition:1,omission:1") })).toBe("");
    expect(refused({ failures: parseFailures("duplication:1") })).toContain("would count twice");
    expect(refused({ failures: parseFailures("crash-recovery:1") })).toContain("has forgotten");
    expect(refused({ channels: messageSet })).toContain("an answer that came again would count");
    for (const timing of ["bounded:2", "partially-synchronous:gst:2", "synchronous"])
      expect(refused({ timing: parseTiming(timing) })).toContain("takes longer than one step");
  });

  it("Objects other than registers, and roles that are not process code alone, are refused.", () => {
    const swap = compareAndSwapRegister("x", 0);
    const code = { process: role({ initially: () => ({}), *run() {} }) };
    const refused = (parts: object): string => {
      try {
        check(system(overMessages({ name: "refused", roles: code, ...parts })));
        return "";
      } catch (error) {
        return String(error);
      }
    };
    expect(refused({ objects: [swap] })).toContain("x is a compare&swap");
    expect(refused({ roles: { process: { initially: () => ({}) } } })).toContain("is not process code alone");
    expect(refused({ roles: { server: code.process } })).toContain("it has a role server already");
  });
});
