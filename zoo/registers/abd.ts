/**
 * A register that is kept by servers which exchange messages, of which a minority may crash: shared memory
 * is no stronger than messages, as long as most are alive. The writer numbers its values and waits until a
 * majority has stored one. A reader asks a majority, takes the value with the highest number, and *writes it
 * back* to a majority before it returns it: any two majorities meet, so no later read can see an older value.
 *
 * Without writing back, a reader that has met the new value may next ask a majority that has not. With half
 * of the servers gone, nobody can tell whether the others are dead or slow, and everybody waits for ever.
 *
 * Source: H. Attiya, A. Bar-Noy and D. Dolev, Sharing memory robustly in message-passing systems, JACM 42(1)
 * (1995); Attiya and Welch, section 10.4; Lynch, section 17.1.
 */
import { type Claim, type Context, parseFailures, protocol, role, type Steps } from "lightcone";

/** `round`: which question an answer belongs to. */
type Message =
  | { type: "query"; round: number }
  | { type: "value"; round: number; value: number; time: number }
  | { type: "store"; round: number; value: number; time: number }
  | { type: "stored"; round: number };

/** A value, and its number. */
interface Stamped {
  value: number;
  time: number;
}

type Asking = Pick<Context<Message>, "processes" | "broadcast" | "receive">;

/** Stores a value at a majority of the servers. */
function* store(context: Asking, round: number, { value, time }: Stamped): Steps {
  const servers = context.processes("server");
  context.broadcast({ type: "store", round, value, time }, servers);
  for (let stored = 0; 2 * stored <= servers.length;) {
    const { message } = yield* context.receive("stored");
    if (message.round === round) stored++;
  }
}

/** The latest of the values of a majority of the servers. */
function* query(context: Asking, round: number): Steps<Stamped> {
  const servers = context.processes("server");
  context.broadcast({ type: "query", round }, servers);
  let latest: Stamped = { value: 0, time: 0 };
  for (let answers = 0; 2 * answers <= servers.length;) {
    const { message } = yield* context.receive("value");
    if (message.round !== round) continue;
    answers++;
    if (message.time > latest.time) latest = { value: message.value, time: message.time };
  }
  return latest;
}

export default protocol<Message>()({
  name: "abd",
  about: "A register on messages: write to a majority; read from a majority, and write back what was read.",
  source: "Attiya, Bar-Noy & Dolev, Sharing Memory Robustly in Message-Passing Systems, JACM 42(1), 1995",
  failures: parseFailures("crash:server1"),
  roles: {
    server: role({
      processes: 3,
      initially: () => ({ value: 0, time: 0 }),
      upon: {
        query({ value, time }, { round }, { reply }) {
          reply({ type: "value", round, value, time });
        },
        store(state, { round, value, time }, { reply }) {
          if (time > state.time) Object.assign(state, { value, time });
          reply({ type: "stored", round });
        },
      },
    }),
    writer: role({
      initially: () => ({}),
      *run(_state, context) {
        yield* store(context, 1, { value: 1, time: 1 });
      },
    }),
    reader: role({
      inputs: ["writes back"] as ("writes back" | "does not")[],
      initially: () => ({ reads: [] as number[] }),
      *run(state, context) {
        for (let round = 1; round <= 2; round++) {
          const latest = yield* query(context, round);
          if (context.input === "writes back") yield* store(context, round, latest);
          state.reads.push(latest.value);
        }
      },
    }),
  },
  properties: {
    noInversion: {
      invariant: ({ reader }) =>
        reader.every(({ state }) => state.reads[0] === undefined || state.reads[0] <= (state.reads[1] ?? 1)),
    },
    everybodyFinishes: {
      eventually: ({ writer, reader }) =>
        [...writer, ...reader].every(({ halted, faulty }) => halted || faulty),
    },
  },
});

export const claims: readonly Claim[] = [
  {
    claim: "No read sees an older value than the read before it, though a server crashes.",
    property: "noInversion",
    verdict: "holds",
    configurations: 2_107_272,
  },
  {
    claim: "Two servers of three are enough to go on.",
    property: "everybodyFinishes",
    verdict: "holds",
    configurations: 2_107_272,
  },
  {
    claim: "A reader that does not write back what it has read may read something older next.",
    system: { inputs: { reader: ["does not"] }, failures: [] },
    property: "noInversion",
    verdict: "violated",
    configurations: 29_424,
    steps: 9,
  },
  {
    claim: "If one of two servers crashes, everybody waits for ever.",
    system: { processes: { server: 2 }, failures: parseFailures("crash:server1") },
    property: "everybodyFinishes",
    verdict: "violated",
    configurations: 1_557,
    steps: 5,
  },
];
