/**
 * Raft: a log that is replicated by a leader, which is elected anew whenever somebody misses one. Time is
 * cut into *terms*; in each of them a majority votes for at most one leader, and only for one whose log is
 * at least as up to date as the voter's. A leader appends what clients want to its own log, and sends it to
 * the others together with the term of the entry before; who has another one there refuses, and is sent more.
 * An entry is *committed* when a majority has it, and the leader that finds this out has written an entry of
 * its own term: an entry of an older term may still be overwritten, whoever has it (figure 8).
 *
 * A server writes its term, its vote and its log to stable storage before it says anything. Siblings show
 * what each of these rules is good for: [raft-forgets-its-vote](raft-forgets-its-vote.ts),
 * [raft-counts-older-terms](raft-counts-older-terms.ts), [raft-changes-members](raft-changes-members.ts); and
 * [raft-longer-logs](raft-longer-logs.ts) has more terms and entries.
 *
 * Anybody may miss the leader at any time and stand in the next term, up to a last one. Of the command in an
 * entry nothing matters but who has it, which its term tells: a leader appends one of its own, up to a
 * largest length of the log. Channels lose nothing; so a leader sends what is new once, and nothing where
 * nothing is new. And who knows of a later term does not answer: whoever stands in it has told everybody.
 *
 * Source: D. Ongaro and J. Ousterhout, In Search of an Understandable Consensus Algorithm, USENIX ATC 2014,
 * figure 2.
 */
import { type Claim, type MessageContext, type Protocol, protocol, role } from "lightcone";

/** An entry: its term, and whom it removes from the group, if its command does. */
interface Entry {
  readonly term: number;
  readonly removes?: string;
}

type Log = readonly Entry[];

type Message =
  | { type: "requestVote"; term: number; length: number; lastTerm: number }
  | { type: "vote"; term: number }
  | { type: "append"; term: number; before: number; beforeTerm: number; entries: Log; committed: number }
  | { type: "appended"; term: number; isSuccess: boolean; length: number };

type Of<T extends Message["type"]> = Extract<Message, { type: T }>;
type Upon = MessageContext<Message, null>;
type Context = Omit<Upon, "from" | "reply">;

interface Server {
  term: number;
  votedFor: string | null;
  log: Log;
  part: "follower" | "candidate" | "leader";
  votes: Set<string>;
  /** The number of entries that are committed, as far as it knows. */
  committed: number;
  /** Of a leader: the numbers of entries that it knows each other server to have, and supposes it to have. */
  known: Record<string, number>;
  supposed: Record<string, number>;
}

/** The size of what is explored, what survives a crash, and where siblings differ. */
interface Rules {
  readonly servers?: number;
  /** The last term in which somebody may stand. */
  readonly terms: number;
  /** The largest length of a log. */
  readonly entries: number;
  readonly stable: readonly ("term" | "votedFor" | "log")[];
  /** Whether an entry of an older term is committed as soon as a majority has it. */
  readonly countsOlderTerms?: boolean;
  /** Whether what clients want is that a server be removed. */
  readonly removes?: boolean;
}

const lastTermOf = (log: Log): number => log.at(-1)?.term ?? 0;

/** Whether servers are a majority of the group, which is, for each server, what its own log says. */
function isMajority(ids: readonly string[], log: Log, { processes }: Context): boolean {
  const group = processes().filter((id) => log.every(({ removes }) => removes !== id));
  return 2 * group.filter((id) => ids.includes(id)).length > group.length;
}

/** A message of a later term makes everybody a follower in it. */
function notice(state: Server, term: number, { setTimer }: Context): void {
  if (term <= state.term) return;
  Object.assign(state, { term, votedFor: null, part: "follower", known: {}, supposed: {} });
  state.votes.clear();
  setTimer("stand");
}

function sendEntries(state: Server, to: string, { send }: Context): void {
  const before = state.supposed[to] ?? 0;
  send(to, {
    type: "append",
    term: state.term,
    before,
    beforeTerm: state.log[before - 1]?.term ?? 0,
    entries: state.log.slice(before),
    committed: state.committed,
  });
}

