/**
 * Consensus with a coordinator that changes from round to round, for systems that are synchronous some day.
 * All send the coordinator what they think; it takes, among the answers of a majority, the value that was
 * adopted last, and proposes it. Who hears the proposal in time adopts it and says so; who loses patience
 * goes on to the next round, with the next coordinator. When a majority has adopted a value, it is decided.
 *
 * Nothing that is decided can get lost, however wrong suspicions are: each later coordinator hears from
 * somebody who has adopted it. Suspicions cost rounds only, and when they stop, a round succeeds. A
 * coordinator that proposes its own value instead of the newest breaks this:
 * [rotating-coordinator-deaf](rotating-coordinator-deaf.ts). When a round succeeds, says
 * [rotating-coordinator-in-time](rotating-coordinator-in-time.ts).
 *
 * Source: T. D. Chandra and S. Toueg, Unreliable failure detectors for reliable distributed systems, Journal
 * of the ACM 43(2) (1996), section 6.2 (figure 6); C. Dwork, N. Lynch and L. Stockmeyer, Consensus in the
 * presence of partial synchrony, Journal of the ACM 35(2) (1988).
 */
import { type Claim, parseFailures, protocol, role, uniformAgreement, validity } from "lightcone";

export type Message =
  | { type: "estimate"; round: number; value: number; stamp: number }
  | { type: "proposal"; round: number; value: number }
  | { type: "adopted"; round: number }
  | { type: "decision"; value: number };

/** A process goes through so many rounds, and then waits for the decision of others. */
const ROUNDS = 2;

interface State {
  round: number;
  value: number;
  /** The round in which it adopted its value; 0: it is its input. */
  stamp: number;
  /** What the coordinator of the round has heard, by process. */
  heard: Map<string, { value: number; stamp: number }>;
  adopted: Set<string>;
}

interface Acting {
  readonly self: string;
  processes(): readonly string[];
  send(to: string, message: Message): void;
  broadcast(message: Message): void;
  setTimer(name: string, ticks?: number): void;
  decide(value: unknown): void;
  halt(): void;
}

const coordinatorOf = (round: number, ids: readonly string[]) => ids[(round - 1) % ids.length] as string;

/** Goes on to a round. */
function enter(state: State, round: number, { self, processes, send, setTimer }: Acting): void {
  state.round = round;
  state.heard = new Map();
  state.adopted = new Set();
  if (round > ROUNDS) return;
  const coordinator = coordinatorOf(round, processes());
  const { value, stamp } = state;
  setTimer("patience", 4 * round);
  if (coordinator === self) state.heard.set(self, { value, stamp });
  else send(coordinator, { type: "estimate", round, value, stamp });
}

/** Rotating coordinators; `listens`: they propose the newest value that they have heard of. */
export function rotatingCoordinator(name: string, listens: boolean) {
  return protocol<Message>()({
    name,
    about: "Coordinators take turns; each proposes the newest value that a majority has told it.",
    source:
      "Chandra and Toueg, Unreliable Failure Detectors for Reliable Distributed Systems, 1996, figure 6",
    failures: parseFailures("crash:p1"),
    roles: {
      process: role({
        processes: 3,
        inputs: ({ index }) => (index === 1 ? [0] : [0, 1]),
        initially({ input, ...context }): State {
          const state: State = {
            round: 1,
            value: input,
            stamp: 0,
            heard: new Map(),
            adopted: new Set(),
          };
          enter(state, 1, context);
          return state;
        },
        upon: {
          estimate(state, { round, value, stamp }, { from, ...context }) {
            if (round < state.round) return;
            if (round > state.round) enter(state, round, context);
            const { self, processes, broadcast } = context;
            if (state.adopted.size > 0) return;
            state.heard.set(from, { value, stamp });
            if (2 * state.heard.size <= processes().length) return;
            const newest = [...state.heard.values()].reduce((a, b) => (b.stamp > a.stamp ? b : a));
            if (listens) state.value = newest.value;
            state.stamp = round;
            state.heard = new Map();
            state.adopted.add(self);
            broadcast({ type: "proposal", round, value: state.value });
          },
          proposal(state, { round, value }, { from, ...context }) {
            if (round < state.round) return;
            state.value = value;
            state.stamp = round;
            context.send(from, { type: "adopted", round });
            enter(state, round + 1, context);
          },
          adopted(state, { round }, { from, processes, broadcast, decide, halt }) {
            if (round !== state.round) return;
            state.adopted.add(from);
            if (2 * state.adopted.size <= processes().length) return;
            broadcast({ type: "decision", value: state.value });
            decide(state.value);
            halt();
          },
          decision(_state, { value }, { decide, halt }) {
            decide(value);
            halt();
          },
        },
        uponTimeout: {
          patience(state, context) {
            if (state.round <= ROUNDS) enter(state, state.round + 1, context);
          },
        },
      }),
    },
    properties: { uniformAgreement, validity },
  });
}

export default rotatingCoordinator("rotating-coordinator", true);

export const claims: readonly Claim[] = [
  {
    claim:
      "However wrong suspicions are, no two processes decide differently, also if one of them crashes then.",
    property: "uniformAgreement",
    verdict: "holds",
    configurations: 101_888,
  },
  {
    claim: "A decision is somebody's input.",
    property: "validity",
    verdict: "holds",
    configurations: 101_888,
  },
];
