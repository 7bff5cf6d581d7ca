/**
 * What a property reads is known when it has read it, perhaps in the last configurations of a search: what
 * was left out until then is judged by that, whatever else turns out there.
 */
import { describe, expect, it } from "vitest";
import {
  check,
  fifo,
  protocol,
  role,
  system,
  unordered,
  type ConfigurationView,
  type Context,
  type Property,
  type Protocol,
  type System,
} from "lightcone";
import { seeded } from "../../src/base/random.ts";
import { seeds } from "../effort.ts";

type Told = { type: "one" } | { type: "two" };

describe("what is read late", () => {
  it("where a letter is found to matter in the same configurations: the violation is found", () => {
    const made = protocol<Told>()({
      name: "told",
      roles: {
        teller: role({
          initially({ broadcast }) {
            for (const type of ["one", "two"] as const) broadcast({ type });
            return {};
          },
        }),
        // Who has heard `two` hears `one`, too; before, it is nothing.
        hearer: role({
          initially: () => ({ place: 0 }),
          upon: {
            one: (state) => void (state.place === 1 && (state.place = 2)),
            two: (state) => void (state.place === 0 && (state.place = 1)),
          },
        }),
      },
      properties: {
        notThere: {
          // Timers are read in the last configuration that a search without `one` visits.
          invariant: ({ hearer: [one] }) =>
            one.state.place === 0 || (one.state.place === 1 && one.timers.length === 0),
        },
      },
    });
    const { verdicts, reduction } = check(system(made), { keepGoing: true, reduced: true });
    expect(verdicts["notThere"]?.verdict).toBe("violated");
    expect(reduction).toMatchObject({ leftOut: ["letters"], restarts: 1 });
  });

  it("where processes are alike, and a letter is found to matter at the start: it begins again", () => {
    const made = protocol<Told>()({
      name: "alike",
      roles: {
        process: role({
          processes: 2,
          inputs: [0, 1],
          initially({ input, broadcast, halt }) {
            for (const type of ["one", "two"] as const) if (input === 0) broadcast({ type });
            if (input === 0) halt();
            return { place: 0 };
          },
          upon: {
            one: (state) => void (state.place === 1 && (state.place = 2)),
            two: (state) => void (state.place === 0 && (state.place = 1)),
          },
        }),
      },
      properties: {
        still: { invariant: ({ process }) => process.every(({ timers }) => timers.length === 0) },
      },
    });
    const options = { keepGoing: true, reduced: true, symmetryMin: 2 };
    const { verdicts, symmetry, configurations } = check(system(made), options);
    expect(verdicts).toEqual({ still: { verdict: "holds" } });
    expect(symmetry?.interchangeable).toEqual([{ role: "process", processes: ["p1", "p2"] }]);
    expect(configurations).toBe(check(system(made), { ...options, symmetryMin: Infinity }).configurations);
  });

  const PLACES = [0, 1, 2, 3];
  const TYPES = ["a", "b", "c"] as const;

  /** Nobody is ever there, or somebody is at last; of whoever is here, more is read. */
  const looking = (here: number, there: number, facet: "timers" | "mailbox"): Property<unknown> => {
    const isNobody = (_roles: unknown, { processes }: ConfigurationView): boolean =>
      processes.every((one) => {
        const { place } = one.state as { readonly place?: number };
        return place === here ? one[facet].length >= 0 : place !== there;
      });
    if ((here + there) % 2 === 0) return { invariant: isNobody };
    return { eventually: (roles, all) => !isNobody(roles, all) };
  };

  /** One who sends every message at the start, and some who go from place to place as a drawn table says. */
  function drawn(seed: number): System {
    const random = seeded(seed);
    const next = PLACES.map(() => TYPES.map(() => (random.below(2) === 0 ? undefined : random.below(4))));
    const upon = Object.fromEntries(
      TYPES.map((type, i) => [
        type,
        (state: { place: number }): void => void (state.place = next[state.place]?.[i] ?? state.place),
      ]),
    );
    const made = {
      name: "drawn",
      roles: {
        teller: {
          initially({ broadcast }: Context) {
            for (const type of TYPES) broadcast({ type });
            return {};
          },
        },
        hearer: { processes: 1 + (seed % 2), initially: () => ({ place: 0 }), upon },
      },
      properties: Object.fromEntries(
        PLACES.flatMap((here) => PLACES.map((there) => [here, there] as const)).flatMap(([here, there]) =>
          (["timers", "mailbox"] as const).map((facet) => [
            `${facet} at ${here}, ${there}`,
            looking(here, there, facet),
          ]),
        ),
      ),
    };
    return system(made as unknown as Protocol, { channels: seed % 3 === 0 ? fifo : unordered });
  }

  it.each(seeds(16, 500))("changes no verdict in system %i", (seed) => {
    const here = drawn(seed);
    const { verdicts } = check(here, { keepGoing: true });
    for (const [name, { verdict }] of Object.entries(verdicts)) {
      const found = check(here, { keepGoing: true, reduced: true, symmetryMin: 2, properties: [name] });
      expect({ name, verdict: found.verdicts[name]?.verdict }).toEqual({ name, verdict });
    }
  });
});
