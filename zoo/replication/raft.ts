/**
 * Raft: a log that is replicated by a leader, which is elected anew whenever somebody misses one. Time is
 * cut into *terms*; in each of them a majority votes for at most one leader, and only for one whose log is
 * at least as up to date as the voter's. A leader appends what clients want to its own log, and sends it to
 * the others together with the term of the entry before; who has another one there refuses, and is sent more.
 * An entry is *committed* when a majority has it, and the leader that finds this out has written an entry of
 * its own term: what is committed by an older term's entry alone may still be overwritten (figure 8), see
 * [raft-commits-older-terms](raft-commits-older-terms.ts).
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
import { type Claim, type MessageContext, parseFailures, type Protocol, protocol, role } from "lightcone";

/** A log: the terms of its entries. */
type Log = readonly number[];

type Message =
  | { type: "requestVote"; term: number; length: number; lastTerm: number }
  | { type: "vote"; term: number; isGranted: boolean }
  | { type: "append"; term: number; before: number; beforeTerm: number; entries: Log; committed: number }
  | { type: "appended"; term: number; isSuccess: boolean; length: number };

interface Server {
  term: number;
  votedFor: string | null;
  log: number[];
  /** The terms in which it has been elected. */
  won: number[];
  part: "follower" | "candidate" | "leader";
  votes: Set<string>;
  /** How many entries are committed, as far as it knows. */
  committed: number;
  /** Of a leader: how many entries it knows each other server to have, or supposes it to have. */
  known: Record<string, number>;
  supposed: Record<string, number>;
}

/** The size of what is explored, and the rules that may be broken. */
export interface Variant {
  readonly name: string;
  readonly about: string;
  /** The last term in which somebody may stand. Default 2. */
  readonly terms?: number;
  /** The largest length of a log. Default 1. */
  readonly entries?: number;
  /** What survives a crash. Default: term, vote and log. */
  readonly stable?: readonly ("term" | "votedFor" | "log" | "won")[];
  /** Whether a leader commits entries of older terms by counting who has them. */
  readonly commitsOlderTerms?: boolean;
}

const lastTermOf = (log: Log): number => log.at(-1) ?? 0;

