/**
 * Bracha's reliable broadcast: all correct processes deliver the same message or none does, even if the
 * sender lies, in an asynchronous system of n > 3f processes of which up to f lie. Everybody echoes what the
 * sender says, to all; who has more than (n + f) / 2 equal echoes is ready for it, and so is who hears from
 * f + 1 others that they are; who hears from 2f + 1 that they are delivers it.
 *
 * Two sets of more than (n + f) / 2 echoes have a correct process in common, so that no two are ready for
 * different messages. And who delivers has heard from f + 1 correct processes that they are ready; everybody
 * hears from these, is ready too, and delivers: that is what the second round of messages is for. Without
 * it, a liar can let some deliver and others wait for ever: [bracha-without-ready](bracha-without-ready.ts).
 *
 * Source: G. Bracha, Asynchronous Byzantine Agreement Protocols, Information and Computation 75, 1987,
 * section 3; C. Cachin, R. Guerraoui and L. Rodrigues, Introduction to Reliable and Secure Distributed
 * Programming (2011), algorithm 3.18 (authenticated double-echo broadcast).
 */
import { agreement, type Claim, parseFailures, type ProcessView, protocol, role } from "lightcone";

type Message = { type: "say" | "echo" | "ready"; bit: number };

/** What was heard, and from whom: of each the first word counts. What is of no use any more is forgotten. */
interface State {
  echoed: boolean;
  ready: boolean;
  delivered: boolean;
  echoes: Map<string, number>;
  readies: Map<string, number>;
}

interface Can {
  readonly self: string;
  broadcast(message: Message): void;
  decide(value: unknown): void;
}

/** The bit that has been heard from so many, if there is one. */
function heardFrom(heard: ReadonlyMap<string, number>, many: number): number | undefined {
  return [0, 1].find((bit) => [...heard.values()].filter((one) => one === bit).length >= many);
}

/** How many are enough. */
interface Thresholds {
  /** Echoes, to be ready or, where nobody is ever ready, to deliver. */
  readonly echoes: number;
  /** To be ready because others are. Infinity: never, and nobody is. */
  readonly support: number;
  /** To deliver. */
  readonly readies: number;
}

/** What follows from what has been heard. */
function goOn(state: State, enough: Thresholds, { self, broadcast, decide }: Can): void {
  const echoed = heardFrom(state.echoes, enough.echoes);
  const supported = heardFrom(state.readies, enough.support);
  const isBrief = enough.support === Infinity;
  const bit = echoed ?? supported;
  if (bit !== undefined && !state.ready) {
    state.ready = true;
    state.echoes = new Map();
    if (!isBrief) broadcast({ type: "ready", bit });
    state.readies.set(self, bit);
  }
  const delivered = isBrief ? echoed : heardFrom(state.readies, enough.readies);
  if (delivered === undefined || state.delivered) return;
  state.delivered = true;
  state.readies = new Map();
  decide(delivered);
}

const isCorrect = ({ faulty }: ProcessView<unknown>): boolean => !faulty;

/** Broadcast among four processes, of which the first is the sender and one may lie. */
export function broadcasting(name: string, thresholds: (n: number) => Thresholds) {
  return protocol<Message>()({
    name,
    about: "Who has enough echoes is ready; who hears from enough that they are delivers.",
    source: "Bracha, Asynchronous Byzantine Agreement Protocols, 1987, section 3",
    failures: parseFailures("byzantine:p1"),
    forges: { process: (["say", "echo", "ready"] as const).map((type) => ({ type, bit: 0 })) },
    roles: {
      process: role({
        processes: 4,
        inputs: ({ index }) => [index === 1 ? 1 : null],
        initially: ({ input, self, broadcast }): State => {
          const state = { echoed: false, ready: false, delivered: false, readies: new Map<string, number>() };
          if (input === null) return { ...state, echoes: new Map() };
          broadcast({ type: "say", bit: input });
          return { ...state, echoed: true, echoes: new Map([[self, input]]) };
        },
        upon: {
          say(state, { bit }, context) {
            const { self, from, broadcast, processes } = context;
            if (state.echoed || from !== processes()[0]) return;
            state.echoed = true;
            broadcast({ type: "echo", bit });
            if (!state.ready) for (const id of [from, self]) state.echoes.set(id, bit);
            goOn(state, thresholds(processes().length), context);
          },
          echo(state, { bit }, context) {
            if (state.ready || state.echoes.has(context.from)) return;
            state.echoes.set(context.from, bit);
            goOn(state, thresholds(context.processes().length), context);
          },
          ready(state, { bit }, context) {
            if (state.delivered || state.readies.has(context.from)) return;
            state.readies.set(context.from, bit);
            goOn(state, thresholds(context.processes().length), context);
          },
        },
      }),
    },
    properties: {
      agreement,
      /** If the sender is correct, nobody correct delivers anything but what it has said. */
      integrity: {
        invariant: ({ process: [sender, ...others] }) =>
          sender.faulty ||
          [sender, ...others]
            .filter(isCorrect)
            .every(({ decision }) => decision === undefined || decision === sender.input),
      },
      /** When nothing is in transit any more, all correct processes have delivered, or none has. */
      totality: {
        invariant: (_roles, { processes }) => {
          const correct = processes.filter(isCorrect);
          const isOver = correct.every(({ mailbox }) => mailbox.length === 0);
          return !isOver || new Set(correct.map(({ decision }) => decision === undefined)).size === 1;
        },
      },
      /** If the sender is correct, everybody correct delivers. */
      delivery: {
        eventually: ({ process: [sender, ...others] }) =>
          sender.faulty ||
          [sender, ...others].filter(isCorrect).every(({ decision }) => decision !== undefined),
      },
    },
  });
}

export default broadcasting("bracha", (n) => ({
  echoes: Math.floor((n + 1) / 2) + 1,
  support: 2,
  readies: 3,
}));

const another = { failures: parseFailures("byzantine:p4") };
const three = { processes: { process: 3 }, failures: parseFailures("byzantine:1") };

export const claims: Claim[] = [
  {
    claim: "If the sender lies, no two correct processes deliver different messages.",
    property: "agreement",
    verdict: "holds",
    configurations: 1_445_362,
  },
  {
    claim: "If the sender lies, all three correct processes deliver, or none does.",
    property: "totality",
    verdict: "holds",
    configurations: 1_445_362,
  },
  {
    claim: "If another lies, the correct ones deliver what the sender has said, and nothing else.",
    system: another,
    property: "integrity",
    verdict: "holds",
    configurations: 1_207_854,
  },
  {
    claim: "If another lies, all correct ones deliver, however late messages are.",
    system: another,
    property: "delivery",
    verdict: "holds",
    configurations: 1_207_854,
  },
  {
    claim: "Of three processes, one is too many: some deliver, and some never do.",
    system: three,
    property: "totality",
    verdict: "violated",
    configurations: 1_423,
    steps: 6,
  },
  {
    claim: "Of three processes, a silent one is enough to keep the others waiting.",
    system: three,
    property: "delivery",
    verdict: "violated",
    configurations: 1_423,
    steps: 2,
  },
];
