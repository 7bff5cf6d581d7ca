/** Drawing the inputs of a run. */
import type { Random } from "../base/random.ts";
import type { Plain } from "../base/value.ts";
import { isAssumed, type InputVector } from "../model/state/configuration.ts";
import { UsageError } from "../model/error.ts";
import type { System } from "../model/system/system.ts";

/** The number of vectors drawn, at most, until one is allowed. */
const TRIES_MAX = 1_000;

/**
 * Inputs that the system allows, each from its process's list, and first values of objects, from theirs.
 * @throws UsageError if none were found
 */
export function drawInputs(system: System, random: Random): InputVector {
  const { processes, firstChoices, protocol } = system;
  const lists = firstChoices.map(({ values }) => values);
  const inputLists = lists.slice(0, processes.length);
  const pick = (some: readonly (readonly Plain[])[]): Plain[] =>
    some.map((list) => list[random.below(list.length)] as Plain);
  const drawn = protocol.assume?.draw?.(inputLists, (bound) => random.below(bound));
  if (drawn !== undefined && firstChoices.length === processes.length) return drawn;
  for (let tries = 0; tries < TRIES_MAX; tries++) {
    const vector = drawn === undefined ? pick(lists) : [...drawn, ...pick(lists.slice(processes.length))];
    if (isAssumed(system, vector)) return vector;
  }
  throw new UsageError(
    `Of ${TRIES_MAX.toLocaleString("en-US")} vectors of inputs drawn at random, \`assume\` allows none.`,
    "Leave fewer possible inputs with --inputs, or give `assume` a function `draw`, as `distinct` has.",
  );
}
