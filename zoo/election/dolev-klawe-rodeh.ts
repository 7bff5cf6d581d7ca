/**
 * Leader election on a one-way ring with O(n log n) messages. Chang and Roberts let every id run until it
 * meets a greater one, which costs n² messages at worst. Here the ids are thinned out in phases: an active
 * process learns the ids of the two active processes behind it. If the nearer one is greater than both the
 * further one and its own, it goes on with that id as its own (`maximum`); otherwise it becomes passive
 * and only relays. Of two active processes in a row at most one goes on, so at least half of them stop in
 * every phase. Who hears its own `maximum` from behind is alone: that id is the greatest.
 *
 * A process pairs the i-th `first` that it receives with the i-th `second`, and no message bears a number.
 * So the order of messages is all that keeps the phases apart, and without FIFO channels it goes wrong:
 * when a `second` overtakes its `first`, a process has nothing to compare with and gives up, and it may be
 * the only one that still stood for the greatest id.
 *
 * Source: D. Dolev, M. Klawe and M. Rodeh, An O(n log n) unidirectional distributed algorithm for extrema
 * finding in a circle, Journal of Algorithms 3(3) (1982), algorithm A; found independently by G. Peterson,
 * An O(n log n) unidirectional algorithm for the circular extrema problem, TOPLAS 4(4) (1982).
 */
import {
  agreement,
  type Claim,
  distinct,
  fifo,
  protocol,
  ring,
  role,
  termination,
  unordered,
} from "lightcone";

type Message =
  | { type: "first"; id: number }
  | { type: "second"; id: number }
  | { type: "elected"; id: number };

export default protocol<Message>()({
  name: "dolev-klawe-rodeh",
  about: "Active processes compare the ids of the two active ones behind them; at most half go on.",
  source: "Dolev, Klawe & Rodeh, J. Algorithms 3(3), 1982, algorithm A; Peterson, TOPLAS 4(4), 1982",
  topology: ring({ directed: true }),
  channels: fifo,
  assume: distinct,
  roles: {
    process: role({
      processes: 3,
      inputs: ({ count }) => Array.from({ length: count }, (_, i) => i + 1),
      initially: ({ input, broadcast }) => {
        broadcast({ type: "first", id: input });
        return { active: true, maximum: input, behind: null as number | null, phase: 1, knows: false };
      },
      upon: {
        first(state, { id }, { broadcast, decide }) {
          if (!state.active) {
            broadcast({ type: "first", id });
          } else if (id !== state.maximum) {
            state.behind = id;
            broadcast({ type: "second", id });
          } else if (!state.knows) {
            state.knows = true;
            decide(id);
            broadcast({ type: "elected", id });
          }
        },
        second(state, { id }, { broadcast }) {
          if (!state.active) {
            broadcast({ type: "second", id });
          } else if (state.behind !== null && state.behind > Math.max(id, state.maximum)) {
            state.maximum = state.behind;
            state.behind = null;
            state.phase++;
            broadcast({ type: "first", id: state.maximum });
          } else {
            state.active = false;
            state.behind = null;
          }
        },
        elected(state, { id }, { broadcast, decide }) {
          if (state.knows) return;
          state.knows = true;
          decide(id);
          broadcast({ type: "elected", id });
        },
      },
    }),
  },
  properties: {
    agreement,
    termination,
    greatestElected: {
      invariant({ process }) {
        const greatest = Math.max(...process.map(({ input }) => input));
        return process.every(({ decision }) => decision === undefined || decision === greatest);
      },
    },
    // Half of the active processes stop in each phase; the last phase only finds out that one is left.
    logarithmic: {
      invariant: ({ process }) =>
        process.every(({ state }) => state.phase <= Math.floor(Math.log2(process.length)) + 1),
    },
    twoPhases: { invariant: ({ process }) => process.every(({ state }) => state.phase <= 2) },
  },
});

const anyOrder = { channels: unordered };
const two = { processes: { process: 2 } };
const four = { processes: { process: 4 } };

export const claims: readonly Claim[] = [
  {
    claim: "With FIFO channels, three processes elect nobody but the greatest id.",
    property: "greatestElected",
    verdict: "holds",
    configurations: 150,
  },
  {
    claim: "With FIFO channels, all three learn who is elected.",
    property: "termination",
    verdict: "holds",
    configurations: 150,
  },
  {
    claim: "Four processes elect nobody but the greatest id, in all 24 arrangements.",
    system: four,
    property: "greatestElected",
    verdict: "holds",
    configurations: 1_632,
  },
  {
    claim: "All four learn who is elected.",
    system: four,
    property: "termination",
    verdict: "holds",
    configurations: 1_632,
  },
  {
    claim: "Four processes need no more than log 4 + 1 = 3 phases.",
    system: four,
    property: "logarithmic",
    verdict: "holds",
    configurations: 1_632,
  },
  {
    claim: "Two phases are not enough for four processes.",
    system: four,
    property: "twoPhases",
    verdict: "violated",
    configurations: 1_632,
    steps: 14,
  },
  {
    claim: "Without order, a second overtakes a first, the greatest id drops out, and the other is elected.",
    system: { ...two, ...anyOrder },
    property: "greatestElected",
    verdict: "violated",
    configurations: 52,
    steps: 4,
  },
  {
    claim: "With two processes, somebody is elected even then.",
    system: { ...two, ...anyOrder },
    property: "termination",
    verdict: "holds",
    configurations: 52,
  },
  {
    claim: "Three processes, without order, may all give up, and nobody is elected.",
    system: anyOrder,
    property: "termination",
    verdict: "violated",
    configurations: 1_113,
    steps: 9,
  },
  {
    claim: "Even without order, three processes never elect two different ids.",
    system: anyOrder,
    property: "agreement",
    verdict: "holds",
    configurations: 1_113,
  },
  {
    claim: "Nor do four.",
    system: { ...four, ...anyOrder },
    property: "agreement",
    verdict: "holds",
    configurations: 46_320,
  },
];
