/** What is told where processes are not alike, and where symmetry is not looked for. */
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
import { Symmetry } from "../../src/tables/symmetry/symmetry.ts";
import { ToldApart } from "../../src/tables/symmetry/toldApart.ts";

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

  const CLIENTS = ["client1", "client2", "client3", "client4"];
  const TWO = CLIENTS.flatMap((first) =>
    CLIENTS.filter((other) => other !== first).map((second) => [first, second] as const),
  );

  // All there is happens in one step, so that there is one orbit, of which nothing has been seen before; and
  // who is second the property reads only where the first is who it names.
  it.each(TWO)("a property that names %s, and then %s, and is false once", (first, second) => {
    const made = protocol<never>()({
      name: "remembering",
      roles: {
        server: role({
          initially: ({ setTimer }) => {
            setTimer("choose");
            return { first: "", second: "" };
          },
          uponTimeout: {
            choose: (state, { choose }) =>
              void Object.assign(state, choose(TWO.map((two) => ({ first: two[0], second: two[1] })))),
          },
        }),
        client: role({ processes: 4, initially: () => ({}) }),
      },
      properties: {
        named: { invariant: ({ server: [{ state }] }) => state.first !== first || state.second !== second },
      },
    });
    const { verdicts, symmetry } = check(layOut(made), { reduced: true, keepGoing: true });
    expect(verdicts["named"]?.verdict).toBe("violated");
    expect(symmetry?.apart[0]?.telling).toEqual({ kind: "property", property: "named" });
  });

  /** A server that writes to a log, of each client, in their order: when it starts, or later. */
  const logging = (channels: Channel, isLater: boolean): System => {
    const made = protocol<{ type: "about"; id: string }>()({
      name: "logging",
      roles: {
        server: role({
          initially({ processes, send, setTimer }) {
            if (isLater) setTimer("write");
            else for (const id of processes("client")) send("log", { type: "about", id });
            return {};
          },
          uponTimeout: {
            write(_state, { processes, send }) {
              for (const id of processes("client")) send("log", { type: "about", id });
            },
          },
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

  it.each([
    ["start", false],
    ["step", true],
  ])("the order of letters in a queue, and not that in a heap, at a %s; ids may be keys", (kind, isLater) => {
    const [inOrder, inHeap] = [fifo, unordered].map((channels) =>
      check(logging(channels, isLater), { reduced: true }),
    );
    expect(inOrder?.symmetry?.interchangeable).toEqual([]);
    expect(inOrder?.symmetry?.apart[0]?.telling.kind).toBe(kind);
    expect(inHeap?.symmetry?.interchangeable.length).toBe(1);
    expect(inHeap?.symmetry?.restarts).toBe(0);
    const full = check(logging(unordered, isLater));
    expect(inHeap?.configurations).toBe(full.configurations);
  });

  it.each([
    ["rounds", { timing: synchronous }],
    ["time", { timing: bounded({ maxDelay: 1 }) }],
    ["lies", { failures: parseFailures("byzantine:1") }],
    ["bounds", { within: { depth: 9 } }],
  ] as const)("nothing is looked for where there are %s", (refusal, options) => {
    const made = layOut(
      asking(() => true),
      options,
    );
    expect(startCheck(made, { reduced: true }).result().symmetry?.refusal).toBe(refusal);
  });

  it.each(["leadsTo", "infinitelyOften", "eventuallyAlways", "whenQuiescent"])(
    "nothing is looked for where %s is asked of all configurations",
    (kind) => {
      const always = (): boolean => true;
      const asked = kind === "leadsTo" ? [always, always] : always;
      const made = { ...asking(() => true), properties: { asked: { [kind]: asked } } } as unknown as Protocol;
      const [full, reduced] = [check(layOut(made)), check(layOut(made), { reduced: true })];
      expect(reduced.symmetry?.refusal).toBe("liveness");
      expect(reduced.verdicts["asked"]?.verdict).toBe(full.verdicts["asked"]?.verdict);
    },
  );

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