/** Commits what a majority has, if the last entry of it is of the leader's own term. */
function commit(state: Server, { countsOlderTerms = false }: Rules, context: Context): void {
  for (let length = state.log.length; length > state.committed; length--) {
    const others = context.neighbors.filter((id) => (state.known[id] ?? 0) >= length);
    if (!isMajority([context.self, ...others], state.log, context)) continue;
    if (state.log[length - 1]?.term !== state.term && !countsOlderTerms) continue;
    state.committed = length;
    for (const id of context.neighbors) sendEntries(state, id, context);
  }
}

const elections = ({ entries, terms }: Rules) => ({
  requestVote(state: Server, { term, length, lastTerm }: Of<"requestVote">, context: Upon) {
    notice(state, term, context);
    if (term < state.term || ![null, context.from].includes(state.votedFor)) return;
    const own = lastTermOf(state.log);
    const isUpToDate = lastTerm > own || (lastTerm === own && length >= state.log.length);
    if (!isUpToDate) return;
    state.votedFor = context.from;
    context.reply({ type: "vote", term });
  },

  vote(state: Server, { term }: Of<"vote">, context: Upon) {
    if (term !== state.term || state.part !== "candidate") return;
    state.votes.add(context.from);
    if (!isMajority([context.self, ...state.votes], state.log, context)) return;
    context.cancelTimer("stand");
    state.part = "leader";
    state.votes.clear();
    for (const id of context.neighbors) {
      state.supposed[id] = Math.max(0, state.log.length - 1);
      if (state.log.length > 0) sendEntries(state, id, context);
    }
    if (state.log.length < entries) context.setTimer("command");
  },

  stand(state: Server, { self, broadcast, setTimer }: Context) {
    if (state.term >= terms) return;
    Object.assign(state, { term: state.term + 1, votedFor: self, part: "candidate" });
    state.votes.clear();
    const { term, log } = state;
    broadcast({ type: "requestVote", term, length: log.length, lastTerm: lastTermOf(log) });
    setTimer("stand");
  },
});

const replication = (rules: Rules) => ({
  append(state: Server, message: Of<"append">, context: Upon) {
    const { term, before, beforeTerm, entries, committed } = message;
    notice(state, term, context);
    if (term < state.term) return;
    const isKnown = before === 0 || state.log[before - 1]?.term === beforeTerm;
    if (!isKnown) {
      context.reply({ type: "appended", term, isSuccess: false, length: before });
      return;
    }
    state.part = "follower";
    state.votes.clear();
    const length = before + entries.length;
    // Entries that contradict what the leader has are gone, with all that follow.
    const agrees = entries.every((entry, i) => state.log[before + i]?.term === entry.term);
    if (!agrees) state.log = [...state.log.slice(0, before), ...entries];
    state.committed = Math.max(state.committed, Math.min(committed, length));
    if (entries.length > 0) context.reply({ type: "appended", term, isSuccess: true, length });
  },

  appended(state: Server, { term, isSuccess, length }: Of<"appended">, context: Upon) {
    const { from } = context;
    if (term !== state.term || state.part !== "leader") return;
    if (isSuccess && length > (state.known[from] ?? 0)) {
      state.known[from] = length;
      state.supposed[from] = Math.max(state.supposed[from] ?? 0, length);
      commit(state, rules, context);
    } else if (!isSuccess && length === state.supposed[from] && length > 0) {
      state.supposed[from] = length - 1;
      sendEntries(state, from, context);
    }
  },

  command(state: Server, context: Context) {
    // It may have been set in an earlier term, when the log was shorter.
    if (state.part !== "leader" || state.log.length >= rules.entries) return;
    const { term } = state;
    const [removes = ""] = context.neighbors;
    state.log = [...state.log, rules.removes === true ? { term, removes } : { term }];
    for (const id of context.neighbors) sendEntries(state, id, context);
  },
});

/** A server as it starts, with what it has written down before. */
function fresh({ term = 0, votedFor = null, log = [] }: Partial<Server>): Server {
  const volatile = {
    part: "follower",
    votes: new Set<string>(),
    committed: 0,
    known: {},
    supposed: {},
  } as const;
  return { term, votedFor, log, ...volatile };
}

