/**
 * Raft: a log that is replicated by a leader, which is elected anew whenever somebody misses one. Time is
 * cut into *terms*; in each of them a majority votes for at most one leader, and only for one whose log is
 * at least as up to date as the voter's. A leader appends what clients want to its own log, and sends it to
 * the others together with the term of the entry before; who has another one there refuses, and is sent more.
 * An entry is *committed* when a majority has it, and the leader that finds this out has written an entry of
 * its own term: an entry of an older term may still be overwritten, whoever has it (figure 8).
 *
 * A server writes its term, its vote and its log to stable storage before it says anything; see
 * [raft-forgets-its-vote](raft-forgets-its-vote.ts).
 *
 * Anybody may miss the leader at any time and stand in the next term, up to a last one. An entry is its
 * term: a leader appends the command of a client of its own, and up to a largest length of the log. Channels
 * lose nothing; so a leader sends what is new once, and nothing where nothing is new.
 *
 * Source: D. Ongaro and J. Ousterhout, In Search of an Understandable Consensus Algorithm, USENIX ATC 2014,
 * figure 2.
 */
import { type Claim, type MessageContext, type Protocol, protocol, role } from "lightcone";

/** A log: the terms of its entries. */
type Log = readonly number[];

type Message =
  | { type: "requestVote"; term: number; length: number; lastTerm: number }
  | { type: "vote"; term: number; isGranted: boolean }
  | { type: "append"; term: number; before: number; beforeTerm: number; entries: Log; committed: number }
  | { type: "appended"; term: number; isSuccess: boolean; length: number };

type Of<T extends Message["type"]> = Extract<Message, { type: T }>;
type Upon = MessageContext<Message, null>;
type Context = Pick<Upon, "setTimer" | "cancelTimer" | "send" | "processes" | "neighbors">;

interface Server {
  term: number;
  votedFor: string | null;
  log: Log;
  /** The terms in which it has been elected. */
  won: Log;
  part: "follower" | "candidate" | "leader";
  votes: Set<string>;
  /** The number of entries that are committed, as far as it knows. */
  committed: number;
  /** Of a leader: the numbers of entries that it knows each other server to have, and supposes it to have. */
  known: Record<string, number>;
  supposed: Record<string, number>;
}

/** The size of what is explored, and what survives a crash. */
interface Rules {
  /** The last term in which somebody may stand. */
  readonly terms: number;
  /** The largest length of a log. */
  readonly entries: number;
  readonly stable: readonly ("term" | "votedFor" | "log" | "won")[];
}

const lastTermOf = (log: Log): number => log.at(-1) ?? 0;

const isMajority = (count: number, { processes }: Context): boolean => 2 * count > processes().length;

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
    beforeTerm: state.log[before - 1] ?? 0,
    entries: state.log.slice(before),
    committed: state.committed,
  });
}

/** A majority has the last entries, and the last of them is of the leader's own term. */
function commit(state: Server, context: Context): void {
  for (let length = state.log.length; length > state.committed; length--) {
    const others = context.neighbors.filter((id) => (state.known[id] ?? 0) >= length);
    if (state.log[length - 1] !== state.term || !isMajority(others.length + 1, context)) continue;
    state.committed = length;
    for (const id of context.neighbors) sendEntries(state, id, context);
  }
}

const elections = ({ entries, terms }: Rules) => ({
  requestVote(state: Server, { term, length, lastTerm }: Of<"requestVote">, context: Upon) {
    notice(state, term, context);
    const isCurrent = term === state.term && [null, context.from].includes(state.votedFor);
    const own = lastTermOf(state.log);
    const isUpToDate = lastTerm > own || (lastTerm === own && length >= state.log.length);
    const isGranted = isCurrent && isUpToDate;
    if (isGranted) state.votedFor = context.from;
    context.reply({ type: "vote", term: state.term, isGranted });
  },

  vote(state: Server, { term, isGranted }: Of<"vote">, context: Upon) {
    notice(state, term, context);
    if (!isGranted || term !== state.term || state.part !== "candidate") return;
    state.votes.add(context.from);
    if (!isMajority(state.votes.size + 1, context)) return;
    context.cancelTimer("stand");
    state.part = "leader";
    state.votes.clear();
    state.won = [...state.won, state.term];
    for (const id of context.neighbors) {
      state.supposed[id] = Math.max(0, state.log.length - 1);
      if (state.log.length > 0) sendEntries(state, id, context);
    }
    if (state.log.length < entries) context.setTimer("command");
  },

  stand(state: Server, { self, broadcast, setTimer }: Omit<Upon, "from" | "reply">) {
    if (state.term >= terms) return;
    Object.assign(state, { term: state.term + 1, votedFor: self, part: "candidate" });
    state.votes.clear();
    const { term, log } = state;
    broadcast({ type: "requestVote", term, length: log.length, lastTerm: lastTermOf(log) });
    setTimer("stand");
  },
});

