/**
 * Channels made of registers against channels, sentence by sentence: see docs/semantics.md. From outside
 * nobody can tell one from the other: whatever processes decide, output and do, they can do on both, and
 * nothing else.
 */
import { describe, expect, it } from "vitest";
import {
  check,
  fifo,
  messageSet,
  overRegisters,
  parseFailures,
  parseMemory,
  parseTiming,
  pause,
  protocol,
  register,
  role,
  search,
  system,
  unordered,
  type Context,
  type Protocol,
  type SystemOptions,
} from "lightcone";
import { seeded } from "../../src/base/random.ts";
import { isThorough, seeds } from "../effort.ts";
import { drawnOptions, generatedProtocol, type Size } from "./generated.ts";
import { apart, seenOf, TooLarge, type Looking } from "./traces.ts";

/** What is generated grows too large now and then; then it is left out. */
const ORIGINAL_MAX = 1_500;
const SIMULATED_MAX = 5_000;

interface Both {
  readonly original: ReturnType<typeof seenOf>;
  readonly simulated: ReturnType<typeof seenOf>;
}

/** A protocol on channels and on registers; undefined if that is too large. */
function both(made: Protocol, options: SystemOptions, looking: Looking = {}): Both | undefined {
  try {
    return {
      original: seenOf(system(made, options), { max: ORIGINAL_MAX, ...looking }),
      simulated: seenOf(system(overRegisters(made), options), { max: SIMULATED_MAX, ...looking }),
    };
  } catch (error) {
    if (error instanceof TooLarge) return undefined;
    throw error;
  }
}

function generated(seed: number, size: Size): [Protocol, SystemOptions] {
  return [generatedProtocol(seed, size) as unknown as Protocol, drawnOptions(seed, size)];
}

/** The same protocol, whose processes show nothing in their start steps. */
function quietAtFirst(made: Protocol): Protocol {
  const nothing = (): void => {};
  const quiet = Object.entries(made.roles).map(([name, one]) => {
    const initially = (context: Context): object =>
      one.initially({ ...context, decide: nothing, output: nothing, halt: nothing }) as object;
    return [name, { ...one, initially }];
  });
  return { ...made, roles: Object.fromEntries(quiet) as Protocol["roles"] };
}

/** Looks at generated protocols; how many of each hundred are small enough. */
function shareOf(drawn: readonly number[], expectSame: (seed: number) => boolean): number {
  return (100 * drawn.filter(expectSame).length) / drawn.length;
}

/** The properties of generated protocols that are no invariants. */
const LIVENESS = ["someoneDecides", "allHaltOrRunDry"];

type Word = { readonly type: "a" | "b"; readonly n: number };

/** One thing that process code does. */
const LINES = ["send a", "send b", "receive", "receive a", "pause", "output"] as const;
type Line = (typeof LINES)[number];

/** Programs of so many lines, for two processes, each of which hears of what it has received. */
function programs(seed: number, length: number): readonly (readonly Line[])[] {
  const random = seeded(seed);
  return [1, 2].map(() => Array.from({ length }, () => LINES[random.below(LINES.length)] as Line));
}

/** Each process does what its program says, and decides on what it has received. */
function talkers(name: string, listed: readonly (readonly Line[])[], hasHandler: boolean): Protocol {
  const made = protocol<Word>()({
    name,
    roles: {
      process: role({
        processes: 2,
        initially: () => ({ noted: 0 }),
        ...(hasHandler ? { upon: { b: (state: { noted: number }) => void state.noted++ } } : {}),
        *run(state, { index, neighbors, send, receive, output, decide }) {
          const [other = ""] = neighbors;
          const heard: string[] = [];
          let n = 0;
          for (const line of listed[index - 1] ?? []) {
            if (line === "pause") yield* pause();
            else if (line === "output") output(state.noted);
            else if (line === "receive" || line === "receive a") {
              const { message } = yield* line === "receive" ? receive() : receive("a");
              heard.push(`${message.type}${message.n}`);
            } else send(other, { type: line === "send a" ? "a" : "b", n: n++ });
          }
          decide(heard);
        },
      }),
    },
  });
  return made as unknown as Protocol;
}

/** A ball goes to and fro for ever, and each player has sent two more before it is there. */
const endless = protocol<{ type: "ball" }>()({
  name: "endless",
  roles: {
    process: role({
      processes: 2,
      initially({ index, neighbors: [other = ""], send }) {
        if (index === 1) send(other, { type: "ball" });
        return { hits: 0 };
      },
      upon: {
        ball(state, _message, { reply, from, send }) {
          state.hits = (state.hits + 1) % 3;
          if (state.hits === 1) send(from, { type: "ball" });
          if (state.hits !== 2) reply({ type: "ball" });
        },
      },
    }),
  },
}) as unknown as Protocol;