interface View {
  readonly crashed: boolean;
  readonly state: Server;
}

interface Views {
  readonly server: readonly View[];
}

function everyTwo(list: readonly Log[], test: (one: Log, other: Log) => boolean): boolean {
  return list.every((one, i) => list.slice(i + 1).every((other) => test(one, other)));
}

const isSame = (one: Entry, other: Entry | undefined): boolean =>
  one.term === other?.term && one.removes === other.removes;

const isPrefix = (one: Log, other: Log): boolean => one.every((entry, i) => isSame(entry, other[i]));

const upIn = ({ server }: Views): Server[] =>
  server.filter(({ crashed }) => !crashed).map(({ state }) => state);

const leadersIn = (all: Views): Server[] => upIn(all).filter(({ part }) => part === "leader");

const properties = {
  electionSafety: {
    invariant: (all: Views) => {
      const terms = leadersIn(all).map(({ term }) => term);
      return new Set(terms).size === terms.length;
    },
  },
  logMatching: {
    invariant: (all: Views) =>
      everyTwo(
        upIn(all).map(({ log }) => log),
        (one, other) =>
          isPrefix(one.slice(0, one.findLastIndex(({ term }, i) => other[i]?.term === term) + 1), other),
      ),
  },
  leaderCompleteness: {
    invariant: (all: Views) => {
      return leadersIn(all).every((leader) =>
        upIn(all)
          .filter(({ term }) => term < leader.term)
          .every(({ log, committed }) => isPrefix(log.slice(0, committed), leader.log)),
      );
    },
  },
  stateMachineSafety: {
    invariant: (all: Views) =>
      everyTwo(
        upIn(all).map(({ log, committed }) => log.slice(0, committed)),
        (one, other) => isPrefix(one.slice(0, other.length), other),
      ),
  },
};

/** Nothing but luck keeps candidates from splitting the votes of a term between them. */
const election = { somebodyLeads: { eventually: (all: Views) => leadersIn(all).length > 0 } };

/** Raft with some rules. */
export function raft(
  about: Pick<Protocol, "name" | "about">,
  rules: Rules,
  asked: Partial<typeof election> = {},
) {
  const { stand, ...voting } = elections(rules);
  const { command, ...replicating } = replication(rules);
  return protocol<Message>()({
    ...about,
    source: "Ongaro & Ousterhout, In Search of an Understandable Consensus Algorithm, 2014, figure 2",
    roles: {
      server: role({
        processes: rules.servers ?? 3,
        stable: rules.stable,
        initially: ({ setTimer }) => {
          setTimer("stand");
          return fresh({});
        },
        upon: { ...voting, ...replicating },
        uponTimeout: { stand, command },
        uponRecovery(kept, { setTimer }) {
          setTimer("stand");
          return fresh(kept);
        },
      }),
    },
    properties: { ...properties, ...asked },
  });
}

export default raft(
  { name: "raft", about: "A log that a leader replicates; leaders are elected by majorities." },
  { terms: 2, entries: 1, stable: ["term", "votedFor", "log"] },
  election,
);

export const claims: readonly Claim[] = [
  {
    claim: "In each term there is one leader at most.",
    property: "electionSafety",
    verdict: "holds",
  },
  {
    claim: "Two logs that have an entry of the same term in the same place are equal up to there.",
    property: "logMatching",
    verdict: "holds",
  },
  {
    claim: "What is committed is in the log of every leader of a later term.",
    property: "leaderCompleteness",
    verdict: "holds",
  },
  {
    claim: "No two servers ever apply different commands at the same place.",
    property: "stateMachineSafety",
    verdict: "holds",
  },
  {
    claim: "Candidates may split the votes of every term: then nobody ever leads.",
    property: "somebodyLeads",
    verdict: "violated",
    steps: 17,
  },
  {
    claim: "Two servers need each other for everything, and agree all the same.",
    system: { processes: { server: 2 } },
    property: "stateMachineSafety",
    verdict: "holds",
    configurations: 487,
  },
];
