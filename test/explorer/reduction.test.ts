/**
 * What cannot matter is left out, and nothing else: with and without, the same tuples of local states are
 * reached and the same are ends, verdicts are equal, and shortest violations as long. Verdicts alone are not
 * enough: a search may lose many local states, and no property of the day notices.
 */
import { describe, expect, it } from "vitest";
import {
  check,
  parseChannels,
  parseFailures,
  parseTiming,
  ProtocolError,
  protocol,
  role,
  fifo,
  messageSet,
  system as layOut,
  unordered,
  type Channel,
  type ConfigurationView,
  type ProcessView,
  type System,
} from "lightcone";
import { seeds } from "../effort.ts";
import echo from "../../zoo/broadcast/echo.ts";
import { draw } from "../oracle/draw.ts";
import { compiled, evaluate } from "../oracle/load.ts";
import { moduleText } from "../oracle/source.ts";
import type { Tiny } from "../oracle/tiny.ts";
import { isTrue, type Seen } from "../oracle/view.ts";
import { generatedCode } from "./generatedCode.ts";
import { drawnOptions, generatedProtocol, generatedSystem } from "./generated.ts";
import { CONFIGURATIONS_MAX, expectSame, tally } from "./leftOut.ts";

/** A system of the oracle's, with its claims; undefined if its protocol makes a mistake. */
function guardedSystem(tiny: Tiny): System | undefined {
  const properties = Object.fromEntries(
    tiny.claims.map((claim, i) => {
      const seen = (processes: readonly ProcessView[]): Seen[] =>
        processes.map(
          ({ state, decision }) => ({ state, decision: decision ?? null, faulty: false }) as Seen,
        );
      const predicate = (_roles: unknown, { processes }: ConfigurationView): boolean =>
        isTrue(claim, { processes: seen(processes), elapsed: null, objects: [], watch: null });
      return [`claim${i}`, { [claim.kind]: predicate }];
    }),
  );
  const text = moduleText(tiny, "");
  const code = tiny.roles.some(({ isCode }) => isCode) ? compiled(text) : text;
  const made = layOut(evaluate(code, { properties }));
  try {
    return check(made, { configurationsMax: CONFIGURATIONS_MAX }).cutoff === undefined ? made : undefined;
  } catch (error) {
    if (error instanceof ProtocolError) return undefined;
    throw error;
  }
}

