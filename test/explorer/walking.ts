/** Walks: small systems with cycles, whose admissible executions are spelled out, without Lightcone. */
import { protocol, role, system, type Protocol, type System } from "lightcone";
import type { Property } from "lightcone";
import type { Random } from "../../src/base/random.ts";
import { isTrueOf, type Formula } from "./formulas.ts";

/** The places of all who walk. */
export type Places = readonly number[];
/** A formula over places. */
export type Asked = Formula<(places: Places) => boolean>;

/** A walk of one or of two: the places that each place leads to. An execution ends where none leads on. */
export interface Walk {
  readonly ways: readonly (readonly number[])[];
  readonly walkers: number;
  readonly starts: readonly number[];
}

const bit = (number: number, i: number): boolean => Math.floor(number / 2 ** i) % 2 === 1;
/** Predicates on places. */
export const PREDICATES = [
  (places: Places) => bit(places[0] ?? 0, 0),
  (places: Places) => bit(places.at(-1) ?? 0, 1),
  (places: Places) => bit(places[0] ?? 0, 2) || bit(places.at(-1) ?? 0, 0),
];

/** A walk, drawn from a seed. */
export function drawnWalk(random: Random, { walkers, size }: { walkers: number; size: number }): Walk {
  const ways = Array.from({ length: size }, () =>
    Array.from({ length: random.below(5) === 0 ? 0 : 1 + random.below(2) }, () => random.below(size)),
  );
  return { ways, walkers, starts: random.below(3) === 0 ? [0, 1] : [0] };
}

/** The walk as a system: each has a timer, which it sets again where a place leads on. */
export function walking(
  { ways, walkers, starts }: Walk,
  formula: Asked,
  more: Partial<Property> = {},
): System {
  const next = (place: number): readonly number[] => ways[place] ?? [];
  return system(
    protocol()({
      name: "walking",
      roles: {
        process: role({
          processes: walkers,
          inputs: [...starts],
          initially({ setTimer, input: place }) {
            if (next(place).length > 0) setTimer("go");
            return { place };
          },
          uponTimeout: {
            go(state, { choose, setTimer }) {
              state.place = choose([...next(state.place)]);
              if (next(state.place).length > 0) setTimer("go");
            },
          },
        }),
      },
      properties: { asked: { temporal: overConfigurations(formula) as never, ...(more as object) } },
    }) as Protocol,
  );
}

/** The same formula, over configurations instead of places. */
function overConfigurations(formula: Asked | readonly Asked[] | string): unknown {
  if (typeof formula === "string") return formula;
  if (typeof formula === "function")
    return ({ process }: { process: { state: { place: number } }[] }) =>
      formula(process.map(({ state }) => state.place));
  if (Array.isArray(formula)) return formula.map(overConfigurations);
  return Object.fromEntries(
    Object.entries(formula).map(([operator, given]) => [operator, overConfigurations(given as Asked)]),
  );
}

/** A configuration, and who has come to it by a step. */
export interface Moment {
  readonly places: Places;
  readonly who: number;
}

/** Whether a cycle is admissible: whoever has somewhere to go does so on it. */
export function isFair({ ways }: Walk, cycle: readonly Moment[]): boolean {
  const last = cycle.at(-1) as Moment;
  return last.places.every((place, i) => ways[place]?.length === 0 || cycle.some(({ who }) => who === i));
}

/** The places in which all may begin. */
export function beginnings({ walkers, starts }: Walk): Places[] {
  return Array.from({ length: walkers }).reduce<Places[]>(
    (some) => some.flatMap((places) => starts.map((start) => [...places, start])),
    [[]],
  );
}

/**
 * Whether a formula is false of an admissible execution from one of the first places on, that repeats itself
 * after so many steps at most.
 */
export function isRefuted(
  walk: Walk,
  formula: Asked,
  { lengthMax, first = beginnings(walk) }: { readonly lengthMax: number; readonly first?: readonly Places[] },
): boolean {
  const { ways } = walk;
  const todo: Moment[][] = first.map((places) => [{ places, who: -1 }]);
  for (let taken = todo.pop(); taken !== undefined; taken = todo.pop()) {
    const way: readonly Moment[] = taken;
    const { places } = way.at(-1) as Moment;
    const configurations = way.map((one) => one.places);
    const isEnd = places.every((place) => ways[place]?.length === 0);
    const backs = isEnd
      ? [way.length - 1]
      : [...way.keys()].slice(0, -1).filter((i) => {
          return configurations[i]?.join() === places.join() && isFair(walk, way.slice(i + 1));
        });
    for (const back of backs) if (!isTrueOf(formula, { configurations, back })) return true;
    if (way.length > lengthMax) continue;
    for (const [who, place] of places.entries())
      for (const there of new Set(ways[place])) todo.push([...way, { places: places.with(who, there), who }]);
  }
  return false;
}