/** Raft, as it is or with a rule broken. */
export function raft(variant: Variant): Protocol {
  const { terms = 2, entries = 1, stable = ["term", "votedFor", "log", "won"] } = variant;
  type Context = Pick<
    MessageContext<Message, null>,
    "setTimer" | "cancelTimer" | "send" | "processes" | "neighbors"
  >;
  const isMajority = (count: number, { processes }: Context): boolean => 2 * count > processes().length;

  /** A message of a later term makes everybody a follower in it. */
  const notice = (state: Server, term: number, { setTimer }: Context): void => {
    if (term <= state.term) return;
    Object.assign(state, { term, votedFor: null, part: "follower", known: {}, supposed: {} });
    state.votes.clear();
    setTimer("stand");
  };

  const sendEntries = (state: Server, to: string, { send }: Context): void => {
    const before = state.supposed[to] ?? 0;
    send(to, {
      type: "append",
      term: state.term,
      before,
      beforeTerm: state.log[before - 1] ?? 0,
      entries: state.log.slice(before),
      committed: state.committed,
    });
  };

  const commit = (state: Server, context: Context): void => {
    for (let length = state.log.length; length > state.committed; length--) {
      const others = context.neighbors.filter((id) => (state.known[id] ?? 0) >= length);
      const isOwn = state.log[length - 1] === state.term || variant.commitsOlderTerms === true;
      if (!isOwn || !isMajority(others.length + 1, context)) continue;
      state.committed = length;
      for (const id of context.neighbors) sendEntries(state, id, context);
    }
  };

  const lead = (state: Server, context: Context): void => {
    context.cancelTimer("stand");
    state.part = "leader";
    state.votes.clear();
    state.won = [...state.won, state.term];
    for (const id of context.neighbors) {
      state.supposed[id] = Math.max(0, state.log.length - 1);
      if (state.log.length > 0) sendEntries(state, id, context);
    }
    if (state.log.length < entries) context.setTimer("command");
  };

  return protocol<Message>()({
    name: variant.name,
    about: variant.about,
    source: "Ongaro & Ousterhout, In Search of an Understandable Consensus Algorithm, 2014, figure 2",
    roles: {
      server: role({
        processes: 3,
        stable,
        initially: ({ setTimer }): Server => {
          setTimer("stand");
          return fresh({});
        },
        upon: {
          requestVote(state, { term, length, lastTerm }, context) {
            notice(state, term, context);
            const isCurrent = term === state.term && [null, context.from].includes(state.votedFor);
            const own = lastTermOf(state.log);
            const isUpToDate = lastTerm > own || (lastTerm === own && length >= state.log.length);
            const isGranted = isCurrent && isUpToDate;
            if (isGranted) state.votedFor = context.from;
            context.reply({ type: "vote", term: state.term, isGranted });
          },
          vote(state, { term, isGranted }, context) {
            notice(state, term, context);
            if (!isGranted || term !== state.term || state.part !== "candidate") return;
            state.votes.add(context.from);
            if (isMajority(state.votes.size + 1, context)) lead(state, context);
          },
          append(state, { term, before, beforeTerm, entries: more, committed }, context) {
            notice(state, term, context);
            const isKnown = before === 0 || state.log[before - 1] === beforeTerm;
            if (term < state.term || !isKnown) {
              context.reply({ type: "appended", term: state.term, isSuccess: false, length: before });
              return;
            }
            state.part = "follower";
            state.votes.clear();
            const length = before + more.length;
            // Entries that contradict what the leader has are gone, with all that follow.
            const agrees = more.every((entry: number, i: number) => state.log[before + i] === entry);
            if (!agrees) state.log = [...state.log.slice(0, before), ...more];
            state.committed = Math.max(state.committed, Math.min(committed, length));
            if (more.length > 0)
              context.reply({ type: "appended", term: state.term, isSuccess: true, length });
          },
          appended(state, { term, isSuccess, length }, context) {
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
        },
        uponTimeout: {
          stand(state, context) {
            if (state.term >= terms) return;
            Object.assign(state, { term: state.term + 1, votedFor: context.self, part: "candidate" });
            state.votes.clear();
            const { log } = state;
            const lastTerm = lastTermOf(log);
            context.broadcast({ type: "requestVote", term: state.term, length: log.length, lastTerm });
            context.setTimer("stand");
          },
          command(state, context) {
            if (state.part !== "leader") return;
            state.log = [...state.log, state.term];
            for (const id of context.neighbors) sendEntries(state, id, context);
          },
        },
        uponRecovery(kept, { setTimer }) {
          setTimer("stand");
          return fresh(kept);
        },
      }),
    },
    properties: {
      electionSafety: {
        invariant: ({ server }) => {
          const terms = server.flatMap(({ state }) => state.won ?? []);
          return new Set(terms).size === terms.length;
        },
      },
      logMatching: {
        invariant: ({ server }) =>
          everyTwo<Log>(
            server.map(({ state }) => state.log ?? []),
            (one, other) => {
              const last = one.findLastIndex((term, i) => other[i] === term);
              return one.slice(0, last + 1).every((term, i) => other[i] === term);
            },
          ),
      },
      leaderCompleteness: {
        invariant: ({ server }) => {
          const up = server.filter(({ crashed }) => !crashed).map(({ state }) => state);
          return up.every(
            (leader) =>
              leader.part !== "leader" ||
              up.every(({ term, log, committed }) => {
                return (
                  term >= leader.term || log.slice(0, committed).every((entry, i) => leader.log[i] === entry)
                );
              }),
          );
        },
      },
      stateMachineSafety: {
        invariant: ({ server }) => {
          const up = server.filter(({ crashed }) => !crashed).map(({ state }) => state);
          return everyTwo(
            up.map(({ log, committed }) => log.slice(0, committed)),
            (one, other) => one.every((entry, i) => i >= other.length || other[i] === entry),
          );
        },
      },
    },
  });
}

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

function everyTwo<T>(list: readonly T[], test: (one: T, other: T) => boolean): boolean {
  return list.every((one, i) => list.slice(i + 1).every((other) => test(one, other)));
}

export default raft({
  name: "raft",
  about: "A log that a leader replicates; leaders are elected by majorities.",
});
