/** A protocol on which it shows how long a process has for an operation that it could not do for a moment. */
import { perform, protocol, role, sharedObject, sleep, type ConfigurationView } from "lightcone";

const place = sharedObject(
  {
    name: "place",
    about: "take waits until it is there, and put puts it back",
    operations: {
      take: (isThere: boolean) => (isThere ? { value: false } : undefined),
      put: () => ({ value: true }),
    },
  },
  "place",
  true,
);

const isBack = ({ elapsed, processes: [, second] }: ConfigurationView): boolean =>
  elapsed === 1 && second?.halted === true;

/** The first takes the place; after a sleep the second takes it and puts it back. */
export const lending = protocol<never>()({
  name: "lending",
  objects: [place],
  roles: {
    process: role({
      processes: 2,
      initially: () => ({}),
      *run(_state, { index }) {
        if (index === 2) yield* sleep(1);
        yield* perform<void>(place, "take");
        if (index === 2) yield* perform<void>(place, "put");
      },
    }),
  },
  properties: {
    takenAtOnce: { step: (_before, _after, { before, after }) => !isBack(before) || after.elapsed === 1 },
  },
});
