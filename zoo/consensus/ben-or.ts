/**
 * Ben-Or's consensus: what no deterministic protocol can do in an asynchronous system in which a process may
 * crash (Fischer, Lynch and Paterson), coins do with probability one. In a phase everybody reports its value
 * to all; who hears one value from a majority proposes it, and others propose nothing. Who hears the same
 * proposal from f + 1 decides on it; who hears it from one takes it over; and who hears of none flips a
 * coin.
 *
 * Two majorities meet, so that no two values are proposed in one phase; and if somebody decides, all others
 * have heard of the proposal, start the next phase with its value, and decide there. As long as nobody
 * decides, all coins may fall the same way, with a probability that is not zero: so, with probability one,
 * they do in some phase, as [ben-or-for-ever](ben-or-for-ever.ts) shows. There are executions in which they
 * never do, and nobody decides; nothing is claimed of that here, where there are two phases. Who decides on a
 * single proposal is too hasty: [ben-or-hasty](ben-or-hasty.ts).
 *
 * Source: M. Ben-Or, Another Advantage of Free Choice: Completely Asynchronous Agreement Protocols, PODC
 * 1983; N. Lynch, Distributed Algorithms (1996), section 21.3; J. Aspnes, Randomized protocols for
 * asynchronous consensus, Distributed Computing 16, 2003.
 */
import { agreement, type Claim, type Context, fifo, parseFailures, protocol, role } from "lightcone";
import { uniformAgreement, validity } from "lightcone";

type Bit = 0 | 1;
type Message =
  | { type: "report"; phase: number; bit: Bit }
  | { type: "propose"; phase: number; bit: Bit | null };

/** `heard`: the messages of this kind and phase so far. `early`: of a later one. */
interface State {
  bit: Bit;
  phase: number;
  kind: Message["type"];
  heard: (Bit | null)[];
  early: Message[];
  decided: boolean;
}

type Can = Context<Message>;

function count(heard: readonly (Bit | null)[], bit: Bit): number {
  return heard.filter((one) => one === bit).length;
}

/** Phase by phase, and in a phase reports first. */
function textOf({ phase, type, bit }: Message): string {
  return `${phase} ${type === "report" ? 1 : 2} ${bit}`;
}

/** Tells everybody, oneself included, and waits for the others. */
function say(state: State, message: Message, can: Can): void {
  state.kind = message.type;
  state.phase = message.phase;
  can.broadcast(message);
  const [now, later] = [true, false].map((wanted) =>
    state.early.filter(({ type, phase }) => (type === message.type && phase === message.phase) === wanted),
  ) as [Message[], Message[]];
  state.early = later;
  state.heard = [message.bit, ...now.map(({ bit }) => bit)].toSorted();
}

const PHASES = 2;

/** Ben-Or's protocol. `enough`: from how many a proposal must come to be decided on, if so many may crash. */
export function benOr(name: string, enough: (faulty: number) => number) {
  /** Goes on when enough have been heard: all but `faulty`. */
  const goOn = (state: State, can: Can): void => {
    const n = can.processes().length;
    const faulty = Math.ceil(n / 2) - 1;
    while (state.heard.length >= n - faulty) {
      const { heard, phase } = state;
      const bit: Bit | undefined = ([0, 1] as const).find((one) => count(heard, one) > 0);
      if (state.kind === "report") {
        const most = ([0, 1] as const).find((one) => 2 * count(heard, one) > n) ?? null;
        say(state, { type: "propose", phase, bit: most }, can);
        continue;
      }
      state.bit = bit ?? (can.flip() ? 1 : 0);
      if (bit !== undefined && count(heard, bit) >= enough(faulty) && !state.decided) {
        state.decided = true;
        can.decide(bit);
      }
      if (phase === PHASES) return can.halt();
      say(state, { type: "report", phase: phase + 1, bit: state.bit }, can);
    }
  };
  return protocol<Message>()({
    name,
    about: "Who hears a majority proposes its value; who hears of no proposal flips a coin.",
    source: "Ben-Or, Another Advantage of Free Choice, PODC 1983",
    channels: fifo,
    failures: parseFailures("crash:1"),
    roles: {
      process: role({
        processes: 3,
        inputs: [0, 1],
        initially: ({ input, broadcast }): State => {
          const bit = input as Bit;
          broadcast({ type: "report", phase: 1, bit });
          return { bit, phase: 1, kind: "report", heard: [bit], early: [], decided: false };
        },
        upon: {
          report: (state, message, can) => hear(state, message, can),
          propose: (state, message, can) => hear(state, message, can),
        },
      }),
    },
    properties: { agreement, uniformAgreement, validity },
  });

  function hear(state: State, message: Message, can: Can): void {
    const { type, phase, bit } = message;
    const isLate = phase < state.phase || (phase === state.phase && type === "report" && state.kind !== type);
    if (isLate) return;
    if (phase === state.phase && type === state.kind) state.heard = [...state.heard, bit].toSorted();
    else state.early = [...state.early, message].toSorted((a, b) => (textOf(a) < textOf(b) ? -1 : 1));
    goOn(state, can);
  }
}

export default benOr("ben-or", (faulty) => faulty + 1);

export const claims: Claim[] = [
  {
    claim: "Those who do not crash agree, however coins fall.",
    property: "agreement",
    verdict: "holds",
    configurations: 1_611_786,
  },
  {
    claim: "Uniformly: who decides and crashes has decided like the others.",
    property: "uniformAgreement",
    verdict: "holds",
    configurations: 1_611_786,
  },
  {
    claim: "A decision is somebody's input: with equal inputs there is nothing to flip for.",
    property: "validity",
    verdict: "holds",
    configurations: 1_611_786,
  },
];
