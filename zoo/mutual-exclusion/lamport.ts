/**
 * Mutual exclusion without a coordinator: everybody keeps the same queue of requests, ordered by the time
 * of a logical clock. A process asks everybody; it enters the critical section when its own request is the
 * first in its queue *and* it has heard something later from everybody else, so that no earlier request
 * can still be on its way. When it leaves, it tells everybody to drop its request.
 *
 * "Can still be on its way" is where FIFO comes in: a later message from q proves that all earlier ones
 * from q have arrived. Without order it proves nothing: an acknowledgment overtakes the request that was
 * sent before it, and two processes are in the critical section together. Nor can they know when a queue is
 * clean: a release overtakes the request that it should delete, and that request then waits in a queue for
 * ever, and others behind it.
 *
 * Source: L. Lamport, Time, clocks, and the ordering of events in a distributed system, CACM 21(7) (1978),
 * the five rules of the section "Ordering the Events Totally".
 */
import { type Claim, type Context, fifo, pairs, protocol, role, unordered } from "lightcone";

type Message =
  | { type: "request"; time: number }
  | { type: "acknowledge"; time: number }
  | { type: "release"; time: number };

/** `requests`: the queue, by process. `heard`: the latest time on a message, by other process. */
interface State {
  phase: "idle" | "waiting" | "critical" | "done";
  clock: number;
  requests: Map<string, number>;
  heard: Map<string, number>;
}

/** A process, and a time of its clock. */
type Stamp = readonly [process: string, time: number];

/** The total order of stamps: by time, and then by process. */
function before([p, timeP]: Stamp, [q, timeQ]: Stamp): boolean {
  return timeP < timeQ || (timeP === timeQ && p < q);
}

/** A message comes from another process: the clock moves past its time (the paper's rule IR2). */
function hear(state: State, time: number, from: string): void {
  state.clock = Math.max(state.clock, time) + 1;
  state.heard.set(from, Math.max(time, state.heard.get(from) ?? 0));
}

/** Rule 5: enters if the own request is the first, and everybody has been heard from since. */
function enterIfFirst(state: State, { self, neighbors, setTimer }: Context<Message, boolean>): void {
  const time = state.requests.get(self);
  if (state.phase !== "waiting" || time === undefined) return;
  const first = [...state.requests].every((other) => other[0] === self || before([self, time], other));
  const all = neighbors.every((other) => before([self, time], [other, state.heard.get(other) ?? 0]));
  if (!first || !all) return;
  state.phase = "critical";
  setTimer("leave");
}

export default protocol<Message>()({
  name: "lamport-mutual-exclusion",
  about: "Everybody keeps the queue of requests in the order of a logical clock; the first one enters.",
  source: "Lamport, Time, Clocks, and the Ordering of Events in a Distributed System, CACM 21(7), 1978",
  channels: fifo,
  roles: {
    process: role({
      processes: 2,
      // Whether it wants to enter at all; each does so at most once.
      inputs: [true],
      initially: ({ input, setTimer }): State => {
        if (input) setTimer("ask");
        return { phase: "idle", clock: 0, requests: new Map(), heard: new Map() };
      },
      upon: {
        request(state, { time }, context) {
          hear(state, time, context.from);
          state.requests.set(context.from, time);
          context.reply({ type: "acknowledge", time: state.clock });
          enterIfFirst(state, context);
        },
        acknowledge(state, { time }, context) {
          hear(state, time, context.from);
          enterIfFirst(state, context);
        },
        release(state, { time }, context) {
          hear(state, time, context.from);
          state.requests.delete(context.from);
          enterIfFirst(state, context);
        },
      },
      uponTimeout: {
        ask(state, context) {
          state.phase = "waiting";
          state.clock++;
          state.requests.set(context.self, state.clock);
          context.broadcast({ type: "request", time: state.clock });
          enterIfFirst(state, context);
        },
        leave(state, { self, broadcast }) {
          state.phase = "done";
          state.clock++;
          state.requests.delete(self);
          broadcast({ type: "release", time: state.clock });
        },
      },
    }),
  },
  properties: {
    exclusion: {
      invariant: ({ process }) =>
        pairs(process).every(([p, q]) => p.state.phase !== "critical" || q.state.phase !== "critical"),
    },
    everybodyEnters: {
      eventually: ({ process }) => process.every(({ input, state }) => !input || state.phase === "done"),
    },
    // Nobody is in the critical section while an earlier request waits, known to it or not.
    inOrder: {
      invariant: ({ process }) =>
        process.every(({ id, state }) => {
          const own = state.requests.get(id) ?? 0;
          const waiting = process.filter((other) => other.state.phase === "waiting");
          const times = waiting.map((other): Stamp => [other.id, other.state.requests.get(other.id) ?? 0]);
          return state.phase !== "critical" || times.every((time) => before([id, own], time));
        }),
    },
  },
});

const anyOrder = { channels: unordered };
const three = { processes: { process: 3 } };
const twoOfThree = { ...three, inputs: { p3: [false] } };

export const claims: readonly Claim[] = [
  {
    claim: "Two processes are never in the critical section together.",
    property: "exclusion",
    verdict: "holds",
    configurations: 79,
  },
  {
    claim: "Requests are granted in the order of their logical times.",
    property: "inOrder",
    verdict: "holds",
    configurations: 79,
  },
  {
    claim: "Whoever asks enters after finitely many steps: nobody starves.",
    property: "everybodyEnters",
    verdict: "holds",
    configurations: 79,
  },
  {
    claim: "Two of three processes ask, and they exclude each other.",
    system: twoOfThree,
    property: "exclusion",
    verdict: "holds",
    configurations: 2_200,
  },
  {
    claim: "Two of three processes ask, and the third does not keep them from entering.",
    system: twoOfThree,
    property: "everybodyEnters",
    verdict: "holds",
    configurations: 2_200,
  },
  {
    claim: "Three processes that all ask exclude each other.",
    system: three,
    property: "exclusion",
    verdict: "holds",
    configurations: 949_199,
  },
  {
    claim: "Without order, an acknowledgment overtakes the request before it, and both processes enter.",
    system: anyOrder,
    property: "exclusion",
    verdict: "violated",
    configurations: 357,
    steps: 4,
  },
  {
    claim: "Even so the two enter in the right order: the second does not wait until the first has left.",
    system: anyOrder,
    property: "inOrder",
    verdict: "holds",
    configurations: 357,
  },
  {
    claim: "Even so, neither of two processes starves.",
    system: anyOrder,
    property: "everybodyEnters",
    verdict: "holds",
    configurations: 357,
  },
  {
    claim: "With a third process, the second may even enter first, unaware of the first one's request.",
    system: { ...anyOrder, ...twoOfThree },
    property: "inOrder",
    verdict: "violated",
    configurations: 14_422,
    steps: 6,
  },
  {
    claim: "A release overtakes its request, which stays in the second's queue for ever: the second starves.",
    system: { ...anyOrder, ...twoOfThree },
    property: "everybodyEnters",
    verdict: "violated",
    configurations: 14_422,
    steps: 13,
  },
];
