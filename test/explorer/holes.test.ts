/** Systems on which a verdict or a count was once wrong, or the engines disagreed: the smallest known. */
import { describe, expect, it } from "vitest";
import {
  check,
  isStuck,
  isTrigger,
  messageSet,
  parseFailures,
  protocol,
  replay,
  role,
  search,
  startCheck,
  system,
  unordered,
  type ConfigurationView,
  type Topology,
} from "lightcone";

const engines = [
  ["reference", search],
  ["kernel", check],
] as const;

/** One process with a timer, and an array to choose from. */
function chooser<T extends object | number>(items: readonly T[], pick: (chosen: T) => number) {
  return protocol()({
    name: "chooser",
    roles: {
      process: role({
        initially: ({ setTimer }) => (setTimer("tick"), { picked: -1 }),
        uponTimeout: { tick: (state, { choose }) => void (state.picked = pick(choose(items))) },
      }),
    },
  });
}

it("a result that is asked for before the end claims nothing", () => {
  const late = protocol()({
    name: "late",
    roles: {
      process: role({
        processes: 5,
        initially: ({ setTimer }) => (setTimer("tick"), { n: 0 }),
        uponTimeout: {
          tick(state, { setTimer }) {
            if (++state.n < 5) setTimer("tick");
          },
        },
      }),
    },
    properties: {
      unfinished: { invariant: ({ process }) => process.some(({ state }) => state.n < 5) },
      never: { eventually: () => false },
    },
  });
  const running = startCheck(system(late));
  for (let more = true; more; more = running.advance()) {
    const { verdicts, cutoff } = running.result();
    if (verdicts["unfinished"]?.verdict === "violated") break;
    expect(cutoff).toBe("interrupted");
    expect(verdicts).toMatchObject({ unfinished: { verdict: "unknown" }, never: { verdict: "unknown" } });
  }
  while (running.advance());
  const { verdicts } = running.result();
  expect(verdicts).toMatchObject({ unfinished: { verdict: "violated" }, never: { verdict: "violated" } });
});

describe.each([unordered, messageSet])("a predicate sees mailboxes in one order: $name", (channel) => {
  it.each(engines)("by sender, then by text: %s", (_name, explore) => {
    const post = protocol<{ type: "a" } | { type: "z" }>()({
      name: "post",
      channels: channel,
      roles: {
        process: role({
          processes: 3,
          initially({ index, send, setTimer }) {
            if (index === 1) send("p3", { type: "z" });
            if (index === 1) send("p3", { type: "a" });
            if (index === 2) setTimer("tick");
            return {};
          },
          upon: { a: (_state, _message, { halt }) => halt(), z: (_state, _message, { halt }) => halt() },
          uponTimeout: {
            tick(_state, { send }) {
              send("p3", { type: "z" });
              send("p3", { type: "a" });
            },
          },
        }),
      },
      properties: {
        sorted: {
          invariant(_roles, { processes }: ConfigurationView) {
            const letters = processes.at(-1)?.mailbox.map(({ from, message }) => `${from} ${message.type}`);
            return letters?.join() === letters?.toSorted().join();
          },
        },
      },
    });
    expect(explore(system(post)).verdicts).toEqual({ sorted: { verdict: "holds" } });
  });
});

describe.each(engines)("options that are equal by value: %s", (_name, explore) => {
  it("are one option", () => {
    const result = explore(system(chooser([3, 4, 3, 3], (chosen) => chosen)));
    expect(result).toMatchObject({ configurations: 3, transitions: 2, quiescent: 2 });
  });

  it("may not be told apart", () => {
    const items = [{ done: false }, { done: false }];
    const positions = chooser(items, (chosen) => items.indexOf(chosen));
    expect(() => explore(system(positions))).toThrow(
      "told options apart that are equal by value: {done: false}",
    );
  });
});

it("a topology of one's own may link a process to itself", () => {
  const loop: Topology = { text: "loop", links: () => [[0, 0]] };
  const talker = protocol<{ type: "a" }>()({
    name: "talker",
    roles: {
      process: role({ initially: ({ broadcast }) => (broadcast({ type: "a" }), {}), upon: { a: () => {} } }),
    },
  });
  const here = system(talker, { topology: loop });
  expect(check(here)).toMatchObject({ configurations: 2, transitions: 1 });
  expect(search(here)).toMatchObject({ configurations: 2, transitions: 1 });
});

describe.each(engines)("a generator function, of which nothing would run: %s", (_name, explore) => {
  it("is no handler", () => {
    const lazy = protocol()({
      name: "lazy",
      roles: {
        process: role({
          initially: ({ setTimer }) => (setTimer("tick"), { n: 0 }),
          uponTimeout: {
            *tick(state) {
              yield state.n++;
            },
          },
        }),
      },
      properties: { zero: { invariant: ({ process: [first] }) => first.state.n === 0 } },
    });
    expect(() => explore(system(lazy))).toThrow("p1 returned a generator, of which nothing has run");
  });
});

