/**
 * Election by terms: whoever wants to lead begins a new term, and leads in it if a majority votes for it.
 * Everybody has one vote in each term. So no term ever has two leaders, although nobody knows how long one
 * leads: here a leader does what it has to do at once, and is none any more.
 *
 * "Was there ever a leader in this term?" is a question about what has been. No state answers it, as leaders
 * leave no trace; a monitor does. Votes have to survive crashes: [terms-forgetful](terms-forgetful.ts).
 *
 * Source: D. Ongaro and J. Ousterhout, In Search of an Understandable Consensus Algorithm, USENIX ATC 2014,
 * section 5.2 (election safety); B. Oki and B. Liskov, Viewstamped Replication, PODC 1988.
 */
import { type Claim, monitor, parseFailures, protocol, role } from "lightcone";

type Message = { type: "ask"; term: number } | { type: "vote"; term: number };

interface Voter {
  term: number;
  votedFor: string | null;
  /** The processes that have voted for it in its term. */
  votes: string[];
}

/** Voters, of whom two want to lead once. `stable`: what survives a crash. */
export function election(name: string, about: string, stable: readonly ("term" | "votedFor")[]) {
  return protocol<Message>()({
    name,
    about,
    source: "Ongaro & Ousterhout 2014, section 5.2; Oki & Liskov 1988",
    failures: parseFailures("crash-recovery:1"),
    roles: {
      process: role({
        processes: 3,
        initially({ index, setTimer }) {
          if (index < 3) setTimer("stand");
          return { term: 0, votedFor: null, votes: [] } as Voter;
        },
        stable,
        uponRecovery: ({ term = 0, votedFor = null }) => ({ term, votedFor, votes: [] }) as Voter,
        upon: {
          ask(state, { term }, { from, reply }) {
            notice(state, term);
            if (term < state.term || (state.votedFor ?? from) !== from) return;
            state.votedFor = from;
            reply({ type: "vote", term });
          },
          vote(state, { term }, { from, self, processes, output }) {
            if (term !== state.term || state.votedFor !== self || state.votes.includes(from)) return;
            state.votes.push(from);
            if (state.votes.length === Math.floor(processes().length / 2)) output(term);
          },
        },
        uponTimeout: {
          stand(state, { self, broadcast }) {
            Object.assign(state, { term: state.term + 1, votedFor: self, votes: [] });
            broadcast({ type: "ask", term: state.term });
          },
        },
      }),
    },
    monitors: {
      /** Who has ever led in each term. */
      leaders: monitor({
        initially: () => ({ of: {} as Record<string, string[]> }),
        upon: {
          output({ of }, { process, value: term }) {
            const leaders = (of[String(term)] ??= []);
            if (!leaders.includes(process)) leaders.push(process);
          },
        },
      }),
    },
    properties: {
      oneLeaderInATerm: {
        invariant: (_, { monitors }) => Object.values(monitors.leaders.of).every((list) => list.length === 1),
      },
      somebodyLeads: { reachable: (_, { monitors }) => Object.keys(monitors.leaders.of).length > 0 },
    },
  });
}

/** A message of a later term makes everybody a voter in it. */
function notice(state: Voter, term: number): void {
  if (term > state.term) Object.assign(state, { term, votedFor: null, votes: [] });
}

export default election(
  "terms",
  "Whoever wants to lead begins a new term and asks for votes; everybody has one in each term.",
  ["term", "votedFor"],
);

export const claims: Claim[] = [
  {
    claim:
      "No term ever has two leaders, one after the other either, though everybody may crash and recover.",
    property: "oneLeaderInATerm",
    verdict: "holds",
    configurations: 1_801,
  },
  {
    claim: "Somebody may come to lead.",
    property: "somebodyLeads",
    verdict: "holds",
    configurations: 1_801,
  },
];
