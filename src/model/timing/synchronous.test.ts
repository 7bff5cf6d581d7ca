/** Synchronous rounds, sentence by sentence: see docs/semantics.md. */
import { expect, test } from "vitest";
import { play } from "../../../test/semantics/play.ts";
import { check, search } from "../../explorer/index.ts";
import { fifo, messageSet, unordered } from "../communication/index.ts";
import { lengthOf, replay, type Execution } from "../transition/execution.ts";
import { parseEvent } from "../event/parseEvent.ts";
import { protocol } from "../system/protocol.ts";
import { role } from "../system/role.ts";
import { system } from "../system/system.ts";
import { synchronous } from "./index.ts";

const ROUND = "a round begins";

type Word = { type: "word"; n: number };

/** In the first two rounds everybody notes what it hears and tells everybody the number of the round. */
const chatter = protocol<Word>()({
  name: "chatter",
  timing: synchronous,
  roles: {
    process: role({
      processes: 3,
      initially: ({ broadcast }) => {
        broadcast({ type: "word", n: 0 });
        return { round: 0, heard: [] as string[] };
      },
      uponRound(state, messages, { broadcast, halt }) {
        state.round++;
        state.heard.push(messages.map(({ from, message }) => `${from}:${message.n}`).join(" "));
        if (state.round === 3) halt();
        else if (state.round === 1) broadcast({ type: "word", n: state.round });
      },
    }),
  },
});

/** p1 sends p2 three things at the start, in an order that is not that of their texts. */
const letters = protocol<Word>()({
  name: "letters",
  timing: synchronous,
  roles: {
    process: role({
      processes: 2,
      initially: ({ index, send, setTimer }) => {
        if (index === 1) for (const n of [3, 1, 2]) send("p2", { type: "word", n });
        setTimer("late");
        return { log: [] as string[] };
      },
      upon: {
        word(state, { n }, { setTimer }) {
          state.log.push(`word ${n}`);
          setTimer("new", 5);
        },
      },
      uponTimeout: {
        late: (state) => void state.log.push("late"),
        new: (state) => void state.log.push("new"),
      },
    }),
  },
});

/** After so many rounds, each played to its end. */
function afterRounds(count: number) {
  const { afterSteps } = play(chatter);
  return afterSteps(...new Array<string>(count).fill(ROUND));
}

test("What is sent in a round is received in the next; what start steps send, in round 1.", () => {
  const heard = (rounds: number) => afterRounds(rounds).state("p3")["heard"];
  expect(heard(1)).toEqual(["p1:0 p2:0"]);
  expect(heard(2)).toEqual(["p1:0 p2:0", "p1:1 p2:1"]);
  expect(heard(3)).toEqual(["p1:0 p2:0", "p1:1 p2:1", ""]);
});

test("In a round everybody who has not halted or crashed takes part, once.", () => {
  for (const rounds of [1, 2, 3]) {
    const { state } = afterRounds(rounds);
    expect(["p1", "p2", "p3"].map((id) => state(id)["round"])).toEqual([rounds, rounds, rounds]);
  }
  expect(afterRounds(3).next).toEqual([]);
});

test("Nobody sees in a round what another does in it: all receive what was in transit when it began.", () => {
  const { after } = play(chatter);
  const sends = ["p1", "p2", "p3"].flatMap((from) =>
    ["p1", "p2", "p3"].filter((to) => to !== from).map((to) => `${from} sends word(n: 0) to ${to}`),
  );
  const p1 = ["p1 receives word(n: 0) from p2", "p1 receives word(n: 0) from p3", "p1 ends the round"];
  const said = ["p1 sends word(n: 1) to p2", "p1 sends word(n: 1) to p3"];
  const { inTransit, configuration } = after(...sends, ROUND, ...p1, ...said);
  expect(inTransit("p2")).toEqual(["word(n: 1) from p1"]);
  const ofP2 = configuration.pending.filter(({ process, kind }) => process === "p2" && kind === "receive");
  expect(ofP2).toHaveLength(2);
});

test("A role with `uponRound` gets all messages at once, sender by sender, even if there are none.", () => {
  expect(afterRounds(3).state("p1")["heard"]).toEqual(["p2:0 p3:0", "p2:1 p3:1", ""]);
});

test("A role with `upon` gets them one by one, sender by sender, in the order of the channel.", () => {
  const log = (channels: typeof fifo) => play(letters, { channels }).afterSteps(ROUND).state("p2")["log"];
  expect(log(fifo)).toEqual(["word 3", "word 1", "word 2", "late"]);
  expect(log(unordered)).toEqual(["word 1", "word 2", "word 3", "late"]);
});

test("A timer fires in the round after the one in which it is set, whatever ticks it is set for.", () => {
  const { afterSteps } = play(letters, { channels: fifo });
  expect(afterSteps(ROUND).state("p2")["log"]).toEqual(["word 3", "word 1", "word 2", "late"]);
  expect(afterSteps(ROUND, ROUND).state("p2")["log"]).toEqual(["word 3", "word 1", "word 2", "late", "new"]);
});