describe("what cannot matter is left out, and nothing else", () => {
  it.each(seeds(5, 150))("in generated system %i", (seed) => {
    expectSame(generatedSystem(seed, { fuel: seed % 4 === 0 ? 2 : 1 }));
  });

  // Messages that are kept back, in queues too, and processes that act on their own account.
  it.each(seeds(3, 100))("in guarded system %i", (seed) => {
    const drawn = draw(seed, ["asynchronous"], true);
    const claims = drawn.claims.filter(({ about }) => /places|marks|decisions|agreement/.test(about));
    const isSet = drawn.channels === "message-set";
    const tiny = isSet ? ({ ...drawn, channels: "fifo", hidesSenders: false } as const) : drawn;
    const made = guardedSystem({ ...tiny, failures: [], begin: [], claims });
    if (made !== undefined) expectSame(made);
  });

  const FAILURES = [
    "crash:1",
    "crash-recovery:1",
    "loss:1",
    "loss",
    "fair-loss",
    "duplication:1",
    "send-omission:1",
    "receive-omission:1",
    "omission:1",
    "partition:1",
    "crash:1,loss:1",
    "byzantine:1",
    "authenticated-byzantine:1",
    "byzantine:1,loss:1",
  ];

  it.each(FAILURES.flatMap((failures) => seeds(1, 10).map((seed) => [failures, seed] as const)))(
    "with %s, in generated system %i",
    (failures, seed) => {
      const size = { fuel: 1, restarts: failures.includes("recovery") };
      const options = { ...drawnOptions(seed, size), failures: parseFailures(failures) };
      const isCarried = /loss|duplication|partition/.test(failures);
      if (isCarried && options.channels?.keeps === true) options.channels = unordered;
      expectSame(layOut(generatedProtocol(seed, size), options));
    },
  );

  it.each(seeds(2, 60))("in process code with shared objects %i", (seed) => {
    const channels = [unordered, fifo, messageSet][seed % 3] as Channel;
    const failures = parseFailures(["none", "crash:1", "crash-recovery:1"][(seed >> 1) % 3] as string);
    expectSame(layOut(generatedCode(seed + 500), { channels, failures }));
  });

  describe("where it does nothing now and something later:", () => {
    /** A server that gets ready when its timer fires, and a client that asks once, at the start. */
    const asked = (
      channels: Channel,
      upon: (state: { ready: boolean; asked: boolean }, reply: () => void) => void,
    ): System => {
      type Message = { type: "ask" } | { type: "answer" } | { type: "note" };
      const made = protocol<Message>()({
        name: "asked",
        roles: {
          server: role({
            initially: ({ setTimer }) => {
              setTimer("ready");
              return { ready: false, asked: false };
            },
            upon: {
              ask: (state, _message, { reply }) => upon(state, () => reply({ type: "answer" })),
              answer() {},
              note() {},
            },
            uponTimeout: { ready: (state) => void (state.ready = true) },
          }),
          client: role({
            initially({ send }) {
              send("server", { type: "note" });
              send("server", { type: "ask" });
              return { answers: 0 };
            },
            upon: {
              answer: (state) => void state.answers++,
              ask() {},
              note() {},
            },
          }),
        },
        properties: {
          unanswered: { invariant: ({ client }) => client.every(({ state }) => state.answers === 0) },
          answered: { eventually: ({ client }) => client.some(({ state }) => state.answers > 0) },
        },
      });
      return layOut(made, { channels });
    };

    it.each([unordered, fifo, messageSet])("a letter that changes the state, in %o", (channels) => {
      expectSame(
        asked(channels, (state) => {
          if (state.ready) state.asked = true;
        }),
      );
    });

    it.each([unordered, fifo])("a letter that is answered, in %o", (channels) => {
      expectSame(
        asked(channels, (state, reply) => {
          if (state.ready) reply();
        }),
      );
    });

    it("a letter that is lost or doubled in a queue, behind one that does nothing", () => {
      const made = asked(fifo, (_state, reply) => reply());
      for (const failures of ["loss:1", "duplication:1", "loss:1,duplication:1"])
        expectSame(layOut(made.protocol, { channels: fifo, failures: parseFailures(failures) }));
    });

    it("a timer", () => {
      const made = protocol<{ type: "go" }>()({
        name: "timed",
        roles: {
          process: role({
            processes: 2,
            initially: ({ setTimer, broadcast }) => {
              setTimer("look");
              broadcast({ type: "go" });
              return { gone: false, seen: false, done: false };
            },
            upon: {
              go(state, _message, { setTimer }) {
                state.gone = true;
                setTimer("end");
              },
            },
            uponTimeout: {
              look: (state) => void (state.seen ||= state.gone && !state.done),
              end: (state) => void (state.done = true),
            },
          }),
        },
        properties: { blind: { invariant: ({ process }) => process.every(({ state }) => !state.seen) } },
      });
      expectSame(layOut(made));
      // Where a property reads timers, they are there.
      const set = {
        invariant: ({ process }: { readonly process: readonly ProcessView<{ done: boolean }>[] }) =>
          process.every(({ state, timers }) => !state.done || timers.length > 0),
      };
      expectSame(layOut({ ...made, properties: { set } }));
    });

    it("a letter that comes when steps from there are known already, and acts after one of them", () => {
      const made = protocol<{ type: "early" } | { type: "late" }>()({
        name: "known",
        roles: {
          server: role({
            initially: () => ({ isOpen: false, heard: false }),
            upon: {
              early: (state) => void (state.heard ||= state.isOpen),
              late: (state) => void (state.isOpen = true),
            },
          }),
          // Opens at once; or takes its time, sends what is heard only in an open server, and opens then.
          client: role({
            initially: ({ setTimer }) => {
              setTimer("go");
              return { steps: 0 };
            },
            uponTimeout: {
              go(state, { choose, send, setTimer }) {
                const isHasty = state.steps === 0 && choose([true, false]);
                state.steps++;
                if (state.steps === 3) send("server", { type: "early" });
                if (isHasty || state.steps === 4) send("server", { type: "late" });
                else setTimer("go");
              },
            },
          }),
        },
        properties: { deaf: { invariant: ({ server: [{ state }] }) => !state.heard } },
      });
      expectSame(layOut(made));
    });

    it("a letter whose handler fails in a state in which nobody gets it", () => {
      type Type = "begin" | "begun" | "end" | "ended" | "late";
      const made = protocol<{ type: Type }>()({
        name: "unreal",
        roles: {
          server: role({
            initially: () => ({ isBusy: false }),
            upon: {
              begin(state, _message, { reply }) {
                state.isBusy = true;
                reply({ type: "begun" });
              },
              end(state, _message, { reply }) {
                state.isBusy = false;
                reply({ type: "ended" });
              },
              late(state) {
                if (state.isBusy) throw new Error("nobody comes here");
              },
            },
          }),
          client: role({
            initially({ send }) {
              send("server", { type: "begin" });
              return {};
            },
            upon: {
              begun: (_state, _message, { reply }) => reply({ type: "end" }),
              ended: (_state, _message, { reply }) => reply({ type: "late" }),
            },
          }),
        },
      });
      for (const channels of [unordered, fifo]) expectSame(layOut(made, { channels }));
    });

    it("a letter in front of a queue, with its equal behind one that stays", () => {
      const made = protocol<{ type: "count" } | { type: "close" }>()({
        name: "counting",
        roles: {
          counter: role({
            initially: ({ setTimer }) => {
              setTimer("open");
              return { phase: "new", count: 0 };
            },
            upon: {
              count: (state) => void (state.phase === "open" && state.count++),
              close: (state) => void (state.phase === "new" && (state.phase = "closed")),
            },
            uponTimeout: { open: (state) => void (state.phase === "new" && (state.phase = "open")) },
          }),
          client: role({
            initially({ send }) {
              for (const type of ["count", "close", "count"] as const) send("counter", { type });
              return {};
            },
            upon: {},
          }),
        },
        properties: { few: { invariant: ({ counter: [counter] }) => counter.state.count < 2 } },
      });
      const given = layOut(made, { channels: fifo });
      expectSame(given);
      expect(check(given, { reduced: true }).verdicts["few"]?.verdict).toBe("violated");
    });

    it.each([unordered, fifo, messageSet])("a letter whose handler fails then, in %o", (channels) => {
      const made = protocol<{ type: "late" }>()({
        name: "failing",
        roles: {
          server: role({
            initially: ({ setTimer }) => {
              setTimer("close");
              return { isClosed: false };
            },
            upon: {
              late(state) {
                if (state.isClosed) throw new Error("it comes late");
              },
            },
            uponTimeout: { close: (state) => void (state.isClosed = true) },
          }),
          client: role({ initially: ({ send }) => (send("server", { type: "late" }), {}) }),
        },
      });
      expect(() => check(layOut(made, { channels }), { reduced: true })).toThrow(ProtocolError);
    });

    it("a letter that process code does not ask for yet, before another in a queue", () => {
      const made = protocol<{ type: "early" } | { type: "late" }>()({
        name: "asking",
        roles: {
          receiver: role({
            initially: () => ({ heard: 0 }),
            *run(state, { receive }) {
              yield* receive("late");
              state.heard = 1;
              yield* receive("early");
              state.heard = 2;
            },
          }),
          sender: role({
            initially({ send }) {
              send("receiver", { type: "early" });
              send("receiver", { type: "late" });
              return {};
            },
            upon: {},
          }),
        },
      });
      for (const channels of [unordered, fifo]) expectSame(layOut(made, { channels }));
    });
  });

  it.each([
    ["rounds", { timing: parseTiming("synchronous") }],
    ["time", { timing: parseTiming("bounded:2") }],
    ["time", { timing: parseTiming("partially-synchronous:gst:3") }],
    ["receipts fail", { failures: parseFailures("receive-omission:1") }],
    ["channels are bounded", { channels: parseChannels("fifo:3") }],
  ])("it is off by name: %s", (refusal, options) => {
    const { reduction } = check(layOut(generatedProtocol(1, { fuel: 1 }), options), {
      reduced: true,
      configurationsMax: CONFIGURATIONS_MAX,
    });
    expect(reduction).toMatchObject({ refusal, leftOut: [] });
  });

  it("all is looked at where a step makes a timer possible again and again that does nothing", () => {
    const ticking = protocol()({
      name: "ticking",
      roles: {
        process: role({
          processes: 1,
          initially: () => ({}),
          must: { again: { while: () => true, do: (_state, context) => context.setTimer("idle", 1) } },
          uponTimeout: { idle() {} },
        }),
      },
      properties: { never: { eventually: () => false } },
    });
    const found = check(layOut(ticking), { reduced: true });
    expect(found.verdicts["never"]).toMatchObject({ verdict: "violated" });
    expect(found).toMatchObject({ configurations: 2, reduction: { refusal: "letters pile up" } });
  });

  it("nothing is searched again where properties read mailboxes and nothing was left out", () => {
    const { reduction } = check(layOut(echo), { reduced: true });
    expect(reduction).toMatchObject({ refusal: "mailboxes are read", leftOut: [], restarts: 0 });
  });

  it("has left out enough for the comparison to mean something", () => {
    console.info(tally);
    expect(tally.reduced).toBeLessThan(0.9 * tally.full);
    expect(tally.restarts).toBeGreaterThan(0);
    expect(tally.violated).toBeGreaterThan(5);
    expect(tally.forged).toBeGreaterThan(5);
  });
});
