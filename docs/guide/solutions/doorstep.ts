/** A solution of the [exercise](../exercises/doorstep.ts). */
import { pairs, pause, protocol, read, register, role, write } from "lightcone";

const turn = register("turn", "p1");
const flag = (process: string) => register(`flag[${process}]`, false);

export default protocol<never>()({
  name: "doorstep",
  objects: ({ process = [] }) => [turn, ...process.map(flag)],
  roles: {
    process: role({
      processes: 2,
      initially: () => ({ isInside: false }),
      *run(state, { self, neighbors: [other = ""] }) {
        while (true) {
          yield* write(flag(self), true);
          yield* write(turn, other);
          while ((yield* read(flag(other))) && (yield* read(turn)) === other);
          state.isInside = true;
          yield* pause();
          state.isInside = false;
          yield* write(flag(self), false);
        }
      },
    }),
  },
  properties: {
    placeForOne: {
      invariant: ({ process }) => pairs(process).every(([p, q]) => !(p.state.isInside && q.state.isInside)),
    },
    everybodyEnters: { forEach: "process", infinitelyOften: ({ state }) => state.isInside },
  },
});