test("A timer that is set anew in a round, or cancelled, does not fire in it any more.", () => {
  const heartbeat = protocol<Word>()({
    name: "heartbeat",
    timing: synchronous,
    roles: {
      process: role({
        processes: 2,
        initially: ({ index, send, setTimer }) => {
          if (index === 1) send("p2", { type: "word", n: 1 });
          for (const timer of ["suspect", "retry", "give up"] as const) setTimer(timer);
          return { log: [] as string[] };
        },
        upon: {
          word(_state, _message, { setTimer, cancelTimer }) {
            setTimer("suspect");
            cancelTimer("retry");
            setTimer("retry");
            cancelTimer("give up");
          },
        },
        uponTimeout: {
          suspect: (state) => void state.log.push("suspect"),
          retry: (state) => void state.log.push("retry"),
          "give up": (state) => void state.log.push("give up"),
        },
      }),
    },
  });
  const { afterSteps } = play(heartbeat);
  const logs = (...rounds: string[]) => ["p1", "p2"].map((id) => afterSteps(...rounds).state(id)["log"]);
  expect(logs(ROUND)).toEqual([["give up", "retry", "suspect"], []]);
  expect(afterSteps(ROUND).local("p2").timers).toEqual(["retry", "suspect"]);
  expect(logs(ROUND, ROUND)[1]).toEqual(["retry", "suspect"]);
});

test("A timer that fires takes nothing from what `uponRound` gets.", () => {
  const listener = protocol<Word>()({
    name: "listener",
    timing: synchronous,
    roles: {
      process: role({
        processes: 2,
        initially: ({ broadcast, setTimer }) => {
          broadcast({ type: "word", n: 7 });
          setTimer("tick");
          return { heard: [] as number[], ticks: 0 };
        },
        uponTimeout: { tick: (state) => void state.ticks++ },
        uponRound: (state, messages) => void state.heard.push(...messages.map(({ message: { n } }) => n)),
      }),
    },
  });
  expect(play(listener).afterSteps(ROUND).state("p2")).toEqual({ heard: [7], ticks: 1 });
});

test("A round begins when the one before is over, and only if there is something in it for somebody.", () => {
  const { after, afterSteps } = play(letters, { channels: fifo });
  const sends = [3, 1, 2].map((n) => `p1 sends word(n: ${n}) to p2`);
  expect(after(...sends.slice(0, 1)).next).not.toContain(ROUND);
  expect(after(...sends).next).toEqual([ROUND]);
  expect(after(...sends, ROUND).next).toEqual(["p1 times out on late"]);
  expect(afterSteps(ROUND, ROUND).next).toEqual([]);
});

test("In its turn a process receives all its messages, then its timers fire, then `uponRound` acts.", () => {
  const orderly = protocol<Word>()({
    name: "orderly",
    timing: synchronous,
    roles: {
      process: role({
        processes: 2,
        initially: ({ broadcast, setTimer }) => {
          broadcast({ type: "word", n: 0 });
          setTimer("timer");
          return {};
        },
        uponTimeout: { timer: () => {} },
        uponRound: () => {},
      }),
    },
  });
  const { after } = play(orderly);
  const turn = (p: string, q: string): string[] => [
    `${p} receives word(n: 0) from ${q}`,
    `${p} times out on timer`,
    `${p} ends the round`,
  ];
  const events = [
    "p1 sends word(n: 0) to p2",
    "p2 sends word(n: 0) to p1",
    ROUND,
    ...turn("p1", "p2"),
    ...turn("p2", "p1"),
  ];
  for (const [i, event] of events.entries()) expect(after(...events.slice(0, i)).next).toEqual([event]);
});

test("Configurations within a round are not judged: an invariant is about those between two rounds.", () => {
  const counting = protocol()({
    name: "counting",
    timing: synchronous,
    roles: {
      process: role({
        processes: 2,
        initially: () => ({ n: 0 }),
        uponRound(state, _messages, { halt }) {
          if (++state.n === 2) halt();
        },
      }),
    },
    properties: {
      inStep: { invariant: ({ process: [p, q] }) => p.state.n === q?.state.n },
      atZero: { invariant: ({ process: [p] }) => p.state.n === 0 },
    },
  });
  for (const explore of [search, check]) {
    const { verdicts } = explore(system(counting));
    expect(verdicts).toMatchObject({ inStep: { verdict: "holds" }, atZero: { verdict: "violated" } });
  }
});

test("The length of an execution is the number of its rounds.", () => {
  const made = system(letters, { channels: fifo });
  const sends = [3, 1, 2].map((n) => `p1 sends word(n: ${n}) to p2`);
  const receives = [3, 1, 2].map((n) => `p2 receives word(n: ${n}) from p1`);
  const round1 = [ROUND, "p1 times out on late", ...receives, "p2 times out on late"];
  const events = [...sends, ...round1, ROUND, "p2 times out on new"].map(parseEvent);
  expect(lengthOf(replay(made, { inputs: [null, null], events }) as Execution)).toBe(2);
});

test("Message sets are refused: in a round everything that was sent is received, once.", () => {
  expect(() => system(letters, { channels: messageSet })).toThrow("do not go together");
});
