/**
 * Exactly once, over channels that lose and double messages: a client repeats its request if it is not
 * answered (once, here), and a server carries each request out once, because it remembers which it has
 * carried out.
 *
 * What has been carried out is an output, and leaves no trace in any state: monitors count. One of them says
 * *at most once*, another says *precedence*: the client takes for done only what has been done.
 *
 * The memory of the server has to survive its crashes: [exactly-once-forgetful](exactly-once-forgetful.ts).
 *
 * Source: A. D. Birrell and B. J. Nelson, Implementing Remote Procedure Calls, ACM Transactions on Computer
 * Systems 2 (1984); B. W. Lampson, Reliable Messages and Connection Establishment (1993).
 */
import { type Claim, monitor, parseFailures, protocol, role } from "lightcone";

type Message = { type: "request"; number: number } | { type: "done"; number: number };

/** The number of requests of the client, one after the other. */
const REQUESTS = 2;

/** A client and a server. `stable`: what the server remembers in spite of crashes. */
export function remoteCalls(name: string, about: string, stable: readonly "carriedOut"[]) {
  return protocol<Message>()({
    name,
    about,
    source: "Birrell & Nelson 1984; Lampson 1993",
    failures: parseFailures("loss:1,duplication:1"),
    roles: {
      client: role({
        initially({ send, setTimer }) {
          send("server", { type: "request", number: 1 });
          setTimer("again");
          return { number: 1 };
        },
        upon: {
          done(state, { number }, { output, send, setTimer, cancelTimer }) {
            if (number !== state.number) return;
            output(number);
            state.number++;
            if (state.number > REQUESTS) return cancelTimer("again");
            send("server", { type: "request", number: state.number });
            setTimer("again");
          },
        },
        uponTimeout: {
          again: ({ number }, { send }) => send("server", { type: "request", number }),
        },
      }),
      server: role({
        initially: () => ({ carriedOut: 0 }),
        stable,
        uponRecovery: ({ carriedOut = 0 }) => ({ carriedOut }),
        upon: {
          request(state, { number }, { output, reply }) {
            if (number > state.carriedOut) output(number);
            state.carriedOut = Math.max(state.carriedOut, number);
            reply({ type: "done", number });
          },
        },
      }),
    },
    monitors: {
      /** The number of times that each request has been carried out, and those that are taken for done. */
      calls: monitor({
        initially: () => ({ carriedOut: [0, 0], taken: [] as number[] }),
        upon: {
          output(state, { process, value }) {
            const call = Number(value) - 1;
            if (process === "client") state.taken.push(call);
            else state.carriedOut[call] = (state.carriedOut[call] ?? 0) + 1;
          },
        },
      }),
    },
    properties: {
      atMostOnce: { invariant: (_, { monitors }) => monitors.calls.carriedOut.every((times) => times <= 1) },
      precedence: {
        invariant: (_, { monitors: { calls } }) => calls.taken.every((call) => calls.carriedOut[call] !== 0),
      },
      allIsDone: { eventually: (_, { monitors }) => monitors.calls.taken.length === REQUESTS },
    },
  });
}

export default remoteCalls(
  "exactly-once",
  "A client repeats its request if it is not answered, and a server remembers what it has carried out.",
  ["carriedOut"],
);

export const claims: Claim[] = [
  {
    claim: "No request is carried out twice, whatever is lost or doubled.",
    property: "atMostOnce",
    verdict: "holds",
    configurations: 224,
  },
  {
    claim: "The client takes for done only what has been done.",
    property: "precedence",
    verdict: "holds",
    configurations: 224,
  },
  {
    claim: "With one loss, and every request sent twice, all is done: exactly once.",
    property: "allIsDone",
    verdict: "holds",
    configurations: 224,
  },
  {
    claim: "With two losses a request may never be answered.",
    system: { failures: parseFailures("loss:2") },
    property: "allIsDone",
    verdict: "violated",
    configurations: 73,
    steps: 3,
  },
  {
    claim: "What the server remembers survives a crash, and nothing is carried out again.",
    system: { failures: parseFailures("crash-recovery:server:1") },
    property: "atMostOnce",
    verdict: "holds",
    configurations: 130,
  },
];