describe("Channels made of registers", () => {
  it("Each process decides, outputs and halts as it could over channels, and not otherwise.", () => {
    const looked = shareOf(seeds(6, 60), (seed) => {
      const seen = both(...generated(seed, { fuel: seed % 3 === 0 ? 2 : 1 }));
      if (seen !== undefined) expect(apart(seen.simulated), `seed ${seed}`).toEqual(apart(seen.original));
      return seen !== undefined;
    });
    expect(looked).toBeGreaterThan(20);
  });

  it("If each step sends one message at most, that is so for the order of all events, too.", () => {
    let traces = 0;
    const looked = shareOf(seeds(6, 60), (seed) => {
      const [made, options] = generated(seed, { fuel: seed % 3 === 0 ? 2 : 1, isTerse: true });
      const seen = both(quietAtFirst(made), options, { isWhole: false });
      if (seen !== undefined) expect(seen.simulated.traces, `seed ${seed}`).toEqual(seen.original.traces);
      traces += seen?.original.traces.length ?? 0;
      return seen !== undefined;
    });
    expect(looked).toBeGreaterThan(20);
    expect(traces).toBeGreaterThan(30);
  });

  it("It is so when a process crashes, if each step sends one message at most.", () => {
    const failures = parseFailures("crash:1");
    const looked = shareOf(seeds(4, 30), (seed) => {
      const [made, options] = generated(seed, { fuel: 1, isTerse: true });
      const seen = both(made, { ...options, failures });
      if (seen !== undefined) expect(apart(seen.simulated), `seed ${seed}`).toEqual(apart(seen.original));
      return seen !== undefined;
    });
    expect(looked).toBeGreaterThan(20);
  });

  it("Who crashes amid several messages has sent the first of them; over channels it may be any.", () => {
    const telling = protocol<Word>()({
      name: "telling",
      roles: {
        process: role({
          processes: 3,
          initially({ index, setTimer }) {
            if (index === 1) setTimer("go");
            return { got: false };
          },
          uponTimeout: { go: (_state, { broadcast }) => broadcast({ type: "a", n: 0 }) },
          upon: { a: (state) => void (state.got = true) },
        }),
      },
      properties: {
        onlyTheSecond: {
          reachable: ({ process: [first, second, third] }) =>
            first!.crashed && second!.state.got && !third!.state.got && third!.mailbox.length === 0,
        },
        onlyTheThird: {
          reachable: ({ process: [first, second, third] }) =>
            first!.crashed && third!.state.got && !second!.state.got && second!.mailbox.length === 0,
        },
      },
    });
    const verdicts = (made: Protocol): readonly (string | undefined)[] => {
      const all = check(system(made, { failures: parseFailures("crash:p1") })).verdicts;
      return [all["onlyTheSecond"]?.verdict, all["onlyTheThird"]?.verdict];
    };
    expect(verdicts(telling as unknown as Protocol)).toEqual(["holds", "holds"]);
    expect(verdicts(overRegisters(telling))).toEqual(["holds", "unreachable"]);
  });

  it("Properties that are true over channels are true over registers, and false ones false.", () => {
    const verdicts = { holds: 0, violated: 0, unreachable: 0, unknown: 0 };
    for (const seed of seeds(3, 36)) {
      const [made, options] = generated(seed, { fuel: seed % 3 === 0 ? 2 : 1 });
      const limits = { keepGoing: true, configurationsMax: 3_000 };
      const there = check(system(overRegisters(made), options), limits);
      if (there.cutoff !== undefined) continue;
      const here = check(system(made, options), limits);
      const stays = options.channels === messageSet;
      for (const [name, { verdict }] of Object.entries(here.verdicts)) {
        // Where messages stay, executions can go around a cycle before a decision, which is made later.
        if (stays && LIVENESS.includes(name)) continue;
        expect({ seed, name, verdict: there.verdicts[name]?.verdict }).toEqual({ seed, name, verdict });
        verdicts[verdict]++;
      }
    }
    expect(verdicts.holds).toBeGreaterThan(2);
    expect(verdicts.violated).toBeGreaterThan(2);
  });

  it("Nothing comes true in the middle of a step, or before a crash, that does not over channels.", () => {
    const made = protocol<Word>()({
      name: "steps",
      roles: {
        process: role({
          processes: 2,
          initially({ index, setTimer }) {
            if (index === 1) setTimer("go");
            return { gone: false, got: false };
          },
          upon: { a: (state) => void (state.got = true) },
          uponTimeout: {
            go(state, { send, decide, halt }) {
              state.gone = true;
              send("p2", { type: "a", n: 0 });
              decide(1);
              halt();
            },
          },
        }),
      },
      properties: {
        undecided: { eventually: ({ process: [p] }) => p.state.gone && p.decision === undefined },
        atWork: { eventually: ({ process: [p] }) => p.state.gone && !p.halted },
        whole: { invariant: ({ process: [p] }) => !p.state.gone || p.faulty || p.halted },
        sent: {
          eventually: ({ process: [p, q] }) =>
            (p.crashed && !p.state.gone) || q!.state.got || q!.mailbox.length > 0,
        },
      },
    }) as unknown as Protocol;
    for (const text of ["none", "crash:p1"]) {
      const failures = parseFailures(text);
      const [here, there] = [parseMemory("shared"), parseMemory("registers")].map((memory) =>
        Object.entries(check(system(made, { failures, memory }), { keepGoing: true }).verdicts).map(
          ([name, { verdict }]) => [name, verdict],
        ),
      );
      expect(there).toEqual(here);
      expect(Object.fromEntries(there ?? [])["sent"]).toBe(text === "none" ? "holds" : "violated");
    }
  });

  it("Process code sends and receives over registers as handlers do.", () => {
    const looked = shareOf(seeds(6, 80), (seed) => {
      const made = talkers(`talkers-${seed}`, programs(seed, 2 + (seed % 3)), seed % 4 === 0);
      const seen = both(made, { channels: seed % 2 === 0 ? unordered : fifo });
      if (seen !== undefined) expect(apart(seen.simulated), `seed ${seed}`).toEqual(apart(seen.original));
      return seen !== undefined;
    });
    expect(looked).toBeGreaterThan(80);
  });

  it("No timer fires that has been cancelled in the middle of a step.", () => {
    const made = protocol<Word>()({
      name: "timers",
      roles: {
        process: role({
          processes: 2,
          initially({ index, neighbors: [other = ""], send, setTimer }) {
            if (index === 1) send(other, { type: "a", n: 0 });
            if (index === 1) for (const timer of ["x", "y"]) setTimer(timer);
            return {};
          },
          upon: { a: () => {} },
          uponTimeout: {
            x(_state, { output, cancelTimer }) {
              output("x");
              cancelTimer("y");
            },
            y: (_state, { output }) => output("y"),
          },
        }),
      },
    }) as unknown as Protocol;
    const seen = both(made, {});
    expect(seen?.original.traces).toHaveLength(2);
    expect(seen?.simulated.traces).toEqual(seen?.original.traces);
  });

  it("A timer that fires in the middle of a step has to wait, though the process may crash.", () => {
    const made = protocol<{ type: "a" }>()({
      name: "timers",
      failures: parseFailures("crash:p1"),
      roles: {
        process: role({
          processes: 2,
          initially({ index, setTimer }) {
            for (const timer of ["tell", "look"] as const) if (index === 1) setTimer(timer);
            return { told: false, seen: false };
          },
          upon: { a: () => {} },
          uponTimeout: {
            tell(state, { send, decide }) {
              state.told = true;
              send("p2", { type: "a" });
              decide(1);
            },
            look: (state) => void (state.seen = state.told),
          },
        }),
      },
      properties: {
        inTurn: {
          invariant: ({ process: [first] }) => !first.state.seen || first.decision !== undefined,
        },
      },
    }) as unknown as Protocol;
    for (const one of [made, overRegisters(made)])
      expect(check(system(one)).verdicts["inTurn"]).toEqual({ verdict: "holds" });
  });

  it("What is finite over channels stays finite, though messages go to and fro for ever.", ({ skip }) => {
    if (!isThorough) skip();
    const here = check(system(endless));
    for (const channels of [unordered, fifo]) {
      const there = check(system(overRegisters(endless), { channels }), { configurationsMax: 100_000 });
      expect(there.cutoff).toBeUndefined();
      expect(there.configurations).toBeGreaterThan(here.configurations);
    }
  });

  it("Failures but crashes, rounds, time, and objects of the protocol's own are refused.", () => {
    const refused = (options: SystemOptions, made = endless): string => {
      try {
        system(overRegisters(made), options);
        return "";
      } catch (error) {
        return String(error);
      }
    };
    expect(refused({})).toBe("");
    expect(refused({ failures: parseFailures("crash:1") })).toBe("");
    expect(refused({ failures: parseFailures("loss:1") })).toContain("nothing befalls these");
    expect(refused({ failures: parseFailures("crash-recovery:1") })).toContain("nothing befalls these");
    expect(refused({ timing: parseTiming("bounded:2") })).toContain("no delays to bound");
    expect(refused({ timing: parseTiming("synchronous") })).toContain("no delays to bound");
    expect(refused({}, { ...endless, objects: [register("x", 0)] })).toContain("it has shared objects");
    const nested = { ...endless, properties: { nested: { temporal: { always: () => true } } } };
    expect(refused({ failures: parseFailures("crash:1") }, nested)).toContain("Property nested is temporal");
    expect(() => system(overRegisters(nested, { crashes: false }))).not.toThrow();
    const inRounds = { process: { initially: () => ({}), uponRound: () => {} } };
    expect(refused({}, { name: "in-rounds", roles: inRounds })).toContain("acts in rounds");
  });

  it("Reference and kernel agree on them.", () => {
    for (const seed of seeds(2, 24)) {
      const [made, options] = generated(seed, { fuel: 1 });
      const there = system(overRegisters(made), options);
      const { configurations, transitions, quiescent, cutoff } = check(there, {
        configurationsMax: 300,
        keepGoing: true,
      });
      if (cutoff !== undefined) continue;
      expect(search(there)).toMatchObject({ configurations, transitions, quiescent });
    }
  });
});
