/**
 * Two-phase commit among processes that crash and start again, with what they have written to stable storage
 * and nothing else; messages that come while they are down are lost. Everybody finishes, and nobody
 * contradicts what it has said before a crash, because it writes it down *before* it says it:
 *
 * - A participant writes its vote before it sends it. When it starts again without a vote, it has not voted
 *   and may abort; with a yes and no outcome, it must not decide alone, and asks.
 * - The coordinator writes the outcome before it sends it. When it starts again without an outcome, it has
 *   told nobody and aborts; otherwise it tells everybody again.
 *
 * Each rule is broken once: in [two-phase-commit-recovery-forgetful](two-phase-commit-recovery-forgetful.ts)
 * votes are not stable, in [two-phase-commit-recovery-hasty](two-phase-commit-recovery-hasty.ts) the
 * coordinator tells first and writes afterwards.
 *
 * Source: P. Bernstein, V. Hadzilacos and N. Goodman, Concurrency Control and Recovery in Database Systems
 * (1987), section 7.4, "Recovery" and the DT log; J. Gray, Notes on Data Base Operating Systems (1978).
 */
import { type Claim, parseFailures, protocol, role } from "lightcone";

export type Outcome = "commit" | "abort";
export type Vote = "yes" | "no";
export type Message =
  | { type: "request" }
  | { type: "vote"; vote: Vote }
  | { type: "outcome"; outcome: Outcome }
  | { type: "ask" };

/** What a process has written down about the outcome; null if nothing. */
interface Decider {
  readonly state: { readonly outcome?: Outcome | null };
}

interface Deciders {
  readonly coordinator: readonly [Decider, ...Decider[]];
  readonly participant: readonly [Decider, ...Decider[]];
}

const written = ({ coordinator, participant }: Deciders) =>
  [...coordinator, ...participant].map(({ state }) => state.outcome ?? null);

/** No two processes have different outcomes. */
export const consistent = {
  invariant: (roles: Deciders) => new Set(written(roles).filter((outcome) => outcome !== null)).size <= 1,
};

/** Everybody has an outcome some time. */
export const finished = {
  eventually: (roles: Deciders) => written(roles).every((outcome) => outcome !== null),
};

export default protocol<Message>()({
  name: "two-phase-commit-recovery",
  about: "Two-phase commit whose processes crash, read what they have written to stable storage, and go on.",
  source: "Bernstein, Hadzilacos & Goodman, Concurrency Control and Recovery, section 7.4; Gray 1978",
  failures: parseFailures("crash-recovery:1"),
  roles: {
    coordinator: role({
      stable: ["outcome"],
      initially: ({ broadcast, setTimer }) => {
        broadcast({ type: "request" });
        setTimer("abort");
        return { outcome: null as Outcome | null, yes: new Set<string>() };
      },
      upon: {
        vote(state, { vote }, { from, processes, broadcast, cancelTimer }) {
          if (state.outcome !== null) return;
          if (vote === "yes") state.yes.add(from);
          if (vote === "yes" && state.yes.size < processes("participant").length) return;
          state.outcome = vote === "yes" ? "commit" : "abort";
          cancelTimer("abort");
          broadcast({ type: "outcome", outcome: state.outcome });
        },
        // Who asks too early will be told with all others.
        ask(state, _message, { reply }) {
          if (state.outcome !== null) reply({ type: "outcome", outcome: state.outcome });
        },
      },
      uponTimeout: {
        abort(state, { broadcast }) {
          state.outcome = "abort";
          broadcast({ type: "outcome", outcome: state.outcome });
        },
      },
      uponRecovery({ outcome }, { broadcast }) {
        const known = outcome ?? "abort";
        broadcast({ type: "outcome", outcome: known });
        return { outcome: known, yes: new Set<string>() };
      },
    }),
    participant: role({
      processes: 2,
      inputs: ["yes", "no"] as const,
      stable: ["vote", "outcome"],
      initially: () => ({ vote: null as Vote | null, outcome: null as Outcome | null }),
      upon: {
        request(state, _message, { input, reply }) {
          if (state.outcome !== null) return;
          state.vote = input;
          if (input === "no") state.outcome = "abort";
          reply({ type: "vote", vote: input });
        },
        outcome(state, { outcome }) {
          state.outcome ??= outcome;
        },
      },
      uponRecovery({ vote = null, outcome = null }, { send }) {
        if (outcome === null && vote !== null) send("coordinator", { type: "ask" });
        return { vote, outcome: vote === null ? (outcome ?? ("abort" as const)) : outcome };
      },
    }),
  },
  properties: {
    consistent,
    unanimous: {
      invariant: ({ coordinator: [coordinator], participant }) =>
        coordinator.state.outcome !== "commit" || participant.every(({ state }) => state.vote === "yes"),
    },
    finished,
  },
});

export const claims: readonly Claim[] = [
  {
    claim: "Whoever crashes and starts again contradicts nobody.",
    property: "consistent",
    verdict: "holds",
    configurations: 2_222,
  },
  {
    claim: "Nobody commits unless all have voted yes.",
    property: "unanimous",
    verdict: "holds",
    configurations: 2_222,
  },
  {
    claim: "Everybody has an outcome in the end.",
    property: "finished",
    verdict: "holds",
    configurations: 2_222,
  },
  {
    claim: "Two crashes, of one process or of two, change nothing.",
    system: { failures: parseFailures("crash-recovery:2") },
    property: "consistent",
    verdict: "holds",
    configurations: 7_850,
  },
  {
    claim: "It is proved by induction, of crashes at any moment, by 37 facts that no step breaks.",
    property: "consistent",
    verdict: "holds",
    facts: 37,
  },
];
