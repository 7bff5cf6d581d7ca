/** Cycles that keep away from what is owed elsewhere, sentence by sentence: see docs/semantics.md. */
import { describe, expect, test } from "vitest";
import {
  check,
  isStuck,
  protocol,
  replay,
  role,
  search,
  system,
  type Property,
  type Schedule,
} from "lightcone";

/** The places that each place of a walk leads to. */
type Ways = Readonly<Record<number, readonly number[]>>;

interface Seen {
  readonly process: readonly { readonly state: { readonly place: number; readonly hasEaten: boolean } }[];
}

const hasEaten = ({ process: [p] }: Seen): boolean => p?.state.hasEaten === true;

/** A walker who may eat at one place, and does so if that is possible again and again. */
const walk = (ways: Ways, asked: object = { eventually: hasEaten }, table = 0) =>
  system(
    protocol<never>()({
      name: "walk",
      roles: {
        process: role({
          initially: ({ setTimer }) => (setTimer("go"), { place: 0, hasEaten: false }),
          uponTimeout: {
            go(state, { choose, setTimer }) {
              state.place = choose(ways[state.place] ?? []);
              setTimer("go");
            },
          },
          may: {
            eat: {
              while: ({ place, hasEaten }) => place === table && !hasEaten,
              do: (state) => void (state.hasEaten = true),
            },
          },
        }),
      },
      properties: {
        eaten: {
          ...asked,
          fairness: { compassion: [{ kind: "may", action: "eat" }] },
        } as unknown as Property<unknown>,
      },
    }),
  );

/** The places on the cycle that refutes it; undefined if it holds. Both searches say the same. */
function placesOnCycle(made: ReturnType<typeof walk>): readonly number[] | undefined {
  const [reference, kernel] = [search(made), check(made)].map(({ verdicts }) => verdicts["eaten"]!);
  expect(kernel!.verdict).toBe(reference!.verdict);
  if (kernel!.verdict === "holds") return undefined;
  const found = [reference, kernel].map((verdict) => {
    const { schedule } = verdict as unknown as { readonly schedule: Schedule };
    const execution = replay(made, schedule);
    if (isStuck(execution) || schedule.cycle === undefined) throw new Error("it does not go on for ever");
    const round = execution.configurations.slice(schedule.cycle);
    return [...new Set(round.map(({ locals }) => (locals[0]!.state as { place: number }).place))].sort();
  });
  expect(found[0]).toEqual(found[1]);
  return found[1];
}

describe("Keeping away", () => {
  const roundabout: Ways = { 0: [1], 1: [0, 2], 2: [1, 3], 3: [2] };

  test("An execution may keep away for ever from where something is possible that is asked for.", () => {
    expect(placesOnCycle(walk(roundabout))).toEqual([1, 2]);
    expect(placesOnCycle(walk({ ...roundabout, 1: [0, 2], 2: [0, 1] }))).toEqual([1, 2]);
  });

  test("So it may before it comes to where it could not any more.", () => {
    const ways: Ways = { 0: [1], 1: [0, 2], 2: [3], 3: [2] };
    expect(placesOnCycle(walk(ways, undefined, 2))).toEqual([0, 1]);
    expect(placesOnCycle(walk({ ...ways, 1: [2] }, undefined, 2))).toBeUndefined();
  });

  test("It may not where every way leads back there.", () => {
    expect(placesOnCycle(walk({ 0: [1], 1: [0] }))).toBeUndefined();
    expect(placesOnCycle(walk({ 0: [1, 2], 1: [0, 2], 2: [0] }))).toBeUndefined();
  });

  test("If it has to come to a place again and again, it does so without what it keeps away from.", () => {
    const asked = (place: number): object => {
      const isThere = ({ process: [p] }: Seen): boolean => p?.state.place === place;
      return { temporal: { implies: [{ infinitelyOften: isThere }, { eventually: hasEaten }] } };
    };
    expect(placesOnCycle(walk(roundabout, asked(3)))).toEqual([1, 2, 3]);
    expect(placesOnCycle(walk(roundabout, asked(0)))).toBeUndefined();
  });
});
