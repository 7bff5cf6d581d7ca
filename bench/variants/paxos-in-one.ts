/** Paxos with all that there is in one object, which lists whatever may happen: see where it comes from. */
import { perform, protocol, role, sharedObject } from "lightcone";
import { first, isSafe, next, type World } from "../peers/javascript/paxos.ts";

const kind = { name: "world", about: "all that there is", operations: { next } };
const world = sharedObject(kind, "world", first);

export default protocol<never>()({
  name: "paxos-in-one",
  objects: [world],
  roles: {
    scheduler: role({
      initially: () => ({}),
      *run() {
        while (true) yield* perform(world, "next");
      },
    }),
  },
  properties: {
    agreement: { invariant: (_roles, { objects }) => isSafe(objects["world"] as World) },
  },
});
