/**
 * Peterson's lock for n processes, each of which counts its passages modulo a few. The
 * [lock](../../zoo/mutual-exclusion/filter-lock.ts) of four processes is explored before the hot loop has
 * been compiled; this one has the same code, and with four processes enough states to be timed.
 */
import { pairs, pause, protocol, role, write } from "lightcone";
import { last, level, mayGoOn } from "../../zoo/mutual-exclusion/filter-lock.ts";

/** Passages are counted modulo this. */
const PASSAGES = 3;

export default protocol<never>()({
  name: "filter-lock-counting",
  objects: ({ process = [] }) => [...process.map(level), ...process.slice(1).map((_, i) => last(i + 1))],
  roles: {
    process: role({
      processes: 3,
      initially: () => ({ isCritical: false, passages: 0 }),
      *run(state, { self, neighbors }) {
        while (true) {
          for (let room = 1; room <= neighbors.length; room++) {
            yield* write(level(self), room);
            yield* write(last(room), self);
            yield* mayGoOn(room, self, neighbors);
          }
          state.isCritical = true;
          yield* pause();
          state.isCritical = false;
          state.passages = (state.passages + 1) % PASSAGES;
          yield* write(level(self), 0);
        }
      },
    }),
  },
  properties: {
    mutualExclusion: {
      invariant: ({ process }) =>
        pairs(process).every(([p, q]) => !(p.state.isCritical && q.state.isCritical)),
    },
    starvationFree: {
      forEach: "process",
      starvationFree: [({ state }) => !state.isCritical, ({ state }) => state.isCritical],
    },
  },
});
