/** Which rows stand for their orbits, how large those are, and what is told where processes are not alike. */
import { describe, expect, it } from "vitest";
import {
  bounded,
  check,
  fifo,
  format,
  messageSet,
  parseFailures,
  protocol,
  read,
  register,
  role,
  startCheck,
  synchronous,
  system as layOut,
  unordered,
  type Channel,
  type CheckResult,
  type Protocol,
  type System,
} from "lightcone";
import { Expansion } from "../../src/explorer/kernel/expansion.ts";
import { Network } from "../../src/tables/network.ts";
import { exchanged, turned } from "../../src/tables/symmetry/candidates.ts";
import { Permutation } from "../../src/tables/symmetry/permutation.ts";
import { Symmetry } from "../../src/tables/symmetry/symmetry.ts";
import { ToldApart } from "../../src/tables/symmetry/toldApart.ts";
import twoPhaseCommit from "../../zoo/commit/two-phase-commit.ts";
import { seeds, share } from "../effort.ts";
import { alikeSystem } from "./alike.ts";

describe("canonical rows", () => {
  /** The rows that a row becomes, by their texts, when processes change places. */
  function orbitOf(row: Int32Array, permutations: readonly Permutation[]): Map<string, Int32Array> {
    const found = new Map([[row.join(), row]]);
    for (const one of found.values()) {
      for (const permutation of permutations) {
        const after = one.slice();
        for (const slot of permutation.to.keys())
          after[permutation.slot(slot)] = permutation.value(slot, one[slot] as number);
        found.set(after.join(), after);
      }
    }
    return found;
  }

  it.each(seeds(12, 120))("are the same for a whole orbit, and tell its size, in system %i", (seed) => {
    const options = { difference: "none" as const, fuel: 1 + (seed % 2), peers: 3 + (seed % 3) };
    const system = alikeSystem({ ...options, seed: 3 * seed + 1 });
    const network = new Network(system);
    const symmetry = new Symmetry(network, 2);
    while (symmetry.isPreparing) symmetry.prepare(1_000);
    const tables = symmetry.begin();
    if (tables === undefined) return;
    const { rows } = tables;
    const [{ processes: ids = [] } = {}] = symmetry.report.interchangeable;
    const numbers = ids.map((id) => system.numbers.get(id) ?? -1);
    const count = system.processes.length;
    const moves = symmetry.report.isRing
      ? [turned(count)]
      : numbers.slice(1).map((other, i) => exchanged(count, [numbers[i] as number, other]));
    const permutations = moves.map((to) => new Permutation(network, to, () => {}));
    const met: Int32Array[] = [];
    const expansion = new Expansion(
      network,
      { hashed: false, max: 300, rows },
      { visited: (values) => met.push(values.slice()), quiescent: () => {} },
    );
    while (expansion.advance(100));
    for (const row of met) {
      const orbit = orbitOf(row, permutations);
      for (const other of share([...orbit.values()], 10, seed)) {
        expect(rows.settle(other)).toBe(orbit.size);
        expect(other).toEqual(row);
      }
    }
  });

  /** The partial maps of so many points to themselves, up to the names of points (OEIS A126285). */
  const PARTIAL_MAPS: Readonly<Record<number, number>> = { 3: 16, 4: 45, 5: 121 };

  /** Everybody knows another one: who knows whom is a directed graph in which everybody has one successor. */
  it.each([3, 4, 5])("tell apart all graphs in which each of %i processes knows one", (processes) => {
    const made = protocol<{ type: "meet" }>()({
      name: "acquaintances",
      roles: {
        process: role({
          processes,
          initially: ({ setTimer }) => {
            setTimer("look");
            return { knows: "" };
          },
          upon: { meet() {} },
          uponTimeout: {
            look(state, { self, neighbors, choose }) {
              state.knows = choose([self, ...neighbors]);
            },
          },
        }),
      },
      properties: {
        isBounded: { invariant: ({ process }) => process.some(({ state: { knows } }) => knows !== "never") },
      },
    });
    const full = check(layOut(made));
    const symmetric = check(layOut(made), { reduced: true, symmetryMin: 2 });
    expect(symmetric.configurations).toBe((processes + 1) ** processes);
    expect(full.configurations).toBe(symmetric.configurations);
    expect(symmetric.symmetry?.orbits).toBe(PARTIAL_MAPS[processes]);
  });

  it.each([
    [3, 80, 288],
    [5, 314, 8_832],
    [7, 920, 296_448],
  ])("two-phase commit with %i resource managers has %i orbits", (resourceManager, orbits, all) => {
    const network = new Network(layOut(twoPhaseCommit, { processes: { resourceManager } }));
    const symmetry = new Symmetry(network, 2);
    while (symmetry.isPreparing) symmetry.prepare(1_000);
    const expansion = new Expansion(
      network,
      { hashed: false, max: Infinity, rows: symmetry.begin()?.rows },
      { visited: () => {}, quiescent: () => {} },
    );
    while (expansion.advance(1_000));
    expect(expansion).toMatchObject({ configurations: all, visited: { count: orbits } });
  });
});

