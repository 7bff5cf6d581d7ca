/**
 * Rounds leave out orders in which processes could have their turns at an object. None of these leads
 * anywhere that the others do not lead, whatever fails in the round.
 */
import { describe, expect, it } from "vitest";
import {
  formatConfiguration,
  initialConfiguration,
  inputVectors,
  parseFailures,
  synchronous,
  system,
  type Configuration,
  type System,
} from "lightcone";
import { beginRound } from "../../src/model/transition/beat.ts";
import { roundsOf } from "../../src/model/transition/conflict.ts";
import type { Precedence, Round } from "../../src/model/event/event.ts";
import { arranged } from "../../src/model/transition/lockstep.ts";
import { enabled, settlements } from "../../src/model/transition/transition.ts";
import { seeds } from "../effort.ts";
import { generatedCode } from "./generatedCode.ts";

const SYSTEMS = seeds(18, 96);
const CONFIGURATIONS_MAX = 100;

function* permutations<T>(list: readonly T[]): Generator<readonly T[]> {
  if (list.length === 0) yield [];
  for (const [i, first] of list.entries())
    for (const rest of permutations(list.toSpliced(i, 1))) yield [first, ...rest];
}

/** Every order of those who are about to operate on the same object, for every object. */
function everyOrder(here: System, configuration: Configuration): Round[] {
  let rounds: readonly (readonly Precedence[])[] = [[]];
  for (const { name: object } of here.objects) {
    const ids = here.processes.flatMap(({ id, number }) => {
      const awaits = configuration.locals[number]?.control?.awaits;
      return awaits?.kind === "operation" && awaits.object === object ? [id] : [];
    });
    rounds = rounds.flatMap((order) =>
      [...permutations(ids)].map((processes) => [...order, { object, processes }]),
    );
  }
  return rounds.map((order) => ({ kind: "round", order }));
}

/** The texts of all configurations to which rounds may come. */
function settledAfter(
  here: System,
  before: Configuration,
  rounds: readonly Round[],
): Map<string, Configuration> {
  const found = new Map<string, Configuration>();
  for (const round of rounds)
    for (const { settled } of settlements(here, arranged(here, beginRound(here, before, round))))
      found.set(formatConfiguration(settled), settled);
  return found;
}

describe.each(["none", "crash:1", "crash:2", "crash-recovery:1", "crash:1,loss:1"])(
  "with failures %s",
  (failures) => {
    it("the orders that are left out lead nowhere else", () => {
      let leftOut = 0;
      for (const seed of SYSTEMS) {
        const here = system(generatedCode(seed + 100), {
          timing: synchronous,
          failures: parseFailures(failures),
        });
        const known = new Map<string, Configuration>();
        for (const inputs of inputVectors(here))
          for (const { settled } of settlements(here, initialConfiguration(here, inputs)))
            known.set(formatConfiguration(settled), settled);
        for (const before of known.values()) {
          if (known.size > CONFIGURATIONS_MAX) break;
          if (enabled(here, before).length === 0) continue;
          const [all, some] = [everyOrder(here, before), roundsOf(here, before)];
          const after = settledAfter(here, before, some);
          expect([...after.keys()].toSorted()).toEqual(
            [...settledAfter(here, before, all).keys()].toSorted(),
          );
          if (some.length < all.length) leftOut++;
          for (const [text, settled] of after) known.set(text, settled);
        }
      }
      expect(leftOut).toBeGreaterThan(SYSTEMS.length / 8);
    });
  },
);
