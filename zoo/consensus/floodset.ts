/**
 * FloodSet: consensus in a synchronous system in which up to f processes crash. For f + 1 rounds every
 * process tells everybody which inputs it has heard of; then it decides on the smallest of them.
 *
 * Among f + 1 rounds there is one in which nobody crashes. After it all know the same inputs, and nothing
 * changes any more. With only f rounds, a chain of processes that crash one after the other, each of them
 * telling the next alone, can keep an input from the last one until it is too late:
 * [floodset-hasty](floodset-hasty.ts).
 *
 * Crashes are all that it tolerates. A process that goes on, and only fails to send some of its messages,
 * can hold an input back for f rounds and let it out in the last.
 *
 * Source: N. Lynch, Distributed Algorithms (1996), section 6.2.1 (FloodSet, theorem 6.7); H. Attiya and J.
 * Welch, Distributed Computing (2004), section 5.1.3 (algorithm 15). That f + 1 rounds are needed: Attiya
 * and Welch, theorem 5.3.
 */
import { agreement, type Claim, parseFailures, protocol, role, synchronous } from "lightcone";
import { termination, type TheoryClaim, uniformAgreement, validity } from "lightcone";

type Message = { type: "seen"; values: Set<number> };

/** `round`: how many rounds are over. */
interface State {
  seen: Set<number>;
  round: number;
}

/** Flooding for a number of rounds. */
export function floodSet(name: string, rounds: number) {
  return protocol<Message>()({
    name,
    about: `Every process floods the inputs it knows for ${rounds} rounds, and decides on the smallest.`,
    source: "Lynch, Distributed Algorithms, section 6.2.1",
    timing: synchronous,
    failures: parseFailures("crash:1"),
    roles: {
      process: role({
        processes: 3,
        inputs: [0, 1],
        initially: ({ input, broadcast }): State => {
          const seen = new Set([input]);
          broadcast({ type: "seen", values: seen });
          return { seen, round: 0 };
        },
        uponRound(state, messages, { broadcast, decide, halt }) {
          for (const { message } of messages) for (const value of message.values) state.seen.add(value);
          state.round++;
          if (state.round < rounds) return broadcast({ type: "seen", values: state.seen });
          decide(Math.min(...state.seen));
          halt();
        },
      }),
    },
    properties: { agreement, uniformAgreement, validity, termination },
  });
}

export default floodSet("floodset", 2);

const crashes = (f: number) => parseFailures(`crash:${f}`);

export const claims: Claim[] = [
  {
    claim: "Two rounds are enough for three processes if one crashes, whatever it still sends.",
    property: "uniformAgreement",
    verdict: "holds",
    configurations: 312,
  },
  {
    claim: "Those who do not crash agree.",
    property: "agreement",
    verdict: "holds",
    configurations: 312,
  },
  { claim: "A decision is somebody's input.", property: "validity", verdict: "holds", configurations: 312 },
  {
    claim: "Everybody who does not crash decides.",
    property: "termination",
    verdict: "holds",
    configurations: 312,
  },
  {
    claim: "With two crashes, two rounds are too few: a chain of crashes hands an input to one alone.",
    system: { processes: { process: 4 }, failures: crashes(2) },
    property: "agreement",
    verdict: "violated",
    configurations: 7_784,
    steps: 2,
  },
  {
    claim: "A single process that does not crash, and only fails to send something, deceives the others.",
    system: { failures: parseFailures("send-omission:1") },
    property: "agreement",
    verdict: "violated",
    configurations: 300,
    steps: 2,
  },
];

export const theory: readonly TheoryClaim[] = [
  {
    claim: "After one round a chain leads from all zeros to all ones: it is too early to decide.",
    finds: { kind: "chain", after: 1, links: 4 },
  },
  { claim: "After two rounds there is none: f + 1 are enough.", finds: { kind: "chain", links: 0 } },
];