describe("what tells processes apart is told:", () => {
  type Message = { type: "ask" } | { type: "answer"; to: string };

  /** Clients that ask a server, which answers as a test wants it. */
  function asking(
    answers: (id: string, seen: readonly string[]) => boolean,
    more: { readonly starts?: number; readonly named?: string } = {},
  ): Protocol {
    const { starts = 0, named } = more;
    return protocol<Message>()({
      name: "asking",
      roles: {
        server: role({
          initially: () => ({ seen: new Set<string>() }),
          upon: {
            ask(state, _message, { from, reply }) {
              if (answers(from, [...state.seen])) reply({ type: "answer", to: from });
              state.seen.add(from);
            },
            answer() {},
          },
        }),
        client: role({
          processes: 4,
          initially({ send, index }) {
            send("server", { type: "ask" });
            return { answered: index === starts };
          },
          upon: { answer: (state) => void (state.answered = true), ask() {} },
        }),
      },
      properties: {
        unanswered: {
          invariant: ({ client }) => client.every(({ id, state }) => id !== named || !state.answered),
        },
      },
    });
  }

  const symmetryOf = (made: Protocol): CheckResult["symmetry"] =>
    check(layOut(made), { reduced: true, keepGoing: true }).symmetry;

  it("nothing, where nothing does", () => {
    expect(symmetryOf(asking(() => true))).toEqual({
      interchangeable: [{ role: "client", processes: ["client1", "client2", "client3", "client4"] }],
      isRing: false,
      apart: [],
      restarts: 0,
      orbits: 15,
    });
  });

  it("a start", () => {
    const symmetry = symmetryOf(asking(() => true, { starts: 1 }));
    expect(symmetry?.interchangeable).toEqual([]);
    expect(symmetry?.apart[0]).toEqual({ processes: ["client1", "client2"], telling: { kind: "start" } });
  });

  it.each(["client1", "client2", "client3", "client4"])("a property that names %s", (named) => {
    const symmetry = symmetryOf(asking(() => true, { named }));
    expect(symmetry?.restarts).toBeGreaterThan(0);
    const [first] = symmetry?.apart ?? [];
    expect(first?.processes.includes(named)).toBe(true);
    expect(first?.telling).toEqual({ kind: "property", property: "unanswered" });
  });

  /** A server that writes to a log, of each client, in their order. */
  const logging = (channels: Channel): System => {
    const made = protocol<{ type: "about"; id: string }>()({
      name: "logging",
      roles: {
        server: role({
          initially({ processes, send }) {
            for (const id of processes("client")) send("log", { type: "about", id });
            return {};
          },
          upon: { about() {} },
        }),
        log: role({
          initially: () => ({ last: "", marks: {} as Record<string, boolean> }),
          upon: {
            about(state, { id }) {
              state.last = id;
              state.marks[id] = true;
            },
          },
        }),
        client: role({ processes: 4, initially: () => ({}), upon: { about() {} } }),
      },
    });
    return layOut(made, { channels });
  };

  it("the order of letters in a queue, and not that in a heap; ids may be keys", () => {
    const [inOrder, inHeap] = [fifo, unordered].map((channels) =>
      check(logging(channels), { reduced: true }),
    );
    expect(inOrder?.symmetry?.interchangeable).toEqual([]);
    expect(inHeap?.symmetry?.interchangeable.length).toBe(1);
    expect(inHeap?.symmetry?.restarts).toBe(0);
    const full = check(logging(unordered));
    expect(inHeap?.configurations).toBe(full.configurations);
  });

  it.each([
    ["rounds", { timing: synchronous }],
    ["time", { timing: bounded({ maxDelay: 1 }) }],
    ["lies", { failures: parseFailures("byzantine:1") }],
  ] as const)("nothing is looked for where there are %s", (refusal, options) => {
    const made = layOut(
      asking(() => true),
      options,
    );
    expect(startCheck(made, { reduced: true }).result().symmetry?.refusal).toBe(refusal);
  });

  it("nothing is looked for in process code", () => {
    const shared = register("shared", 0);
    const made = protocol()({
      name: "code",
      objects: [shared],
      roles: {
        process: role({
          processes: 4,
          initially: () => ({ seen: 0 }),
          *run(state) {
            state.seen = yield* read(shared);
          },
        }),
      },
    });
    expect(check(layOut(made), { reduced: true }).symmetry?.refusal).toBe("process code");
  });

  it("a step, with the state, the event and both outcomes", () => {
    const symmetry = symmetryOf(asking((id, seen) => id !== "client3" || seen.length < 2));
    expect(symmetry?.restarts).toBe(1);
    expect(symmetry?.apart.map(({ processes }) => processes)).toEqual([
      ["client2", "client3"],
      ["client3", "client4"],
    ]);
    const { telling } = symmetry?.apart[0] ?? {};
    if (telling?.kind !== "step") throw new Error("no step tells them apart");
    const [ours, theirs] = telling.steps;
    expect(ours).toEqual({
      process: "server",
      state: serverState("client1", "client2"),
      event: "server receives ask from client3",
      outcomes: [[serverState("client1", "client2", "client3")]],
    });
    expect(theirs).toEqual({
      process: "server",
      state: serverState("client1", "client3"),
      event: "server receives ask from client2",
      outcomes: [
        [serverState("client1", "client2", "client3"), 'server sends answer(to: "client2") to client2'],
      ],
    });
  });

  it("a step in a state that names nobody", () => {
    const made = protocol<{ type: "go" }>()({
      name: "favourite",
      roles: {
        server: role({
          initially: ({ setTimer }) => {
            setTimer("begin");
            return {};
          },
          upon: { go() {} },
          uponTimeout: { begin: (_state, { neighbors: [first = ""], send }) => send(first, { type: "go" }) },
        }),
        client: role({
          processes: 4,
          initially: () => ({ gone: false }),
          upon: { go: (state) => void (state.gone = true) },
        }),
      },
      properties: { some: { invariant: ({ client }) => client.some(({ state }) => !state.gone) } },
    });
    const symmetry = symmetryOf(made);
    expect(symmetry?.interchangeable).toEqual([]);
    expect(symmetry?.apart[0]).toMatchObject({
      processes: ["client1", "client2"],
      telling: { kind: "step" },
    });
  });

  it("a step that one may leave and others owe", () => {
    const made = protocol()({
      name: "owing",
      roles: {
        client: role({
          processes: 4,
          initially: () => ({ gone: false }),
          may: {
            go: {
              while: ({ gone }, { index }) => !gone && index === 2,
              do: (state) => void (state.gone = true),
            },
          },
          must: {
            go: {
              while: ({ gone }, { index }) => !gone && index !== 2,
              do: (state) => void (state.gone = true),
            },
          },
        }),
      },
      properties: { some: { invariant: ({ client }) => client.length === 4 } },
    });
    const symmetry = symmetryOf(made);
    expect(symmetry?.apart[0]).toMatchObject({
      processes: ["client1", "client2"],
      telling: { kind: "step" },
    });
    expect(check(layOut(made), { reduced: true }).quiescent).toBe(check(layOut(made)).quiescent);
  });

  it("a step that changes nothing, but may do so in more ways", () => {
    const made = protocol<{ type: "go" }>()({
      name: "idle",
      roles: {
        client: role({
          processes: 4,
          initially: ({ broadcast }) => {
            broadcast({ type: "go" });
            return {};
          },
          upon: {
            go(_state, _message, { self, choose }) {
              if (self === "client3") choose([1, 2]);
            },
          },
        }),
      },
      channels: messageSet,
    });
    const network = new Network(layOut(made));
    const symmetry = new Symmetry(network, 2);
    while (symmetry.isPreparing) symmetry.prepare(1_000);
    const expansion = new Expansion(
      network,
      { hashed: false, max: 10, rows: symmetry.begin()?.rows },
      { visited: () => {}, quiescent: () => {} },
    );
    expect(() => {
      while (expansion.advance(1));
    }).toThrow(ToldApart);
  });

  it.each([
    [4, 2],
    [5, 2],
    [5, 3],
  ])(
    "a step of a server of %i clients that prefers one of those that have asked, of %i",
    (processes, many) => {
      const made = protocol<Message>()({
        name: "partial",
        roles: {
          server: role({
            initially: ({ setTimer }) => {
              setTimer("close");
              return { asked: new Set<string>() };
            },
            upon: { ask: (state, _message, { from }) => void state.asked.add(from), answer() {} },
            uponTimeout: {
              close({ asked }, { send }) {
                const [first = ""] = [...asked].sort();
                if (asked.size === many) send(first, { type: "answer", to: first });
              },
            },
          }),
          client: role({
            processes,
            initially({ send }) {
              send("server", { type: "ask" });
              return { answered: false };
            },
            upon: { answer: (state) => void (state.answered = true), ask() {} },
          }),
        },
      });
      const [full, symmetric] = [check(layOut(made)), check(layOut(made), { reduced: true, symmetryMin: 2 })];
      expect(symmetric.symmetry?.apart.length).toBeGreaterThan(0);
      expect(symmetric.configurations).toBeLessThan(full.configurations + 1);
    },
  );

  function serverState(...seen: readonly string[]): string {
    return `{input: null, state: {seen: ${format(new Set(seen))}}, timers: [], halted: false}`;
  }
});