const replication = {
  append(state: Server, message: Of<"append">, context: Upon) {
    const { term, before, beforeTerm, entries, committed } = message;
    notice(state, term, context);
    const isKnown = before === 0 || state.log[before - 1] === beforeTerm;
    if (term < state.term || !isKnown) {
      context.reply({ type: "appended", term: state.term, isSuccess: false, length: before });
      return;
    }
    state.part = "follower";
    state.votes.clear();
    const length = before + entries.length;
    // Entries that contradict what the leader has are gone, with all that follow.
    const agrees = entries.every((entry, i) => state.log[before + i] === entry);
    if (!agrees) state.log = [...state.log.slice(0, before), ...entries];
    state.committed = Math.max(state.committed, Math.min(committed, length));
    if (entries.length > 0) context.reply({ type: "appended", term: state.term, isSuccess: true, length });
  },

  appended(state: Server, { term, isSuccess, length }: Of<"appended">, context: Upon) {
    const { from } = context;
    notice(state, term, context);
    if (term !== state.term || state.part !== "leader") return;
    if (isSuccess && length > (state.known[from] ?? 0)) {
      state.known[from] = length;
      state.supposed[from] = Math.max(state.supposed[from] ?? 0, length);
      commit(state, context);
    } else if (!isSuccess && length === state.supposed[from] && length > 0) {
      state.supposed[from] = length - 1;
      sendEntries(state, from, context);
    }
  },

  command(state: Server, context: Omit<Upon, "from" | "reply">) {
    if (state.part !== "leader") return;
    state.log = [...state.log, state.term];
    for (const id of context.neighbors) sendEntries(state, id, context);
  },
};

/** A server as it starts, with what it has written down before. */
function fresh({ term = 0, votedFor = null, log = [], won = [] }: Partial<Server>): Server {
  const volatile = {
    part: "follower",
    votes: new Set<string>(),
    committed: 0,
    known: {},
    supposed: {},
  } as const;
  return { term, votedFor, log, won, ...volatile };
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

const isPrefix = (one: Log, other: Log): boolean => one.every((entry, i) => other[i] === entry);

const upIn = ({ server }: Views): Server[] =>
  server.filter(({ crashed }) => !crashed).map(({ state }) => state);

const properties = {
  electionSafety: {
    invariant: (all: Views) => {
      const won = upIn(all).flatMap((state) => state.won);
      return new Set(won).size === won.length;
    },
  },
  logMatching: {
    invariant: (all: Views) =>
      everyTwo(
        upIn(all).map(({ log }) => log),
        (one, other) => isPrefix(one.slice(0, one.findLastIndex((term, i) => other[i] === term) + 1), other),
      ),
  },
  leaderCompleteness: {
    invariant: (all: Views) => {
      const up = upIn(all);
      const leaders = up.filter(({ part }) => part === "leader");
      return leaders.every((leader) =>
        up
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

/** Raft with some rules. */
export function raft(about: Pick<Protocol, "name" | "about">, rules: Rules) {
  const { stand, ...voting } = elections(rules);
  const { command, ...replicating } = replication;
  return protocol<Message>()({
    ...about,
    source: "Ongaro & Ousterhout, In Search of an Understandable Consensus Algorithm, 2014, figure 2",
    roles: {
      server: role({
        processes: 3,
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
    properties,
  });
}

export default raft(
  { name: "raft", about: "A log that a leader replicates; leaders are elected by majorities." },
  { terms: 2, entries: 1, stable: ["term", "votedFor", "log", "won"] },
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
    claim: "Two servers need each other for everything, and agree all the same.",
    system: { processes: { server: 2 } },
    property: "stateMachineSafety",
    verdict: "holds",
    configurations: 1_448,
  },
];
