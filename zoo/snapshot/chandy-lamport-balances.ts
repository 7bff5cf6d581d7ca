/**
 * A snapshot by someone who adds up the balances and forgets the channels. The branches of
 * chandy-lamport.ts record everything that they should, but whoever looks at the records counts only what
 * is in the branches. Money that was in transit when the records were taken is missing: the state of a
 * distributed system is not the sum of the states of its processes.
 *
 * Source: K. M. Chandy and L. Lamport, Distributed snapshots: determining global states of distributed
 * systems, ACM Transactions on Computer Systems 3(1) (1985), section 2, with half of the definition.
 */
import { type Claim, fifo, protocol } from "lightcone";
import chandyLamport, { type Message, snapshotOf } from "./chandy-lamport.ts";

export default protocol<Message>()({
  name: "chandy-lamport-balances",
  about: "A snapshot of a bank of which only the balances are looked at, and not the channels.",
  source: "Chandy & Lamport, ACM Transactions on Computer Systems 3(1), 1985, without the channels",
  channels: fifo,
  roles: { ...chandyLamport.roles },
  properties: {
    balancesAlone: {
      invariant({ branch }) {
        const shown = snapshotOf(branch);
        return shown === undefined || shown.balances === shown.money;
      },
    },
    neverTooMuch: {
      invariant({ branch }) {
        const shown = snapshotOf(branch);
        return shown === undefined || shown.balances <= shown.money;
      },
    },
  },
});

export const claims: readonly Claim[] = [
  {
    claim: "The recorded balances alone are not all the money: what was in transit is missing.",
    property: "balancesAlone",
    verdict: "violated",
    configurations: 64,
    steps: 5,
  },
  {
    claim: "They are never too much: what is sent after one record arrives after the other.",
    property: "neverTooMuch",
    verdict: "holds",
    configurations: 64,
  },
];