it.each(engines)(
  "letters of one type are told apart by what they hold and who sent them: %s",
  (_name, explore) => {
    const mail = (bad: (from: string, n: number) => boolean) =>
      protocol<{ type: "a"; n: number }>()({
        name: "mail",
        roles: {
          process: role({
            processes: 3,
            initially({ index, send, setTimer }) {
              if (index === 1) send("p3", { type: "a", n: 0 });
              if (index === 2) setTimer("tick");
              if (index === 1) setTimer("tock");
              return {};
            },
            upon: { a: () => {} },
            uponTimeout: {
              tick: (_state, { send }) => send("p3", { type: "a", n: 0 }),
              tock: (_state, { send }) => send("p3", { type: "a", n: 1 }),
            },
          }),
        },
        properties: {
          good: {
            invariant(_roles, { processes }: ConfigurationView) {
              const [letter, second] = processes.at(-1)?.mailbox ?? [];
              if (letter === undefined || second !== undefined) return true;
              return !bad(letter.from ?? "", (letter.message as { type: "a"; n: number }).n);
            },
          },
        },
      });
    for (const bad of [(from: string) => from === "p2", (_from: string, n: number) => n === 1]) {
      const verdict = explore(system(mail(bad))).verdicts["good"];
      expect(verdict?.verdict).toBe("violated");
      if (verdict?.verdict === "violated") expect(verdict.schedule.events.filter(isTrigger)).toHaveLength(2);
    }
  },
);

it("a process that has halted takes no step in a replay either", () => {
  const brief = protocol<{ type: "a" }>()({
    name: "brief",
    roles: {
      process: role({
        processes: 2,
        initially({ index, broadcast, halt, setTimer }) {
          if (index === 1) broadcast({ type: "a" });
          else halt();
          setTimer("tick");
          return {};
        },
        upon: { a: () => {} },
        uponTimeout: { tick: () => {} },
      }),
    },
  });
  const here = system(brief);
  expect(check(here)).toMatchObject({ configurations: 2, transitions: 1, quiescent: 1 });
  const start = [
    { kind: "send", process: "p1", to: "p2", message: { type: "a" } },
    { kind: "halt", process: "p2" },
  ] as const;
  for (const event of [
    { kind: "receive", process: "p2", from: "p1", message: { type: "a" }, choices: [] },
    { kind: "timeout", process: "p2", timer: "tick", choices: [] },
  ] as const) {
    const result = replay(here, { inputs: [null, null], events: [...start, event] });
    expect(isStuck(result) && result.at).toBe(2);
  }
});

describe("where messages may be forged, nothing holds before everything was said", () => {
  type Word = { type: "go" } | { type: "magic" };
  /** One counts when told to, and says magic at last; to hear that before its own timer fires is fatal. */
  const spell = protocol<Word>()({
    name: "spell",
    roles: {
      talker: role({
        initially: () => ({ n: 0 }),
        upon: {
          go({ n }, _message, { setTimer }) {
            if (n === 0) setTimer("tick");
          },
        },
        uponTimeout: {
          tick(state, { setTimer, broadcast }) {
            if (++state.n < 20) setTimer("tick");
            else broadcast({ type: "magic" });
          },
        },
      }),
      hearer: role({
        initially: ({ setTimer }) => (setTimer("tick"), { done: false, doomed: false }),
        upon: { magic: (state) => void (state.doomed = true) },
        uponTimeout: {
          tick(state, { broadcast }) {
            if (state.doomed) return;
            state.done = true;
            broadcast({ type: "go" });
          },
        },
      }),
    },
    properties: {
      done: { eventually: ({ hearer: [one] }) => one.faulty || one.state.done },
      safe: { invariant: ({ hearer: [one] }) => one.faulty || one.state.done || !one.state.doomed },
    },
  });
  const here = system(spell, { failures: parseFailures("byzantine:1") });

  it("with a limit on configurations", () => {
    const { verdicts } = check(here, { configurationsMax: 10 });
    expect(verdicts).toMatchObject({ done: { verdict: "unknown" }, safe: { verdict: "unknown" } });
    expect(check(here).verdicts).toMatchObject({
      done: { verdict: "violated" },
      safe: { verdict: "violated" },
    });
  });

  it("when it is stopped at any time", () => {
    for (let strides = 0, more = true; more; strides++) {
      const running = startCheck(here);
      for (let i = 0; i < strides && more; i++) more = running.advance();
      if (more) running.stop("time");
      for (const { verdict } of Object.values(running.result().verdicts)) expect(verdict).not.toBe("holds");
    }
  });
});
