/**
 * The alternating-bit protocol: a reliable channel made of channels that lose and duplicate messages but
 * keep their order. The sender repeats an item, with a bit, until it is acknowledged with the same bit; then
 * it flips the bit and goes on. The receiver delivers an item if its bit is the one it is waiting for, and
 * acknowledges every message that comes.
 *
 * One bit is enough because channels keep their order: at any time all messages with the old bit are before
 * all messages with the new one. Where messages overtake each other, an old item comes again with what is
 * the right bit once more: see the claims, and [stenning](stenning.ts), which numbers the items.
 *
 * When the sender's timer fires is up to the adversary. To keep the state space small each item is repeated
 * once at most; who [never gives up](alternating-bit-patient.ts) needs channels that are not against it.
 *
 * Source: K. Bartlett, R. Scantlebury and P. Wilkinson, A Note on Reliable Full-Duplex Transmission over
 * Half-Duplex Links, CACM 12(5) (1969); N. Lynch, Distributed Algorithms (1996), section 22.3.
 */
import { type Claim, fifo, parseFailures, protocol, role, unordered } from "lightcone";

type Message = { type: "item"; item: string; tag: number } | { type: "acknowledgement"; tag: number };

/** What is to be sent, in order. */
const ITEMS = ["a", "b", "c"];

interface Sender {
  /** How many items have been acknowledged. */
  done: number;
  /** How often the next one may still be repeated. */
  repeats: number;
}

interface Receiver {
  delivered: string[];
}

/**
 * Items go from a sender to a receiver, each with a tag that is made from its number, and repeated so often
 * at most.
 */
export function transmission(
  name: string,
  about: string,
  { tagOf, repeats = 1 }: { readonly tagOf: (number: number) => number; readonly repeats?: number },
) {
  const message = (number: number): Message => {
    return { type: "item", item: ITEMS[number] ?? "", tag: tagOf(number) };
  };
  return protocol<Message>()({
    name,
    about,
    source: "Bartlett, Scantlebury & Wilkinson, CACM 12(5), 1969; Lynch, Distributed Algorithms, chapter 22",
    channels: fifo,
    failures: parseFailures("loss:1,duplication:1"),
    roles: {
      sender: role({
        initially: ({ send, setTimer }): Sender => {
          send("receiver", message(0));
          setTimer("repeat");
          return { done: 0, repeats };
        },
        upon: {
          acknowledgement(state, { tag }, { send, setTimer, cancelTimer }) {
            if (state.done === ITEMS.length || tag !== tagOf(state.done)) return;
            state.done++;
            state.repeats = repeats;
            cancelTimer("repeat");
            if (state.done === ITEMS.length) return;
            send("receiver", message(state.done));
            setTimer("repeat");
          },
        },
        uponTimeout: {
          repeat(state, { send, setTimer }) {
            send("receiver", message(state.done));
            if (--state.repeats > 0) setTimer("repeat");
          },
        },
      }),
      receiver: role({
        initially: (): Receiver => ({ delivered: [] }),
        upon: {
          item(state, { item, tag }, { reply }) {
            if (tag === tagOf(state.delivered.length)) state.delivered.push(item);
            reply({ type: "acknowledgement", tag });
          },
        },
      }),
    },
    properties: {
      // What has been delivered is what was sent: in order, nothing twice, nothing left out.
      prefix: {
        invariant: ({ receiver: [{ state }] }) =>
          state.delivered.every((item, i) => item === ITEMS[i]) && state.delivered.length <= ITEMS.length,
      },
      delivered: { eventually: ({ receiver: [{ state }] }) => state.delivered.length === ITEMS.length },
      // Nothing that was delivered is taken back.
      kept: {
        step: ({ receiver: [before] }, { receiver: [after] }) =>
          before.state.delivered.every((item, i) => item === after.state.delivered[i]),
      },
    },
  });
}

export default transmission(
  "alternating-bit",
  "A sender repeats each item with a bit until the bit is acknowledged; then it flips the bit.",
  { tagOf: (number) => number % 2 },
);

export const claims: Claim[] = [
  {
    claim: "One message lost and one duplicated: what is delivered is always a beginning of what was sent.",
    property: "prefix",
    verdict: "holds",
    configurations: 249,
  },
  {
    claim: "Everything is delivered if no more messages are lost than an item is repeated.",
    property: "delivered",
    verdict: "holds",
    configurations: 249,
  },
  {
    claim: "What has been delivered is never taken back.",
    property: "kept",
    verdict: "holds",
    configurations: 249,
  },
  {
    claim: "More losses than repetitions end the transmission, but never spoil it.",
    system: { failures: parseFailures("loss:2,duplication:1") },
    property: "prefix",
    verdict: "holds",
    configurations: 344,
  },
  {
    claim: "Two losses are too many for an item that is repeated once.",
    system: { failures: parseFailures("loss:2,duplication:1") },
    property: "delivered",
    verdict: "violated",
    configurations: 344,
    steps: 3,
  },
  {
    claim: "Where messages overtake each other, an old item is taken for a new one.",
    system: { channels: unordered },
    property: "prefix",
    verdict: "violated",
    configurations: 3047,
    steps: 5,
  },
  {
    claim: "An old acknowledgement is taken for a new one, too, and an item is skipped.",
    system: { channels: unordered },
    property: "delivered",
    verdict: "violated",
    configurations: 3047,
    steps: 7,
  },
];
