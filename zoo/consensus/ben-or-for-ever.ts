/**
 * Ben-Or's consensus for as many phases as it takes. [ben-or](ben-or.ts) has two phases, so that messages of
 * slow processes do not pile up. Here phases are rounds: of three processes one may be late, or have crashed,
 * so that nobody waits for more than one of the two others, and what comes later is ignored. Whom somebody
 * does not hear in time, the adversary chooses (rounds in which each process hears of some: B. Charron-Bost
 * and A. Schiper, *The Heard-Of model*, Distributed Computing 22, 2009). So nothing needs to be numbered.
 *
 * There is an execution in which nobody ever decides: in each phase coins fall so that no value has a
 * majority that somebody hears of, as Fischer, Lynch and Paterson say that there must be. But an adversary
 * that knows all coins that have fallen cannot make them fall: with probability 1 all decide. Without coins
 * [it can have its way](ben-or-without-coins.ts).
 *
 * Source: M. Ben-Or, Another Advantage of Free Choice: Completely Asynchronous Agreement Protocols, PODC
 * 1983; N. Lynch, Distributed Algorithms (1996), section 21.3.
 */
import {
  agreement,
  type Claim,
  type ConfigurationView,
  type Context,
  protocol,
  role,
  synchronous,
  validity,
} from "lightcone";

type Bit = 0 | 1;
type Message = { type: "report"; bit: Bit } | { type: "propose"; bit: Bit | null };

/** `said`: what it has said last, which it hears, too. */
interface State {
  bit: Bit;
  said: Message;
  hasDecided: boolean;
}

function countOf(heard: readonly (Bit | null)[], bit: Bit): number {
  return heard.filter((one) => one === bit).length;
}

/** How many of three may be late. */
const LATE = 1;

function allDecided({ processes }: ConfigurationView): boolean {
  return processes.every(({ decision }) => decision !== undefined);
}

/** The protocol. `guess`: the bit of who has heard of no proposal, given its own. */
export const benOr = (
  { name, about, source }: { name: string; about: string; source: string },
  guess: (bit: Bit, context: Pick<Context<Message, Bit>, "flip">) => Bit,
) =>
  protocol<Message>()({
    name,
    about,
    source,
    timing: synchronous,
    roles: {
      process: role({
        processes: 3,
        inputs: [0, 1],
        initially: ({ input, broadcast }): State => {
          const said = { type: "report", bit: input as Bit } as const;
          broadcast(said);
          return { bit: said.bit, said, hasDecided: false };
        },
        uponRound(state, letters, context) {
          const { processes, broadcast, choose, decide } = context;
          const bits = letters.map(({ message }) => message.bit).toSorted();
          const late = choose(bits);
          const heard = [state.said.bit, ...bits.toSpliced(bits.indexOf(late), LATE)];
          if (state.said.type === "report") {
            const most = ([0, 1] as const).find((bit) => 2 * countOf(heard, bit) > processes().length);
            state.said = { type: "propose", bit: most ?? null };
          } else {
            const proposed = ([0, 1] as const).find((bit) => countOf(heard, bit) > 0);
            state.bit = proposed ?? guess(state.bit, context);
            if (proposed !== undefined && countOf(heard, proposed) > LATE && !state.hasDecided) {
              state.hasDecided = true;
              decide(proposed);
            }
            state.said = { type: "report", bit: state.bit };
          }
          broadcast(state.said);
        },
      }),
    },
    properties: {
      agreement,
      validity,
      decided: { eventually: (_roles, all: ConfigurationView) => allDecided(all) },
      decidedAtLast: { almostSurely: (_roles, all: ConfigurationView) => allDecided(all) },
    },
  });

export default benOr(
  {
    name: "ben-or-for-ever",
    about: "Who hears a majority proposes its value; who hears of no proposal flips a coin, and so on.",
    source: "Ben-Or, Another Advantage of Free Choice, PODC 1983",
  },
  (_bit, { flip }) => (flip() ? 1 : 0),
);

export const claims: Claim[] = [
  { claim: "All agree, however coins fall.", property: "agreement", verdict: "holds", configurations: 380 },
  { claim: "A decision is somebody's input.", property: "validity", verdict: "holds", configurations: 380 },
  { claim: "With bad luck nobody ever decides.", property: "decided", verdict: "violated", steps: 2 },
  { claim: "With probability 1 all decide.", property: "decidedAtLast", verdict: "holds" },
];
