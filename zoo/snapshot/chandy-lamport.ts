/**
 * A snapshot of a bank with several branches that send money to each other, and nobody can stop the
 * business to count. A branch that wants a snapshot records its balance and sends a *marker* on every
 * channel; a branch that receives its first marker does the same. What a branch receives on a channel
 * between its own record and the marker on that channel was in transit: that is the recorded state of the
 * channel.
 *
 * The records are taken at different times, and yet they fit together: with FIFO channels the marker
 * divides the money on each channel into what was sent before the sender's record and what was sent after
 * it. So recorded balances and recorded channels together hold exactly the money that there is. If a
 * marker can overtake money, or money a marker, some of it is counted never, or twice.
 *
 * Source: K. M. Chandy and L. Lamport, Distributed snapshots: determining global states of distributed
 * systems, ACM Transactions on Computer Systems 3(1) (1985).
 */
import { type Claim, type Context, fifo, type ProcessView, protocol, role, unordered } from "lightcone";

export type Message = { type: "money"; amount: number } | { type: "marker" };

/** `recorded`: the recorded balance. `channels`: the recorded money, by sender. `open`: no marker yet. */
export interface State {
  balance: number;
  recorded: number | null;
  channels: Map<string, number>;
  open: Set<string>;
}

/** Records the own balance, and from now on what comes in, until the marker comes on each channel. */
function record(state: State, { neighbors, broadcast }: Context<Message, number>): void {
  state.recorded = state.balance;
  state.open = new Set(neighbors);
  broadcast({ type: "marker" });
}

/** What a complete snapshot shows; nothing while it is not complete. */
export function snapshotOf(branches: readonly ProcessView<State, number>[]) {
  if (!branches.every(({ state }) => state.recorded !== null && state.open.size === 0)) return undefined;
  const balances = branches.map(({ state }) => state.recorded ?? 0);
  const channels = branches.flatMap(({ state }) => [...state.channels.values()]);
  return { balances: sum(balances), channels: sum(channels), money: sum(branches.map(({ input }) => input)) };
}

function sum(amounts: readonly number[]): number {
  return amounts.reduce((total, amount) => total + amount, 0);
}

export default protocol<Message>()({
  name: "chandy-lamport",
  about: "Branches of a bank record balances and channels while money is under way; the sum is right.",
  source: "Chandy & Lamport, Distributed Snapshots, ACM Transactions on Computer Systems 3(1), 1985",
  channels: fifo,
  roles: {
    branch: role({
      processes: 2,
      // The money it begins with.
      inputs: [10],
      initially: ({ input, index, setTimer }): State => {
        setTimer("transfer");
        if (index === 1) setTimer("snapshot");
        return { balance: input, recorded: null, channels: new Map(), open: new Set() };
      },
      upon: {
        money(state, { amount }, { from }) {
          state.balance += amount;
          if (state.open.has(from)) state.channels.set(from, (state.channels.get(from) ?? 0) + amount);
        },
        marker(state, _message, context) {
          if (state.recorded === null) record(state, context);
          state.open.delete(context.from);
        },
      },
      uponTimeout: {
        transfer(state, { neighbors, choose, send }) {
          state.balance -= 1;
          send(choose(neighbors), { type: "money", amount: 1 });
        },
        snapshot(state, context) {
          if (state.recorded === null) record(state, context);
        },
      },
    }),
  },
  properties: {
    complete: { eventually: ({ branch }) => snapshotOf(branch) !== undefined },
    conserved: {
      invariant({ branch }) {
        const shown = snapshotOf(branch);
        return shown === undefined || shown.balances + shown.channels === shown.money;
      },
    },
    nothingTwice: {
      invariant({ branch }) {
        const shown = snapshotOf(branch);
        return shown === undefined || shown.balances + shown.channels <= shown.money;
      },
    },
  },
});

const anyOrder = { channels: unordered };

export const claims: readonly Claim[] = [
  {
    claim: "Two branches complete the snapshot after finitely many steps.",
    property: "complete",
    verdict: "holds",
    configurations: 64,
  },
  {
    claim: "Recorded balances and recorded channels together hold exactly the money that there is.",
    property: "conserved",
    verdict: "holds",
    configurations: 64,
  },
  {
    claim: "Three branches that send money to whomever they choose lose none of it in the snapshot.",
    system: { processes: { branch: 3 } },
    property: "conserved",
    verdict: "holds",
    configurations: 20_963,
  },
  {
    claim: "Without order, a marker overtakes money that was sent before it, and nobody records that money.",
    system: anyOrder,
    property: "conserved",
    verdict: "violated",
    configurations: 114,
    steps: 4,
  },
  {
    claim: "Without order, money overtakes the marker that was sent before it, and is recorded twice.",
    system: anyOrder,
    property: "nothingTwice",
    verdict: "violated",
    configurations: 114,
    steps: 5,
  },
  {
    claim: "Without order the snapshot is complete all the same, and nobody notices that it is wrong.",
    system: anyOrder,
    property: "complete",
    verdict: "holds",
    configurations: 114,
  },
];
