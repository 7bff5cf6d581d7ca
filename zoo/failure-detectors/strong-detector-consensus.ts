/**
 * Consensus although all but one may crash, with a strong failure detector. In each of n - 1 rounds everybody
 * tells the others which inputs are new to it, and waits for each until it has heard from it, or suspects it.
 * Then all exchange what they know, and keep only what everybody whom they have heard from knows, too. There
 * is one process that nobody ever suspects: nobody goes on without its words, and so all are left with the
 * same.
 *
 * With a detector that is right from some moment on only, nobody need be waited for before that moment:
 * [strong-detector-consensus-too-early](strong-detector-consensus-too-early.ts).
 *
 * Source: T. D. Chandra and S. Toueg, Unreliable Failure Detectors for Reliable Distributed Systems, Journal
 * of the ACM 43(2), 1996, section 6.1 (figure 5).
 */
import {
  type Claim,
  type Detector,
  parseFailures,
  protocol,
  role,
  strongDetector,
  suspects,
  termination,
  uniformAgreement,
  validity,
  whichever,
} from "lightcone";

/** What somebody has learnt: inputs by process. */
type Inputs = Map<string, number>;

type Message = { type: "news"; round: number; inputs: Inputs };

/** Consensus with a detector of all processes. */
export function consensusWith(name: string, detector: (processes: readonly string[]) => Detector) {
  return protocol<Message>()({
    name,
    about: "Everybody passes inputs on, and waits for each of the others until it suspects it.",
    source: "Chandra and Toueg, Unreliable Failure Detectors for Reliable Distributed Systems, 1996, fig. 5",
    failures: parseFailures("crash"),
    objects: ({ process = [] }) => [detector(process)],
    roles: {
      process: role({
        processes: 2,
        inputs: ({ index }) => (index === 1 ? [0] : [0, 1]),
        initially: () => ({ round: 1 }),
        when: { news: (state, { round }) => round === state.round },
        *run(state, { input, self, processes, broadcast, receive, decide }) {
          const others = processes().filter((id) => id !== self);
          let known: Inputs = new Map([[self, input]]);
          let fresh: Inputs = new Map(known);
          while (state.round <= processes().length) {
            const isLast = state.round === processes().length;
            broadcast({ type: "news", round: state.round, inputs: isLast ? known : fresh });
            fresh = new Map();
            let missing = others;
            while (missing.length > 0) {
              const suspicion = suspects(detector(processes()));
              const next = yield* whichever({ news: receive("news"), suspicion });
              if (next.taken === "suspicion") {
                if (missing.every((id) => next.answer.includes(id))) missing = [];
              } else {
                const { from, message } = next.answer;
                missing = missing.filter((id) => id !== from);
                if (isLast) known = new Map([...known].filter(([id]) => message.inputs.has(id)));
                else for (const [id, value] of message.inputs) if (!known.has(id)) fresh.set(id, value);
              }
            }
            known = new Map([...known, ...fresh]);
            state.round++;
          }
          const first = processes().find((id) => known.has(id)) ?? self;
          decide(known.get(first) ?? input);
        },
      }),
    },
    properties: { uniformAgreement, validity, termination },
  });
}

export default consensusWith("strong-detector-consensus", (processes) => strongDetector("watch", processes));

export const claims: readonly Claim[] = [
  {
    claim: "Nobody decides otherwise than others, though any number may crash.",
    property: "uniformAgreement",
    verdict: "holds",
    configurations: 378,
  },
  {
    claim: "What is decided was somebody's input.",
    property: "validity",
    verdict: "holds",
    configurations: 378,
  },
  {
    claim: "Everybody decides who does not crash: whoever is waited for speaks, or is suspected.",
    property: "termination",
    verdict: "holds",
    configurations: 378,
  },
];
