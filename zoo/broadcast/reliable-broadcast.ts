/**
 * Reliable broadcast: if a process that does not crash delivers a message, all such processes do, even if
 * the sender crashes while it is sending. Whoever gets the message for the first time delivers it and tells
 * everybody.
 *
 * Without telling everybody it is a best-effort broadcast, which one crash in the middle of the sender's
 * step spoils: [reliable-broadcast-by-the-sender-alone](reliable-broadcast-by-the-sender-alone.ts).
 *
 * A process may deliver the message and crash before it has told anybody. Those who are left may then never
 * hear of it: agreement is not *uniform*. It becomes so if everybody tells first and delivers afterwards,
 * because messages of a process that has crashed still arrive:
 * [reliable-broadcast-uniform](reliable-broadcast-uniform.ts).
 *
 * Source: V. Hadzilacos and S. Toueg, A Modular Approach to Fault-Tolerant Broadcasts and Related Problems
 * (1994), sections 3 and 5; C. Cachin, R. Guerraoui and L. Rodrigues, Introduction to Reliable and Secure
 * Distributed Programming (2011), sections 3.2 to 3.4.
 */
import {
  type Claim,
  type ConfigurationView,
  type Context,
  parseFailures,
  type ProcessView,
  protocol,
  role,
} from "lightcone";

type Message = { type: "news" };
type Can = Pick<Context<Message>, "broadcast" | "decide">;

/** What a process does when it gets the message for the first time; to deliver is to decide. */
export type Relay = (can: Can) => void;

/** Nothing is in transit: as there are no timers either, nothing happens any more. */
const isQuiet = ({ processes }: ConfigurationView): boolean =>
  processes.every(({ mailbox }) => mailbox.length === 0);

const hasDelivered = ({ decision }: ProcessView): boolean => decision !== undefined;

/** In the end, all correct processes have delivered the message, or nobody has among those asked. */
const allOrNone = (isAsked: (process: ProcessView) => boolean) => ({
  eventually: (_roles: unknown, configuration: ConfigurationView) => {
    const { processes } = configuration;
    const all = processes.every((process) => process.faulty || hasDelivered(process));
    return all || (isQuiet(configuration) && !processes.some((one) => isAsked(one) && hasDelivered(one)));
  },
});

/** A broadcast by the first process. */
export function reliableBroadcast(name: string, about: string, relay: Relay) {
  return protocol<Message>()({
    name,
    about,
    source: "Hadzilacos & Toueg 1994, sections 3 and 5; Cachin, Guerraoui & Rodrigues, sections 3.2 to 3.4",
    failures: parseFailures("crash:1"),
    roles: {
      process: role({
        processes: 3,
        initially: ({ index, broadcast, decide }) => {
          if (index !== 1) return { knows: false };
          broadcast({ type: "news" });
          decide("news");
          return { knows: true };
        },
        upon: {
          news(state, _message, can) {
            if (state.knows) return;
            state.knows = true;
            relay(can);
          },
        },
      }),
    },
    properties: {
      validity: { eventually: ({ process: [sender] }) => sender.faulty || hasDelivered(sender) },
      agreement: allOrNone(({ faulty }) => !faulty),
      uniformAgreement: allOrNone(() => true),
    },
  });
}

export default reliableBroadcast(
  "reliable-broadcast",
  "Who gets a message for the first time tells everybody, so that a crash of the sender does no harm.",
  ({ broadcast, decide }) => {
    decide("news");
    broadcast({ type: "news" });
  },
);

export const claims: Claim[] = [
  {
    claim: "If one process crashes, those who are left deliver the message, or none of them does.",
    property: "agreement",
    verdict: "holds",
    configurations: 108,
  },
  {
    claim: "The sender delivers its own message, unless it crashes.",
    property: "validity",
    verdict: "holds",
    configurations: 108,
  },
  {
    claim:
      "With a single crash agreement is uniform: who delivers and crashes had it from a sender who did not.",
    property: "uniformAgreement",
    verdict: "holds",
    configurations: 108,
  },
  {
    claim: "With two crashes agreement still holds.",
    system: { failures: parseFailures("crash:2") },
    property: "agreement",
    verdict: "holds",
    configurations: 168,
  },
  {
    claim:
      "The sender tells one process and crashes; that one delivers and crashes; the third never hears of it.",
    system: { failures: parseFailures("crash:2") },
    property: "uniformAgreement",
    verdict: "violated",
    configurations: 168,
    steps: 1,
  },
];
