/**
 * FIFO broadcast: everybody delivers the messages of one sender in the order in which it has broadcast them,
 * on channels that keep no order. Each message carries its number, and waits at its receiver for those before
 * it.
 *
 * That it works is said of what has been delivered, which no state shows: to deliver is to tell the outside
 * world (`output`). A monitor sees it, and what has been broadcast. Without numbers:
 * [fifo-broadcast-as-it-comes](fifo-broadcast-as-it-comes.ts).
 *
 * Source: V. Hadzilacos and S. Toueg, A Modular Approach to Fault-Tolerant Broadcasts and Related Problems
 * (1994), section 4; C. Cachin, R. Guerraoui and L. Rodrigues, Introduction to Reliable and Secure
 * Distributed Programming (2011), section 3.9.
 */
import { type Claim, fifo, monitor, parseFailures, protocol, role } from "lightcone";

type Message = { type: "news"; number: number };

/** A message that a process delivers. */
interface Delivery {
  from: string;
  number: number;
}

/** The number of messages that each process broadcasts. */
const MESSAGES = 2;

/** Everybody broadcasts to all others. `waits`: whether a message waits for those before it. */
export function fifoBroadcast(name: string, about: string, { waits }: { waits: boolean }) {
  return protocol<Message>()({
    name,
    about,
    source: "Hadzilacos & Toueg 1994, section 4; Cachin, Guerraoui & Rodrigues, section 3.9",
    roles: {
      process: role({
        processes: 2,
        initially({ broadcast, processes }) {
          for (let number = 1; number <= MESSAGES; number++) broadcast({ type: "news", number });
          return {
            next: new Map(processes().map((id) => [id, 1])),
            waiting: [] as Delivery[],
          };
        },
        upon: {
          news(state, { number }, { from, output }) {
            if (!waits) return output({ from, number });
            state.waiting.push({ from, number });
            for (;;) {
              const next = state.next.get(from) ?? 1;
              const ready = state.waiting.findIndex((one) => one.from === from && one.number === next);
              if (ready === -1) return;
              output({ from, number: next });
              state.waiting.splice(ready, 1);
              state.next.set(from, next + 1);
            }
          },
        },
      }),
    },
    monitors: {
      /** The messages of each sender that each process has delivered, in order. */
      delivered: monitor({
        initially: ({ process = [] }) => ({
          by: Object.fromEntries(process.map((one) => [one, [] as Delivery[]])),
        }),
        upon: {
          output: ({ by }, { process, value }) => void by[process]?.push(value as unknown as Delivery),
        },
      }),
    },
    properties: {
      fifoOrder: {
        invariant: (_, { monitors }) =>
          Object.values(monitors.delivered.by).every((list) =>
            list.every(({ from, number }, i) => earlier(list, i, from).length === number - 1),
          ),
      },
      everythingIsDelivered: {
        eventually: ({ process }, { monitors }) =>
          process.every(({ id }) => monitors.delivered.by[id]?.length === MESSAGES * (process.length - 1)),
      },
    },
  });
}

/** The deliveries from a sender before a position. */
function earlier(list: readonly Delivery[], position: number, sender: string): Delivery[] {
  return list.slice(0, position).filter(({ from }) => from === sender);
}

export default fifoBroadcast(
  "fifo-broadcast",
  "Messages carry numbers, and wait at their receiver for those that were broadcast before.",
  { waits: true },
);

export const claims: Claim[] = [
  {
    claim: "Everybody delivers the messages of one sender in the order in which it has broadcast them, once.",
    property: "fifoOrder",
    verdict: "holds",
    configurations: 16,
  },
  {
    claim: "Nothing waits for ever.",
    property: "everythingIsDelivered",
    verdict: "holds",
    configurations: 16,
  },
  {
    claim: "On FIFO channels nothing ever has to wait.",
    system: { channels: fifo },
    property: "fifoOrder",
    verdict: "holds",
    configurations: 9,
  },
  {
    claim: "What is received twice is delivered once: its number has passed.",
    system: { failures: parseFailures("duplication:1") },
    property: "fifoOrder",
    verdict: "holds",
    configurations: 112,
  },
  {
    claim: "If a message is lost, those behind it are never delivered.",
    system: { failures: parseFailures("loss:1") },
    property: "everythingIsDelivered",
    verdict: "violated",
    configurations: 48,
    steps: 4,
  },
];
